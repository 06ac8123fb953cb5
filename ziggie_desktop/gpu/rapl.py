"""Owns the processor's energy as Linux's powercap shows it. Never asks for rights or runs sudo."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ziggie_desktop.gpu.wire import Card

POWERCAP = Path("/sys/class/powercap")
MOST_MW = 1_500_000  # of one package; above it a counter began anew rather than ran over
_PACKAGE = re.compile(r"intel-rapl:\d+")  # AMD's too; deeper ones are parts of these

NOT_HERE = "This system does not show what the processor uses: it is unknown."
NOT_LINUX = "Ziggie reads what the processor uses on Linux and Windows only: here it is unknown."
# Since CVE-2020-8694: it tells other programs' secrets.
FORBIDDEN = "The system shows what the processor uses to administrators only: it is unknown."
UDEV_RULE = (
    'SUBSYSTEM=="powercap", KERNEL=="intel-rapl:*", ACTION=="add",'
    " RUN+=\"/bin/sh -c 'chgrp GROUP %S%p/energy_uj; chmod g+r %S%p/energy_uj'\""
)
ALLOW = (
    "To allow it, write this line to /etc/udev/rules.d/70-ziggie-power.rules, with a group of yours"
    f" for GROUP, and restart the computer: {UDEV_RULE}"
)
COUNTED = "Counted by the processor itself (RAPL), over all its packages."


class Unreadable(Exception):
    """No package can be read: ``args`` are the words, and a remedy or None."""


class Rapl:
    """The packages' counters, made endless: each runs over at ``max_energy_range_uj``."""

    counted = COUNTED
    waits = False  # a few small files that no driver stands behind

    def __init__(
        self, root: Path = POWERCAP, *, now_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._root = root
        self._now_ns = now_ns
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
        name, at_ns = f"cpu-{_text(zone / 'name')}", self._now_ns()
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
