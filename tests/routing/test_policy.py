"""What the owner may write into policy.toml, and what a mistake is answered with."""

from __future__ import annotations

from typing import Any

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.data import resource
from ziggie_desktop.routing.policy import parse_policy
from ziggie_desktop.routing.request import AgentLevel, RouteRequest

RULE = '[[rules]]\nroute = "local"\nbecause = "x"\n'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("version = 1\nrules ! []", "line 2"),
        ("version = 2\nrules = []", "version is 2"),
        ("rules = []", "version"),
        ('version = 1\n[[rules]]\nroute = "moon"\nbecause = "x"', "moon"),
        ('version = 1\n[[rules]]\nroute = "local"', "because"),
        ("version = 1\n" + RULE + 'agent_lvel = "L1"', "agent_lvel"),
        ("version = 1\n" + RULE + 'fallback = "local"', "rule 1"),
        ("version = 1\n" + RULE + 'agent_level = "L9"', "L9"),
    ],
)
def test_a_mistake_is_named(text: str, names: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        parse_policy(text)
    assert caught.value.code == "policy_invalid"
    assert names in caught.value.title


def test_the_first_matching_rule_decides() -> None:
    policy = parse_policy(
        "version = 1\n"
        '[[rules]]\ncomponent = "kb*"\ntask = "kb.analyze"\nroute = "cloud"\nbecause = "first"\n'
        '[[rules]]\ncomponent = "kb*"\nroute = "local"\nbecause = "second"\n'
    )
    rule = policy.rule_for(RouteRequest(model="m", component="kb-analyzer", task="kb.analyze"))
    assert rule.because == "first"
    rule = policy.rule_for(RouteRequest(model="m", component="kb-analyzer"))
    assert rule.because == "second"
    assert policy.rule_for(RouteRequest(model="m")).because == "local first"


def test_an_exact_alias_comes_before_a_glob() -> None:
    policy = parse_policy(
        "version = 1\nrules = []\n"
        '[models.aliases]\n"claude-*" = "big"\n"claude-haiku-5-5" = "small"\n'
    )
    assert policy.alias("claude-haiku-5-5") == "small"
    assert policy.alias("claude-opus-5-5") == "big"
    assert policy.alias("llama") is None


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ({}, 0),
        ({"task": "chat"}, 0),
        ({"agent_level": AgentLevel.L3}, 500),
        ({"task": "agent.plan"}, 500),
        ({"task": "kb.analyze"}, 500),
        ({"component": "kb-analyzer"}, 500),
        ({"component": "agent-spawner"}, 500),
        ({"component": "control-center"}, 0),
    ],
)
def test_whose_streams_the_seed_policy_holds(said: dict[str, Any], tokens: int) -> None:
    policy = parse_policy(resource("policy.toml").read_text(encoding="utf-8"))
    assert policy.hold_tokens(RouteRequest(model="m", **said)) == tokens


def test_a_stream_may_be_held_whole_and_by_level() -> None:
    policy = parse_policy(
        'version = 1\nrules = []\n[[hold]]\nagent_level = "L1"\ntokens = "all"\n'
        '[[hold]]\nagent_level = "any"\ntokens = 7\n'
    )
    assert policy.hold_tokens(RouteRequest(model="m", agent_level=AgentLevel.L1)) is None
    assert policy.hold_tokens(RouteRequest(model="m", agent_level=AgentLevel.L2)) == 7
    assert policy.hold_tokens(RouteRequest(model="m")) == 0


@pytest.mark.parametrize(
    "text",
    [
        "[[hold]]\ntokens = -1",
        '[[hold]]\ntokens = "some"',
        '[[hold]]\ntokens = 1\nagent_level = "L9"',
        "[[confidence]]\nvalue = 1.5",
        '[weigh]\ndeadline = "perhaps"',
    ],
)
def test_wrong_weights_holds_and_confidences_are_refused(text: str) -> None:
    with pytest.raises(ZiggieError):
        parse_policy(f"version = 1\nrules = []\n{text}\n")
