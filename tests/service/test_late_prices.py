"""A price of electricity that is said late counts for what was metered before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.ledger.make import NOON, row
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.gpu import tariff as tariffs
from ziggie_desktop.gpu.tariff import Tariff, Version
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service import late_prices
from ziggie_desktop.service.late_prices import LatePrices

KWH = 3_600_000_000
USD = 10**12


class House:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.tariff: Tariff | None = None
        self.told = 0
        self.asked = 0
        self.late = LatePrices(
            ledger=ledger,
            tariff=lambda: self.tariff,
            electricity=self._electricity,
            tariff_source=lambda at: f"said for {at:%Y}",
            priced=self._tell,
        )

    def _electricity(self, energy_mj: int, begin: datetime, end: datetime) -> int | None:
        self.asked += 1
        cost = tariffs.span_cost_pico(self.tariff, energy_mj, begin, end)
        return tariffs.to_usd_pico(self.tariff, cost)

    def _tell(self) -> None:
        self.told += 1

    def book(self, name: str, energy_mj: int | None = KWH, cost: int | None = None) -> None:
        self.ledger.record(
            row(id=name, energy_mj=energy_mj, electricity_cost_pico=cost, energy_band_percent=5.0)
        )

    async def rows(self) -> dict[str, RequestRow]:
        await self.late.look()
        return {one.id: one for one in await self.ledger.requests()}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    ledger = await Ledger.open(tmp_path / "ledger.db")
    yield House(ledger)
    await ledger.close()


def price(valid_from: date, micro: int, rate: str | None) -> Tariff:
    version = Version(valid_from=valid_from, price_micro_per_kwh=micro)
    return Tariff(currency="EUR", tz="UTC", versions=(version,), usd_per_unit=rate)


async def test_once_the_price_is_said_the_month_is_known(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_prices, "BUNCH", 2)
    for number in range(5):
        house.book(f"late{number}")
    house.book("known", cost=7)
    house.book("unmetered", energy_mj=None)
    await house.ledger.flush()
    assert (await house.rows())["late0"].electricity_cost_pico is None
    assert (await house.ledger.totals()).net_savings_pico is None
    house.tariff = price(date(2026, 1, 1), 300_000, None)
    assert (await house.rows())["late0"].electricity_cost_pico is None, "there is no rate"
    house.tariff = price(date(2026, 1, 1), 300_000, "1.25")
    found = await house.rows()
    assert {found[f"late{n}"].electricity_cost_pico for n in range(5)} == {375 * USD // 1000}
    assert found["known"].electricity_cost_pico == 7, "a cost that is known stays"
    assert found["unmetered"].electricity_cost_pico is None
    late = found["late4"]
    assert (late.energy_mj, late.energy_band_percent) == (KWH, 5.0)
    assert late.tariff_source == "said for 2026"
    assert (await house.ledger.totals()).uncosted == 1, "the one without energy"
    assert house.told == 1
    asked = house.asked
    await house.rows()
    assert house.asked == asked, "it looks once after each change"


async def test_a_price_counts_from_its_day_on(house: House) -> None:
    house.book("early")
    await house.ledger.flush()
    house.tariff = price(date(NOON.year + 1, 1, 1), 300_000, "1.25")
    assert (await house.rows())["early"].electricity_cost_pico is None
    assert house.told == 0
