"""Owns the downloads of models: a queue that outlives windows and restarts.

Ollama does the downloading; closing its stream pauses, asking again resumes. A job ends only as
done, failed with a reason, or by its owner's wish.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.library.calls import Calls, check_name
from ziggie_desktop.library.fetch import Fetch, FetchFailed, Limits
from ziggie_desktop.library.manifest import Manifest, bytes_to_fetch, fetch_manifest
from ziggie_desktop.library.models import full_name
from ziggie_desktop.library.progress import PullStream
from ziggie_desktop.library.repair import drop_damaged
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.tasks import Tasks

log = logging.getLogger("ziggie.library")

PARALLEL = 1
FINISHED_KEPT = 20
PUBLISH_EVERY_S = 0.25
DISK_MARGIN_BYTES = 512 * 1024 * 1024
_UNFINISHED = (PullState.QUEUED, PullState.RUNNING, PullState.PAUSED)

Callback = Callable[[Pull], None]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the file keeps of a job."""

    id: str
    model: str
    insecure: bool
    state: PullState
    completed_bytes: int | None = None
    total_bytes: int | None = None
    error: str | None = None
    remedy: str | None = None


@dataclass(slots=True)
class _Job:
    pull: Pull
    insecure: bool
    task: asyncio.Task[None] | None = None
    wish: PullState | None = None  # what its owner wished while it ran
    published_at: float = field(default=-1e9)


