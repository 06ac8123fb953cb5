"""Owns how Claude's stream is read. Never calls an answer complete before message_stop."""

from __future__ import annotations

from typing import Any

import msgspec

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.dialects import limits, sse
from ziggie_desktop.gateway.dialects.body import encode, json_object
from ziggie_desktop.gateway.dialects.parts import CUT_REASONS
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


class _CacheCreation(msgspec.Struct):
    ephemeral_5m_input_tokens: int | None = None
    ephemeral_1h_input_tokens: int | None = None


class _ServerToolUse(msgspec.Struct):
    web_search_requests: int | None = None


class WireUsage(msgspec.Struct):
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation: _CacheCreation | None = None
    server_tool_use: _ServerToolUse | None = None
    service_tier: str | None = None
    inference_geo: str | None = None
    speed: str | None = None


class _Block(msgspec.Struct):
    type: str
    text: str | None = None
    thinking: str | None = None
    signature: str | None = None
    data: str | None = None
    id: str | None = None
    name: str | None = None
    input: Any = None


class _Delta(msgspec.Struct):
    type: str | None = None
    text: str | None = None
    thinking: str | None = None
    signature: str | None = None
    partial_json: str | None = None
    stop_reason: str | None = None
    stop_sequence: str | None = None


class _Message(msgspec.Struct):
    id: str | None = None
    model: str | None = None
    usage: WireUsage | None = None


class WireError(msgspec.Struct):
    type: str | None = None
    message: str | None = None


class _Event(msgspec.Struct):
    type: str
    index: int = 0
    message: _Message | None = None
    content_block: _Block | None = None
    delta: _Delta | None = None
    usage: WireUsage | None = None
    error: WireError | None = None


class _Named(msgspec.Struct):
    type: str | None = None


_decode = msgspec.json.Decoder(_Event).decode
_decode_name = msgspec.json.Decoder(_Named).decode

_KNOWN = frozenset(
    {
        "message_start", "content_block_start", "content_block_delta", "content_block_stop",
        "message_delta", "message_stop", "error",
    }
)  # fmt: skip

_REASONS = {
    "end_turn": StopReason.END,
    "max_tokens": StopReason.MAX_TOKENS,
    "stop_sequence": StopReason.STOP_SEQUENCE,
    "tool_use": StopReason.TOOL_USE,
    "pause_turn": StopReason.PAUSE,
    "refusal": StopReason.REFUSAL,
    "model_context_window_exceeded": StopReason.CONTEXT_FULL,
}

_KINDS = {
    "overloaded_error": FaultKind.OVERLOADED,
    "rate_limit_error": FaultKind.RATE_LIMITED,
    "api_error": FaultKind.SERVER,
    "timeout_error": FaultKind.TIMEOUT,
    "authentication_error": FaultKind.AUTH,
    "permission_error": FaultKind.AUTH,
    "billing_error": FaultKind.AUTH,
    "invalid_request_error": FaultKind.INVALID,
    "not_found_error": FaultKind.INVALID,
    "request_too_large": FaultKind.INVALID,
    "conflict_error": FaultKind.SERVER,
}


def fault_kind(error_type: str | None, message: str) -> FaultKind | None:
    kind = _KINDS.get(error_type or "")
    if kind is FaultKind.INVALID and limits.is_about_context(message):
        return FaultKind.CONTEXT
    return kind


