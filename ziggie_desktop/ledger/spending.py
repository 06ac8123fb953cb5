"""Owns what the cloud cost by time and by whom, as budgets need it. Never writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.rows import to_us

QUARTER_US = 15 * 60 * 1_000_000  # every zone's midnight is the end of a quarter of an hour

_SQL = f"""
SELECT r.started_at_us / {QUARTER_US} AS quarter, r.component, r.agent_level,
    CAST(sum(r.billed_pico) AS BIGINT)
FROM requests r
WHERE r.started_at_us >= ? AND r.started_at_us < ? AND r.billed_pico > 0
GROUP BY quarter, r.component, r.agent_level
"""  # noqa: S608 - our own number


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one component paid for one agent level in one quarter of an hour (since 1970, UTC)."""

    quarter: int
    component: str
    agent_level: str | None
    pico: int


def quarter_of(at: datetime) -> int:
    return to_us(at) // QUARTER_US


def spent(backend: Backend, *, since: datetime, until: datetime) -> tuple[Spent, ...]:
    """Blocking; the store runs it in a thread."""
    return tuple(
        Spent(quarter=quarter, component=component, agent_level=level, pico=pico)
        for quarter, component, level, pico in ask(backend, _SQL, (to_us(since), to_us(until)))
    )
