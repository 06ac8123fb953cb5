"""The projection from a ledger of measured days: low, middle, high, and the quiet hours paid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.ledger.make import row
from ziggie_desktop.contract.books import ProjectionDocument
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.gpu.tariff import flat
from ziggie_desktop.ledger.beside import DayEnergy
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.ahead import Ahead
from ziggie_desktop.service.settings import HardwareSettings
from ziggie_desktop.service.standby import Standby

NOW = datetime(2026, 11, 22, tzinfo=UTC)
USD = 10**12
KWH = 3_600_000_000


async def project(
    path: Path, hardware: HardwareSettings, *, days: int = 10, more: tuple[RequestRow, ...] = ()
) -> ProjectionDocument:
    ledger = await Ledger.open(path / "ledger.db")
    for one in more:
        ledger.record(one)
    for number in range(days):
        at = NOW - timedelta(days=number + 1)
        ledger.record(
            row(id=str(number), started_at=at, local_date=at.date().isoformat(),
                counterfactual_cost_pico=(2 + number % 2) * USD, electricity_cost_pico=USD // 4)
        )  # fmt: skip
        quiet = DayEnergy(
            date=at.date().isoformat(), tz="UTC", gpu_uuid="G", attributed_mj=0, background_mj=0,
            resident_mj=KWH, idle_mj=0, counter_mj=KWH, gaps=0,
        )  # fmt: skip
        ledger.record_day_energy(quiet, mark=str(number))
    await ledger.flush()
    standby = Standby(
        ledger=ledger,
        tariff=lambda: flat(price_micro_per_kwh=250_000, currency="USD", tz="UTC"),
        zone=lambda: "UTC",
        only_for_ai=lambda: False,
    )
    found = await Ahead(
        standby=standby, hardware=lambda: hardware, zone=lambda: "UTC", now=lambda: NOW
    ).document()
    await ledger.close()
    return found


async def test_low_middle_and_high_from_ten_days(tmp_path: Path) -> None:
    found = await project(tmp_path, HardwareSettings(price_usd=600.0))
    assert found.projection is not None
    # $2.50 a day, less 25 cents of requests and 25 cents of keeping the model loaded
    assert abs(found.projection.monthly_saving_pico - 2 * 30.44 * USD) < USD // 1000
    assert found.projection.break_even_months == 10
    assert found.low is not None
    assert found.high is not None
    low, middle, high = (
        one.years[-1].net_pico for one in (found.low, found.projection, found.high)
    )
    assert low < middle < high
    assert len(found.projection.years) == 5


async def test_growth_raises_middle_and_high_but_not_low(tmp_path: Path) -> None:
    still = await project(tmp_path, HardwareSettings(price_usd=600.0))
    (tmp_path / "grown").mkdir()
    hardware = HardwareSettings(price_usd=600.0, growth_percent_a_year=20.0)
    grown = await project(tmp_path / "grown", hardware)
    assert grown.projection is not None
    assert still.projection is not None
    assert grown.projection.net_pico > still.projection.net_pico
    assert grown.low == still.low


async def test_what_is_unknown_is_said(tmp_path: Path) -> None:
    unsaid = await project(tmp_path, HardwareSettings())
    assert unsaid.projection is None
    assert "hardware.price" in unsaid.reason
    (tmp_path / "two").mkdir()
    two = await project(tmp_path / "two", HardwareSettings(price_usd=0.0), days=2)
    assert two.projection is not None
    assert (two.low, two.projection.break_even_months) == (None, 0)


async def test_quiet_weeks_are_measured_too(tmp_path: Path) -> None:
    """Ten busy days after twenty quiet ones save a third of what thirty busy ones would."""
    long_ago = NOW - timedelta(days=60)
    old = row(id="old", started_at=long_ago, local_date=long_ago.date().isoformat())
    found = await project(tmp_path, HardwareSettings(price_usd=600.0), more=(old,))
    assert found.reason == "from 30.0 days measured"
    assert found.projection is not None
    assert abs(found.projection.monthly_saving_pico - 2 * 30.44 / 3 * USD) < USD // 1000


async def test_requests_without_a_price_are_told_and_not_guessed(tmp_path: Path) -> None:
    at = NOW - timedelta(hours=3)
    named = {"started_at": at, "local_date": at.date().isoformat()}
    unpriced = row(id="u", counterfactual_cost_pico=None, electricity_cost_pico=0, **named)
    found = await project(tmp_path, HardwareSettings(price_usd=600.0), more=(unpriced,))
    assert (
        found.reason == "from 10.0 days measured; requests of unknown price (1) save nothing in it"
    )
    assert found.projection is not None
    assert abs(found.projection.monthly_saving_pico - 2 * 30.44 * USD) < USD // 1000
    (tmp_path / "uncosted").mkdir()
    uncosted = row(id="c", electricity_cost_pico=None, **named)
    refused = await project(
        tmp_path / "uncosted", HardwareSettings(price_usd=600.0), more=(uncosted,)
    )
    assert refused.projection is None, "what its electricity cost may eat the saving"
    assert refused.reason == "what electricity cost is unknown for 1 of the requests"
