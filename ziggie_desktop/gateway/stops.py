"""Owns where a local answer meets a stop sequence, for callers who are told which one it was.

Ollama ends an answer there without a word of it, as if the model had come to its end: for those
callers it is not told of the sequences, and what it says is read here. Pure: no I/O.
"""

from __future__ import annotations

from ziggie_desktop.gateway.events import Event, TextDelta, ThinkingDelta


class Stops:
    """Of one answer. ``hit`` is the sequence that ended it; ``tokens`` how many came until then."""

    __slots__ = ("_rest", "_wanted", "hit", "tokens")

    def __init__(self, wanted: tuple[str, ...]) -> None:
        self._wanted = wanted
        self._rest = ""  # may be the beginning of a sequence
        self.hit: str | None = None
        self.tokens = 0

    def filter(self, events: list[Event]) -> list[Event]:
        """What a caller may see of them: nothing from a sequence on."""
        kept: list[Event] = []
        for event in events:
            self.tokens += isinstance(event, TextDelta | ThinkingDelta)
            if not isinstance(event, TextDelta):
                kept += self._flush()
                kept.append(event)
                continue
            text = self._passed(self._rest + event.text)
            if text:
                kept.append(TextDelta(text=text, logprobs=event.logprobs))
            if self.hit is not None:
                break
        return kept

    def _passed(self, text: str) -> str:
        found = [(text.find(stop), stop) for stop in self._wanted if stop in text]
        if found:
            place, self.hit = min(found)
            return text[:place]
        most = min(len(text), max(map(len, self._wanted)) - 1)
        for size in range(most, 0, -1):
            if any(stop.startswith(text[-size:]) for stop in self._wanted):
                self._rest = text[-size:]
                return text[:-size]
        self._rest = ""
        return text

    def _flush(self) -> list[Event]:
        rest, self._rest = self._rest, ""
        return [TextDelta(text=rest)] if rest else []
