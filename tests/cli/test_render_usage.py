"""How energy and reported use look in a terminal."""

from __future__ import annotations

import msgspec
import pytest

from ziggie_desktop.cli import render
from ziggie_desktop.contract.api import EnergyLine, ReportedRow
from ziggie_desktop.contract.currency import Currency, OwnElectricity
from ziggie_desktop.contract.state import Totals


@pytest.mark.parametrize(
    ("energy_mj", "band", "shown"),
    [(None, 8.0, "unknown"), (12_345_600, 8.0, "12,345.6 J ± 8 %"), (500, 13.5, "0.5 J ± 13.5 %"),
     (500, None, "0.5 J")],
)  # fmt: skip
def test_joules_stand_with_their_band(
    energy_mj: int | None, band: float | None, shown: str
) -> None:
    assert render.joules(energy_mj, band) == shown


@pytest.mark.parametrize(
    ("estimated", "shown"),
    [(0, "9.0 J"), (1, "9.0 J (partly estimated)"), (9_000, "9.0 J (estimated)")],
)
def test_joules_that_were_not_measured_say_so(estimated: int, shown: str) -> None:
    assert render.joules(9_000, estimated_mj=estimated) == shown


def test_where_the_energy_went() -> None:
    line = EnergyLine(
        key="2026-11-22",
        attributed_mj=4_000,
        load_mj=500,
        background_mj=3_000,
        resident_mj=2_000,
        idle_mj=1_000,
        counter_mj=10_000,
        gaps=2,
        resident_cost_pico=10**11,
    )
    header, row = render.energy([line], by="day").splitlines()
    assert header.split()[0] == "DAY"
    cells = [cell for cell in row.split("  ") if cell.strip()]
    assert [cell.strip() for cell in cells] == [
        "2026-11-22", "10.0 J", "4.0 J", "0.5 J", "2.0 J", "1.0 J", "3.0 J", "$0.10", "unknown",
        "2 gaps",
    ]  # fmt: skip
    assert render.energy([], by="day") == ""
    assert "PROCESSOR" not in header


@pytest.mark.parametrize(
    ("counted", "estimated", "shown"),
    [(5_000, 0, "5.0 J"), (0, 5_000, "5.0 J (estimated)"), (1, 4_999, "5.0 J (partly estimated)")],
)
def test_what_the_processors_took_stands_apart(counted: int, estimated: int, shown: str) -> None:
    line = EnergyLine(
        key="all",
        attributed_mj=4_000,
        background_mj=0,
        resident_mj=0,
        idle_mj=0,
        counter_mj=4_000,
        processor_mj=counted,
        processor_estimated_mj=estimated,
        processor_cost_pico=10**10,
    )
    header, row = render.energy([line], by="component").splitlines()
    assert header.split()[-3:] == ["PROCESSOR", "COST", "PROCESSOR"]
    cells = [cell.strip() for cell in row.split("  ") if cell.strip()]
    assert cells[-2:] == [shown, "$0.01"]


def test_what_components_reported() -> None:
    row = ReportedRow(
        key="kb",
        provider="youtube",
        service="search.list",
        unit="units",
        reports=3,
        quantity=300,
        cost_pico=None,
        unpriced=3,
    )
    text = render.reported([row], by="component")
    assert "300 units" in text
    assert text.rstrip().endswith("unknown")
    assert render.reported([], by="day") == ""


def test_electricity_without_a_rate() -> None:
    own = OwnElectricity(code="EUR", requests_pico=6 * 10**11)
    assert "requests €0.60, models kept loaded unknown" in render.own_electricity(own)
    assert render.own_electricity(None) == ""


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        (Currency(), "$1.00"),
        (Currency(code="EUR", usd_per_unit="1.25"), "€0.80"),
        (Currency(code="CHF", usd_per_unit="0.5"), "CHF 2.00"),
        (Currency(code="EUR", usd_per_unit=None), "$1.00"),
    ],
)
def test_money_in_the_owners_currency_where_there_is_a_rate(own: Currency, shown: str) -> None:
    assert render.money(10**12, own) == shown


def test_requests_add_up_with_those_whose_caller_hung_up() -> None:
    found = Totals(requests=9, local=4, cloud=2, failed=1)
    assert render.hung_up(found) == 2


def test_a_cost_that_is_unknown_is_not_called_estimated() -> None:
    guessed = Totals(energy_mj=5, estimated_energy_mj=5)
    assert render.electricity(guessed, Currency()) == "unknown"
    known = msgspec.structs.replace(guessed, electricity_cost_pico=10**12)
    assert render.electricity(known, Currency()) == "$1.00 (estimated)"
