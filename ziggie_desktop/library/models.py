"""Owns what models there are and which are loaded. Believes only what Ollama lists, not what it
acknowledges: an unload is done when the model is gone from /api/ps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Leaving, LoadedModel, Model
from ziggie_desktop.library import fit
from ziggie_desktop.library.broker import Wish
from ziggie_desktop.library.calls import Calls, check_name, full_name, model_not_found
from ziggie_desktop.library.loads import KeepAlive, Loads

LOAD_TIMEOUT_S = 600.0
UNLOAD_TIMEOUT_S = 30.0
REMOVE_TIMEOUT_S = 15.0
POLL_S = 0.1
PROBE_TOKENS = 24
PROBE_TIMEOUT_S = 120.0
# Ollama writes "for ever" as the largest Go duration, about 292 years ahead.
FOR_EVER = timedelta(days=365 * 100)
ADVICE = "It is probably still answering somebody: wait for that, or restart the engine."


class _Details(msgspec.Struct):
    family: str | None = None
    parameter_size: str | None = None
    quantization_level: str | None = None


class _Tag(msgspec.Struct):
    name: str
    size: int | None = None
    digest: str | None = None
    modified_at: datetime | None = None
    details: _Details | None = None


class _Tags(msgspec.Struct):
    models: list[_Tag] | None = None


class _Running(msgspec.Struct):
    name: str
    size: int | None = None
    size_vram: int | None = None
    context_length: int | None = None
    expires_at: datetime | None = None


class _RunningList(msgspec.Struct):
    models: list[_Running] | None = None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What /api/show says of a model, as far as we use it."""

    capabilities: tuple[str, ...] = ()
    model_info: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    parameters: str = ""
    modelfile: str = ""

    @property
    def context_length(self) -> int | None:
        """The longest context that the model was made for."""
        for key, raw in self.model_info.items():
            if key.endswith(".context_length"):
                try:
                    return msgspec.json.decode(raw, type=int)
                except msgspec.MsgspecError:
                    return None
        return None


class _Spoken(msgspec.Struct):
    eval_count: int = 0
    eval_duration: int = 0


class _Said(msgspec.Struct):
    done_reason: str | None = None
    error: str | None = None


@lru_cache(maxsize=512)  # asked for with each request
def _largest_num_ctx(size: int, shape: fit.Shape | None, memory: int) -> int | None:
    return fit.largest_num_ctx(file_bytes=size, shape=shape, vram_bytes=memory)


