"""Owns the long pieces of work on models: their progress, their end, their cancelling.

Unlike downloads they end with the service: what they had done so far is no harm and no loss.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Finding, JobKind, LibraryJob, PullState
from ziggie_desktop.tasks import Tasks

log = logging.getLogger("ziggie.library")

KEPT = 20
TELL_EVERY_S = 0.25


class Report:
    """What a piece of work tells of itself."""

    def __init__(self, tell: Callable[..., None], clock: Callable[[], float]) -> None:
        self._tell = tell
        self._clock = clock
        self._told_at = -1e9

    def step(self, status: str, total_bytes: int | None = None) -> None:
        """A new step, whose bytes count from 0."""
        done = None if total_bytes is None else 0
        self._tell(status=status, completed_bytes=done, total_bytes=total_bytes)

    def progress(self, completed_bytes: int) -> None:
        now = self._clock()
        if now - self._told_at >= TELL_EVERY_S:
            self._told_at = now
            self._tell(completed_bytes=completed_bytes)

    def found(self, findings: tuple[Finding, ...]) -> None:
        self._tell(findings=findings)


Work = Callable[[Report], Awaitable[str]]


class Chores:
    """``start`` one, hear it by ``subscribe``; the last ones stay in the ``snapshot``."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._jobs: dict[str, LibraryJob] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._callbacks: list[Callable[[LibraryJob], None]] = []
        self._tasks = Tasks(owner="library")

    def snapshot(self) -> tuple[LibraryJob, ...]:
        """All jobs, oldest first."""
        return tuple(self._jobs.values())

    def subscribe(self, callback: Callable[[LibraryJob], None]) -> Callable[[], None]:
        """Call ``callback`` at each change; returns what ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def start(self, kind: JobKind, model: str | None, work: Work) -> LibraryJob:
        """Begin; the same work on the same model is not begun twice. ``work`` returns its last
        words."""
        for job in self._jobs.values():
            if job.id in self._running and (job.kind, job.model) == (kind, model):
                return job
        job = LibraryJob(
            id=secrets.token_hex(6), kind=kind, model=model, state=PullState.RUNNING,
            status="starting",
        )  # fmt: skip
        self._jobs[job.id] = job
        for old in [one for one in self._jobs if one not in self._running][:-KEPT]:
            del self._jobs[old]
        self._running[job.id] = self._tasks.start(self._run(job.id, work), name=job.id)
        self._change(job.id)
        return job

    def find(self, job_id: str) -> LibraryJob:
        if job_id not in self._jobs:
            raise ZiggieError(
                "job_not_found",
                f"There is no job {job_id}.",
                "See the list: ziggie-desktop jobs",
                status=404,
            )
        return self._jobs[job_id]

    def cancel(self, job_id: str) -> LibraryJob:
        """End it early; one that has ended stays as it ended."""
        job = self.find(job_id)
        if job_id in self._running:
            self._running[job_id].cancel()
        return job

    def working_on(self, model: str) -> bool:
        return any(self._jobs[one].model in (model, None) for one in self._running)

    async def close(self) -> None:
        await self._tasks.close()

    async def _run(self, job_id: str, work: Work) -> None:
        report = Report(lambda **changes: self._change(job_id, **changes), self._clock)
        end: dict[str, Any]
        try:
            end = {"state": PullState.DONE, "status": await work(report)}
        except asyncio.CancelledError:
            end = {"state": PullState.CANCELLED, "status": "cancelled"}
        except ZiggieError as error:
            log.info("%s failed: %s", self._jobs[job_id].kind.value, error.code)
            end = {"state": PullState.FAILED, "status": "failed", "error": error.title}
            end["remedy"] = error.remedy
        except Exception:
            # The top of one piece of work: a bug in it is logged and must not stay "running".
            log.exception("a job on the models failed")
            end = {"state": PullState.FAILED, "status": "failed", "error": "A fault of Ziggie's."}
            end["remedy"] = "Look at the log: ziggie-desktop logs"
        self._running.pop(job_id, None)
        self._change(job_id, **end)

    def _change(self, job_id: str, **changes: Any) -> None:
        self._jobs[job_id] = job = msgspec.structs.replace(self._jobs[job_id], **changes)
        for callback in list(self._callbacks):
            callback(job)
