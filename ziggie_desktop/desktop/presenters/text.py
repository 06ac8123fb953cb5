"""Owns how figures read: money, sizes, times, energy. Unknown stays "unknown", never zero."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from PySide6.QtCore import QDate, QLocale, QTime

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.money import SIGNS, converted, shown_in
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.desktop.presenters.words import mark, t

UNKNOWN = mark("unknown")
PICO_PER_USD = 10**12
PICO_PER_CENT = 10**10
MJ_PER_KWH = 3_600_000_000

QUALITY_WORDS = {
    Quality.COUNTER: mark("measured"),
    Quality.INSTANT: mark("measured from samples"),
    Quality.AVERAGE: mark("measured from averages"),
    Quality.ESTIMATE: mark("estimated"),
    Quality.GAP: mark("partly unknown"),
}


def sentence(words: str) -> str:
    """With a capital at its beginning, but for the name of a model or a file there."""
    first = words.split(" ", 1)[0].rstrip(".,:;").replace("-", "").replace("'", "")
    return words[:1].upper() + words[1:] if first.isalpha() else words


def sentences(*parts: str) -> str:
    """One after the other, what is empty left out. The last ends as it does: with a full stop a
    command could not be copied."""
    said = [sentence(part) for part in parts if part]
    stops = [part if part.endswith((".", "!", "?")) else f"{part}." for part in said[:-1]]
    return " ".join([*stops, *said[-1:]])


def number(value: float, digits: int = 0) -> str:
    return QLocale().toString(float(value), "f", digits)


def unknown() -> str:
    return t(UNKNOWN)


def requests(count: int) -> str:
    return t("%Ln request(s)", "", count)


class Purse:
    """The owner's currency, as the locale is: the same for all that is said. Dollars without a
    rate."""

    own: Currency = Currency()

    @classmethod
    def sign(cls) -> str:
        code = shown_in(cls.own).code
        return SIGNS.get(code, code)

    @classmethod
    def rate(cls) -> Fraction:
        return Fraction(cls.own.usd_per_unit or 1)


def money(pico: int | None) -> str:
    """Pico-dollars in the owner's currency; what is less than a cent says so instead of reading as
    nothing."""
    return unknown() if pico is None else _amount(own(pico), Purse.sign())


def usd(pico: int | None) -> str:
    """The cloud's money alone, in its own currency."""
    return unknown() if pico is None else _amount(pico, "$")


def money_in(pico: int | None, code: str) -> str:
    """Pico-units of a currency that nothing is converted to or from."""
    return unknown() if pico is None else _amount(pico, SIGNS.get(code, code))


def own(pico: int) -> int:
    """Pico-dollars in pico-units of the owner's currency."""
    return round(converted(pico, Purse.own))


def price(pico: int | None) -> str:
    """What the cloud took for one request, in dollars: as many digits as it takes, down to a
    hundredth of a cent."""
    return unknown() if pico is None else _small(pico, "$")


def own_price(pico: int | None) -> str:
    """The same of the electricity of one, in the owner's currency."""
    return unknown() if pico is None else _small(own(pico), Purse.sign())


def axis_money(value: float, top: float) -> str:
    """A figure of an axis that reaches up to ``top``, in the owner's currency."""
    return _shown(value, Purse.sign(), 0 if top >= 20 else 2 if top >= 0.04 else 4)


def _amount(pico: int, sign: str) -> str:
    if pico == 0:
        return _shown(0.0, sign)
    if abs(pico) < PICO_PER_CENT:
        cent = _shown(0.01, sign)
        return f"< {cent}" if pico > 0 else f"> {_minus(cent)}"
    text = _shown(abs(pico) / PICO_PER_USD, sign)
    return text if pico > 0 else _minus(text)


def _small(pico: int, sign: str) -> str:
    if pico == 0 or abs(pico) >= 10 * PICO_PER_CENT:
        return _amount(pico, sign)
    if abs(pico) < PICO_PER_CENT // 100:
        return f"< {_shown(0.0001, sign, 4)}"
    return _shown(pico / PICO_PER_USD, sign, 4)


def _shown(value: float, sign: str, digits: int = 2) -> str:
    return QLocale().toCurrencyString(value, sign, digits)


def _minus(text: str) -> str:
    return f"−{text}"


