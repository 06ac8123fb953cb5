"""Owns the monthly review: gathered on demand, and kept once a month is over. Never sends it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

from ziggie_desktop.contract.books import Review
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gpu.tariff import Tariff
from ziggie_desktop.ledger import hints, locally, periods
from ziggie_desktop.ledger.report_words import LANGUAGES, Words
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.service.ahead import Ahead
from ziggie_desktop.service.counsel import Counsel
from ziggie_desktop.service.standby import Standby

log = logging.getLogger("ziggie.service")

FOLDER_MODE = 0o700


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """``folder`` gets one file a month. ``language`` is the owner's, as settings or system say."""

    folder: Path
    ledger: Ledger
    standby: Standby
    counsel: Counsel
    ahead: Ahead
    tariff: Callable[[], Tariff | None]
    language: Callable[[], str | None]
    zone: Callable[[], str]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _told: set[str] = msgspec.field(default_factory=set)

    async def review(self, at: datetime, language: str | None = None) -> Review:
        """The month that ``at`` falls in."""
        zone, now = self.zone(), self.now()
        since, until = periods.month(at, zone)
        words = self._words(language)
        days = await self.standby.document(since=since, until=until, by="day")
        scorecard = await self.counsel.scorecard(since, until)
        dear = await self.ledger.ask(partial(locally.cloud_cheaper, since=since, until=until))
        kept = await self.counsel.keep_loaded(since, until)
        whole = await self.standby.document(since=since, until=until, by="component")
        return Review(
            month=periods.local_date(since, zone)[:7],
            language=words.language,
            currency=words.currency,
            usd_per_unit=words.usd_per_unit,
            complete=until <= now,
            total=days.total,
            days=days.rows,
            components=whole.rows,
            models=await self.ledger.usage(since=since, until=until, by="model"),
            energy=whole.energy[0] if whole.energy else None,
            reported=whole.reported,
            scorecard=scorecard,
            cloud_cheaper=dear,
            keep_loaded=kept,
            own_electricity=days.own_electricity,
            projection=await self.ahead.document(),
            hints=hints.hints(
                days.total,
                scorecard=scorecard,
                cloud_cheaper=dear,
                keep_loaded=kept,
                words=words,
                no_rate=None if days.own_electricity is None else days.own_electricity.code,
            ),
        )

    async def html(self, at: datetime, language: str | None = None) -> str:
        review = await self.review(at, language)
        from ziggie_desktop.ledger import report_html  # once a month

        return await asyncio.to_thread(report_html.page, review)

    async def look(self) -> None:
        """Keep the review of the month that ended last, once: at its first look in the new month,
        also where the machine was off on the first."""
        begin = periods.month(self.now(), self.zone())[0]
        last = begin - timedelta(days=1)
        file = self.folder / f"{periods.local_date(last, self.zone())[:7]}.html"
        try:
            if await asyncio.to_thread(file.exists):
                return
            month = periods.month(last, self.zone())
            if not (await self.ledger.totals(*month)).requests:
                return
            await asyncio.to_thread(self._keep, file, await self.html(last))
        except (OSError, ZiggieError) as error:
            if file.name not in self._told:  # it is tried every few minutes
                log.warning("the monthly review is not written yet: %s", error)
            self._told.add(file.name)

    def _keep(self, file: Path, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        write_private(file, text.encode())

    def _words(self, language: str | None) -> Words:
        own = self.tariff()
        currency, rate = "USD", "1"
        # Without the owner's rate nobody can say what dollars are in that currency.
        if own is not None and own.usd_per_unit is not None:
            currency, rate = own.currency.upper(), own.usd_per_unit
        chosen = language or self.language() or _of_the_system()
        return Words(language=chosen, currency=currency, usd_per_unit=rate)


def _of_the_system() -> str:
    said = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return said[:2] if said[:2] in LANGUAGES else "en"
