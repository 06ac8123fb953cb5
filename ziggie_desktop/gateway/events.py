"""Owns the neutral form of an answer: the events any side's stream is read into. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from ziggie_desktop.contract.records import Timings, Usage


class StopReason(StrEnum):
    END = "end"
    MAX_TOKENS = "max_tokens"
    STOP_SEQUENCE = "stop_sequence"
    TOOL_USE = "tool_use"
    REFUSAL = "refusal"
    CONTEXT_FULL = "context_full"
    PAUSE = "pause"


class Started(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The side has accepted; ``usage`` holds what it says of the prompt, if it says so now."""

    id: str | None = None
    model: str | None = None
    usage: Usage | None = None


class TextDelta(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``logprobs``: those of its tokens, as Ollama and OpenAI write them, where they were asked."""

    text: str
    logprobs: tuple[dict[str, Any], ...] = ()


class ThinkingDelta(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``signature`` comes with or after the text; ``redacted`` instead of it."""

    text: str = ""
    signature: str | None = None
    redacted: str | None = None


class ToolStart(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``index`` counts the answer's tool calls from 0."""

    index: int
    id: str
    name: str


class ToolDelta(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A piece of the call's arguments as JSON text."""

    index: int
    json: str


class Stopped(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The side's own word that the answer is complete. Without it an answer was cut."""

    reason: StopReason
    stop_sequence: str | None = None
    usage: Usage | None = None
    timings: Timings | None = None


class FaultKind(StrEnum):
    """Why a side did not answer, or not wholly."""

    CONNECT = "connect"  # refused, reset before an answer, name not found
    TIMEOUT = "timeout"  # first token, gap or total
    DEADLINE = "deadline"  # the caller's own, before any limit of ours
    TRUNCATED = "truncated"  # ended without the end marker
    MALFORMED = "malformed"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    SERVER = "server"
    INVALID = "invalid"  # the side refuses the request itself (400, 404, 413, 422)
    AUTH = "auth"
    CONTEXT = "context"  # longer than the side can take
    REFUSED = "refused"  # a content filter of the side


class Failed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``message`` is the side's own text where it may be shown, never a prompt or a key."""

    kind: FaultKind
    message: str
    status: int | None = None
    retry_after_s: float | None = None
    should_retry: bool | None = None


Event = Started | TextDelta | ThinkingDelta | ToolStart | ToolDelta | Stopped | Failed
