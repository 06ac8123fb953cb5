"""Owns what the owner's amounts of money in the settings come to in dollars. Keeps none, and never
converts without the owner's rate.

Each may be said with its currency ("1299 EUR"), or in dollars under the older name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.money import PICO, amount
from ziggie_desktop.gpu.tariff import Tariff

Part = TypeVar("Part", bound=msgspec.Struct)

HARDWARE = {"price": "price_usd", "resale": "resale_usd"}
GOALS = {"savings_a_month": "savings_usd_a_month"}


def currency_of(tariff: Tariff | None) -> Currency:
    """The owner's, with the rate where there is one."""
    if tariff is None or tariff.currency.upper() == "USD":
        return Currency()
    return Currency(code=tariff.currency.upper(), usd_per_unit=tariff.usd_per_unit)


def in_dollars(part: Part, names: Mapping[str, str], tariff: Tariff | None) -> Part:
    """The part of the settings with all its amounts, which ``names`` names, in dollars."""
    return msgspec.structs.replace(part, **dict(_in_dollars(part, names, currency_of(tariff))))


def mistake(
    part: msgspec.Struct, names: Mapping[str, str], tariff: Tariff | None
) -> tuple[str, str] | None:
    """What is wrong with an amount of a part of the settings, in words, and the amount's name."""
    own = currency_of(tariff)
    for name, dollars in names.items():
        wrong = _mistake(part, name, dollars, own)
        if wrong is not None:
            return wrong, name
    return None


def _mistake(part: msgspec.Struct, name: str, dollars: str, own: Currency) -> str | None:
    text = getattr(part, name)
    if text is None:
        return None
    if getattr(part, dollars):
        return f"it is said twice, here and as {dollars}"
    try:
        typed = amount(text)
    except ValueError as error:
        return str(error)
    if typed.usd_pico(own) is None:
        return f"there is no rate from {typed.code} to US dollars (tariff.usd_per_unit)"
    return None


def _in_dollars(
    part: msgspec.Struct, names: Mapping[str, str], own: Currency
) -> Iterator[tuple[str, float]]:
    for name, dollars in names.items():
        text = getattr(part, name)
        pico = None if text is None else amount(text).usd_pico(own)
        if pico is not None:
            yield dollars, pico / PICO
