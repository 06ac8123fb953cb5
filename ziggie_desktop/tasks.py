"""Owns background tasks: each is awaited or reported, none is lost, all end with their owner.

A bare ``asyncio.create_task`` drops its exception when nobody keeps the task; this keeps both.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger("ziggie.tasks")


class Tasks:
    """A set of background tasks that belong to one owner.

    ``close()`` cancels what still runs and waits for it. A task that fails is logged once with
    its traceback, under the name it was started with.
    """

    def __init__(self, *, owner: str) -> None:
        self._owner = owner
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coro, name=f"{self._owner}.{name}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("task %s failed", task.get_name(), exc_info=error)

    async def close(self) -> None:
        """Cancel all tasks and wait until they are gone."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def finish(self, *, timeout_s: float = 5.0) -> None:
        """Wait until all tasks have ended by themselves; cancel what has not by then."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout_s)
        await self.close()
