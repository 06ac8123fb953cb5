"""Owns what the owner's amounts of money in the settings come to in dollars. Keeps none, and never
converts without the owner's rate.

Each may be said with its currency ("1299 EUR"), or in dollars under the older name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.money import PICO, amount
from ziggie_desktop.gpu.tariff import Tariff

if TYPE_CHECKING:
    from ziggie_desktop.service.settings import GoalSettings, HardwareSettings, Settings

HARDWARE = {"price": "price_usd", "resale": "resale_usd"}
GOALS = {"savings_a_month": "savings_usd_a_month"}


def currency_of(tariff: Tariff | None) -> Currency:
    """The owner's, with the rate where there is one."""
    if tariff is None or tariff.currency.upper() == "USD":
        return Currency()
    return Currency(code=tariff.currency.upper(), usd_per_unit=tariff.usd_per_unit)


def hardware(settings: Settings) -> HardwareSettings:
    """With all amounts in dollars."""
    changes = dict(_in_dollars(settings.hardware, HARDWARE, currency_of(settings.tariff)))
    return msgspec.structs.replace(settings.hardware, **changes)


def goals(settings: Settings) -> GoalSettings:
    """With all amounts in dollars."""
    changes = dict(_in_dollars(settings.goals, GOALS, currency_of(settings.tariff)))
    return msgspec.structs.replace(settings.goals, **changes)


def mistake(settings: Settings) -> str | None:
    """What is wrong with an amount, in words."""
    own = currency_of(settings.tariff)
    for part, names in (("hardware", HARDWARE), ("goals", GOALS)):
        for name, dollars in names.items():
            wrong = _mistake(getattr(settings, part), name, dollars, own)
            if wrong is not None:
                return f"{wrong} - at {part}.{name}"
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
    part: msgspec.Struct, names: dict[str, str], own: Currency
) -> Iterator[tuple[str, float]]:
    for name, dollars in names.items():
        text = getattr(part, name)
        pico = None if text is None else amount(text).usd_pico(own)
        if pico is not None:
            yield dollars, pico / PICO
