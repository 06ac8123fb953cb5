"""Owns which downloads may run, and why the others wait. Pure: no clock, no disk, no download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from ziggie_desktop.library.window import Window, opening

Where = Literal["up", "down", "first", "last"]
QUEUED = "queued"


class PullRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner set: how many at once, and when (``window`` None: at any time)."""

    parallel: int = 1
    window: Window | None = None
    zone: str = "UTC"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One job in the line. ``now``: whatever the window says; ``short``: what the disk lacks."""

    id: str
    running: bool = False
    now: bool = False
    short: str | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """``run``: who runs or may begin; ``waits``: the others, with the reason in words."""

    run: frozenset[str]
    waits: Mapping[str, str] = msgspec.field(default_factory=dict)


def plan(line: Iterable[Place], rules: PullRules, *, at: datetime, held: str | None = None) -> Plan:
    """Whose turn it is. One that runs is not sent back for one that merely stands before it."""
    places = list(line)
    waits: dict[str, str] = {}
    closed = _closed(rules, at)
    for place in places:
        if held is not None:
            waits[place.id] = held
        elif closed is not None and not place.now:
            waits[place.id] = closed
        elif place.short is not None:
            waits[place.id] = place.short
    free = [place for place in places if place.id not in waits]
    free.sort(key=lambda place: not place.running)  # stable: else the order of the line
    run = {place.id for place in free[: max(rules.parallel, 1)]}
    waits |= {place.id: QUEUED for place in free if place.id not in run}
    return Plan(run=frozenset(run), waits=waits)


def _closed(rules: PullRules, at: datetime) -> str | None:
    if rules.window is None:
        return None
    found = opening(rules.window, at, rules.zone)
    if found.open:
        return None
    return f"waits for {found.changes_at.astimezone(ZoneInfo(rules.zone)):%H:%M}"


def moved(queue: list[str], one: str, where: Where) -> list[str]:
    """The waiting ones in their new order."""
    before = queue.index(one)
    rest = [other for other in queue if other != one]
    match where:
        case "up":
            after = max(before - 1, 0)
        case "down":
            after = before + 1
        case "first":
            after = 0
        case "last":
            after = len(rest)
    return [*rest[:after], one, *rest[after:]]
