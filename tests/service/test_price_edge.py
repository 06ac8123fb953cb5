"""A request that is answered over a change of the price of electricity pays each part its price."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from tests.ledger.make import call, row
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.tariff import Period, Tariff, Version, span_cost_pico
from ziggie_desktop.service.bookkeeper import Bookkeeper
from ziggie_desktop.service.joules import Metered

KWH = 3_600_000_000
TARIFF = Tariff(
    currency="USD",
    tz="UTC",
    versions=(
        Version(
            valid_from=date(2026, 1, 1),
            price_micro_per_kwh=100_000,
            periods=(Period(price_micro_per_kwh=300_000, start=time(7), end=time(23)),),
        ),
    ),
)


@dataclass
class Meter:
    """One that says a kilowatt-hour at once."""

    live: bool = True

    def begin(self, request_id: str, monotonic_ns: int) -> None: ...
    def end(self, request_id: str, monotonic_ns: int, timings: object) -> None: ...
    def progress(self, request_id: str, monotonic_ns: int) -> None: ...
    def drop(self, request_id: str) -> None: ...

    async def settle(self, request_id: str) -> Metered:
        return Metered(KWH, Quality.COUNTER, None, "gpu", KWH // 4)


@dataclass
class Books:
    """Keeps what was recorded; also the journal and the purse, which have nothing to say."""

    energy: list[dict[str, Any]] = field(default_factory=list)

    async def flush(self) -> bool:
        return True

    def record(self, row: object) -> None: ...
    def note(self, row: object) -> None: ...
    def forget(self, row_ids: object) -> None: ...
    def book(self, row: object) -> None: ...
    def admit(self, *_: object) -> None: ...

    def record_energy(self, request_id: str, **said: Any) -> None:
        self.energy.append(said)


@dataclass(frozen=True)
class Free:
    cost_pico: int | None = 0
    source: str = "test"


def free(_model: str, _usage: Usage, _at: datetime) -> Free:
    return Free()


async def test_each_part_of_a_request_pays_its_price() -> None:
    books = Books()
    told = asyncio.Event()
    bookkeeper = Bookkeeper(
        books=books,
        journal=books,
        meter=Meter(),
        purse=books,
        price=free,
        electricity=lambda energy, begin, end: span_cost_pico(TARIFF, energy, begin, end),
        tariff_source=lambda _: "own tariff",
        stand_in=lambda _: "claude-haiku-5-5",
        policy=lambda: "p",
        zone=lambda: "UTC",
        local_date=lambda at, _: str(at.date()),
        booked=lambda _: told.set(),
        active_changed=lambda _: None,
    )
    at = datetime(2026, 6, 1, 6, 59, 57, tzinfo=UTC)
    answered = row(
        started_at=at, duration_ms=4_000.0, attempts=(call("local"),), energy_mj=None,
        energy_quality=None, electricity_cost_pico=None,
    )  # fmt: skip
    bookkeeper.started(answered.id)
    bookkeeper.finished(answered, None)
    async with asyncio.timeout(30):
        await told.wait()
    await bookkeeper.close()
    (booked,) = books.energy
    # Three seconds at 0.10 and one at 0.30.
    assert booked["electricity_cost_pico"] == (3 * 100_000 + 300_000) * 10**6 // 4
    assert (booked["source"], booked["load_mj"]) == ("gpu", KWH // 4)
