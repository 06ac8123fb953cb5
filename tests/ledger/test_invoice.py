"""Anthropic's exports beside our books: read as they are, booked once, each difference explained.

The headers are those of exports that others published (see ledger/invoice.py).
"""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.make import call, row
from ziggie_desktop.contract.api import Reconciliation
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.ledger.invoice import model_id, parse
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.books import rate

USAGE = (
    "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,"
    "usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,"
    "usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,"
    "web_search_count,inference_geo,speed\n"
)
COST = (
    "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,"
    "list_price_usd,cost_type,inference_geo,speed\n"
)
DAY = date(2026, 11, 22)
HAIKU = "claude-haiku-5-5"


def usage_line(model: str = HAIKU, **changes: Any) -> str:
    named = {"day": "2026-11-22", "kind": "standard", "fresh": 1000, "w5": 0, "w1": 0, "read": 0,
             "out": 80, "web": 0, "geo": "global", "speed": "", "key": "kb"} | changes  # fmt: skip
    form = "{day},{model},{key},Default,{kind},≤ 200k,{fresh},{w5},{w1},{read},{out},{web}"
    form += ",{geo},{speed}"
    return form.format(model=model, **named) + "\n"


def cost_line(model: str, kind: str, usd: str, day: str = "2026-11-22") -> str:
    return f"{day},{model},Default,kb,message,≤ 200k,{kind},{usd},{usd},token,global,\n"


def called(number: int, *, fresh: int = 1000, out: int = 80, model: str = HAIKU) -> Any:
    """A request that went through us, at list price."""
    cost = fresh * 100_000 + out * 500_000
    attempt = call("cloud", model=model, list_cost_pico=cost,
                   usage=Usage(input_tokens=fresh, output_tokens=out))  # fmt: skip
    return row(id=f"r{number}", route="cloud", model=model, attempts=(attempt,),
               list_cost_pico=cost, energy_mj=None)  # fmt: skip


async def compare(ledger: Ledger, text: str) -> Reconciliation:
    await ledger.import_invoice(parse(text))
    return await ledger.reconciliation(first_day=DAY, last_day=DAY, rate=rate)


async def test_what_both_have_agrees_and_a_second_import_changes_nothing(ledger: Ledger) -> None:
    ledger.record(called(1))
    await ledger.flush()
    before = await ledger.totals()
    found = await compare(ledger, USAGE + usage_line())
    assert found.agrees
    (line,) = found.rows
    assert line.explanation == "both agree"
    assert line.theirs_cost_pico == line.ours_cost_pico == 140_000_000
    assert await compare(ledger, "\ufeff" + USAGE + usage_line()) == found
    assert await ledger.totals() == before, "what was imported is in no total"


async def test_a_day_that_is_exported_again_takes_its_own_place(ledger: Ledger) -> None:
    ledger.record(called(1))
    ledger.record(called(2))
    early = await compare(ledger, USAGE + usage_line())
    assert early.rows[0].explanation.startswith("1,080 tokens fewer than ours")
    late = await compare(ledger, USAGE + usage_line(fresh=2000, out=160))
    assert late.agrees


async def test_each_difference_is_explained(ledger: Ledger) -> None:
    ledger.record(called(1))
    ledger.record(called(2, model="claude-sonnet-5-5"))
    text = USAGE + usage_line(fresh=5000) + usage_line("claude-opus-5-5")
    text += usage_line("claude-new-9", key="x")
    by_model = {line.model: line for line in (await compare(ledger, text)).rows}
    assert by_model[HAIKU].explanation.startswith("4,000 tokens more than went through Ziggie")
    assert by_model[HAIKU].difference_pico == 4000 * 100_000
    assert by_model["claude-opus-5-5"].explanation.startswith("not through Ziggie")
    assert by_model["claude-opus-5-5"].ours_cost_pico == 0
    assert by_model["claude-sonnet-5-5"].explanation.startswith("not in the export")
    assert by_model["claude-new-9"].theirs_cost_pico is None
    assert (await compare(ledger, text)).difference_pico is None, "one price is unknown"


