"""Owns what the cloud cost by time and by whom, as budgets need it. Never writes."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.queries import ENERGY_MJ, JOINED
from ziggie_desktop.ledger.rows import to_us
from ziggie_desktop.ledger.savings import parts_of

QUARTER_US = 15 * 60 * 1_000_000  # every zone's midnight is the end of a quarter of an hour

# A cloud call whose price nobody knew; a local answer is unpriced where its comparison is unknown.
_UNPRICED = (
    "(CASE WHEN r.unpriced = 1 AND r.list_cost_pico IS NULL"
    " AND (r.route = 'cloud' OR r.fallback_from = 'cloud') THEN 1 ELSE 0 END)"
)
_SQL = f"""
SELECT r.started_at_us / {QUARTER_US} AS quarter, r.component, r.agent_level,
    CAST(sum(r.billed_pico) AS BIGINT), CAST(sum({_UNPRICED}) AS BIGINT)
FROM requests r
WHERE r.started_at_us >= ? AND r.started_at_us < ? AND (r.billed_pico > 0 OR {_UNPRICED} = 1)
GROUP BY quarter, r.component, r.agent_level
"""  # noqa: S608 - our own number


_TAKEN = f"""
SELECT r.started_at_us / {QUARTER_US} AS quarter, CAST(sum({ENERGY_MJ}) AS BIGINT)
FROM {JOINED} WHERE r.started_at_us >= ? AND r.started_at_us < ? GROUP BY quarter
"""  # noqa: S608 - our own names


class Spent(msgspec.Struct, frozen=True, kw_only=True):
    """What one component paid for one agent level in one quarter of an hour (since 1970, UTC).
    ``unpriced`` requests cost something too, but nobody knows how much."""

    quarter: int
    component: str
    agent_level: str | None
    pico: int
    unpriced: int = 0


def quarter_of(at: datetime) -> int:
    return to_us(at) // QUARTER_US


def is_unpriced(row: RequestRow) -> bool:
    """The same of one row, before it is in the ledger."""
    asked = row.route == "cloud" or row.fallback_from == "cloud"
    return asked and row.list_cost_pico is None and parts_of(row).unpriced


def taken(
    backend: Backend, *, since: datetime | None, until: datetime | None
) -> tuple[tuple[int, int], ...]:
    """The requests' millijoules by the quarter of an hour in which they began."""
    begin = 0 if since is None else to_us(since)
    end = 2**62 if until is None else to_us(until)
    return tuple((quarter, mj) for quarter, mj in ask(backend, _TAKEN, (begin, end)) if mj)


def spent(backend: Backend, *, since: datetime, until: datetime) -> tuple[Spent, ...]:
    """Blocking; the store runs it in a thread."""
    return tuple(
        Spent(
            quarter=quarter,
            component=component,
            agent_level=level,
            pico=pico or 0,
            unpriced=unpriced,
        )
        for quarter, component, level, pico, unpriced in ask(
            backend, _SQL, (to_us(since), to_us(until))
        )
    )
