"""Owns the neutral form of a request: what any dialect can say, in the terms of none."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


class Text(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    text: str
    cache: dict[str, Any] | None = None  # a prompt-cache marker, for the side that knows it


class Image(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Either ``data`` (base64) with ``media_type``, or a ``url`` that we never fetch."""

    media_type: str | None = None
    data: str | None = None
    url: str | None = None


class Thinking(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``signature`` is Claude's; only Claude accepts it back, and only whole."""

    text: str
    signature: str | None = None
    redacted: str | None = None


class ToolUse(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``arguments`` is a JSON object as text."""

    id: str
    name: str
    arguments: str


class ToolResult(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    tool_use_id: str
    content: tuple[Text | Image, ...] = ()
    is_error: bool = False
    name: str | None = None


class Opaque(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A block of one dialect that has no neutral form (a document, a server tool's result).

    It reaches only a side that speaks ``dialect``; a writer of another refuses it in words.
    """

    dialect: str
    kind: str
    value: dict[str, Any]


Part = Text | Image | Thinking | ToolUse | ToolResult | Opaque


class Turn(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    role: Role
    parts: tuple[Part, ...]


class Tool(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    name: str
    description: str | None = None
    schema: dict[str, Any] = msgspec.field(default_factory=dict)
    raw: dict[str, Any] | None = None  # a server-side tool of one dialect, as it was sent


class ChoiceKind(StrEnum):
    AUTO = "auto"
    ANY = "any"
    NONE = "none"
    TOOL = "tool"


class ToolChoice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    kind: ChoiceKind
    name: str | None = None
    parallel: bool = True


class ThinkingWish(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``enabled`` None: the model's own default; ``adaptive``: the caller leaves it to it."""

    enabled: bool | None = None
    adaptive: bool = False
    budget_tokens: int | None = None
    effort: str | None = None


class OutputFormat(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``schema`` None: any JSON object."""

    schema: dict[str, Any] | None = None
    name: str | None = None


class Sampling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    presence_penalty: float | None = None
    frequency_penalty: float | None = None


class Operation(StrEnum):
    """OpenTelemetry's gen_ai.operation.name."""

    CHAT = "chat"
    TEXT_COMPLETION = "text_completion"
    EMBEDDINGS = "embeddings"


class Conversation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One request in neutral form.

    ``dialect`` is the caller's, "" where there is none. ``hints`` is what the body said under
    ``metadata.ziggie`` or ``ziggie``; ``extras`` are top-level fields of the caller's dialect that
    have no neutral form, kept for a side that speaks it; ``load_options`` are Ollama's runner
    options and keep-alive wishes. ``logprobs``: the caller asks for the log probabilities of the
    tokens, with so many alternatives to each; None: it does not.
    """

    model: str
    turns: tuple[Turn, ...]
    dialect: str = ""
    system: tuple[Text, ...] = ()
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    sampling: Sampling = Sampling()
    thinking: ThinkingWish = ThinkingWish()
    output: OutputFormat | None = None
    stream: bool = False
    operation: Operation = Operation.CHAT
    load_options: dict[str, Any] = msgspec.field(default_factory=dict)
    keep_alive: str | int | float | None = None
    hints: dict[str, Any] = msgspec.field(default_factory=dict)
    extras: dict[str, Any] = msgspec.field(default_factory=dict)
    include_usage: bool = True
    logprobs: int | None = None
