"""Owns how Ollama's stream is read. Never calls an answer complete before its line with done."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from ziggie_desktop.contract.records import Timings, Usage
from ziggie_desktop.gateway.dialects import limits, sse
from ziggie_desktop.gateway.dialects.body import json_object
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


class _Function(msgspec.Struct, gc=False):
    name: str = ""
    arguments: msgspec.Raw = msgspec.Raw(b"{}")


class _Call(msgspec.Struct, gc=False):
    function: _Function
    id: str | None = None


class _Message(msgspec.Struct, gc=False):
    content: str | None = None
    thinking: str | None = None
    tool_calls: list[_Call] | None = None


class _Line(msgspec.Struct, gc=False):
    model: str | None = None
    message: _Message | None = None
    response: str | None = None
    thinking: str | None = None
    done: bool = False
    done_reason: str | None = None
    error: str | None = None
    logprobs: list[dict[str, Any]] | None = None
    total_duration: int | None = None
    load_duration: int | None = None
    prompt_eval_count: int | None = None
    prompt_eval_duration: int | None = None
    eval_count: int | None = None
    eval_duration: int | None = None


_decode = msgspec.json.Decoder(_Line).decode
_LAST = (Stopped, Failed)


def new_call_id() -> str:
    """For the calls that Ollama, before 0.12.10, leaves without an id."""
    return f"call_{secrets.token_hex(8)}"


def fault_kind(message: str) -> FaultKind:
    """Ollama's errors in a stream are words alone."""
    if limits.is_about_context(message):
        return FaultKind.CONTEXT
    if "busy" in message or "maximum pending requests" in message:
        return FaultKind.OVERLOADED
    return FaultKind.SERVER


class Reader:
    def __init__(self) -> None:
        self._lines = sse.LineSplitter()
        self._started = False
        self._calls = 0
        self._ended = False

    def feed(self, data: bytes) -> list[Event]:
        if self._ended:
            return []
        out: list[Event] = []
        try:
            for line in self._lines.feed(data):
                self._read(line, out)
                if out and isinstance(out[-1], _LAST):
                    break
        except sse.TooLong:
            self._fail(out, FaultKind.MALFORMED, "Ollama sent a line longer than 16 MiB")
        return out

    def close(self) -> list[Event]:
        """A last line without its end counts if it is whole: its JSON says so itself."""
        out: list[Event] = []
        if self._ended:
            return out
        rest = self._lines.rest()
        if rest.rstrip().endswith(b"}"):
            before = len(out)
            self._read(rest, out)
            if out[before:] and isinstance(out[-1], Failed) and out[-1].kind is FaultKind.MALFORMED:
                self._ended = False
                out.clear()
        if not self._ended:
            self._fail(out, FaultKind.TRUNCATED, "Ollama's answer ended before it was complete")
        return out

    def _fail(self, out: list[Event], kind: FaultKind, message: str) -> None:
        self._ended = True
        out.append(Failed(kind=kind, message=message))

    def _read(self, data: bytes, out: list[Event]) -> None:
        if not data or data.isspace():
            return
        try:
            line = _decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._fail(out, FaultKind.MALFORMED, "Ollama sent a line that is not readable")
            return
        if line.error is not None:
            self._fail(out, fault_kind(line.error), limits.shown(line.error))
            return
        if not self._started:
            self._started = True
            out.append(Started(model=line.model))
        message = line.message
        if message is not None:
            if message.thinking:
                out.append(ThinkingDelta(text=message.thinking))
            if message.content:
                out.append(TextDelta(text=message.content, logprobs=tuple(line.logprobs or ())))
            for call in message.tool_calls or ():
                self._call(call, out)
        if line.thinking:
            out.append(ThinkingDelta(text=line.thinking))
        if line.response:
            out.append(TextDelta(text=line.response, logprobs=tuple(line.logprobs or ())))
        if line.done and not self._ended:
            self._stop(line, out)

    def _call(self, call: _Call, out: list[Event]) -> None:
        arguments = bytes(call.function.arguments).decode()
        if arguments.startswith('"'):
            arguments = msgspec.json.decode(arguments)
        if arguments == "null":
            arguments = "{}"
        if json_object(arguments) is None:
            self._fail(out, FaultKind.MALFORMED, "Ollama's tool call is not readable")
            return
        start = ToolStart(index=self._calls, id=call.id or new_call_id(), name=call.function.name)
        out += (start, ToolDelta(index=self._calls, json=arguments))
        self._calls += 1

    def _stop(self, line: _Line, out: list[Event]) -> None:
        self._ended = True
        if line.done_reason == "length":
            reason = StopReason.MAX_TOKENS
        else:
            reason = StopReason.TOOL_USE if self._calls else StopReason.END
        usage = Usage(input_tokens=line.prompt_eval_count, output_tokens=line.eval_count)
        timings = Timings(
            load_ns=line.load_duration,
            prompt_eval_ns=line.prompt_eval_duration,
            eval_ns=line.eval_duration,
            total_ns=line.total_duration,
        )
        out.append(Stopped(reason=reason, usage=usage, timings=timings))
