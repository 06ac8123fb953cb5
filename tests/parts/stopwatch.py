"""Owns measuring how long something took on a machine that may stand still meanwhile: what it stood
still is not counted, as in ``patient_loop``. For tests without a loop, and for other processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

TICK_S = 0.02
MOST_S = 2 * TICK_S  # that a tick counts, however late it came
STILL_S = 0.3  # a tick that is so late tells of a standstill
TRIES = 30


class Stopwatch:
    """``with Stopwatch() as watch: …; assert watch.seconds < 2``."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.longest_s = 0.0  # without a tick
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Stopwatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        last = time.monotonic()
        while not self._over.wait(TICK_S):
            now = time.monotonic()
            self.seconds += min(now - last, MOST_S)
            self.longest_s = max(self.longest_s, now - last)
            last = now


async def undisturbed(
    measure: Callable[[], Awaitable[T]], sound: Callable[[T], bool] = lambda _: True
) -> T:
    """What was measured while the machine went on: with a standstill in it a measurement of the
    real time says nothing, and is made anew. ``sound`` tells by what was found whether the other
    programs went on, too."""
    for _ in range(TRIES):
        with Stopwatch() as watch:
            found = await measure()
        if watch.longest_s < STILL_S and sound(found):
            break
    return found
