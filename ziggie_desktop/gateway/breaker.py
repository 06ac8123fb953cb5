"""Owns whether a side is worth asking: a breaker per side and model. Pure: time is handed in.

Closed: calls go through. Open: none do, and asking costs nothing. Half-open: one call at a time
finds out. What concerns the whole side (no connection) is kept beside what concerns one model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.routing.request import Side, Target

OPEN_AFTER = 5  # failures in a row; a timeout counts for more, for it costs the caller most
WEIGHT = {FaultKind.TIMEOUT: 3}
WAITS_S = (10.0, 20.0, 40.0, 60.0)  # probes 10 s and 30 s into an outage, then each minute
MAX_KEYS = 1000  # callers choose model names; what they choose must not fill the memory

NOT_COUNTED = frozenset({FaultKind.INVALID, FaultKind.CONTEXT, FaultKind.REFUSED})

_Key = tuple[Side, str | None]
_NOTHING: Mapping[_Key, str] = MappingProxyType({})


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class _Circuit(msgspec.Struct):
    failures: int = 0
    opened: int = 0  # how often in a row; picks the wait
    probe_at: float | None = None  # None: closed
    probing: bool = False
    why: str = ""


class OpenCircuit(msgspec.Struct, frozen=True, kw_only=True):
    """``wait_s``: until the next try; None while it is due or under way."""

    side: Side
    model: str | None
    why: str
    wait_s: float | None


class Breakers:
    """All of them. ``clock`` gives monotonic seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._circuits: dict[_Key, _Circuit] = {}

    def state(self, side: Side, model: str | None = None) -> BreakerState:
        circuit = self._circuits.get((side, model))
        if circuit is None or circuit.probe_at is None:
            return BreakerState.CLOSED
        if circuit.probing or self._clock() >= circuit.probe_at:
            return BreakerState.HALF_OPEN
        return BreakerState.OPEN

    def refusal(self, side: Side, model: str | None = None) -> str | None:
        """Why this side (or this model of it) is not to be asked now, in words; None if it may."""
        if not self._circuits:
            return None
        now = self._clock()
        for key in _keys(side, model):
            circuit = self._circuits.get(key)
            words = None if circuit is None else _words(key, circuit, now)
            if words is not None:
                return words
        return None

    def failing(self) -> Mapping[_Key, str]:
        """All that is not to be asked now, in words: what a decision goes by."""
        if not self._circuits:
            return _NOTHING
        now = self._clock()
        found = ((key, _words(key, circuit, now)) for key, circuit in self._circuits.items())
        return {key: words for key, words in found if words is not None}

    def retry_after_s(self, side: Side, model: str | None = None) -> float | None:
        """When the next probe is due, None when the side may be asked."""
        waits = [
            circuit.probe_at - self._clock()
            for key in _keys(side, model)
            if (circuit := self._circuits.get(key)) and circuit.probe_at is not None
        ]
        return max(waits) if waits and max(waits) > 0 else None

    def enter(self, target: Target) -> bool:
        """Called before a call. False: do not call. A half-open breaker lets one caller in."""
        if not self._circuits:
            return True
        if self.refusal(target.side, target.model) is not None:
            return False
        for key in _keys(target.side, target.model):
            circuit = self._circuits.get(key)
            if circuit is not None and circuit.probe_at is not None:
                circuit.probing = True
        return True

    def succeeded(self, target: Target) -> None:
        for key in _keys(target.side, target.model):
            self._circuits.pop(key, None)

    def failed(self, target: Target, kind: FaultKind, why: str) -> None:
        """``why`` in words, without anything of the request."""
        if kind in NOT_COUNTED:
            self.succeeded(target)  # it answered: that is health
            return
        side_wide = kind in (FaultKind.CONNECT, FaultKind.AUTH)
        key = (target.side, None if side_wide else target.model)
        for other in _keys(target.side, target.model):
            circuit = self._circuits.get(other)
            if circuit is not None and circuit.probing:
                self._open(circuit, why)
                if other == key:
                    return
        if key not in self._circuits and len(self._circuits) >= MAX_KEYS:
            return
        circuit = self._circuits.setdefault(key, _Circuit())
        circuit.failures += WEIGHT.get(kind, 1)
        circuit.why = why
        if circuit.probe_at is None and circuit.failures >= OPEN_AFTER:
            self._open(circuit, why)

    def left(self, target: Target) -> None:
        """The call ended without a verdict (the caller hung up): the next one may probe."""
        for key in _keys(target.side, target.model):
            circuit = self._circuits.get(key)
            if circuit is not None:
                circuit.probing = False

    def recovered(self, side: Side) -> None:
        """A health check turned from bad to good: let the next call find out now."""
        for (whose, _), circuit in self._circuits.items():
            if whose is side and circuit.probe_at is not None:
                circuit.probe_at = self._clock()
                circuit.opened = 0

    def is_lost(self, side: Side) -> bool:
        """Whether the side as a whole could not be reached, not one of its models."""
        circuit = self._circuits.get((side, None))
        return circuit is not None and circuit.probe_at is not None

    def open_sides(self) -> frozenset[Side]:
        """The sides of which anything is not closed."""
        return frozenset(s for (s, _), c in self._circuits.items() if c.probe_at is not None)

    def open_circuits(self) -> tuple[OpenCircuit, ...]:
        """All that is not closed, with why and for how long."""
        now = self._clock()
        return tuple(
            OpenCircuit(
                side=side,
                model=model,
                why=circuit.why,
                wait_s=None
                if circuit.probing or circuit.probe_at <= now
                else circuit.probe_at - now,
            )
            for (side, model), circuit in self._circuits.items()
            if circuit.probe_at is not None
        )

    def _open(self, circuit: _Circuit, why: str) -> None:
        wait = WAITS_S[min(circuit.opened, len(WAITS_S) - 1)]
        circuit.opened += 1
        circuit.probing = False
        circuit.why = why
        circuit.probe_at = self._clock() + wait


def _words(key: _Key, circuit: _Circuit, now: float) -> str | None:
    """Why no call may be made; None where one may."""
    if circuit.probe_at is None:
        return None
    side, model = key
    what = f"the {side.value} side" if model is None else f"{model} ({side.value})"
    if circuit.probing:
        return f"{what} failed ({circuit.why}) and is being tried again"
    wait = circuit.probe_at - now
    return f"{what} failed ({circuit.why}) and is left alone for {wait:.0f} s" if wait > 0 else None


def _keys(side: Side, model: str | None) -> tuple[_Key, ...]:
    return ((side, None),) if model is None else ((side, None), (side, model))