class Models:
    """List, load, unload and remove. ``loads`` says what each is loaded with; ``memory_bytes`` is
    what a model may fill."""

    def __init__(
        self,
        *,
        calls: Calls,
        loads: Loads,
        memory_bytes: Callable[[], int | None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls = calls
        self._loads = loads
        self._memory_bytes = memory_bytes
        self._clock = clock
        self._shown: dict[str, Shown] = {}  # by digest
        self._lengths: dict[str, int | None] = {}  # by digest: asked for with each request
        self._digests: dict[str, str] = {}  # by name
        self._sizes: dict[str, int | None] = {}  # by digest
        self._shapes: dict[str, fit.Shape | None] = {}  # by digest
        self._leaving: dict[str, Leaving] = {}  # by name, until they are really gone

    async def have(self) -> tuple[Model, ...]:
        """The installed models; facts of a model are asked once for each digest."""
        tags = (await self._calls.ask("GET", "/api/tags", _Tags)).models or []
        self._digests = {tag.name: tag.digest or tag.name for tag in tags}
        self._sizes = {tag.digest or tag.name: tag.size for tag in tags}
        current = set(self._digests.values())
        self._shown = {digest: shown for digest, shown in self._shown.items() if digest in current}
        self._lengths = {digest: self._lengths[digest] for digest in self._shown}
        return tuple([await self._model(tag) for tag in tags])

    async def _model(self, tag: _Tag) -> Model:
        try:
            shown = await self.show(tag.name)
        except ZiggieError as error:
            if error.code in ("engine_not_ready", "engine_timeout"):
                raise
            shown = Shown()  # a broken model is still listed: the owner must be able to remove it
        details = tag.details or _Details()
        return Model(
            name=tag.name,
            size_bytes=tag.size,
            quantization=details.quantization_level or None,
            parameters=details.parameter_size or None,
            family=details.family or None,
            context_length=shown.context_length,
            capabilities=shown.capabilities,
            digest=tag.digest,
            modified_at=tag.modified_at,
        )

    async def show(self, name: str) -> Shown:
        """The facts of one model, kept by digest."""
        key = self._digests.get(full_name(check_name(name)))
        if key is not None and key in self._shown:
            return self._shown[key]
        shown = await self._calls.ask("POST", "/api/show", Shown, {"model": name}, model=name)
        if key is not None:
            self._shown[key] = shown
            self._lengths[key] = shown.context_length
        return shown

    def context_length(self, name: str) -> int | None:
        """The model's own limit as far as it was asked before; None for unknown."""
        key = self._digests.get(full_name(name))
        return self._lengths.get(key) if key is not None else None

    def room(self, name: str) -> int | None:
        """How much context the memory holds beside the model; None where it cannot be told."""
        memory, key = self._memory_bytes(), self._digests.get(full_name(name))
        size = self._sizes.get(key) if key is not None else None
        shown = self._shown.get(key) if key is not None else None
        if key is None or memory is None or size is None or shown is None:
            return None
        if key not in self._shapes:
            self._shapes[key] = fit.shape_of(shown.model_info)
        return _largest_num_ctx(size, self._shapes[key], memory)

    async def loaded(self) -> tuple[LoadedModel, ...]:
        """What is in memory now."""
        running = (await self._calls.ask("GET", "/api/ps", _RunningList)).models or []
        now = datetime.now(UTC)
        there = {model.name for model in running}
        self._leaving = {name: how for name, how in self._leaving.items() if name in there}
        found = tuple(
            LoadedModel(
                name=model.name,
                size_bytes=model.size,
                size_vram_bytes=model.size_vram,
                context_length=model.context_length,
                expires_at=_expiry(model.expires_at, now),
                leaving=self._leaving.get(model.name),
                advice=ADVICE if self._leaving.get(model.name) is Leaving.STUCK else None,
            )
            for model in running
        )
        self._loads.seen(found)
        return found

    async def load(self, name: str, keep_alive: str | int | None = None) -> None:
        """Load ``name`` with its one set of options; returns when it is in memory."""
        shown = await self._facts(name)
        self._leaving.pop(full_name(name), None)  # it is wanted again
        there = await self._is_loaded(name)
        if keep_alive is not None:
            self._loads.keep(name, keep_alive)
        began = self._clock()
        options = self._loads.options_to_load(name)
        seat = await self._loads.seat(name, Wish(), {})  # requests that come now wait for the load
        try:
            await self._generate(name, shown, options, seat.keep_alive, LOAD_TIMEOUT_S)
        finally:
            seat.left()
        self._loads.loaded_in(name, options, None if there else self._clock() - began)

    async def unload(self, name: str, timeout_s: float = UNLOAD_TIMEOUT_S) -> None:
        """Unload ``name`` and wait until it is really gone; not loaded is no error."""
        shown = await self._facts(name)
        if not await self._is_loaded(name):
            return
        wanted = full_name(name)
        self._leaving[wanted] = Leaving.STOPPING
        try:
            # The same options as always: others would make Ollama load the model anew first.
            await self._generate(name, shown, self._loads.options(name), 0, UNLOAD_TIMEOUT_S)
        except BaseException:
            self._leaving.pop(wanted, None)
            raise
        deadline = self._clock() + timeout_s
        while await self._is_loaded(name):
            if self._clock() > deadline:
                self._leaving[wanted] = Leaving.STUCK
                raise ZiggieError(
                    "unload_stuck",
                    f"{name} is still loaded {timeout_s:g} s after it was asked to go.",
                    ADVICE,
                    status=504,
                )
            await asyncio.sleep(POLL_S)

    async def remove(self, name: str) -> None:
        """Unload and delete ``name``; returns when it is gone from the list."""
        check_name(name)
        if await self._is_loaded(name):  # deleting alone would leave it in memory
            await self.unload(name)
        await self._calls.ask("DELETE", "/api/delete", object, {"model": name}, model=name)
        deadline = self._clock() + REMOVE_TIMEOUT_S
        wanted = full_name(name)
        while True:
            tags = (await self._calls.ask("GET", "/api/tags", _Tags)).models or []
            if all(tag.name != wanted for tag in tags):
                return
            if self._clock() > deadline:
                raise ZiggieError(
                    "remove_stuck",
                    f"{name} is still listed after it was deleted.",
                    "Restart the engine, then look again.",
                    status=504,
                )
            await asyncio.sleep(POLL_S)

    async def copy(self, name: str, new: str) -> None:
        """A second name for the same files; one that is there already is not replaced."""
        check_name(new)
        await self._facts(name)
        if full_name(new) in self._digests:
            raise ZiggieError(
                "model_exists",
                f"There is a model {new} already.",
                "Choose another name, or remove that one first.",
                status=409,
            )
        body = {"source": name, "destination": new}
        await self._calls.ask("POST", "/api/copy", object, body, model=name)

    @property
    def digests(self) -> dict[str, str]:
        """The manifest's digest of each model, as last listed."""
        return dict(self._digests)

    def modelfiles(self) -> tuple[str, ...]:
        """What the models say of themselves, as far as they were asked."""
        return tuple(shown.modelfile for shown in self._shown.values())

    async def tokens_per_s(self, name: str) -> float | None:
        """How fast it writes now, by a short answer; None where that cannot be told."""
        seat = await self._loads.seat(name, Wish(), {})
        body = {
            "model": name,
            "prompt": "1 2 3 4 5 6 7 8",
            "raw": True,
            "stream": False,
            "options": {**seat.options, "num_predict": PROBE_TOKENS},
        }
        if seat.keep_alive is not None:
            body["keep_alive"] = seat.keep_alive
        try:
            said = await self._calls.ask(
                "POST", "/api/generate", _Spoken, body, model=name, timeout_s=PROBE_TIMEOUT_S
            )
            seat.spoke()
        finally:
            seat.left()
        if not said.eval_duration or said.eval_count < PROBE_TOKENS // 2:
            return None
        return said.eval_count * 1e9 / said.eval_duration

    async def _facts(self, name: str) -> Shown:
        if full_name(check_name(name)) not in self._digests:
            await self.have()
        if full_name(name) not in self._digests:
            raise model_not_found(name)
        return await self.show(name)

    async def _is_loaded(self, name: str) -> bool:
        wanted = full_name(name)
        return any(model.name == wanted for model in await self.loaded())

    async def _generate(
        self,
        name: str,
        shown: Shown,
        options: dict[str, Any],
        keep_alive: KeepAlive,
        timeout_s: float,
    ) -> None:
        """An empty question: loads, or unloads with keep_alive 0."""
        body: dict[str, Any] = {"model": name, "options": options}
        if keep_alive is not None:
            body["keep_alive"] = keep_alive
        embeds_only = "embedding" in shown.capabilities and "completion" not in shown.capabilities
        if embeds_only:
            path, body["input"] = "/api/embed", ""
        else:
            path, body["stream"] = "/api/generate", False
        await self._calls.ask("POST", path, _Said, body, model=name, timeout_s=timeout_s)


def _expiry(expires_at: datetime | None, now: datetime) -> datetime | None:
    """None for "kept": infinity, and Go's zero time of a model that is just being loaded."""
    if expires_at is None or expires_at.year <= 1 or expires_at - now > FOR_EVER:
        return None
    return expires_at.astimezone(UTC)
