"""Owns what the routes set going: each action asks the one room whose business it is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from ziggie_desktop.contract import api
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineState,
    EngineStatus,
    Mode,
    ModelsDocument,
    Pull,
    Yielded,
)
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.library.library import Library
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service.engine_jobs import EngineJobs
from ziggie_desktop.service.lending import Lender
from ziggie_desktop.service.library_api import needed
from ziggie_desktop.service.query import Query
from ziggie_desktop.service.settings import SettingsFile, plain
from ziggie_desktop.service.sides import LocalSide
from ziggie_desktop.service.stock import Stock


class ServiceActions(msgspec.Struct, frozen=True, kw_only=True):
    """Implements ``routes.Actions`` on the rooms."""

    home: Home
    engine_: Engine
    jobs: EngineJobs
    library: Library
    local: LocalSide
    lender: Lender
    stock: Stock
    ledger: Ledger
    settings_file: SettingsFile
    query_: Query
    mode_changed: Callable[[Mode], None]
    settings_changed: Callable[[], None]
    keep_key: Callable[[str | None], Awaitable[CloudStatus]]
    stop: Callable[[], None]

    async def engine(self, action: api.EngineAction) -> EngineStatus:
        match action.action:
            case "start":
                await self.engine_.start()
                await self.engine_.ensure_ready()
            case "stop":
                async with self._pulls_closed("waits until the engine is stopped"):
                    await self.engine_.stop()
            case "restart":
                async with self._pulls_closed("waits until the engine has restarted"):
                    await self.engine_.restart()
            case _:
                await self.jobs.act(action)
        return self.jobs.status(self.engine_.status)

    @asynccontextmanager
    async def _pulls_closed(self, why: str) -> AsyncIterator[None]:
        """An Ollama that ends must find no download open; one that is not ours does not end."""
        if self.engine_.status.state is EngineState.ADOPTED:
            yield
            return
        async with self.library.pulls.held(why):
            yield

    async def engine_owner(self) -> api.EngineOwner:
        owner = await self.engine_.port_owner()
        return api.EngineOwner(
            kind=owner.kind.value,
            words=owner.words,
            may=owner.may,
            pid=owner.pid,
            user=owner.user,
            unit=owner.unit,
            container=owner.container,
            command=owner.command,
            version=owner.version,
        )

    async def model(self, action: api.ModelAction) -> ModelsDocument:
        match action.action:
            case "load":
                self.lender.check()
                await self.library.load(action.model, action.keep_alive)
                self.stock.pins.take_up(action.model)
            case "unload":
                self.stock.pins.set_down(action.model)
                await self.library.unload(action.model)
            case "remove":
                await self.library.remove(action.model)
            case "copy":
                await self.library.copy(action.model, needed(action.destination, "destination"))
            case "pin":
                await self.stock.pin(action.model)
            case "unpin":
                await self.stock.unpin(action.model)
        await self.local.refresh()
        return self.local.document()

    async def pull(self, action: api.PullAction) -> Pull:
        pulls = self.library.pulls
        wanted = action.id or action.model
        if wanted is None:
            raise ZiggieError(
                "model_missing",
                "The request names neither a model nor a download.",
                'Send {"model": NAME}, or the id of a download with an action.',
                status=400,
            )
        if action.action == "start":
            return pulls.start(action.model or wanted, insecure=action.insecure, now=action.now)
        found = pulls.find(wanted).id
        match action.action:
            case "pause":
                return pulls.pause(found)
            case "resume" | "retry":
                return pulls.resume(found)
            case "cancel":
                return pulls.cancel(found)
            case "now":
                return pulls.now(found)
            case where:
                return pulls.move(found, where)

    def pulls(self) -> tuple[Pull, ...]:
        return self.library.pulls.snapshot()

    def set_mode(self, mode: Mode) -> None:
        self.mode_changed(mode)

    def free_gpu(self, minutes: int | None) -> Yielded | None:
        if minutes is None:
            self.lender.take_back()
        else:
            self.lender.lend(minutes)
        return self.lender.yielded

    def settings(self) -> dict[str, Any]:
        return plain(self.settings_file.current)

    async def change_settings(self, changes: dict[str, Any]) -> dict[str, Any]:
        self.settings_file.change(changes)
        self.settings_changed()
        self.library.pulls.look()
        return self.settings()

    async def query(self, question: str) -> api.Reply:
        return await self.query_.answer(question)

    async def keep_cloud_key(self, key: str | None) -> CloudStatus:
        return await self.keep_key(key)

    def shut_down(self) -> None:
        self.stop()
