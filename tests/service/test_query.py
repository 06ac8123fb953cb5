"""Questions in plain words: what facts are gathered, in whose time; nothing is made up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.make import row
from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.records import Attempt, Usage
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.facts_said import honest
from ziggie_desktop.service.query import Query
from ziggie_desktop.service.when import minute, spans

ZONE = "Europe/Vienna"  # an hour ahead of UTC in November
NOW = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)  # a Thursday, 15:30 there
DOLLAR = 10**12


class House:
    """A ledger with some requests, and a model that says what it is told to say."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.says: str | None = None
        self.currency = Currency()
        self.heard = ""

    async def word(self, rules: str, question: str) -> str | None:
        self.heard = rules
        return self.says

    async def ask(self, question: str) -> Any:
        query = Query(
            state=lambda: None,  # type: ignore[arg-type,return-value]
            ledger=self.ledger,
            period=self.ledger.totals,
            word=self.word,
            currency=lambda: self.currency,
            zone=lambda: ZONE,
            now=lambda: NOW,
        )
        return await query.answer(question)

    def book(self, name: str, at: datetime, dollars: int, **said: Any) -> None:
        pico = dollars * DOLLAR
        attempt = Attempt(
            route="cloud",
            model="claude-haiku-5-5",
            outcome="ok",
            duration_ms=1.0,
            usage=Usage(),
            list_cost_pico=pico,
        )
        found = {
            "id": name,
            "started_at": at,
            "route": "cloud",
            "model": "claude-haiku-5-5",
            "attempts": (attempt,),
            "list_cost_pico": pico,
        }
        self.ledger.record(row(**{**found, **said}))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    ledger = await Ledger.open(tmp_path / "ledger.db")
    house = House(ledger)
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    agent = {"component": "spawner", "agent_level": "L1", "task": "agent.plan"}
    house.book("this week", monday + timedelta(hours=9), 3, **agent)
    house.book("sunday night", monday - timedelta(minutes=30), 5, **agent)  # Monday in Vienna
    house.book("last week", monday - timedelta(days=2), 7, **agent)
    house.book("kb", NOW - timedelta(hours=3), 11, component="kb-analyzer", agent_level=None,
               task="kb.analyze")  # fmt: skip
    at = datetime(2026, 11, 19, 13, 5, 20, tzinfo=UTC)  # 14:05 there
    house.book("why", at, 1, component="chat", reason="critical requests go to the cloud",
               agent_level=None, task=None)  # fmt: skip
    house.book("fell", at + timedelta(seconds=9), 1, component="chat", agent_level=None, task=None,
               reason="local first", fallback_from="local",
               fallback_reason="Ollama took too long")  # fmt: skip
    assert await ledger.flush(timeout_s=60)
    try:
        yield house
    finally:
        await ledger.close()


async def test_is_the_cpu_usage_high(house: House) -> None:
    reply = await house.ask("Is the CPU usage high right now?")
    assert set(reply.facts) == {"machine"}
    machine = reply.facts["machine"]
    assert 0 <= machine["cpu_percent"] <= 100
    assert machine["cpu_usage_is"] in ("low", "moderate", "high")
    assert reply.route is None
    said = f"The CPU usage is {machine['cpu_usage_is']}: {machine['cpu_percent']} %."
    assert reply.answer.startswith(said)


async def test_what_did_the_agents_cost_this_week(house: House) -> None:
    reply = await house.ask("What did the agents cost this week?")
    (costs,) = reply.facts["costs"]
    assert (costs["whose"], costs["period"], costs["requests"]) == ("agents", "this week", 2)
    assert costs["cloud_cost_usd"] == "8.000000"
    assert reply.answer == (
        "This week, agents: 2 requests, 0 answered locally, 0 fallbacks; the cloud cost $8.00,"
        " electricity $0.000000000600; saved, net of all that: -$0.000000000600."
    )


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("What did kb-analyzer cost today?", [("kb-analyzer", "today", "11.000000")]),
        ("What did I spend yesterday?", [(None, "yesterday", "0.000000")]),
        ("What did the agents cost last week?", [("agents", "last week", "7.000000")]),
        ("Costs of the last 3 days?", [(None, "last 3 days", "13.000000")]),
        ("How much money?", [(None, "today", "13.000000"), (None, "this month", "28.000000")]),
    ],
)
async def test_costs_by_time_and_by_whom(
    house: House, question: str, periods: list[tuple[Any, ...]]
) -> None:
    costs = (await house.ask(question)).facts["costs"]
    assert [(c.get("whose"), c["period"], c["cloud_cost_usd"]) for c in costs] == periods


