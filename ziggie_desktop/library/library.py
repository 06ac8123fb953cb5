"""Owns the one door to the models: have, fetch, load, unload, remove. Does no work itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from ziggie_desktop.contract.state import LoadedModel, Model
from ziggie_desktop.library.calls import Calls
from ziggie_desktop.library.fetch import Limits
from ziggie_desktop.library.loads import DEFAULT_NUM_CTX, KeepAlive, Loads
from ziggie_desktop.library.models import Models, Shown
from ziggie_desktop.library.pulls import Pulls
from ziggie_desktop.library.queue import PullRules
from ziggie_desktop.library.work import ModelsDir


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
    ) -> None:
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
        )

    async def models(self) -> tuple[Model, ...]:
        """The installed models."""
        return await self._models.have()

    async def loaded(self) -> tuple[LoadedModel, ...]:
        """The models in memory."""
        return await self._models.loaded()

    async def show(self, name: str) -> Shown:
        """The facts of one model."""
        return await self._models.show(name)

    async def load(self, name: str, keep_alive: str | int | None = None) -> None:
        """Load with the model's one set of options, to stay for ``keep_alive`` after each answer
        from now on; returns when it is in memory."""
        await self._models.load(name, keep_alive)

    async def unload(self, name: str, *, forget: bool = True) -> None:
        """Unload; returns when it is gone from memory. ``forget`` how long it was to stay."""
        if forget:
            self.loads.keep(name, None)
        await self._models.unload(name)

    async def remove(self, name: str) -> None:
        """Unload and delete; returns when it is gone."""
        await self._models.remove(name)

    def context_length(self, name: str) -> int | None:
        """The model's own limit, None until the models were listed once."""
        return self._models.context_length(name)

    def num_ctx(self, name: str) -> int:
        """The one context size that every request of this model must send."""
        return self.loads.num_ctx(name)

    def set_num_ctx(self, name: str, value: int) -> None:
        """Change it for one model, from its next load on."""
        self.loads.set_num_ctx(name, value)
