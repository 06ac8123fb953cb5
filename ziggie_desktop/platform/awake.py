"""Owns that the machine does not fall asleep while it is asked to stay awake. Never wakes it, keeps
no screen on, and gives up silently where the system does not let it.

All calls of the system come from one thread: on Windows the wish belongs to the thread that made
it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ziggie_desktop.platform.current import current_system

log = logging.getLogger("ziggie.platform")

StayAwake = Callable[[str], Callable[[], None]]  # why -> what ends it


class KeepAwake:
    """``want(True)`` and ``want(False)`` as it changes; ``run()`` sees to it until it is cancelled,
    and lets the machine sleep then."""

    def __init__(self, *, why: str, stay_awake: StayAwake | None = None) -> None:
        self._why = why
        self._stay_awake = stay_awake or current_system().stay_awake
        self._wanted = False
        self._changed = asyncio.Event()
        self._end: Callable[[], None] | None = None
        self._told = False

    def want(self, wanted: bool) -> None:
        if wanted is not self._wanted:
            self._wanted = wanted
            self._changed.set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="awake")
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                await loop.run_in_executor(thread, self._apply, self._wanted)
        finally:
            thread.submit(self._apply, False)
            thread.shutdown(wait=False)

    def _apply(self, wanted: bool) -> None:
        try:
            if wanted and self._end is None:
                self._end = self._stay_awake(self._why)
                log.info("the machine stays awake: %s", self._why)
            elif not wanted and self._end is not None:
                end, self._end = self._end, None
                end()
        except Exception as error:  # noqa: BLE001 - whatever the system does, the work goes on
            if not self._told:
                log.info("the machine cannot be kept awake: %s", type(error).__name__)
            self._told = True
