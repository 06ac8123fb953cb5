"""A month's budget that will not last is told before it is spent."""

from __future__ import annotations

import pytest

from ziggie_desktop.contract.books import Forecast
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.routing.budget import Budget
from ziggie_desktop.routing.request import AgentLevel
from ziggie_desktop.service.outlook import Outlook, outlook

USD = 10**12


def coming(component: str | None, spent: float, middle: float, days: int = 10) -> Forecast:
    known = days >= 3
    return Forecast(
        component=component,
        spent_pico=round(spent * USD),
        middle_pico=round(middle * USD),
        low_pico=round(spent * USD) if known else None,
        high_pico=round(2 * middle * USD) if known else None,
        measured_days=days,
    )


MONTH = (coming(None, 5, 30), coming("kb", 4, 24), coming("hub", 1, 6))


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (Budget(per="month", usd=20), "$30.00"),
        (Budget(per="month", usd=31), None),
        (Budget(per="month", usd=20, component="kb*"), "of kb* will have cost $24.00"),
        (Budget(per="month", usd=20, component="hub"), None),
        (Budget(per="month", usd=4), None),  # it is spent: that has its own words
        (Budget(per="day", usd=1), None),
        (Budget(per="month", usd=1, agent_level=AgentLevel.L1), None),
    ],
)
def test_by_table(budget: Budget, told: str | None) -> None:
    found = outlook((budget,), MONTH)
    if told is None:
        assert found is None
    else:
        assert found is not None
        assert told in found.title


def test_two_days_foretell_nothing() -> None:
    assert outlook((Budget(per="month", usd=6),), (coming("kb", 5, 300, days=2),)) is None


class Foretold:
    answer: tuple[Forecast, ...] | ZiggieError = MONTH

    async def forecast(self) -> tuple[Forecast, ...]:
        if isinstance(self.answer, ZiggieError):
            raise self.answer
        return self.answer


async def test_it_goes_when_its_reason_does_and_stays_while_nobody_can_look() -> None:
    budgets: tuple[Budget, ...] = (Budget(per="month", usd=20),)
    counsel = Foretold()
    seen = Outlook(counsel=counsel, budgets=lambda: budgets)

    async def code() -> str | None:
        await seen.look()
        return None if seen.problem is None else seen.problem.code

    assert await code() == "budget_outlook"
    counsel.answer = ZiggieError("ledger_unreadable", "No.", "Wait.")
    assert await code() == "budget_outlook"
    counsel.answer = ()
    assert await code() is None
    counsel.answer = MONTH
    budgets = ()
    assert await code() is None
