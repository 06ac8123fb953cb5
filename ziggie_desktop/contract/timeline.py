"""Owns the shape of how requests were spread over a time: one bar for each step that had any."""

from __future__ import annotations

from datetime import datetime

import msgspec


class TimelineBar(msgspec.Struct, frozen=True, kw_only=True):
    """``at``: its beginning. ``fallbacks`` are among ``local`` and ``cloud``, or failed."""

    at: datetime
    local: int
    cloud: int
    failed: int
    fallbacks: int


class TimelineDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Requests that are only kept as sums of their month are in none of the bars."""

    since: datetime
    until: datetime
    step_s: int
    bars: tuple[TimelineBar, ...]
