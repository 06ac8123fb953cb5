"""Owns the last minutes of GPU figures for the live plots. Pure; the ledger keeps the long ones."""

from __future__ import annotations

from collections import deque
from datetime import datetime

import msgspec

from ziggie_desktop.contract.state import Gpu, GpuStatus

SPAN_S = 300.0
KEPT = 1200  # four samples a second over the span
GAP_S = 25.0  # a longer silence is a gap in the line; where nobody looks they come each 10 s


class Sample(msgspec.Struct, frozen=True):
    at: datetime
    gpu: Gpu


class History:
    """One ring of samples for each GPU, fed with every status the service sends."""

    def __init__(self) -> None:
        self._rings: dict[str, deque[Sample]] = {}

    def feed(self, status: GpuStatus) -> None:
        if status.sampled_at is None:
            return
        for gpu in status.gpus:
            ring = self._rings.setdefault(gpu.uuid, deque(maxlen=KEPT))
            if not ring or status.sampled_at > ring[-1].at:
                ring.append(Sample(status.sampled_at, gpu))

    def points(
        self, uuid: str, field: str, *, now: datetime, factor: float = 1.0, span_s: float = SPAN_S
    ) -> tuple[tuple[float, float | None], ...]:
        """``field`` of Gpu over the last ``span_s``: (seconds before now, value or None)."""
        found: list[tuple[float, float | None]] = []
        for sample in self._rings.get(uuid, ()):
            ago = (sample.at - now).total_seconds()
            if ago < -span_s:
                continue
            if found and ago - found[-1][0] > GAP_S:
                found.append((found[-1][0], None))
            value = getattr(sample.gpu, field)
            found.append((ago, None if value is None else value * factor))
        return tuple(found)
