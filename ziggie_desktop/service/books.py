"""Owns the routes about the books beside requests: imports and what they compare to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache

import msgspec
from starlette.responses import Response

from ziggie_desktop.cloud import prices
from ziggie_desktop.contract import api, books
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.ledger import invoice, periods
from ziggie_desktop.ledger.reconcile import price_line
from ziggie_desktop.ledger.report_words import LANGUAGES
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.ahead import Ahead
from ziggie_desktop.service.counsel import Counsel
from ziggie_desktop.service.http import Call, Endpoint, get, post
from ziggie_desktop.service.reports import Reports

ONE_EACH = Usage(
    input_tokens=4,
    output_tokens=1,
    cache_read_input_tokens=1,
    cache_creation_5m_input_tokens=1,
    cache_creation_1h_input_tokens=1,
    web_search_requests=1,
)
SETTLE_S = 1.0
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class BooksApi(msgspec.Struct, frozen=True, kw_only=True):
    ledger: Ledger
    counsel: Counsel
    ahead: Ahead
    reports: Reports
    zone: Callable[[], str]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            post("usage/import", "Import an export of Anthropic's console and compare it with the "
                 "ledger", self._import, api.UsageImport, api.ImportAnswer),
            get("usage/reconciliation", "Anthropic's books, as imported, beside ours, by UTC day",
                self._reconciliation, api.Reconciliation, ("from", "to")),
            get("projection", "Break-even and years ahead", self._projection,
                books.ProjectionDocument),
            get("advice", "The month's end, what the cloud does cheaper, what to keep loaded",
                self._advice, books.AdviceDocument),
            get("scorecard", "The owner's success criteria and where they stand",
                self._scorecard, books.Scorecard, ("month",)),
            get("report", "The review of a month, as JSON or as an HTML page", self._report,
                books.Review, ("month", "format", "language")),
            post("whatif", "The ledger's requests under another policy, price, tariff or GPU",
                 self._what_if, books.WhatIf, books.WhatIfAnswer, owner=False),
        )  # fmt: skip

    async def _import(self, call: Call) -> api.ImportAnswer:
        lines = await asyncio.to_thread(invoice.parse, call.body.csv)
        await self.ledger.import_invoice(lines)
        days = sorted(line.date for line in lines)
        return api.ImportAnswer(
            kind=lines[0].kind,
            lines=len(lines),
            first_day=days[0],
            last_day=days[-1],
            reconciliation=await self.ledger.reconciliation(
                first_day=date.fromisoformat(days[0]),
                last_day=date.fromisoformat(days[-1]),
                rate=rate,
            ),
        )

    async def _reconciliation(self, call: Call) -> api.Reconciliation:
        first = _day(call, "from") or date(2000, 1, 1)
        last = _day(call, "to") or datetime.now(UTC).date()
        return await self.ledger.reconciliation(first_day=first, last_day=last, rate=rate)

    async def _projection(self, _: Call) -> books.ProjectionDocument:
        return await self.ahead.document()

    async def _advice(self, _: Call) -> books.AdviceDocument:
        await self.ledger.flush(timeout_s=SETTLE_S)
        return await self.counsel.document()

    async def _scorecard(self, call: Call) -> books.Scorecard:
        await self.ledger.flush(timeout_s=SETTLE_S)
        since, until = periods.month(month_of(call, self.zone()), self.zone())
        return await self.counsel.scorecard(since, until)

    async def _report(self, call: Call) -> books.Review | Response:
        kind = _one_of(call, "format", ("json", "html")) or "json"
        language = _one_of(call, "language", LANGUAGES)
        at = month_of(call, self.zone())
        await self.ledger.flush(timeout_s=SETTLE_S)
        if kind == "json":
            return await self.reports.review(at, language)
        return Response(
            await self.reports.html(at, language),
            media_type="text/html; charset=utf-8",
            headers={"content-security-policy": PAGE_POLICY, "x-content-type-options": "nosniff"},
        )

    async def _what_if(self, call: Call) -> books.WhatIfAnswer:
        await self.ledger.flush(timeout_s=SETTLE_S)
        return await self.counsel.what_if(call.body)


def _one_of(call: Call, name: str, choices: tuple[str, ...]) -> str | None:
    said = call.query.get(name)
    if said is not None and said not in choices:
        raise ZiggieError(
            "query_invalid",
            f"The parameter {name!r} is wrong.",
            f"Give one of {', '.join(choices)}.",
            status=400,
        )
    return said


def month_of(call: Call, zone: str) -> datetime:
    """A moment in the month that ``month`` names, as 2026-11; this one where it names none."""
    text = call.query.get("month")
    if text is None:
        return datetime.now(UTC)
    try:
        first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - only its date is taken
        return periods.day_start(first, zone)
    except (ValueError, OverflowError) as error:
        raise ZiggieError(
            "query_invalid",
            "The parameter 'month' is wrong.",
            "Give a month such as 2026-11.",
            status=400,
        ) from error


def rate(line: invoice.Line) -> int | None:
    """What a line of the usage export comes to at that day's list price."""
    return price_line(line, _unit_prices(line.model, line.date, line.tier, line.geo))


@lru_cache(maxsize=4096)
def _unit_prices(model: str, day: str, tier: str | None, geo: str | None) -> dict[str, Decimal]:
    at = datetime.combine(date.fromisoformat(day), time(12), UTC)
    batch, speed = (None, tier) if tier == "fast" else (tier, None)
    usage = msgspec.structs.replace(ONE_EACH, service_tier=batch, inference_geo=geo, speed=speed)
    return {part.meter: part.unit_price_pico for part in prices.parts(model, usage, at)}


def _day(call: Call, name: str) -> date | None:
    text = call.query.get(name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise ZiggieError(
            "query_invalid",
            f"The parameter {name!r} is wrong.",
            "Give a date such as 2026-11-22; days are UTC's here.",
            status=400,
        ) from error
