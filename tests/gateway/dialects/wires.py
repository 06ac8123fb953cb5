"""Owns what the dialect tests share: sides' answers as bytes, and callers' requests."""

from __future__ import annotations

import json
from typing import Any

from ziggie_desktop.contract.records import Timings, Usage
from ziggie_desktop.gateway.dialect import About, AnswerReader
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.events import (
    Event,
    Started,
    Stopped,
    StopReason,
    TextDelta,
    ThinkingDelta,
    ToolDelta,
    ToolStart,
)
from ziggie_desktop.gateway.turns import Conversation

ABOUT = About(request_id="r1", model="qwen3:8b", created_at=1_760_000_000.5)

REQUESTS: dict[str, dict[str, Any]] = {
    "/v1/messages": {
        "model": "m",
        "max_tokens": 64,
        "thinking": {"type": "adaptive"},
        "messages": [{"role": "user", "content": "Hi"}],
    },
    "/v1/chat/completions": {
        "model": "m",
        "messages": [{"role": "user", "content": "Hi"}],
        "stream_options": {"include_usage": True},
    },
    "/v1/completions": {"model": "m", "prompt": "Hi"},
    "/v1/responses": {"model": "m", "input": "Hi"},
    "/api/chat": {"model": "m", "messages": [{"role": "user", "content": "Hi"}]},
    "/api/generate": {"model": "m", "prompt": "Hi"},
}
PATHS = tuple(REQUESTS)

ANSWER: tuple[Event, ...] = (
    Started(id="msg_x", model="claude-haiku-4-5", usage=Usage(input_tokens=20, output_tokens=1)),
    ThinkingDelta(text="Let me "),
    ThinkingDelta(text="think."),
    ThinkingDelta(signature="c2ln"),
    TextDelta(text="Héllo "),
    TextDelta(text="wörld 🌍"),
    ToolStart(index=0, id="toolu_1", name="get_weather"),
    ToolDelta(index=0, json='{"city": "Pa'),
    ToolDelta(index=0, json='ris", "days": 2}'),
    ToolStart(index=1, id="toolu_2", name="get_time"),
    Stopped(
        reason=StopReason.TOOL_USE,
        usage=Usage(input_tokens=20, output_tokens=17, cache_read_input_tokens=5),
        timings=Timings(total_ns=9_000_000, load_ns=1, prompt_eval_ns=2, eval_ns=3),
    ),
)


def talk(path: str, **more: Any) -> Conversation:
    body = json.dumps(REQUESTS[path] | more).encode()
    return DIALECTS[path].read_request(body, path=path)


def sse(*documents: dict[str, Any]) -> bytes:
    return b"".join(
        f"event: {doc['type']}\ndata: {json.dumps(doc, ensure_ascii=False)}\n\n".encode()
        for doc in documents
    )


def ndjson(*documents: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(doc, ensure_ascii=False).encode() + b"\n" for doc in documents)


def read(reader: AnswerReader, *pieces: bytes) -> list[Event]:
    events: list[Event] = []
    for piece in pieces:
        events += reader.feed(piece)
    return events + reader.close()


CLAUDE = sse(
    {
        "type": "message_start",
        "message": {
            "id": "msg_x",
            "type": "message",
            "role": "assistant",
            "content": [],
            "model": "claude-haiku-4-5",
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {
                "input_tokens": 25,
                "output_tokens": 1,
                "cache_creation_input_tokens": 7,
                "cache_read_input_tokens": 100,
                "cache_creation": {
                    "ephemeral_5m_input_tokens": 3,
                    "ephemeral_1h_input_tokens": 4,
                },
                "service_tier": "standard",
                "speed": "fast",
            },
        },
    },
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "ping"},
    {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "text_delta", "text": "Grüß Gott 🌍, "},
    },
    {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "text_delta", "text": "let me see."},
    },
    {"type": "content_block_stop", "index": 0},
    {
        "type": "content_block_start",
        "index": 1,
        "content_block": {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {}},
    },
    {
        "type": "content_block_delta",
        "index": 1,
        "delta": {"type": "input_json_delta", "partial_json": ""},
    },
    {
        "type": "content_block_delta",
        "index": 1,
        "delta": {"type": "input_json_delta", "partial_json": '{"city": "Mün'},
    },
    {
        "type": "content_block_delta",
        "index": 1,
        "delta": {"type": "input_json_delta", "partial_json": 'chen"}'},
    },
    {"type": "content_block_stop", "index": 1},
    {
        "type": "message_delta",
        "delta": {"stop_reason": "tool_use", "stop_sequence": None},
        "usage": {"output_tokens": 89},
    },
    {"type": "message_stop"},
)

OLLAMA = ndjson(
    {
        "model": "qwen3:8b",
        "created_at": "2026-11-22T10:00:00Z",
        "message": {"role": "assistant", "content": "", "thinking": "Hmm."},
        "done": False,
    },
    {
        "model": "qwen3:8b",
        "created_at": "2026-11-22T10:00:00Z",
        "message": {"role": "assistant", "content": "Grüß Gott 🌍"},
        "done": False,
    },
    {
        "model": "qwen3:8b",
        "created_at": "2026-11-22T10:00:01Z",
        "message": {
            "role": "assistant",
            "content": "",
            "tool_calls": [
                {
                    "id": "call_a",
                    "function": {"index": 0, "name": "weather", "arguments": {"city": "Bonn"}},
                },
                {
                    "id": "call_b",
                    "function": {"index": 1, "name": "weather", "arguments": {"city": "Köln"}},
                },
            ],
        },
        "done": False,
    },
    {
        "model": "qwen3:8b",
        "created_at": "2026-11-22T10:00:01Z",
        "message": {"role": "assistant", "content": ""},
        "done": True,
        "done_reason": "stop",
        "total_duration": 900,
        "load_duration": 100,
        "prompt_eval_count": 26,
        "prompt_eval_duration": 200,
        "eval_count": 12,
        "eval_duration": 500,
    },
)
