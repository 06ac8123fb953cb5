"""Owns that pinned models stay loaded. Loads, never unloads, and gives in where they do not fit.

The last client's keep_alive counts for a model: one that says five minutes undoes "for ever".
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import LoadedModel, Model, Problem
from ziggie_desktop.library.names import listed_name

log = logging.getLogger("ziggie.library")

LOST_MOST = 3  # loads of one model within the time below: something pushes it out again and again
LOST_WITHIN_S = 600.0
REST_S = 600.0


class Pins:
    """``look`` at what is loaded now and then. ``load`` keeps a pinned model for ever; while
    ``hold`` says so nothing is loaded."""

    def __init__(
        self,
        *,
        pinned: Callable[[], Iterable[str]],
        load: Callable[[str], Awaitable[None]],
        hold: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pinned = pinned
        self._load = load
        self._hold = hold
        self._clock = clock
        self._set_down: set[str] = set()
        self._loads: dict[str, deque[float]] = {}
        self._resting: dict[str, float] = {}
        self._failed: dict[str, str] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(listed_name(name) for name in self._pinned())

    def set_down(self, name: str) -> None:
        """Its owner unloaded it by hand: it stays so until it is loaded or pinned again."""
        self._set_down.add(listed_name(name))

    def take_up(self, name: str) -> None:
        for kept in (self._set_down, self._loads, self._resting, self._failed):
            if isinstance(kept, set):
                kept.discard(listed_name(name))
            else:
                kept.pop(listed_name(name), None)

    async def look(self, models: Iterable[Model], loaded: Iterable[LoadedModel]) -> None:
        """Load the pinned models that are not kept loaded now, one after the other."""
        have = {model.name for model in models}
        kept = {model.name for model in loaded if model.expires_at is None}
        warm = {model.name for model in loaded}
        for name in sorted(self.names & have - kept - self._set_down):
            if self._hold() or self._rests(name, warm):
                continue
            try:
                await self._load(name)
                self._failed.pop(name, None)
            except ZiggieError as error:
                if error.code in ("engine_not_ready", "engine_timeout", "engine_busy"):
                    return  # not the model's fault: the next look tries again
                if name not in self._failed:
                    log.warning("the pinned model %s cannot be loaded: %s", name, error.code)
                self._failed[name] = error.title
                self._resting[name] = self._clock()

    def problems(self) -> tuple[Problem, ...]:
        """The pinned models that do not stay."""
        found = []
        for name in sorted(self.names & (self._resting.keys() - self._set_down)):
            why = self._failed.get(name, "It is pushed out of memory again and again.")
            found.append(
                Problem(
                    code="pin_lost",
                    title=f"The pinned model {name} does not stay loaded. {why}",
                    remedy=f"Unpin it (ziggie-desktop unpin {name}) or another one, or free memory;"
                    " it is tried again in ten minutes.",
                )
            )
        return tuple(found)

    def _rests(self, name: str, warm: set[str]) -> bool:
        """Whether it was lost too often; a load that only renews "for ever" is no loss."""
        now = self._clock()
        rested = self._resting.get(name)
        if rested is not None and now - rested < REST_S:
            return True
        if rested is not None:
            del self._resting[name]
            self._loads.pop(name, None)
        if name in warm:
            return False
        loads = self._loads.setdefault(name, deque(maxlen=LOST_MOST))
        if len(loads) == LOST_MOST and now - loads[0] < LOST_WITHIN_S:
            self._resting[name] = now
            return True
        loads.append(now)
        return False
