"""Break-even and years ahead, and the table of the first proposal: what of it adds up.

The proposal: a card for $1,200, electricity $20-30 a month, a cloud bill of $33-62, of which $2-7
a month stays. Four of its figures follow from these, three do not.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.ledger.projection import (
    Hardware,
    Monthly,
    break_even_months,
    monthly_from,
    net_pico,
    project,
    project_range,
)

USD = 10**12
CARD = Hardware(price_pico=1_200 * USD)


def month(cloud_bill: float, *, stays: float, power: float = 25) -> Monthly:
    return Monthly(
        counterfactual_pico=round(cloud_bill * USD),
        cloud_pico=round(stays * USD),
        electricity_pico=round(power * USD),
    )


LEAST = month(33, stays=7)  # the low bill with the high running cost
MOST = month(62, stays=2)


def usd(pico: int) -> int:
    assert pico % USD == 0
    return pico // USD


class TestWhatAddsUp:
    def test_five_years_of_cloud_cost_1980_to_3720(self) -> None:
        ends = [usd(project(m, CARD).years[4].all_cloud_pico) for m in (LEAST, MOST)]
        assert ends == [1_980, 3_720]

    def test_the_first_year_costs_1524_to_1584(self) -> None:
        ends = [usd(project(m, CARD).years[0].hybrid_pico) for m in (MOST, LEAST)]
        assert ends == [1_524, 1_584]

    def test_each_later_year_costs_324_to_384(self) -> None:
        for monthly, wanted in ((MOST, 324), (LEAST, 384)):
            years = project(monthly, CARD).years
            assert usd(years[1].hybrid_pico - years[0].hybrid_pico) == wanted

    def test_five_years_of_both_cost_2820_to_3120(self) -> None:
        ends = [usd(project(m, CARD).years[4].hybrid_pico) for m in (MOST, LEAST)]
        assert ends == [2_820, 3_120]


class TestWhatDoesNot:
    def test_five_years_save_minus_1140_to_900_not_780_to_2520(self) -> None:
        saved = project_range([MOST, LEAST], CARD)
        assert usd(saved.low.net_pico) == -1_140
        assert usd(saved.high.net_pico) == 900

    def test_break_even_is_after_35_months_at_best_not_19_to_24(self) -> None:
        assert break_even_months(MOST, CARD) == 35  # 1,200 / 35 = 34.3 months
        assert break_even_months(month(62, stays=7), CARD) == 40
        assert break_even_months(month(33, stays=2), CARD) == 200
        assert break_even_months(LEAST, CARD) == 1_200
        # 19 is 1,200 / 62: the electricity forgotten.
        assert break_even_months(month(62, stays=0, power=0), CARD) == 20

    def test_todays_bill_never_pays_the_card(self) -> None:
        today = project_range([month(4.10, stays=5, power=25), month(7.40, stays=2)], CARD)
        assert today.low.break_even_months is None
        assert today.high.break_even_months is None
        assert today.high.monthly_saving_pico == -round(19.6 * USD)

    def test_ten_times_the_use_saves_16680_to_34380_not_14184_to_33784(self) -> None:
        ten = project_range([month(330, stays=7), month(620, stays=2)], CARD)
        assert usd(ten.low.net_pico) == 16_680
        assert usd(ten.high.net_pico) == 34_380


def test_hardware_that_is_there_anyway_is_paid_at_once() -> None:
    assert break_even_months(LEAST, Hardware(price_pico=0)) == 0


def test_resale_counts_at_the_end() -> None:
    card = Hardware(price_pico=1_200 * USD, resale_pico=300 * USD)
    assert net_pico(60, MOST, card) == net_pico(60, MOST, CARD) + 300 * USD


def test_a_measured_period_becomes_a_month_and_less_than_a_day_nothing() -> None:
    week = Monthly(counterfactual_pico=7 * USD, cloud_pico=0, electricity_pico=0)
    scaled = monthly_from(days=7, total=week)
    assert scaled is not None
    assert scaled.counterfactual_pico == pytest.approx(30.44 * USD, rel=1e-9)
    assert monthly_from(days=0.5, total=week) is None


money = st.integers(0, 10**15)
months = st.builds(Monthly, counterfactual_pico=money, cloud_pico=money, electricity_pico=money)


@given(months, st.builds(Hardware, price_pico=st.integers(1, 10**16)))
def test_break_even_is_the_first_month_that_is_not_negative(
    monthly: Monthly, hardware: Hardware
) -> None:
    after = break_even_months(monthly, hardware)
    if after is None:
        assert net_pico(10_000, monthly, hardware) < 0
    else:
        assert net_pico(after, monthly, hardware) >= 0
        assert net_pico(after - 1, monthly, hardware) < 0


@given(st.lists(months, min_size=1, max_size=5))
def test_low_middle_and_high_are_in_order(cases: list[Monthly]) -> None:
    found = project_range(cases, CARD)
    assert found.low.net_pico <= found.middle.net_pico <= found.high.net_pico


def test_growth_by_hand_and_none_is_as_before() -> None:
    monthly = month(100, stays=0, power=0)
    card = Hardware(price_pico=3_000 * USD, resale_pico=100 * USD)
    grown = project(monthly, card, growth=50)
    assert [usd(y.all_cloud_pico) for y in grown.years[:3]] == [1_200, 3_000, 5_700]
    assert grown.break_even_months == 24  # 1,200 + 1,800
    assert usd(grown.net_pico) == usd(grown.years[-1].net_pico) + 100
    assert project(monthly, card, growth=0) == project(monthly, card)


@given(months, st.builds(Hardware, price_pico=st.integers(1, 10**16)), st.integers(-50, 100))
def test_break_even_with_growth_is_when_the_sum_is_there(
    monthly: Monthly, hardware: Hardware, growth: int
) -> None:
    after = break_even_months(monthly, hardware, growth=growth)
    if after is None or after > 60:
        return
    saved = sum(
        Fraction(monthly.saving_pico) * (1 + Fraction(growth, 100)) ** (n // 12)
        for n in range(after)
    )
    assert saved >= hardware.price_pico
    last = monthly.saving_pico * (1 + Fraction(growth, 100)) ** ((after - 1) // 12)
    assert saved - last < hardware.price_pico
