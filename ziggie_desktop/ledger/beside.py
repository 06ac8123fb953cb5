"""Owns what is booked beside the requests: each day's energy, and other APIs' reported use.

Never part of a total of requests. Its rows are handed to the one writer as entries.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import astuple

from ziggie_desktop.contract.api import EnergyLine, ReportedRow, ReportedUsage
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.periods import local_date
from ziggie_desktop.ledger.rows import to_us
from ziggie_desktop.ledger.writer import Entry

_PARTS = (
    "attributed_mj",
    "background_mj",
    "resident_mj",
    "idle_mj",
    "counter_mj",
    "gaps",
    "load_mj",
    "processor_mj",
    "processor_estimated_mj",
)
_ADD_ENERGY = (
    f"INSERT INTO daily_energy (date, tz, gpu_uuid, {', '.join(_PARTS)}, mark)"  # noqa: S608 - our own names
    f" VALUES ({', '.join('?' * (len(_PARTS) + 4))})"
    " ON CONFLICT (date, tz, gpu_uuid) DO UPDATE SET "
    + ", ".join(f"{part} = daily_energy.{part} + excluded.{part}" for part in _PARTS)
    + ", mark = excluded.mark WHERE daily_energy.mark <> excluded.mark"
)
_REPORT = (
    "INSERT INTO reported (component, request_id, at_us, local_date, provider, service, quantity,"
    " unit, cost_pico) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (component, request_id) DO NOTHING"
)
ALL = "all"
PROCESSOR = "processor"
_ENERGY_KEYS = {"day": "date", "month": "substr(date, 1, 7)"}
_REPORT_KEYS = {
    "day": "local_date",
    "month": "substr(local_date, 1, 7)",
    "component": "component",
    "model": "service",
}


class DayEnergy(msgspec.Struct, frozen=True, kw_only=True):
    """What came to one card's local day since the last one, in mJ; to the processors' under the
    name ``PROCESSOR``."""

    date: str
    tz: str
    gpu_uuid: str
    attributed_mj: int = 0
    background_mj: int = 0
    resident_mj: int = 0
    idle_mj: int = 0
    counter_mj: int = 0
    gaps: int = 0
    load_mj: int = 0
    processor_mj: int = 0
    processor_estimated_mj: int = 0


def add_energy(day: DayEnergy, *, mark: str) -> Entry:
    """``mark`` is another for each addition: one that is tried again counts once."""
    return Entry(_ADD_ENERGY, lambda: (*astuple(day), mark))


def report(usage: ReportedUsage, *, component: str, tz: str) -> Entry:
    def values() -> tuple[Any, ...]:
        return (
            component,
            usage.request_id,
            to_us(usage.at),
            local_date(usage.at, tz),
            usage.provider,
            usage.service,
            usage.quantity,
            usage.unit,
            usage.cost_pico,
        )

    return Entry(_REPORT, values)


def energy_lines(
    backend: Backend, *, since: datetime | None, until: datetime | None, tz: str, by: str
) -> tuple[EnergyLine, ...]:
    """Whole local days: of a period that begins or ends within one, that day too."""
    where, values = ["1 = 1"], []
    if since is not None:
        where.append("date >= ?")
        values.append(local_date(since, tz))
    if until is not None:
        where.append("date <= ?")
        values.append(local_date(until - timedelta(microseconds=1), tz))
    sums = ", ".join(f"CAST(sum({part}) AS BIGINT)" for part in _PARTS)
    key = _ENERGY_KEYS.get(by, f"'{ALL}'")
    sql = (
        f"SELECT {key} AS grouped, {sums} FROM daily_energy WHERE {' AND '.join(where)}"  # noqa: S608 - our own names
        " GROUP BY grouped ORDER BY grouped"
    )
    return tuple(
        EnergyLine(key=line[0], **dict(zip(_PARTS, line[1:], strict=True)))
        for line in ask(backend, sql, values)
    )


def reported_rows(
    backend: Backend, *, since: datetime | None, until: datetime | None, by: str
) -> tuple[ReportedRow, ...]:
    where, values = ["1 = 1"], list[Any]()
    for moment, test in ((since, "at_us >= ?"), (until, "at_us < ?")):
        if moment is not None:
            where.append(test)
            values.append(to_us(moment))
    key = _REPORT_KEYS.get(by, f"'{ALL}'")
    sql = (
        f"SELECT {key} AS grouped, provider, service, unit, count(*), sum(quantity),"  # noqa: S608 - our own names
        f" CAST(sum(cost_pico) AS BIGINT), count(*) - count(cost_pico)"
        f" FROM reported WHERE {' AND '.join(where)}"
        " GROUP BY grouped, provider, service, unit ORDER BY grouped, provider, service, unit"
    )
    names = ("key", "provider", "service", "unit", "reports", "quantity", "cost_pico", "unpriced")
    return tuple(
        ReportedRow(**dict(zip(names, line, strict=True))) for line in ask(backend, sql, values)
    )
