"""Owns what happens to an answered request's row: price, ledger, energy, events.

Never stands in an answer's way: a row is queued for the ledger before the answer's last bytes are
sent, its energy follows a moment later as an entry of its own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Attempt, RequestRow, RequestStatus, Timings, Usage
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.engine.speed import Speeds
from ziggie_desktop.ledger.replay import only_local
from ziggie_desktop.routing.request import RouteRequest, Target
from ziggie_desktop.tasks import Tasks

BUNCH_S = 1.0  # the journal keeps what the ledger may not have yet
NO_EMBEDDINGS = "Claude makes no embeddings: nothing to compare with"


class Price(Protocol):
    @property
    def cost_pico(self) -> int | None: ...
    @property
    def source(self) -> str: ...


class Reading(Protocol):
    @property
    def energy_mj(self) -> int | None: ...
    @property
    def quality(self) -> Quality | None: ...
    @property
    def band_percent(self) -> float | None: ...
    @property
    def source(self) -> str: ...
    @property
    def load_mj(self) -> int | None: ...


class Meter(Protocol):
    @property
    def live(self) -> bool: ...
    def begin(self, request_id: str, monotonic_ns: int) -> None: ...
    def end(self, request_id: str, monotonic_ns: int, timings: Timings | None) -> None: ...
    def progress(self, request_id: str, monotonic_ns: int) -> None: ...
    def drop(self, request_id: str) -> None: ...
    async def settle(self, request_id: str) -> Reading: ...


class Journal(Protocol):
    def note(self, row: RequestRow) -> None: ...
    def forget(self, row_ids: Iterable[str]) -> None: ...


class Books(Protocol):
    async def flush(self) -> bool: ...
    def record(self, row: RequestRow) -> None: ...
    def record_energy(
        self,
        request_id: str,
        *,
        energy_mj: int | None,
        quality: Quality | None,
        electricity_cost_pico: int | None,
        tariff_source: str | None = None,
        band_percent: float | None = None,
        source: str | None = None,
        load_mj: int | None = None,
    ) -> None: ...


class Purse(Protocol):
    def admit(
        self, request_id: str, question: RouteRequest, target: Target
    ) -> ZiggieError | None: ...
    def book(self, row: RequestRow) -> None: ...


class Bookkeeper:
    """``price(model, usage, at)``, ``electricity(energy_mj, begin, end)`` and ``stand_in(asked)``,
    the Claude model that would have answered, come from the composition root; ``tariff_source(at)``
    and ``policy()`` name what was in force."""

    def __init__(
        self,
        *,
        books: Books,
        journal: Journal,
        meter: Meter,
        purse: Purse,
        price: Callable[[str, Usage, datetime], Price],
        electricity: Callable[[int, datetime, datetime], int | None],
        tariff_source: Callable[[datetime], str | None],
        stand_in: Callable[[str | None], str],
        policy: Callable[[], str],
        zone: Callable[[], str],
        local_date: Callable[[datetime, str], str],
        booked: Callable[[RequestRow], None],
        active_changed: Callable[[int], None],
    ) -> None:
        self._books = books
        self._journal = journal
        self._meter = meter
        self._purse = purse
        self._price = price
        self._electricity = electricity
        self._tariff_source = tariff_source
        self._stand_in = stand_in
        self._policy = policy
        self._zone = zone
        self._local_date = local_date
        self._booked = booked
        self._active_changed = active_changed
        self._active: set[str] = set()
        self.speeds = Speeds()  # of the local models, since the start
        self._unwritten: list[str] = []
        self._bunch: asyncio.TimerHandle | None = None
        self._tasks = Tasks(owner="bookkeeper")

    @property
    def active(self) -> int:
        return len(self._active)

    def is_active(self, request_id: str) -> bool:
        """Whether it is being answered, or its energy is not settled yet."""
        return request_id in self._active

    def started(self, request_id: str) -> None:
        self._active.add(request_id)
        self._meter.begin(request_id, time.monotonic_ns())
        self._active_changed(len(self._active))

    def admit(self, request_id: str, question: RouteRequest, target: Target) -> ZiggieError | None:
        return self._purse.admit(request_id, question, target)

    def cost_pico(self, attempts: Sequence[Attempt], at: datetime) -> int | None:
        asked = [a for a in attempts if a.route == "cloud" and a.usage is not None]
        if not asked:
            return None
        costs = [self._price(a.model, a.usage, at).cost_pico for a in asked if a.usage is not None]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if costs and len(known) == len(costs) else None

    def progressed(self, request_id: str) -> None:
        self._meter.progress(request_id, time.monotonic_ns())

    def finished(self, row: RequestRow, timings: Timings | None) -> None:
        """Price and book the row now; find out what energy it took in a moment."""
        metered = self._meter.live
        if metered and _used_gpu(row):
            self._meter.end(row.id, time.monotonic_ns(), timings)
        else:
            self._meter.drop(row.id)
        if row.route == "local":
            self.speeds.add(row.model, row.gen_ai_usage_output_tokens, timings)
        row = self._priced(row)
        self._journal.note(row)
        self._books.record(row)
        self._purse.book(row)
        if metered:
            self._tasks.start(self._metered(row), name=row.id)
        else:
            asyncio.get_running_loop().call_soon(self._tell, row)  # the answer's last bytes first

    async def close(self) -> None:
        """Wait for what is being metered; nothing is lost, the rows are in the ledger's queue."""
        await self._tasks.finish()
        if self._bunch is not None:
            self._bunch.cancel()
            await self._forget()

    async def _metered(self, row: RequestRow) -> None:
        try:
            reading = await self._meter.settle(row.id)
            if reading.energy_mj is not None:
                cost = self._electricity(reading.energy_mj, row.started_at, ended_at(row))
                tariff = None if cost is None else self._tariff_source(row.started_at)
                self._books.record_energy(
                    row.id,
                    energy_mj=reading.energy_mj,
                    quality=reading.quality,
                    electricity_cost_pico=cost,
                    tariff_source=tariff,
                    band_percent=reading.band_percent,
                    source=reading.source,
                    load_mj=reading.load_mj,
                )
                row = msgspec.structs.replace(
                    row,
                    energy_mj=reading.energy_mj,
                    energy_quality=reading.quality,
                    energy_band_percent=reading.band_percent,
                    energy_source=reading.source,
                    energy_load_mj=reading.load_mj,
                    electricity_cost_pico=cost,
                    tariff_source=tariff,
                )
        finally:
            self._tell(row)

    def _tell(self, row: RequestRow) -> None:
        """All of the row is in the ledger's queue. One wait for the disk serves all that end
        meanwhile; until then the journal has them."""
        self._active.discard(row.id)
        self._booked(row)
        self._active_changed(len(self._active))
        self._unwritten.append(row.id)
        if self._bunch is None:
            loop = asyncio.get_running_loop()
            self._bunch = loop.call_later(BUNCH_S, self._settle_journal)

    def _settle_journal(self) -> None:
        self._tasks.start(self._forget(), name="journal")

    async def _forget(self) -> None:
        self._bunch = None
        ids, self._unwritten = self._unwritten, []
        if await self._books.flush():
            self._journal.forget(ids)

    def _priced(self, row: RequestRow) -> RequestRow:
        """Costs of every call of the cloud, failed ones too; for a local answer what the cloud
        would have cost, at its own count of tokens."""
        attempts = row.attempts
        costs: list[int | None] = []
        if any(attempt.route == "cloud" for attempt in attempts):
            attempts = tuple(self._priced_attempt(attempt, row) for attempt in attempts)
            clouds = (a for a in attempts if a.route == "cloud")
            costs = [a.list_cost_pico for a in clouds if a.usage is not None]
        known = [cost for cost in costs if cost is not None]
        source = None
        changes: dict[str, object] = {}
        if row.status is RequestStatus.OK and only_local(
            row
        ):  # nobody would have sold it: it saves nothing, and costs electricity
            source, changes = NO_EMBEDDINGS, {"counterfactual_cost_pico": 0}
        elif row.status is RequestStatus.OK and row.route == "local":
            model = self._stand_in(row.gen_ai_request_model)
            usage = row.counterfactual_usage or Usage(
                input_tokens=row.gen_ai_usage_input_tokens,
                output_tokens=row.gen_ai_usage_output_tokens,
            )
            price = self._price(model, usage, row.started_at)
            source = price.source
            changes = {
                "counterfactual_model": model,
                "counterfactual_cost_pico": price.cost_pico,
                "counterfactual_usage": usage,
            }
        elif costs and row.model is not None:
            source = self._price(row.model, Usage(), row.started_at).source
        zone = self._zone()
        return msgspec.structs.replace(
            row,
            attempts=attempts,
            list_cost_pico=sum(known) if costs and len(known) == len(costs) else None,
            price_source=source,
            policy=self._policy(),
            tz=zone,
            local_date=self._local_date(row.started_at, zone),
            **changes,
        )

    def _priced_attempt(self, attempt: Attempt, row: RequestRow) -> Attempt:
        if attempt.route != "cloud" or attempt.usage is None:
            return attempt
        cost = self._price(attempt.model, attempt.usage, row.started_at).cost_pico
        return msgspec.structs.replace(attempt, list_cost_pico=cost)


def ended_at(row: RequestRow) -> datetime:
    return row.started_at + timedelta(milliseconds=row.duration_ms or 0)


def _used_gpu(row: RequestRow) -> bool:
    """Whether the local side was asked; a request that only Claude saw took no joule of ours."""
    return any(attempt.route == "local" for attempt in row.attempts)
