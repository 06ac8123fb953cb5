"""Owns the three shapes in which OpenAI's clients read log probabilities. Never invents one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def each(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a response: each with its alternatives, which the clients need to be there."""
    return [{"top_logprobs": [], **item} for item in found]


def of_chat(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"content": each(found), "refusal": None}


def of_completion(
    found: Sequence[dict[str, Any]], *, alternatives: int, offset: int = 0
) -> dict[str, Any]:
    """The older lists side by side; ``offset``: where in the answer's text the first one begins."""
    tokens = [str(item.get("token", "")) for item in found]
    offsets = []
    for token in tokens:
        offsets.append(offset)
        offset += len(token)
    return {
        "tokens": tokens,
        "token_logprobs": [item.get("logprob") for item in found],
        "top_logprobs": [_alternatives(item) for item in found] if alternatives else None,
        "text_offset": offsets,
    }


def _alternatives(item: dict[str, Any]) -> dict[str, float]:
    return {str(one["token"]): one["logprob"] for one in item.get("top_logprobs") or ()}
