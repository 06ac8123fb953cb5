"""Owns when a failed call is worth another try, and where. Pure: no clock, no sleep, no sockets.

The table is the Anthropic SDK's: 408, 409, 429 and 5xx; ``x-should-retry`` wins; ``retry-after``
is obeyed for 0 < t <= 60 s; else 0.5 s, doubling up to 8 s, with up to a quarter taken off.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.routing.request import Side, Target

MAX_RETRIES = 2
FIRST_DELAY_S = 0.5
MAX_DELAY_S = 8.0
MAX_RETRY_AFTER_S = 60.0
RETRY_STATUS = frozenset({408, 409, 429})
RETRY_KINDS = frozenset(
    {
        FaultKind.CONNECT,
        FaultKind.TRUNCATED,
        FaultKind.MALFORMED,
        FaultKind.RATE_LIMITED,
        FaultKind.OVERLOADED,
        FaultKind.SERVER,
    }
)
LACKS = "does not support"  # Ollama's words where a model has no tools, images or thinking


def may_retry(failed: Failed) -> bool:
    """Whether the same side may be asked the same again."""
    if failed.should_retry is not None:
        return failed.should_retry
    if failed.status is not None:
        return failed.status in RETRY_STATUS or failed.status >= 500
    return failed.kind in RETRY_KINDS


def delay_s(failed: Failed, *, retries_made: int, jitter: float) -> float:
    """How long to wait before the next try; ``jitter`` is drawn from 0 to 1."""
    after = failed.retry_after_s
    if after is not None and 0 < after <= MAX_RETRY_AFTER_S:
        return after
    delay = min(FIRST_DELAY_S * 2.0**retries_made, MAX_DELAY_S)
    return delay * (1 - 0.25 * jitter)


def may_fall_back(failed: Failed, side: Side) -> bool:
    """Whether the other side may do better. What is wrong with the request itself stays wrong."""
    match failed.kind:
        case FaultKind.REFUSED:
            return False
        case FaultKind.INVALID:
            if failed.status is None:
                return True  # the side was not asked: its dialect has no words for the request
            return side is Side.LOCAL and (failed.status == 404 or LACKS in failed.message)
        case _:
            return True


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """One call that failed; ``at`` is when, in monotonic seconds."""

    target: Target
    failed: Failed
    at: float


class Next(msgspec.Struct, frozen=True, kw_only=True):
    """Ask ``target`` after ``wait_s``; ``retry``: it was asked before, so the budget must allow."""

    target: Target
    wait_s: float
    retry: bool


def next_try(
    routes: Sequence[Target],
    tried: Sequence[Tried],
    *,
    now: float,
    jitter: float,
    retry_allowed: bool,
) -> Next | None:
    """The route that can answer soonest; one that was never asked can answer at once."""
    last = tried[-1]
    for route in routes:
        if all(t.target != route for t in tried):
            if may_fall_back(last.failed, last.target.side):
                return Next(target=route, wait_s=0.0, retry=False)
            return None
    retries = len(tried) - len({t.target for t in tried})
    if not retry_allowed or retries >= MAX_RETRIES:
        return None
    best: Next | None = None
    for route in routes:
        own = [t for t in tried if t.target == route]
        if not own or not may_retry(own[-1].failed):
            continue
        due = own[-1].at + delay_s(own[-1].failed, retries_made=len(own) - 1, jitter=jitter)
        wait = max(0.0, due - now)
        if best is None or wait < best.wait_s:
            best = Next(target=route, wait_s=wait, retry=True)
    return best


class RetryBudget:
    """Retries may be a fifth of the last seconds' requests, and at least three.

    A storm of failures must not be multiplied. ``now`` is handed in (monotonic seconds).
    """

    def __init__(self, *, share: float = 0.2, minimum: int = 3, window_s: int = 10) -> None:
        self._share = share
        self._minimum = minimum
        self._window_s = window_s
        self._seconds: dict[int, list[int]] = {}

    def request(self, now: float) -> None:
        self._second(now)[0] += 1

    def allows(self, now: float) -> bool:
        self._second(now)
        requests = sum(s[0] for s in self._seconds.values())
        retries = sum(s[1] for s in self._seconds.values())
        return retries < max(self._minimum, self._share * requests)

    def retry(self, now: float) -> None:
        self._second(now)[1] += 1

    def _second(self, now: float) -> list[int]:
        second = int(now)
        found = self._seconds.get(second)
        if found is None:
            oldest = second - self._window_s
            for old in [s for s in self._seconds if s <= oldest]:
                del self._seconds[old]
            found = self._seconds[second] = [0, 0]
        return found
