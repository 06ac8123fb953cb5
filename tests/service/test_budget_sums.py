"""What the service counts against a budget: whose, since when, in which zone, and while it runs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.ledger.make import row
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Attempt, RequestRow, Usage
from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineState,
    EngineStatus,
    GpuState,
    GpuStatus,
    Mode,
)
from ziggie_desktop.ledger.spending import Spent
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.routing.budget import PICO, Budget
from ziggie_desktop.routing.request import AgentLevel, RouteRequest, Side, Target
from ziggie_desktop.service.budgets import Budgets
from ziggie_desktop.service.checks.budget import check
from ziggie_desktop.service.checks.facts import Facts

DAY = Budget(per="day", usd=1.0)
MONTH = Budget(per="month", usd=10.0)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLAUDE = Target(side=Side.CLOUD, model="claude-haiku-5-5")
LOCAL = Target(side=Side.LOCAL, model="llama3.2:3b")
ASK = RouteRequest(model="claude-haiku-5-5", component="kb", max_tokens=100)


class House:
    """A clock, a zone, a policy and an empty ledger around one Budgets."""

    def __init__(self, *budgets: Budget, estimate: int | None = PICO // 10) -> None:
        self.now = NOON
        self.zone = "UTC"
        self.policy = budgets
        self.estimate = estimate
        self.made = Budgets(
            budgets=lambda: self.policy,
            books=self,
            price=lambda model, usage, at: self.estimate,
            zone=lambda: self.zone,
            now=lambda: self.now,
        )

    async def cloud_costs(self, *, since: datetime, until: datetime) -> tuple[Spent, ...]:
        return ()

    def book(self, name: str, pico: int, **said: object) -> None:
        self.made.book(cost(name, pico, **{"started_at": self.now, **said}))

    def spent(self) -> list[int]:
        return [spending.spent_pico for spending in self.made.spendings()]


def cost(name: str, pico: int, **said: object) -> RequestRow:
    attempt = Attempt(
        route="cloud", model="c", outcome="ok", duration_ms=1.0, usage=Usage(), list_cost_pico=pico
    )
    return row(
        **{"id": name, "route": "cloud", "attempts": (attempt,), "list_cost_pico": pico, **said}
    )


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.CRITICAL, "ziggie.service"):
        yield


async def test_only_the_own_requests_of_the_own_period_count() -> None:
    house = House(
        DAY,
        MONTH,
        Budget(per="day", usd=1.0, component="kb*"),
        Budget(per="month", usd=1.0, agent_level=AgentLevel.L1),
    )
    await house.made.load()
    house.book("a", 5, component="kb-analyzer", agent_level=None)
    house.book("b", 7, component="spawner", agent_level="L1")
    assert house.spent() == [12, 12, 5, 7]
    house.now += timedelta(days=1)
    assert house.spent() == [0, 12, 0, 7]
    house.book("late", 11, started_at=NOON, component="kb", agent_level=None)
    assert house.spent() == [0, 23, 0, 7]
    house.now += timedelta(days=11)
    assert house.spent() == [0, 0, 0, 0]


async def test_a_new_zone_or_policy_is_summed_anew() -> None:
    house = House(DAY)
    await house.made.load()
    house.now = NOON.replace(hour=1)
    house.book("a", 5)  # half past six in the morning in Kathmandu, and still yesterday in Denver
    house.now = NOON
    assert house.spent() == [5]
    house.zone = "America/Denver"
    assert house.spent() == [0]
    house.zone = "Asia/Kathmandu"
    assert house.spent() == [5]
    house.policy = (MONTH, DAY)
    assert house.spent() == [5, 5]


async def test_what_earlier_runs_booked_is_read_from_the_ledger(tmp_path: Path) -> None:
    ledger = await Ledger.open(tmp_path / "ledger.db")
    try:
        ledger.record(cost("today", 5, started_at=NOON - timedelta(hours=1)))
        ledger.record(cost("also", 7, started_at=NOON - timedelta(minutes=50)))
        ledger.record(cost("month", 11, started_at=NOON - timedelta(days=3)))
        ledger.record(cost("long ago", 13, started_at=NOON - timedelta(days=90)))
        ledger.record(row(id="local", started_at=NOON - timedelta(hours=2)))
        ledger.record(unpriced("who knows", started_at=NOON - timedelta(hours=2)))
        # not flushed: a row that an earlier process left in its journal comes in just before, too
        budgets = Budgets(
            budgets=lambda: (DAY, MONTH),
            books=ledger,
            price=lambda model, usage, at: None,
            zone=lambda: "UTC",
            now=lambda: NOON,
        )
        assert budgets.refusal() is not None  # until it is known, nothing may be spent
        await budgets.load()
        assert budgets.refusal() is None
        assert [s.spent_pico for s in budgets.spendings()] == [12, 23]
        assert [s.unpriced for s in budgets.spendings()] == [1, 1]
    finally:
        await ledger.close()


@pytest.mark.usefixtures("quiet")
async def test_a_ledger_that_cannot_be_read_is_a_problem_and_stops_nobody() -> None:
    house = House(DAY)

    async def broken(*, since: datetime, until: datetime) -> tuple[Spent, ...]:
        raise ZiggieError("ledger_unreadable", "It cannot be read.", "Mend it.", status=503)

    house.cloud_costs = broken  # type: ignore[method-assign]
    await house.made.load()
    assert house.made.refusal() is None
    assert house.made.problem is not None
    assert house.made.problem.code == "budget_unknown"


async def test_a_call_under_way_counts_until_it_is_booked() -> None:
    house = House(DAY, estimate=PICO)
    await house.made.load()
    assert house.made.admit("a", ASK, CLAUDE) is None
    assert house.made.admit("a", ASK, CLAUDE) is None  # its own retry is not a second call
    barred = house.made.admit("b", ASK, CLAUDE)
    assert barred is not None
    assert (barred.code, barred.status) == ("budget_spent", 402)
    assert "$0.00 spent, up to $1.00 under way" in barred.title
    assert house.made.admit("b", ASK, LOCAL) is None
    house.book("a", 0, route=None, attempts=(), list_cost_pico=None)
    assert house.made.admit("b", ASK, CLAUDE) is None


async def test_a_call_that_nobody_can_price_counts_nothing() -> None:
    house = House(DAY, estimate=None)
    await house.made.load()
    assert all(house.made.admit(str(n), ASK, CLAUDE) is None for n in range(5))
    assert house.made.spendings()[0].under_way_pico == 0


def unpriced(name: str, **said: object) -> RequestRow:
    attempt = Attempt(route="cloud", model="c", outcome="ok", duration_ms=1.0, usage=Usage())
    found = row(**{"id": name, "route": "cloud", "attempts": (attempt,), **said})
    return replace(found, list_cost_pico=None, counterfactual_cost_pico=None)


def facts(house: House) -> Facts:
    return Facts(
        mode=Mode.AUTO,
        engine=EngineStatus(state=EngineState.READY, reason=""),
        gpu=GpuStatus(state=GpuState.ABSENT, reason=""),
        cloud=CloudStatus(configured=True, key_source="none", url="", simulated=False, reason=""),
        models=1,
        files=(),
        ledger_reason=None,
        spendings=house.made.spendings(),
    )


async def test_calls_of_unknown_price_are_told_not_forgotten() -> None:
    house = House(DAY, Budget(per="day", usd=1.0, component="other"))
    await house.made.load()
    house.made.book(unpriced("a", started_at=NOON))
    house.made.book(unpriced("b", started_at=NOON))
    house.made.book(row(id="local", started_at=NOON, counterfactual_cost_pico=None))
    assert [s.unpriced for s in house.made.spendings()] == [2, 0]
    problem = check(facts(house))
    assert problem is not None
    assert problem.code == "budget_unpriced"
    assert problem.title == (
        "2 requests of unknown price cannot be counted in the cloud budget of $1.00 a day."
    )
    house.book("c", PICO)
    problem = check(facts(house))
    assert problem is not None
    assert problem.code == "budget_spent"
    assert "is spent ($1.00 and 2 requests of unknown price)" in problem.title


@given(
    st.lists(st.tuples(st.integers(0, 9), st.floats(0, 1)), max_size=60),
    st.integers(min_value=1, max_value=PICO),
)
async def test_no_order_of_calls_passes_a_limit_by_more_than_one(
    steps: list[tuple[int, float]], estimate: int
) -> None:
    """Each number begins a call, or ends it if it runs, for a share of what it may cost."""
    house = House(DAY, estimate=estimate)
    await house.made.load()
    running: set[int] = set()
    spent = 0
    for count, (number, share) in enumerate(steps):
        if number in running:
            pico = int(estimate * share)
            house.book(str(number), pico)
            spent += pico
            running.discard(number)
        elif house.made.admit(str(number), ASK, CLAUDE) is None:
            running.add(number)
        assert spent + estimate * len(running) < DAY.cap_pico + estimate, count
    assert house.spent() == [spent]
