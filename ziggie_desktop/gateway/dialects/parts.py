"""Owns what a finished answer is made of, gathered from its events. Values only."""

from __future__ import annotations

from typing import Any, assert_never

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.body import json_object
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

CUT_REASONS = frozenset({StopReason.MAX_TOKENS, StopReason.CONTEXT_FULL, StopReason.REFUSAL})


class TextPart(msgspec.Struct):
    pieces: list[str] = msgspec.field(default_factory=list)
    logprobs: list[dict[str, Any]] = msgspec.field(default_factory=list)

    def add(self, event: TextDelta) -> None:
        self.pieces.append(event.text)
        self.logprobs += event.logprobs

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class ThoughtPart(msgspec.Struct):
    pieces: list[str] = msgspec.field(default_factory=list)
    signature: str | None = None
    redacted: str | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class CallPart(msgspec.Struct):
    id: str
    name: str
    index: int
    pieces: list[str] = msgspec.field(default_factory=list)

    @property
    def arguments(self) -> str:
        return "".join(self.pieces)


AnswerPart = TextPart | ThoughtPart | CallPart


class Answer(msgspec.Struct):
    parts: list[AnswerPart]
    stopped: Stopped
    started: Started | None

    def texts(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, TextPart))

    def thoughts(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, ThoughtPart))

    def calls(self) -> list[CallPart]:
        return [part for part in self.parts if isinstance(part, CallPart)]


def broken_arguments() -> ZiggieError:
    return ZiggieError(
        "malformed_answer",
        "The model's tool call has arguments that are not a JSON object",
        "Ask again, or use a model that is better at calling tools.",
        status=502,
    )


def incomplete() -> ZiggieError:
    return ZiggieError(
        "truncated_answer",
        "The answer ended before it was complete",
        "Ask again.",
        status=502,
    )


def starts_thought(last: AnswerPart | None) -> bool:
    """Whether more thinking text belongs to a new block: a signature closes the one before."""
    return not isinstance(last, ThoughtPart) or bool(last.signature or last.redacted)


def gather(events: tuple[Event, ...]) -> Answer:
    """The answer that the events tell. Raises where they do not tell a complete one.

    A call that the token limit cut short is left out: half of its arguments is no call.
    """
    parts: list[AnswerPart] = []
    calls: dict[int, CallPart] = {}
    started: Started | None = None
    stopped: Stopped | None = None
    for event in events:
        last = parts[-1] if parts else None
        match event:
            case TextDelta():
                if not isinstance(last, TextPart):
                    if not event.text:
                        continue
                    last = TextPart()
                    parts.append(last)
                last.add(event)
            case ThinkingDelta():
                _think(parts, event)
            case ToolStart():
                calls[event.index] = CallPart(event.id, event.name, event.index)
                parts.append(calls[event.index])
            case ToolDelta():
                calls[event.index].pieces.append(event.json)
            case Started():
                started = started or event
            case Stopped():
                stopped = event
            case Failed():
                raise incomplete()
            case _:
                assert_never(event)
    if stopped is None:
        raise incomplete()
    return Answer(_sound(parts, stopped), stopped, started)


def _think(parts: list[AnswerPart], event: ThinkingDelta) -> None:
    if event.redacted is not None:
        parts.append(ThoughtPart(redacted=event.redacted))
        return
    if not event.text and event.signature is None:
        return
    last = parts[-1] if parts else None
    if not isinstance(last, ThoughtPart) or starts_thought(last):
        last = ThoughtPart()
        parts.append(last)
    if event.text:
        last.pieces.append(event.text)
    if event.signature is not None:
        last.signature = event.signature


def _sound(parts: list[AnswerPart], stopped: Stopped) -> list[AnswerPart]:
    kept: list[AnswerPart] = []
    for part in parts:
        if isinstance(part, CallPart) and json_object(part.arguments) is None:
            if stopped.reason in CUT_REASONS:
                continue
            raise broken_arguments()
        kept.append(part)
    return kept
