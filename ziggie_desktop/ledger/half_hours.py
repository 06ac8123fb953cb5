"""Owns when in its day energy was used, by half hours. Never a sum of its own: days hold the sums.

Tariffs by the time of day change at full and half hours. Where they do not, half an hour is priced
as if it was used evenly.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.periods import local_date
from ziggie_desktop.ledger.rows import to_us
from ziggie_desktop.ledger.writer import Entry

HALF_HOUR = timedelta(minutes=30)
KEEP = timedelta(days=400)  # older days are priced as if used evenly; their sums stay

_HALF_HOUR_US = HALF_HOUR // timedelta(microseconds=1)
_ADD = (
    "INSERT INTO half_hours (begin_us, date, tz, kind, energy_mj, mark) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (begin_us, date, tz, kind) DO UPDATE SET"
    " energy_mj = half_hours.energy_mj + excluded.energy_mj, mark = excluded.mark"
    " WHERE half_hours.mark <> excluded.mark"
)
_DROP = "DELETE FROM half_hours WHERE begin_us < ?"


class Kind(StrEnum):
    """Names of ``EnergyLine``, whose half hours these are."""

    RESIDENT = "resident_mj"
    IDLE = "idle_mj"
    PROCESSOR = "processor_mj"
    PROCESSOR_ESTIMATED = "processor_estimated_mj"


# By day and kind: (when the half hour begins, mJ), in order of time.
When = dict[tuple[str, Kind], tuple[tuple[datetime, int], ...]]


def add(at: datetime, *, tz: str, used: Mapping[Kind, int], mark: str) -> tuple[Entry, ...]:
    """``mark`` is another for each addition: one that is tried again counts once."""
    begin_us = to_us(at) // _HALF_HOUR_US * _HALF_HOUR_US
    date = local_date(at, tz)

    def entry(kind: Kind, energy_mj: int) -> Entry:
        return Entry(_ADD, lambda: (begin_us, date, tz, str(kind), energy_mj, mark))

    return tuple(entry(kind, energy_mj) for kind, energy_mj in used.items() if energy_mj)


def forget(now: datetime) -> Entry:
    """Take out what is older than is kept."""
    oldest = to_us(now - KEEP)
    return Entry(_DROP, lambda: (oldest,))


def when(backend: Backend, *, since: datetime | None, until: datetime | None, tz: str) -> When:
    """Of whole local days, as ``beside.energy_lines`` takes them."""
    where, values = ["1 = 1"], list[Any]()
    if since is not None:
        where.append("date >= ?")
        values.append(local_date(since, tz))
    if until is not None:
        where.append("date <= ?")
        values.append(local_date(until - timedelta(microseconds=1), tz))
    sql = (
        "SELECT date, kind, begin_us, CAST(sum(energy_mj) AS BIGINT) FROM half_hours"  # noqa: S608 - our own names
        f" WHERE {' AND '.join(where)} GROUP BY date, kind, begin_us ORDER BY begin_us"
    )
    found: dict[tuple[str, Kind], list[tuple[datetime, int]]] = {}
    for date, kind, begin_us, energy_mj in ask(backend, sql, values):
        begin = datetime.fromtimestamp(begin_us // 1_000_000, UTC)
        found.setdefault((date, Kind(kind)), []).append((begin, energy_mj))
    return {key: tuple(parts) for key, parts in found.items()}
