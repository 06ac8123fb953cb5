"""Whatever a caller says reaches either side, and whatever a side answers reaches any caller."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.dialects.clients import hear, hear_whole
from tests.gateway.dialects.wires import ABOUT, ndjson, sse, talk
from ziggie_desktop.gateway.dialect import Wire
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.events import Event, Stopped

CHAT_PATHS = ("/v1/messages", "/v1/chat/completions", "/v1/responses", "/api/chat")
WIRES: dict[str, Wire] = {"anthropic": AnthropicWire(), "ollama": OllamaWire()}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
said = texts.filter(lambda text: bool(text.strip()))
names = st.text("abcXYZ_-019", min_size=1, max_size=12)
scalars = st.none() | st.booleans() | st.integers() | texts | st.floats(-1e9, 1e9)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
arguments = st.dictionaries(texts, values, max_size=3)


@dataclass(frozen=True)
class Call:
    id: str
    name: str
    arguments: dict[str, Any]
    result: str


@dataclass(frozen=True)
class Step:
    user: str
    answer: str
    calls: tuple[Call, ...]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Step, ...]:
    steps = []
    number = 0
    for _ in range(draw(st.integers(1, 3))):
        calls = []
        for name, given_arguments, result in draw(
            st.lists(st.tuples(names, arguments, said), max_size=3)
        ):
            number += 1
            mark = draw(st.sampled_from(["toolu_", "call.", "ü/", "x" * 80]))
            calls.append(Call(f"{mark}{number}", name, given_arguments, result))
        answer = draw(said if not calls else st.just("") | said)
        steps.append(Step(draw(said), answer, tuple(calls)))
    return tuple(steps)


def flat(history: tuple[Step, ...]) -> list[tuple[Any, ...]]:
    out: list[tuple[Any, ...]] = []
    for step in history:
        out.append(("user", step.user))
        if step.answer:
            out.append(("said", step.answer))
        out += [("call", call.name, call.arguments) for call in step.calls]
        out += [("result", call.name, call.result) for call in step.calls]
    return [*out, ("user", "Go on.")]


def request(path: str, history: tuple[Step, ...], *, with_ids: bool) -> dict[str, Any]:
    messages: list[dict[str, Any]] = []
    for step in history:
        messages += _MESSAGES[path](step, with_ids)
    messages += _MESSAGES[path](Step("Go on.", "", ()), with_ids)
    return {"input" if path == "/v1/responses" else "messages": messages}


def _anthropic(step: Step, _: bool) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [{"role": "user", "content": step.user}]
    blocks: list[dict[str, Any]] = [{"type": "text", "text": step.answer}] if step.answer else []
    blocks += [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments}
        for call in step.calls
    ]
    if blocks:
        messages.append({"role": "assistant", "content": blocks})
    results = [
        {"type": "tool_result", "tool_use_id": call.id, "content": call.result}
        for call in step.calls
    ]
    return messages + ([{"role": "user", "content": results}] if results else [])


def _chat(step: Step, _: bool) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [{"role": "user", "content": step.user}]
    calls = [
        {
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for call in step.calls
    ]
    if step.answer or calls:
        answer = {"role": "assistant", "content": step.answer or None}
        messages.append(answer | ({"tool_calls": calls} if calls else {}))
    return messages + [
        {"role": "tool", "tool_call_id": call.id, "content": call.result} for call in step.calls
    ]


def _responses(step: Step, _: bool) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [{"role": "user", "content": step.user}]
    if step.answer:
        content = [{"type": "output_text", "text": step.answer}]
        items.append({"type": "message", "role": "assistant", "content": content})
    for call in step.calls:
        text = json.dumps(call.arguments)
        items.append(
            {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": text}
        )
    return items + [
        {"type": "function_call_output", "call_id": call.id, "output": call.result}
        for call in step.calls
    ]


def _ollama(step: Step, with_ids: bool) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [{"role": "user", "content": step.user}]
    calls = [
        {"function": {"name": call.name, "arguments": call.arguments}}
        | ({"id": call.id} if with_ids else {})
        for call in step.calls
    ]
    if step.answer or calls:
        messages.append({"role": "assistant", "content": step.answer, "tool_calls": calls})
    return messages + [
        {"role": "tool", "content": call.result, "tool_name": call.name}
        | ({"tool_call_id": call.id} if with_ids else {})
        for call in step.calls
    ]


_MESSAGES = {
    "/v1/messages": _anthropic,
    "/v1/chat/completions": _chat,
    "/v1/responses": _responses,
    "/api/chat": _ollama,
}


def told_claude(body: bytes) -> list[tuple[Any, ...]]:
    out: list[tuple[Any, ...]] = []
    open_calls: dict[str, str] = {}
    roles = []
    for message in json.loads(body)["messages"]:
        roles.append(message["role"])
        for block in message["content"]:
            match block["type"]:
                case "text":
                    out.append(("user" if message["role"] == "user" else "said", block["text"]))
                case "tool_use":
                    assert block["id"].replace("-", "").replace("_", "").isalnum()
                    assert block["id"].isascii()
                    assert block["id"] not in open_calls
                    open_calls[block["id"]] = block["name"]
                    out.append(("call", block["name"], block["input"]))
                case "tool_result":
                    name = open_calls.pop(block["tool_use_id"])
                    out.append(("result", name, "".join(t["text"] for t in block["content"])))
    assert not open_calls
    assert all(a != b for a, b in pairwise(roles))
    return out


def told_ollama(body: bytes) -> list[tuple[Any, ...]]:
    out: list[tuple[Any, ...]] = []
    for message in json.loads(body)["messages"]:
        match message["role"]:
            case "user":
                out.append(("user", message["content"]))
            case "assistant":
                if message["content"]:
                    out.append(("said", message["content"]))
                functions = [call["function"] for call in message.get("tool_calls", ())]
                out += [("call", item["name"], item["arguments"]) for item in functions]
            case "tool":
                out.append(("result", message["tool_name"], message["content"]))
    return out


@pytest.mark.parametrize("path", CHAT_PATHS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), with_ids=st.booleans())
def test_history_reaches_both_sides(path: str, history: tuple[Step, ...], with_ids: bool) -> None:
    conversation = talk(path, **request(path, history, with_ids=with_ids))
    wanted = flat(history)
    claude = WIRES["anthropic"].write_request(conversation, model="claude-haiku-4-5")
    assert told_claude(claude) == wanted
    local = WIRES["ollama"].write_request(conversation, model="qwen3:8b")
    assert told_ollama(local) == wanted


@dataclass(frozen=True)
class Answered:
    thinking: list[str]
    pieces: list[str]
    calls: list[tuple[str, dict[str, Any]]]


answers = st.builds(
    Answered,
    thinking=st.lists(texts, max_size=3),
    pieces=st.lists(texts, max_size=4),
    calls=st.lists(st.tuples(names, arguments), max_size=3),
)


def claude_bytes(answer: Answered, dice: random.Random) -> bytes:
    message: dict[str, Any] = {"id": "m", "model": "c", "usage": {}}
    documents: list[dict[str, Any]] = [{"type": "message_start", "message": message}]

    def block(start: dict[str, Any], kind: str, name: str, pieces: list[str]) -> None:
        index = sum(doc["type"] == "content_block_start" for doc in documents)
        documents.append({"type": "content_block_start", "index": index, "content_block": start})
        documents.extend(
            {"type": "content_block_delta", "index": index, "delta": {"type": kind, name: piece}}
            for piece in pieces
        )
        documents.append({"type": "content_block_stop", "index": index})

    if answer.thinking:
        start = {"type": "thinking", "thinking": "", "signature": ""}
        block(start, "thinking_delta", "thinking", answer.thinking)
    if answer.pieces:
        block({"type": "text", "text": ""}, "text_delta", "text", answer.pieces)
    for number, (name, given_arguments) in enumerate(answer.calls):
        text = json.dumps(given_arguments)
        cut = dice.randrange(len(text) + 1)
        call = {"type": "tool_use", "id": f"toolu_{number}", "name": name, "input": {}}
        block(call, "input_json_delta", "partial_json", [text[:cut], text[cut:]])
    reason = "tool_use" if answer.calls else "end_turn"
    documents += [
        {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": 5}},
        {"type": "message_stop"},
    ]
    return sse(*documents)


def ollama_bytes(answer: Answered, _: random.Random) -> bytes:
    lines: list[dict[str, Any]] = [
        {"message": {"role": "assistant", "content": "", "thinking": piece}, "done": False}
        for piece in answer.thinking
    ]
    lines += [
        {"message": {"role": "assistant", "content": piece}, "done": False}
        for piece in answer.pieces
    ]
    for name, given_arguments in answer.calls:
        call = {"function": {"name": name, "arguments": given_arguments}}
        lines.append(
            {"message": {"role": "assistant", "content": "", "tool_calls": [call]}, "done": False}
        )
    lines.append({"message": {"role": "assistant", "content": ""}, "done": True})
    return ndjson(*lines)


BYTES = {"anthropic": claude_bytes, "ollama": ollama_bytes}


def read_split(side: str, body: bytes, dice: random.Random) -> list[Event]:
    reader = WIRES[side].reader()
    events: list[Event] = []
    start = 0
    while start < len(body):
        end = start + dice.choice((1, 2, 3, 7, 40, 4096))
        events += reader.feed(body[start:end])
        start = end
    return events + reader.close()


@pytest.mark.parametrize("side", list(WIRES))
@pytest.mark.parametrize("path", CHAT_PATHS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answer=answers, seed=st.integers(0, 2**32), crlf=st.booleans())
def test_answer_reaches_every_caller(
    side: str, path: str, answer: Answered, seed: int, crlf: bool
) -> None:
    dice = random.Random(seed)
    body = BYTES[side](answer, dice)
    if crlf:
        body = body.replace(b"\n", b"\r\n")
    events = read_split(side, body, dice)
    assert isinstance(events[-1], Stopped)
    wanted = ("".join(answer.pieces), "".join(answer.thinking), answer.calls)
    dialect = DIALECTS[path]
    conversation = talk(path)
    writer = dialect.writer(conversation, ABOUT)
    streamed = hear(path, b"".join(writer.write(event) for event in events))
    assert streamed.finished
    assert not streamed.failed
    assert streamed.plain() == wanted
    whole = hear_whole(path, dialect.whole(conversation, ABOUT, tuple(events)))
    assert whole.plain() == wanted
    assert [call[0] for call in whole.calls] == [call[0] for call in streamed.calls]
    assert len({call[0] for call in whole.calls}) == len(answer.calls)
