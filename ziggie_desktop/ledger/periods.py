"""Owns where a day and a month begin in the owner's zone. Never assumes that a day has 24 h."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def local_date(at: datetime, tz: str) -> str:
    return at.astimezone(ZoneInfo(tz)).date().isoformat()


def day_start(day: date, tz: str) -> datetime:
    """The first moment of that local day, in UTC. Midnight itself may not exist (Beirut, Cairo):
    there the day begins where the clock jumped to."""
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(tz)).astimezone(UTC)
    if start.astimezone(ZoneInfo(tz)).date() == day:
        return start
    while start.astimezone(ZoneInfo(tz)).date() < day:
        start += timedelta(minutes=15)
    return start


def day(at: datetime, tz: str) -> tuple[datetime, datetime]:
    """Begin and end (exclusive) of the local day that ``at`` falls in, in UTC."""
    today = at.astimezone(ZoneInfo(tz)).date()
    return day_start(today, tz), day_start(today + timedelta(days=1), tz)


def month(at: datetime, tz: str) -> tuple[datetime, datetime]:
    """Begin and end (exclusive) of the local month that ``at`` falls in, in UTC."""
    first = at.astimezone(ZoneInfo(tz)).date().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return day_start(first, tz), day_start(following, tz)
