"""Owns what the GPUs hold at this moment, as the library asks it. Decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from ziggie_desktop.contract.state import Gpu, GpuState, GpuStatus
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.library.memory import Reading

FRESH_TIMEOUT_S = 3.0
POLL_S = 0.05
DENSE_S = 0.1


class Room(msgspec.Struct, frozen=True):
    """Of one card: all of it, and what other programs than Ollama leave free; None: unknown."""

    total: int | None
    free: int | None


def rooms(status: GpuStatus) -> tuple[Room, ...] | None:
    """The cards; () for a machine without one, None while that is not known."""
    if status.state is GpuState.ABSENT:
        return ()
    if status.state is not GpuState.OK:
        return None
    return tuple(_room(gpu) for gpu in status.gpus)


def _room(gpu: Gpu) -> Room:
    """Ollama makes room by unloading: what its own models hold counts as free."""
    if gpu.memory_total_bytes is None or gpu.memory_used_bytes is None:
        return Room(gpu.memory_total_bytes, None)
    own = sum(p.memory_bytes or 0 for p in gpu.processes if p.is_engine)
    return Room(gpu.memory_total_bytes, gpu.memory_total_bytes - gpu.memory_used_bytes + own)


def reading_of(gpus: Sequence[Gpu], *, engine_pids: frozenset[int]) -> Reading:
    """``engine_pids`` are looked up anew: a runner that was just started is not marked yet."""
    engine: dict[int, int | None] = {}
    for gpu in gpus:
        for process in gpu.processes:
            if process.is_engine or process.pid in engine_pids:
                known = engine.get(process.pid, 0)
                unknown = known is None or process.memory_bytes is None
                engine[process.pid] = None if unknown else known + process.memory_bytes  # type: ignore[operator]
    used = [gpu.memory_used_bytes for gpu in gpus]
    whole = sum(one for one in used if one is not None)
    return Reading(engine=engine, used=whole if gpus and None not in used else None)


class GpuMemory:
    """``read`` waits for a sample that is newer than the call."""

    def __init__(self, *, gpu: GpuMonitor) -> None:
        self._gpu = gpu

    async def read(self, engine_pids: frozenset[int]) -> Reading | None:
        """None without a GPU, or where no sample comes in time."""
        if self._gpu.status.state is not GpuState.OK:
            return None
        asked_at = datetime.now(UTC)
        with self._gpu.watch(DENSE_S), contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FRESH_TIMEOUT_S):
                while True:
                    status = self._gpu.status
                    if status.sampled_at is not None and status.sampled_at > asked_at:
                        return reading_of(status.gpus, engine_pids=engine_pids)
                    await asyncio.sleep(POLL_S)
        return None
