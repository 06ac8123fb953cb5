"""Owns when a card's power sensor is not to be believed. Pure: fed with samples, no clock.

Drivers of 2025 and 2026 froze the power reading, or lost it, after a sleep of the machine; some
cards' counter and power disagree. What is metered meanwhile is an estimate.
"""

from __future__ import annotations

from enum import StrEnum

from ziggie_desktop.gpu.energy import NS_PER_S
from ziggie_desktop.gpu.wire import Card

FROZEN_NS = 60 * NS_PER_S
BUSY_PERCENT = 10
WINDOW_NS = 10 * NS_PER_S
STEP_NS = 3 * NS_PER_S // 2  # between rarer readings the load may have been anything
MISSING_NS = 10 * NS_PER_S
STEADY = 0.10  # a power that moves more within the window proves nothing
DISAGREE = 0.15


class SensorFault(StrEnum):
    FROZEN = "frozen"  # the same to the milliwatt for a minute, under load
    MISSING = "missing"  # there was a power, and the card that still answers gives none
    DISAGREES = "disagrees"  # the energy counter says something else than the power


class Honesty:
    """One card's readings as they come. ``fault`` None: nothing speaks against them."""

    def __init__(self) -> None:
        self._same: tuple[int, int, int] | None = None  # power, since when, last seen
        self._frozen = self._disagrees = False
        self._powered_ns: int | None = None  # when there last was a power
        self._missing = False
        self._window: list[tuple[int, int, int]] = []  # time, power, counter

    @property
    def fault(self) -> SensorFault | None:
        if self._frozen:
            return SensorFault.FROZEN
        if self._missing:
            return SensorFault.MISSING
        return SensorFault.DISAGREES if self._disagrees else None

    def look(self, card: Card) -> None:
        power = card.power_instant_mw
        if power is None:
            power = card.power_average_mw
        if not card.lost:
            if power is not None:
                self._powered_ns = card.at_ns
            had = self._powered_ns
            self._missing = had is not None and card.at_ns - had > MISSING_NS
        if power is None or card.lost:
            self._same, self._window = None, []
            return
        self._look_frozen(card, power)
        self._look_agreement(card, power)

    def _look_frozen(self, card: Card, power_mw: int) -> None:
        same = self._same
        if same is not None and same[0] != power_mw:
            self._frozen = False
        busy = (card.utilization_percent or 0) > BUSY_PERCENT
        if same is None or same[0] != power_mw or not busy:
            self._same = (power_mw, card.at_ns, card.at_ns)
            return
        self._same = (power_mw, same[1], card.at_ns)
        self._frozen = self._frozen or card.at_ns - same[1] > FROZEN_NS

    def _look_agreement(self, card: Card, power_mw: int) -> None:
        """Over ten seconds of a steady power, so that how often we look makes no difference."""
        window = self._window
        if card.energy_counter_mj is None:
            self._window = []
            return
        here = (card.at_ns, power_mw, card.energy_counter_mj)
        if window and not 0 < here[0] - window[-1][0] <= STEP_NS:
            window.clear()
        if window and here[2] < window[-1][2]:
            window.clear()
        window.append(here)
        width = here[0] - window[0][0]
        if width < WINDOW_NS:
            return
        powers = [power for _, power, _ in window]
        mean = sum(powers) / len(powers)
        counted = (here[2] - window[0][2]) * NS_PER_S / width
        self._window = [here]
        if max(powers) - min(powers) <= STEADY * mean:
            self._disagrees = abs(counted - mean) > DISAGREE * max(counted, mean)
