"""Owns what the tariff editor says and makes of what was typed. Prices are per kWh."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import QDate, QLocale, Qt

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.words import mark, t

MICRO = 1_000_000
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
DAY_WORDS = {
    "all": (mark("every day"), ALL_DAYS),
    "week": (mark("Mon–Fri"), WEEKDAYS),
    "end": (mark("Sat–Sun"), WEEKEND),
}
ALL_MONTHS = tuple(range(1, 13))


class PeriodView(msgspec.Struct, frozen=True):
    """A price at certain hours, as typed. ``days`` is a key of DAY_WORDS, empty for other days."""

    price: str = ""
    start: str = ""
    end: str = ""
    days: str = "all"


class TariffView(msgspec.Struct, frozen=True):
    """What is in force. ``periods`` None: there is more of it than this editor shows."""

    currency: str
    price: str
    to_usd: str
    periods: tuple[PeriodView, ...] | None
    remark: str
    before: Mapping[str, Any] | None = None  # as the settings hold it


def tariff(found: Mapping[str, Any] | None) -> TariffView:
    if not found or not found.get("versions"):
        return TariffView("", "", "", (), t("Without a price, what electricity costs is unknown."))
    versions = found["versions"]
    latest = versions[-1]
    rate = found.get("usd_per_unit")
    periods = [_period(one) for one in latest.get("periods", ())]
    known = tuple(one for one in periods if one is not None)
    since = QDate.fromString(str(latest["valid_from"])[:10], Qt.DateFormat.ISODate)
    shown = QLocale().toString(since, QLocale.FormatType.ShortFormat)
    remark = t("In force since {date}.", date=shown)
    if len(versions) > 1:
        remark += " " + t("%Ln earlier price(s) are kept.", "", len(versions) - 1)
    if len(known) < len(periods):
        remark += " " + t("It has months or days that only settings.toml shows.")
    return TariffView(
        currency=str(found.get("currency", "USD")),
        price=_shown(latest["price_micro_per_kwh"]),
        to_usd="" if rate is None else _as_typed(str(rate)),
        periods=known if len(known) == len(periods) else None,
        remark=remark,
        before=found,
    )


def _shown(micro: int) -> str:
    return _as_typed(f"{micro / MICRO:.6f}".rstrip("0").rstrip("."))


def _as_typed(number: str) -> str:
    """With the reader's own comma; both are understood."""
    return number.replace(".", QLocale().decimalPoint())


def _period(found: Mapping[str, Any]) -> PeriodView | None:
    """None where this editor has no words for it."""
    days = tuple(found.get("weekdays", ALL_DAYS))
    named = next((key for key, (_, of) in DAY_WORDS.items() if of == days), None)
    if named is None or tuple(found.get("months", ALL_MONTHS)) != ALL_MONTHS:
        return None
    if found.get("own_percent"):
        return None
    start, end = (str(found.get(name, "00:00"))[:5] for name in ("start", "end"))
    return PeriodView(_shown(found["price_micro_per_kwh"]), start, end, named)


class Unreadable(ValueError):
    """What of the typed tariff cannot be read, in words."""


def edited(
    before: Mapping[str, Any] | None, typed: TariffView, *, zone: str, today: date
) -> dict[str, Any]:
    """The tariff as settings hold it: a changed price holds from today on, earlier ones stay.

    Raises Unreadable. ``zone`` is where the hours are meant, where the tariff does not say it.
    """
    price = _micro(typed.price, t("the price per kWh"))
    periods = [
        {
            "price_micro_per_kwh": _micro(one.price, t("the price of the hours")),
            "start": _hour(one.start),
            "end": _hour(one.end),
            "weekdays": list(DAY_WORDS[one.days][1]),
        }
        for one in typed.periods or ()
    ]
    version: dict[str, Any] = {"valid_from": today.isoformat(), "price_micro_per_kwh": price}
    if periods:
        version["periods"] = periods
    kept = [
        one
        for one in (before or {}).get("versions", ())
        if str(one["valid_from"])[:10] < today.isoformat()
    ]
    if not kept:  # the first price: what was used before it costs the same, as far as we know
        version["valid_from"] = "2000-01-01"
    made: dict[str, Any] = {
        "tz": (before or {}).get("tz", zone),
        "currency": typed.currency or "USD",
        "usd_per_unit": None,
        "versions": [*kept, version],
    }
    if typed.to_usd:
        made["usd_per_unit"] = str(_number(typed.to_usd, t("the rate")))
    return made


def _number(words: str, what: str) -> float:
    try:
        return float(words.strip().replace(",", "."))
    except ValueError as error:
        raise Unreadable(
            t("{what} is no number: {words}", what=text.sentence(what), words=words or "–")
        ) from error


def _micro(words: str, what: str) -> int:
    return round(_number(words, what) * MICRO)


def _hour(words: str) -> str:
    hours, _, minutes = words.strip().partition(":")
    if not hours.isdigit() or not (minutes or "0").isdigit() or int(hours) > 24:
        raise Unreadable(t("{words} is no time of day such as 22:00", words=words or "–"))
    return f"{int(hours) % 24:02d}:{int(minutes or 0):02d}:00"
