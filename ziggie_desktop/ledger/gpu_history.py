"""Owns the cards' figures over time: a mean a minute for days, a mean an hour for months.

Never part of a sum of money or energy, and never larger than its two times to keep allow: about
21,000 rows a card. Its rows are handed to the one writer as entries.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import astuple

from ziggie_desktop.contract.api import GpuPoint, GpuTrack
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.writer import Entry

MINUTE_S = 60
HOUR_S = 3600
KEEP_MINUTES = timedelta(days=8)
KEEP_HOURS = timedelta(days=400)

_COLUMNS = (
    "step_s, start_s, gpu_uuid, samples, power_mw, power_top_mw, memory_bytes, temperature_c,"
    " utilization_percent"
)
_MEANS = ("power_mw", "memory_bytes", "temperature_c", "utilization_percent")
_SUMS = "sum(samples), CAST(round(avg(power_mw)) AS BIGINT), max(power_top_mw)," + ", ".join(
    f" CAST(round(avg({name})) AS BIGINT)" for name in _MEANS[1:]
)
_ADD = (
    f"INSERT INTO gpu_history ({_COLUMNS}) VALUES ({MINUTE_S}, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
    " ON CONFLICT (step_s, start_s, gpu_uuid) DO NOTHING"
)
_FOLD = (
    f"INSERT INTO gpu_history ({_COLUMNS})"  # noqa: S608 - our own names
    f" SELECT {HOUR_S}, start_s / {HOUR_S} * {HOUR_S} AS hour, gpu_uuid, {_SUMS}"
    f" FROM gpu_history WHERE step_s = {MINUTE_S} AND start_s >= ? AND start_s < ?"
    " GROUP BY hour, gpu_uuid ON CONFLICT (step_s, start_s, gpu_uuid) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in ("samples", "power_top_mw", *_MEANS))
)
_DROP = "DELETE FROM gpu_history WHERE (step_s = ? AND start_s < ?) OR (step_s = ? AND start_s < ?)"


class CardMinute(msgspec.Struct, frozen=True, kw_only=True):
    """One card's means over the minute that begins at ``start_s`` (Unix time)."""

    start_s: int
    gpu_uuid: str
    samples: int
    power_mw: int | None
    power_top_mw: int | None
    memory_bytes: int | None
    temperature_c: int | None
    utilization_percent: int | None


def entries(minute: CardMinute) -> tuple[Entry, ...]:
    """The minute, and its hour anew: one that is tried again changes nothing."""
    hour = minute.start_s // HOUR_S * HOUR_S
    return (
        Entry(_ADD, lambda: astuple(minute)),
        Entry(_FOLD, lambda: (hour, hour + HOUR_S)),
    )


def forget(now: datetime) -> Entry:
    """Take out what is older than is kept."""
    values = (
        MINUTE_S,
        round((now - KEEP_MINUTES).timestamp()),
        HOUR_S,
        round((now - KEEP_HOURS).timestamp()),
    )
    return Entry(_DROP, lambda: values)


def tracks(
    backend: Backend, *, since: datetime, until: datetime, step_s: int
) -> tuple[GpuTrack, ...]:
    """Means over ``step_s``, a multiple of a minute; a time without a sample has no point."""
    kept = HOUR_S if step_s % HOUR_S == 0 else MINUTE_S
    sql = (
        f"SELECT gpu_uuid, start_s / {step_s} * {step_s} AS bucket, {_SUMS} FROM gpu_history"  # noqa: S608 - our own names
        " WHERE step_s = ? AND start_s >= ? AND start_s < ? GROUP BY gpu_uuid, bucket"
        " ORDER BY gpu_uuid, bucket"
    )
    begin = int(since.timestamp()) // kept * kept
    found: dict[str, list[GpuPoint]] = {}
    for uuid, start, *figures in ask(backend, sql, (kept, begin, int(until.timestamp()))):
        samples, power, top, memory, celsius, load = figures
        found.setdefault(uuid, []).append(
            GpuPoint(
                at=datetime.fromtimestamp(start, UTC),
                samples=int(samples),
                power_mw=power,
                power_top_mw=top,
                memory_used_bytes=memory,
                temperature_c=celsius,
                utilization_percent=load,
            )
        )
    return tuple(GpuTrack(uuid=uuid, points=tuple(points)) for uuid, points in found.items())
