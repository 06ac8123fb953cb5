"""What energy costs, on days of 23, 24 and 25 hours and over every kind of edge."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.gpu.tariff import (
    Period,
    Tariff,
    Version,
    buckets_cost_pico,
    cost_pico,
    flat,
    load,
    span_cost_pico,
    to_usd_pico,
)

NEW_YORK = ZoneInfo("America/New_York")
KWH = 3_600_000_000  # mJ
UNIT = 10**12  # pico
DAY_AND_NIGHT = Tariff(
    currency="USD",
    tz="America/New_York",
    versions=(
        Version(
            valid_from=date(2026, 1, 1),
            price_micro_per_kwh=100_000,
            periods=(Period(price_micro_per_kwh=300_000, start=time(7), end=time(23)),),
        ),
    ),
)


@pytest.mark.parametrize(
    ("day", "hours", "wanted"),
    [
        (date(2026, 3, 8), 23, "5.50"),
        (date(2026, 3, 9), 24, "5.60"),
        (date(2026, 11, 1), 25, "5.70"),
    ],
)
def test_one_kilowatt_for_a_day_of_23_24_and_25_hours(day: date, hours: int, wanted: str) -> None:
    begin = datetime.combine(day, time(0), NEW_YORK).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(0), NEW_YORK).astimezone(UTC)
    assert end - begin == timedelta(hours=hours)
    cost = span_cost_pico(DAY_AND_NIGHT, hours * KWH, begin, end)
    assert cost == Fraction(wanted) * UNIT
    minutes = [
        (begin + timedelta(minutes=m), begin + timedelta(minutes=m + 1), KWH // 60)
        for m in range(hours * 60)
    ]
    assert buckets_cost_pico(DAY_AND_NIGHT, minutes) == cost


def test_energy_over_an_edge_is_split_there() -> None:
    seven = datetime(2026, 6, 1, 7, tzinfo=NEW_YORK).astimezone(UTC)
    minute = timedelta(minutes=1)
    cost = span_cost_pico(DAY_AND_NIGHT, KWH, seven - minute, seven + 3 * minute)
    assert cost == (Fraction("0.1") / 4 + Fraction("0.3") * 3 / 4) * UNIT


def test_without_a_tariff_or_before_it_began_the_cost_is_unknown() -> None:
    at = datetime(2025, 12, 31, tzinfo=UTC)
    assert cost_pico(None, 5, at) is None
    assert cost_pico(DAY_AND_NIGHT, 5, at) is None
    assert cost_pico(DAY_AND_NIGHT, None, datetime(2026, 6, 1, tzinfo=UTC)) is None
    assert span_cost_pico(DAY_AND_NIGHT, 5, at, at + timedelta(days=3)) is None


def test_a_price_change_counts_from_its_local_date() -> None:
    tariff = Tariff(
        currency="EUR",
        tz="Europe/Berlin",
        versions=(
            Version(valid_from=date(2026, 1, 1), price_micro_per_kwh=300_000),
            Version(valid_from=date(2026, 7, 1), price_micro_per_kwh=350_000),
        ),
    )
    assert tariff.price_micro(datetime(2026, 6, 30, 21, 59, tzinfo=UTC)) == 300_000
    assert tariff.price_micro(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == 350_000


def test_a_night_price_runs_over_midnight_and_weekends_differ() -> None:
    tariff = load(
        """
        currency = "EUR"
        tz = "Europe/Berlin"
        [[versions]]
        valid_from = 2026-01-01
        price_micro_per_kwh = 300_000
        [[versions.periods]]
        price_micro_per_kwh = 50_000
        weekdays = [5, 6]
        months = [6, 7, 8]
        [[versions.periods]]
        price_micro_per_kwh = 200_000
        start = 22:00:00
        end = 06:00:00
        """
    )
    berlin = ZoneInfo("Europe/Berlin")
    prices = {
        datetime(2026, 6, 5, 23, tzinfo=berlin): 200_000,  # Friday night
        datetime(2026, 6, 6, 12, tzinfo=berlin): 50_000,  # a Saturday in summer
        datetime(2026, 12, 5, 12, tzinfo=berlin): 300_000,  # one in winter
        datetime(2026, 12, 5, 5, 59, tzinfo=berlin): 200_000,
        datetime(2026, 12, 5, 6, tzinfo=berlin): 300_000,
    }
    assert {at: tariff.price_micro(at) for at in prices} == prices


@pytest.mark.parametrize(
    "change",
    ['tz = "Mars/Base"', 'tz = "UTC"\nusd_per_unit = "0"', 'tz = "UTC"\nunknown = 1'],
)
def test_a_wrong_tariff_is_refused(change: str) -> None:
    version = "[[versions]]\nvalid_from = 2026-01-01\nprice_micro_per_kwh = 1\n"
    with pytest.raises(msgspec.ValidationError):
        load(f'currency = "EUR"\n{change}\n{version}')


ROOF = load(
    """
    currency = "EUR"
    tz = "Europe/Berlin"
    [[versions]]
    valid_from = 2026-01-01
    price_micro_per_kwh = 300_000
    [[versions]]
    valid_from = 2026-06-01
    price_micro_per_kwh = 300_000
    feed_in_micro_per_kwh = 80_000
    [[versions.periods]]
    price_micro_per_kwh = 300_000
    start = 10:00:00
    end = 16:00:00
    own_percent = 75
    """
)


def test_ones_own_electricity_costs_what_feeding_it_in_would_have_paid() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    prices = {
        datetime(2026, 5, 31, 12, tzinfo=berlin): 300_000,  # no panels yet
        datetime(2026, 6, 1, 12, tzinfo=berlin): 135_000,  # 25 % at 0.30, 75 % at 0.08
        datetime(2026, 6, 1, 16, tzinfo=berlin): 300_000,
    }
    assert {at: ROOF.price_micro(at) for at in prices} == prices
    nine = datetime(2026, 6, 1, 9, tzinfo=berlin)
    assert span_cost_pico(ROOF, 2 * KWH, nine, nine + timedelta(hours=2)) == 435 * UNIT // 1000


def test_own_electricity_without_its_price_is_refused() -> None:
    period = Period(price_micro_per_kwh=1, own_percent=10)
    with pytest.raises(ValueError, match="feed_in_micro_per_kwh"):
        Version(valid_from=date(2026, 1, 1), price_micro_per_kwh=1, periods=(period,))
    with pytest.raises(ValueError, match="0 to 100"):
        Period(price_micro_per_kwh=1, own_percent=101)


def test_dollars_only_at_the_owners_own_rate() -> None:
    assert to_usd_pico(DAY_AND_NIGHT, 1_000) == 1_000
    euros = flat(price_micro_per_kwh=300_000, currency="EUR", tz="UTC")
    assert to_usd_pico(euros, 1_000) is None
    rated = msgspec.structs.replace(euros, usd_per_unit="1.08")
    assert to_usd_pico(rated, 1_000) == 1_080


@given(
    st.integers(0, 10**12),
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.lists(st.integers(1, 10**10), min_size=1, max_size=6),
)
def test_the_cost_does_not_depend_on_where_a_stretch_is_cut(
    energy_mj: int, begin: datetime, widths_us: list[int]
) -> None:
    """Cut so that each piece holds its exact share, the pieces cost what the whole costs."""
    whole_us = sum(widths_us)
    energy_mj -= energy_mj % whole_us
    pieces, at = [], begin
    for width in widths_us:
        end = at + timedelta(microseconds=width)
        pieces.append((at, end, energy_mj // whole_us * width))
        at = end
    assert buckets_cost_pico(DAY_AND_NIGHT, pieces) == span_cost_pico(
        DAY_AND_NIGHT, energy_mj, begin, at
    )
