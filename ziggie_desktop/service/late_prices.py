"""Owns that a price of electricity that is said late counts for what was metered before, from the
day on from which the owner says it is valid. Never changes a cost that is known.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.gpu.tariff import Tariff
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.bookkeeper import ended_at

BUNCH = 500  # the queue has room for requests too


class LatePrices:
    """``look`` now and then; it asks the ledger once at its first look, and after each change of
    the tariff. ``electricity`` and ``tariff_source`` are the bookkeeper's; ``priced``: something
    was found."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        tariff: Callable[[], Tariff | None],
        electricity: Callable[[int, datetime, datetime], int | None],
        tariff_source: Callable[[datetime], str | None],
        priced: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._tariff = tariff
        self._electricity = electricity
        self._tariff_source = tariff_source
        self._priced = priced
        self._done: Tariff | None = None

    async def look(self) -> None:
        """A ledger that cannot be read or written is asked again at the next look."""
        own = self._tariff()
        if own is None or own == self._done:
            return
        with contextlib.suppress(ZiggieError):
            if await self._price_all():
                self._done = own

    async def _price_all(self) -> bool:
        after, found = 0, 0
        while rows := await self._ledger.uncosted(after=after, limit=BUNCH):
            found += sum(self._price(row) for _, row in rows)
            if not await self._ledger.flush():
                return False
            after = rows[-1][0]
        if found:
            self._priced()
        return True

    def _price(self, row: RequestRow) -> bool:
        """As a new entry beside the row; no where nothing was valid then."""
        assert row.energy_mj is not None
        cost = self._electricity(row.energy_mj, row.started_at, ended_at(row))
        if cost is None:
            return False
        self._ledger.record_energy(
            row.id,
            energy_mj=row.energy_mj,
            quality=row.energy_quality,
            electricity_cost_pico=cost,
            tariff_source=self._tariff_source(row.started_at),
            band_percent=row.energy_band_percent,
            source=row.energy_source,
            load_mj=row.energy_load_mj,
        )
        return True
