"""Owns what the simulated Claude says and what it counts. Knows nothing of HTTP and faults."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from ziggie_desktop.demo.parts.canonical import default_answer, first_tokens, tokens, tool_calls
from ziggie_desktop.demo.parts.cloud_rules import Block, Body, blocks_of, signature_of

CACHE_MINIMUM_TOKENS = 1024
THINKING_TEXT = "The question is simulated, so the answer may be simulated too."


@dataclass(frozen=True, slots=True)
class Answer:
    """One finished answer; a stream sends the same thing in pieces."""

    id: str
    model: str
    content: list[Block]
    stop_reason: str
    stop_sequence: str | None
    usage: dict[str, Any]

    def message(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": "message",
            "role": "assistant",
            "model": self.model,
            "content": self.content,
            "stop_reason": self.stop_reason,
            "stop_sequence": self.stop_sequence,
            "stop_details": None,
            "container": None,
            "usage": self.usage,
        }


@dataclass(slots=True)
class Mind:
    """What the simulator remembers between calls: its numbering and its prompt cache."""

    canonical: str | None = None
    _count: int = 0
    _cache: set[str] = field(default_factory=set)

    def answer(self, body: Body) -> Answer:
        self._count += 1
        content: list[Block] = []
        thought = _thinking(body)
        if thought is not None:
            content.append(thought)
        calls = self._calls(body)
        stop_sequence = None
        if calls:
            content += [{"type": "text", "text": "I use a tool."}, *calls]
            stop_reason = "tool_use"
        else:
            text, stop_reason, stop_sequence = self._text(body)
            content.append({"type": "text", "text": text})
        return Answer(
            id=f"msg_sim{self._count:08d}",
            model=body["model"],
            content=content,
            stop_reason=stop_reason,
            stop_sequence=stop_sequence,
            usage=self._usage(body, content),
        )

    def _text(self, body: Body) -> tuple[str, str, str | None]:
        text = self.canonical or default_answer(last_user_text(body))
        prefill = _prefill(body)
        if prefill and text.startswith(prefill):
            text = text[len(prefill) :]
        for stop in body.get("stop_sequences") or []:
            if stop in text:
                return text.partition(stop)[0], "stop_sequence", stop
        if len(tokens(text)) > body["max_tokens"]:
            return first_tokens(text, body["max_tokens"]), "max_tokens", None
        return text, "end_turn", None

    def _calls(self, body: Body) -> list[Block]:
        offered = [tool["name"] for tool in body.get("tools") or [] if "name" in tool]
        choice = (body.get("tool_choice") or {}).get("type", "auto")
        if not offered or choice == "none":
            return []
        calls = tool_calls(last_user_text(body), offered)
        if not calls and choice in ("tool", "any"):
            calls = tool_calls(
                f"use tool {body['tool_choice'].get('name', offered[0])} {{}}", offered
            )
        return [
            {
                "type": "tool_use",
                "id": f"toolu_sim{self._count:06d}{index:02d}",
                "name": call.name,
                "input": call.arguments,
            }
            for index, call in enumerate(calls)
        ]

    def _usage(self, body: Body, content: list[Block]) -> dict[str, Any]:
        written, read, long_lived = self._cached(body)
        thinking = sum(len(tokens(b["thinking"])) for b in content if b["type"] == "thinking")
        output = thinking
        for block in content:
            if block["type"] == "text":
                output += len(tokens(block["text"]))
            elif block["type"] == "tool_use":
                output += 1 + len(json.dumps(block["input"])) // 4
        return {
            "input_tokens": max(0, input_tokens(body) - written - read),
            "output_tokens": max(1, output),
            "cache_creation_input_tokens": written,
            "cache_read_input_tokens": read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": 0 if long_lived else written,
                "ephemeral_1h_input_tokens": written if long_lived else 0,
            },
            "output_tokens_details": {"thinking_tokens": thinking},
            "service_tier": "standard",
        }

    def _cached(self, body: Body) -> tuple[int, int, bool]:
        """Tokens written to and read from the prompt cache, and whether for an hour."""
        parts, marks, long_lived = _segments(body)
        sizes = {mark: _size(parts[: mark + 1]) for mark in marks}
        marks = [mark for mark in marks if sizes[mark] >= CACHE_MINIMUM_TOKENS]
        if not marks:
            return 0, 0, False
        keys = {mark: _key(body["model"], parts[: mark + 1]) for mark in marks}
        read = max((sizes[mark] for mark in marks if keys[mark] in self._cache), default=0)
        self._cache.update(keys.values())
        return sizes[marks[-1]] - read, read, long_lived


def last_user_text(body: Body) -> str:
    """The words of the last user message, tool results included where there are no others."""
    for message in reversed(body["messages"]):
        if message["role"] != "user":
            continue
        blocks = blocks_of(message["content"])
        texts = [block["text"] for block in blocks if block.get("type") == "text"]
        if not texts:
            results = [block for block in blocks if block.get("type") == "tool_result"]
            texts = [
                part.get("text", "")
                for result in results
                for part in blocks_of(result.get("content") or [])
            ]
        return "\n".join(texts)
    return ""


def input_tokens(body: Body) -> int:
    """A plain count, the same for the same request: a token for four characters."""
    return max(1, _size(_segments(body)[0]))


def is_prefilled(body: Body) -> bool:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not isinstance(messages[-1], dict):
        return False
    return messages[-1].get("role") == "assistant"


def _prefill(body: Body) -> str:
    if not is_prefilled(body):
        return ""
    blocks = blocks_of(body["messages"][-1]["content"])
    return "".join(block["text"] for block in blocks if block.get("type") == "text")


def _thinking(body: Body) -> Block | None:
    asked = body.get("thinking") or {}
    if asked.get("type") not in ("enabled", "adaptive"):
        return None
    text = "" if asked.get("display") == "omitted" else THINKING_TEXT
    return {"type": "thinking", "thinking": text, "signature": signature_of(text)}


def _segments(body: Body) -> tuple[list[str], list[int], bool]:
    """The prompt in the order of the cache, where its marks stand, and if any is for an hour."""
    parts: list[str] = []
    marks: list[int] = []
    long_lived = False

    def add(block: Block) -> None:
        nonlocal long_lived
        control = block.get("cache_control")
        bare = {name: value for name, value in block.items() if name != "cache_control"}
        parts.append(json.dumps(bare, sort_keys=True, ensure_ascii=False))
        if control:
            marks.append(len(parts) - 1)
            long_lived = long_lived or control.get("ttl") == "1h"

    for tool in body.get("tools") or []:
        add(tool)
    for block in blocks_of(body.get("system") or []):
        add(block)
    for message in body["messages"]:
        for block in blocks_of(message["content"]):
            add({"role": message["role"], **block})
    if body.get("cache_control") and parts:
        marks.append(len(parts) - 1)
    return parts, marks, long_lived


def _size(parts: list[str]) -> int:
    return sum(len(part) for part in parts) // 4


def _key(model: str, parts: list[str]) -> str:
    return hashlib.sha256("\0".join([model, *parts]).encode()).hexdigest()
