"""Owns that a load is measured and an unload is proved, also on the GPU. Estimates nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable

from ziggie_desktop.contract.state import LoadedModel
from ziggie_desktop.library.calls import full_name
from ziggie_desktop.library.loads import Loads
from ziggie_desktop.library.measured import Measurements
from ziggie_desktop.library.memory import (
    POLL_S,
    PROOF_TIMEOUT_S,
    Reading,
    is_gone,
    more,
    shows,
    still_held,
)
from ziggie_desktop.library.models import Models

ReadMemory = Callable[[], Awaitable[Reading | None]]


class Loading:
    """``memory`` reads what the GPUs hold at this moment; None where there is no GPU."""

    def __init__(
        self,
        *,
        models: Models,
        loads: Loads,
        measurements: Measurements,
        memory: ReadMemory,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._models = models
        self._loads = loads
        self._measurements = measurements
        self._memory = memory
        self._clock = clock

    async def load(self, name: str, keep_alive: str | int | None = None) -> None:
        """Load; what a cold load took is kept."""
        cold = await self._find(name) is None
        before = await self._memory() if cold else None
        began = self._clock()
        await self._models.load(name, keep_alive)
        seconds = self._clock() - began
        loaded = await self._find(name)
        digest = self._models.digests.get(full_name(name))
        if not cold or loaded is None or digest is None:
            return
        on_gpu = bool(loaded.size_vram_bytes)
        after = await self._memory() if on_gpu and before is not None else None
        num_ctx = loaded.context_length or self._loads.num_ctx(name)
        self._measurements.loaded(
            digest, num_ctx, load_seconds=seconds, vram_bytes=more(before, after)
        )
        self._measurements.seen(
            digest, num_ctx, size_bytes=loaded.size_bytes, size_vram_bytes=loaded.size_vram_bytes
        )

    async def unload(self, name: str) -> None:
        """Unload; returns when it is gone from Ollama's list and from the GPU's memory."""
        loaded = await self._find(name)
        held = (loaded.size_vram_bytes or 0) if loaded is not None else 0
        before = await self._memory() if held else None
        await self._models.unload(name)
        if before is None:
            return
        deadline = self._clock() + PROOF_TIMEOUT_S
        while True:
            after = await self._memory()
            if after is None or is_gone(before, after, held):
                return
            if self._clock() > deadline:
                if shows(before, held):
                    raise still_held(name)
                return  # what all cards hold together proves nothing: others load meanwhile
            await asyncio.sleep(POLL_S)

    def observed(self, loaded: Iterable[LoadedModel]) -> None:
        """What Ollama says of the models in memory, whoever loaded them. An old server does not
        say with which context: then it is not known what was measured."""
        digests = self._models.digests
        for model in loaded:
            digest = digests.get(model.name)
            if digest is not None and model.context_length is not None:
                self._measurements.seen(
                    digest,
                    model.context_length,
                    size_bytes=model.size_bytes,
                    size_vram_bytes=model.size_vram_bytes,
                )

    async def _find(self, name: str) -> LoadedModel | None:
        wanted = full_name(name)
        return next((one for one in await self._models.loaded() if one.name == wanted), None)
