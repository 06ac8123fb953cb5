"""Owns when a request's time is over, and whose wish that was. Never blames a side for a caller's
impatience: one component's short deadline would close the side to all others."""

from __future__ import annotations

import msgspec

from ziggie_desktop.gateway.events import Failed, FaultKind

SILENT_S = 10.0  # a side that gave no token for so long did fail, whoever ended it


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """``until``: the loop's seconds. ``is_callers``: the caller's own, earlier than our limit."""

    until: float
    is_callers: bool

    def verdict(self, failed: Failed, now: float) -> Failed:
        """What a call came to: no timeout of the side, if it was the caller's time that ended."""
        if failed.kind is FaultKind.TIMEOUT and self.is_callers and now >= self.until:
            return Failed(kind=FaultKind.DEADLINE, message="")
        return failed


def deadline(now: float, *, asked_s: float | None, most_s: float) -> Deadline:
    """``asked_s``: what the caller wishes, None for nothing. ``most_s``: our own limit."""
    if asked_s is None or asked_s >= most_s:
        return Deadline(until=now + most_s, is_callers=False)
    return Deadline(until=now + asked_s, is_callers=True)
