"""The seed policy, the modes and the machine's state, as tables."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from ziggie_desktop.data import resource
from ziggie_desktop.routing.decide import decide
from ziggie_desktop.routing.machine import LocalModel, Machine
from ziggie_desktop.routing.policy import parse_policy
from ziggie_desktop.routing.request import (
    AgentLevel,
    Decision,
    Priority,
    Refusal,
    RouteRequest,
    Side,
    UseLocal,
)

POLICY = parse_policy(resource("policy.toml").read_text(encoding="utf-8"))
SMALL = LocalModel(
    name="smollm2:135m", context=4096, size_bytes=98, capabilities=frozenset({"completion"})
)
BIG = LocalModel(name="llama3.2:latest", context=8192, size_bytes=2000)
HERE = Machine(models=(SMALL,))


def ask(
    machine: Machine = HERE, model: str = "claude-sonnet-5-5", **said: Any
) -> Decision | Refusal:
    return decide(RouteRequest(model=model, **said), POLICY, machine)


@pytest.mark.parametrize(
    ("said", "route", "fallback"),
    [
        ({}, "local", "cloud"),
        ({"priority": Priority.LOW}, "local", "cloud"),
        ({"priority": Priority.MEDIUM}, "local", "cloud"),
        ({"priority": Priority.HIGH}, "local", "cloud"),
        ({"priority": Priority.CRITICAL}, "cloud", "local"),
        ({"agent_level": AgentLevel.L1}, "cloud", "local"),
        ({"agent_level": AgentLevel.L2}, "local", "cloud"),
        ({"agent_level": AgentLevel.L3}, "local", "cloud"),
        ({"agent_level": AgentLevel.L3, "priority": Priority.CRITICAL}, "cloud", "local"),
        ({"use_local": UseLocal.ALWAYS, "agent_level": AgentLevel.L1}, "local", None),
        ({"use_local": UseLocal.NEVER}, "cloud", None),
    ],
)
def test_seed_policy(said: dict[str, Any], route: str, fallback: str | None) -> None:
    decision = ask(**said)
    assert isinstance(decision, Decision)
    assert decision.target.side.value == route
    assert (decision.fallback.side.value if decision.fallback else None) == fallback
    assert decision.reason


@pytest.mark.parametrize(("mode", "route"), [(UseLocal.ALWAYS, "local"), (UseLocal.NEVER, "cloud")])
def test_the_mode_decides_whatever_the_request_says(mode: UseLocal, route: str) -> None:
    decision = ask(Machine(models=(SMALL,), mode=mode), priority=Priority.CRITICAL)
    assert isinstance(decision, Decision)
    assert (decision.target.side.value, decision.fallback) == (route, None)


@pytest.mark.parametrize(
    ("mode", "asked"), [(UseLocal.ALWAYS, UseLocal.NEVER), (UseLocal.NEVER, UseLocal.ALWAYS)]
)
def test_owner_and_caller_who_exclude_each_other_are_told(mode: UseLocal, asked: UseLocal) -> None:
    refusal = ask(Machine(models=(SMALL,), mode=mode), use_local=asked)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == ("mode_conflict", 409)


def test_an_absent_local_side_is_a_fallback_with_its_reason() -> None:
    decision = ask(Machine(models=(SMALL,), local_refusal="Ollama is starting"))
    assert isinstance(decision, Decision)
    assert decision.target.side is Side.CLOUD
    assert decision.target.model == "claude-sonnet-5-5"
    assert decision.instead_of is Side.LOCAL
    assert "Ollama is starting" in decision.reason


SMALL_FAILS: dict[tuple[Side, str | None], str] = {
    (Side.LOCAL, SMALL.name): "it took too long and is left alone for 9 s"
}


def test_a_model_that_is_left_alone_is_a_fallback_with_its_reason() -> None:
    decision = ask(Machine(models=(SMALL,), failing=SMALL_FAILS))
    assert isinstance(decision, Decision)
    assert (decision.target.side, decision.instead_of) == (Side.CLOUD, Side.LOCAL)
    assert "left alone for 9 s" in decision.reason
    assert decision.fallback is None


def test_a_model_that_is_left_alone_is_refused_where_no_other_may_answer() -> None:
    refusal = ask(Machine(models=(SMALL,), failing=SMALL_FAILS), use_local=UseLocal.ALWAYS)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == ("left_alone", 503)


def test_another_model_of_the_side_is_well() -> None:
    decision = ask(Machine(models=(SMALL, BIG), failing=SMALL_FAILS), model=BIG.name)
    assert isinstance(decision, Decision)
    assert decision.target.model == BIG.name


@pytest.mark.parametrize("model", [None, "claude-sonnet-5-5"])
def test_a_cloud_that_is_left_alone_is_no_fallback(model: str | None) -> None:
    decision = ask(Machine(models=(SMALL,), failing={(Side.CLOUD, model): "left alone for 9 s"}))
    assert isinstance(decision, Decision)
    assert (decision.target.side, decision.fallback) == (Side.LOCAL, None)


def test_local_only_never_reaches_the_cloud() -> None:
    refusal = ask(
        Machine(models=(SMALL,), local_refusal="Ollama failed"), use_local=UseLocal.ALWAYS
    )
    assert isinstance(refusal, Refusal)
    assert "Ollama failed" in refusal.reason


def test_both_sides_away_names_both_reasons() -> None:
    refusal = ask(
        Machine(local_refusal="Ollama is absent", cloud_refusal="no Claude key is stored")
    )
    assert isinstance(refusal, Refusal)
    assert "Ollama is absent" in refusal.reason
    assert "no Claude key" in refusal.reason
    assert refusal.status == 503


def test_a_prompt_longer_than_the_context_goes_to_the_cloud_with_the_numbers() -> None:
    decision = ask(prompt_tokens=5000)
    assert isinstance(decision, Decision)
    assert decision.target.side is Side.CLOUD
    assert "5000" in decision.reason
    assert "4096" in decision.reason


def test_a_prompt_longer_than_the_context_is_refused_where_only_local_may_answer() -> None:
    refusal = ask(prompt_tokens=5000, use_local=UseLocal.ALWAYS)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == ("context_too_long", 400)


@pytest.mark.parametrize(
    ("asked", "local"),
    [
        ("smollm2:135m", "smollm2:135m"),
        ("llama3.2", "llama3.2:latest"),
        ("claude-opus-5-5", "llama3.2:latest"),  # the largest installed
        ("ziggie-auto", "llama3.2:latest"),
        ("gpt-5", "llama3.2:latest"),
    ],
)
def test_names_are_mapped_to_installed_models(asked: str, local: str) -> None:
    decision = ask(Machine(models=(SMALL, BIG)), model=asked)
    assert isinstance(decision, Decision)
    assert decision.target.model == local


def test_a_loaded_model_is_preferred_to_a_larger_one() -> None:
    loaded = LocalModel(name="smollm2:135m", size_bytes=98, loaded=True)
    decision = ask(Machine(models=(loaded, BIG)))
    assert isinstance(decision, Decision)
    assert decision.target.model == "smollm2:135m"


@pytest.mark.parametrize("use_local", list(UseLocal))
def test_a_model_that_nobody_knows_is_not_found(use_local: UseLocal) -> None:
    refusal = ask(model="no-such-model", use_local=use_local)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == ("model_not_found", 404)


def test_any_name_may_be_local_while_the_models_were_never_seen() -> None:
    decision = ask(Machine(local_refusal="Ollama is starting"), model="some-local:7b")
    assert isinstance(decision, Decision)
    assert decision.target.model == "claude-haiku-5-5"


def test_tools_need_a_model_that_can() -> None:
    decision = ask(needs=frozenset({"tools"}))
    assert isinstance(decision, Decision)
    assert decision.target.side is Side.CLOUD
    assert "tools" in decision.reason


def test_embeddings_never_go_to_claude() -> None:
    embed = LocalModel(name="nomic-embed-text:latest", capabilities=frozenset({"embedding"}))
    decision = ask(
        Machine(models=(SMALL, embed)), needs=frozenset({"embedding"}), model="ziggie-auto"
    )
    assert isinstance(decision, Decision)
    assert decision.target.model == "nomic-embed-text:latest"
    assert decision.fallback is None


def test_embeddings_of_a_model_by_its_own_name_are_the_engines_matter() -> None:
    """Ollama makes them with every model; who names one wants that one's."""
    wanted = frozenset({"embedding"})
    named = ask(model="smollm2:135m", needs=wanted)
    assert isinstance(named, Decision)
    assert named.target.model == "smollm2:135m"
    for model in ("text-embedding-3-small", "claude-sonnet-5-5"):
        stand_in = ask(model=model, needs=wanted)
        assert isinstance(stand_in, Refusal)
        assert "pull nomic-embed-text" in stand_in.remedy


def test_the_policys_local_model_makes_no_embeddings_for_others() -> None:
    """It is the owner's choice for answers; embeddings by another name come from an embedder."""
    embed = LocalModel(name="nomic-embed-text:latest", capabilities=frozenset({"embedding"}))
    models = structs.replace(POLICY.models, local="smollm2:135m")
    policy = structs.replace(POLICY, models=models)
    asked = RouteRequest(model="text-embedding-3-small", needs=frozenset({"embedding"}))
    decision = decide(asked, policy, Machine(models=(SMALL, embed)))
    assert isinstance(decision, Decision)
    assert decision.target.model == "nomic-embed-text:latest"


def test_log_probabilities_are_the_engines_matter() -> None:
    wanted = frozenset({"logprobs"})
    decision = ask(needs=wanted, agent_level=AgentLevel.L1)
    assert isinstance(decision, Decision)
    assert decision.target.side is Side.LOCAL
    assert "log probabilities" in decision.reason
    old = ask(Machine(models=(SMALL,), local_lacks=wanted), needs=wanted)
    assert isinstance(old, Refusal)
    assert "too old for logprobs" in old.reason
    assert old.status == 400
