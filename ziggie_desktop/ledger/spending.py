"""Owns what the cloud cost by time and by whom, as budgets need it. Never writes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.database import open_for_reading
from ziggie_desktop.ledger.rows import to_us

QUARTER_US = 15 * 60 * 1_000_000  # every zone's midnight is the end of a quarter of an hour

_SQL = """
SELECT r.started_at_us / :quarter AS quarter, r.component, r.agent_level, sum(r.billed_pico)
FROM requests r
WHERE r.started_at_us >= :since AND r.started_at_us < :until AND r.billed_pico > 0
GROUP BY quarter, r.component, r.agent_level
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one component paid for one agent level in one quarter of an hour (since 1970, UTC)."""

    quarter: int
    component: str
    agent_level: str | None
    pico: int


def quarter_of(at: datetime) -> int:
    return to_us(at) // QUARTER_US


def spent(path: Path, *, since: datetime, until: datetime) -> tuple[Spent, ...]:
    """Blocking; the store runs it in a thread."""
    values = {"quarter": QUARTER_US, "since": to_us(since), "until": to_us(until)}
    try:
        connection = open_for_reading(path)
        try:
            lines = connection.execute(_SQL, values).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ZiggieError(
            "ledger_unreadable",
            "The ledger cannot be read just now.",
            "Answers go on. Look at `ziggie-desktop doctor` for what is wrong with it.",
            status=503,
        ) from error
    return tuple(
        Spent(quarter=quarter, component=component, agent_level=level, pico=pico)
        for quarter, component, level, pico in lines
    )
