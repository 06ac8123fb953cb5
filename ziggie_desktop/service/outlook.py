"""Owns the warning that a month's budget will not last, before it is spent. Refuses nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Protocol

import msgspec

from ziggie_desktop.contract.books import Forecast
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Problem
from ziggie_desktop.routing.budget import Budget

PICO = 10**12


class Foresight(Protocol):
    async def forecast(self) -> tuple[Forecast, ...]: ...


class Outlook(msgspec.Struct, kw_only=True):
    """``look`` now and then; ``problem`` is what it saw last."""

    counsel: Foresight
    budgets: Callable[[], tuple[Budget, ...]]
    problem: Problem | None = None

    async def look(self) -> None:
        """A ledger that cannot be read leaves what was seen before; it has a problem of its own."""
        if not self.budgets():
            self.problem = None
            return
        with contextlib.suppress(ZiggieError):
            self.problem = outlook(self.budgets(), await self.counsel.forecast())


def outlook(budgets: tuple[Budget, ...], forecast: tuple[Forecast, ...]) -> Problem | None:
    """Of the first budget of a month that the forecast passes, and that is not passed yet: then
    others speak. Budgets of an agent level are not foretold: the forecast knows components."""
    for budget in budgets:
        covered = [
            one
            for one in forecast
            if one.component is not None
            and one.low_pico is not None
            and budget.covers(one.component, None)
        ]
        spent = sum(one.spent_pico for one in covered)
        expected = sum(one.middle_pico for one in covered)
        if budget.per == "month" and spent < budget.cap_pico < expected:
            whose = "" if budget.component is None else f" of {budget.component}"
            words = f"Cloud calls{whose} will have cost ${expected / PICO:,.2f}"
            return Problem(
                code="budget_outlook",
                title=f"{words} by the month's end if it goes on like this;"
                f" the budget is ${budget.cap_pico / PICO:,.2f}.",
                remedy="`ziggie-desktop advice` shows which component it is. Give more to local"
                " models, or raise `usd` of that budget in policy.toml.",
            )
    return None
