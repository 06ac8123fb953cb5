"""Owns break-even and the years ahead. Pure: all figures are handed in, none is assumed.

net(n months) = n x (counterfactual - cloud - electricity) - hardware + resale
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import msgspec

HORIZON_MONTHS = 60
LONGEST_YEARS = 100  # what takes longer pays never


class Monthly(msgspec.Struct, frozen=True, kw_only=True):
    """One month's money in pico-dollars. ``cloud`` is what still goes to the cloud."""

    counterfactual_pico: int
    cloud_pico: int
    electricity_pico: int

    @property
    def saving_pico(self) -> int:
        return self.counterfactual_pico - self.cloud_pico - self.electricity_pico

    @property
    def running_pico(self) -> int:
        return self.cloud_pico + self.electricity_pico


class Hardware(msgspec.Struct, frozen=True, kw_only=True):
    """``price_pico`` 0 is the owner's explicit choice: the card was there anyway."""

    price_pico: int
    resale_pico: int = 0


class Year(msgspec.Struct, frozen=True, kw_only=True):
    year: int
    all_cloud_pico: int  # cumulated, as are the others
    hybrid_pico: int
    net_pico: int


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """``break_even_months`` None: never. Resale counts at the end of the horizon only."""

    monthly_saving_pico: int
    break_even_months: int | None
    years: tuple[Year, ...]
    net_pico: int


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """Low, middle and high of the same question. ``low`` is the one that saves least."""

    low: Projection
    middle: Projection
    high: Projection


def break_even_months(monthly: Monthly, hardware: Hardware, *, growth: float = 0) -> int | None:
    """The first month whose end has paid the hardware back, None for never."""
    if hardware.price_pico <= 0:
        return 0
    if monthly.saving_pico <= 0:
        return None
    if not growth:
        return -(-hardware.price_pico // monthly.saving_pico)
    saved = Fraction(0)
    for year in range(1, LONGEST_YEARS + 1):
        each = monthly.saving_pico * grown(growth, year)
        if each * 12 >= hardware.price_pico - saved:
            return 12 * (year - 1) + max(1, math.ceil((hardware.price_pico - saved) / each))
        saved += each * 12
    return None


def grown(percent: float, year: int) -> Fraction:
    """How much more is used in that year than in the first."""
    return (1 + Fraction(str(percent)) / 100) ** (year - 1)


def net_pico(months: int, monthly: Monthly, hardware: Hardware) -> int:
    return months * monthly.saving_pico - hardware.price_pico + hardware.resale_pico


def project(
    monthly: Monthly, hardware: Hardware, *, months: int = HORIZON_MONTHS, growth: float = 0
) -> Projection:
    """What the coming years come to if each month of the first is as the given one, and all that is
    used grows by so many percent each year."""
    years, used = [], Fraction(0)
    for year in range(1, months // 12 + 1):
        used += 12 * grown(growth, year)
        years.append(
            Year(
                year=year,
                all_cloud_pico=round(used * monthly.counterfactual_pico),
                hybrid_pico=hardware.price_pico + round(used * monthly.running_pico),
                net_pico=round(used * monthly.saving_pico) - hardware.price_pico,
            )
        )
    after = Fraction(months) if not growth else used
    return Projection(
        monthly_saving_pico=monthly.saving_pico,
        break_even_months=break_even_months(monthly, hardware, growth=growth),
        years=tuple(years),
        net_pico=round(after * monthly.saving_pico) - hardware.price_pico + hardware.resale_pico,
    )


def project_range(cases: Sequence[Monthly], hardware: Hardware) -> Range:
    """Low, middle and high from at least one case, ordered by what each saves."""
    ordered = sorted(cases, key=lambda case: case.saving_pico)
    low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
    return Range(
        low=project(low, hardware),
        middle=project(middle, hardware),
        high=project(high, hardware),
    )


def monthly_from(*, days: float, total: Monthly) -> Monthly | None:
    """A month of 30.44 days like the measured period; None before a whole day was measured."""
    if days < 1:
        return None
    hours_of_month, hours = 73_056, round(days * 2_400)  # hundredths: 730.56 h, exact in integers

    def scaled(pico: int) -> int:
        return pico * hours_of_month // hours

    return Monthly(
        counterfactual_pico=scaled(total.counterfactual_pico),
        cloud_pico=scaled(total.cloud_pico),
        electricity_pico=scaled(total.electricity_pico),
    )
