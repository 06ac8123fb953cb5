"""Owns which notes a person wants and when: the kinds, each on or off, and the quiet hours."""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum

import msgspec

from ziggie_desktop.desktop.presenters.words import mark

HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


class NoteKind(StrEnum):
    FALLBACK = "fallback"
    ENGINE = "engine"
    PULL = "pull"
    BUDGET = "budget"
    GPU_HOT = "gpu_hot"
    GPU_LOST = "gpu_lost"
    SILENT_CPU = "silent_cpu"
    UPDATE = "update"


KIND_WORDS = {
    NoteKind.FALLBACK: mark("A request that its first choice did not answer"),
    NoteKind.ENGINE: mark("The engine fails, and is back"),
    NoteKind.PULL: mark("A download ends or fails"),
    NoteKind.BUDGET: mark("A budget is at 80 % or used up"),
    NoteKind.GPU_HOT: mark("The GPU is too hot"),
    NoteKind.GPU_LOST: mark("The GPU no longer answers"),
    NoteKind.SILENT_CPU: mark("A model runs on the processor instead"),
    NoteKind.UPDATE: mark("An update is there"),
}


class NoHours(ValueError):
    """What was typed where hours belong."""


class Hours(msgspec.Struct, frozen=True):
    """From ``begin`` up to ``end`` by the person's clock, over midnight where that is earlier."""

    begin: time
    end: time

    def __contains__(self, now: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


def hours(words: str) -> Hours | None:
    """``22:00-07:00``; None for nothing, or for a time without length. NoHours else."""
    if not words.strip():
        return None
    found = HOURS.fullmatch(words.strip())
    if found is None:
        raise NoHours(words)
    first, second, third, fourth = (int(part) for part in found.groups())
    try:
        made = Hours(time(first, second), time(third, fourth))
    except ValueError as error:
        raise NoHours(words) from error
    return made if made.begin != made.end else None


class Rules(msgspec.Struct, frozen=True):
    """``off``: the kinds that nobody wants to hear of. ``quiet``: then only what is urgent comes,
    and the rest as one note afterwards."""

    wanted: bool = True
    off: frozenset[NoteKind] = frozenset()
    quiet: Hours | None = None

    def wants(self, kind: NoteKind) -> bool:
        return self.wanted and kind not in self.off

    def hushes(self, now: time) -> bool:
        return self.quiet is not None and now in self.quiet
