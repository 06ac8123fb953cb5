"""Owns what the GPUs' quiet hours and the processors beside them cost, and that net savings pay for
them. Reads no sensor.

Keeping a model loaded is a cost of answering locally, and so is what the processors do meanwhile.
Idle power without a model is one only where the machine runs for nothing else (`[hardware]
only_for_ai`); it is shown in any case. Priced by the half hours in which it was used; what no half
hour holds (of days of an older version) as if it was taken evenly over that local day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache, partial

import msgspec

from ziggie_desktop.contract.api import EnergyLine, UsageDocument, UsageRow
from ziggie_desktop.contract.currency import OwnElectricity
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.gpu import tariff as tariffs
from ziggie_desktop.gpu.tariff import Tariff
from ziggie_desktop.ledger import half_hours, spending
from ziggie_desktop.ledger.half_hours import HALF_HOUR, Kind, When
from ziggie_desktop.ledger.periods import day_start
from ziggie_desktop.ledger.rows import from_us
from ziggie_desktop.ledger.spending import QUARTER_US
from ziggie_desktop.ledger.store import Ledger

GROUPS = {"day": 10, "month": 7}  # so many letters of a date are the group's key


class Standby(msgspec.Struct, frozen=True, kw_only=True):
    ledger: Ledger
    tariff: Callable[[], Tariff | None]
    zone: Callable[[], str]
    only_for_ai: Callable[[], bool]

    async def totals(self, since: datetime, until: datetime) -> Totals:
        """The period's totals, net of its quiet hours."""
        found = await self.ledger.totals(since, until)
        return net_of(found, self._cost(await self._days(since, until)))

    async def document(
        self, *, since: datetime | None, until: datetime | None, by: str
    ) -> UsageDocument:
        """The groups and their sum; groups that are no stretch of time bear none of it."""
        zone = self.zone()
        found = await self.ledger.savings(since=since, until=until, by=by, tz=zone)  # type: ignore[arg-type]
        days = await self._days(since, until)
        lines = _grouped(days, by=by)
        rows = found.rows
        if by in GROUPS:
            costs = {line.key: self._cost([line]) for line in lines}
            rows = tuple(_net_row(row, costs.get(row.key, 0)) for row in rows)
        return msgspec.structs.replace(
            found,
            rows=rows,
            energy=lines,
            total=net_of(found.total, self._cost(lines)),
            own_electricity=await self.in_own_currency(since, until, found.total.energy_mj),
        )

    async def in_own_currency(
        self, since: datetime | None, until: datetime | None, energy_mj: int | None
    ) -> OwnElectricity | None:
        """Where there is no rate to dollars; ``energy_mj``: of the period's requests."""
        own = self.tariff()
        if own is None or own.currency.upper() == "USD" or own.usd_per_unit is not None:
            return None
        as_it_is = msgspec.structs.replace(own, currency="USD")  # so that nothing is converted
        lines = _grouped(await self._days(since, until, as_it_is), by="")
        found = await self.ledger.ask(partial(spending.taken, since=since, until=until))
        buckets = [
            (from_us(quarter * QUARTER_US), from_us((quarter + 1) * QUARTER_US), mj)
            for quarter, mj in found
        ]
        cost = await asyncio.to_thread(tariffs.buckets_cost_pico, own, buckets)
        whole = sum(mj for _, mj in found) == (energy_mj or 0)
        return OwnElectricity(
            code=own.currency.upper(),
            requests_pico=cost if whole else None,
            resident_pico=lines[0].resident_cost_pico if lines else None,
            idle_pico=lines[0].idle_cost_pico if lines else None,
            processor_pico=lines[0].processor_cost_pico if lines else None,
        )

    async def _days(
        self, since: datetime | None, until: datetime | None, tariff: Tariff | None = None
    ) -> tuple[EnergyLine, ...]:
        own, zone = tariff or self.tariff(), self.zone()
        days = await self.ledger.energy(since=since, until=until, by="day", tz=zone)
        when = await self.ledger.ask(partial(half_hours.when, since=since, until=until, tz=zone))

        # A year has 17,520 half hours: that is too much for the event loop.
        return await asyncio.to_thread(priced, days, when, own, zone)

    def _cost(self, lines: Iterable[EnergyLine]) -> int | None:
        parts: list[int | None] = []
        for line in lines:
            parts += (line.resident_cost_pico, line.processor_cost_pico)
            if self.only_for_ai():
                parts.append(line.idle_cost_pico)
        return _sum(parts)


