"""What Claude and Ollama really send, well and ill, as events."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.dialects.wires import CLAUDE, OLLAMA, ndjson, read, sse
from ziggie_desktop.contract.records import Timings, Usage
from ziggie_desktop.gateway.dialects import sse as framing
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.events import (
    Failed,
    FaultKind,
    Started,
    Stopped,
    StopReason,
    TextDelta,
    ThinkingDelta,
    ToolDelta,
    ToolStart,
)

CLAUDE_EVENTS = [
    Started(
        id="msg_x",
        model="claude-haiku-4-5",
        usage=Usage(
            input_tokens=132,
            output_tokens=1,
            cache_read_input_tokens=100,
            cache_creation_5m_input_tokens=3,
            cache_creation_1h_input_tokens=4,
            service_tier="standard",
            speed="fast",
        ),
    ),
    TextDelta(text="Grüß Gott 🌍, "),
    TextDelta(text="let me see."),
    ToolStart(index=0, id="toolu_1", name="weather"),
    ToolDelta(index=0, json='{"city": "Mün'),
    ToolDelta(index=0, json='chen"}'),
    Stopped(
        reason=StopReason.TOOL_USE,
        usage=Usage(
            input_tokens=132,
            output_tokens=89,
            cache_read_input_tokens=100,
            cache_creation_5m_input_tokens=3,
            cache_creation_1h_input_tokens=4,
            service_tier="standard",
            speed="fast",
        ),
    ),
]

OLLAMA_EVENTS = [
    Started(model="qwen3:8b"),
    ThinkingDelta(text="Hmm."),
    TextDelta(text="Grüß Gott 🌍"),
    ToolStart(index=0, id="call_a", name="weather"),
    ToolDelta(index=0, json='{"city": "Bonn"}'),
    ToolStart(index=1, id="call_b", name="weather"),
    ToolDelta(index=1, json='{"city": "Köln"}'),
    Stopped(
        reason=StopReason.TOOL_USE,
        usage=Usage(input_tokens=26, output_tokens=12),
        timings=Timings(load_ns=100, prompt_eval_ns=200, eval_ns=500, total_ns=900),
    ),
]

START: dict[str, Any] = {"type": "message_start", "message": {"id": "m", "model": "c"}}
TEXT: dict[str, Any] = {
    "type": "content_block_start",
    "index": 0,
    "content_block": {"type": "text", "text": ""},
}
HI: dict[str, Any] = {
    "type": "content_block_delta",
    "index": 0,
    "delta": {"type": "text_delta", "text": "Hi"},
}
STOP_BLOCK: dict[str, Any] = {"type": "content_block_stop", "index": 0}
END: dict[str, Any] = {
    "type": "message_delta",
    "delta": {"stop_reason": "end_turn"},
    "usage": {"output_tokens": 1},
}
STOP: dict[str, Any] = {"type": "message_stop"}


@pytest.mark.parametrize(
    ("wire", "body", "wanted"),
    [(AnthropicWire(), CLAUDE, CLAUDE_EVENTS), (OllamaWire(), OLLAMA, OLLAMA_EVENTS)],
)
def test_split_at_every_byte(wire: Any, body: bytes, wanted: list[Any]) -> None:
    assert read(wire.reader(), body) == wanted
    for cut in range(len(body)):
        assert read(wire.reader(), body[:cut], body[cut:]) == wanted
    assert read(wire.reader(), *(bytes([byte]) for byte in body)) == wanted
    carriage = body.replace(b"\n", b"\r\n")
    assert read(wire.reader(), *(bytes([byte]) for byte in carriage)) == wanted


def test_lone_carriage_returns_and_a_byte_order_mark() -> None:
    body = b"\xef\xbb\xbf" + CLAUDE.replace(b"\n", b"\r")
    assert read(AnthropicWire().reader(), *(bytes([byte]) for byte in body)) == CLAUDE_EVENTS


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_data_over_several_lines(end: bytes) -> None:
    body = sse(START, TEXT, HI, STOP_BLOCK, END, STOP)
    spread = body.replace(b', "', b',\ndata: "').replace(b"\n", end)
    assert spread.count(b"data:") > body.count(b"data:")
    wanted = read(AnthropicWire().reader(), body)
    assert isinstance(wanted[-1], Stopped)
    assert read(AnthropicWire().reader(), *(bytes([byte]) for byte in spread)) == wanted


def test_what_claude_may_add_is_passed_over() -> None:
    body = (
        b": keep-alive\n\n"
        + sse(START)
        + b"event: ping\ndata: {}\n\nid: 7\nretry: 10\n\n"
        + sse(
            {"type": "brand_new", "delta": "not an object", "index": "x"},
            {
                "type": "content_block_start",
                "index": 0,
                "content_block": {"type": "server_tool_use", "id": "s", "name": "web", "input": {}},
            },
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "input_json_delta", "partial_json": '{"query": 1'},
            },
            STOP_BLOCK,
            {"type": "content_block_start", "index": 1, "content_block": {"type": "fallback"}},
            {"type": "content_block_stop", "index": 1},
            TEXT,
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "citations_delta", "citation": {"cited_text": "x"}},
            },
            HI,
            STOP_BLOCK,
            END,
        )
        + b"data: [DONE]\n\n"
        + sse(STOP)
        + b"data: [DONE]\n\ndata: nonsense\n\n"
    )
    events = read(AnthropicWire().reader(), body)
    assert [type(event) for event in events] == [Started, TextDelta, Stopped]


def test_thinking_with_its_signature_and_redacted() -> None:
    body = sse(
        START,
        {
            "type": "content_block_start",
            "index": 0,
            "content_block": {"type": "thinking", "thinking": "", "signature": ""},
        },
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "thinking_delta", "thinking": "Hm"},
        },
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "signature_delta", "signature": "c2ln"},
        },
        STOP_BLOCK,
        {
            "type": "content_block_start",
            "index": 1,
            "content_block": {"type": "redacted_thinking", "data": "xyz"},
        },
        STOP_BLOCK,
        END,
        STOP,
    )
    assert read(AnthropicWire().reader(), body)[1:-1] == [
        ThinkingDelta(text="Hm"),
        ThinkingDelta(signature="c2ln"),
        ThinkingDelta(redacted="xyz"),
    ]


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        ("end_turn", StopReason.END),
        ("max_tokens", StopReason.MAX_TOKENS),
        ("stop_sequence", StopReason.STOP_SEQUENCE),
        ("pause_turn", StopReason.PAUSE),
        ("refusal", StopReason.REFUSAL),
        ("model_context_window_exceeded", StopReason.CONTEXT_FULL),
        ("invented_tomorrow", StopReason.END),
    ],
)
def test_why_claude_stopped(reason: str, wanted: StopReason) -> None:
    delta = {"stop_reason": reason, "stop_sequence": "###"}
    body = sse(START, {"type": "message_delta", "delta": delta, "usage": {}}, STOP)
    last = read(AnthropicWire().reader(), body)[-1]
    assert isinstance(last, Stopped)
    assert (last.reason, last.stop_sequence) == (wanted, "###")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (sse(START, TEXT, HI, STOP_BLOCK, END), FaultKind.TRUNCATED),
        (sse(START, TEXT, HI), FaultKind.TRUNCATED),
        (b"", FaultKind.TRUNCATED),
        (b'{"type":"message","content":[]}', FaultKind.TRUNCATED),
        (b"<html>Bad gateway</html>\n\n", FaultKind.TRUNCATED),
        (sse(START, TEXT, HI, STOP_BLOCK, STOP), FaultKind.MALFORMED),  # no stop reason
        (sse(START, TEXT, HI, END, STOP), FaultKind.MALFORMED),  # a block left open
        (sse(START, HI, STOP_BLOCK, END, STOP), FaultKind.MALFORMED),  # a lost start
        (sse(START, TEXT, HI, TEXT, HI, STOP_BLOCK, END, STOP), FaultKind.MALFORMED),
        (sse(START, TEXT, HI | {"index": 1}, STOP_BLOCK, END, STOP), FaultKind.MALFORMED),
        (sse(START) + b'data: {"type":"content_block_del\n\n', FaultKind.MALFORMED),
        (sse(START) + b'data: {"type":"message_delta","delta":7}\n\n', FaultKind.MALFORMED),
        (sse(START) + b"data: [1]\n\n", FaultKind.MALFORMED),
        (sse(START, TEXT, HI).replace(b"Hi", b"\xff"), FaultKind.MALFORMED),
        (sse(START) + b"data: " + b"[" * 50_000 + b"\n\n", FaultKind.MALFORMED),
    ],
)
def test_what_claude_must_not_send(body: bytes, kind: FaultKind) -> None:
    events = read(AnthropicWire().reader(), body)
    assert isinstance(events[-1], Failed)
    assert events[-1].kind is kind
    assert not any(isinstance(event, Stopped) for event in events)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("overloaded_error", FaultKind.OVERLOADED),
        ("rate_limit_error", FaultKind.RATE_LIMITED),
        ("api_error", FaultKind.SERVER),
        ("timeout_error", FaultKind.TIMEOUT),
        ("authentication_error", FaultKind.AUTH),
        ("billing_error", FaultKind.AUTH),
        ("invalid_request_error", FaultKind.INVALID),
        ("invented_tomorrow", FaultKind.SERVER),
    ],
)
def test_claude_ends_with_an_error(error: str, kind: FaultKind) -> None:
    document = {"type": "error", "error": {"type": error, "message": "No.\nsk-ant-abcdefgh123"}}
    events = read(AnthropicWire().reader(), sse(START, TEXT, HI, document, STOP))
    assert events[-1] == Failed(kind=kind, message="No. (key)")


def test_a_call_with_half_its_arguments() -> None:
    def body(reason: str) -> bytes:
        block = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
        delta = {"type": "input_json_delta", "partial_json": '{"a": '}
        return sse(
            START,
            {"type": "content_block_start", "index": 0, "content_block": block},
            {"type": "content_block_delta", "index": 0, "delta": delta},
            STOP_BLOCK,
            {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {}},
            STOP,
        )

    cut = read(AnthropicWire().reader(), body("max_tokens"))[-1]
    assert isinstance(cut, Stopped)
    broken = read(AnthropicWire().reader(), body("tool_use"))[-1]
    assert isinstance(broken, Failed)
    assert broken.kind is FaultKind.MALFORMED


def test_a_call_whose_input_comes_whole() -> None:
    block = {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}
    start = {"type": "content_block_start", "index": 0, "content_block": block}
    events = read(AnthropicWire().reader(), sse(START, start, STOP_BLOCK, END, STOP))
    assert ToolDelta(index=0, json='{"a":1}') in events


def test_older_ollama_without_ids_and_reasons() -> None:
    call = {"function": {"name": "f", "arguments": {}}}
    body = ndjson(
        {"message": {"content": "", "tool_calls": [call, call]}, "done": False},
        {"message": {"content": ""}, "done": True},
    )
    _, first, _, second, _, stopped = read(OllamaWire().reader(), body)
    assert isinstance(first, ToolStart)
    assert isinstance(second, ToolStart)
    assert first.id != second.id
    assert isinstance(stopped, Stopped)
    assert stopped.reason is StopReason.TOOL_USE
    assert stopped.usage == Usage()


def test_ollama_generate_and_a_last_line_without_its_end() -> None:
    body = ndjson({"response": "Hi", "thinking": "Hm", "done": False}, {"response": "", "done": 1})
    assert isinstance(read(OllamaWire().reader(), body)[-1], Failed)  # done is no truth value
    body = ndjson(
        {"response": "Hi", "thinking": "Hm", "done": False},
        {"response": "!", "done": True, "done_reason": "length"},
    )
    for whole in (body, body[:-1]):
        events = read(OllamaWire().reader(), whole)
        assert events[1:4] == [ThinkingDelta(text="Hm"), TextDelta(text="Hi"), TextDelta(text="!")]
        assert isinstance(events[-1], Stopped)
        assert events[-1].reason is StopReason.MAX_TOKENS


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FaultKind.TRUNCATED),
        (OLLAMA[: OLLAMA.rindex(b"{")], FaultKind.TRUNCATED),
        (OLLAMA[:-2], FaultKind.TRUNCATED),
        (b"{nonsense}\n", FaultKind.MALFORMED),
        (b"data: {}\n", FaultKind.MALFORMED),
        (b'{"message":{"content":7},"done":true}\n', FaultKind.MALFORMED),
        (
            b'{"message":{"tool_calls":[{"function":{"name":"f","arguments":[1]}}]},"done":true}\n',
            FaultKind.MALFORMED,
        ),
        (b'{"error":"model runner has unexpectedly stopped"}\n', FaultKind.SERVER),
        (b'{"error":"server busy, please try again."}\n', FaultKind.OVERLOADED),
        (
            b'{"error":"the input length exceeds the context length"}\n',
            FaultKind.CONTEXT,
        ),
    ],
)
def test_what_ollama_must_not_send(body: bytes, kind: FaultKind) -> None:
    events = read(OllamaWire().reader(), body)
    assert isinstance(events[-1], Failed)
    assert events[-1].kind is kind
    assert not any(isinstance(event, Stopped) for event in events)


@pytest.mark.parametrize("wire", [AnthropicWire(), OllamaWire()])
def test_a_line_has_a_limit(wire: Any) -> None:
    reader = wire.reader()
    piece = b"data: " + b"x" * (1024 * 1024)
    events: list[Any] = []
    for _ in range(framing.LIMIT // len(piece) + 2):
        events += reader.feed(piece)
    assert [event.kind for event in events] == [FaultKind.MALFORMED]
    assert reader.feed(b"\n\n") == []
    assert reader.close() == []


@pytest.mark.parametrize(
    ("status", "body", "headers", "wanted"),
    [
        (
            429,
            {"type": "error", "error": {"type": "rate_limit_error", "message": "Slow down"}},
            {"Retry-After": "2"},
            Failed(kind=FaultKind.RATE_LIMITED, message="Slow down", status=429, retry_after_s=2.0),
        ),
        (
            529,
            {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
            {"retry-after-ms": "1500", "retry-after": "9", "x-should-retry": "false"},
            Failed(
                kind=FaultKind.OVERLOADED,
                message="Overloaded",
                status=529,
                retry_after_s=1.5,
                should_retry=False,
            ),
        ),
        (
            400,
            {
                "type": "error",
                "error": {
                    "type": "invalid_request_error",
                    "message": "prompt is too long: 210000 tokens > 200000 maximum",
                },
            },
            {},
            Failed(
                kind=FaultKind.CONTEXT,
                message="prompt is too long: 210000 tokens > 200000 maximum",
                status=400,
            ),
        ),
        (
            503,
            None,
            {
                "date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "retry-after": "Sun, 22 Nov 2026 10:00:07 GMT",
            },
            Failed(
                kind=FaultKind.OVERLOADED,
                message="Claude answered with status 503",
                status=503,
                retry_after_s=7.0,
            ),
        ),
        (
            401,
            None,
            {"retry-after": "soon"},
            Failed(kind=FaultKind.AUTH, message="Claude answered with status 401", status=401),
        ),
        (
            502,
            None,
            {},
            Failed(kind=FaultKind.SERVER, message="Claude answered with status 502", status=502),
        ),
    ],
)
def test_claudes_refusals(status: int, body: Any, headers: dict[str, str], wanted: Failed) -> None:
    raw = b"<html>" if body is None else ndjson(body)
    assert AnthropicWire().read_error(status, headers, raw) == wanted


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b'{"error":"model \'x\' not found"}', FaultKind.INVALID),
        (400, b'{"error":"\\"x\\" does not support tools"}', FaultKind.INVALID),
        (400, b'{"error":"input length exceeds maximum context length"}', FaultKind.CONTEXT),
        (503, b'{"error":"server busy"}', FaultKind.OVERLOADED),
        (500, b'{"error":"exceed_context_size_error"}', FaultKind.CONTEXT),
        (500, b"oops", FaultKind.SERVER),
        (502, b'{"error":{"message":"as OpenAI has it"}}', FaultKind.SERVER),
        (
            500,
            b'{"error":{"message":"the request exceeds the available context size"}}',
            FaultKind.CONTEXT,
        ),
    ],
)
def test_ollamas_refusals(status: int, body: bytes, kind: FaultKind) -> None:
    failed = OllamaWire().read_error(status, {}, body)
    assert (failed.kind, failed.status) == (kind, status)
