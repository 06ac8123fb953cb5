"""Owns what the processor itself used. Never asks for rights, never runs sudo.

Counted where the system shows it to this user, else estimated where the owner said what it draws at
most, else unknown.

Its samples look like a card's, so that the same buckets and books serve both.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from ziggie_desktop.contract.state import ProcessorPower, Quality
from ziggie_desktop.gpu.monitor import Watch
from ziggie_desktop.gpu.wire import Card, Sample

POWERCAP = Path("/sys/class/powercap")
UNWATCHED_S = 5.0
UNKNOWN_S = 60.0  # a right that the owner gives is seen within a minute
ESTIMATE_BAND_PERCENT = 50.0
NS_PER_S = 1_000_000_000
MOST_MW = 1_500_000  # of one package; above it a counter began anew rather than ran over
_PACKAGE = re.compile(r"intel-rapl:\d+")  # AMD's too; deeper ones are parts of these

NOT_HERE = "This system does not show what the processor uses: it is unknown."
NOT_LINUX = "Ziggie reads what the processor uses on Linux only: here it is unknown."
FORBIDDEN = (
    "The system shows what the processor uses to administrators only (since CVE-2020-8694): it is"
    " unknown."
)
ESTIMATE_REMEDY = "For an estimate set cpu_tdp_w under [power] in settings.toml."
UDEV_RULE = (
    'SUBSYSTEM=="powercap", KERNEL=="intel-rapl:*", ACTION=="add",'
    " RUN+=\"/bin/sh -c 'chgrp GROUP %S%p/energy_uj; chmod g+r %S%p/energy_uj'\""
)
ALLOW = (
    "To allow it, write this line to /etc/udev/rules.d/70-ziggie-power.rules, with a group of yours"
    f" for GROUP, and restart the computer: {UDEV_RULE}"
)
COUNTED = "Counted by the processor itself (RAPL), over all its packages."
ESTIMATED = "Estimated: cpu_tdp_w times the load."


class Unreadable(Exception):
    """No package can be read: ``args`` are the words, and a remedy or None."""


class Rapl:
    """The packages' counters, made endless: each runs over at ``max_energy_range_uj``."""

    def __init__(self, root: Path = POWERCAP) -> None:
        self._root = root
        self._last: dict[str, tuple[int, int]] = {}
        self._whole: dict[str, int] = {}

    def read(self) -> tuple[Card, ...]:
        """Raises Unreadable unless every package can be read: a part would pass for all of it."""
        try:
            packages = [
                zone
                for zone in (sorted(self._root.iterdir()) if self._root.is_dir() else ())
                if _PACKAGE.fullmatch(zone.name) and _text(zone / "name").startswith("package")
            ]
        except OSError as error:  # a zone that goes while it is looked at
            raise Unreadable(NOT_HERE, None) from error
        if not packages:
            raise Unreadable(NOT_HERE if sys.platform == "linux" else NOT_LINUX, None)
        return tuple(self._package(zone, index) for index, zone in enumerate(packages))

    def _package(self, zone: Path, index: int) -> Card:
        try:
            counted = int(_text(zone / "energy_uj"))
            turns_at = int(_text(zone / "max_energy_range_uj"))
        except PermissionError as error:
            raise Unreadable(FORBIDDEN, ALLOW) from error
        except (OSError, ValueError) as error:
            raise Unreadable(NOT_HERE, None) from error
        name, at_ns = f"cpu-{_text(zone / 'name')}", time.monotonic_ns()
        before, before_ns = self._last.get(name, (counted, at_ns))
        came = counted - before if counted >= before else counted - before + turns_at
        if came * 1_000_000 > MOST_MW * max(at_ns - before_ns, 1):  # uJ over ns against mW
            self._whole[name], came = 0, 0  # a counter that goes back is a gap in the books
        self._last[name] = (counted, at_ns)
        self._whole[name] = self._whole.get(name, 0) + came
        return Card(
            uuid=name, index=index, at_ns=at_ns, energy_counter_mj=self._whole[name] // 1000
        )


def _text(file: Path) -> str:
    return file.read_text(encoding="ascii", errors="replace").strip()


class ProcessorMonitor:
    """``run`` looks and hands each sample to ``fed``; ``power`` is what it found last."""

    def __init__(
        self,
        *,
        tdp_w: Callable[[], float | None],
        fed: Callable[[Sample], None],
        rapl: Rapl | None = None,
        busy_percent: Callable[[], float] = psutil.cpu_percent,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._tdp_w = tdp_w
        self._fed = fed
        self._rapl = rapl if rapl is not None else Rapl()
        self._busy_percent = busy_percent
        self._now_ns = now_ns
        self._watches: list[Watch] = []
        self._wake = asyncio.Event()
        self._said_w: float | None = None
        self._estimated_mj = 0.0
        self._before: tuple[int, int, bool] | None = None
        self.power = ProcessorPower(reason="It was not looked at yet.")

    def watch(self, interval_s: float) -> Watch:
        """Look at least this often until the watch is closed."""
        watch = Watch(interval_s=interval_s, closed=self._unwatch)
        self._watches.append(watch)
        self._wake.set()
        return watch

    def _unwatch(self, watch: Watch) -> None:
        if watch in self._watches:
            self._watches.remove(watch)

    def settings_changed(self) -> None:
        if self._tdp_w() != self._said_w:
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
        while True:
            self.look()
            self._wake.clear()
            try:
                async with asyncio.timeout(self.interval_s):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def look(self) -> None:
        """One look. A few small files that no driver stands behind: it holds nobody up."""
        at_ns = self._now_ns()
        self._said_w = tdp_w = self._tdp_w()
        try:
            cards = self._rapl.read()
        except Unreadable as why:
            words, remedy = why.args
            if tdp_w is None:
                self._before = None
                said = remedy or ESTIMATE_REMEDY
                self.power = ProcessorPower(reason=words, remedy=said)
                return
            cards = (self._estimate(tdp_w, at_ns),)
            estimated = True
        else:
            estimated = False
        total = sum(card.energy_counter_mj or 0 for card in cards)
        self.power = _power(self._before, (at_ns, total, estimated))
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


def _power(before: tuple[int, int, bool] | None, now: tuple[int, int, bool]) -> ProcessorPower:
    """The mean since the last look; unknown after the first one and over a reset."""
    mean = None
    if before is not None and before[2] == now[2] and now[0] > before[0] and now[1] >= before[1]:
        mean = (now[1] - before[1]) * NS_PER_S // (now[0] - before[0])
    if now[2]:
        return ProcessorPower(
            power_mw=mean,
            quality=Quality.ESTIMATE,
            band_percent=ESTIMATE_BAND_PERCENT,
            reason=ESTIMATED,
        )
    return ProcessorPower(power_mw=mean, quality=Quality.COUNTER, reason=COUNTED)
