"""What Ollama's clients send, and what the local engine is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.dialects.wires import talk
from tests.gateway.dialects.writing import to_claude, to_ollama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.turns import (
    Operation,
    ToolResult,
    ToolUse,
)


@pytest.mark.parametrize(
    ("path", "more", "unknown", "known"),
    [
        ("/v1/messages", {"thinking": None}, False, False),
        ("/v1/messages", {"thinking": {"type": "enabled", "budget_tokens": 2000}}, True, True),
        ("/v1/messages", {"thinking": {"type": "disabled"}}, False, False),
        ("/v1/messages", {"thinking": {"type": "adaptive"}}, None, None),
        ("/v1/chat/completions", {"reasoning_effort": "none"}, False, False),
        ("/v1/responses", {"reasoning": {"effort": "low"}}, True, True),
        ("/api/chat", {"think": True}, True, True),
        ("/api/chat", {"think": "high"}, True, True),
        ("/api/chat", {"think": False}, False, False),
    ],
)
def test_thinking_for_ollama(path: str, more: dict[str, Any], unknown: Any, known: Any) -> None:
    conversation = talk(path, **more)
    assert to_ollama(conversation).get("think") == unknown
    thinks = frozenset({"completion", "thinking"})
    assert to_ollama(conversation, capabilities=thinks).get("think") == known
    assert "think" not in to_ollama(conversation, capabilities=frozenset({"completion"}))


def test_gpt_oss_is_told_a_level() -> None:
    conversation = talk("/api/chat", think="high")
    body = json.loads(OllamaWire().write_request(conversation, model="gpt-oss:20b"))
    assert body["think"] == "high"


def test_the_billing_line_never_reaches_a_local_model() -> None:
    line = "x-anthropic-billing-header: cc_version=2.1; cch=9f3a1;"
    for system in (
        f"{line}\nYou are Claude Code.",
        [{"type": "text", "text": line}, {"type": "text", "text": "You are Claude Code."}],
    ):
        conversation = talk("/v1/messages", system=system)
        message = to_ollama(conversation)["messages"][0]
        assert message == {"role": "system", "content": "You are Claude Code."}


def test_what_only_generate_can_say_is_refused_elsewhere() -> None:
    asked = talk("/api/generate", raw=True)
    assert asked.operation is Operation.TEXT_COMPLETION
    for write in (to_claude, to_ollama):
        with pytest.raises(ZiggieError, match="field raw"):
            write(asked)


def test_ollama_results_without_ids_find_their_calls() -> None:
    def call(name: str) -> dict[str, Any]:
        return {"function": {"name": name, "arguments": {}}}

    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "", "tool_calls": [call("a"), call("b"), call("a")]},
        {"role": "tool", "content": "1", "tool_name": "b"},
        {"role": "tool", "content": "2", "tool_name": "a"},
        {"role": "tool", "content": "3"},
    ]
    turns = talk("/api/chat", messages=messages).turns
    calls = {part.id: part.name for part in turns[1].parts if isinstance(part, ToolUse)}
    assert len(calls) == 3
    results = [part for turn in turns[2:] for part in turn.parts if isinstance(part, ToolResult)]
    assert [calls[result.tool_use_id] for result in results] == ["b", "a", "a"]
    assert len({result.tool_use_id for result in results}) == 3


def test_a_relayed_body_for_ollama_obeys_the_load_broker() -> None:
    body = (
        b'{"model":"m","options":{"num_ctx":512,"num_gpu":3,"temperature":0.50},"ziggie":{},'
        b'"metadata":{"ziggie":{}},"messages":[]}'
    )
    written = OllamaWire().adapt(
        body, model="qwen3:8b", load_options={"num_ctx": 8192}, keep_alive="30m"
    )
    assert json.loads(written) == {
        "model": "qwen3:8b",
        "options": {"temperature": 0.5, "num_ctx": 8192},
        "messages": [],
        "keep_alive": "30m",
        "truncate": False,
        "shift": False,
    }
    kept = OllamaWire().adapt(b'{"model":"m","truncate":true,"shift":true}', model="q")
    assert json.loads(kept) == {"model": "q", "truncate": True, "shift": True}
    for bad in (b"[]", b"{", b'{"options": 7}'):
        with pytest.raises(ZiggieError) as caught:
            OllamaWire().adapt(bad, model="q", load_options={"num_ctx": 1})
        assert caught.value.code == "invalid_request"


def test_results_with_ids_find_the_calls_that_came_without() -> None:
    """LiteLLM sends a history so: the calls stripped of their ids, the results with them."""
    calls: list[Any] = [{"function": {"name": name, "arguments": {}}} for name in ("a", "b")]
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "", "tool_calls": calls},
        {"role": "tool", "content": "1", "tool_call_id": "toolu_1"},
        {"role": "tool", "content": "2", "tool_call_id": "toolu_2"},
    ]
    called, *results = to_claude(talk("/api/chat", messages=messages))["messages"][1:]
    ids = [block["id"] for block in called["content"]]
    assert [block["tool_use_id"] for turn in results for block in turn["content"]] == ids
