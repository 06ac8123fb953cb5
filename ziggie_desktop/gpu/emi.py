"""Owns the processor's energy as Windows' energy meters count it. Holds no call of Windows itself.

Since Windows 11 the processor's own counters are there without any right, for Intel and AMD, where
the machine's firmware or its drivers show them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable

from ziggie_desktop.gpu.rapl import Unreadable
from ziggie_desktop.gpu.wire import Card
from ziggie_desktop.platform import windows_emi
from ziggie_desktop.platform.windows_emi import Ask, Measured

NO_METER = (
    "Windows shows no energy meter of the whole processor on this machine: what it uses is unknown."
)
COUNTED = "Counted by the processor itself, through Windows' energy meters, over all its packages."
# A channel of one of these words is a whole package, and holds its cores, its graphics and its
# rails. AMD's drivers call the same "Socket".
WHOLE = ("PKG", "PACKAGE", "SOCKET")
_WORD = re.compile(r"[A-Za-z0-9]+")
MIRROR = 1e-4  # counters of the same socket that are told once a die differ by less
SLIP_NS = 5_000_000_000  # the meters' clock and ours parted, as over a sleep

Channel = tuple[str, int, str]  # the meter's path, the channel's place in it, its name


class Emi:
    """The packages' counters; they do not run over in a lifetime."""

    counted = COUNTED
    waits = True

    def __init__(
        self,
        *,
        meters: Callable[[], Iterable[str]] = windows_emi.meters,
        ask: Ask = windows_emi.ask,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._meters = meters
        self._ask = ask
        self._now_ns = now_ns
        self._counts: dict[str, int] = {}  # by meter, how many channels it has
        self._packages: tuple[Channel, ...] = ()
        self._ahead_ns: dict[str, int] = {}  # by meter, of our clock before the meter's

    def read(self) -> tuple[Card, ...]:
        """Raises Unreadable unless every package can be read: a part would pass for all of it."""
        try:
            if not self._packages:
                self._find()
            measured = {path: self._measure(path) for path in {p for p, *_ in self._packages}}
        except (OSError, ValueError) as error:
            self._packages = ()  # looked for anew: meters come and go with their drivers
            raise Unreadable(NO_METER, None) from error
        return tuple(
            Card(
                uuid=f"cpu-{index}-{name}",
                index=index,
                at_ns=self._at_ns(path, measured[path][place]),
                energy_counter_mj=windows_emi.mj_of(measured[path][place].energy_pwh),
            )
            for index, (path, place, name) in enumerate(self._packages)
        )

    def _find(self) -> None:
        found: list[Channel] = []
        for path in self._meters():
            try:
                names = windows_emi.channels(path, self._ask)
            except (OSError, ValueError):
                continue  # a meter of something else, or of a driver that does not answer
            self._counts[path] = len(names)
            found += [(path, place, name) for place, name in enumerate(names)]
        self._packages = self._distinct(packages(found))
        if not self._packages:
            raise OSError(NO_METER)

    def _measure(self, path: str) -> tuple[Measured, ...]:
        return windows_emi.measure(path, self._ask, count=self._counts[path])

    def _distinct(self, found: tuple[Channel, ...]) -> tuple[Channel, ...]:
        """Without those that tell a socket's counter once more, as AMD's do for each die."""
        kept: list[Channel] = []
        energies: list[int] = []
        for channel in found:
            energy = self._measure(channel[0])[channel[1]].energy_pwh
            if energy and any(abs(energy - other) <= MIRROR * energy for other in energies):
                continue
            kept.append(channel)
            energies.append(energy)
        return tuple(kept)

    def _at_ns(self, path: str, measured: Measured) -> int:
        """By our clock: a meter's driver may tell what it measured a while ago."""
        now = self._now_ns()
        ahead = min(self._ahead_ns.get(path, now - measured.at_ns), now - measured.at_ns)
        if now - (measured.at_ns + ahead) > SLIP_NS:
            ahead = now - measured.at_ns
        self._ahead_ns[path] = ahead
        return measured.at_ns + ahead


def packages(found: Iterable[Channel]) -> tuple[Channel, ...]:
    """The channels that each stand for a whole package; none where there are only parts."""
    channels = tuple(found)
    for word in WHOLE:
        whole = tuple(c for c in channels if word in (w.upper() for w in _WORD.findall(c[2])))
        if whole:
            return whole
    return ()
