"""Owns the owner's success criteria against what the ledger has. Pure; unknown is None."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.books import Criterion
from ziggie_desktop.contract.state import Totals

PICO = 10**12


class Goals(msgspec.Struct, frozen=True, kw_only=True):
    uptime_percent: float
    local_percent: tuple[float, float]
    savings_usd_a_month: float | None
    parity_percent: float | None = None


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """``months``: how long the period is. ``fallbacks_answered``: of those in ``totals``."""

    totals: Totals
    uptime: float | None
    fallbacks_answered: int
    months: float
    parity_percent: float | None = None


def criteria(measured: Measured, goals: Goals) -> tuple[Criterion, ...]:
    totals = measured.totals
    share = None if totals.local_share is None else totals.local_share * 100
    uptime = None if measured.uptime is None else measured.uptime * 100
    low, high = goals.local_percent
    saved = None
    if totals.net_savings_pico is not None and measured.months > 0:
        saved = totals.net_savings_pico / PICO / measured.months
    target = goals.savings_usd_a_month
    worked = None
    if totals.fallbacks:
        worked = measured.fallbacks_answered / totals.fallbacks * 100
    parity, wanted = measured.parity_percent, goals.parity_percent
    return (
        Criterion(
            name="uptime",
            unit="percent",
            figure=uptime,
            goal=f"at least {goals.uptime_percent:g}",
            met=None if uptime is None else uptime >= goals.uptime_percent,
            source="own probe each 10 s, in the ledger",
        ),
        Criterion(
            name="local_share",
            unit="percent",
            figure=share,
            goal=f"{low:g} to {high:g}",
            met=None if share is None else share >= low,  # more than aimed at is no miss
            source="answered requests in the ledger",
        ),
        Criterion(
            name="net_savings_a_month",
            unit="usd",
            figure=saved,
            goal=None if target is None else f"at least {target:g}",
            met=None if saved is None or target is None else saved >= target,
            source="ledger: list price of the cloud less cloud, electricity and models kept loaded",
        ),
        Criterion(
            name="fallbacks_that_worked",
            unit="percent",
            figure=worked,
            goal="100",
            met=None if worked is None else worked >= 100,
            source="requests in the ledger that their first choice did not answer",
        ),
        Criterion(
            name="quality_parity",
            unit="percent",
            figure=parity,
            goal=None if wanted is None else f"at least {wanted:g}",
            met=None if parity is None or wanted is None else parity >= wanted,
            source="not judged" if parity is None else "callers' verdicts in the ledger",
        ),
    )
