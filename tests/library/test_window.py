"""Tests the hours for downloads: over midnight, where the clocks change, at any moment."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.library.window import Window, opening, parse_window

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("hours", "at", "is_open", "changes_at"),
    [
        ("22:00-07:00", "2026-11-22T12:00+01:00", False, "2026-11-22T22:00+01:00"),
        ("22:00-07:00", "2026-11-22T21:59:59+01:00", False, "2026-11-22T22:00+01:00"),
        ("22:00-07:00", "2026-11-22T22:00+01:00", True, "2026-11-23T07:00+01:00"),
        ("22:00-07:00", "2026-11-23T00:00+01:00", True, "2026-11-23T07:00+01:00"),
        ("22:00-07:00", "2026-11-23T06:59:59+01:00", True, "2026-11-23T07:00+01:00"),
        ("22:00-07:00", "2026-11-23T07:00+01:00", False, "2026-11-23T22:00+01:00"),
        ("01:00-05:00", "2026-11-22T00:30+01:00", False, "2026-11-22T01:00+01:00"),
        ("01:00-05:00", "2026-11-22T04:00+01:00", True, "2026-11-22T05:00+01:00"),
        # The night in which the clocks are put forward (02:00 to 03:00) is an hour shorter,
        ("22:00-07:00", "2026-03-28T23:00+01:00", True, "2026-03-29T07:00+02:00"),
        # one that begins in the hour that is not there begins at the jump,
        ("02:30-06:00", "2026-03-29T01:59:59+01:00", False, "2026-03-29T03:00+02:00"),
        ("02:30-06:00", "2026-03-29T03:00+02:00", True, "2026-03-29T06:00+02:00"),
        # one that ends in it ends there, one that lies in it does not come.
        ("23:00-02:30", "2026-03-29T01:30+01:00", True, "2026-03-29T03:00+02:00"),
        ("02:10-02:50", "2026-03-29T01:30+01:00", False, "2026-03-30T02:10+02:00"),
        # Where they are put back (03:00 to 02:00), it begins at the first and ends at the second.
        ("02:30-06:00", "2026-10-25T02:15+02:00", False, "2026-10-25T02:30+02:00"),
        ("02:30-06:00", "2026-10-25T02:15+01:00", True, "2026-10-25T06:00+01:00"),
        ("22:00-02:30", "2026-10-25T02:45+02:00", True, "2026-10-25T02:30+01:00"),
        # Around the clock but for some minutes, which that night brings twice.
        ("02:30-02:15", "2026-10-25T02:20+02:00", True, "2026-10-26T02:15+01:00"),
    ],
)
def test_hours(hours: str, at: str, is_open: bool, changes_at: str) -> None:
    found = opening(parse_window(hours), datetime.fromisoformat(at), BERLIN)
    assert (found.open, found.changes_at) == (is_open, datetime.fromisoformat(changes_at))


@pytest.mark.parametrize(
    "text", ["", "22:00", "22-07", "24:00-07:00", "22:60-07:00", "22:00-22:00", "22:00-07:00 x"]
)
def test_what_are_no_hours_is_refused_with_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|begins when it ends"):
        parse_window(text)


def test_hours_are_read_as_people_write_them() -> None:
    assert parse_window(" 22:00 – 7:05 ") == Window(time(22), time(7, 5))
    assert str(parse_window("22:00-7:05")) == "22:00-07:05"


zones = st.sampled_from(
    [BERLIN, "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
)
minutes = st.integers(0, 24 * 60 - 1)
moments = st.datetimes(datetime(2011, 1, 5), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
windows = st.tuples(minutes, minutes).filter(lambda pair: pair[0] != pair[1])


def shown(window: Window, at: datetime, zone: str) -> bool:
    """Whether the wall clock shows a time within the hours."""
    wall = at.astimezone(ZoneInfo(zone)).time()
    if window.start < window.end:
        return window.start <= wall < window.end
    return wall >= window.start or wall < window.end


def even(at: datetime, zone: str) -> bool:
    """Whether the clocks stay as they are for two days around it."""
    where = ZoneInfo(zone)
    days = [at + timedelta(hours=hours) for hours in range(-50, 51, 2)]
    return len({day.astimezone(where).utcoffset() for day in days}) == 1


@given(windows, moments, zones)
def test_it_is_open_while_the_clock_shows_it(
    pair: tuple[int, int], at: datetime, zone: str
) -> None:
    window = Window(*(time(minute // 60, minute % 60) for minute in pair))
    found = opening(window, at, zone)
    if shown(window, at, zone):
        assert found.open
    elif even(at, zone):
        assert not found.open


@given(windows, moments, zones, st.floats(0, 0.999))
def test_nothing_changes_before_it_is_said_to_change(
    pair: tuple[int, int], at: datetime, zone: str, part: float
) -> None:
    window = Window(*(time(minute // 60, minute % 60) for minute in pair))
    found = opening(window, at, zone)
    assert at < found.changes_at <= at + timedelta(days=3)
    between = opening(window, at + (found.changes_at - at) * part, zone)
    assert between == found
    assert opening(window, found.changes_at, zone).open is not found.open
