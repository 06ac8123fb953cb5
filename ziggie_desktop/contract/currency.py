"""Owns how a document names the owner's currency. Converts nothing."""

from __future__ import annotations

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """What the owner's electricity is priced in. All money in these documents is in US dollars;
    ``usd_per_unit`` is the owner's own rate, null where none was given: then nothing is converted,
    and what electricity costs is unknown."""

    code: str = "USD"
    usd_per_unit: str | None = "1"
