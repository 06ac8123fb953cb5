"""Owns what the years ahead are reckoned from: measured use, and what the owner paid."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from ziggie_desktop.contract.api import UsageDocument
from ziggie_desktop.contract.books import Projected, ProjectionDocument
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.ledger import projection
from ziggie_desktop.ledger.forecast import QUANTILE
from ziggie_desktop.ledger.periods import day
from ziggie_desktop.service.settings import HardwareSettings
from ziggie_desktop.service.standby import Standby

PICO = 10**12
MEASURED = timedelta(days=30)
FEWEST_DAYS = 3  # for low and high
NOTHING = "no request was answered in the last 30 days"


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    standby: Standby
    hardware: Callable[[], HardwareSettings]
    zone: Callable[[], str]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def document(self) -> ProjectionDocument:
        """Break-even and five years from the last 30 days, as far as they were measured.

        Middle: as measured, with the growth of the settings. Low and high: as far as the days
        measured tell the mean of all days (four of five), low without that growth.
        """
        hardware, now = self.hardware(), self.now()
        used = await self.standby.document(since=now - MEASURED, until=now, by="day")
        first = await self.standby.ledger.began()
        unknown = _unknown(hardware.price_usd, used)
        if unknown is not None or first is None:
            return ProjectionDocument(projection=None, reason=unknown or NOTHING)
        began = max(day(first, self.zone())[0], now - MEASURED)
        days = (now - began) / timedelta(days=1)
        total = used.total
        monthly = projection.monthly_from(
            days=days,
            total=projection.Monthly(
                counterfactual_pico=total.counterfactual_cost_pico,
                cloud_pico=total.cloud_cost_pico,
                electricity_pico=(total.electricity_cost_pico or 0)
                + (total.standby_cost_pico or 0),
            ),
        )
        if monthly is None:
            return ProjectionDocument(projection=None, reason="less than a day was measured so far")
        growth = hardware.growth_percent_a_year
        card = projection.Hardware(
            price_pico=round((hardware.price_usd or 0.0) * PICO),
            resale_pico=round(hardware.resale_usd * PICO),
        )
        spread = _spread([_known_net(row.totals) for row in used.rows], days)
        low = high = None
        if spread is not None:
            low = _shown(projection.project(_saving(monthly, -spread), card, growth=min(growth, 0)))
            high = _shown(projection.project(_saving(monthly, spread), card, growth=growth))
        return ProjectionDocument(
            projection=_shown(projection.project(monthly, card, growth=growth)),
            low=low,
            high=high,
            reason=_reckoned_from(f"{days:.1f}", total.unpriced),
        )


def _spread(savings: Sequence[int], days: float) -> int | None:
    """How far a month's saving may lie from the mean's, days without a request counted."""
    count = round(days)
    if count < FEWEST_DAYS:
        return None
    all_days = [*savings, *([0] * (count - len(savings)))]
    mean = sum(all_days) / len(all_days)
    variance = sum((day - mean) ** 2 for day in all_days) / (len(all_days) - 1)
    return round(QUANTILE * math.sqrt(variance / len(all_days)) * 30.44)


def _known_net(totals: Totals) -> int:
    """Of a day, as the mean is reckoned: what has no price is left out."""
    costs = (totals.cloud_cost_pico, totals.electricity_cost_pico, totals.standby_cost_pico)
    return totals.counterfactual_cost_pico - sum(cost or 0 for cost in costs)


def _saving(monthly: projection.Monthly, by: int) -> projection.Monthly:
    return projection.Monthly(
        counterfactual_pico=monthly.counterfactual_pico + by,
        cloud_pico=monthly.cloud_pico,
        electricity_pico=monthly.electricity_pico,
    )


def _shown(found: projection.Projection) -> Projected:
    return msgspec.convert(msgspec.to_builtins(found), Projected)


def _unknown(price: float | None, used: UsageDocument) -> str | None:
    """Why there is no projection, in words; None when all that it needs is known."""
    total = used.total
    if not used.rows:
        return NOTHING
    if price is None:
        return "the price of the hardware is not set (hardware.price; 0 if it was there anyway)"
    if total.electricity_cost_pico is None or total.standby_cost_pico is None:
        return "what electricity costs, or what the GPU used, is unknown"
    if total.uncosted:
        return f"what electricity cost is unknown for {total.uncosted} of the requests"
    return None


def _reckoned_from(days: str, unpriced: int) -> str:
    """What no price is known for saves nothing here: the truth may be better, never worse."""
    if not unpriced:
        return f"from {days} days measured"
    return f"from {days} days measured; requests of unknown price ({unpriced}) save nothing in it"
