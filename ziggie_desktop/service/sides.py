"""Owns how the gateway sees the two sides: the engine with its models, and Claude.

Adapters only: they hold no state that a room does not own, but for what was last seen.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    EngineState,
    LoadedModel,
    Model,
    ModelLoads,
    ModelsDocument,
)
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.gateway.ports import KeepAlive, LoadWish, Seat
from ziggie_desktop.library.broker import Wish
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.loads import FOR_EVER
from ziggie_desktop.routing.decide import LOGPROBS
from ziggie_desktop.routing.machine import Figures, LocalModel
from ziggie_desktop.service.room import no_room

log = logging.getLogger("ziggie.service")

REFRESH_S = 10.0
SLOW_DISK_BYTES_PER_S = 250_000_000  # until a first load was measured
LOGPROBS_SINCE = (0, 12, 11)  # of Ollama
# Adds to the lists what other rooms know of the models.
Dress = Callable[
    [tuple[Model, ...], tuple[LoadedModel, ...]],
    tuple[tuple[Model, ...], tuple[LoadedModel, ...]],
]
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
        figures: Callable[[str], Figures | None],
        room_bytes: Callable[[], int | None],
        check_lent: Callable[[], None],
        doubt: Callable[[str], str | None],
        dress: Dress = lambda models, loaded: (models, loaded),
    ) -> None:
        self._engine = engine
        self._figures = figures
        self._room_bytes = room_bytes
        self._cloud_names = cloud_models
        self._library = library
        self._changed = changed
        self._check_lent = check_lent
        self._dress = dress
        self._doubt = doubt
        self._look = asyncio.Event()
        self.seen = False
        self.pids: frozenset[int] = frozenset()  # of the engine and its runners
        self.models: tuple[Model, ...] = ()
        self.loaded: tuple[LoadedModel, ...] = ()
        self._told: ModelsDocument | None = None
        self._from: tuple[object, object, object] = (None, None, None)  # what ``_found`` is of
        self._found: tuple[LocalModel, ...] = ()

    async def run(self) -> None:
        while True:
            self._look.clear()
            if self._engine.status.state in READY:
                await self.refresh()
            try:
                async with asyncio.timeout(REFRESH_S):
                    await self._look.wait()
            except TimeoutError:
                continue

    def look(self) -> None:
        """Ask soon: something has changed."""
        self._look.set()

    async def refresh(self) -> None:
        """Ask now; what cannot be asked stays as it was last seen."""
        try:
            models, loaded = self._dress(await self._library.models(), await self._library.loaded())
            self.pids = await asyncio.to_thread(self._engine.pids)
        except ZiggieError as error:
            log.info("models not refreshed: %s", error.code)
            return
        self.seen, self.models, self.loaded = True, models, loaded
        document = self.document()
        if document != self._told:
            self._told = document
            self._changed(document)

    def loads(self) -> tuple[ModelLoads, ...]:
        """How each installed model is loaded, and what that came to."""
        return self._library.loads.figures(model.name for model in self.models)

    def document(self) -> ModelsDocument:
        return ModelsDocument(
            models=self.models,
            loaded=self.loaded,
            loads=self.loads(),
            disk_bytes=self._library.upkeep.disk_bytes,
        )

    def refusal(self) -> str | None:
        """Why the engine cannot be asked now, in words; None when it can."""
        status = self._engine.status
        return None if status.state in READY else status.reason

    def lacks(self) -> frozenset[str]:
        """What this engine is too old for; one of unknown version is given the chance."""
        return _lacks(self._engine.status.version)

    def candidates(self) -> tuple[LocalModel, ...]:
        """The models as a decision sees them: made anew only where something has changed, for
        every request asks."""
        library = self._library
        known = (self._room_bytes(), library.loads.version, library.memory_bytes())
        models, loaded, before = self._from
        if models is not self.models or loaded is not self.loaded or before != known:
            self._from = self.models, self.loaded, known
            self._found = self._look_at_models()
        silent, figures, doubt = self._engine.silent, self._figures, self._doubt
        for model in self._found:
            name = model.name
            if model.figures is not figures(name) or model.doubt != (silent or doubt(name)):
                self._found = tuple(
                    replace(model, figures=figures(model.name), doubt=silent or doubt(model.name))
                    for model in self._found
                )
                break
        return self._found

    def _look_at_models(self) -> tuple[LocalModel, ...]:
        loaded = {model.name for model in self.loaded}
        room = self._room_bytes()
        return tuple(
            LocalModel(
                name=model.name,
                context=self._library.num_ctx(model.name),
                most_context=self._library.loads.most(model.name),
                loaded=model.name in loaded,
                size_bytes=model.size_bytes,
                capabilities=frozenset(model.capabilities) if model.capabilities else None,
                no_room=None if model.name in loaded else no_room(model, room),
            )
            for model in self.models
        )

    def is_lent(self) -> bool:
        """Whether the GPU is lent, so that no local model may be asked."""
        try:
            self._check_lent()
        except ZiggieError:
            return True
        return False

    # gateway.ports.LocalPort
    async def ensure_ready(self, timeout_s: float) -> str:
        return await self._engine.ensure_ready(timeout_s)

    def url(self) -> str | None:
        return self._engine.url

    def report_failure(self) -> None:
        self._engine.report_failure()

    def load_options(self, model: str) -> dict[str, Any]:
        return self._library.loads.options(model)

    async def seat(self, model: str, wish: LoadWish) -> Seat:
        """Unloading a model is the one wish of a caller for its stay that is heard, unless the
        owner has pinned it. While the GPU is lent there is no seat at all."""
        self._check_lent()
        loads = self._library.loads
        asked = {name: value for name, value in wish.options.items() if value is not None}
        if not wish.asks and is_zero(wish.keep_alive) and loads.keep_alive(model) != FOR_EVER:
            seat = await loads.seat(model, Wish(), {})
            seat.keep_alive = 0
            return seat
        num_ctx = asked.get("num_ctx")
        tokens = Wish(
            num_ctx=num_ctx if isinstance(num_ctx, int) and num_ctx > 0 else None,
            prompt_tokens=wish.prompt_tokens,
            answer_tokens=wish.answer_tokens,
        )
        return await loads.seat(model, tokens, asked, hurry=wish.hurry, wait_s=wish.wait_s)

    def is_loading(self, model: str) -> bool:
        return self._library.loads.is_loading(model)

    def expected_load_s(self, model: str) -> float | None:
        known = self._library.loads.expected_load_s(model)
        if known is not None:
            return known
        size = next((one.size_bytes for one in self.models if one.name == model), None)
        return None if size is None else size / SLOW_DISK_BYTES_PER_S

    # gateway.ports.Catalogue
    def local_models(self) -> tuple[Model, ...]:
        return self.models

    def loaded_models(self) -> tuple[LoadedModel, ...]:
        return self.loaded

    def cloud_models(self) -> tuple[str, ...]:
        return self._cloud_names()

    def engine_version(self) -> str | None:
        return self._engine.status.version


@lru_cache(maxsize=8)
def _lacks(version: str | None) -> frozenset[str]:
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", version or "")
    if numbers is None or tuple(map(int, numbers.groups())) >= LOGPROBS_SINCE:
        return frozenset()
    return frozenset({LOGPROBS})


def is_zero(keep_alive: KeepAlive) -> bool:
    """Ollama's word for "unload it now", in its shapes."""
    if isinstance(keep_alive, str):
        return keep_alive.strip() in ("0", "0s", "0m", "0h", "0ms")
    return keep_alive == 0 and keep_alive is not None
