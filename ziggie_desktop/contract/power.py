"""Owns the event of the power drawn, and the bodies of what compares a card with a wall meter."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.state import PcPower, ProcessorPower


class PowerDocument(msgspec.Struct, frozen=True, kw_only=True):
    processor: ProcessorPower
    pc: PcPower


class ReadingWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``uuid`` may be left out where there is one card."""

    uuid: str | None = None
    seconds: float = 10.0


class CardReading(msgspec.Struct, frozen=True, kw_only=True):
    """The card's own mean power, as it reads without any calibration. ``steady``: it moved little,
    so that a wall meter beside it can be read. ``processor_mw`` null: unknown or an estimate."""

    uuid: str
    name: str | None
    power_mw: int
    seconds: float
    steady: bool
    processor_mw: int | None = None


class WallPoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One steady load: what the card read, what the wall meter showed, what the processor drew."""

    reading_mw: int
    wall_mw: int
    processor_mw: int | None = None


class CalibrationWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``psu_efficiency`` and ``rest_mw`` (all but GPU and processor) null: those of the settings.
    A meter on the card alone: 1 and 0."""

    uuid: str
    low: WallPoint
    high: WallPoint
    psu_efficiency: float | None = None
    rest_mw: int | None = None


class CalibrationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """reading = gain x truth + offset, now in the settings."""

    uuid: str
    gain: float
    offset_mw: float
    psu_efficiency: float
    rest_mw: int
