"""Money as it is named, converted and written: by table, and exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.money import PICO, Amount, amount, converted, written

EUROS = Currency("EUR", "1.08")
FRANCS = Currency("CHF", None)


@pytest.mark.parametrize(
    ("pico", "own", "text"),
    [
        (0, EUROS, "€0.00"),
        (108 * PICO, EUROS, "€100.00"),
        (-1_234_500_000_000_000, Currency(), "-$1,234.50"),
        (5_000_000_000, Currency(), "$0.00500"),
        (-PICO, Currency("CHF", "1.25"), "-CHF 0.80"),
        (PICO, FRANCS, "$1.00"),
        (None, EUROS, "unknown"),
    ],
)
def test_as_it_is_written(pico: int | None, own: Currency, text: str) -> None:
    assert written(pico, own) == text


@given(st.integers(-(10**18), 10**18))
def test_it_is_converted_exactly(pico: int) -> None:
    assert converted(pico, EUROS) * Fraction("1.08") == pico
    assert converted(pico, FRANCS) == pico, "without a rate nothing is converted"


def test_what_was_typed_keeps_its_currency() -> None:
    assert amount("1299.50 EUR") == amount(" 1299.50EUR ") == Amount(Decimal("1299.50"), "EUR")
    assert amount("100 EUR").usd_pico(EUROS) == 108 * PICO
    assert amount("100 USD").usd_pico(EUROS) == 100 * PICO
    assert amount("100 CHF").usd_pico(FRANCS) is None, "no rate"
    assert amount("100 CHF").usd_pico(EUROS) is None, "a rate of another currency"


@pytest.mark.parametrize("text", ["", "1299", "EUR", "-5 EUR", "1,5 EUR", "5 euro", "nan USD"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        amount(text)