async def test_the_cost_export_counts_to_its_cents_and_shows_a_discount(ledger: Ledger) -> None:
    ledger.record(called(1, fresh=10_000_000, out=1_000_000))  # $1.50
    cents = COST + cost_line("Claude Haiku 5.5", "input_no_cache", "1.00")
    cents += cost_line("Claude Haiku 5.5", "output", "0.50")
    found = await compare(ledger, cents)
    assert found.agrees
    assert found.rows[0].explanation == "both agree, to the cents of the export"
    cheaper = await compare(ledger, cents.replace("0.50", "0.10"))
    assert cheaper.rows[0].difference_pico == -400_000_000_000
    assert "discount" in cheaper.rows[0].explanation
    search = await compare(ledger, cents + cost_line("", "", "0.30"))
    assert search.rows[0].model == "(no model)"


async def test_simulated_calls_and_other_days_are_not_compared(ledger: Ledger) -> None:
    ledger.record(called(1))
    simulated = called(2)
    ledger.record(row(id="s", route="cloud", simulated=True, attempts=simulated.attempts))
    ledger.record(row(id="d", started_at=datetime(2026, 11, 23, 0, tzinfo=UTC), route="cloud",
                      attempts=simulated.attempts))  # fmt: skip
    assert (await compare(ledger, USAGE + usage_line())).agrees


async def test_a_long_export_leaves_room_for_requests(tmp_path: Path) -> None:
    ledger = await Ledger.open(tmp_path / "ledger.db", queue_limit=2_100)
    text = USAGE + "".join(usage_line(key=str(n), fresh=1) for n in range(5_000))
    await ledger.import_invoice(parse(text))
    assert ledger.health.dropped == 0
    found = await ledger.reconciliation(first_day=DAY, last_day=DAY, rate=rate)
    assert found.rows[0].theirs_input_tokens == 5_000
    await ledger.close()


def test_cache_batch_place_and_searches_are_at_list_price() -> None:
    text = USAGE + usage_line(w5=100, w1=10, read=2000, web=3, geo="us")
    (line,) = parse(text)
    tokens = 1000 * 100_000 + 100 * 125_000 + 10 * 200_000 + 2000 * 10_000 + 80 * 500_000
    assert rate(line) == tokens * 11 // 10 + 3 * 10**10
    (batch,) = parse(USAGE + usage_line(kind="batch"))
    assert rate(batch) == 70_000_000
    (fast,) = parse(USAGE + usage_line(speed="fast"))
    assert rate(fast) is None, "Haiku has no fast mode"
    (opus,) = parse(USAGE + usage_line("claude-opus-5-5", speed="fast"))
    assert rate(opus) == 1000 * 8_000_000 + 80 * 40_000_000


def test_names_of_models() -> None:
    assert model_id("Claude Haiku 4.5") == model_id("claude-haiku-4-5-20251001")
    assert model_id("") == "(no model)"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "columns"),
        ("a,b\n1,2\n", "columns"),
        (USAGE, "holds no line"),
        (USAGE + "x" * 200_000, "cannot be read"),
        (USAGE + usage_line(fresh=-1), "line 2"),
        (USAGE + usage_line(day="yesterday"), "line 2"),
        (COST + cost_line("Claude Haiku 5.5", "output", "NaN"), "line 2"),
    ],
)
def test_another_file_is_refused_with_the_line(text: str, what: str) -> None:
    with pytest.raises(ZiggieError, match=what) as refused:
        parse(text)
    assert refused.value.code == "import_invalid"


def test_the_names_of_keys_are_not_kept() -> None:
    (line,) = parse(USAGE + usage_line(key="secret-name"))
    assert "secret-name" not in repr(line)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    for begin in ("", USAGE, COST):
        with contextlib.suppress(ZiggieError):
            assert parse(begin + text)
