"""Owns the news that the machine was asleep. Never keeps it awake and never sends it to sleep.

Two sources, told once: the clocks, which work on every system, and the system's own word, which
comes at once: logind's signal on Linux, a callback on Windows and macOS (not run there).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable

from ziggie_desktop.platform.current import current_system
from ziggie_desktop.platform.interface import System

log = logging.getLogger("ziggie.platform")

POLL_S = 5.0
GAP_S = 30.0  # a busy machine may be late, but not so late
ONCE_WITHIN_S = 60.0


class Clocks:
    """Which clock goes on in sleep differs from system to system: the one that moved most counts.

    A clock that somebody sets looks like sleep too. That costs a look at the engine, no more.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = (wall, monotonic)
        self._before = (wall(), monotonic())

    def slept(self) -> bool:
        """Whether much more time has passed than one poll since the last call."""
        now = (self._read[0](), self._read[1]())
        passed = max(after - before for after, before in zip(now, self._before, strict=True))
        self._before = now
        return passed > POLL_S + GAP_S


class SleepWatch:
    """``await run(resumed)`` calls ``resumed`` once after each sleep, until it is cancelled."""

    def __init__(
        self,
        *,
        bus: str | None = "SYSTEM" if sys.platform == "linux" else None,
        clocks: Clocks | None = None,
        system: System | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        poll_s: float = POLL_S,
    ) -> None:
        self._system = system or current_system()
        self._bus = bus
        self._clocks = clocks or Clocks()
        self._monotonic = monotonic
        self._poll_s = poll_s
        self._told_at: float | None = None

    async def run(self, resumed: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        end = self._hear(lambda: loop.call_soon_threadsafe(self._tell, resumed, "the system"))
        try:
            await self._watch(resumed)
        finally:
            if end is not None:
                end()

    def _hear(self, told: Callable[[], object]) -> Callable[[], None] | None:
        try:
            return self._system.hear_resumes(lambda: _quietly(told))
        except OSError as error:
            log.info("the system does not tell of sleep: %s", error)
            return None

    async def _watch(self, resumed: Callable[[], None]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_clocks(resumed))
            if self._bus is not None:
                from ziggie_desktop.platform.logind import hear_resumes

                group.create_task(hear_resumes(self._bus, lambda: self._tell(resumed, "logind")))

    async def _watch_clocks(self, resumed: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(self._poll_s)
            if self._clocks.slept():
                self._tell(resumed, "the clocks")

    def _tell(self, resumed: Callable[[], None], source: str) -> None:
        now = self._monotonic()
        if self._told_at is not None and now - self._told_at < ONCE_WITHIN_S:
            return
        self._told_at = now
        log.info("the machine was asleep, as %s say", source)
        resumed()


def _quietly(told: Callable[[], object]) -> None:
    """A word of the system that comes after the loop has ended says nothing to anybody."""
    with contextlib.suppress(RuntimeError):
        told()
