"""Tests that what another process tells of prices is what genai-prices says, without loading it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ziggie_desktop.cloud import price_tables
from ziggie_desktop.cloud.price_tables import Line, Picos, Table, Told, hour_of, learn, renew
from ziggie_desktop.cloud.prices import price
from ziggie_desktop.contract.records import Usage

AT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
RATES = Picos(input=1, output=10, cache_read=100, cache_write_5m=1000, cache_write_1h=10_000)
USED = Usage(input_tokens=7, output_tokens=3)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    yield
    learn(Told(source="", lines=()))
    price_tables._source.clear()


def test_what_was_told_is_the_price_and_its_source() -> None:
    table = Table(starts=(), rates=(RATES,))
    learn(Told(source="a list", lines=(Line(model="m", hour=hour_of(AT), table=table),)))
    found = price("m", USED, AT)
    assert (found.cost_pico, found.source) == (7 + 30, "a list")


def test_a_model_that_is_told_to_be_unknown_is_unpriced() -> None:
    learn(Told(source="a list", lines=(Line(model="m", hour=hour_of(AT), table=None),)))
    assert price("m", USED, AT).cost_pico is None
    assert "does not know" in price("m", USED, AT).source


def test_the_length_of_the_prompt_chooses_the_rates() -> None:
    dear = Picos(input=2, output=20, cache_read=0, cache_write_5m=0, cache_write_1h=0)
    table = Table(starts=(100, 200), rates=(RATES, None, dear))
    assert [table.rates_of(n) for n in (0, 99, 100, 101, 200, 201)] == [
        RATES, RATES, None, None, None, dear,
    ]  # fmt: skip


async def test_the_other_process_tells_what_genai_prices_says_here() -> None:
    models = ("claude-haiku-5-5", "claude-sonnet-4-6", "claude-opus-4-1-20250805", "claude-x")
    uses = [Usage(input_tokens=n, output_tokens=n // 7) for n in (0, 9, 199_999, 200_001)]

    def prices() -> list[object]:
        return [price(model, usage, AT) for model in models for usage in uses]

    here = prices()
    price_tables._ask_here.cache_clear()
    await renew(models, now=AT.timestamp())
    assert prices() == here
    assert price_tables._ask_here.cache_info().misses == 0, "something was asked here again"
    known = {model for model, _ in price_tables._known}
    assert {*models, "claude-opus-5-5"} <= known
    assert {hour for _, hour in price_tables._known} == {hour_of(AT), hour_of(AT) + 1}


def test_a_told_price_loads_no_price_data() -> None:
    code = (
        "import asyncio, sys, time; from datetime import UTC, datetime\n"
        "from ziggie_desktop.cloud import price_tables, prices\n"
        "from ziggie_desktop.contract.records import Usage\n"
        "asyncio.run(price_tables.renew(('claude-haiku-5-5',), now=time.time()))\n"
        "used = Usage(input_tokens=9, output_tokens=9)\n"
        "assert prices.price('claude-haiku-5-5', used, datetime.now(UTC)).cost_pico\n"
        "print(*sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert not set(done.stdout.split()) & {"genai_prices", "pydantic", "httpx"}


@pytest.mark.logs("ziggie.cloud")
async def test_a_process_that_says_nonsense_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = Table(starts=(), rates=(RATES,))
    learn(Told(source="a list", lines=(Line(model="m", hour=hour_of(AT), table=table),)))
    monkeypatch.setattr(sys, "executable", "/bin/echo" if sys.platform != "win32" else "where")
    await renew((), now=AT.timestamp())
    assert price("m", USED, AT).cost_pico == 37
