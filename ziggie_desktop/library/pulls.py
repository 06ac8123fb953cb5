"""Owns the queue of downloads: it outlives windows and restarts, and its order is the owner's.

Ollama does the downloading; closing its stream pauses, asking again resumes. A job ends only as
done, failed with a reason, or by its owner's wish.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.library import jobs, room
from ziggie_desktop.library.calls import Calls, check_name, full_name
from ziggie_desktop.library.fetch import WAITING, FetchFailed, Limits
from ziggie_desktop.library.jobs import UNFINISHED, Job, Wish
from ziggie_desktop.library.progress import PullStream
from ziggie_desktop.library.queue import QUEUED, Place, Plan, PullRules, Where, moved, plan
from ziggie_desktop.library.room import Need, Room, Shortage
from ziggie_desktop.library.work import UNSEEN, ModelsDir, Work
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.library")

FINISHED_KEPT = 20
PUBLISH_EVERY_S = 0.25
HOLD_TIMEOUT_S = 10.0
# Ollama notes how far each part is once its stream is closed; one that is ended before has to fetch
# up to a gigabyte a part again.
NOTES_GRACE_S = 0.5

Callback = Callable[[Pull], None]


class NoRoom(Exception):
    """What a download lacks on its disk."""

    def __init__(self, lacking: Shortage) -> None:
        super().__init__(lacking.words)
        self.lacking = lacking


class Pulls:
    """The queue. ``run()`` works through it until ``close()``; ``look()`` when time has passed."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        calls: Calls,
        ensure_ready: Callable[[float], Awaitable[str]],
        file: Path,
        models_dir: ModelsDir,
        rules: Callable[[], PullRules] = PullRules,
        limits: Limits | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._worker = Work(
            http=http,
            calls=calls,
            ensure_ready=ensure_ready,
            models_dir=models_dir,
            limits=limits or Limits(),
            clock=clock,
            sleep=sleep,
        )
        self._file = file
        self._rules = rules
        self._wall = wall
        self._clock = clock
        self._sleep = sleep
        self._tasks = Tasks(owner="pulls")
        self._wake = asyncio.Event()
        self._room = Room(clock=clock)
        self._held: list[str] = []
        self._closing = False
        self._callbacks: list[Callback] = []
        self._jobs: dict[str, Job] = jobs.load(file)
        self._tell_places()

    # What others ask

    def snapshot(self) -> tuple[Pull, ...]:
        """All jobs in the order of the queue; finished ones stay for a while."""
        return tuple(job.pull for job in self._jobs.values())

    @property
    def unfinished(self) -> bool:
        """Whether partial files are worth keeping."""
        return any(job.unfinished for job in self._jobs.values())

    @property
    def active(self) -> bool:
        """Whether a download goes on, so that the machine should not fall asleep."""
        return any(
            job.pull.state is PullState.RUNNING and not job.pull.status.startswith(WAITING)
            for job in self._jobs.values()
        )

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Call ``callback`` at each change of a job; returns what ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def find(self, model_or_id: str) -> Pull:
        """A job by its id, or the latest of a model."""
        if model_or_id in self._jobs:
            return self._jobs[model_or_id].pull
        for job in reversed(self._jobs.values()):
            if full_name(job.pull.model) == full_name(model_or_id):
                return job.pull
        raise _no_pull(model_or_id)

    # What others wish

    def start(self, model: str, insecure: bool = False, *, now: bool = False) -> Pull:
        """Queue a download; one that is unfinished for the same model goes on. ``now``: before the
        others, and whatever the hours are."""
        check_name(model)
        for job in self._jobs.values():
            if full_name(job.pull.model) == full_name(model) and job.unfinished:
                if now:
                    return self.now(job.pull.id)
                return self.resume(job.pull.id) if job.paused else job.pull
        pull = Pull(id=secrets.token_hex(6), model=model, state=PullState.QUEUED, status=QUEUED)
        self._jobs[pull.id] = Job(pull, insecure)
        self._forget_old()
        if now:
            return self.now(pull.id)
        self._queue_changed(self._jobs[pull.id])
        return self._jobs[pull.id].pull

    def pause(self, pull_id: str) -> Pull:
        """Stop the download and keep what is there."""
        return self._end(pull_id, PullState.PAUSED)

    def cancel(self, pull_id: str) -> Pull:
        """Give the download up."""
        return self._end(pull_id, PullState.CANCELLED)

    def resume(self, pull_id: str) -> Pull:
        """Go on with a paused job, or try a failed or cancelled one again."""
        job = self._job(pull_id)
        if job.task is not None:
            if job.wish is not None:
                job.wish = Wish(PullState.QUEUED, QUEUED)
        elif job.pull.state not in (PullState.QUEUED, PullState.DONE):
            self._room.leave(job.pull.id)
            self._set(job, state=PullState.QUEUED, status=QUEUED, error=None, remedy=None)
            self._queue_changed(job)
        return job.pull

    retry = resume

    def now(self, pull_id: str) -> Pull:
        """Let it run before the others, and whatever the hours are."""
        job = self._job(pull_id)
        self.resume(pull_id)
        if job.unfinished:
            self._set(job, now=True)
        return self.move(pull_id, "first") if job.pull.state is PullState.QUEUED else job.pull

    def move(self, pull_id: str, where: Where) -> Pull:
        """Change its place among those that wait."""
        job = self._job(pull_id)
        if job.pull.state is PullState.RUNNING:
            return job.pull  # it waits for nobody
        if job.pull.state is not PullState.QUEUED:
            raise ZiggieError(
                "pull_not_queued",
                f"The download of {job.pull.model} does not wait in the queue: it is "
                f"{job.pull.state.value}.",
                "Resume it first, then move it.",
                status=409,
            )
        order = iter(moved(self._queue(), job.pull.id, where))
        waiting = set(self._queue())
        ids = [next(order) if one in waiting else one for one in self._jobs]
        self._jobs = {one: self._jobs[one] for one in ids}
        self._queue_changed(job)
        return job.pull

    async def hold(self, why: str) -> None:
        """Close all downloads, gently, and let none run until ``release()``; returns when their
        streams are closed. ``why`` is shown, such as "waits until the engine has restarted"."""
        self._held.append(why)
        self._put_back()
        if running := self._running():
            await asyncio.wait(running, timeout=HOLD_TIMEOUT_S)
            await self._sleep(NOTES_GRACE_S)

    def release(self) -> None:
        """End the latest ``hold()``; what it stopped goes on."""
        self._held.pop()
        self.look()

    @asynccontextmanager
    async def held(self, why: str) -> AsyncIterator[None]:
        """No download runs within it."""
        try:
            await self.hold(why)
            yield
        finally:
            self.release()

    def look(self) -> None:
        """Time has passed, or the rules have changed: see whose turn it is now."""
        self._wake.set()

    # The work

    async def run(self) -> None:
        """Work through the queue until ``close()``."""
        while not self._closing:
            self._wake.clear()
            running = [one for one, job in self._jobs.items() if job.task is not None]
            await self._room.look(running, self._queue())
            self._put_back()
            for job in self._next():
                job.wish = None
                self._set(job, state=PullState.RUNNING, status="starting")
                job.task = self._tasks.start(self._work(job), name=f"pull {job.pull.id}")
                job.task.add_done_callback(partial(self._never_began, job))
            self._tell_places()
            await self._wake.wait()

    async def close(self) -> None:
        """End the work; what is unfinished goes on at the next start."""
        self._closing = True
        self._wake.set()
        running = self._running()
        await self._tasks.close()
        self._save()
        if running:
            await self._sleep(NOTES_GRACE_S)

    def _running(self) -> list[asyncio.Task[None]]:
        return [job.task for job in self._jobs.values() if job.task is not None]

    def _plan(self) -> Plan:
        line = [
            Place(
                id=job.pull.id,
                running=job.task is not None,
                now=job.pull.now,
                short=self._room.short.get(job.pull.id),
            )
            for job in self._jobs.values()
            if job.in_line
        ]
        held = self._held[-1] if self._held else None
        return plan(line, self._rules(), at=self._wall(), held=held)

    def _next(self) -> list[Job]:
        run = self._plan().run
        return [job for job in self._jobs.values() if job.pull.id in run and job.task is None]

    def _put_back(self) -> None:
        """Stop, gently, those whose turn is over; they wait for the next."""
        for pull_id, words in self._plan().waits.items():
            job = self._jobs[pull_id]
            if job.task is not None and job.wish is None:
                job.wish = Wish(PullState.QUEUED, words)
                job.task.cancel()

    async def _work(self, job: Job) -> None:
        try:
            await self._worker.run(
                job.pull.model,
                insecure=job.insecure,
                admit=lambda need, unseen: self._admit(job, need, unseen),
                tell=lambda stream, words: self._progress(job, stream, words),
            )
            total = job.pull.total_bytes
            self._set(
                job, state=PullState.DONE, status="success", layer=None, completed_bytes=total,
                note=None, **_AT_REST,
            )  # fmt: skip
        except asyncio.CancelledError:
            if job.wish is None:  # the service ends: the file says "queued" for the next start
                self._set(job, state=PullState.QUEUED, **_AT_REST)
                raise
            now = job.pull.now and job.wish.state is not PullState.CANCELLED
            self._set(job, state=job.wish.state, status=job.wish.words, now=now, **_AT_REST)
        except NoRoom as error:
            words = self._room.short.get(job.pull.id)
            if words is not None:  # it has begun: it goes on when there is room
                self._set(job, state=PullState.QUEUED, status=words, **_AT_REST)
            else:  # its owner should know at once
                self._failed(job, f"{error.lacking.words}.", f"{room.REMEDY} Then retry.")
        except (FetchFailed, ZiggieError) as error:
            title = error.title if isinstance(error, ZiggieError) else error.reason
            self._failed(job, title, error.remedy)
        finally:
            job.task, job.wish = None, None
            if job.pull.id not in self._room.short:
                self._room.leave(job.pull.id)
            self._wake.set()

    def _never_began(self, job: Job, task: asyncio.Task[None]) -> None:
        """A task that is cancelled before its first step runs nothing of its work, not even the
        end of it."""
        if job.task is task:
            wish = job.wish or Wish(PullState.QUEUED, QUEUED)
            job.task, job.wish = None, None
            self._set(job, state=wish.state, status=wish.words, **_AT_REST)

    def _failed(self, job: Job, title: str, remedy: str) -> None:
        log.warning("pull of %s failed: %s", job.pull.model, title)
        self._set(
            job, state=PullState.FAILED, status="failed", error=title, remedy=remedy, **_AT_REST
        )

    def _progress(self, job: Job, stream: PullStream, words: str) -> None:
        now = self._clock()
        same = words == job.pull.status and stream.layer == job.pull.layer
        if same and now - job.published_at < PUBLISH_EVERY_S:
            return
        completed = stream.completed_bytes
        known = job.pull.completed_bytes
        self._set(
            job,
            save=not same,
            status=words,
            layer=stream.layer,
            # At a reconnect the first line of the new stream may still be missing.
            completed_bytes=known if completed is None else completed,
            total_bytes=stream.total_bytes or job.pull.total_bytes,
            bytes_per_s=stream.bytes_per_s,
            seconds_left=stream.seconds_left,
        )

    async def _admit(self, job: Job, need: Need | None, unseen: str | None) -> None:
        """Claim the room that it needs beside the others; raises NoRoom."""
        if need is not None:
            begun = bool(job.pull.completed_bytes)
            try:
                lacking = await self._room.admit(job.pull.id, need, begun=begun)
            except OSError:
                unseen, lacking = UNSEEN.format(why="its folder cannot be read by us"), None
            if lacking is not None:
                raise NoRoom(lacking)
        if job.pull.note != unseen:
            self._set(job, note=unseen)

    # The jobs

    def _end(self, pull_id: str, state: PullState) -> Pull:
        job = self._job(pull_id)
        if job.task is not None:
            job.wish = Wish(state, state.value)
            job.task.cancel()
        elif job.pull.state in _MAY_END[state]:
            self._room.leave(job.pull.id)
            now = job.pull.now and state is not PullState.CANCELLED
            self._set(job, state=state, status=state.value, now=now, **_AT_REST)
            self._tell_places()
        return job.pull

    def _job(self, pull_id: str) -> Job:
        return self._jobs[self.find(pull_id).id]

    def _queue(self) -> list[str]:
        return [one for one, job in self._jobs.items() if job.pull.state is PullState.QUEUED]

    def _queue_changed(self, job: Job) -> None:
        """Its place may have changed, and the others' with it."""
        self._tell_places()
        self._changed(job)

    def _tell_places(self) -> None:
        """Say of each that waits its place and for what."""
        waits = self._plan().waits
        for position, one in enumerate(self._queue(), 1):
            job = self._jobs[one]
            words = waits.get(one, QUEUED)
            if (job.pull.position, job.pull.status) != (position, words):
                self._set(job, save=False, position=position, status=words)

    def _set(self, job: Job, *, save: bool = True, **changes: Any) -> None:
        job.pull = msgspec.structs.replace(job.pull, **changes)
        if job.pull.state is not PullState.QUEUED and job.pull.position is not None:
            job.pull = msgspec.structs.replace(job.pull, position=None)
        self._changed(job, save=save)

    def _changed(self, job: Job, *, save: bool = True) -> None:
        job.published_at = self._clock()
        if save:
            self._save()
            self._wake.set()
        for callback in list(self._callbacks):
            try:
                callback(job.pull)
            except Exception:  # a listener's bug must not end the download
                log.exception("a listener of the pulls failed")

    def _forget_old(self) -> None:
        finished = [job for job in self._jobs.values() if not job.unfinished]
        for job in finished[:-FINISHED_KEPT]:
            del self._jobs[job.pull.id]

    def _save(self) -> None:
        jobs.save(self._file, self._jobs.values())


_MAY_END = {
    PullState.PAUSED: UNFINISHED,
    PullState.CANCELLED: (*UNFINISHED, PullState.FAILED),
}
_AT_REST: dict[str, Any] = {"bytes_per_s": None, "seconds_left": None}


def _no_pull(name: str) -> ZiggieError:
    return ZiggieError(
        "pull_not_found",
        f"There is no download {name}.",
        "See the list: ziggie-desktop pulls",
        status=404,
    )
