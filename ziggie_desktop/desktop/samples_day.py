"""Owns a made-up day for the dashboard of the preview and the tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from ziggie_desktop.contract.api import EnergyLine, Incident, UptimeDocument, UsageDocument
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.contract.timeline import TimelineBar, TimelineDocument
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Shelf

BUSY_HALF_HOURS = {  # of the day: local and cloud answers, in all those of BUSY.today
    2: (1, 0), 13: (2, 0), 15: (1, 0), 16: (3, 0), 17: (4, 0), 18: (6, 2), 19: (5, 1), 20: (3, 1),
    21: (4, 0), 22: (5, 1), 23: (2, 0), 24: (0, 0), 25: (1, 0), 26: (2, 0), 27: (2, 1),
}  # fmt: skip


def _bars(now: datetime) -> tuple[TimelineBar, ...]:
    """A day so far: quiet at night, busy since the morning."""
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return tuple(
        TimelineBar(
            at=midnight + timedelta(minutes=30 * place),
            local=local,
            cloud=cloud,
            failed=int(place == 24),
            fallbacks=int(place in (24, 27)),
        )
        for place, (local, cloud) in BUSY_HALF_HOURS.items()
    )


def put_day(made: Shelf, *, now: datetime, bars: tuple[TimelineBar, ...] | None = None) -> None:
    """What the dashboard asks for of today."""
    since = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    found = _bars(now) if bars is None else bars
    made.put(Ask(Doc.TIMELINE), TimelineDocument(since=since, until=now, step_s=1800, bars=found))
    gone = Incident(started_at=now, ended_at=now, duration_s=42, reason="it restarted")
    made.put(
        Ask(Doc.UPTIME_TODAY),
        UptimeDocument(
            share=0.9992 if found else None,
            probes=5066 if found else 0,
            summed_probes=0,
            measured_s=50_660,
            unmeasured_s=0,
            incidents=(gone,) if found else (),
        ),
    )
    line = EnergyLine(
        key="2026-11-22",
        attributed_mj=212_000_000,
        background_mj=40_000_000,
        resident_mj=48_000_000,
        idle_mj=290_000_000,
        counter_mj=590_000_000,
    )
    energy = (line,) if found else ()
    made.put(Ask(Doc.ENERGY_TODAY), UsageDocument(by="day", rows=(), total=Totals(), energy=energy))
