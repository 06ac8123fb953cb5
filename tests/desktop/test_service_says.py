"""The service's own words, as its parts make them, are German in a German window.

The templates are tested one by one elsewhere; here are whole texts: put together of clauses, with
values, in all the states that the decision, the engine and the checks know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from tests.benchmarks.decide import REQUESTS, machines
from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineState,
    EngineStatus,
    Gpu,
    GpuState,
    GpuStatus,
    Leaving,
    LoadedModel,
    Mode,
)
from ziggie_desktop.data import resource
from ziggie_desktop.desktop.language import Language, Speech
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.engine import report
from ziggie_desktop.engine.machine import Memory, Phase
from ziggie_desktop.engine.owner import Owner, OwnerKind
from ziggie_desktop.engine.speed import Slow
from ziggie_desktop.gateway import outcome
from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.gpu.honesty import SensorFault
from ziggie_desktop.library.fetch import FetchFailed, failure_of
from ziggie_desktop.routing.budget import Budget, Spending
from ziggie_desktop.routing.decide import decide
from ziggie_desktop.routing.machine import LocalModel, Machine
from ziggie_desktop.routing.policy import parse_policy
from ziggie_desktop.routing.request import (
    AgentLevel,
    Decision,
    RouteRequest,
    Side,
    Target,
    UseLocal,
)
from ziggie_desktop.service.checks import problems
from ziggie_desktop.service.checks.facts import Facts

POLICY = parse_policy(resource("policy.toml").read_text(encoding="utf-8"))
SMALL = LocalModel(name="smollm2:135m", context=4096, capabilities=frozenset({"completion"}))
CLAUDE = Target(side=Side.CLOUD, model="claude-haiku-4-5")
# "an", "es" and the like are German too; commands, addresses and paths are nobody's words.
ENGLISH = re.compile(
    r"\b(the|is|are|with|from|its|it|this|that|and|of|to|cannot|has|been|by|for)\b"
)
NO_WORDS = re.compile(r"`[^`]*`|ziggie-desktop [\w -]+|https?://\S+|(?<!\w)/\S+|'[^']*'")


@pytest.fixture
def german(app: QApplication) -> Iterator[None]:
    speech = Speech(app=app)
    speech.speak(Language.GERMAN)
    yield
    speech.close()
    QLocale.setDefault(QLocale("en_US"))


def left_in_english(*texts: str | None) -> list[str]:
    german = {text: said(text) for text in texts if text}
    return [text for text, words in german.items() if ENGLISH.search(NO_WORDS.sub("", words))]


def _decisions() -> Iterator[str | None]:
    spent = Spending(budget=Budget(per="day", usd=5), spent_pico=502 * 10**10, unpriced=2)
    nearly = Spending(
        budget=Budget(per="month", usd=0.5, agent_level=AgentLevel.L1, at_limit="stop"),
        spent_pico=4 * 10**11,
        under_way_pico=2 * 10**11,
    )
    here = (
        *(m for m in machines().values() if not m.local_refusal and not m.failing),
        Machine(models=(SMALL,), yielding="the GPU is lent to blender until it is free"),
        Machine(models=(SMALL,), local_refusal="the engine is not ready yet"),
        Machine(models=(SMALL,), cloud_refusal="there is no Claude key"),
        Machine(local_refusal="not started yet", cloud_refusal="there is no Claude key"),
        Machine(
            models=(SMALL,),
            failing={
                (Side.LOCAL, SMALL.name): "smollm2:135m failed (took too long) and is left alone"
                " for 9 s",
                (Side.CLOUD, None): "the cloud side failed (is overloaded) and is being tried"
                " again",
            },
        ),
        Machine(models=(SMALL,), spendings=(spent,)),
        Machine(models=(SMALL,), spendings=(nearly,)),
        Machine(models=(SMALL,), local_lacks=frozenset({"logprobs"})),
        Machine(models=(SMALL,), mode=UseLocal.ALWAYS),
        Machine(models=(SMALL,), mode=UseLocal.NEVER),
    )
    wishes = (
        *REQUESTS,
        RouteRequest(model="claude-haiku-4-5", agent_level=AgentLevel.L1),
        RouteRequest(model="claude-haiku-4-5", use_local=UseLocal.ALWAYS, prompt_tokens=9000),
        RouteRequest(model="claude-haiku-4-5", use_local=UseLocal.NEVER),
        RouteRequest(model="smollm2:135m", needs=frozenset({"completion", "tools", "vision"})),
        RouteRequest(model="smollm2:135m", needs=frozenset({"logprobs"})),
        RouteRequest(model="nomic-embed-text", needs=frozenset({"embedding"})),
        RouteRequest(model="nobody:7b"),
        RouteRequest(model="smollm2:135m", min_confidence=0.8, use_local=UseLocal.ALWAYS),
    )
    for machine, wish in product(here, wishes):
        found = decide(wish, POLICY, machine)
        yield found.reason
        yield found.instead_reason if isinstance(found, Decision) else found.remedy


def test_decisions(german: None) -> None:
    assert left_in_english(*set(_decisions())) == []


def test_failed_calls(german: None) -> None:
    failed = [
        Failed(kind=kind, message="", status=status) for kind in FaultKind for status in (None, 503)
    ]
    texts = [outcome.clause(one, side) for one in failed for side in Side]
    remedies = [outcome.exhausted(one, CLAUDE).remedy for one in failed]
    assert left_in_english(*texts, *remedies, *map(outcome.reason, FaultKind)) == []


def test_the_engine(german: None) -> None:
    """Each phase, whoever holds the port."""
    texts: list[str | None] = []
    words = {
        Phase.BACKOFF: "Ollama ended with status 1; starting again in 4.0 s",
        Phase.FAILED: "gave up after 5 failures in a row; last: Ollama was ended by SIGKILL",
        Phase.SEEKING: "no Ollama was found on this machine",
    }
    owners = [
        Owner(kind=OwnerKind.SYSTEMD, is_ollama=True, pid=812, unit="ollama.service"),
        Owner(kind=OwnerKind.FOREIGN, is_ollama=True, pid=4711, user="bob"),
        Owner(kind=OwnerKind.DOCKER, is_ollama=True, container="ollama"),
    ]
    for phase, missed, owner in product(Phase, (0, 2), owners):
        facts = report.Facts(
            owner=owner,
            elsewhere=f"port 11434 is held by {owner.words}, so port 11435 is used",
            log=Path("/home/me/ollama.log"),
        )
        memory = Memory(phase=phase, words=words.get(phase, "not started yet"), missed=missed)
        status = report.status_of(memory, facts, datetime.now(UTC))
        texts += [status.reason, status.remedy, report.not_ready(status).title]
    assert left_in_english(*texts) == []


@pytest.mark.parametrize(
    "words",
    [
        "no space left on device",
        "pull model manifest: file does not exist",
        "unauthorized",
        "insecure protocol http",
        "digest mismatch",
        "this model requires a newer version of Ollama",
    ],
)
def test_a_failed_download_says_what_to_do(german: None, words: str) -> None:
    """What Ollama itself said stands before it, in Ollama's words."""
    failed = failure_of(words, "llama3.2:3b")
    assert left_in_english(failed.remedy) == []
    if not isinstance(failed, FetchFailed):
        assert left_in_english(failed.title) == []