def size(count_bytes: float | None, digits: int = 1) -> str:
    """File sizes, in powers of 1000, as Ollama writes them."""
    if count_bytes is None:
        return unknown()
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count_bytes >= factor:
            return f"{number(count_bytes / factor, digits)} {unit}"
    return f"{number(count_bytes)} B"


def gib(count_bytes: int | None) -> str:
    """The figure alone, in powers of 1024, as graphics cards are sold."""
    return unknown() if count_bytes is None else number(count_bytes / 2**30, 1)


def memory(count_bytes: int | None) -> str:
    return unknown() if count_bytes is None else f"{gib(count_bytes)} GiB"


def speed(bytes_per_s: float | None) -> str:
    return unknown() if bytes_per_s is None else f"{size(bytes_per_s)}/s"


def percent(share: float | None) -> str:
    return unknown() if share is None else f"{number(share * 100)} %"


def watts(power_mw: int | None) -> str:
    return unknown() if power_mw is None else f"{number(power_mw / 1000)} W"


def celsius(temperature_c: int | None) -> str:
    return unknown() if temperature_c is None else f"{number(temperature_c)} °C"


def energy(energy_mj: int | None) -> str:
    """Joules for an answer, watt-hours for a day, kilowatt-hours for what is paid."""
    if energy_mj is None:
        return unknown()
    if energy_mj >= MJ_PER_KWH:
        return f"{number(energy_mj / MJ_PER_KWH, 2)} kWh"
    if energy_mj >= 10_000_000:
        hours = energy_mj * 1000 / MJ_PER_KWH
        return f"{number(hours, 1 if hours < 100 else 0)} Wh"
    if energy_mj >= 1_000_000:
        return f"{number(energy_mj / 1_000_000, 1)} kJ"
    return f"{number(energy_mj / 1000, 1 if energy_mj < 100_000 else 0)} J"


def duration(seconds: float | None) -> str:
    """The two units that count: ``3 h 12 min``, ``42 s``, ``0.8 s``, ``85 ms``."""
    if seconds is None:
        return unknown()
    if seconds < 0.1:
        return f"{number(seconds * 1000)} ms"
    if seconds < 10:
        return f"{number(seconds, 1)} s"
    if seconds < 60:
        return f"{number(seconds)} s"
    minutes = int(seconds // 60)
    if minutes < 60:
        rest = int(seconds % 60)
        return f"{minutes} min" if minutes >= 10 or not rest else f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min"
    return t("%Ln day(s) {hours} h", "", hours // 24, hours=hours % 24)


def span(seconds: float) -> str:
    """A round length of time: ``5 min``, ``24 h``, ``7 days``."""
    if seconds >= 2 * 86_400:
        return t("%Ln day(s)", "", round(seconds / 86_400))
    return f"{number(seconds / 3600)} h" if seconds >= 3600 else duration(seconds)


def since(moment: datetime | None, now: datetime) -> str | None:
    """How long ago, without seconds, so that a line does not change each second."""
    if moment is None:
        return None
    passed = max(timedelta(), now - moment).total_seconds()
    if passed < 60:
        return t("less than a minute")
    return duration(passed // 60 * 60)


def clock(moment: datetime, now: datetime) -> str:
    """The time of day, with the day where it is not today; in the reader's own zone."""
    local, today = moment.astimezone(), now.astimezone()
    short, locale = QLocale.FormatType.ShortFormat, QLocale()
    time = locale.toString(QTime(local.hour, local.minute), short)
    if local.date() == today.date():
        return time
    return f"{locale.toString(QDate(local.year, local.month, local.day), short)} {time}"


def day(moment: datetime) -> str:
    """The date alone, in the reader's own zone."""
    local = moment.astimezone()
    short = QLocale.FormatType.ShortFormat
    return QLocale().toString(QDate(local.year, local.month, local.day), short)


def context(tokens: int) -> str:
    """A context's length as it is written everywhere: 8k, 128k."""
    return f"{tokens // 1024}k" if tokens >= 1024 else str(tokens)


def tokens(value: int) -> str:
    if value >= 1_000_000:
        return f"{number(value / 1e6, 1)} M"
    if value >= 10_000:
        return f"{number(value / 1e3)} k"
    return f"{number(value / 1e3, 1)} k" if value >= 1000 else number(value)


def utc_now() -> datetime:
    return datetime.now(UTC)
