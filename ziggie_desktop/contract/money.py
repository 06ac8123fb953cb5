"""Owns how money is named, converted at the owner's rate and written in plain English.

Never guesses a rate, and rounds only what is shown. The window and the report convert here too, and
write in their reader's language.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import msgspec

from ziggie_desktop.contract.currency import Currency

PICO = 10**12
CENT = Decimal("0.01")
DOLLARS = Currency()
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
UNKNOWN = "unknown"
_AMOUNT = re.compile(r"(?P<value>\d{1,12}(?:\.\d{1,6})?) ?(?P<code>[A-Z]{3})")


class Amount(msgspec.Struct, frozen=True):
    """What somebody typed, in the currency in which it was meant."""

    value: Decimal
    code: str

    def usd_pico(self, own: Currency) -> int | None:
        """At the owner's rate for that currency; None where there is none."""
        if self.code == "USD":
            return round(self.value * PICO)
        if self.code != own.code or own.usd_per_unit is None:
            return None
        return round(Fraction(self.value) * Fraction(own.usd_per_unit) * PICO)


def amount(text: str) -> Amount:
    """From "1299 EUR". Raises ValueError with words."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'{text!r} is no amount with its currency, such as "1299 EUR"')
    return Amount(Decimal(found["value"]), found["code"])


def shown_in(own: Currency) -> Currency:
    """What sums are shown in: the owner's currency where there is a rate, else dollars."""
    return own if own.usd_per_unit is not None else DOLLARS


def converted(pico: int, own: Currency) -> Fraction:
    """Pico-dollars in pico-units of what sums are shown in, exactly."""
    return Fraction(pico) / Fraction(shown_in(own).usd_per_unit or 1)


def written(pico: int | None, own: Currency = DOLLARS) -> str:
    """Pico-dollars in ``own`` where the owner gave a rate, else in dollars; what is less than a
    cent with three significant digits, never as nothing."""
    if pico is None:
        return UNKNOWN
    exact = abs(converted(pico, own)) / PICO
    code = shown_in(own).code
    mark = f"{'-' if pico < 0 else ''}{SIGNS.get(code, f'{code} ')}"
    size = Decimal(exact.numerator) / Decimal(exact.denominator)
    if size == 0 or size >= CENT:
        return f"{mark}{size:,.2f}"
    return f"{mark}{size.quantize(Decimal(1).scaleb(size.adjusted() - 2)):f}"
