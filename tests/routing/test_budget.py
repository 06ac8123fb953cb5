"""Budgets: what the owner may write, how full they are, and what the decision makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.data import resource
from ziggie_desktop.routing.budget import (
    PICO,
    Budget,
    Fullness,
    Spending,
    over_budget,
    spent_words,
)
from ziggie_desktop.routing.decide import decide
from ziggie_desktop.routing.machine import LocalModel, Machine
from ziggie_desktop.routing.policy import parse_policy
from ziggie_desktop.routing.request import (
    AgentLevel,
    Decision,
    Refusal,
    RouteRequest,
    Side,
    UseLocal,
)

HEAD = 'version = 1\n[[rules]]\ncomponent = "big"\nroute = "cloud"\nbecause = "big goes up"\n'
HEAD += '[[rules]]\nroute = "local"\nfallback = "cloud"\nbecause = "local first"\n'
POLICY = parse_policy(HEAD)
HERE = (LocalModel(name="llama3.2:3b", context=8192),)
DAY: dict[str, Any] = {"per": "day", "usd": 5.0}


def full(**said: Any) -> Spending:
    return Spending(budget=Budget(**{**DAY, **said}), spent_pico=6 * PICO)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('per = "week"\nusd = 1.0', "week"),
        ('per = "day"', "usd"),
        ('per = "day"\nusd = 0', "budget 1: usd must be a number above 0"),
        ('per = "day"\nusd = -1.0', "budget 1"),
        ('per = "day"\nusd = inf', "budget 1"),
        ('per = "day"\nusd = "much"', "usd"),
        ('per = "day"\nusd = 1\nat_limit = "beg"', "beg"),
        ('per = "day"\nusd = 1\nagent_level = "L9"', "L9"),
        ('per = "day"\nusd = 1\ncomponnent = "kb"', "componnent"),
    ],
)
def test_a_mistake_is_named(text: str, names: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        parse_policy(HEAD + "[[budgets]]\n" + text)
    assert caught.value.code == "policy_invalid"
    assert names in caught.value.title


def test_budgets_are_read() -> None:
    budgets = parse_policy(
        HEAD + '[[budgets]]\nper = "month"\nusd = 0.05\nat_limit = "stop"\ncomponent = "kb*"\n'
    ).budgets
    assert budgets == (Budget(per="month", usd=0.05, at_limit="stop", component="kb*"),)
    assert budgets[0].cap_pico == PICO // 20
    assert parse_policy(HEAD).budgets == ()


def test_the_example_in_the_seed_policy_is_right() -> None:
    seed = resource("policy.toml").read_text(encoding="utf-8")
    before, mark, example = seed.partition("# [[budgets]]\n")
    lines = [line.removeprefix("# ") for line in (mark + example).splitlines()]
    assert parse_policy(before).budgets == ()
    assert parse_policy(before + "\n".join(lines)).budgets == (
        Budget(per="day", usd=5.0, at_limit="local", component="kb-*", agent_level=AgentLevel.L1),
    )


@pytest.mark.parametrize(
    ("percent", "fullness", "allows"),
    [
        (0, Fullness.FINE, True),
        (79, Fullness.FINE, True),
        (80, Fullness.WARN, True),
        (99, Fullness.WARN, True),
        (100, Fullness.SPENT, False),
        (250, Fullness.SPENT, False),
    ],
)
def test_how_full_it_is(percent: int, fullness: Fullness, allows: bool) -> None:
    spending = Spending(budget=Budget(**DAY), spent_pico=5 * PICO * percent // 100)
    assert (spending.fullness, spending.allows) == (fullness, allows)


def test_the_words_hold_the_figures() -> None:
    assert spent_words(full()) == "the cloud budget of $5.00 a day is spent ($6.00)"
    some = Spending(
        budget=Budget(per="month", usd=0.05, component="kb*", agent_level=AgentLevel.L2),
        spent_pico=PICO * 41 // 1000,
    )
    words = "the cloud budget of kb*, level L2 of $0.05 a month is spent to 82 % ($0.0410)"
    assert spent_words(some) == words


@pytest.mark.parametrize(
    ("said", "spending", "expected"),
    [
        # The machine is well, the budget is not the request's own: nothing changes.
        ({"component": "big"}, {"component": "kb*"}, "cloud"),
        ({"component": "big"}, {"agent_level": AgentLevel.L1}, "cloud"),
        # "local" takes the cloud away, whatever the rule says.
        ({"component": "big"}, {}, "local"),
        ({"component": "big"}, {"component": "b*"}, "local"),
        ({"agent_level": AgentLevel.L1}, {"agent_level": AgentLevel.L1}, "local"),
        ({}, {}, "local"),
        # "stop" refuses what belongs in the cloud, and leaves alone what does not.
        ({"component": "big"}, {"at_limit": "stop"}, "budget_spent"),
        ({}, {"at_limit": "stop"}, "local"),
        # Who insists is told; who insists on the local side is not concerned.
        ({"use_local": UseLocal.NEVER}, {}, "budget_spent"),
        ({"use_local": UseLocal.ALWAYS}, {"at_limit": "stop"}, "local"),
    ],
)
def test_a_spent_budget_in_the_decision(
    said: dict[str, Any], spending: dict[str, Any], expected: str
) -> None:
    machine = Machine(models=HERE, spendings=(full(**spending),))
    made = decide(RouteRequest(model="claude-haiku-5-5", **said), POLICY, machine)
    if expected == "budget_spent":
        assert isinstance(made, Refusal)
        assert (made.code, made.status) == ("budget_spent", 402)
        assert "$5.00 a day is spent ($6.00)" in made.reason
        assert "policy.toml" in made.remedy
        return
    assert isinstance(made, Decision)
    assert made.target.side.value == expected
    if expected == "local":
        assert made.fallback is None


def test_a_request_that_went_local_for_the_budget_says_so() -> None:
    machine = Machine(models=HERE, spendings=(full(),))
    made = decide(RouteRequest(model="claude-haiku-5-5", component="big"), POLICY, machine)
    assert isinstance(made, Decision)
    assert made.instead_of is Side.CLOUD
    assert made.reason == "big goes up, but the cloud budget of $5.00 a day is spent ($6.00)"


@pytest.mark.parametrize("at_limit", ["local", "stop"])
def test_with_the_local_side_away_it_is_refused_in_words(at_limit: str) -> None:
    machine = Machine(
        models=HERE, local_refusal="Ollama is starting", spendings=(full(at_limit=at_limit),)
    )
    for component in ("big", "small"):
        question = RouteRequest(model="claude-haiku-5-5", component=component)
        made = decide(question, POLICY, machine)
        assert isinstance(made, Refusal)
        assert made.code == "budget_spent"
        assert "$5.00 a day is spent" in made.reason


def test_calls_under_way_count_and_are_named() -> None:
    spending = Spending(budget=Budget(**DAY), spent_pico=PICO, under_way_pico=4 * PICO)
    over = over_budget(RouteRequest(model="m"), (spending,))
    assert over is not None
    assert "$1.00 spent, up to $4.00 under way" in over.reason
    machine = Machine(models=HERE, spendings=(spending,))
    made = decide(RouteRequest(model="claude-haiku-5-5"), POLICY, machine)
    assert isinstance(made, Decision)
    assert made.fallback is not None  # there may be room again by the time it is asked


BUDGETS = st.builds(
    Budget,
    per=st.sampled_from(["day", "month"]),
    usd=st.floats(min_value=0.001, max_value=1000),
    at_limit=st.sampled_from(["local", "stop"]),
    component=st.sampled_from([None, "kb*", "big"]),
    agent_level=st.sampled_from([None, *AgentLevel]),
)
SPENDINGS = st.lists(
    st.builds(
        Spending,
        budget=BUDGETS,
        spent_pico=st.integers(0, 2000 * PICO),
        under_way_pico=st.integers(0, 10 * PICO),
    ),
    max_size=4,
)
QUESTIONS = st.builds(
    RouteRequest,
    model=st.just("claude-haiku-5-5"),
    component=st.sampled_from([None, "kb-analyzer", "big"]),
    agent_level=st.sampled_from([None, *AgentLevel]),
    use_local=st.sampled_from(list(UseLocal)),
)


@given(QUESTIONS, SPENDINGS, st.booleans())
def test_no_decision_ever_passes_a_full_budget(
    question: RouteRequest, spendings: list[Spending], away: bool
) -> None:
    """And an empty budget never changes one."""
    gone = "Ollama is away" if away else None
    machine = Machine(models=HERE, local_refusal=gone, spendings=tuple(spendings))
    made = decide(question, POLICY, machine)
    own = [s for s in spendings if s.budget.covers(question.component, question.agent_level)]
    if any(s.spent_pico + s.under_way_pico >= s.budget.cap_pico for s in own):
        assert not (isinstance(made, Decision) and made.target.side is Side.CLOUD)
        if any(s.spent_pico >= s.budget.cap_pico for s in own):
            assert not (isinstance(made, Decision) and made.fallback is not None)
    else:
        assert made == decide(question, POLICY, Machine(models=HERE, local_refusal=gone))