async def test_why_did_it_go_to_the_cloud_at_a_minute(house: House) -> None:
    reply = await house.ask("Why did it go to the cloud at 14:05?")
    assert set(reply.facts) == {"requests"}
    fell, ruled = reply.facts["requests"]
    assert (ruled["at"], ruled["went_to"]) == ("2026-11-19 14:05:20", "cloud")
    assert ruled["reason"] == "critical requests go to the cloud"
    assert "instead_of" not in ruled
    assert (fell["instead_of"], fell["because"]) == ("local", "Ollama took too long")
    assert (
        "14:05:29, chat: went to the cloud instead of local, because: Ollama took too"
        in reply.answer
    )
    near = await house.ask("Why did it go to the cloud at 14:08?")
    assert [told["at"] for told in near.facts["requests"]] == [fell["at"], ruled["at"]]
    assert (await house.ask("Why did it go to the cloud at 4 am?")).facts["requests"] == []


async def test_a_model_words_the_facts_and_adds_no_number(house: House) -> None:
    question = "What did the agents cost this week?"
    house.says = "The agents cost 8.00 dollars this week."
    reply = await house.ask(question)
    assert (reply.answer, reply.route) == (house.says, "local")
    assert "$8.00" in house.heard
    house.says = "The agents cost 80 dollars."
    reply = await house.ask(question)
    assert reply.route is None
    assert "$8.00" in reply.answer
    assert reply.facts["costs"][0]["cloud_cost_usd"] == "8.000000"


async def test_what_is_the_owners_is_told_in_the_owners_currency(house: House) -> None:
    """What the cloud takes stays in dollars, as in every table."""
    house.currency = Currency("EUR", "1.25")
    at = datetime(2026, 11, 19, 12, tzinfo=UTC)
    house.book("local", at, 0, component="notes", route="local", attempts=(), list_cost_pico=None,
               counterfactual_cost_pico=5 * DOLLAR, electricity_cost_pico=DOLLAR)  # fmt: skip
    assert await house.ledger.flush(timeout_s=60)
    reply = await house.ask("What did notes save today?")
    (costs,) = reply.facts["costs"]
    assert "the cloud cost $0.00, electricity €0.80; saved, net of all that: €3.20." in reply.answer
    assert (costs["net_savings_usd"], costs["net_savings"]) == ("4.000000", "€3.20")
    house.says = "It saved you quite a lot."
    assert (await house.ask("What did notes save today?")).route is None, "it says no figure"


@pytest.mark.parametrize(
    ("worded", "true"),
    [
        ("You lost $3.20 on 2 requests.", False),
        ("The saving was -$3.20.", True),
        ("It came to 3.20 dollars below nothing.", True),
        ("It took $2.", False),
        ("It took €3.20.", False),
        ("", False),
    ],
)
def test_an_amount_keeps_its_sign_and_its_currency(worded: str, *, true: bool) -> None:
    assert honest(worded, "2 requests saved -$3.20.", figures=True) is true


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("this week", ["this week"]),
        ("cost of the week", ["this week"]),
        ("last week and this month", ["last week", "this month"]),
        ("per month", ["this month"]),
        ("", ["today", "this month"]),
    ],
)
def test_times_that_are_named(question: str, names: list[str]) -> None:
    assert [span.name for span in spans(question, now=NOW, tz=ZONE)] == names


def test_weeks_begin_on_monday_in_the_owners_zone() -> None:
    (week,) = spans("this week", now=NOW, tz=ZONE)
    assert week.since == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert week.until == datetime(2026, 11, 22, 23, tzinfo=UTC)
    (last,) = spans("last month", now=datetime(2027, 1, 15, tzinfo=UTC), tz=ZONE)
    assert last.since == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert last.until == datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("at 14:05?", "2026-11-19 14:05"),
        ("at 2:05 pm", "2026-11-19 14:05"),
        ("at 12 am", "2026-11-19 00:00"),
        ("at 9.15", "2026-11-19 09:15"),
        ("at 23:10", "2026-11-18 23:10"),  # not yet today
        ("yesterday at 14:05", "2026-11-18 14:05"),
        ("at 25:10", None),
        ("three times", None),
    ],
)
def test_clock_times(question: str, at: str | None) -> None:
    found = minute(question, now=NOW, tz=ZONE)
    assert (found.name if found else None) == at
