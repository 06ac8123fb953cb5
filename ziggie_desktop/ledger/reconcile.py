"""Owns the comparison of Anthropic's books with ours, by UTC day and model. Changes neither.

``ours`` is what our calls cost at list price; ``theirs`` what the cost export says, else what the
usage export comes to at list price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from ziggie_desktop.contract.api import ReconciledRow, Reconciliation
from ziggie_desktop.contract.records import Attempt
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.invoice import Line, model_id
from ziggie_desktop.ledger.rows import from_us, to_us

CENT_PICO = 10**10
HALF_CENT_PICO = CENT_PICO // 2  # a line of the cost export is rounded to a cent
_CALLS = (
    "SELECT started_at_us, attempts FROM requests WHERE started_at_us >= ? AND started_at_us < ?"
    " AND simulated = 0 AND billed_pico + unpriced > 0"
)
_attempts = msgspec.json.Decoder(tuple[Attempt, ...])

Rate = Callable[[Line], int | None]  # a usage line's cost at list price


class Side(msgspec.Struct, kw_only=True):
    """What one side says of a day and model; None where it does not say it."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_pico: int | None = None
    unpriced: int = 0
    lines: int = 0

    def add(
        self, *, into: int | None = None, out: int | None = None, cost: int | None = None
    ) -> None:
        if into is not None:
            self.input_tokens = (self.input_tokens or 0) + into
        if out is not None:
            self.output_tokens = (self.output_tokens or 0) + out
        if cost is not None:
            self.cost_pico = (self.cost_pico or 0) + cost


Key = tuple[str, str]


def our_calls(backend: Backend, *, since: datetime, until: datetime) -> dict[Key, Side]:
    """Every call that the real cloud answered, also one that did not become the answer."""
    found: dict[Key, Side] = defaultdict(Side)
    for started_us, raw in ask(backend, _CALLS, (to_us(since), to_us(until))):
        day = from_us(started_us).astimezone(UTC).date().isoformat()
        for call in _attempts.decode(raw):
            if call.route != "cloud" or call.usage is None:
                continue
            side = found[day, model_id(call.model)]
            side.add(
                into=call.usage.input_tokens,
                out=call.usage.output_tokens,
                cost=call.list_cost_pico,
            )
            side.lines += 1
            side.unpriced += call.list_cost_pico is None
    return found


def reconcile(lines: Iterable[Line], ours: dict[Key, Side], *, rate: Rate) -> Reconciliation:
    """Each day and model that one of both has. Only days that were imported are compared: of the
    others nothing is known."""
    tokens: dict[Key, Side] = defaultdict(Side)
    billed: dict[Key, Side] = defaultdict(Side)
    days: set[str] = set()
    for line in lines:
        days.add(line.date)
        if line.kind == "cost":
            side = billed[line.date, line.model]
            side.add(cost=line.cost_pico)
        else:
            side = tokens[line.date, line.model]
            cost = rate(line)
            side.unpriced += cost is None
            side.add(into=_input(line), out=line.output_tokens, cost=cost)
        side.lines += 1
    keys = {key for key in (*tokens, *billed, *ours) if key[0] in days}
    rows = tuple(_row(key, tokens.get(key), billed.get(key), ours.get(key)) for key in sorted(keys))
    return Reconciliation(
        rows=rows,
        theirs_pico=_total(row.theirs_cost_pico for row in rows),
        ours_pico=_total(row.ours_cost_pico for row in rows),
        difference_pico=_total(row.difference_pico for row in rows),
        agrees=all(row.agrees for row in rows),
    )


def price_line(line: Line, unit_prices: dict[str, Decimal]) -> int | None:
    """A usage line at these pico-dollars a meter; None where one is unknown.

    The export says no prompt's length, so dearer long prompts are priced as short ones."""
    counts = {
        "Input Tokens": line.input_tokens,
        "Output Tokens": line.output_tokens,
        "Cache Read Tokens": line.cache_read_tokens,
        "Cache Write 5m Tokens": line.cache_write_5m_tokens,
        "Cache Write 1h Tokens": line.cache_write_1h_tokens,
        "Web Searches": line.web_searches,
    }
    used = {meter: count for meter, count in counts.items() if count}
    if not set(used) <= set(unit_prices):
        return None
    return int(sum(count * unit_prices[meter] for meter, count in used.items()))


def _input(line: Line) -> int:
    """With cached ones, as we count them."""
    return sum(
        count or 0
        for count in (
            line.input_tokens,
            line.cache_read_tokens,
            line.cache_write_5m_tokens,
            line.cache_write_1h_tokens,
        )
    )


def _row(key: Key, tokens: Side | None, billed: Side | None, ours: Side | None) -> ReconciledRow:
    paid = billed or tokens
    theirs_cost = None if paid is None or paid.unpriced else paid.cost_pico
    # Both have the day: who has no line of a model says that it cost nothing.
    ours_cost = (ours.cost_pico if not ours.unpriced else None) if ours else 0
    if paid is None:
        theirs_cost = 0
    known = theirs_cost is not None and ours_cost is not None
    difference = theirs_cost - ours_cost if known else None  # type: ignore[operator]
    slack = HALF_CENT_PICO * billed.lines if billed else 0
    same_tokens = tokens is None or (
        (tokens.input_tokens or 0, tokens.output_tokens or 0)
        == ((ours.input_tokens or 0, ours.output_tokens or 0) if ours else (0, 0))
    )
    agrees = same_tokens and difference is not None and abs(difference) <= slack
    return ReconciledRow(
        day=key[0],
        model=key[1],
        theirs_input_tokens=tokens.input_tokens if tokens else None,
        theirs_output_tokens=tokens.output_tokens if tokens else None,
        ours_input_tokens=ours.input_tokens if ours else None,
        ours_output_tokens=ours.output_tokens if ours else None,
        theirs_cost_pico=theirs_cost,
        theirs_cost_source="cost export" if billed else "usage export at list price",
        ours_cost_pico=ours_cost,
        difference_pico=difference,
        agrees=agrees,
        explanation=_why(
            tokens, billed, ours, agrees=agrees, same_tokens=same_tokens, difference=difference
        ),
    )


def _why(
    tokens: Side | None,
    billed: Side | None,
    ours: Side | None,
    *,
    agrees: bool,
    same_tokens: bool,
    difference: int | None,
) -> str:
    if agrees:
        return "both agree" if tokens and not billed else "both agree, to the cents of the export"
    if ours is None:
        return "not through Ziggie: another program used the account, or Ziggie was not running"
    if tokens is None and billed is None:
        return (
            "not in the export: it may leave out a workspace or key, or have been made before"
            " these calls"
        )
    if tokens is not None and not same_tokens:
        more = (tokens.input_tokens or 0) + (tokens.output_tokens or 0)
        more -= (ours.input_tokens or 0) + (ours.output_tokens or 0)
        if more > 0:
            return (
                f"{more:,} tokens more than went through Ziggie: another program used the account"
            )
        return f"{-more:,} tokens fewer than ours: the export was made before the day's end"
    if difference is None:
        return "the price of this model, or of its tier, is not known"
    if difference < 0:
        return "billed below list price: a discount, a credit, or calls that were not billed"
    return (
        "billed above our list price: long prompts, a tier or tools that we do not see, or other"
        " programs on the account"
    )


def _total(parts: Iterable[int | None]) -> int | None:
    found = list(parts)
    return None if None in found else sum(part or 0 for part in found)
