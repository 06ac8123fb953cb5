"""Owns what the dashboard says of the power drawn now: what is measured, and what is estimated."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.state import PcPower, ProcessorPower, Quality, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.words import t


class PowerView(msgspec.Struct, frozen=True):
    """``value``: of the whole computer where that can be said, else of what is known."""

    value: str
    words: str


def power_view(state: State) -> PowerView:
    parts = [_gpus(state), _processor(state.processor), _pc(state.pc)]
    words = " · ".join(part for part in parts if part)
    processor = state.processor
    if processor.power_mw is None:
        why = " ".join(text.sentence(said(part)) for part in (processor.reason,) if part)
        words = f"{words}. {why}" if words else why
    return PowerView(_value(state), text.sentence(words))


def _value(state: State) -> str:
    if state.pc.power_mw is not None:
        return t("about {watts}", watts=text.watts(state.pc.power_mw))
    known = [one for one in (_gpu_mw(state), state.processor.power_mw) if one is not None]
    return text.watts(sum(known)) if known else text.unknown()


def _gpu_mw(state: State) -> int | None:
    known = [card.power_mw for card in state.gpu.gpus if card.power_mw is not None]
    return sum(known) if known and len(known) == len(state.gpu.gpus) else None


def _gpus(state: State) -> str:
    drawn = _gpu_mw(state)
    return "" if drawn is None else t("GPU {watts}, measured", watts=text.watts(drawn))


def _processor(found: ProcessorPower) -> str:
    if found.power_mw is None:
        return t("processor unknown")
    watts = _banded(found.power_mw, found.band_percent)
    if found.quality is Quality.ESTIMATE:
        return t("processor {watts}, estimated", watts=watts)
    return t("processor {watts}, measured", watts=watts)


def _pc(found: PcPower) -> str:
    if found.power_mw is None:
        return ""
    watts = _banded(found.power_mw, found.band_percent)
    return t("whole computer {watts}, estimated", watts=watts)


def _banded(power_mw: int, band_percent: float | None) -> str:
    if band_percent is None:
        return text.watts(power_mw)
    band = text.number(band_percent, 0)
    return t("{power} ± {band} %", power=text.watts(power_mw), band=band)
