"""How figures read, by tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.desktop.presenters import text

USD = 10**12
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pico", "words"),
    [
        (None, "unknown"),
        (0, "$0.00"),
        (1, "< $0.01"),
        (USD // 100 - 1, "< $0.01"),
        (USD // 100, "$0.01"),
        (1_284_000_000_000, "$1.28"),
        (1234 * USD, "$1,234.00"),
        (-1, "> −$0.01"),
        (-5 * USD // 2, "−$2.50"),
    ],
)
def test_money(pico: int | None, words: str) -> None:
    assert text.money(pico) == words


@pytest.mark.parametrize(
    ("pico", "words"),
    [
        (None, "unknown"),
        (0, "$0.00"),
        (1, "< $0.0001"),
        (4_200_000_000, "$0.0042"),
        (USD // 10, "$0.10"),
    ],
)
def test_price_of_one_request(pico: int | None, words: str) -> None:
    assert text.price(pico) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "unknown"),
        (0, "0 B"),
        (999, "999 B"),
        (98_362_432, "98.4 MB"),
        (2_019_000_000, "2.0 GB"),
    ],
)
def test_size(value: int | None, words: str) -> None:
    assert text.size(value) == words


@pytest.mark.parametrize(
    ("energy_mj", "words"),
    [
        (None, "unknown"),
        (0, "0.0 J"),
        (412, "0.4 J"),
        (412_000, "412 J"),
        (9_900_000, "9.9 kJ"),
        (12_400_000, "3.4 Wh"),
        (360_000_000, "100 Wh"),
        (3_600_000_000, "1.00 kWh"),
        (9_120_000_000, "2.53 kWh"),
    ],
)
def test_energy(energy_mj: int | None, words: str) -> None:
    assert text.energy(energy_mj) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "unknown"),
        (0.0854, "85 ms"),
        (0.31, "0.3 s"),
        (42, "42 s"),
        (64, "1 min 4 s"),
        (240, "4 min"),
        (1800, "30 min"),
        (11_520, "3 h 12 min"),
        (93_600, "1 day 2 h"),
    ],
)
def test_duration(seconds: float | None, words: str) -> None:
    assert text.duration(seconds) == words


@pytest.mark.parametrize(
    ("ago_s", "words"),
    [
        (-5, "less than a minute"),
        (59, "less than a minute"),
        (185, "3 min"),
        (11_525, "3 h 12 min"),
    ],
)
def test_since_has_no_seconds(ago_s: float, words: str) -> None:
    assert text.since(NOW - timedelta(seconds=ago_s), NOW) == words


def test_unknown_is_never_zero() -> None:
    makers = (text.memory, text.gib, text.percent, text.watts, text.celsius, text.speed)
    assert {make(None) for make in makers} == {"unknown"}


def test_figures_follow_the_locale() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert text.size(2_019_000_000) == "2,0 GB"
        assert text.money(USD // 2).replace("\u00a0", " ") == "0,50 $"
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("own", "money", "small"),
    [
        (Currency(), "$1.00", "$0.0123"),
        (Currency(code="EUR", usd_per_unit="1.25"), "€0.80", "€0.0098"),
        (Currency(code="CHF", usd_per_unit="0.5"), "CHF2.00", "CHF0.0246"),
        (Currency(code="EUR", usd_per_unit=None), "$1.00", "$0.0123"),  # nothing is converted
    ],
)
def test_money_is_in_the_owners_currency_and_the_clouds_in_its_own(
    own: Currency, money: str, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text.Purse, "own", own)
    assert text.money(10**12) == money
    assert text.own_price(123 * 10**8) == small
    assert text.usd(10**12) == "$1.00"
    assert text.price(123 * 10**8) == "$0.0123"
    assert text.money(None) == text.usd(None) == "unknown"
