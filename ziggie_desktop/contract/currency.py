"""Owns how a document names the owner's currency, and electricity in it. Converts nothing."""

from __future__ import annotations

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """What the owner's electricity is priced in. All money in these documents is in US dollars;
    ``usd_per_unit`` is the owner's own rate, null where none was given: then nothing is converted,
    and what electricity costs is unknown."""

    code: str = "USD"
    usd_per_unit: str | None = "1"


class OwnElectricity(msgspec.Struct, frozen=True, kw_only=True):
    """What electricity cost in the owner's currency, in pico-units of ``code``, where there is no
    rate to dollars: it is in no sum then. ``requests_pico`` null: of a part of it the time is not
    known any more; the others: no card was measured, or there was no price."""

    code: str
    requests_pico: int | None
    resident_pico: int | None = None
    idle_pico: int | None = None
    processor_pico: int | None = None
