"""Owns what is known of the sides' prompt caches: who answered which conversation last, and when.

Never keeps a prompt: a conversation is known by a hash of how it begins. What is said here is a
guess, for a side may drop its cache whenever it likes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.turns import Conversation, Text
from ziggie_desktop.routing.request import Side, Target, Warm

MOST = 1000  # conversations that are remembered
HEAD = 2048  # characters of a text that tell it from others
CLOUD_S = 300.0
CLOUD_LONG_S = 3600.0  # where the caller paid for an hour
LOCAL_S = 3600.0  # a loaded model keeps its last prompt; whether it is loaded, others know


class Warmth:
    """``clock`` gives monotonic seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: OrderedDict[int, tuple[Warm, float]] = OrderedDict()
        self._last: dict[str, int] = {}  # a local model keeps one conversation at a time

    def find(self, key: int) -> Warm | None:
        found = self._known.get(key)
        if found is None:
            return None
        warm, until = found
        if self._clock() >= until:
            del self._known[key]
            return None
        if warm.side is Side.LOCAL and self._last.get(warm.model) != key:
            return None
        return warm

    def answered(self, key: int, target: Target, usage: Usage | None) -> None:
        """A side has answered: what it was sent lies in its cache now."""
        if target.side is Side.LOCAL:
            if target.model not in self._last and len(self._last) >= MOST:
                self._last.clear()
            self._last[target.model] = key
        tokens, lasts_s = _cached(target.side, usage)
        if not tokens:
            return
        warm = Warm(side=target.side, model=target.model, tokens=tokens)
        self._known[key] = (warm, self._clock() + lasts_s)
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)


def key_of(talk: Conversation) -> int:
    """The same for every request of one conversation: system prompt, tools and first words."""
    first = talk.turns[0].parts if talk.turns else ()
    texts = (*talk.system, *(part for part in first if isinstance(part, Text)))
    heads = tuple((text.text[:HEAD], len(text.text)) for text in texts)
    return hash((heads, tuple(tool.name for tool in talk.tools)))


def _cached(side: Side, usage: Usage | None) -> tuple[int, float]:
    """Tokens, and for how long. Claude caches what the caller marked, and says how much it was."""
    if usage is None:
        return 0, 0.0
    if side is Side.LOCAL:
        return usage.input_tokens or 0, LOCAL_S
    hour = usage.cache_creation_1h_input_tokens or 0
    short = usage.cache_creation_5m_input_tokens or 0
    tokens = (usage.cache_read_input_tokens or 0) + short + hour
    return tokens, CLOUD_LONG_S if hour else CLOUD_S
