"""Our prices against Anthropic's list as it was read by a person on 22 November 2026, beside the
package that they come from: a wrong update of either is seen here."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ziggie_desktop.cloud.prices import parts, price
from ziggie_desktop.contract.records import Usage

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
MTOK = 10**6
# Dollars per million tokens: in, out, write 5m, write 1h, read, batch in, batch out.
LIST = """
claude-fable-5-2  8 40 10 16 0.20 4 20
claude-fable-5-1  10 50 12.5 20 0.25 5 25
claude-fable-5    10 50 12.5 20 1 5 25
claude-mythos-5-2 8 40 10 16 0.20 4 20
claude-mythos-5-1 10 50 12.5 20 0.25 5 25
claude-mythos-5   10 50 12.5 20 1 5 25
claude-opus-5-5   4 20 5 8 0.20 2 10
claude-opus-5     5 25 6.25 10 0.50 2.5 12.5
claude-opus-4-8   5 25 6.25 10 0.50 2.5 12.5
claude-opus-4-7   5 25 6.25 10 0.50 2.5 12.5
claude-opus-4-6   5 25 6.25 10 0.50 2.5 12.5
claude-opus-4-5   5 25 6.25 10 0.50 2.5 12.5
claude-sonnet-5-5 2 10 2.5 4 0.10 1 5
claude-sonnet-5   2 10 2.5 4 0.20 1 5
claude-sonnet-4-6 3 15 3.75 6 0.30 1.5 7.5
claude-sonnet-4-5 3 15 3.75 6 0.30 1.5 7.5
claude-haiku-5-5  0.10 0.50 0.125 0.20 0.01 0.05 0.25
claude-haiku-4-5  1 5 1.25 2 0.10 0.5 2.5
"""
TABLE = [tuple(line.split()) for line in LIST.split("\n") if line]


@pytest.mark.parametrize("line", TABLE, ids=[line[0] for line in TABLE])
def test_every_rate_is_the_lists(line: tuple[str, ...]) -> None:
    model, *dollars = line
    each = Usage(
        input_tokens=4,
        output_tokens=1,
        cache_read_input_tokens=1,
        cache_creation_5m_input_tokens=1,
        cache_creation_1h_input_tokens=1,
        web_search_requests=1,
    )
    rates = {part.meter: part.unit_price_pico for part in parts(model, each, AT)}
    names = ("Input", "Output", "Cache Write 5m", "Cache Write 1h", "Cache Read")
    for name, usd in zip(names, dollars[:5], strict=True):
        assert rates[f"{name} Tokens"] == Decimal(usd) * MTOK, name
    assert rates["Web Searches"] == 10**10  # $10 for a thousand
    batch = {"input_tokens": MTOK // 100, "output_tokens": MTOK // 100}
    found = price(model, Usage(**batch, service_tier="batch"), AT)  # type: ignore[arg-type]
    assert found.cost_pico == (Decimal(dollars[5]) + Decimal(dollars[6])) * 10**10


def test_long_prompts_cost_more_where_the_list_says_so() -> None:
    for model, edge, above in (
        ("claude-haiku-5-5", 100_000, Decimal("0.50")),
        ("claude-sonnet-4-5", 200_000, Decimal(6)),
    ):
        long = price(model, Usage(input_tokens=edge + 1, output_tokens=0), AT).cost_pico
        assert long == (edge + 1) * above * MTOK
