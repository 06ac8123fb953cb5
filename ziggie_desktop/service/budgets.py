"""Owns what the cloud cost so far, against the owner's budgets. Never asks the ledger but once.

A call that is under way counts with the most that it may cost, so that many at once cannot pass a
limit by more than one of them.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow, Usage
from ziggie_desktop.contract.state import Problem
from ziggie_desktop.gateway.dialects.anthropic_request_out import DEFAULT_MAX_TOKENS
from ziggie_desktop.ledger import periods
from ziggie_desktop.ledger.savings import parts_of
from ziggie_desktop.ledger.spending import Spent, is_unpriced, quarter_of
from ziggie_desktop.routing.budget import Budget, Spending, over_budget
from ziggie_desktop.routing.decide import BUDGET_SPENT, PAYMENT_REQUIRED
from ziggie_desktop.routing.request import RouteRequest, Side, Target

log = logging.getLogger("ziggie.service")

LONGEST = timedelta(days=33)  # a month, and the hours between its zone and ours

Window = tuple[datetime, datetime]
Who = tuple[str | None, str | None]  # component, agent level


class Sum(NamedTuple):
    """``unpriced``: requests that are not in ``pico``, because nobody knows their price."""

    pico: int = 0
    unpriced: int = 0

    def plus(self, pico: int, unpriced: int) -> Sum:
        return Sum(self.pico + pico, self.unpriced + unpriced)


NOTHING = Sum()


class Books(Protocol):
    async def cloud_costs(self, *, since: datetime, until: datetime) -> tuple[Spent, ...]: ...


class Budgets:
    """``load`` once, before the first decision; ``admit`` each call, ``book`` each row.

    ``price(model, usage, at)`` gives pico-dollars, None where nobody knows: such calls are counted
    as unpriced, and take nothing from a budget.
    """

    def __init__(
        self,
        *,
        budgets: Callable[[], tuple[Budget, ...]],
        books: Books,
        price: Callable[[str, Usage, datetime], int | None],
        zone: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._budgets = budgets
        self._books = books
        self._price = price
        self._zone = zone
        self._now = now
        self._began = now()
        self._loaded = False
        self._quarters: dict[int, dict[Who, Sum]] = defaultdict(
            lambda: defaultdict(lambda: NOTHING)
        )
        self._windows: dict[tuple[str, str], Window] = {}
        self._spent: dict[tuple[Budget, Window], Sum] = {}
        self._under_way: dict[str, tuple[Who, int]] = {}
        self.problem: Problem | None = None

    async def load(self) -> None:
        """What earlier runs of the service booked; this one's rows come by ``book``."""
        since = self._began - LONGEST
        try:
            for spent in await self._books.cloud_costs(since=since, until=self._began):
                quarter, who = self._quarters[spent.quarter], (spent.component, spent.agent_level)
                quarter[who] = quarter[who].plus(spent.pico, spent.unpriced)
        except ZiggieError as error:
            log.warning("budgets count from this start on: %s", error.title)
            self.problem = Problem(
                code="budget_unknown",
                title="What was spent before this start is not known: the ledger cannot be read.",
                remedy="Budgets count from this start on. Make the ledger readable, then restart.",
            )
        self._spent.clear()
        self._loaded = True

    def refusal(self) -> str | None:
        """Why the cloud cannot be asked yet, where a budget is set."""
        if self._loaded or not self._budgets():
            return None
        return "what was spent so far is still being looked up"

    def spendings(self, *, apart_from: str | None = None) -> tuple[Spending, ...]:
        """What each budget of the policy came to, without one request that is under way."""
        budgets = self._budgets()
        if not budgets:
            return ()
        now = self._now()
        sums = {budget: self._spent_of(budget, now) for budget in budgets}
        return tuple(
            Spending(
                budget=budget,
                spent_pico=sums[budget].pico,
                unpriced=sums[budget].unpriced,
                under_way_pico=sum(
                    pico
                    for request_id, (who, pico) in self._under_way.items()
                    if request_id != apart_from and budget.covers(*who)
                ),
            )
            for budget in budgets
        )

    def admit(self, request_id: str, question: RouteRequest, target: Target) -> ZiggieError | None:
        """None, and from now on the call is under way; or why it may not be made."""
        if target.side is not Side.CLOUD or not self._budgets():
            return None
        over = over_budget(question, self.spendings(apart_from=request_id))
        if over is not None:
            title = over.reason[:1].upper() + over.reason[1:]
            return ZiggieError(BUDGET_SPENT, title, over.remedy, status=PAYMENT_REQUIRED)
        usage = Usage(
            input_tokens=question.prompt_tokens,
            output_tokens=question.max_tokens or DEFAULT_MAX_TOKENS,
        )
        who = (question.component, question.agent_level)
        self._under_way[request_id] = (who, self._price(target.model, usage, self._now()) or 0)
        return None

    def book(self, row: RequestRow) -> None:
        """The request has ended: what it cost counts, what it might have cost no longer does."""
        self._under_way.pop(row.id, None)
        if row.fallback_from is None and all(a.route == "local" for a in row.attempts):
            return  # the cloud had no part in it
        cost, unpriced = parts_of(row).billed_pico, int(is_unpriced(row))
        if not (cost or unpriced):
            return
        quarter, who = self._quarters[quarter_of(row.started_at)], (row.component, row.agent_level)
        quarter[who] = quarter[who].plus(cost, unpriced)
        for (budget, window), known in self._spent.items():
            start, end = window
            if start <= row.started_at < end and budget.covers(*who):
                self._spent[budget, window] = known.plus(cost, unpriced)

    def _spent_of(self, budget: Budget, now: datetime) -> Sum:
        window = self._window(budget.per, now)
        known = self._spent.get((budget, window))
        if known is None:
            self._forget(now)
            start, end = (quarter_of(at) for at in window)
            known = NOTHING
            for quarter, costs in self._quarters.items():
                if start <= quarter < end:
                    for who, found in costs.items():
                        if budget.covers(*who):
                            known = known.plus(found.pico, found.unpriced)
            self._spent[budget, window] = known
        return known

    def _window(self, per: str, now: datetime) -> Window:
        zone = self._zone()
        window = self._windows.get((per, zone))
        if window is None or not window[0] <= now < window[1]:
            window = periods.day(now, zone) if per == "day" else periods.month(now, zone)
            self._windows[per, zone] = window
        return window

    def _forget(self, now: datetime) -> None:
        """A new day, zone or policy has come: drop what no budget can ask for any more."""
        budgets = self._budgets()
        self._spent = {
            (budget, window): known
            for (budget, window), known in self._spent.items()
            if budget in budgets and window[0] <= now < window[1]
        }
        oldest = quarter_of(now - LONGEST)
        for quarter in [quarter for quarter in self._quarters if quarter < oldest]:
            del self._quarters[quarter]
