"""Owns the work of one download: what the registry says of it, its room, its repair, its fetching.

Knows nothing of the queue: when it runs is not its business.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from ziggie_desktop.library.calls import Calls
from ziggie_desktop.library.fetch import Fetch, Limits, Told
from ziggie_desktop.library.manifest import Manifest, Place, fetch_manifest, place_of
from ziggie_desktop.library.repair import drop_bad_manifest, drop_damaged
from ziggie_desktop.library.room import Need
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.library")

ModelsDir = Callable[[], Awaitable[Path | None]]
UNSEEN = "Whether there is room for it cannot be checked: {why}."
SETTLED_S = 60.0  # parts that changed later than this ago may be in somebody's hands


class Admit(Protocol):
    """Whether there is room for it beside the others; raises when there is not. The words say why
    that cannot be known, None when it can."""

    async def __call__(self, need: Need | None, unseen: str | None) -> None: ...


class Work:
    """``await run(...)`` returns when the model is there, and raises why it will not be."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        calls: Calls,
        ensure_ready: Callable[[float], Awaitable[str]],
        models_dir: ModelsDir,
        limits: Limits,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._http = http
        self._calls = calls
        self._ensure_ready = ensure_ready
        self._models_dir = models_dir
        self._limits = limits
        self._clock = clock
        self._sleep = sleep

    async def run(self, model: str, *, insecure: bool, admit: Admit, tell: Told) -> None:
        manifest = await fetch_manifest(self._http, model, insecure=insecure)
        fetch = Fetch(
            calls=self._calls,
            ensure_ready=self._ensure_ready,
            model=model,
            insecure=insecure,
            expected_bytes=manifest.total_bytes if manifest else None,
            limits=self._limits,
            clock=self._clock,
            sleep=self._sleep,
        )
        await fetch.wait_for_engine(tell)  # only now it is known whose Ollama it is
        folder = await self._models_dir()
        if manifest is not None and folder is not None:
            mend = partial(_mend, folder, manifest, place_of(model, insecure=insecure))
            fetch.repair = mend
            await mend(settled_s=SETTLED_S)
            await admit(Need(folder=folder, manifest=manifest), None)
        elif folder is None:
            await admit(None, UNSEEN.format(why="where this Ollama keeps its models is not known"))
        else:
            await admit(None, UNSEEN.format(why="the registry does not tell its size"))
        await fetch.run(tell)


async def _mend(folder: Path, manifest: Manifest, place: Place, *, settled_s: float = 0.0) -> bool:
    """Drop what is damaged on the disk; False where that cannot be seen, or nothing is."""
    sizes = {blob.digest: blob.size for blob in manifest.blobs}
    try:
        dropped = await asyncio.to_thread(drop_damaged, folder, sizes, settled_s=settled_s)
        dropped += await asyncio.to_thread(drop_bad_manifest, folder, place)
    except OSError as error:
        log.info("damaged parts cannot be looked for: %s", error.strerror)
        return False
    if dropped:
        log.warning("dropped what was damaged of %d files; it is fetched anew", dropped)
    return dropped > 0
