"""Owns what joins the models to the other rooms: who used them last, which are pinned, what an
answer measured. Decides nothing that a room decides."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import LoadedModel, Model, Problem
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.memory import Reading
from ziggie_desktop.library.names import listed_name
from ziggie_desktop.library.pins import Pins
from ziggie_desktop.service.advice import Advice
from ziggie_desktop.service.gpu_memory import GpuMemory, rooms
from ziggie_desktop.service.local import Local
from ziggie_desktop.service.money import Money
from ziggie_desktop.service.uses import Uses
from ziggie_desktop.service.wishes import Wishes


class Stock:
    """``dress`` adds to the lists of models what only other rooms know."""

    def __init__(
        self,
        *,
        local: Local,
        money: Money,
        wishes: Wishes,
    ) -> None:
        self._local = local
        self._wishes = wishes
        self._speeds = money.bookkeeper.speeds
        self._library: Library = local.library
        self._memory = GpuMemory(gpu=money.gpu)
        self.uses = Uses(read=money.ledger.last_uses)
        self.pins = Pins(
            pinned=lambda: wishes.settings.engine.pinned,
            load=self._library.load,
            hold=lambda: local.lender.yielded is not None,
        )
        self.advice = Advice(
            library=self._library,
            side=local.side,
            uses=self.uses,
            rooms=lambda: rooms(money.gpu.status),
            environment=lambda: wishes.settings.engine.environment,
            named=self._named,
            pinned=lambda: self.pins.names,
        )

    def dress(
        self, models: tuple[Model, ...], loaded: tuple[LoadedModel, ...]
    ) -> tuple[tuple[Model, ...], tuple[LoadedModel, ...]]:
        pinned = self.pins.names
        return (
            tuple(
                replace(one, last_used=self.uses.last(one.name), pinned=one.name in pinned)
                for one in models
            ),
            tuple(
                replace(one, last_used=self.uses.last(one.name), pinned=one.name in pinned)
                for one in loaded
            ),
        )

    async def memory(self) -> Reading | None:
        """What the GPUs hold now, with the runners that were started a moment ago."""
        pids = await asyncio.to_thread(self._local.engine.pids)
        return await self._memory.read(pids)

    def booked(self, row: RequestRow) -> None:
        """An answer tells who used the model, and what it took."""
        self.uses.book(row)
        digest = self._library.digest(row.model or "")
        if row.route == "local" and row.model is not None and digest is not None:
            self._library.measurements.answered(
                digest,
                self._library.num_ctx(row.model),
                tokens=row.gen_ai_usage_output_tokens,
                energy_mj=row.energy_mj,
                tokens_per_second=self._speeds.usual(row.model),
            )

    async def look(self) -> None:
        """Have the pinned models loaded."""
        side = self._local.side
        if self.pins.names and side.refusal() is None and side.seen:
            before = side.loaded
            await self.pins.look(side.models, before)
            side.look()

    async def pin(self, name: str) -> None:
        """Keep it loaded from now on, after a restart too."""
        wanted = listed_name(name)
        self._local.lender.check()
        await self._library.show(name)  # one that is not there cannot be pinned
        self._keep(sorted({*self.pins.names, wanted}))
        self.pins.take_up(wanted)
        await self._library.load(wanted)

    async def unpin(self, name: str) -> None:
        """Let it go as other models do: it is unloaded when nobody used it for a while."""
        wanted = listed_name(name)
        self._keep(sorted({*self.pins.names} - {wanted}))
        self.pins.take_up(wanted)
        if any(one.name == wanted and one.expires_at is None for one in self._local.side.loaded):
            await self._library.load(wanted)

    def problems(self) -> tuple[Problem, ...]:
        return self.pins.problems()

    def _keep(self, names: list[str]) -> None:
        self._wishes.file.change({"engine": {"pinned": names}})

    def _named(self) -> frozenset[str]:
        """The local models that the policy names, none for "auto"."""
        models = self._wishes.policy.current.models
        return frozenset({models.local, *models.aliases.values()} - {"auto"})
