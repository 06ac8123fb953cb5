"""Owns how an answer is written for an Ollama client. Only a complete one gets its done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, assert_never

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Timings, Usage
from ziggie_desktop.gateway.dialect import About
from ziggie_desktop.gateway.dialects.anthropic_answer import sentence
from ziggie_desktop.gateway.dialects.body import encode, json_object
from ziggie_desktop.gateway.dialects.parts import (
    CUT_REASONS,
    CallPart,
    broken_arguments,
    gather,
)
from ziggie_desktop.gateway.events import (
    Event,
    Failed,
    Started,
    Stopped,
    StopReason,
    TextDelta,
    ThinkingDelta,
    ToolDelta,
    ToolStart,
)
from ziggie_desktop.gateway.turns import Conversation, Operation

# Ollama itself knows no refusal; "stop" would make an empty answer of it.
_REASONS = {
    StopReason.MAX_TOKENS: "length",
    StopReason.CONTEXT_FULL: "length",
    StopReason.REFUSAL: "refusal",
}


def error_document(error: ZiggieError) -> dict[str, Any]:
    return {"error": sentence(error)}


def created(about: About) -> str:
    moment = datetime.fromtimestamp(about.created_at, tz=UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _call(part: CallPart, index: int) -> dict[str, Any]:
    arguments = json_object(part.arguments) or {}
    return {
        "id": part.id,
        "function": {"index": index, "name": part.name, "arguments": arguments},
    }


def _end(event: Stopped, usage: Usage | None, about: About) -> dict[str, Any]:
    """The closing fields. What nobody measured is left out, as Ollama itself leaves out zeros."""
    timings = event.timings or Timings()
    usage = event.usage or usage or Usage()
    figures = {
        "total_duration": timings.total_ns,
        "load_duration": timings.load_ns,
        "prompt_eval_count": usage.input_tokens,
        "prompt_eval_duration": timings.prompt_eval_ns,
        "eval_count": usage.output_tokens,
        "eval_duration": timings.eval_ns,
        "ziggie": about.ziggie,
    }
    end: dict[str, Any] = {
        "done": True,
        "done_reason": _REASONS.get(event.reason, "stop"),
    }
    return end | {name: value for name, value in figures.items() if value is not None}


def whole(conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
    answer = gather(events)
    document: dict[str, Any] = {"model": about.model, "created_at": created(about)}
    thoughts = answer.thoughts()
    if conversation.operation is Operation.TEXT_COMPLETION:
        document["response"] = answer.texts()
        if thoughts:
            document["thinking"] = thoughts
    else:
        message: dict[str, Any] = {"role": "assistant", "content": answer.texts()}
        if thoughts:
            message["thinking"] = thoughts
        calls = [_call(part, index) for index, part in enumerate(answer.calls())]
        if calls:
            message["tool_calls"] = calls
        document["message"] = message
    texts = (event for event in events if isinstance(event, TextDelta))
    logprobs = [item for text in texts for item in text.logprobs]
    if logprobs:
        document["logprobs"] = logprobs
    usage = answer.started.usage if answer.started else None
    return encode(document | _end(answer.stopped, usage, about))


class Writer:
    """A tool call is held until it is whole, because Ollama's clients get it in one piece, and so
    are those right after it: some clients (LiteLLM) join the calls of two lines into one."""

    content_type = "application/x-ndjson"

    def __init__(self, conversation: Conversation, about: About) -> None:
        self._about = about
        self._chat = conversation.operation is not Operation.TEXT_COMPLETION
        self._head = encode({"model": about.model, "created_at": created(about)})[:-1]
        self._usage: Usage | None = None
        self._held: list[CallPart] = []
        self._calls = 0
        self._ended = False

    def write(self, event: Event) -> bytes:
        if self._ended:
            return b""
        match event:
            case TextDelta():
                return self._release() + (self._said(event) if event.text else b"")
            case ThinkingDelta():
                piece = self._piece("thinking", event.text) if event.text else b""
                return self._release() + piece
            case ToolStart():
                self._held.append(CallPart(event.id, event.name, event.index))
                return b""
            case ToolDelta():
                if not self._held or self._held[-1].index != event.index:
                    raise ValueError("arguments for a tool call that is not open")
                self._held[-1].pieces.append(event.json)
                return b""
            case Stopped():
                return self._stop(event)
            case Started():
                self._usage = event.usage
                return b""
            case Failed():
                return b""
            case _:
                assert_never(event)

    def fail(self, error: ZiggieError) -> bytes:
        if self._ended:
            return b""
        self._ended = True
        return encode(error_document(error)) + b"\n"

    def _said(self, event: TextDelta) -> bytes:
        piece = self._piece("content", event.text)
        if not event.logprobs:
            return piece
        return piece[:-2] + b',"logprobs":%b}\n' % encode(event.logprobs)

    def _piece(self, name: str, text: str) -> bytes:
        value = encode(text)
        if self._chat:
            content = b"" if name == "content" else b'"content":"",'
            return b'%b,"message":{"role":"assistant",%b"%b":%b},"done":false}\n' % (
                self._head, content, name.encode(), value,
            )  # fmt: skip
        response = b'"response":%b' % value
        if name == "thinking":
            response = b'"response":"","thinking":%b' % value
        return b'%b,%b,"done":false}\n' % (self._head, response)

    def _release(self) -> bytes:
        held, self._held = self._held, []
        if not held:
            return b""
        if any(json_object(call.arguments) is None for call in held):
            return self.fail(broken_arguments())
        calls = [_call(call, self._calls + offset) for offset, call in enumerate(held)]
        self._calls += len(calls)
        message = {"role": "assistant", "content": "", "tool_calls": calls}
        return b'%b,"message":%b,"done":false}\n' % (self._head, encode(message))

    def _stop(self, event: Stopped) -> bytes:
        held = self._held
        if held and json_object(held[-1].arguments) is None and event.reason in CUT_REASONS:
            held.pop()  # half of a call is no call
        out = self._release()
        if self._ended:
            return out
        self._ended = True
        empty: dict[str, Any] = {"response": ""}
        if self._chat:
            empty = {"message": {"role": "assistant", "content": ""}}
        end = encode(empty | _end(event, self._usage, self._about))
        return out + self._head + b"," + end[1:] + b"\n"
