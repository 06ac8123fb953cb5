"""Owns the booking of what the cards counted, by local day. Reads no sensor.

Every minute what came since the last one is added to the day that it began in, so at midnight up
to a minute stays with the old day. A request's energy is added when its books are closed.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Protocol

from ziggie_desktop.gpu.energy import Books
from ziggie_desktop.ledger.beside import DayEnergy
from ziggie_desktop.ledger.periods import local_date

_PARTS = tuple(field.name for field in fields(Books))


class Meter(Protocol):
    def books_by_card(self, *, final: bool = False) -> dict[str, Books]: ...


class Days(Protocol):
    def record_day_energy(self, day: DayEnergy, *, mark: str) -> None: ...


class EnergyDays:
    """``book`` each minute, ``close`` once nothing is metered any more."""

    def __init__(
        self,
        *,
        meter: Meter,
        ledger: Days,
        zone: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._meter = meter
        self._ledger = ledger
        self._zone = zone
        self._now = now
        self._began = now()
        self._booked: dict[str, Books] = {}
        self._session = secrets.token_hex(8)
        self._number = itertools.count()

    async def book(self) -> None:
        self._book(final=False)

    def close(self) -> None:
        self._book(final=True)

    def _book(self, *, final: bool) -> None:
        zone = self._zone()
        day = local_date(self._began, zone)
        self._began = self._now()
        for uuid, books in self._meter.books_by_card(final=final).items():
            before = self._booked.get(uuid, Books())
            came = {name: getattr(books, name) - getattr(before, name) for name in _PARTS}
            if any(came.values()):
                self._booked[uuid] = books
                self._ledger.record_day_energy(
                    DayEnergy(date=day, tz=zone, gpu_uuid=uuid, **came),
                    mark=f"{self._session}:{next(self._number)}",
                )
