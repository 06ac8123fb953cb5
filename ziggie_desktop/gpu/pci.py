"""Owns what Linux says of a card's sleep. Reads sysfs alone, which wakes no card."""

from __future__ import annotations

from pathlib import Path

DEVICES = Path("/sys/bus/pci/devices")
NVIDIA = "0x10de"
DISPLAY = "0x03"  # VGA and 3D controllers; the sound part of a card is another device


class PciPower:
    """The NVIDIA cards under ``root``; none where there is no sysfs."""

    def __init__(self, root: Path = DEVICES) -> None:
        found = sorted(root.iterdir()) if root.is_dir() else []
        self._cards = [
            device / "power"
            for device in found
            if _text(device / "vendor") == NVIDIA and _text(device / "class").startswith(DISPLAY)
        ]

    def asleep(self) -> bool:
        """Whether a card sleeps: NVML would wake all of them to read one."""
        return any(_text(card / "runtime_status") == "suspended" for card in self._cards)

    def sleepable(self) -> bool:
        """Whether a card sleeps at times. Most desktop cards never do, whatever they are set to."""
        slept = (_text(card / "runtime_suspended_time") for card in self._cards)
        return self.asleep() or any(time.isdigit() and int(time) > 0 for time in slept)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
