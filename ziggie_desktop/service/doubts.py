"""Owns which local models are not asked first because the GPU seems lost to them, and the looking
again. Never stops a model from answering where nobody else may.

A doubt ends when the model is seen to be well: wholly on the GPU, at its usual speed. So that none
lasts for want of a look, a loaded model is loaded anew or asked for a few tokens after five
minutes, then at growing intervals; for one that is not loaded the next request is the look.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    EngineState,
    EngineStatus,
    GpuState,
    GpuStatus,
    LoadedModel,
    Model,
)
from ziggie_desktop.engine.speed import SLOW_SHARE, Speeds, off_gpu, signs
from ziggie_desktop.library.library import Library

log = logging.getLogger("ziggie.service")

LOOK_S = 5.0
LOST_S = 15.0  # a reader that is only started anew is back by then
FIRST_CHECK_S = 300.0
LONGEST_CHECK_S = 3600.0
BUSY_AGAIN_S = 30.0


class Side(Protocol):
    """What was last seen of Ollama."""

    models: tuple[Model, ...]
    loaded: tuple[LoadedModel, ...]

    async def refresh(self) -> None: ...
    def is_lent(self) -> bool: ...


class Server(Protocol):
    @property
    def status(self) -> EngineStatus: ...


class _Doubt(msgspec.Struct):
    """``on_trial``: it may be asked first again, to see how it does. ``lost``: the whole GPU."""

    why: str
    due: float
    lost: bool = False
    on_trial: bool = False
    looks: int = 0


class Doubts:
    """``look`` costs nothing; ``run`` looks every few seconds and checks what is due."""

    def __init__(
        self,
        *,
        engine: Server,
        library: Library,
        side: Side,
        gpu: Callable[[], GpuStatus],
        speeds: Callable[[], Speeds],
        changed: Callable[[], None],
        off_gpu: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._library = library
        self._side = side
        self._gpu = gpu
        self._speeds = speeds
        self._changed = changed
        self._off_gpu = off_gpu  # the owner keeps all models off it
        self._clock = clock
        self._doubts: dict[str, _Doubt] = {}
        self._lost_at: float | None = None

    def why(self, model: str) -> str | None:
        """Why somebody else is to be asked first, in words; None where nothing speaks for it."""
        doubt = self._doubts.get(model)
        return None if doubt is None or doubt.on_trial else doubt.why

    def words(self) -> tuple[str, ...]:
        return tuple(doubt.why for doubt in self._doubts.values() if not doubt.on_trial)

    def watched(self) -> tuple[LoadedModel, ...]:
        """The loaded models that belong on the GPU: not those that the owner keeps off it, nor one
        that is still being loaded, whose sizes are not yet known."""
        if self._off_gpu():
            return ()
        loads = self._library.loads
        return tuple(
            model
            for model in self._side.loaded
            if loads.options(model.name).get("num_gpu") != 0 and not loads.is_loading(model.name)
        )

    async def run(self) -> None:
        while True:
            self.look()
            await self.check()
            await asyncio.sleep(LOOK_S)

    def look(self) -> None:
        """Take over what is seen now."""
        before = self.words()
        found, lost = self._found()
        for model, why in found.items():
            doubt = self._doubts.get(model)
            if doubt is None:
                log.info("%s: asked after Claude from now on", why)
                doubt = _Doubt(why=why, due=self._clock() + FIRST_CHECK_S)
                self._doubts[model] = doubt
            elif doubt.on_trial:
                self._put_off(doubt)
            doubt.why, doubt.lost = why, lost
        loaded = {model.name for model in self._side.loaded}
        for model, doubt in list(self._doubts.items()):
            if model not in found and (model in loaded or doubt.lost):
                log.info("%s is well again", model)
                del self._doubts[model]
        if self.words() != before:
            self._changed()

    def _found(self) -> tuple[dict[str, str], bool]:
        """The signs, and whether it is the whole GPU that does not answer."""
        status = self._gpu()
        if status.state is GpuState.LOST:
            if self._lost_at is None:
                self._lost_at = self._clock()
            if self._clock() - self._lost_at < LOST_S:
                return {}, False
            return {
                model.name: f"the GPU is lost: {status.reason}" for model in self._side.models
            }, True
        self._lost_at = None
        if status.state is not GpuState.OK or not status.gpus:
            return {}, False
        totals = [card.memory_total_bytes or 0 for card in status.gpus]
        loaded = self.watched()
        names = {model.name for model in loaded} | self._doubts.keys()
        slow = [one for one in self._speeds().slow() if one.model in names]
        return signs(loaded, slow, gpu_bytes=max(totals) or None), False

    async def check(self) -> None:
        """Look closer at what is due."""
        for model, doubt in list(self._doubts.items()):
            if doubt.on_trial or doubt.lost or self._clock() < doubt.due:
                continue
            if self._library.loads.running(model) or not self._may_check():
                doubt.due = self._clock() + BUSY_AGAIN_S
                continue
            loaded = [one for one in self._side.loaded if one.name == model]
            if loaded:
                await self._check_loaded(model, doubt, loaded[0])
            else:  # the next request shows it
                doubt.on_trial = True
                self._speeds().forgive(model)
                self._changed()

    def _may_check(self) -> bool:
        working = self._engine.status.state in (EngineState.READY, EngineState.ADOPTED)
        return working and not self._side.is_lent()

    async def _check_loaded(self, model: str, doubt: _Doubt, loaded: LoadedModel) -> None:
        try:
            if off_gpu([loaded]):  # Ollama looks for the GPU at each load
                await self._library.unload(model, forget=False)
                await self._library.load(model)
            else:
                now, usual = await self._library.tokens_per_s(model), self._speeds().usual(model)
                if now is not None and usual is not None and now >= usual * SLOW_SHARE:
                    self._speeds().forgive(model)
            await self._side.refresh()
        except ZiggieError as error:
            log.info("%s could not be looked at: %s", model, error.title)
        self.look()
        if self._doubts.get(model) is doubt:
            self._put_off(doubt)

    def _put_off(self, doubt: _Doubt) -> None:
        doubt.on_trial = False
        doubt.looks += 1
        wait = min(FIRST_CHECK_S * 2**doubt.looks, LONGEST_CHECK_S)
        doubt.due = self._clock() + wait
