"""Owns what today and this month came to, as the ledger says. Asks it at most each two seconds."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Fallback, Totals, TotalsDocument
from ziggie_desktop.ledger import periods
from ziggie_desktop.ledger.store import Ledger

QUIET_S = 2.0  # one look takes a fiftieth of a processor for a second
ROLL_S = 60.0
FALLBACKS = 20


class RunningTotals:
    """``run`` keeps them; ``look`` says that a row was booked. ``totals``: a period, net of all."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        totals: Callable[[datetime, datetime], Awaitable[Totals]],
        zone: Callable[[], str],
        changed: Callable[[TotalsDocument], None],
        currency: Callable[[], Currency] = Currency,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._totals = totals
        self._zone = zone
        self._changed = changed
        self._currency = currency
        self._shown_in = currency()
        self._now = now
        self._look = asyncio.Event()
        self.today = Totals()
        self.month = Totals()
        self.uptime_today: float | None = None
        self.uptime_month: float | None = None
        self.incidents_today: int | None = None
        self.incidents_month: int | None = None
        self._counted_at: datetime | None = None
        self.fallbacks: deque[Fallback] = deque(maxlen=FALLBACKS)

    async def run(self) -> None:
        """Once at the start, after each row, and each minute, so that midnight is noticed."""
        begun = False
        while True:
            self._look.clear()
            # A ledger that cannot be read is shown as a problem; the figures stay as they were.
            with contextlib.suppress(ZiggieError):
                if not begun:
                    self.fallbacks.extend(reversed(await self._ledger.fallbacks(limit=FALLBACKS)))
                    begun = True
                await self.refresh()
            try:
                async with asyncio.timeout(ROLL_S):
                    await self._look.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(QUIET_S)  # rows come in bunches

    def look(self) -> None:
        self._look.set()

    async def refresh(self) -> None:
        await self._ledger.flush()
        now, zone = self._now(), self._zone()
        this_day, this_month = periods.day(now, zone), periods.month(now, zone)
        self.uptime_today = await self._ledger.uptime(*this_day)
        self.uptime_month = await self._ledger.uptime(*this_month)
        if self._counted_at is None or (now - self._counted_at).total_seconds() >= ROLL_S:
            self._counted_at = now
            self.incidents_today = len((await self._ledger.incidents(*this_day)).incidents)
            self.incidents_month = len((await self._ledger.incidents(*this_month)).incidents)
        today = await self._totals(*this_day)
        month = await self._totals(*this_month)
        currency = self._currency()
        if (today, month, currency) != (self.today, self.month, self._shown_in):
            self.today, self.month, self._shown_in = today, month, currency
            self._changed(TotalsDocument(today=today, month=month, currency=currency))
