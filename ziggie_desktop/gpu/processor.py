"""Owns what the processor itself used. Reads no counter itself: `rapl.py` and `emi.py` do.

Counted where the system shows it to this user, else estimated where the owner said what it draws at
most, else unknown.

Its samples look like a card's, so that the same buckets and books serve both.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from typing import Protocol

import psutil

from ziggie_desktop.contract.state import ProcessorPower, Quality
from ziggie_desktop.gpu.monitor import Watch
from ziggie_desktop.gpu.rapl import Rapl, Unreadable
from ziggie_desktop.gpu.wire import Card, Sample

UNWATCHED_S = 5.0
UNKNOWN_S = 60.0  # a right that the owner gives is seen within a minute
ESTIMATE_BAND_PERCENT = 50.0
NS_PER_S = 1_000_000_000

ESTIMATE_REMEDY = "For an estimate set cpu_tdp_w under [power] in settings.toml."
ESTIMATED = "Estimated: cpu_tdp_w times the load."


class Counters(Protocol):
    """``counted``: the words for how. ``waits``: a driver stands behind it."""

    counted: str
    waits: bool

    def read(self) -> tuple[Card, ...]:
        """All packages. Raises Unreadable."""


def counters() -> Counters:
    """This system's."""
    if sys.platform == "win32":
        from ziggie_desktop.gpu.emi import Emi

        return Emi()
    return Rapl()


class ProcessorMonitor:
    """``run`` looks, hands each sample to ``fed`` and says that it ``looked``; ``power`` is what
    it found last."""

    def __init__(
        self,
        *,
        tdp_w: Callable[[], float | None],
        fed: Callable[[Sample], None],
        packages: Counters | None = None,
        looked: Callable[[], None] = lambda: None,
        busy_percent: Callable[[], float] = psutil.cpu_percent,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._tdp_w = tdp_w
        self._fed = fed
        self._packages = counters() if packages is None else packages
        self._looked = looked
        self._busy_percent = busy_percent
        self._now_ns = now_ns
        self._watches: list[Watch] = []
        self._wake = asyncio.Event()
        self._at_once = False
        self._said_w: float | None = None
        self._estimated_mj = 0.0
        self._before: tuple[int, int, bool] | None = None
        self.power = ProcessorPower(reason="It was not looked at yet.")

    def watch(self, interval_s: float) -> Watch:
        """Look at least this often until the watch is closed."""
        before = self.interval_s
        watch = Watch(interval_s=interval_s, closed=self._unwatch)
        self._watches.append(watch)
        if self.interval_s < before:
            self._wake.set()
        return watch

    def _unwatch(self, watch: Watch) -> None:
        if watch in self._watches:
            self._watches.remove(watch)

    def settings_changed(self) -> None:
        if self._tdp_w() != self._said_w:
            self._at_once = True
            self._wake.set()

    @property
    def estimates(self) -> bool:
        return self.power.quality is Quality.ESTIMATE

    @property
    def interval_s(self) -> float:
        if self.power.quality is None:
            return UNKNOWN_S
        return min((w.interval_s for w in self._watches), default=UNWATCHED_S)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._at_once = False
            self._take(
                await asyncio.to_thread(self._read) if self._packages.waits else self._read()
            )
            self._looked()
            await self._wait(loop.time())

    async def _wait(self, looked_at: float) -> None:
        """Until the interval since the last look is over. A watch may make it shorter, but requests
        that come one after the other, each with its watch, cause no look each."""
        loop = asyncio.get_running_loop()
        while not self._at_once and (left := looked_at + self.interval_s - loop.time()) > 0:
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._wake.wait()

    def look(self) -> None:
        """One look."""
        self._take(self._read())

    def _read(self) -> tuple[Card, ...] | Unreadable:
        try:
            return self._packages.read()
        except Unreadable as why:
            return why

    def _take(self, cards: tuple[Card, ...] | Unreadable) -> None:
        at_ns = self._now_ns()
        self._said_w = tdp_w = self._tdp_w()
        estimated = isinstance(cards, Unreadable)
        if isinstance(cards, Unreadable):
            words, remedy = cards.args
            if tdp_w is None:
                self._before = None
                said = remedy or ESTIMATE_REMEDY
                self.power = ProcessorPower(reason=words, remedy=said)
                return
            cards = (self._estimate(tdp_w, at_ns),)
        total = sum(card.energy_counter_mj or 0 for card in cards)
        how = ESTIMATED if estimated else self._packages.counted
        self.power = _power(self._before, (at_ns, total, estimated), how)
        self._before = (at_ns, total, estimated)
        wall_us = time.time_ns() // 1000
        self._fed(Sample(state="ok", reason="", at_ns=at_ns, wall_us=wall_us, cards=cards))

    def _estimate(self, tdp_w: float, at_ns: int) -> Card:
        """``busy_percent`` is of the time since it was asked last."""
        busy = self._busy_percent() / 100
        if self._before is not None and self._before[2]:
            self._estimated_mj += tdp_w * busy * (at_ns - self._before[0]) / 1_000_000
        counted = int(self._estimated_mj)
        return Card(uuid="cpu-estimate", index=0, at_ns=at_ns, energy_counter_mj=counted)


def _power(
    before: tuple[int, int, bool] | None, now: tuple[int, int, bool], how: str
) -> ProcessorPower:
    """The mean since the last look; unknown after the first one and over a reset."""
    mean = None
    if before is not None and before[2] == now[2] and now[0] > before[0] and now[1] >= before[1]:
        mean = (now[1] - before[1]) * NS_PER_S // (now[0] - before[0])
    if now[2]:
        return ProcessorPower(
            power_mw=mean,
            quality=Quality.ESTIMATE,
            band_percent=ESTIMATE_BAND_PERCENT,
            reason=how,
        )
    return ProcessorPower(power_mw=mean, quality=Quality.COUNTER, reason=how)
