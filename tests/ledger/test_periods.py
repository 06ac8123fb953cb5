"""Days and months of the owner's zone, on the days that break naive arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ziggie_desktop.ledger.periods import day, day_start, local_date, month

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "at", "hours"),
    [
        ("America/New_York", datetime(2026, 3, 8, 17, tzinfo=UTC), 23),
        ("America/New_York", datetime(2026, 11, 1, 17, tzinfo=UTC), 25),
        ("America/New_York", datetime(2026, 11, 2, 17, tzinfo=UTC), 24),
        ("Asia/Beirut", datetime(2026, 3, 29, 12, tzinfo=UTC), 23),
        ("Africa/Cairo", datetime(2026, 4, 24, 12, tzinfo=UTC), 23),
        ("Asia/Kathmandu", datetime(2026, 4, 24, 12, tzinfo=UTC), 24),
    ],
)
def test_a_day_has_the_hours_that_it_has(zone: str, at: datetime, hours: int) -> None:
    begin, end = day(at, zone)
    assert end - begin == hours * HOUR
    assert begin <= at < end


def test_a_day_whose_midnight_does_not_exist_begins_after_it() -> None:
    begin = day_start(date(2026, 3, 29), "Asia/Beirut")
    assert local_date(begin, "Asia/Beirut") == "2026-03-29"
    assert local_date(begin - timedelta(microseconds=1), "Asia/Beirut") == "2026-03-28"


def test_a_month_is_the_owners_not_utc() -> None:
    begin, end = month(datetime(2026, 12, 31, 20, tzinfo=UTC), "Asia/Tokyo")
    assert begin == datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert end == datetime(2027, 1, 31, 15, tzinfo=UTC)
