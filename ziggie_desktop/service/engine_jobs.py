"""Owns the long jobs on Ollama itself: one at a time, seen while it runs, continued after a kill.

The rooms do the work; this starts it, ends it and tells of it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from ziggie_desktop.contract import api
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineJob, EngineStatus, JobState
from ziggie_desktop.engine.install.installer import Installer
from ziggie_desktop.engine.install.release import is_newer
from ziggie_desktop.engine.install.steps import Journal as InstallJournal
from ziggie_desktop.library.move import Mover
from ziggie_desktop.library.move_plan import Journal as MoveJournal
from ziggie_desktop.tasks import Tasks

log = logging.getLogger("ziggie.service")

PUBLISH_EVERY_S = 0.25
SPEED_OVER_S = 2.0
LOOK_AGAIN_S = 24 * 3600.0


class Report(Protocol):
    """As the rooms' jobs tell of themselves."""

    def __call__(
        self,
        step: str,
        words: str,
        *,
        completed: int | None = None,
        total: int | None = None,
        version: str | None = None,
    ) -> None: ...


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """What an earlier run left: journals to go on with, and of what was given up its kind and
    words."""

    install: InstallJournal | None = None
    move: MoveJournal | None = None
    given_up: tuple[str, str] | None = None


class _Work(msgspec.Struct, frozen=True, kw_only=True):
    first: EngineJob
    run: Callable[[Report], Awaitable[str]]
    cancellable: Callable[[], bool]
    give_up: Callable[[], None]


