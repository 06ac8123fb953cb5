"""Owns what is known of each download, and the file that keeps it over restarts. Downloads nothing.

The order of the file is the order of the queue.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.platform.paths import write_private

log = logging.getLogger("ziggie.library")

UNFINISHED = (PullState.QUEUED, PullState.RUNNING, PullState.PAUSED)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the file keeps of a job."""

    id: str
    model: str
    insecure: bool
    state: PullState
    now: bool = False
    completed_bytes: int | None = None
    total_bytes: int | None = None
    error: str | None = None
    remedy: str | None = None


class Wish(NamedTuple):
    """How a running job shall end, and in which words."""

    state: PullState
    words: str


class Job(msgspec.Struct):
    """``task``: its work while it runs; ``wish``: how that is to end."""

    pull: Pull
    insecure: bool
    task: asyncio.Task[None] | None = None
    wish: Wish | None = None
    published_at: float = -1e9

    @property
    def unfinished(self) -> bool:
        return self.pull.state in UNFINISHED

    @property
    def in_line(self) -> bool:
        """Whether it runs, or will by itself."""
        if self.task is not None:
            return self.wish is None or self.wish.state is PullState.QUEUED
        return self.pull.state is PullState.QUEUED

    @property
    def paused(self) -> bool:
        wished = self.wish is not None and self.wish.state is PullState.PAUSED
        return wished or self.pull.state is PullState.PAUSED


def save(file: Path, jobs: Iterable[Job]) -> None:
    """Write the list; a full disk must not end the download itself."""
    kept = [_kept(job) for job in jobs]
    try:
        write_private(file, msgspec.json.encode(kept))
    except OSError as error:
        log.warning("%s cannot be written: %s", file, error.strerror)


def load(file: Path) -> dict[str, Job]:
    """The jobs of the last run; what ran then is queued now."""
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=list[Kept])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read (%s): the list of pulls starts empty", file,
                    type(error).__name__)  # fmt: skip
        return {}
    return {one.id: Job(_pull(one), one.insecure) for one in kept}


def _kept(job: Job) -> Kept:
    return Kept(
        id=job.pull.id,
        model=job.pull.model,
        insecure=job.insecure,
        state=job.pull.state,
        now=job.pull.now,
        completed_bytes=job.pull.completed_bytes,
        total_bytes=job.pull.total_bytes,
        error=job.pull.error,
        remedy=job.pull.remedy,
    )


def _pull(one: Kept) -> Pull:
    state = PullState.QUEUED if one.state is PullState.RUNNING else one.state
    return Pull(
        id=one.id,
        model=one.model,
        state=state,
        status=state.value,
        now=one.now,
        completed_bytes=one.completed_bytes,
        total_bytes=one.total_bytes,
        error=one.error,
        remedy=one.remedy,
    )
