"""Owns the one door to the models: have, fetch, load, unload, remove. Does no work itself."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ziggie_desktop.contract.state import LoadedModel, Model
from ziggie_desktop.library.calls import Calls
from ziggie_desktop.library.fetch import Limits
from ziggie_desktop.library.loading import Loading, ReadMemory
from ziggie_desktop.library.loads import DEFAULT_NUM_CTX, KeepAlive, Loads
from ziggie_desktop.library.measured import Measurements
from ziggie_desktop.library.models import Models, Shown
from ziggie_desktop.library.pulls import Pulls
from ziggie_desktop.library.queue import PullRules
from ziggie_desktop.library.upkeep import Upkeep
from ziggie_desktop.library.work import ModelsDir
from ziggie_desktop.web import aiohttp


async def no_gpu() -> None:
    """For a library that is told of no GPU."""


class Library:
    """What the service and the gateway ask about models."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        engine_url: Callable[[], str | None],
        ensure_ready: Callable[[float], Awaitable[str]],
        pulls_file: Path,
        models_dir: ModelsDir,
        default_num_ctx: int = DEFAULT_NUM_CTX,
        num_ctx: Mapping[str, int] | None = None,
        options: Mapping[str, Mapping[str, Any]] | None = None,
        keep_alive: Callable[[], KeepAlive] = lambda: None,
        pinned: Callable[[], Collection[str]] = tuple,
        loads_file: Path | None = None,
        memory_bytes: Callable[[], int | None] = lambda: None,
        pull_rules: Callable[[], PullRules] = PullRules,
        limits: Limits | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        memory: ReadMemory = no_gpu,
    ) -> None:
        self.memory_bytes = memory_bytes
        calls = Calls(http=http, engine_url=engine_url)
        self.loads = Loads(
            own_limit=lambda name: self._models.context_length(name),
            room=lambda name: self._models.room(name),
            default_num_ctx=default_num_ctx,
            num_ctx=num_ctx,
            options=options,
            keep_alive=keep_alive,
            pinned=pinned,
            file=loads_file,
        )
        self._models = Models(calls=calls, loads=self.loads, memory_bytes=memory_bytes)
        self.pulls = Pulls(
            http=http,
            calls=calls,
            ensure_ready=ensure_ready,
            file=pulls_file,
            models_dir=models_dir,
            rules=pull_rules,
            limits=limits,
            wall=wall,
            clock=clock,
        )
        self.measurements = Measurements(file=pulls_file.with_name("measured.json"))
        self._loading = Loading(
            models=self._models, loads=self.loads, measurements=self.measurements, memory=memory
        )
        self.upkeep = Upkeep(
            http=http, calls=calls, models=self._models, pulls=self.pulls, models_dir=models_dir
        )

    async def models(self) -> tuple[Model, ...]:
        """The installed models."""
        found = await self._models.have()
        await self.upkeep.shelf()
        return found

    async def loaded(self) -> tuple[LoadedModel, ...]:
        """The models in memory."""
        found = await self._models.loaded()
        self._loading.observed(found)
        return found

    async def show(self, name: str) -> Shown:
        """The facts of one model."""
        return await self._models.show(name)

    async def load(self, name: str, keep_alive: str | int | None = None) -> None:
        """Load with the model's one set of options, to stay for ``keep_alive`` after each answer
        from now on; returns when it is in memory."""
        await self._loading.load(name, keep_alive)

    async def unload(self, name: str, *, forget: bool = True) -> None:
        """Unload; returns when it is gone from memory, the GPU's too. ``forget`` how long it was
        to stay."""
        if forget:
            self.loads.keep(name, None)
        await self._loading.unload(name)

    async def tokens_per_s(self, name: str) -> float | None:
        """How fast it writes now; asks it for a few tokens."""
        return await self._models.tokens_per_s(name)

    async def remove(self, name: str) -> None:
        """Unload and delete; returns when it is gone. Refused while it is worked on."""
        self.upkeep.refuse_if_busy(name)
        await self._models.remove(name)

    async def copy(self, name: str, new: str) -> None:
        """A second name for the same files."""
        await self._models.copy(name, new)

    def digest(self, name: str) -> str | None:
        """The manifest's digest of an installed model."""
        return self._models.digests.get(name)

    def context_length(self, name: str) -> int | None:
        """The model's own limit, None until the models were listed once."""
        return self._models.context_length(name)

    def num_ctx(self, name: str) -> int:
        """The one context size that every request of this model must send."""
        return self.loads.num_ctx(name)

    def set_num_ctx(self, name: str, value: int) -> None:
        """Change it for one model, from its next load on."""
        self.loads.set_num_ctx(name, value)

    async def close(self) -> None:
        """End the downloads and jobs; what was measured is on disk."""
        await self.pulls.close()
        await self.upkeep.chores.close()
        self.measurements.save()