def priced(
    days: Iterable[EnergyLine], when: When, own: Tariff | None, zone: str
) -> tuple[EnergyLine, ...]:
    """The lines of days with what their quiet hours and processors cost."""

    def cost(line: EnergyLine, kind: Kind) -> int | None:
        parts = when.get((line.key, kind), ())
        return _cost_of(own, line.key, zone, getattr(line, kind), parts)

    return tuple(
        msgspec.structs.replace(
            line,
            resident_cost_pico=cost(line, Kind.RESIDENT),
            idle_cost_pico=cost(line, Kind.IDLE),
            processor_cost_pico=_sum(
                cost(line, kind) for kind in (Kind.PROCESSOR, Kind.PROCESSOR_ESTIMATED)
            ),
        )
        for line in days
    )


def net_of(totals: Totals, standby_pico: int | None) -> Totals:
    """Net after the quiet hours; unknown where their price is."""
    net = totals.net_savings_pico
    known = net is not None and standby_pico is not None
    return msgspec.structs.replace(
        totals,
        standby_cost_pico=standby_pico,
        net_savings_pico=net - standby_pico if known else None,  # type: ignore[operator]
    )


def _net_row(row: UsageRow, standby_pico: int | None) -> UsageRow:
    return msgspec.structs.replace(row, totals=net_of(row.totals, standby_pico))


def _grouped(days: Iterable[EnergyLine], *, by: str) -> tuple[EnergyLine, ...]:
    groups: dict[str, list[EnergyLine]] = {}
    for line in days:
        key = line.key[: GROUPS[by]] if by in GROUPS else "all"
        groups.setdefault(key, []).append(line)
    return tuple(
        EnergyLine(
            key=key,
            **{
                name: sum(getattr(line, name) for line in lines)
                for name in EnergyLine.__struct_fields__
                if name.endswith("_mj") or name == "gaps"
            },
            resident_cost_pico=_sum(line.resident_cost_pico for line in lines),
            idle_cost_pico=_sum(line.idle_cost_pico for line in lines),
            processor_cost_pico=_sum(line.processor_cost_pico for line in lines),
        )
        for key, lines in sorted(groups.items())
    )


@lru_cache(maxsize=4096)
def _cost_of(
    own: Tariff | None,
    day: str,
    zone: str,
    energy_mj: int,
    when: tuple[tuple[datetime, int], ...],
) -> int | None:
    """Of one line of a day; rounded once."""
    if not energy_mj:
        return 0
    if own is None:
        return None
    total = Fraction(0)
    rest_mj = max(0, energy_mj - sum(mj for _, mj in when))
    parts = [(mj, _half_hour_price(own, at)) for at, mj in when]
    parts += [(rest_mj, _day_price(own, day, zone))] if rest_mj else []
    for mj, price in parts:
        if price is None:
            return None
        total += mj * price
    return tariffs.to_usd_pico(own, round(total))


@lru_cache(maxsize=20_000)  # a year
def _half_hour_price(own: Tariff, begin: datetime) -> Fraction | None:
    return tariffs.pico_per_mj(own, begin, begin + HALF_HOUR)


@lru_cache(maxsize=1024)
def _day_price(own: Tariff, day: str, zone: str) -> Fraction | None:
    first = date.fromisoformat(day)
    begin, end = day_start(first, zone), day_start(first + timedelta(days=1), zone)
    return tariffs.pico_per_mj(own, begin, end)


def _sum(parts: Iterable[int | None]) -> int | None:
    found = list(parts)
    return None if None in found else sum(part or 0 for part in found)
