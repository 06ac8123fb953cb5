"""Owns how the gateway sees the two sides: the engine with its models, and Claude.

Adapters only: they hold no state that a room does not own, but for what was last seen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    EngineState,
    LoadedModel,
    Model,
    ModelsDocument,
)
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.library.library import Library
from ziggie_desktop.routing.request import LocalModel

log = logging.getLogger("ziggie.service")

REFRESH_S = 10.0
READY = (EngineState.READY, EngineState.ADOPTED, EngineState.DEGRADED)


class LocalSide:
    """The engine and what models it has, as last seen. Asks the engine again every 10 s while it is
    ready, and whenever ``look`` is called."""

    def __init__(
        self,
        *,
        engine: Engine,
        library: Library,
        cloud_models: Callable[[], tuple[str, ...]],
        changed: Callable[[ModelsDocument], None],
    ) -> None:
        self._engine = engine
        self._cloud_names = cloud_models
        self._library = library
        self._changed = changed
        self._look = asyncio.Event()
        self.seen = False
        self.pids: frozenset[int] = frozenset()  # of the engine and its runners
        self.models: tuple[Model, ...] = ()
        self.loaded: tuple[LoadedModel, ...] = ()

    async def run(self) -> None:
        while True:
            self._look.clear()
            if self._engine.status.state in READY:
                await self.refresh()
            try:
                await asyncio.wait_for(self._look.wait(), REFRESH_S)
            except TimeoutError:
                continue

    def look(self) -> None:
        """Ask soon: something has changed."""
        self._look.set()

    async def refresh(self) -> None:
        """Ask now; what cannot be asked stays as it was last seen."""
        try:
            models, loaded = await self._library.models(), await self._library.loaded()
            self.pids = await asyncio.to_thread(self._engine.pids)
        except ZiggieError as error:
            log.info("models not refreshed: %s", error.code)
            return
        if not self.seen or (models, loaded) != (self.models, self.loaded):
            self.seen, self.models, self.loaded = True, models, loaded
            self._changed(ModelsDocument(models=models, loaded=loaded))

    def refusal(self) -> str | None:
        """Why the engine cannot be asked now, in words; None when it can."""
        status = self._engine.status
        return None if status.state in READY else status.reason

    def candidates(self) -> tuple[LocalModel, ...]:
        """The models as a decision sees them."""
        loaded = {model.name for model in self.loaded}
        return tuple(
            LocalModel(
                name=model.name,
                context=self._library.num_ctx(model.name),
                loaded=model.name in loaded,
                size_bytes=model.size_bytes,
                capabilities=frozenset(model.capabilities) if model.capabilities else None,
            )
            for model in self.models
        )

    # gateway.ports.LocalPort
    async def ensure_ready(self, timeout_s: float) -> str:
        return await self._engine.ensure_ready(timeout_s)

    def url(self) -> str | None:
        return self._engine.url

    def report_failure(self) -> None:
        self._engine.report_failure()

    def load_options(self, model: str) -> dict[str, Any]:
        return {"num_ctx": self._library.num_ctx(model)}

    def is_loading(self, model: str) -> bool:
        return model not in {loaded.name for loaded in self.loaded}

    def expected_load_s(self, model: str) -> float | None:
        return None

    # gateway.ports.Catalogue
    def local_models(self) -> tuple[Model, ...]:
        return self.models

    def loaded_models(self) -> tuple[LoadedModel, ...]:
        return self.loaded

    def cloud_models(self) -> tuple[str, ...]:
        return self._cloud_names()

    def engine_version(self) -> str | None:
        return self._engine.status.version
