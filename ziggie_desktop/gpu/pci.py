"""Owns what Linux says of a card's sleep. Reads sysfs alone, which wakes no card."""

from __future__ import annotations

from pathlib import Path

DEVICES = Path("/sys/bus/pci/devices")
NVIDIA, AMD, INTEL = "0x10de", "0x1002", "0x8086"
DISPLAY = "0x03"  # VGA and 3D controllers; the sound part of a card is another device


def displays(root: Path = DEVICES) -> dict[Path, str]:
    """The graphics cards and who made them; none where there is no sysfs."""
    found = sorted(root.iterdir()) if root.is_dir() else []
    return {
        device: text_of(device / "vendor")
        for device in found
        if text_of(device / "class").startswith(DISPLAY)
    }


class PciPower:
    """One maker's cards under ``root``."""

    def __init__(self, root: Path = DEVICES, vendor: str = NVIDIA) -> None:
        self._cards = [d / "power" for d, maker in displays(root).items() if maker == vendor]

    def asleep(self) -> bool:
        """Whether a card sleeps: a look would wake all of them to read one."""
        return any(text_of(card / "runtime_status") == "suspended" for card in self._cards)

    def sleepable(self) -> bool:
        """Whether a card sleeps at times. Most desktop cards never do, whatever they are set to."""
        slept = (text_of(card / "runtime_suspended_time") for card in self._cards)
        return self.asleep() or any(time.isdigit() and int(time) > 0 for time in slept)


def text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
