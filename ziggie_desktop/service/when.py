"""Owns which times a question names, in the owner's zone. Pure: what time it is is handed in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from ziggie_desktop.ledger import periods

_CLOCK = re.compile(r"\b([01]?\d|2[0-3])(?:[:.]([0-5]\d)\s*(am|pm)?|\s*(am|pm))\b", re.IGNORECASE)
_DAYS = re.compile(r"\blast (\d{1,3}) days\b", re.IGNORECASE)


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """From ``since`` to ``until``, which does not belong to it."""

    name: str
    since: datetime
    until: datetime


def spans(question: str, *, now: datetime, tz: str) -> tuple[Span, ...]:
    """The days, weeks and months that it names; today and this month where it names none."""
    today = now.astimezone(ZoneInfo(tz)).date()
    asked = question.lower()
    week = today - timedelta(days=today.weekday())
    known = {
        "yesterday": (today - timedelta(days=1), today),
        "today": (today, today + timedelta(days=1)),
        "last week": (week - timedelta(days=7), week),
        "this week": (week, week + timedelta(days=7)),
        "last month": (_month(today, -1), _month(today, 0)),
        "this month": (_month(today, 0), _month(today, 1)),
    }
    named = [name for name in known if name in asked]
    for bare in ("week", "month"):
        if not any(bare in name for name in named) and re.search(rf"\b{bare}\b", asked):
            named.append(f"this {bare}")
    found = [_span(name, *known[name], tz) for name in named]
    days = _DAYS.search(asked)
    if days is not None:
        since = today - timedelta(days=int(days[1]) - 1)
        found.append(_span(days[0], since, today + timedelta(days=1), tz))
    return tuple(found or [_span(name, *known[name], tz) for name in ("today", "this month")])


def minute(question: str, *, now: datetime, tz: str) -> Span | None:
    """The last time that the clock showed what the question names; None where it names none."""
    said = _CLOCK.search(question)
    if said is None:
        return None
    hour, half = int(said[1]), (said[3] or said[4] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    local = now.astimezone(ZoneInfo(tz))
    at = local.replace(hour=hour, minute=int(said[2] or 0), second=0, microsecond=0)
    if "yesterday" in question.lower() or at > local:
        at -= timedelta(days=1)
    return Span(name=f"{at:%Y-%m-%d %H:%M}", since=at, until=at + timedelta(minutes=1))


def _span(name: str, first: date, end: date, tz: str) -> Span:
    since, until = periods.day_start(first, tz), periods.day_start(end, tz)
    return Span(name=name, since=since, until=until)


def _month(day: date, ahead: int) -> date:
    """The first day of the month that lies so many after that of ``day``."""
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)