CARD = Gpu(uuid="GPU-1", index=0, name="NVIDIA RTX 4070", temperature_c=90, temperature_limit_c=83)


def facts(**more: object) -> Facts:
    given = {
        "mode": Mode.AUTO,
        "engine": EngineStatus(state=EngineState.READY, reason="our own Ollama answers"),
        "gpu": GpuStatus(state=GpuState.OK, reason="The NVIDIA driver answers.", gpus=(CARD,)),
        "cloud": CloudStatus(
            configured=False, key_source="none", url="", simulated=False, reason="none"
        ),
        "models": 0,
        "files": (),
        "ledger_reason": "The disk is full.",
        "update": ("0.34.2", "0.34.4"),
    }
    return Facts(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        facts(),
        facts(
            engine=EngineStatus(
                state=EngineState.ADOPTED, reason="", settings_waiting=("OLLAMA_KEEP_ALIVE",)
            )
        ),
        facts(
            engine=EngineStatus(
                state=EngineState.READY, reason="", settings_waiting=("OLLAMA_KEEP_ALIVE",)
            )
        ),
        facts(engine_warnings=("engine.debug is on: Ollama writes prompts to its log.",)),
        facts(gpu=GpuStatus(state=GpuState.LOST, reason="The GPU's driver went away: GPU figures"
                            " are unknown until it is back.")),
        facts(spendings=(Spending(budget=Budget(per="day", usd=5), spent_pico=43 * 10**11),)),
        facts(spendings=(Spending(budget=Budget(per="month", usd=5, component="kb"), unpriced=1),)),
        facts(loaded=(LoadedModel(name="m:1", size_bytes=10, size_vram_bytes=0),)),
        facts(loaded=(LoadedModel(name="m:1", size_bytes=10, size_vram_bytes=6),)),
        facts(
            loaded=(LoadedModel(name="m:1", size_bytes=10, size_vram_bytes=10),),
            slow=(Slow("m:1", 4.0, 80.0),),
        ),
        facts(loaded=(LoadedModel(name="m:1", leaving=Leaving.STUCK),)),
        *(facts(sensors={"GPU-1": fault}) for fault in SensorFault),
    ],
)  # fmt: skip
def test_problems(german: None, given: Facts) -> None:
    found = problems(given)
    assert found
    assert left_in_english(*(text for one in found for text in (one.title, one.remedy))) == []