class Pulls:
    """The queue. ``run()`` works through it until ``close()``."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        calls: Calls,
        ensure_ready: Callable[[float], Awaitable[str]],
        file: Path,
        models_dir: Path | None = None,
        parallel: int = PARALLEL,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._calls = calls
        self._ensure_ready = ensure_ready
        self._file = file
        self._models_dir = models_dir
        self._parallel = parallel
        self._limits = limits or Limits()
        self._clock = clock
        self._sleep = sleep
        self._tasks = Tasks(owner="pulls")
        self._wake = asyncio.Event()
        self._closing = False
        self._callbacks: list[Callback] = []
        self._jobs: dict[str, _Job] = {job.pull.id: job for job in _load(file)}

    # What others ask

    def snapshot(self) -> tuple[Pull, ...]:
        """All jobs, oldest first; finished ones stay for a while."""
        return tuple(job.pull for job in self._jobs.values())

    @property
    def unfinished(self) -> bool:
        """Whether partial files are worth keeping."""
        return any(job.pull.state in _UNFINISHED for job in self._jobs.values())

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Call ``callback`` at each change of a job; returns what ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    # What others wish

    def start(self, model: str, insecure: bool = False) -> Pull:
        """Queue a download; one that is under way for the same model is returned as it is."""
        check_name(model)
        for job in self._jobs.values():
            if full_name(job.pull.model) == full_name(model) and job.pull.state in _UNFINISHED:
                return self.resume(job.pull.id) if _is_paused(job) else job.pull
        pull = Pull(id=secrets.token_hex(6), model=model, state=PullState.QUEUED, status="queued")
        self._jobs[pull.id] = job = _Job(pull, insecure)
        self._forget_old()
        self._changed(job)
        return job.pull

    def pause(self, pull_id: str) -> Pull:
        """Stop the download and keep what is there."""
        return self._end(pull_id, PullState.PAUSED)

    def cancel(self, pull_id: str) -> Pull:
        """Give the download up."""
        return self._end(pull_id, PullState.CANCELLED)

    def resume(self, pull_id: str) -> Pull:
        """Go on with a paused job, or try a failed or cancelled one again."""
        job = self._job(pull_id)
        if job.pull.state is PullState.RUNNING and job.wish is not None:
            job.wish = PullState.QUEUED
        elif job.pull.state not in (PullState.QUEUED, PullState.RUNNING, PullState.DONE):
            self._set(job, state=PullState.QUEUED, status="queued", error=None, remedy=None)
        return job.pull

    retry = resume

    def find(self, model_or_id: str) -> Pull:
        """A job by its id, or the latest of a model."""
        if model_or_id in self._jobs:
            return self._jobs[model_or_id].pull
        for job in reversed(self._jobs.values()):
            if full_name(job.pull.model) == full_name(model_or_id):
                return job.pull
        raise _no_pull(model_or_id)

    # The work

    async def run(self) -> None:
        """Work through the queue until ``close()``."""
        while not self._closing:
            self._wake.clear()
            running = sum(job.task is not None for job in self._jobs.values())
            waiting = [
                job for job in self._jobs.values()
                if job.task is None and job.pull.state is PullState.QUEUED
            ]  # fmt: skip
            for job in waiting[: max(self._parallel - running, 0)]:
                job.wish = None
                self._set(job, state=PullState.RUNNING, status="starting")
                job.task = self._tasks.start(self._work(job), name=f"pull {job.pull.id}")
            await self._wake.wait()

    async def close(self) -> None:
        """End the work; what is unfinished goes on at the next start."""
        self._closing = True
        self._wake.set()
        await self._tasks.close()
        self._save()

    async def _work(self, job: _Job) -> None:
        try:
            await self._fetch(job)
            self._set(
                job,
                state=PullState.DONE,
                status="success",
                layer=None,
                completed_bytes=job.pull.total_bytes,
                bytes_per_s=None,
                seconds_left=None,
            )
        except asyncio.CancelledError:
            if job.wish is None:  # the service ends: the file says "queued" for the next start
                self._set(job, state=PullState.QUEUED, **_AT_REST)
                raise
            self._set(job, state=job.wish, status=job.wish.value, **_AT_REST)
        except (FetchFailed, ZiggieError) as error:
            log.warning("pull of %s failed: %s", job.pull.model, error)
            title = error.title if isinstance(error, ZiggieError) else error.reason
            self._set(
                job,
                state=PullState.FAILED,
                status="failed",
                error=title,
                remedy=error.remedy,
                **_AT_REST,
            )
        finally:
            job.task, job.wish = None, None
            self._wake.set()

    async def _fetch(self, job: _Job) -> None:
        manifest = await fetch_manifest(self._http, job.pull.model, insecure=job.insecure)
        if manifest is not None:
            await self._check_disk(manifest)
        fetch = Fetch(
            calls=self._calls,
            ensure_ready=self._ensure_ready,
            model=job.pull.model,
            insecure=job.insecure,
            expected_bytes=manifest.total_bytes if manifest else None,
            limits=self._limits,
            clock=self._clock,
            sleep=self._sleep,
            repair=partial(self._repair, manifest) if manifest else None,
        )
        await fetch.run(lambda stream, words: self._progress(job, stream, words))

    async def _repair(self, manifest: Manifest) -> bool:
        """Drop what is damaged on the disk; False where that cannot be seen, or nothing is."""
        if self._models_dir is None:
            return False
        digests = [blob.digest for blob in manifest.blobs]
        try:
            dropped = await asyncio.to_thread(drop_damaged, self._models_dir, digests)
        except OSError as error:
            log.warning("damaged parts cannot be deleted: %s", error.strerror)
            return False
        if dropped:
            log.warning("dropped the damaged parts of %d layers; they are fetched anew", dropped)
        return dropped > 0

    async def _check_disk(self, manifest: Manifest) -> None:
        """Refuse what does not fit; where the disk cannot be seen, Ollama will tell."""
        folder = self._models_dir
        if folder is None:
            return
        try:
            missing = await asyncio.to_thread(bytes_to_fetch, manifest, folder)
            free = shutil.disk_usage(_existing(folder)).free
        except OSError:
            return
        if missing and missing + DISK_MARGIN_BYTES > free:
            raise ZiggieError(
                "disk_full",
                f"The model needs {missing / 1e9:.1f} GB more, the disk of {folder} has "
                f"{free / 1e9:.1f} GB free.",
                "Remove a model you do not use, or free space there; then retry.",
                status=507,
            )

    def _progress(self, job: _Job, stream: PullStream, words: str) -> None:
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

    # The jobs

    def _end(self, pull_id: str, state: PullState) -> Pull:
        job = self._job(pull_id)
        if job.task is not None:
            job.wish = state
            job.task.cancel()
        elif job.pull.state in _MAY_END[state]:
            self._set(job, state=state, status=state.value, **_AT_REST)
        return job.pull

    def _job(self, pull_id: str) -> _Job:
        return self._jobs[self.find(pull_id).id]

    def _set(self, job: _Job, *, save: bool = True, **changes: Any) -> None:
        job.pull = msgspec.structs.replace(job.pull, **changes)
        self._changed(job, save=save)

    def _changed(self, job: _Job, *, save: bool = True) -> None:
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
        finished = [job for job in self._jobs.values() if job.pull.state not in _UNFINISHED]
        for job in finished[:-FINISHED_KEPT]:
            del self._jobs[job.pull.id]

    def _save(self) -> None:
        kept = [_kept(job) for job in self._jobs.values()]
        try:
            write_private(self._file, msgspec.json.encode(kept))
        except OSError as error:  # a full disk must not end the download itself
            log.warning("%s cannot be written: %s", self._file, error.strerror)


_MAY_END = {
    PullState.PAUSED: _UNFINISHED,
    PullState.CANCELLED: (*_UNFINISHED, PullState.FAILED),
}
_AT_REST: dict[str, Any] = {"bytes_per_s": None, "seconds_left": None}


def _is_paused(job: _Job) -> bool:
    return job.pull.state is PullState.PAUSED or job.wish is PullState.PAUSED


def _kept(job: _Job) -> Kept:
    return Kept(
        id=job.pull.id,
        model=job.pull.model,
        insecure=job.insecure,
        state=job.pull.state,
        completed_bytes=job.pull.completed_bytes,
        total_bytes=job.pull.total_bytes,
        error=job.pull.error,
        remedy=job.pull.remedy,
    )


def _load(file: Path) -> list[_Job]:
    """The jobs of the last run; what ran then is queued now."""
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=list[Kept])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read (%s): the list of pulls starts empty", file,
                    type(error).__name__)  # fmt: skip
        return []
    jobs = []
    for one in kept:
        state = PullState.QUEUED if one.state is PullState.RUNNING else one.state
        pull = Pull(
            id=one.id,
            model=one.model,
            state=state,
            status=state.value,
            completed_bytes=one.completed_bytes,
            total_bytes=one.total_bytes,
            error=one.error,
            remedy=one.remedy,
        )
        jobs.append(_Job(pull, one.insecure))
    return jobs


def _existing(folder: Path) -> Path:
    """The nearest folder that is there: Ollama makes its own at the first pull."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _no_pull(name: str) -> ZiggieError:
    return ZiggieError(
        "pull_not_found",
        f"There is no download {name}.",
        "See the list: ziggie-desktop models",
        status=404,
    )
