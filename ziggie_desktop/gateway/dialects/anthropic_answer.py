"""Owns how an answer is written for an Anthropic client.

One block is open at a time, indices rise by one, and only a complete answer gets message_stop.
"""

from __future__ import annotations

from typing import Any, assert_never

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.dialect import About
from ziggie_desktop.gateway.dialects import sse
from ziggie_desktop.gateway.dialects.anthropic_request import thinking_expected
from ziggie_desktop.gateway.dialects.body import encode, json_object
from ziggie_desktop.gateway.dialects.estimate import prompt_tokens
from ziggie_desktop.gateway.dialects.parts import (
    AnswerPart,
    CallPart,
    TextPart,
    ThoughtPart,
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
from ziggie_desktop.gateway.turns import Conversation

_REASONS = {
    StopReason.END: "end_turn",
    StopReason.MAX_TOKENS: "max_tokens",
    StopReason.STOP_SEQUENCE: "stop_sequence",
    StopReason.TOOL_USE: "tool_use",
    StopReason.REFUSAL: "refusal",
    StopReason.CONTEXT_FULL: "model_context_window_exceeded",
    StopReason.PAUSE: "pause_turn",
}

_ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def error_document(error: ZiggieError, request_id: str) -> dict[str, Any]:
    fallback = "api_error" if error.status >= 500 else "invalid_request_error"
    return {
        "type": "error",
        "error": {
            "type": _ERROR_TYPES.get(error.status, fallback),
            "message": sentence(error),
            "details": {"error_code": error.code},
        },
        "request_id": request_id,
    }


def sentence(error: ZiggieError) -> str:
    """Title and remedy as one text, for the dialects whose errors have only a message."""
    return f"{error.title.rstrip('.')}. {error.remedy}".strip()


def usage_document(usage: Usage | None, *, estimate: int = 0) -> dict[str, Any]:
    """Anthropic counts cached tokens apart from ``input_tokens``; the neutral form includes them.

    Its clients need both counts, so ``estimate`` stands in where the side has not said.
    """
    usage = usage or Usage()
    read = usage.cache_read_input_tokens
    short, long = usage.cache_creation_5m_input_tokens, usage.cache_creation_1h_input_tokens
    written = None if short is None and long is None else (short or 0) + (long or 0)
    total = estimate if usage.input_tokens is None else usage.input_tokens
    document: dict[str, Any] = {
        "input_tokens": max(total - (read or 0) - (written or 0), 0),
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": read,
        "output_tokens": usage.output_tokens or 0,
    }
    if written is not None:
        document["cache_creation"] = {
            "ephemeral_5m_input_tokens": short or 0,
            "ephemeral_1h_input_tokens": long or 0,
        }
    if usage.service_tier is not None:
        document["service_tier"] = usage.service_tier
    if usage.speed is not None:
        document["speed"] = usage.speed
    return document


def message_id(about: About) -> str:
    return about.request_id if about.request_id.startswith("msg_") else f"msg_{about.request_id}"


def whole(conversation: Conversation, about: About, events: tuple[Event, ...]) -> bytes:
    answer = gather(events)
    expected = thinking_expected(conversation)
    usage = answer.stopped.usage or (answer.started.usage if answer.started else None)
    estimate = 0 if usage and usage.input_tokens is not None else prompt_tokens(conversation)
    document: dict[str, Any] = {
        "id": message_id(about),
        "type": "message",
        "role": "assistant",
        "model": about.model,
        "content": [_block(part) for part in answer.parts if expected or not _unsigned(part)],
        "stop_reason": _REASONS[answer.stopped.reason],
        "stop_sequence": answer.stopped.stop_sequence,
        "usage": usage_document(usage, estimate=estimate),
    }
    if about.ziggie is not None:
        document["ziggie"] = about.ziggie
    return encode(document)


def _unsigned(part: AnswerPart) -> bool:
    return isinstance(part, ThoughtPart) and not part.signature and part.redacted is None


def _block(part: AnswerPart) -> dict[str, Any]:
    match part:
        case TextPart():
            return {"type": "text", "text": part.text}
        case ThoughtPart(redacted=str(data)):
            return {"type": "redacted_thinking", "data": data}
        case ThoughtPart():
            return {"type": "thinking", "thinking": part.text, "signature": part.signature or ""}
        case CallPart():
            arguments = json_object(part.arguments) or {}
            return {"type": "tool_use", "id": part.id, "name": part.name, "input": arguments}
        case _:
            assert_never(part)


class Writer:
    content_type = "text/event-stream; charset=utf-8"

    def __init__(self, conversation: Conversation, about: About) -> None:
        self._conversation = conversation
        self._about = about
        self._usage: Usage | None = None
        self._estimate = 0
        self._index = -1
        self._open: str | None = None  # the kind of the open block
        self._call = -1
        self._signed = False
        self._expected = thinking_expected(conversation)
        self._unasked: list[str] = []  # thinking that is passed on only if it turns out signed
        self._begun = False
        self._ended = False

    def write(self, event: Event) -> bytes:
        if self._ended:
            return b""
        begin = b"" if self._begun or isinstance(event, Failed) else self._begin(event)
        match event:
            case TextDelta():
                return begin + self._text(event.text)
            case ThinkingDelta():
                return begin + self._thinking(event)
            case ToolStart():
                return begin + self._tool(event)
            case ToolDelta():
                if self._open != "tool_use" or event.index != self._call:
                    raise ValueError("arguments for a tool call that is not open")
                return begin + (self._delta("input_json_delta", "partial_json", event.json))
            case Stopped():
                return begin + self._stop(event)
            case Started() | Failed():
                return begin
            case _:
                assert_never(event)

    def fail(self, error: ZiggieError) -> bytes:
        if self._ended:
            return b""
        self._ended = True
        return sse.event(b"error", encode(error_document(error, self._about.request_id)))

    def _begin(self, event: Event) -> bytes:
        self._begun = True
        if isinstance(event, Started):
            self._usage = event.usage
        if self._usage is None or self._usage.input_tokens is None:
            self._estimate = prompt_tokens(self._conversation)
        message: dict[str, Any] = {
            "id": message_id(self._about),
            "type": "message",
            "role": "assistant",
            "model": self._about.model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage_document(self._usage, estimate=self._estimate),
        }
        if self._about.ziggie is not None:
            message["ziggie"] = self._about.ziggie
        return sse.event(b"message_start", encode({"type": "message_start", "message": message}))

    def _text(self, text: str) -> bytes:
        if not text:
            return b""
        start = b"" if self._open == "text" else self._start("text", {"type": "text", "text": ""})
        return start + self._delta("text_delta", "text", text)

    def _thinking(self, event: ThinkingDelta) -> bytes:
        if event.redacted is not None:
            block = {"type": "redacted_thinking", "data": event.redacted}
            return self._start("redacted_thinking", block) + self._close()
        if not event.text and event.signature is None:
            return b""
        text = event.text
        if not self._expected:
            self._unasked.append(text)
            if event.signature is None:
                return b""
            text = "".join(self._unasked)
            self._unasked.clear()
        out = b""
        if self._open != "thinking" or self._signed:
            block = {"type": "thinking", "thinking": "", "signature": ""}
            out = self._start("thinking", block)
        if text:
            out += self._delta("thinking_delta", "thinking", text)
        if event.signature is not None:
            self._signed = True
            out += self._delta("signature_delta", "signature", event.signature)
        return out

    def _tool(self, event: ToolStart) -> bytes:
        self._call = event.index
        block = {"type": "tool_use", "id": event.id, "name": event.name, "input": {}}
        return self._start("tool_use", block)

    def _start(self, kind: str, block: dict[str, Any]) -> bytes:
        closed = self._close()
        self._unasked.clear()
        self._index += 1
        self._open = kind
        self._signed = False
        document = {"type": "content_block_start", "index": self._index, "content_block": block}
        return closed + sse.event(b"content_block_start", encode(document))

    def _delta(self, kind: str, name: str, value: str) -> bytes:
        return (
            b'event: content_block_delta\ndata: {"type":"content_block_delta","index":%d,'
            b'"delta":{"type":"%b","%b":%b}}\n\n'
            % (self._index, kind.encode(), name.encode(), encode(value))
        )

    def _close(self) -> bytes:
        if self._open is None:
            return b""
        self._open = None
        return sse.event(
            b"content_block_stop", b'{"type":"content_block_stop","index":%d}' % self._index
        )

    def _stop(self, event: Stopped) -> bytes:
        self._ended = True
        delta = {"stop_reason": _REASONS[event.reason], "stop_sequence": event.stop_sequence}
        document: dict[str, Any] = {
            "type": "message_delta",
            "delta": delta,
            "usage": usage_document(event.usage or self._usage, estimate=self._estimate),
        }
        if self._about.ziggie is not None:
            document["ziggie"] = self._about.ziggie
        return (
            self._close()
            + sse.event(b"message_delta", encode(document))
            + sse.event(b"message_stop", b'{"type":"message_stop"}')
        )
