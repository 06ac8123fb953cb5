"""What a caller may say of its request, and what it is told when it says it wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.hints import Hints, read_hints
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.routing.request import AgentLevel, Delivery, Priority, UseLocal

TESTER = Caller(component="tester")
OWNER = Caller(component="owner", owner=True)
NOBODY = Caller(component="anonymous", anonymous=True)


def test_nothing_said() -> None:
    assert read_hints({"accept": "x"}, {}, TESTER) == Hints(component="tester")


def test_everything_said_in_headers() -> None:
    headers = {
        "x-ziggie-task": "kb.analyze",
        "x-ziggie-priority": "High",
        "x-ziggie-agent-level": "l2",
        "x-ziggie-use-local": "always",
        "x-ziggie-delivery": "whole",
        "x-ziggie-deadline-ms": "1500",
        "x-ziggie-min-confidence": "0.5",
        "x-ziggie-request-id": "no hint of ours",
    }
    assert read_hints(headers, {}, TESTER) == Hints(
        component="tester",
        task="kb.analyze",
        priority=Priority.HIGH,
        agent_level=AgentLevel.L2,
        use_local=UseLocal.ALWAYS,
        delivery=Delivery.WHOLE,
        deadline_s=1.5,
        min_confidence=0.5,
    )


def test_a_header_wins_over_the_body() -> None:
    body = {"priority": "low", "agent-level": "L1", "task": "x"}
    hints = read_hints({"x-ziggie-priority": "critical"}, body, TESTER)
    assert hints.priority is Priority.CRITICAL
    assert hints.agent_level is AgentLevel.L1
    assert hints.task == "x"


def test_the_body_may_use_the_headers_names() -> None:
    hints = read_hints({}, {"X-Ziggie-Priority": "low", "x-ziggie-agent-level": "L3"}, TESTER)
    assert (hints.priority, hints.agent_level) == (Priority.LOW, AgentLevel.L3)


@pytest.mark.parametrize(
    "body",
    [
        {"priority": "urgent"},
        {"priority": 3},
        {"agent_level": "L4"},
        {"use_local": "maybe"},
        {"use_local": True},
        {"delivery": "later"},
        {"deadline_ms": 0},
        {"deadline_ms": "soon"},
        {"deadline_ms": 1e12},
        {"deadline_ms": True},
        {"min_confidence": 1.1},
        {"min_confidence": "nan"},
        {"task": ""},
        {"task": "x" * 129},
        {"task": "a\nb"},
        {"task": ["kb"]},
    ],
)
def test_wrong_values_are_refused_in_words(body: dict[str, Any]) -> None:
    with pytest.raises(ZiggieError) as caught:
        read_hints({}, body, TESTER)
    assert caught.value.status == 400
    assert caught.value.title.startswith("X-Ziggie-")
    assert caught.value.remedy


def test_only_the_owner_may_speak_for_another_component() -> None:
    said = {"x-ziggie-component": "kb-analyzer"}
    assert read_hints(said, {}, OWNER).component == "kb-analyzer"
    assert read_hints({"x-ziggie-component": "tester"}, {}, TESTER).component == "tester"
    with pytest.raises(ZiggieError) as caught:
        read_hints(said, {}, TESTER)
    assert caught.value.status == 403


def test_who_has_no_token_stays_local() -> None:
    assert read_hints({}, {}, NOBODY).use_local is UseLocal.ALWAYS
    with pytest.raises(ZiggieError) as caught:
        read_hints({"x-ziggie-use-local": "never"}, {}, NOBODY)
    assert caught.value.status == 403


def test_a_deadline_and_a_confidence_are_numbers() -> None:
    hints = read_hints({"x-ziggie-deadline-ms": "1500"}, {"min_confidence": 0.25}, TESTER)
    assert (hints.deadline_s, hints.min_confidence) == (1.5, 0.25)
    patient = read_hints({"x-ziggie-deadline-ms": "7200000"}, {}, TESTER)
    assert patient.deadline_s == 7200, "more than any answer takes is no mistake"
    for wrong in ("1.01", "-0.1", "nan", "much"):
        with pytest.raises(ZiggieError) as caught:
            read_hints({"x-ziggie-min-confidence": wrong}, {}, TESTER)
        assert caught.value.status == 400
