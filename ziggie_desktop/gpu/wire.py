"""Owns the lines between the service and the GPU child. Imports nothing heavy: the child is small.

Everything is keyed by the card's UUID; ``None`` is a reading that the card or driver does not give.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Absent(Exception):
    """No driver or no card. Carries the words for it."""


class Process(msgspec.Struct, frozen=True, kw_only=True):
    pid: int
    name: str | None = None
    memory_bytes: int | None = None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """``at_ns``: the monotonic time that the energy counter stands for, as near as is known."""

    uuid: str
    index: int
    at_ns: int
    name: str | None = None
    memory_used_bytes: int | None = None
    memory_total_bytes: int | None = None
    temperature_c: int | None = None
    temperature_limit_c: int | None = None
    power_instant_mw: int | None = None
    power_average_mw: int | None = None
    power_limit_mw: int | None = None
    utilization_percent: int | None = None
    fan_percent: int | None = None
    clock_mhz: int | None = None
    throttle_mask: int | None = None
    energy_counter_mj: int | None = None
    processes: tuple[Process, ...] = ()
    lost: bool = False  # it was there and no longer answers; all readings are None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One look at all cards. ``state``: ok, absent (no driver or card), lost (it went away)."""

    state: Literal["ok", "absent", "lost"]
    reason: str
    at_ns: int
    wall_us: int
    driver_version: str | None = None
    cards: tuple[Card, ...] = ()
    final: bool = False  # no wait brings it back: its reason says what does
    patience_ms: int | None = None  # no look yet: only that the next line may take so long


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """How often to look, in milliseconds. ``in_use``: Ollama keeps the card awake anyway."""

    interval_ms: int
    in_use: bool = False
