"""Owns what Claude would have cached of a prompt that was answered here, where it was marked.

Never keeps a prompt: a conversation is a hash. The marked share of the characters is taken as the
share of the tokens. Without it a conversation that is sent again and again would seem dearer in
the cloud than it is, and savings larger than they are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import msgspec

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.turns import Conversation, Text, ToolResult

MOST = 1000  # conversations that are remembered
FEWEST_TOKENS = 1024  # Claude caches no shorter prefix
SHORT_S, LONG_S = 300.0, 3600.0  # the marker's ttl: 5m, or 1h


class WouldCache:
    """``clock`` gives monotonic seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: OrderedDict[int, tuple[int, float]] = OrderedDict()

    def answered(self, key: int, talk: Conversation, usage: Usage | None) -> Usage | None:
        """Take note of a prompt that was answered; its tokens as Claude would have counted them,
        None where the caller marked nothing (or too little) to be cached."""
        if usage is None or usage.input_tokens is None or usage.input_tokens < FEWEST_TOKENS:
            return None
        share, hour = _marked(talk)
        prefix = int(usage.input_tokens * share)
        if prefix < FEWEST_TOKENS:
            return None
        before, until = self._known.get(key, (0, 0.0))
        now = self._clock()
        read = min(before, prefix) if now < until else 0
        self._known[key] = (prefix, now + (LONG_S if hour else SHORT_S))
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return Usage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_input_tokens=read,
            cache_creation_5m_input_tokens=0 if hour else prefix - read,
            cache_creation_1h_input_tokens=prefix - read if hour else 0,
        )


def _marked(talk: Conversation) -> tuple[float, bool]:
    """How much of the prompt lies before its last marker, and whether that is for an hour."""
    texts = list(talk.system)
    for turn in talk.turns:
        for part in turn.parts:
            if isinstance(part, Text):
                texts.append(part)
            elif isinstance(part, ToolResult):
                texts += [piece for piece in part.content if isinstance(piece, Text)]
    markers = [(number, text.cache) for number, text in enumerate(texts) if text.cache is not None]
    if not markers:
        return 0.0, False
    last, marker = markers[-1]
    tools = len(msgspec.json.encode(talk.tools)) if talk.tools else 0  # they come first of all
    before = tools + sum(len(text.text) for text in texts[: last + 1])
    whole = tools + sum(len(text.text) for text in texts)
    return (before / whole if whole else 0.0), _for_an_hour(marker)


def _for_an_hour(marker: dict[str, Any] | None) -> bool:
    return marker is not None and marker.get("ttl") == "1h"
