"""Owns the proof that a model has left the GPU's memory. Pure: the readings are handed in.

Each loaded model has a process of its own. Where the driver does not tell which process holds what
(Windows), the cards' whole use is compared.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

GONE_SHARE = 0.5  # other programs take and give memory meanwhile
PROOF_TIMEOUT_S = 15.0
POLL_S = 0.2


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """``engine``: bytes by process of Ollama's, None for unknown; ``used``: of all cards."""

    engine: Mapping[int, int | None] = msgspec.field(default_factory=dict)
    used: int | None = None

    @property
    def engine_bytes(self) -> int | None:
        known = [held for held in self.engine.values() if held is not None]
        return sum(known) if len(known) == len(self.engine) else None


def more(before: Reading | None, after: Reading | None) -> int | None:
    """How much more is held; None where it cannot be told, or became less."""
    if before is None or after is None:
        return None
    first, last = before.engine_bytes, after.engine_bytes
    if first is None or last is None or not after.engine:
        first, last = before.used, after.used
    if first is None or last is None or last <= first:
        return None
    return last - first


def shows(reading: Reading, size_vram: int) -> bool:
    """Whether the driver tells which process holds a model of ``size_vram`` bytes."""
    held = reading.engine_bytes
    return bool(reading.engine) and held is not None and held >= size_vram * GONE_SHARE


def is_gone(before: Reading, after: Reading, size_vram: int) -> bool:
    """Whether the memory of a model of ``size_vram`` bytes is free again, as far as it shows."""
    if shows(before, size_vram):
        if before.engine.keys() - after.engine.keys():
            return True
        first, last = before.engine_bytes, after.engine_bytes
        return first is not None and last is not None and first - last >= size_vram * GONE_SHARE
    if before.used is None or after.used is None or before.used < size_vram * GONE_SHARE:
        return True  # it never showed there
    return before.used - after.used >= size_vram * GONE_SHARE


def still_held(name: str) -> ZiggieError:
    return ZiggieError(
        "vram_stuck",
        f"Ollama says that {name} is unloaded, but its memory on the GPU is not free.",
        "Wait a moment and look again; if it stays so, restart the engine: a runner was left.",
        status=504,
    )
