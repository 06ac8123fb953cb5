"""Owns a made-up day for the dashboard of the preview and the tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from ziggie_desktop.contract.api import EnergyLine, Incident, UptimeDocument, UsageDocument
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.contract.timeline import TimelineBar, TimelineDocument
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Shelf


def _bars(now: datetime) -> tuple[TimelineBar, ...]:
    """A day so far: quiet at night, busy since the morning."""
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    busy = (0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 3, 5, 9, 7, 4, 6, 8, 3, 1, 2, 5, 4)
    return tuple(
        TimelineBar(
            at=midnight + timedelta(minutes=30 * place),
            local=count - count // 4,
            cloud=count // 4,
            failed=int(place == 20),
            fallbacks=int(place in (18, 26)),
        )
        for place, count in enumerate(busy)
        if count
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
        resident_mj=310_000_000,
        idle_mj=905_000_000,
        counter_mj=1_467_000_000,
    )
    energy = (line,) if found else ()
    made.put(Ask(Doc.ENERGY_TODAY), UsageDocument(by="day", rows=(), total=Totals(), energy=energy))
