"""The exact order and shape of what callers get."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from tests.gateway.dialects.wires import ABOUT, ANSWER, PATHS, talk
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.events import (
    Event,
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

HELLO: tuple[Event, ...] = (
    Started(model="qwen3:8b"),
    TextDelta(text="Hi"),
    Stopped(reason=StopReason.END, usage=Usage(input_tokens=3, output_tokens=1)),
)


def write(path: str, events: tuple[Event, ...], **more: Any) -> bytes:
    writer = DIALECTS[path].writer(talk(path, **more), ABOUT)
    return b"".join(writer.write(event) for event in events)


def whole(path: str, events: tuple[Event, ...]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DIALECTS[path].whole(talk(path), ABOUT, events))
    return document


def sse_documents(body: bytes) -> list[dict[str, Any]]:
    documents = []
    for block in body.decode().split("\n\n")[:-1]:
        first, second = block.split("\n")
        document = json.loads(second.removeprefix("data: "))
        assert first == f"event: {document['type']}"
        documents.append(document)
    return documents


def test_anthropic_events_come_in_order() -> None:
    documents = sse_documents(write("/v1/messages", ANSWER))
    assert [document["type"] for document in documents] == [
        "message_start",
        "content_block_start", "content_block_delta", "content_block_delta",
        "content_block_delta", "content_block_stop",
        "content_block_start", "content_block_delta", "content_block_delta",
        "content_block_stop",
        "content_block_start", "content_block_delta", "content_block_delta",
        "content_block_stop",
        "content_block_start", "content_block_stop",
        "message_delta", "message_stop",
    ]  # fmt: skip
    assert [d["index"] for d in documents if d["type"] == "content_block_start"] == [0, 1, 2, 3]
    assert documents[-2]["delta"] == {"stop_reason": "tool_use", "stop_sequence": None}
    assert documents[-2]["usage"]["output_tokens"] == 17


def test_a_second_start_is_not_passed_on() -> None:
    events = (HELLO[0], HELLO[0], *HELLO[1:])
    assert write("/v1/messages", events).count(b"event: message_start") == 1
    assert write("/v1/responses", events).count(b"event: response.created") == 1
    assert write("/v1/chat/completions", events).count(b'"role":"assistant"') == 1


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_may_begin_without_a_start_and_hold_nothing(path: str) -> None:
    stop = HELLO[-1]
    assert write(path, (stop,))
    document = whole(path, (stop,))
    if path == "/v1/messages":
        assert document["content"] == []
        assert document["usage"]["input_tokens"] == 3
    elif path == "/v1/responses":
        assert document["output"] == []


def test_thinking_blocks_stay_apart_by_their_signatures() -> None:
    events: tuple[Event, ...] = (
        ThinkingDelta(text="a"),
        ThinkingDelta(signature="1"),
        ThinkingDelta(text="b"),
        ThinkingDelta(signature="2"),
        ThinkingDelta(redacted="zz"),
        ThinkingDelta(signature="3"),
        HELLO[-1],
    )
    blocks = [
        {"type": "thinking", "thinking": "a", "signature": "1"},
        {"type": "thinking", "thinking": "b", "signature": "2"},
        {"type": "redacted_thinking", "data": "zz"},
        {"type": "thinking", "thinking": "", "signature": "3"},
    ]
    assert whole("/v1/messages", events)["content"] == blocks
    starts = [
        document["content_block"]["type"]
        for document in sse_documents(write("/v1/messages", events))
        if document["type"] == "content_block_start"
    ]
    assert starts == [block["type"] for block in blocks]


def test_thinking_nobody_asked_for_does_not_come_before_the_text() -> None:
    local: tuple[Event, ...] = (ThinkingDelta(text="Hm"), ThinkingDelta(text="m"), *HELLO[1:])
    body = write("/v1/messages", local, thinking=None)
    starts = [d for d in sse_documents(body) if d["type"] == "content_block_start"]
    assert [start["content_block"]["type"] for start in starts] == ["text"]
    dialect, conversation = DIALECTS["/v1/messages"], talk("/v1/messages", thinking=None)
    document = json.loads(dialect.whole(conversation, ABOUT, local))
    assert document["content"] == [{"type": "text", "text": "Hi"}]
    # What Claude signed must come back to it, so it is passed on.
    signed = (*local[:2], ThinkingDelta(signature="s"), *HELLO[1:])
    thought = {"type": "thinking", "thinking": "Hmm", "signature": "s"}
    assert json.loads(dialect.whole(conversation, ABOUT, signed))["content"][0] == thought
    deltas = [
        document["delta"]
        for document in sse_documents(write("/v1/messages", signed, thinking=None))
        if document["type"] == "content_block_delta"
    ]
    assert deltas == [
        {"type": "thinking_delta", "thinking": "Hmm"},
        {"type": "signature_delta", "signature": "s"},
        {"type": "text_delta", "text": "Hi"},
    ]


def test_openai_chat_chunks() -> None:
    chunks = write("/v1/chat/completions", HELLO).split(b"\n\n")
    assert chunks[-2:] == [b"data: [DONE]", b""]
    documents = [json.loads(chunk.removeprefix(b"data: ")) for chunk in chunks[:-2]]
    assert [document["choices"] for document in documents] == [
        [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}],
        [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}],
        [{"index": 0, "delta": {}, "finish_reason": "stop"}],
        [],
    ]
    usage = {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}
    assert documents[-1]["usage"] == usage
    head = {"id": "chatcmpl-r1", "object": "chat.completion.chunk", "created": 1_760_000_000,
            "model": "qwen3:8b"}  # fmt: skip
    assert all(head.items() <= document.items() for document in documents)
    silent = write("/v1/chat/completions", HELLO, stream_options=None)
    assert b'"usage"' not in silent


def test_openai_calls_without_arguments_still_parse() -> None:
    events: tuple[Event, ...] = (
        ToolStart(index=0, id="a", name="f"),
        ToolStart(index=1, id="b", name="g"),
        ToolDelta(index=1, json='{"x":1}'),
        ToolStart(index=2, id="c", name="h"),
        Stopped(reason=StopReason.TOOL_USE),
    )
    arguments = {0: "", 1: "", 2: ""}
    for chunk in write("/v1/chat/completions", events).split(b"\n\n")[:-2]:
        for choice in json.loads(chunk.removeprefix(b"data: "))["choices"]:
            for call in choice["delta"].get("tool_calls", ()):
                arguments[call["index"]] += call["function"]["arguments"]
    assert arguments == {0: "{}", 1: '{"x":1}', 2: "{}"}


def test_responses_number_their_events() -> None:
    documents = sse_documents(write("/v1/responses", ANSWER))
    assert [document["sequence_number"] for document in documents] == list(range(len(documents)))
    kinds = [document["type"].removeprefix("response.") for document in documents]
    assert kinds == [
        "created", "in_progress",
        "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta",
        "reasoning_summary_text.delta", "reasoning_summary_text.done",
        "reasoning_summary_part.done", "output_item.done",
        "output_item.added", "content_part.added", "output_text.delta", "output_text.delta",
        "output_text.done", "content_part.done", "output_item.done",
        "output_item.added", "function_call_arguments.delta", "function_call_arguments.delta",
        "function_call_arguments.done", "output_item.done",
        "output_item.added", "function_call_arguments.done", "output_item.done",
        "completed",
    ]  # fmt: skip
    final = documents[-1]["response"]
    done = [d["item"] for d in documents if d["type"] == "response.output_item.done"]
    assert final["output"] == done == whole("/v1/responses", ANSWER)["output"]


@pytest.mark.parametrize(
    ("reason", "anthropic", "openai", "responses", "ollama"),
    [
        (StopReason.END, "end_turn", "stop", "completed", "stop"),
        (StopReason.MAX_TOKENS, "max_tokens", "length", "incomplete", "length"),
        (StopReason.STOP_SEQUENCE, "stop_sequence", "stop", "completed", "stop"),
        (StopReason.TOOL_USE, "tool_use", "tool_calls", "completed", "stop"),
        (StopReason.REFUSAL, "refusal", "content_filter", "incomplete", "refusal"),
        (
            StopReason.CONTEXT_FULL,
            "model_context_window_exceeded",
            "length",
            "incomplete",
            "length",
        ),
        (StopReason.PAUSE, "pause_turn", "stop", "completed", "stop"),
    ],
)
def test_why_an_answer_ended(
    reason: StopReason, anthropic: str, openai: str, responses: str, ollama: str
) -> None:
    events: tuple[Event, ...] = (*HELLO[:2], Stopped(reason=reason))
    assert whole("/v1/messages", events)["stop_reason"] == anthropic
    assert whole("/v1/chat/completions", events)["choices"][0]["finish_reason"] == openai
    assert whole("/v1/completions", events)["choices"][0]["finish_reason"] == openai
    assert whole("/v1/responses", events)["status"] == responses
    assert whole("/api/chat", events)["done_reason"] == ollama
    last = sse_documents(write("/v1/responses", events))[-1]
    assert last["type"] == f"response.{responses}"


@pytest.mark.parametrize("path", PATHS)
def test_half_a_call_is_no_call(path: str) -> None:
    begun: tuple[Event, ...] = (
        TextDelta(text="Hi"),
        ToolStart(index=0, id="a", name="f"),
        ToolDelta(index=0, json='{"x": '),
    )
    cut = DIALECTS[path].whole(talk(path), ABOUT, (*begun, Stopped(reason=StopReason.MAX_TOKENS)))
    assert b'"f"' not in cut
    with pytest.raises(ZiggieError) as caught:
        DIALECTS[path].whole(talk(path), ABOUT, (*begun, Stopped(reason=StopReason.TOOL_USE)))
    assert caught.value.code == "malformed_answer"


def test_ollama_says_so_when_a_call_is_broken() -> None:
    events: tuple[Event, ...] = (
        ToolStart(index=0, id="a", name="f"),
        ToolDelta(index=0, json='{"x": '),
        Stopped(reason=StopReason.TOOL_USE),
    )
    last = write("/api/chat", events).splitlines()[-1]
    assert set(json.loads(last)) == {"error"}


def test_ollama_has_neighbouring_calls_in_one_line() -> None:
    events = (
        ToolStart(index=0, id="a", name="f"),
        ToolDelta(index=0, json="{}"),
        ToolStart(index=1, id="b", name="f"),
        ToolDelta(index=1, json='{"x":1}'),
        TextDelta(text="Wait."),
        ToolStart(index=2, id="c", name="g"),
        Stopped(reason=StopReason.TOOL_USE),
    )
    lines = [json.loads(line) for line in write("/api/chat", events).splitlines()]
    calls = [line["message"].get("tool_calls", []) for line in lines]
    assert [[call["id"] for call in found] for found in calls] == [["a", "b"], [], ["c"], []]
    assert [call["function"]["index"] for found in calls for call in found] == [0, 1, 2]


def test_ollama_lines() -> None:
    lines = [json.loads(line) for line in write("/api/chat", HELLO).splitlines()]
    moment = "2025-10-09T08:53:20.500000Z"
    assert lines == [
        {
            "model": "qwen3:8b",
            "created_at": moment,
            "message": {"role": "assistant", "content": "Hi"},
            "done": False,
        },
        {
            "model": "qwen3:8b",
            "created_at": moment,
            "message": {"role": "assistant", "content": ""},
            "done": True,
            "done_reason": "stop",
            "prompt_eval_count": 3,
            "eval_count": 1,
        },
    ]
    assert write("/api/generate", HELLO).splitlines()[0].endswith(b'"response":"Hi","done":false}')


@pytest.mark.parametrize("path", PATHS)
def test_what_ziggie_says_of_an_answer(path: str) -> None:
    ziggie = {"route": "local", "cost_pico": 12}
    about = replace(ABOUT, ziggie=ziggie)
    dialect = DIALECTS[path]
    assert json.loads(dialect.whole(talk(path), about, HELLO))["ziggie"] == ziggie
    writer = dialect.writer(talk(path), about)
    assert b'"ziggie":{"route":"local","cost_pico":12}' in b"".join(map(writer.write, HELLO))


@pytest.mark.parametrize("path", PATHS)
def test_a_failed_event_writes_nothing(path: str) -> None:
    writer = DIALECTS[path].writer(talk(path), ABOUT)
    assert writer.write(Failed(kind=FaultKind.SERVER, message="x")) == b""


@pytest.mark.parametrize(
    ("status", "anthropic", "openai"),
    [
        (400, "invalid_request_error", "invalid_request_error"),
        (401, "authentication_error", "authentication_error"),
        (403, "permission_error", "permission_error"),
        (404, "not_found_error", "invalid_request_error"),
        (413, "request_too_large", "invalid_request_error"),
        (418, "invalid_request_error", "invalid_request_error"),
        (429, "rate_limit_error", "rate_limit_error"),
        (500, "api_error", "server_error"),
        (502, "api_error", "server_error"),
        (503, "overloaded_error", "server_error"),
        (504, "timeout_error", "server_error"),
        (529, "overloaded_error", "server_error"),
    ],
)
def test_errors_in_each_dialects_shape(status: int, anthropic: str, openai: str) -> None:
    error = ZiggieError("some_code", "It broke", "Mend it.", status=status)

    def shape(path: str) -> Any:
        return json.loads(DIALECTS[path].error(error, request_id="r1"))

    assert shape("/v1/messages") == {
        "type": "error",
        "error": {
            "type": anthropic,
            "message": "It broke. Mend it.",
            "details": {"error_code": "some_code"},
        },
        "request_id": "r1",
    }
    for path in ("/v1/chat/completions", "/v1/responses", "/v1/completions"):
        assert shape(path) == {
            "error": {
                "message": "It broke. Mend it.",
                "type": openai,
                "param": None,
                "code": "some_code",
            }
        }
    assert shape("/api/chat") == {"error": "It broke. Mend it."}
