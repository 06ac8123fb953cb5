"""Waiting in asynchronous tests: poll until it holds, with a deadline that is no measure.

A machine of a CI stands still for a second now and then. What a test measures is therefore the
time in which this process ran: a standstill counts as one pause, however long it was.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

DEADLINE_S = 60.0
PAUSE_S = 0.01
AWAKE_S = 0.05  # between two looks: what is longer was a standstill


async def until(
    condition: Callable[[], object],
    deadline_s: float = DEADLINE_S,
    *,
    act: Callable[[], None] | None = None,
) -> float:
    """Seconds that passed until ``condition()`` held, standstills left out; AssertionError when
    it does not hold in ``deadline_s`` of them. ``act`` is done again before each look."""
    passed, last = 0.0, time.monotonic()
    while not condition():
        assert passed < deadline_s, f"it did not come to be in {deadline_s} s"
        if act is not None:
            act()
        await asyncio.sleep(PAUSE_S)
        now = time.monotonic()
        passed, last = passed + min(now - last, AWAKE_S), now
    return passed