class EngineJobs:
    """``may_install``: raises where an installed Ollama would not be used. ``may_move``: where the
    models are and what the settings say of it; raises where they are not ours to move.
    ``check_updates``: the owner wants to know of newer ones."""

    def __init__(
        self,
        *,
        installer: Installer,
        mover: Mover,
        unfinished: Unfinished,
        may_install: Callable[[bool], None],
        may_move: Callable[[], Awaitable[tuple[Path, str | None]]],
        check_updates: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        self.installer = installer
        self._mover = mover
        self._unfinished = unfinished
        self._may_install = may_install
        self._may_move = may_move
        self._check_updates = check_updates
        self._changed = changed
        self._tasks = Tasks(owner="engine jobs")
        self._task: asyncio.Task[None] | None = None
        self._work: _Work | None = None
        self._unwanted = False
        self._told_at = 0.0
        self._meter: tuple[float, int] | None = None
        self.job: EngineJob | None = None
        if unfinished.given_up is not None:
            kind, given_up = unfinished.given_up
            self.job = EngineJob(
                kind=kind,
                state=JobState.FAILED,
                step="back",
                words=given_up,
                error=f"{given_up[:1].upper()}{given_up[1:]}.",
                remedy="Try again: ziggie-desktop engine --help",
            )

    # What others ask

    def status(self, engine: EngineStatus) -> EngineStatus:
        """The engine's status with what is installed and done to it."""
        current, latest = self.installer.store.current(), self.installer.store.latest()
        return msgspec.structs.replace(
            engine,
            installed=current.version if current is not None else None,
            latest=latest.version if latest is not None else None,
            job=self.job,
        )

    def update(self) -> tuple[str, str] | None:
        """The version in use and a newer one, if the owner wants to know; one that failed here is
        not offered again."""
        if not self._check_updates():
            return None
        current, latest = self.installer.store.current(), self.installer.store.latest()
        if current is None or latest is None or latest.version in current.rejected:
            return None
        newer = is_newer(latest.version, current.version)
        return (current.version, latest.version) if newer else None

    # What the owner wishes

    async def act(self, action: api.EngineAction) -> None:
        match action.action:
            case "check":
                await self.installer.look()
                self._changed()
            case "install" | "upgrade":
                self._may_install(action.beside or action.action == "upgrade")
                self._refuse_second()
                self._install(self.installer.begin(action.action, action.version))
            case "move":
                await self._begin_move(action.folder)
            case "cancel":
                await self._cancel()

    async def resume(self) -> None:
        """Go on with what an earlier run left."""
        if self._unfinished.move is not None:
            self._move(self._unfinished.move)
            if self._task is not None:
                await asyncio.wait([self._task])
        if self._unfinished.install is not None:
            self._install(self._unfinished.install)

    async def look(self) -> None:
        """Once a day, if the owner wants to know: is there a newer one?"""
        latest = self.installer.store.latest()
        due = latest is None or not 0 <= time.time() - latest.asked_at < LOOK_AGAIN_S
        if not (due and self._check_updates() and self.installer.store.current() is not None):
            return
        try:
            await self.installer.look()
        except ZiggieError as error:
            log.info("no news of Ollama: %s", error.title)
            return
        self._changed()

    async def close(self) -> None:
        """End; what is unfinished goes on at the next start."""
        await self._tasks.close()

    # The one job

    def _refuse_second(self) -> None:
        if self._task is not None:
            words = self.job.words if self.job is not None else "a job"
            raise ZiggieError(
                "engine_job_running",
                f"Something is being done to Ollama already: {words}.",
                "Wait for its end, or cancel it: ziggie-desktop engine cancel",
                status=409,
            )

    def _install(self, journal: InstallJournal) -> None:
        first = _first(journal.kind, journal.step.value)
        self._begin(
            _Work(
                first=msgspec.structs.replace(first, version=journal.version),
                run=lambda report: self.installer.run(journal, report),
                cancellable=lambda: self.installer.cancellable,
                give_up=self.installer.give_up,
            )
        )

    async def _begin_move(self, folder: str | None) -> None:
        if folder is None:
            raise ZiggieError(
                "folder_missing",
                "The request names no folder.",
                'Send {"action": "move", "folder": PATH}.',
                status=400,
            )
        self._refuse_second()
        source, setting = await self._may_move()
        journal = await asyncio.to_thread(self._mover.begin, source, folder, setting)
        self._refuse_second()
        self._move(journal)

    def _move(self, journal: MoveJournal) -> None:
        first = _first("move", journal.step.value)
        self._begin(
            _Work(
                first=msgspec.structs.replace(first, folder=journal.target),
                run=lambda report: self._mover.run(journal, report),
                cancellable=lambda: self._mover.cancellable,
                give_up=self._mover.give_up,
            )
        )

    def _begin(self, work: _Work) -> None:
        self._unwanted, self._work, self.job = False, work, work.first
        self._meter = None
        self._task = self._tasks.start(self._run(work), name=work.first.kind)
        self._changed()

    async def _cancel(self) -> None:
        if self._task is None or self._work is None:
            raise ZiggieError(
                "no_engine_job",
                "Nothing is being done to Ollama.",
                "See: ziggie-desktop engine status",
                status=409,
            )
        if not self._work.cancellable():
            raise ZiggieError(
                "too_late",
                "Ollama is being changed this moment; that is not cut short.",
                "Wait a minute: what does not prove itself is undone.",
                status=409,
            )
        self._unwanted = True
        task = self._task
        task.cancel()
        await asyncio.wait([task])

    async def _run(self, work: _Work) -> None:
        changes: dict[str, Any]
        try:
            words = await work.run(self._report)
            changes = {"state": JobState.DONE, "step": "done", "words": words}
        except asyncio.CancelledError:
            if not self._unwanted:  # the service ends
                raise
            await asyncio.to_thread(work.give_up)
            changes = {"state": JobState.CANCELLED, "words": "cancelled"}
        except ZiggieError as error:
            log.warning("%s failed: %s", self.job.kind if self.job else "the job", error.title)
            changes = {
                "state": JobState.FAILED,
                "words": "failed",
                "error": error.title,
                "remedy": error.remedy,
            }
        finally:
            self._task = None
        self._set(**changes, bytes_per_s=None, seconds_left=None)
        self._changed()

    def _report(
        self,
        step: str,
        words: str,
        *,
        completed: int | None = None,
        total: int | None = None,
        version: str | None = None,
    ) -> None:
        assert self.job is not None
        now = time.monotonic()
        same = (step, words) == (self.job.step, self.job.words)
        speed = self._speed(now, completed) if same else None
        left = (total - completed) / speed if speed and total and completed is not None else None
        self._set(
            step=step,
            words=words,
            version=version or self.job.version,
            completed_bytes=completed,
            total_bytes=total,
            bytes_per_s=speed,
            seconds_left=left,
        )
        if not same or completed == total or now - self._told_at >= PUBLISH_EVERY_S:
            self._told_at = now
            self._changed()

    def _speed(self, now: float, completed: int | None) -> float | None:
        """Over the last seconds; None until there is enough to say."""
        if completed is None:
            self._meter = None
            return None
        if self._meter is None or completed < self._meter[1]:
            self._meter = (now, completed)
        since, at_that_time = self._meter
        if now - since >= SPEED_OVER_S:
            self._meter = (now, completed)
            return (completed - at_that_time) / (now - since)
        return self.job.bytes_per_s if self.job is not None else None

    def _set(self, **changes: Any) -> None:
        assert self.job is not None
        self.job = msgspec.structs.replace(self.job, **changes)


def _first(kind: str, step: str) -> EngineJob:
    return EngineJob(kind=kind, state=JobState.RUNNING, step=step, words="beginning")
