"""Net savings pay for the quiet hours: models kept loaded, and idling where the machine is for AI
alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.ledger.make import row
from ziggie_desktop.gpu.tariff import Period, Tariff, Version, flat
from ziggie_desktop.ledger import half_hours
from ziggie_desktop.ledger.beside import PROCESSOR, DayEnergy
from ziggie_desktop.ledger.half_hours import Kind
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.standby import Standby

KWH = 3_600_000_000  # mJ
USD = 10**12
FLAT = flat(price_micro_per_kwh=300_000, currency="USD", tz="UTC")
NOVEMBER = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(tmp_path / "ledger.db")
    opened.record(row(counterfactual_cost_pico=USD, electricity_cost_pico=USD // 10))
    quiet = DayEnergy(
        date="2026-11-22", tz="UTC", gpu_uuid="GPU-1", attributed_mj=0, background_mj=0,
        resident_mj=KWH, idle_mj=2 * KWH, counter_mj=3 * KWH, gaps=0,
    )  # fmt: skip
    opened.record_day_energy(quiet, mark="1")
    opened.record_day_energy(replace(quiet, date="2026-11-21", idle_mj=0, counter_mj=KWH), mark="2")
    assert await opened.flush()
    yield opened
    await opened.close()


def standby(ledger: Ledger, tariff: Tariff | None = FLAT, *, alone: bool = False) -> Standby:
    return Standby(
        ledger=ledger, tariff=lambda: tariff, zone=lambda: "UTC", only_for_ai=lambda: alone
    )


async def test_keeping_models_loaded_is_paid_and_idling_only_where_the_machine_is_for_ai(
    ledger: Ledger,
) -> None:
    found = await standby(ledger).totals(*NOVEMBER)
    assert found.standby_cost_pico == 2 * 3 * USD // 10
    assert found.net_savings_pico == 9 * USD // 10 - 6 * USD // 10
    assert found.gross_savings_pico == USD
    alone = await standby(ledger, alone=True).totals(*NOVEMBER)
    assert alone.net_savings_pico == 9 * USD // 10 - 12 * USD // 10, "it may be negative"


async def test_without_a_price_net_is_unknown_and_never_flattering(ledger: Ledger) -> None:
    found = await standby(ledger, None).totals(*NOVEMBER)
    assert (found.standby_cost_pico, found.net_savings_pico) == (None, None)
    october = await standby(ledger, None).totals(
        datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert (october.standby_cost_pico, october.net_savings_pico) == (0, 0)


async def test_groups_of_time_bear_their_days_and_others_none(ledger: Ledger) -> None:
    days = await standby(ledger).document(since=None, until=None, by="day")
    assert [line.resident_cost_pico for line in days.energy] == [3 * USD // 10, 3 * USD // 10]
    assert [line.idle_cost_pico for line in days.energy] == [0, 6 * USD // 10]
    (only,) = days.rows
    assert only.totals.net_savings_pico == 6 * USD // 10
    assert days.total.net_savings_pico == 3 * USD // 10, "a day without a request costs too"
    by_component = await standby(ledger).document(since=None, until=None, by="component")
    assert by_component.rows[0].totals.standby_cost_pico is None
    assert by_component.total == days.total
    (month,) = (await standby(ledger).document(since=None, until=None, by="month")).rows
    assert month.totals.net_savings_pico == days.total.net_savings_pico


def free_nights() -> Tariff:
    """0.40 USD, nothing from midnight to six: 0.30 over a whole day."""
    night = Period(price_micro_per_kwh=0, start=time(0), end=time(6))
    version = Version(
        valid_from=date(2020, 1, 1),
        price_micro_per_kwh=400_000,
        periods=(night,),
    )
    return Tariff(currency="USD", tz="UTC", versions=(version,))


async def test_days_of_which_no_half_hour_is_known_are_priced_as_if_taken_evenly(
    ledger: Ledger,
) -> None:
    found = await standby(ledger, free_nights()).totals(*NOVEMBER)
    assert found.standby_cost_pico == 2 * 3 * USD // 10


async def test_a_tariff_by_the_hour_prices_the_half_hours_in_which_it_was_used(
    ledger: Ledger,
) -> None:
    """Half of one day's energy by night, the rest over noon; of the other half is known."""
    for number, (hour, energy_mj) in enumerate(((3, KWH // 2), (12, KWH // 4), (13, KWH // 4))):
        at = datetime(2026, 11, 22, hour, 40, tzinfo=UTC)
        for entry in half_hours.add(
            at, tz="UTC", used={Kind.RESIDENT: energy_mj}, mark=f"n{number}"
        ):
            ledger.put(entry)
    await ledger.flush()
    for entry in half_hours.add(
        datetime(2026, 11, 21, 23, 59, tzinfo=UTC),
        tz="UTC",
        used={Kind.RESIDENT: KWH // 2},
        mark="late",
    ):
        ledger.put(entry)
    await ledger.flush()
    days = await standby(ledger, free_nights()).document(since=None, until=None, by="day")
    assert [line.resident_cost_pico for line in days.energy] == [35 * USD // 100, 20 * USD // 100]


async def test_the_processors_beside_a_gpu_are_paid_and_in_no_line_of_the_cards(
    ledger: Ledger,
) -> None:
    beside = DayEnergy(
        date="2026-11-22",
        tz="UTC",
        gpu_uuid=PROCESSOR,
        processor_mj=KWH,
        processor_estimated_mj=2 * KWH,
    )
    ledger.record_day_energy(beside, mark="p")
    at = datetime(2026, 11, 22, 2, tzinfo=UTC)
    for entry in half_hours.add(at, tz="UTC", used={Kind.PROCESSOR: KWH}, mark="p2"):
        ledger.put(entry)
    await ledger.flush()
    found = await standby(ledger, free_nights()).document(since=None, until=None, by="month")
    (line,) = found.energy
    assert (line.processor_mj, line.processor_estimated_mj) == (KWH, 2 * KWH)
    assert line.counter_mj == 4 * KWH
    assert line.processor_cost_pico == 2 * 3 * USD // 10, "the counted one worked by night"
    assert found.total.standby_cost_pico == 2 * 3 * USD // 10 + line.processor_cost_pico
