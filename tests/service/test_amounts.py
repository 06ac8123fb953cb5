"""The owner's amounts in the settings: each with its currency, and dollars at the owner's rate."""

from __future__ import annotations

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.service.amounts import GOALS, HARDWARE, in_dollars
from ziggie_desktop.service.settings import parse_settings, plain

TARIFF = """
[tariff]
currency = "eur"
tz = "UTC"
{rate}
[[tariff.versions]]
valid_from = 2026-01-01
price_micro_per_kwh = 300000
"""
RATE = TARIFF.format(rate='usd_per_unit = "1.08"')


def test_what_was_typed_stays_and_is_reckoned_in_dollars() -> None:
    hardware = '[hardware]\nprice = "1000 EUR"\nresale = "100 USD"\n'
    settings = parse_settings(hardware + '[goals]\nsavings_a_month = "20 EUR"\n' + RATE)
    assert plain(settings)["hardware"]["price"] == "1000 EUR"
    found = in_dollars(settings.hardware, HARDWARE, settings.tariff)
    assert (found.price_usd, found.resale_usd) == (1080.0, 100.0)
    assert in_dollars(settings.goals, GOALS, settings.tariff).savings_usd_a_month == 21.6


def test_the_older_names_are_dollars() -> None:
    settings = parse_settings("[hardware]\nprice_usd = 1000.0\n" + RATE)
    assert in_dollars(settings.hardware, HARDWARE, settings.tariff).price_usd == 1000.0
    assert in_dollars(settings.goals, GOALS, settings.tariff) == settings.goals


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[hardware]\nprice = "1000"\n' + RATE, "is no amount with its currency"),
        ('[hardware]\nprice = "5 CHF"\n' + RATE, "no rate from CHF to US dollars"),
        ('[hardware]\nprice = "5 EUR"\n' + TARIFF.format(rate=""), "no rate from EUR"),
        ('[goals]\nsavings_a_month = "5 EUR"\n', "tariff.usd_per_unit) - at goals.savings_a_month"),
        ('[hardware]\nprice = "5 EUR"\nprice_usd = 5.0\n' + RATE, "said twice"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(text: str, words: str) -> None:
    with pytest.raises(ZiggieError) as refused:
        parse_settings(text)
    assert words in refused.value.title
