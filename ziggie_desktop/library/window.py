"""Owns the hours in which downloads may run: when they begin and end, in the owner's time zone.

Pure. A night is one stretch: it begins at the first moment whose wall time has reached its start
and ends at the last one before its end, also where the clocks are put forward or back in between.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

_FORM = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)", re.A)
_DAYS_AROUND = 3


class Window(msgspec.Struct, frozen=True):
    """From ``start`` to ``end`` by the wall clock; over midnight where ``end`` is the earlier."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class Opening(msgspec.Struct, frozen=True):
    """Whether it is open, and when that changes."""

    open: bool
    changes_at: datetime


def parse_window(text: str) -> Window:
    """Read "22:00-07:00". Raises ValueError with words for people."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'{text!r} are no hours such as "22:00-07:00"')
    begin_h, begin_min, end_h, end_min = (int(group) for group in match.groups())
    window = Window(time(begin_h, begin_min), time(end_h, end_min))
    if window.start == window.end:
        raise ValueError(f"{text!r} begins when it ends; leave it out to allow all hours")
    return window


def opening(window: Window, at: datetime, zone: str) -> Opening:
    """Whether ``window`` is open at the moment ``at``, and when that changes next."""
    where = ZoneInfo(zone)
    today = at.astimezone(where).date()
    for begins, ends in _nights(window, today, where):
        if at < begins:
            return Opening(False, begins)
        if at < ends:
            return Opening(True, ends)
    raise AssertionError("the days around a moment do not cover it")


def _nights(window: Window, today: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The stretches of the days around, those that touch one another as one."""
    over_midnight = timedelta(days=1 if window.end < window.start else 0)
    joined: list[tuple[datetime, datetime]] = []
    for days in range(-_DAYS_AROUND, _DAYS_AROUND + 1):
        day = today + timedelta(days=days)
        begins = _first_at(datetime.combine(day, window.start), zone)
        ends = _end_at(datetime.combine(day + over_midnight, window.end), zone)
        if ends <= begins:
            continue  # the clocks skip it
        if joined and begins <= joined[-1][1]:
            begins, _ = joined.pop()
        joined.append((begins, ends))
    return joined


def _first_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the clock shows ``wall`` or, where it skips that, more."""
    return _settled(wall, zone, fold=0)


def _end_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The last moment of those: the clock may show ``wall`` twice."""
    return _settled(wall, zone, fold=1)


def _settled(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    early, late = (wall.replace(tzinfo=zone, fold=either).astimezone(UTC) for either in (1, 0))
    if late <= early:  # an hour that is there once or twice
        return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    while late - early > timedelta(seconds=1):  # the clocks jump over it: the moment of the jump
        middle = early + (late - early) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
