"""Owns the booking of what the cards and processors counted, by local day. Reads no sensor.

Every minute what came since the last one is added to the day, and to the half hour, that it began
in: at midnight up to a minute stays with the old day. A request's energy is added when its books
are closed.
"""

from __future__ import annotations

import itertools
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from msgspec.structs import fields

from ziggie_desktop.gpu.energy import Books
from ziggie_desktop.ledger import half_hours
from ziggie_desktop.ledger.beside import PROCESSOR, DayEnergy
from ziggie_desktop.ledger.half_hours import Kind
from ziggie_desktop.ledger.periods import local_date
from ziggie_desktop.ledger.writer import Entry
from ziggie_desktop.service.joules import Beside

_PARTS = tuple(field.name for field in fields(Books))


class Meter(Protocol):
    def books_by_card(self, *, final: bool = False) -> dict[str, Books]: ...


class Days(Protocol):
    def record_day_energy(self, day: DayEnergy, *, mark: str) -> None: ...
    def put(self, entry: Entry) -> None: ...


class EnergyDays:
    """``book`` each minute, ``close`` once nothing is metered any more. ``processors``: what they
    took beside the GPU, since the start."""

    def __init__(
        self,
        *,
        meter: Meter,
        ledger: Days,
        zone: Callable[[], str],
        processors: Callable[[], Beside] = Beside,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._meter = meter
        self._ledger = ledger
        self._zone = zone
        self._processors = processors
        self._now = now
        self._began = now()
        self._booked: dict[str, Books] = {}
        self._beside = Beside()
        self._session = secrets.token_hex(8)
        self._number = itertools.count()
        self._forgot: str | None = None

    async def book(self) -> None:
        self._book(final=False)

    def close(self) -> None:
        self._book(final=True)

    def _book(self, *, final: bool) -> None:
        zone, began = self._zone(), self._began
        day = local_date(began, zone)
        self._began = self._now()
        used: Counter[Kind] = Counter()
        for uuid, books in self._meter.books_by_card(final=final).items():
            before = self._booked.get(uuid, Books())
            came = {name: getattr(books, name) - getattr(before, name) for name in _PARTS}
            if any(came.values()):
                self._booked[uuid] = books
                self._add(DayEnergy(date=day, tz=zone, gpu_uuid=uuid, **came))
                used[Kind.RESIDENT] += came["resident_mj"]
                used[Kind.IDLE] += came["idle_mj"]
        used += self._book_processors(day, zone)
        for entry in half_hours.add(began, tz=zone, used=used, mark=self._mark()):
            self._ledger.put(entry)
        if self._forgot != day:
            self._forgot = day
            self._ledger.put(half_hours.forget(self._began))

    def _book_processors(self, day: str, zone: str) -> Counter[Kind]:
        before, self._beside = self._beside, self._processors()
        counted = self._beside.counted_mj - before.counted_mj
        estimated = self._beside.estimated_mj - before.estimated_mj
        if counted or estimated:
            self._add(
                DayEnergy(
                    date=day,
                    tz=zone,
                    gpu_uuid=PROCESSOR,
                    processor_mj=counted,
                    processor_estimated_mj=estimated,
                )
            )
        return Counter({Kind.PROCESSOR: counted, Kind.PROCESSOR_ESTIMATED: estimated})

    def _add(self, day: DayEnergy) -> None:
        self._ledger.record_day_energy(day, mark=self._mark())

    def _mark(self) -> str:
        return f"{self._session}:{next(self._number)}"
