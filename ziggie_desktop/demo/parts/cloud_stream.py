"""Owns the order and the shape of the events of a streamed answer. Knows nothing of faults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ziggie_desktop.demo.parts.canonical import tokens
from ziggie_desktop.demo.parts.cloud_answers import Answer
from ziggie_desktop.demo.parts.cloud_rules import Block


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ``is_token`` marks those that the pace and the faults count."""

    name: str
    data: dict[str, Any]
    is_token: bool = False

    def encoded(self) -> bytes:
        text = json.dumps({"type": self.name, **self.data}, ensure_ascii=False)
        return f"event: {self.name}\ndata: {text}\n\n".encode()


def events(answer: Answer) -> Iterator[Event]:
    """All events of ``answer``: start, blocks one after another, delta, stop."""
    opening = {
        **answer.message(),
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {**answer.usage, "output_tokens": 1},
    }
    opening["usage"].pop("output_tokens_details")
    yield Event("message_start", {"message": opening})
    yield Event("ping", {})
    for index, block in enumerate(answer.content):
        yield from _block(index, block)
    yield closing(answer.stop_reason, answer.stop_sequence, answer.usage)
    yield Event("message_stop", {})


def closing(
    stop_reason: str,
    stop_sequence: str | None,
    usage: dict[str, Any],
    stop_details: dict[str, Any] | None = None,
) -> Event:
    names = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    counts = {name: usage[name] for name in (*names, "output_tokens", "output_tokens_details")}
    delta = {
        "stop_reason": stop_reason,
        "stop_sequence": stop_sequence,
        "stop_details": stop_details,
        "container": None,
    }
    return Event("message_delta", {"delta": delta, "usage": counts})


def _block(index: int, block: Block) -> Iterator[Event]:
    match block["type"]:
        case "text":
            start: Block = {"type": "text", "text": ""}
            deltas = [{"type": "text_delta", "text": piece} for piece in tokens(block["text"])]
        case "thinking":
            start = {"type": "thinking", "thinking": "", "signature": ""}
            deltas = [
                {"type": "thinking_delta", "thinking": piece} for piece in tokens(block["thinking"])
            ]
            deltas.append({"type": "signature_delta", "signature": block["signature"]})
        case _:
            start = {**block, "input": {}}
            text = json.dumps(block["input"], ensure_ascii=False)
            pieces = ["", *(text[at : at + 8] for at in range(0, len(text), 8))]
            deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
    yield Event("content_block_start", {"index": index, "content_block": start})
    for delta in deltas:
        yield Event("content_block_delta", {"index": index, "delta": delta}, is_token=True)
    yield Event("content_block_stop", {"index": index})
