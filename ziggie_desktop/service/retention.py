"""Owns how long single requests are kept: as the settings say, for ever unless they say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Books(Protocol):
    def sum_up(self, *, before: datetime, tz: str) -> None: ...


class Retention:
    """``look`` now and then; a month is summed up once it is older than ``keep_days`` in whole."""

    def __init__(
        self,
        *,
        ledger: Books,
        keep_days: Callable[[], int | None],
        zone: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._keep_days = keep_days
        self._zone = zone
        self._now = now

    async def look(self) -> None:
        days = self._keep_days()
        if days is not None:
            self._ledger.sum_up(before=self._now() - timedelta(days=days), tz=self._zone())
