"""What Anthropic's clients send, and what Claude is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.dialects.wires import talk
from tests.gateway.dialects.writing import to_claude, to_ollama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.estimate import needs
from ziggie_desktop.gateway.turns import (
    Image,
    Role,
    Text,
)


@pytest.mark.parametrize(
    ("model", "sampling", "thinking", "prefill"),
    [
        ("claude-3-5-haiku-latest", True, "enabled", True),
        ("claude-sonnet-4-20250514", True, "enabled", True),
        ("claude-haiku-4-5-20251001", True, "enabled", True),
        ("claude-opus-4-5", True, "enabled", True),
        ("claude-sonnet-4-6", True, "adaptive", False),
        ("claude-opus-4-7", False, "adaptive", False),
        ("claude-haiku-5-5", False, "adaptive", False),
        ("claude-fable-5", False, "adaptive", False),
    ],
)
def test_what_each_claude_takes(model: str, sampling: bool, thinking: str, prefill: bool) -> None:
    conversation = talk("/api/chat", options={"temperature": 0.2})
    assert ("temperature" in to_claude(conversation, model)) is sampling
    thoughtful = talk("/v1/chat/completions", reasoning_effort="high", temperature=0.2)
    written = to_claude(thoughtful, model)
    assert "temperature" not in written
    if thinking == "enabled":
        assert written["thinking"] == {"type": "enabled", "budget_tokens": 4095}
    else:
        assert written["thinking"] == {"type": "adaptive"}
        assert written["output_config"] == {"effort": "high"}
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Well, \n"}]
    begun = talk("/api/chat", messages=messages)
    if prefill:
        assert to_claude(begun, model)["messages"][-1]["content"][0]["text"] == "Well,"
    else:
        with pytest.raises(ZiggieError, match="does not continue"):
            to_claude(begun, model)
    assert to_ollama(begun)["messages"] == messages


def test_thinking_is_replayed_to_claude_only_as_it_signed_it() -> None:
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [
            {"type": "thinking", "thinking": "local", "signature": ""},
            {"type": "thinking", "thinking": "signed", "signature": "c2ln"},
            {"type": "redacted_thinking", "data": "xx"},
            {"type": "text", "text": "Hello"},
            {"type": "text", "text": ""},
        ]},
        {"role": "user", "content": [{"type": "text", "text": "Go on",
                                      "cache_control": {"type": "ephemeral"}}]},
    ]  # fmt: skip
    conversation = talk("/v1/messages", messages=messages)
    written = to_claude(conversation)["messages"]
    assert written[1]["content"] == [
        {"type": "thinking", "thinking": "signed", "signature": "c2ln"},
        {"type": "redacted_thinking", "data": "xx"},
        {"type": "text", "text": "Hello"},
    ]
    assert written[2] == messages[2]
    assert to_ollama(conversation)["messages"][1:] == [
        {"role": "assistant", "content": "Hello", "thinking": "local\n\nsigned"},
        {"role": "user", "content": "Go on"},
    ]


def test_what_only_claude_has_is_refused_for_a_local_model() -> None:
    document = {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}}
    asked = talk("/v1/messages", messages=[{"role": "user", "content": [document]}])
    assert needs(asked) == {"documents"}
    assert to_claude(asked)["messages"][0]["content"] == [document]
    with pytest.raises(ZiggieError, match="'document'"):
        to_ollama(asked)
    search = {"type": "web_search_20260209", "name": "web_search"}
    asked = talk("/v1/messages", tools=[search])
    assert needs(asked) == {"tools", "server_tools"}
    assert to_claude(asked)["tools"] == [search]
    with pytest.raises(ZiggieError, match="runs at the provider"):
        to_ollama(asked)
    asked = talk("/v1/responses", tools=[{"type": "web_search"}])
    with pytest.raises(ZiggieError, match="not a function"):
        to_claude(asked)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (
            {"type": "document", "title": "Notes", "context": "Of May",
             "source": {"type": "text", "media_type": "text/plain", "data": "Dear diary"}},
            "<document>\n<title>Notes</title>\n<context>Of May</context>\nDear diary\n</document>",
        ),
        (
            {"type": "document", "source": {"type": "content", "content": [
                {"type": "text", "text": "One"}, {"type": "text", "text": "Two"}]}},
            "<document>\nOne\n\nTwo\n</document>",
        ),
        (
            {"type": "search_result", "source": "kb/7", "title": "Seven",
             "content": [{"type": "text", "text": "A number"}]},
            "<search_result>\n<source>kb/7</source>\n<title>Seven</title>\nA number\n"
            "</search_result>",
        ),
    ],
)  # fmt: skip
def test_every_model_reads_a_document_of_plain_text(block: dict[str, Any], words: str) -> None:
    result = {"type": "tool_result", "tool_use_id": "t1", "content": [block]}
    call = {"type": "tool_use", "id": "t1", "name": "find", "input": {}}
    asked = talk("/v1/messages", messages=[
        {"role": "user", "content": [block, {"type": "text", "text": "Sum it up."}]},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ])  # fmt: skip
    assert needs(asked) == frozenset()
    written = to_ollama(asked)["messages"]
    assert written[0]["content"] == f"{words}\n\nSum it up."
    assert written[-1]["content"] == words


def test_citations_are_claudes_alone() -> None:
    source = {"type": "text", "media_type": "text/plain", "data": "Dear diary"}
    block = {"type": "document", "source": source, "citations": {"enabled": True}}
    asked = talk("/v1/messages", messages=[{"role": "user", "content": [block]}])
    assert needs(asked) == {"documents"}


def test_an_odd_beginning_is_made_sound_for_claude() -> None:
    greeting = [{"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Hi"}]
    written = to_claude(talk("/v1/chat/completions", messages=greeting))
    assert [message["role"] for message in written["messages"]] == ["user", "assistant", "user"]
    order = [{"role": "system", "content": "Write a haiku."}]
    written = to_claude(talk("/v1/chat/completions", messages=order))
    assert written["messages"][0]["content"] == [{"type": "text", "text": "Write a haiku."}]
    assert "system" not in written
    with pytest.raises(ZiggieError, match="no message"):
        to_claude(talk("/api/generate", prompt=""))


def test_anthropic_reads_its_blocks() -> None:
    turn = talk(
        "/v1/messages",
        messages=[
            {"role": "system", "content": "Mind the step."},
            {"role": "user", "content": [
                {"type": "image", "source": {"type": "url", "url": "https://example.org/x"}},
                {"type": "text", "text": "See"},
            ]},
        ],
    )  # fmt: skip
    assert turn.system == (Text(text="Mind the step."),)
    assert turn.turns[0].role is Role.USER
    assert turn.turns[0].parts == (Image(url="https://example.org/x"), Text(text="See"))


def test_a_relayed_body_keeps_every_byte_that_is_not_ours() -> None:
    body = (
        b'{"model":"ziggie-auto","temperature":1.50,"big":123456789012345678901234567890,'
        b'"messages":[{"role":"user","content":"\\u00fc <>"}],"ziggie":{"task":"t"},'
        b'"metadata":{"user_id":"u","ziggie":{"a":1}},"stream":true}'
    )
    written = AnthropicWire().adapt(body, model="claude-haiku-4-5")
    assert written == (
        b'{"model":"claude-haiku-4-5","temperature":1.50,"big":123456789012345678901234567890,'
        b'"messages":[{"role":"user","content":"\\u00fc <>"}],'
        b'"metadata":{"user_id":"u"},"stream":true}'
    )


def test_a_relayed_body_loses_what_claude_never_signed() -> None:
    def thought(signature: str) -> dict[str, str]:
        return {"type": "thinking", "thinking": "x", "signature": signature}

    say = {"type": "text", "text": "Hi"}
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [thought(""), thought("s"), say]},
        {"role": "assistant", "content": [thought("")]},
    ]
    body = json.dumps({"model": "m", "messages": messages}, separators=(",", ":")).encode()
    written = json.loads(AnthropicWire().adapt(body, model="c"))
    assert written["messages"] == [
        messages[0],
        {"role": "assistant", "content": [thought("s"), say]},
    ]


def relayed(answering: str, **body: Any) -> Any:
    asked = {"model": "ziggie-auto", "max_tokens": 4000, "messages": [], **body}
    return json.loads(AnthropicWire().adapt(json.dumps(asked).encode(), model=answering))


def test_a_model_that_stands_in_is_told_only_what_it_takes() -> None:
    budget = {"type": "enabled", "budget_tokens": 2000}
    said = {"temperature": 0.2, "top_p": 0.9, "thinking": budget}
    newer = relayed("claude-haiku-5-5", **said)
    assert not {"temperature", "top_p"} & set(newer)
    assert newer["thinking"] == {"type": "adaptive"}
    older = relayed("claude-haiku-4-5", **said)
    assert (older["temperature"], older["thinking"]) == (0.2, budget)
    assert "thinking" not in relayed("claude-haiku-4-5", thinking={"type": "adaptive"})
    own = relayed("claude-opus-5-5", **{**said, "model": "claude-opus-5-5"})
    assert own["temperature"] == 0.2, "what the caller wrote for this model is its own affair"
