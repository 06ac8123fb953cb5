"""Owns what happens on a schedule, by APScheduler. Each job is a call of one room."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

log = logging.getLogger("ziggie.schedule")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """``run`` every ``seconds``; one that is late runs once, not once for each time it missed."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[None]]


class Schedule:
    """Started once the service serves: the library's import would only delay that."""

    def __init__(self, *, jobs: tuple[Job, ...]) -> None:
        self._jobs = jobs
        self._scheduler: Any = None

    async def start(self) -> None:
        self._scheduler = await asyncio.to_thread(_make)
        for job in self._jobs:
            self._scheduler.add_job(
                job.run,
                "interval",
                seconds=job.seconds,
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def close(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)


def _make() -> Any:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it reports a busy job each time
    return AsyncIOScheduler(timezone="UTC")
