"""Owns how far a card's own energy figure may be from a wall meter's. Pure: no I/O, no clock.

A card's sensor is a linear instrument: reading = gain x truth + offset, with little noise and a
bias of its own. Published: Yang, Adamek, Armour, SC'24 (https://arxiv.org/abs/2312.02741).
"""

from __future__ import annotations

import math

import msgspec

DEFAULT_BAND_PERCENT = 8.0
LEAST_BAND_PERCENT = 2.0  # a few measured cards say little about the one at hand
NS_PER_S = 1_000_000_000

# The reading's error in percent of the truth, smallest and largest that was published.
PUBLISHED: dict[str, tuple[float, float]] = {
    "RTX 3090": (-5.6, -3.8),
    "RTX 4090": (-5.3, -4.0),
    "RTX 3070 Ti": (-4.0, -3.6),
    "RTX 2080 Ti": (-8.0, -6.2),
    "RTX 2060 SUPER": (10.9, 13.2),
    "RTX A5000": (-7.0, -6.8),
    "A100 PCIE": (-5.8, -5.6),
    "GTX 1080": (0.3, 0.5),
    "GTX 1080 Ti": (-0.3, -0.3),
}


class Calibration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A card's own line: ``reading = gain x truth + offset_mw``."""

    gain: float
    offset_mw: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.gain) and 0.5 <= self.gain <= 2.0):
            raise ValueError("a gain lies between 0.5 and 2")
        if not (math.isfinite(self.offset_mw) and abs(self.offset_mw) <= 200_000):
            raise ValueError("an offset lies between -200000 and 200000 mW")

    def truth_mj(self, reading_mj: int, width_ns: int) -> float:
        """The energy behind a reading over that long; never below nothing."""
        return max(0.0, (reading_mj - self.offset_mw * width_ns / NS_PER_S) / self.gain)


def two_point(*, low: tuple[float, float], high: tuple[float, float]) -> Calibration:
    """From two steady loads, each (the card's reading, the truth by a meter) in mW."""
    (read_low, true_low), (read_high, true_high) = low, high
    if true_high <= true_low:
        raise ValueError("the second load must draw more than the first")
    gain = (read_high - read_low) / (true_high - true_low)
    return Calibration(gain=gain, offset_mw=read_low - gain * true_low)


def band_percent(name: str | None) -> float:
    """Within how many percent of the shown figure the truth lies, by the board's name.

    An error is published against the truth; the owner sees the reading, so the wider of both views
    counts, rounded up to half a percent. A board that nobody measured has the default.
    """
    board = _board(name)
    if board is None:
        return DEFAULT_BAND_PERCENT
    views = [abs(e) for e in PUBLISHED[board]]
    views += [abs(100 / (1 + e / 100) - 100) for e in PUBLISHED[board]]
    return max(LEAST_BAND_PERCENT, math.ceil(max(views) * 2) / 2)


def _board(name: str | None) -> str | None:
    """The published board that a driver's name stands for; variants and laptops are others."""
    if name is None:
        return None
    words = [w for w in name.upper().replace("-", " ").split() if w not in ("NVIDIA", "GEFORCE")]
    plain = " ".join(w for w in words if not w.endswith("GB"))
    return next((board for board in PUBLISHED if board.upper() == plain), None)


class Calibrated:
    """A counter as a calibrated card would have counted, from the one that the card gives.

    It moves only when the card's own counter moved: that one counts in steps, and an offset taken
    off in between would make it run backwards.
    """

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None
        self._whole = 0.0

    def read(self, counter_mj: int, at_ns: int, line: Calibration) -> int | None:
        """None when the card's counter was reset."""
        last = self._last
        if last is None or counter_mj < last[0]:
            self._last = (counter_mj, at_ns)
            return int(self._whole) if last is None else None
        if counter_mj > last[0]:
            self._whole += line.truth_mj(counter_mj - last[0], at_ns - last[1])
            self._last = (counter_mj, at_ns)
        return int(self._whole)
