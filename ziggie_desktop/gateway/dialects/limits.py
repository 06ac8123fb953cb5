"""Owns what a side says about waiting and about its refusals. Never shows a key."""

from __future__ import annotations

import re

_KEY = re.compile(r"\b(sk|zg|ghp|xox\w)-[A-Za-z0-9_-]{8,}")
_CONTEXT = re.compile(
    r"prompt is too long|context[ _](length|window|limit|size)|exceed\w* (the )?(model'?s )?context"
    r"|maximum context|input length.*exceed",
    re.IGNORECASE,
)
MESSAGE_LIMIT = 300


def shown(message: str) -> str:
    """A side's own text, short and without anything that looks like a key."""
    return _KEY.sub("(key)", " ".join(message.split()))[:MESSAGE_LIMIT]


def is_about_context(message: str) -> bool:
    return _CONTEXT.search(message) is not None


def retry_after_s(headers: dict[str, str]) -> float | None:
    """From ``retry-after-ms`` or ``retry-after``, be it seconds or a date beside ``date``."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    from email.utils import parsedate_to_datetime  # heavy, and few write a date

    try:
        until = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return max(until.total_seconds(), 0.0)


def should_retry(headers: dict[str, str]) -> bool | None:
    return {"true": True, "false": False}.get(headers.get("x-should-retry", "").lower())


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None
