"""A side's own stream as one document: nothing of it is lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ziggie_desktop.gateway.gather import GatherSink


def document(dialect: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    sink = GatherSink(dialect=dialect)
    for record in records:
        line = msgspec.json.encode(record)
        raw = b"event: x\ndata: " + line + b"\n\n" if dialect == "anthropic" else line + b"\n"
        half = len(raw) // 2
        sink.push(raw[:half], [])
        sink.push(raw[half:], [])
    found: dict[str, Any] = msgspec.json.decode(sink.document({"route": "x"}))
    assert found.pop("ziggie") == {"route": "x"}
    return found


def test_claudes_blocks_of_every_kind() -> None:
    result = {"type": "web_search_tool_result", "tool_use_id": "s1", "content": [{"url": "u"}]}
    found = document(
        "anthropic",
        [
            {
                "type": "message_start",
                "message": {"id": "m", "content": [], "usage": {"input_tokens": 7}},
            },
            {"type": "ping"},
            _start(0, {"type": "thinking", "thinking": "", "signature": ""}),
            _delta(0, {"type": "thinking_delta", "thinking": "hm"}),
            _delta(0, {"type": "signature_delta", "signature": "sig"}),
            _start(1, {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {}}),
            _delta(1, {"type": "input_json_delta", "partial_json": '{"q":'}),
            _delta(1, {"type": "input_json_delta", "partial_json": "1}"}),
            _start(2, result),
            _start(3, {"type": "text", "text": ""}),
            _delta(3, {"type": "text_delta", "text": "a"}),
            _delta(3, {"type": "citations_delta", "citation": {"url": "u"}}),
            _delta(3, {"type": "text_delta", "text": "b"}),
            {"type": "content_block_stop", "index": 3},
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn"},
                "usage": {"output_tokens": 9},
            },
            {"type": "message_stop"},
        ],
    )
    assert found["usage"] == {"input_tokens": 7, "output_tokens": 9}
    assert found["stop_reason"] == "end_turn"
    assert found["content"] == [
        {"type": "thinking", "thinking": "hm", "signature": "sig"},
        {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"q": 1}},
        result,
        {"type": "text", "text": "ab", "citations": [{"url": "u"}]},
    ]


def _start(index: int, block: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": block}


def _delta(index: int, delta: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": delta}


@pytest.mark.parametrize("chat", [True, False])
def test_ollamas_lines(chat: bool) -> None:
    def line(text: str, **more: Any) -> dict[str, Any]:
        words = {"message": {"role": "assistant", "content": text}} if chat else {"response": text}
        return {"model": "m", **words, "done": False, "logprobs": [{"token": text}], **more}

    call = {"function": {"name": "f", "arguments": {}}}
    lines = [line("a"), line("b"), line("", done=True, logprobs=None, eval_count=2, context=[1])]
    if chat:
        lines[1]["message"] |= {"tool_calls": [call], "thinking": "hm"}
    found = document("ollama", lines)
    assert found["eval_count"] == 2
    assert found["done"] is True
    assert found["logprobs"] == [{"token": "a"}, {"token": "b"}]
    if chat:
        assert found["message"] == {
            "role": "assistant",
            "content": "ab",
            "thinking": "hm",
            "tool_calls": [call],
        }
    else:
        assert found["response"] == "ab"
        assert found["context"] == [1]
