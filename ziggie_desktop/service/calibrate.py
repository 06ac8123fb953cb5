"""Owns the comparison of a card with a wall meter: reads the card, and keeps the line that follows.

Never loads the card itself: which load is steady only its owner knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from ziggie_desktop.contract import power as shapes
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import ProcessorPower, Quality
from ziggie_desktop.gpu.accuracy import Calibration, two_point
from ziggie_desktop.gpu.energy import NS_PER_S
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.wire import Card, Sample
from ziggie_desktop.service.http import V1, Call, Endpoint
from ziggie_desktop.service.settings import PowerSettings

LOOK_S = 0.1  # so dense that samples follow the ticks of the counter
LOCK_S = 0.5  # until they do
LEAST_S, MOST_S = 1.0, 60.0
STEADY = 0.1
LEAST_APART_MW = 30_000


class CalibrateApi(msgspec.Struct, frozen=True, kw_only=True):
    """``change`` takes changes of the settings, as their route does."""

    gpu: GpuMonitor
    processor: Callable[[], ProcessorPower]
    power: Callable[[], PowerSettings]
    change: Callable[[dict[str, Any]], Awaitable[object]]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(method="POST", path=f"{V1}/gpu/reading", handler=self._reading, owner=True,
                     summary="A card's own mean power over some seconds",
                     body=shapes.ReadingWish, answer=shapes.CardReading),
            Endpoint(method="POST", path=f"{V1}/gpu/calibration", handler=self._calibration,
                     summary="Calibrate a card by a wall meter at two steady loads", owner=True,
                     body=shapes.CalibrationWish, answer=shapes.CalibrationAnswer),
        )  # fmt: skip

    async def _reading(self, call: Call) -> shapes.CardReading:
        wish: shapes.ReadingWish = call.body
        if not LEAST_S <= wish.seconds <= MOST_S:
            raise _wrong(f"Give {LEAST_S:g} to {MOST_S:g} seconds.")
        uuid = self._uuid(wish.uuid)
        cards: list[Card] = []

        def hear(sample: Sample) -> None:
            cards.extend(card for card in sample.cards if card.uuid == uuid and not card.lost)

        stop = self.gpu.subscribe_samples(hear)
        try:
            with self.gpu.watch(LOOK_S):
                await asyncio.sleep(LOCK_S)
                cards.clear()
                await asyncio.sleep(wish.seconds)
        finally:
            stop()
        return reading_of(cards, uuid=uuid, processor=self.processor())

    def _uuid(self, wanted: str | None) -> str:
        known = [card.uuid for card in self.gpu.status.gpus]
        if wanted is None and len(known) == 1:
            return known[0]
        if wanted not in known or wanted is None:
            names = ", ".join(known) or "none"
            raise ZiggieError(
                "gpu_unknown",
                "It is not clear which GPU is meant." if known else "There is no GPU to read.",
                f"Name one by its UUID; there is {names}.",
                status=404,
            )
        return wanted

    async def _calibration(self, call: Call) -> shapes.CalibrationAnswer:
        wish: shapes.CalibrationWish = call.body
        uuid, said = self._uuid(wish.uuid), self.power()
        efficiency = wish.psu_efficiency if wish.psu_efficiency is not None else said.psu_efficiency
        rest_mw = wish.rest_mw if wish.rest_mw is not None else round(said.rest_w * 1000)
        if not 0.5 <= efficiency <= 1 or rest_mw < 0:
            raise _wrong("An efficiency is 0.5 to 1, and the rest draws 0 W or more.")
        line = line_of(wish.low, wish.high, psu_efficiency=efficiency, rest_mw=rest_mw)
        kept = {"gain": line.gain, "offset_mw": line.offset_mw}
        await self.change({"calibration": {uuid: kept}})
        return shapes.CalibrationAnswer(
            uuid=uuid,
            gain=line.gain,
            offset_mw=line.offset_mw,
            psu_efficiency=efficiency,
            rest_mw=rest_mw,
        )


def reading_of(cards: list[Card], *, uuid: str, processor: ProcessorPower) -> shapes.CardReading:
    """The mean by the card's counter, or of its power where it has none."""
    shown = [
        power
        for card in cards
        if (power := card.power_instant_mw or card.power_average_mw) is not None
    ]
    if len(cards) < 2 or not shown:
        raise ZiggieError(
            "gpu_silent",
            "The GPU gave no power in that time.",
            "Look at its state with `ziggie-desktop status`, and try again.",
            status=409,
        )
    width = cards[-1].at_ns - cards[0].at_ns
    first, last = cards[0].energy_counter_mj, cards[-1].energy_counter_mj
    mean = sum(shown) // len(shown)
    if first is not None and last is not None and last > first:
        mean = (last - first) * NS_PER_S // width
    measured = processor.quality is Quality.COUNTER
    return shapes.CardReading(
        uuid=uuid,
        name=cards[-1].name,
        power_mw=mean,
        seconds=width / NS_PER_S,
        steady=max(shown) - min(shown) <= STEADY * mean,
        processor_mw=processor.power_mw if measured else None,
    )


def line_of(
    low: shapes.WallPoint, high: shapes.WallPoint, *, psu_efficiency: float, rest_mw: int
) -> Calibration:
    """The card's line. Raises ZiggieError where no card can have it: something was misread.

    What the processor draws more at one load is no part of the card's; where it is unknown it is
    taken to be the same at both, and a part of the rest.
    """
    known = low.processor_mw is not None and high.processor_mw is not None

    def truth(point: shapes.WallPoint) -> float:
        processor = (point.processor_mw or 0) if known else 0
        return point.wall_mw * psu_efficiency - rest_mw - processor

    if high.reading_mw - low.reading_mw < LEAST_APART_MW:
        raise _wrong("The two loads must differ by 30 W at least; let the card work harder.")
    try:
        return two_point(low=(low.reading_mw, truth(low)), high=(high.reading_mw, truth(high)))
    except ValueError as error:
        raise _wrong(f"No card reads so ({error}). Read the wall meter again.") from error


def _wrong(remedy: str) -> ZiggieError:
    return ZiggieError(
        "calibration_impossible", "These figures make no calibration.", remedy, status=400
    )