class _Tally:
    """Usage as it grows: what a later event says replaces what an earlier one said."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, Any] = {}

    def add(self, usage: WireUsage | None) -> Usage | None:
        if usage is not None:
            for name in usage.__struct_fields__:
                value = getattr(usage, name)
                if value is not None:
                    self._seen[name] = value
        return self.usage() if self._seen else None

    def usage(self) -> Usage:
        seen = self._seen
        creation: _CacheCreation | None = seen.get("cache_creation")
        written = seen.get("cache_creation_input_tokens")
        short = creation.ephemeral_5m_input_tokens if creation else written
        long = creation.ephemeral_1h_input_tokens if creation else None
        plain = seen.get("input_tokens")
        search: _ServerToolUse | None = seen.get("server_tool_use")
        return Usage(
            input_tokens=None
            if plain is None
            else plain + (written or 0) + (seen.get("cache_read_input_tokens") or 0),
            output_tokens=seen.get("output_tokens"),
            cache_read_input_tokens=seen.get("cache_read_input_tokens"),
            cache_creation_5m_input_tokens=short,
            cache_creation_1h_input_tokens=long,
            web_search_requests=search.web_search_requests if search else None,
            service_tier=seen.get("service_tier"),
            inference_geo=seen.get("inference_geo"),
            speed=seen.get("speed"),
        )


class Reader:
    def __init__(self) -> None:
        self._events = sse.EventSplitter()
        self._tally = _Tally()
        self._open: str | None = None  # the kind of the open block
        self._index = 0
        self._calls = 0
        self._json: list[str] = []
        self._given: Any = None  # a call's input that came whole, with its start
        self._unsound = False
        self._reason: str | None = None
        self._sequence: str | None = None
        self._ended = False

    def feed(self, data: bytes) -> list[Event]:
        if self._ended:
            return []
        out: list[Event] = []
        try:
            for event in self._events.feed(data):
                self._read(event, out)
                if isinstance(out[-1] if out else None, Stopped | Failed):
                    break
        except sse.TooLong:
            self._fail(out, FaultKind.MALFORMED, "Claude sent a line longer than 16 MiB")
        return out

    def close(self) -> list[Event]:
        out: list[Event] = []
        if not self._ended:
            self._fail(out, FaultKind.TRUNCATED, "Claude's answer ended before it was complete")
        return out

    def _fail(self, out: list[Event], kind: FaultKind, message: str) -> None:
        self._ended = True
        out.append(Failed(kind=kind, message=message))

    def _read(self, data: bytes, out: list[Event]) -> None:
        if data == b"[DONE]":
            return
        try:
            event = _decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            if not _is_unknown(data):
                self._fail(out, FaultKind.MALFORMED, "Claude sent an event that is not readable")
            return
        match event.type:
            case "content_block_delta":
                if self._open is None or event.index != self._index:
                    self._fail(out, FaultKind.MALFORMED, "Claude's answer lacks a part")
                elif event.delta is not None:
                    self._delta(event.delta, out)
            case "content_block_start":
                if self._open is not None or event.content_block is None:
                    self._fail(out, FaultKind.MALFORMED, "Claude's answer lacks a part")
                else:
                    self._index = event.index
                    self._start(event.content_block, out)
            case "content_block_stop":
                self._stop_block(out)
            case "message_start":
                message = event.message or _Message()
                usage = self._tally.add(message.usage)
                out.append(Started(id=message.id, model=message.model, usage=usage))
            case "message_delta":
                self._tally.add(event.usage)
                if event.delta is not None:
                    self._reason = event.delta.stop_reason or self._reason
                    self._sequence = event.delta.stop_sequence or self._sequence
            case "message_stop":
                self._stop(out)
            case "error":
                error = event.error or WireError()
                message_text = error.message or "Claude ended the answer with an error"
                kind = fault_kind(error.type, message_text) or FaultKind.SERVER
                self._fail(out, kind, limits.shown(message_text))

    def _delta(self, delta: _Delta, out: list[Event]) -> None:
        match delta.type:
            case "text_delta" if delta.text and self._open == "text":
                out.append(TextDelta(text=delta.text))
            case "input_json_delta" if delta.partial_json and self._open == "tool_use":
                self._json.append(delta.partial_json)
                out.append(ToolDelta(index=self._calls - 1, json=delta.partial_json))
            case "thinking_delta" if delta.thinking and self._open == "thinking":
                out.append(ThinkingDelta(text=delta.thinking))
            case "signature_delta" if delta.signature and self._open == "thinking":
                out.append(ThinkingDelta(signature=delta.signature))
            case _:
                pass  # citations, and what is yet to be invented

    def _start(self, block: _Block, out: list[Event]) -> None:
        self._open = block.type
        match block.type:
            case "text":
                if block.text:
                    out.append(TextDelta(text=block.text))
            case "thinking":
                if block.thinking or block.signature:
                    signature = block.signature or None
                    out.append(ThinkingDelta(text=block.thinking or "", signature=signature))
            case "redacted_thinking":
                out.append(ThinkingDelta(redacted=block.data or ""))
            case "tool_use":
                self._json.clear()
                self._given = block.input
                out.append(ToolStart(index=self._calls, id=block.id or "", name=block.name or ""))
                self._calls += 1
            case _:
                pass  # a server's own tool or a block yet to be invented

    def _stop_block(self, out: list[Event]) -> None:
        if self._open == "tool_use":
            if not self._json and self._given:
                text = encode(self._given).decode()
                self._json.append(text)
                out.append(ToolDelta(index=self._calls - 1, json=text))
            self._unsound |= json_object("".join(self._json)) is None
        self._open = None

    def _stop(self, out: list[Event]) -> None:
        if self._open is not None or self._reason is None:
            self._fail(out, FaultKind.MALFORMED, "Claude's answer lacks its last part")
            return
        reason = _REASONS.get(self._reason)
        if reason is None:
            reason = StopReason.TOOL_USE if self._calls else StopReason.END
        if self._unsound and reason not in CUT_REASONS:
            self._fail(out, FaultKind.MALFORMED, "Claude's tool call is not readable")
            return
        self._ended = True
        out.append(
            Stopped(reason=reason, stop_sequence=self._sequence, usage=self._tally.add(None))
        )


def _is_unknown(data: bytes) -> bool:
    """Whether an event that we could not read is of a kind that we need not."""
    try:
        return _decode_name(data).type not in _KNOWN
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
