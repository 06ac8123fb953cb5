"""Owns the event loop of the tests. Its time is what it waited for and what it computed; never what
the machine stood still, so no limit passes while nobody could have kept it.

A test machine that stops for two seconds, or gives its processor to others, stops this clock too:
a limit of half a second is still half a second in which the other side could run.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
import time
from collections.abc import Callable

SLICE_S = 0.02  # a wait is cut into these, so that a standstill within it costs no more than one
SLACK_S = 0.02  # by which a system that is not held up may wake us late


class _Sliced(selectors.DefaultSelector):
    """Waits in slices; ``counted`` is told how long each was to be at most."""

    counted: Callable[[float], None]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        left = timeout
        while True:
            found = super().select(min(left, SLICE_S))
            self.counted(min(left, SLICE_S))
            left -= SLICE_S
            if found or left <= 0:
                return found


class PatientLoop(asyncio.SelectorEventLoop):
    """The ordinary loop by another clock."""

    def __init__(self) -> None:
        self._counted = self._seen = time.monotonic()
        self._computed = time.thread_time()
        selector = _Sliced()
        selector.counted = self._count
        super().__init__(selector)

    def time(self) -> float:
        self._count(0.0)
        return self._counted

    def _count(self, waited_s: float) -> None:
        now, computed = time.monotonic(), time.thread_time()
        own_s = max(0.0, computed - self._computed)
        self._counted += min(now - self._seen, own_s + waited_s + SLACK_S)
        self._seen, self._computed = now, computed


def new_loop() -> asyncio.AbstractEventLoop:
    """Windows' own loop, which alone starts processes there, waits in another way."""
    return asyncio.new_event_loop() if sys.platform == "win32" else PatientLoop()
