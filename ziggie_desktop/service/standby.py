"""Owns what the GPUs' quiet hours cost, and that net savings pay for them. Reads no sensor.

Keeping a model loaded is a cost of answering locally. Idle power without a model is one only where
the machine runs for nothing else (`[hardware] only_for_ai`); it is shown in any case. What a day
took is priced as if it was taken evenly over that local day: the ledger keeps whole days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec

from ziggie_desktop.contract.api import EnergyLine, UsageDocument, UsageRow
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.gpu import tariff as tariffs
from ziggie_desktop.gpu.tariff import Tariff
from ziggie_desktop.ledger.periods import day_start
from ziggie_desktop.ledger.store import Ledger

GROUPS = {"day": 10, "month": 7}  # so many letters of a date are the group's key


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    ledger: Ledger
    tariff: Callable[[], Tariff | None]
    zone: Callable[[], str]
    only_for_ai: Callable[[], bool]

    async def totals(self, since: datetime, until: datetime) -> Totals:
        """The period's totals, net of its quiet hours."""
        found = await self.ledger.totals(since, until)
        lines = await self.ledger.energy(since=since, until=until, by="day", tz=self.zone())
        return net_of(found, self._cost(self._priced(lines)))

    async def document(
        self, *, since: datetime | None, until: datetime | None, by: str
    ) -> UsageDocument:
        """The groups and their sum; groups that are no stretch of time bear none of it."""
        zone = self.zone()
        found = await self.ledger.savings(since=since, until=until, by=by, tz=zone)  # type: ignore[arg-type]
        days = self._priced(await self.ledger.energy(since=since, until=until, by="day", tz=zone))
        lines = _grouped(days, by=by)
        rows = found.rows
        if by in GROUPS:
            costs = {line.key: self._cost([line]) for line in lines}
            rows = tuple(_net_row(row, costs.get(row.key, 0)) for row in rows)
        return msgspec.structs.replace(
            found, rows=rows, energy=lines, total=net_of(found.total, self._cost(lines))
        )

    def _priced(self, days: Iterable[EnergyLine]) -> tuple[EnergyLine, ...]:
        own, zone = self.tariff(), self.zone()
        return tuple(
            msgspec.structs.replace(
                line,
                resident_cost_pico=_day_cost(own, line.key, zone, line.resident_mj),
                idle_cost_pico=_day_cost(own, line.key, zone, line.idle_mj),
            )
            for line in days
        )

    def _cost(self, lines: Iterable[EnergyLine]) -> int | None:
        parts: list[int | None] = []
        for line in lines:
            parts.append(line.resident_cost_pico)
            if self.only_for_ai():
                parts.append(line.idle_cost_pico)
        return _sum(parts)


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
        )
        for key, lines in sorted(groups.items())
    )


@lru_cache(maxsize=1024)
def _day_cost(own: Tariff | None, day: str, zone: str, energy_mj: int) -> int | None:
    if not energy_mj:
        return 0
    first = date.fromisoformat(day)
    begin, end = day_start(first, zone), day_start(first + timedelta(days=1), zone)
    return tariffs.to_usd_pico(own, tariffs.span_cost_pico(own, energy_mj, begin, end))


def _sum(parts: Iterable[int | None]) -> int | None:
    found = list(parts)
    return None if None in found else sum(part or 0 for part in found)
