"""Owns what a millijoule costs. Pure: local time comes from the tariff's own zone, never ours.

Micro-units of currency per kWh in, pico-units out, all integers. Prices change at local clock
times, so a stretch over an edge is split there; days of 23 and 25 hours come out right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

MJ_PER_KWH = 3_600_000_000
PICO_PER_MICRO = 1_000_000
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A price at certain times; months 1-12, weekdays 0 (Monday) to 6, ``end`` exclusive.

    ``start`` = ``end`` is the whole day; ``end`` before ``start`` runs over midnight, and then the
    weekday and month are those of the part after midnight for that part.

    ``own_percent`` of the electricity comes from the owner's own roof then: it costs what feeding
    it into the grid would have paid.
    """

    price_micro_per_kwh: int
    months: tuple[int, ...] = tuple(range(1, 13))
    weekdays: tuple[int, ...] = tuple(range(7))
    start: time = time(0)
    end: time = time(0)
    own_percent: int = 0

    def __post_init__(self) -> None:
        if self.price_micro_per_kwh < 0:
            raise ValueError("a price per kWh cannot be negative")
        if not 0 <= self.own_percent <= 100:
            raise ValueError("own_percent is 0 to 100")
        if not all(1 <= month <= 12 for month in self.months):
            raise ValueError("months are 1 to 12")
        if not all(0 <= day <= 6 for day in self.weekdays):
            raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")

    def covers(self, local: datetime) -> bool:
        if local.month not in self.months or local.weekday() not in self.weekdays:
            return False
        at = local.time()
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class Version(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tariff from a local date on. The first period that covers a time counts, else
    ``price_micro_per_kwh``. ``feed_in_micro_per_kwh``: what the grid pays for one's own
    electricity.

    A fixed charge a day or month has no field: it is due whether a model answers or not.
    """

    valid_from: date
    price_micro_per_kwh: int
    periods: tuple[Period, ...] = ()
    feed_in_micro_per_kwh: int | None = None

    def __post_init__(self) -> None:
        if self.price_micro_per_kwh < 0 or (self.feed_in_micro_per_kwh or 0) < 0:
            raise ValueError("a price per kWh cannot be negative")
        if self.feed_in_micro_per_kwh is None and any(p.own_percent for p in self.periods):
            raise ValueError("own_percent needs feed_in_micro_per_kwh beside valid_from")

    def price_of(self, period: Period) -> int:
        """Bought and own electricity in their shares."""
        bought = period.price_micro_per_kwh * (100 - period.own_percent)
        own = (self.feed_in_micro_per_kwh or 0) * period.own_percent
        return _rounded(Fraction(bought + own, 100))


class Tariff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``usd_per_unit``: the owner's own rate, as text ("1.08"), where the currency is not USD."""

    currency: str
    tz: str
    versions: tuple[Version, ...]
    usd_per_unit: str | None = None
    name: str = "own tariff"

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.tz)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {self.tz!r}") from error
        if self.usd_per_unit is not None and Fraction(self.usd_per_unit) <= 0:
            raise ValueError("usd_per_unit must be above 0")

    def price_micro(self, at: datetime) -> int | None:
        """Per kWh at that moment; None before the first version."""
        local = at.astimezone(ZoneInfo(self.tz))
        valid = [v for v in self.versions if v.valid_from <= local.date()]
        if not valid:
            return None
        version = max(valid, key=lambda v: v.valid_from)
        covering = (version.price_of(p) for p in version.periods if p.covers(local))
        return next(covering, version.price_micro_per_kwh)


def flat(*, price_micro_per_kwh: int, currency: str, tz: str) -> Tariff:
    version = Version(valid_from=date.min, price_micro_per_kwh=price_micro_per_kwh)
    return Tariff(currency=currency, tz=tz, versions=(version,), name="flat price")


def load(text: str) -> Tariff:
    """From TOML; raises msgspec.ValidationError or DecodeError with words."""
    return msgspec.toml.decode(text, type=Tariff)


def cost_pico(tariff: Tariff | None, energy_mj: int | None, at: datetime) -> int | None:
    """Pico-units of the tariff's currency at the price of ``at``; None without price or energy."""
    price = None if tariff is None else tariff.price_micro(at)
    if price is None or energy_mj is None:
        return None
    return _rounded(Fraction(energy_mj * price * PICO_PER_MICRO, MJ_PER_KWH))


def span_cost_pico(
    tariff: Tariff | None, energy_mj: int | None, begin: datetime, end: datetime
) -> int | None:
    """The same for energy used evenly from ``begin`` to ``end``, split at each price edge."""
    exact = None if energy_mj is None else _exact(tariff, [(begin, end, energy_mj)])
    return None if exact is None else _rounded(exact)


def buckets_cost_pico(
    tariff: Tariff | None, buckets: Iterable[tuple[datetime, datetime, int]]
) -> int | None:
    """The cost of many (begin, end, mJ); rounded once, at the end."""
    exact = _exact(tariff, buckets)
    return None if exact is None else _rounded(exact)


def pico_per_mj(tariff: Tariff, begin: datetime, end: datetime) -> Fraction | None:
    """The exact price of a millijoule of what is used evenly from ``begin`` to ``end``."""
    return _exact(tariff, [(begin, end, 1)])


def to_usd_pico(tariff: Tariff | None, pico: int | None) -> int | None:
    """In pico-dollars; None where the currency is another and the owner gave no rate."""
    if tariff is None or pico is None:
        return None
    if tariff.currency.upper() == "USD":
        return pico
    if tariff.usd_per_unit is None:
        return None
    return _rounded(pico * Fraction(tariff.usd_per_unit))


def _exact(
    tariff: Tariff | None, buckets: Iterable[tuple[datetime, datetime, int]]
) -> Fraction | None:
    if tariff is None:
        return None
    total = Fraction(0)
    for begin, end, energy_mj in buckets:
        begin, end = begin.astimezone(UTC), end.astimezone(UTC)
        whole = (end - begin) // timedelta(microseconds=1)
        for part_begin, part_end in _pieces(tariff, begin, end):
            price = tariff.price_micro(part_begin)
            if price is None:
                return None
            part = (part_end - part_begin) // timedelta(microseconds=1)
            share = Fraction(part, whole) if whole else Fraction(1)
            total += energy_mj * share * price * PICO_PER_MICRO / MJ_PER_KWH
    return total


def _pieces(tariff: Tariff, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretch cut wherever the price may change: at midnight, period edges, clock changes."""
    if end <= begin:
        yield begin, begin
        return
    edges = {e for e in _edges(tariff, begin, end) if begin < e < end}
    cuts = [begin, *sorted(edges), end]
    yield from pairwise(cuts)


def _edges(tariff: Tariff, begin: datetime, end: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(tariff.tz)
    times = {time(0)}
    for version in tariff.versions:
        times.update(edge for p in version.periods for edge in (p.start, p.end))
    day = begin.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        for at in times:
            for fold in (0, 1):  # a time that happens twice is an edge both times
                yield datetime.combine(day, at, zone).replace(fold=fold).astimezone(UTC)
        day += _DAY
    # A jump of the clock changes the local time, and so the price, without any edge being met.
    hour = begin.replace(minute=0, second=0, microsecond=0)
    while hour < end:
        following = hour + _HOUR / 2
        if hour.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield following
        hour = following


def _rounded(value: Fraction) -> int:
    return round(value)  # Fraction rounds half to even
