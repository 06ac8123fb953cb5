"""Owns the texts that the simulators answer with. Never draws lots: the same call, the same words.

The cloud simulator and the stand-in Ollama share them, so that a test can tell whether a caller
got one whole answer, whoever gave which part of it.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

_TOKEN = re.compile(r"\s*\S+\s*$|\s*\S+")
_TOOL = re.compile(r"use tool ([A-Za-z0-9_.-]+)\s*(?=\{)")

CANONICAL_TEXT = (
    "A workstation that answers its own questions saves money only when it keeps honest books. "
    "It must know what each answer cost, which side gave it, and why. "
    "When the local model fails, the cloud takes over, and the reader of it should never notice "
    "a seam. "
    "Sixty words are enough to prove that nothing was lost or repeated twice."
)


class ToolCall(NamedTuple):
    name: str
    arguments: dict[str, object]


def tokens(text: str) -> list[str]:
    """The pieces that a simulator streams; joined they are ``text`` again."""
    return _TOKEN.findall(text)


def first_tokens(text: str, count: int) -> str:
    return "".join(tokens(text)[:count])


def tool_calls(text: str, offered: list[str]) -> list[ToolCall]:
    """The calls that ``use tool NAME {json}`` in ``text`` asks for, of the tools on offer."""
    found = []
    decoder = json.JSONDecoder()
    for match in _TOOL.finditer(text):
        if match[1] not in offered:
            continue
        try:
            arguments, _ = decoder.raw_decode(text, match.end())
        except ValueError:
            continue
        found.append(ToolCall(match[1], arguments))
    return found


def default_answer(last_user_text: str) -> str:
    """What a simulator says where no text was set: it names itself and repeats the question."""
    said = " ".join(last_user_text.split())[:200]
    return f"Simulated answer: you said “{said or 'nothing'}”."
