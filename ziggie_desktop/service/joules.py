"""Owns whose joules an answer's are: the GPU's, or on a machine without one the processor's.

The two are never added up: which it was stands in the row. What the processors took beside a GPU is
no row's: it is counted here for the line that the day has for it.
"""

from __future__ import annotations

import asyncio
from typing import Literal, NamedTuple, Protocol

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.meter import EnergyMeter, Reading
from ziggie_desktop.gpu.processor import ESTIMATE_BAND_PERCENT

Source = Literal["gpu", "processor"]


class Metered(NamedTuple):
    """As ``gpu.meter.Reading``, and of what."""

    energy_mj: int | None
    quality: Quality | None
    band_percent: float | None
    source: Source
    load_mj: int | None = None


class Beside(NamedTuple):
    """What the processors took above their quiet level while a GPU answered, since the start."""

    counted_mj: int = 0
    estimated_mj: int = 0


class Processor(Protocol):
    @property
    def estimates(self) -> bool: ...


class Joules:
    """What the bookkeeper meters requests with."""

    def __init__(self, *, gpu: EnergyMeter, processor: EnergyMeter, monitor: Processor) -> None:
        self._gpu = gpu
        self._processor = processor
        self._monitor = monitor
        self.beside = Beside()

    @property
    def live(self) -> bool:
        return self._gpu.live or self._processor.live

    def begin(self, request_id: str, monotonic_ns: int) -> None:
        self._gpu.begin(request_id, monotonic_ns)
        self._processor.begin(request_id, monotonic_ns)

    def progress(self, request_id: str, monotonic_ns: int) -> None:
        self._gpu.progress(request_id, monotonic_ns)
        self._processor.progress(request_id, monotonic_ns)

    def end(self, request_id: str, monotonic_ns: int, timings: Timings | None) -> None:
        self._gpu.end(request_id, monotonic_ns, timings)
        self._processor.end(request_id, monotonic_ns, timings)

    def drop(self, request_id: str) -> None:
        self._gpu.drop(request_id)
        self._processor.drop(request_id)

    async def settle(self, request_id: str) -> Metered:
        if self._gpu.live:
            found, beside = await asyncio.gather(
                self._gpu.settle(request_id), self._processor.settle(request_id)
            )
            self._count(beside)
            return Metered(found.energy_mj, found.quality, found.band_percent, "gpu", found.load_mj)
        self._gpu.drop(request_id)
        found = await self._processor.settle(request_id)
        if found.energy_mj is None or not self._monitor.estimates:
            return Metered(found.energy_mj, found.quality, None, "processor", found.load_mj)
        quality = Quality.GAP if found.quality is Quality.GAP else Quality.ESTIMATE
        band = ESTIMATE_BAND_PERCENT
        return Metered(found.energy_mj, quality, band, "processor", found.load_mj)

    def _count(self, found: Reading) -> None:
        """Each joule of the processors is given to one request, and so counted once."""
        counted_mj, estimated_mj = self.beside
        if self._monitor.estimates:
            self.beside = Beside(counted_mj, estimated_mj + (found.energy_mj or 0))
        else:
            self.beside = Beside(counted_mj + (found.energy_mj or 0), estimated_mj)
