"""Owns what a budget allows: how full each one is, and whether a request may still cost money.

Pure: what was spent stands in the arguments. Money is in pico-dollars.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from ziggie_desktop.routing.request import AgentLevel, RouteRequest

PICO = 10**12
WARN_PERCENT = 80
WAIT = "Try again when they have ended, or raise `usd` of that budget in policy.toml."
ENDS = {"day": "tomorrow", "month": "next month"}


class Budget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all requests that it names may cost together in the cloud, in the owner's day or month.

    One that names no ``component`` (a glob) and no ``agent_level`` holds for all requests.
    """

    per: Literal["day", "month"]
    usd: float
    at_limit: Literal["local", "stop"] = "local"
    component: str | None = None
    agent_level: AgentLevel | None = None

    @property
    def cap_pico(self) -> int:
        return int(Decimal(str(self.usd)) * PICO)

    def covers(self, component: str | None, agent_level: str | None) -> bool:
        if self.agent_level is not None and self.agent_level != agent_level:
            return False
        if self.component is None:
            return True
        return component is not None and fnmatchcase(component, self.component)


class Fullness(Enum):
    FINE = "fine"
    WARN = "warn"
    SPENT = "spent"


class Spending(msgspec.Struct, frozen=True, kw_only=True):
    """``under_way_pico``: what the calls that are not booked yet may cost at most. ``unpriced``:
    how many requests are not in ``spent_pico`` because nobody knows what they cost."""

    budget: Budget
    spent_pico: int = 0
    under_way_pico: int = 0
    unpriced: int = 0

    @property
    def fullness(self) -> Fullness:
        """By what is booked alone: what is under way may cost less in the end."""
        if self.spent_pico >= self.budget.cap_pico:
            return Fullness.SPENT
        if self.spent_pico * 100 >= self.budget.cap_pico * WARN_PERCENT:
            return Fullness.WARN
        return Fullness.FINE

    @property
    def allows(self) -> bool:
        """Whether one more call may be made. It may pass the limit, the next one may not follow."""
        return self.spent_pico + self.under_way_pico < self.budget.cap_pico

    @property
    def name(self) -> str:
        budget = self.budget
        whose = [] if budget.component is None else [budget.component]
        whose += [] if budget.agent_level is None else [f"level {budget.agent_level.value}"]
        of = f" of {', '.join(whose)}" if whose else ""
        return f"the cloud budget{of} of {_usd(budget.cap_pico)} a {budget.per}"


class OverBudget(msgspec.Struct, frozen=True, kw_only=True):
    """Why no call of the cloud may be made now. ``stop``: nor may the local side stand in.
    ``booked``: so it stays, however little the calls under way cost in the end."""

    reason: str
    remedy: str
    stop: bool
    booked: bool


def over_budget(request: RouteRequest, spendings: Iterable[Spending]) -> OverBudget | None:
    """The first budget that the request may not pass; one that says "stop" comes before others."""
    level = request.agent_level
    full = [s for s in spendings if not s.allows and s.budget.covers(request.component, level)]
    if not full:
        return None
    first = next((s for s in full if s.budget.at_limit == "stop"), full[0])
    is_spent = first.fullness is Fullness.SPENT
    return OverBudget(
        reason=_why(first),
        remedy=remedy(first.budget) if is_spent else WAIT,
        stop=first.budget.at_limit == "stop",
        booked=any(s.fullness is Fullness.SPENT for s in full),
    )


def remedy(budget: Budget) -> str:
    return (
        f"Raise `usd` of that budget in policy.toml, use local models, or wait until "
        f"{ENDS[budget.per]}."
    )


def spent_words(spending: Spending) -> str:
    """Such as: the cloud budget of $5.00 a day is spent ($5.02)."""
    spent = _usd(spending.spent_pico)
    if spending.unpriced:
        spent += f" and {unpriced_words(spending.unpriced)}"
    if spending.fullness is Fullness.SPENT:
        return f"{spending.name} is spent ({spent})"
    percent = spending.spent_pico * 100 // spending.budget.cap_pico
    return f"{spending.name} is spent to {percent} % ({spent})"


def unpriced_words(count: int) -> str:
    return "1 request of unknown price" if count == 1 else f"{count} requests of unknown price"


def _why(spending: Spending) -> str:
    if spending.fullness is Fullness.SPENT:
        return spent_words(spending)
    return (
        f"{spending.name} may be used up by the calls under way "
        f"({_usd(spending.spent_pico)} spent, up to {_usd(spending.under_way_pico)} under way)"
    )


def _usd(pico: int) -> str:
    """Cents, and more digits where the first that counts stands behind them."""
    dollars = Decimal(pico) / PICO
    for digits in (2, 4, 6):
        shown = f"{dollars:.{digits}f}"
        if Decimal(shown) == dollars or dollars >= Decimal(100) / 10**digits:
            return f"${shown}"
    return f"${dollars:.6f}"
