"""Owns the neutral form of a request: what any dialect can say, in the terms of none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str
    cache: dict[str, Any] | None = None  # a prompt-cache marker, for the side that knows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """Either ``data`` (base64) with ``media_type``, or a ``url`` that we never fetch."""

    media_type: str | None = None
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """``signature`` is Claude's; only Claude accepts it back, and only whole."""

    text: str
    signature: str | None = None
    redacted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolUse:
    """``arguments`` is a JSON object as text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    tool_use_id: str
    content: tuple[Text | Image, ...] = ()
    is_error: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """A block of one dialect that has no neutral form (a document, a server tool's result).

    It reaches only a side that speaks ``dialect``; a writer of another refuses it in words.
    """

    dialect: str
    kind: str
    value: dict[str, Any]


Part = Text | Image | Thinking | ToolUse | ToolResult | Opaque


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    role: Role
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    name: str
    description: str | None = None
    schema: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] | None = None  # a server-side tool of one dialect, as it was sent


class ChoiceKind(StrEnum):
    AUTO = "auto"
    ANY = "any"
    NONE = "none"
    TOOL = "tool"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChoice:
    kind: ChoiceKind
    name: str | None = None
    parallel: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingWish:
    """``enabled`` None: the model's own default; ``adaptive``: the caller leaves it to it."""

    enabled: bool | None = None
    adaptive: bool = False
    budget_tokens: int | None = None
    effort: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """``schema`` None: any JSON object."""

    schema: dict[str, Any] | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
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
    load_options: dict[str, Any] = field(default_factory=dict)
    keep_alive: str | int | float | None = None
    hints: dict[str, Any] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    include_usage: bool = True
    logprobs: int | None = None
