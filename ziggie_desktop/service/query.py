"""Owns questions about this machine in plain words. Facts come from code; a model only words them.

An answer that holds a number which is not among the facts is thrown away: the facts alone are
then said, by us.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psutil

from ziggie_desktop.contract.api import Reply
from ziggie_desktop.contract.currency import Currency, OwnElectricity
from ziggie_desktop.contract.money import written
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import State, Totals
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.savings import add, sums_of_row, totals
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.facts_said import honest, said
from ziggie_desktop.service.when import Span, minute, spans

log = logging.getLogger("ziggie.service")

PICO = 10**12
CPU_WINDOW_S = 0.2
HIGH_PERCENT, LOW_PERCENT = 80.0, 30.0
NEAR = timedelta(minutes=5)  # who names a minute may be a little off
SHOWN = 5
FLUSH_S = 1.0
COUNTED = 20_000  # requests that are summed one by one
MONEY = r"cost|spend|spent|sav|money|price|month|week|today|agent"
WHY = r"why|cloud|claude|fall|\bwent\b"
Word = Callable[[str, str], Awaitable[str | None]]
OwnElectricityOf = Callable[
    [datetime | None, datetime | None, int | None], Awaitable[OwnElectricity | None]
]


async def _none(*_: object) -> None:
    """Nothing is priced in a currency without a rate."""


class Query:
    """``word(instructions, question)`` asks the local model, None when there is none to ask.
    ``period`` gives what a time came to, net of all; ``own_electricity(since, until, energy_mj)``
    what its electricity cost in a currency without a rate."""

    def __init__(
        self,
        *,
        state: Callable[[], State],
        ledger: Ledger,
        period: Callable[[datetime, datetime], Awaitable[Totals]],
        word: Word,
        currency: Callable[[], Currency] = Currency,
        own_electricity: OwnElectricityOf = _none,
        zone: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = state
        self._ledger = ledger
        self._period = period
        self._word = word
        self._currency = currency
        self._own_electricity = own_electricity
        self._zone = zone
        self._now = now

    async def answer(self, question: str) -> Reply:
        facts = await self._facts(question)
        plain = said(facts)
        rules = (
            "Answer the question in one or two sentences, only from these facts. "
            "Use no number that is not among them.\n" + plain
        )
        worded = await self._word(rules, question)
        if worded is not None and honest(worded, plain, figures="costs" in facts):
            return Reply(answer=worded, facts=facts, route="local")
        return Reply(answer=plain, facts=facts, route=None)

    async def _facts(self, question: str) -> dict[str, Any]:
        """What bears on the question; everything when nothing in it is recognised."""
        await self._ledger.flush(timeout_s=FLUSH_S)  # what was booked just now counts too
        state = self._state()
        topics = {
            "machine": (r"cpu|processor|memory|ram|machine|busy", self._machine),
            "gpu": (r"gpu|vram|watt|power|temperature|hot", _gpu),
            "engine": (r"ollama|engine|model|running|loaded", _engine),
        }
        wanted = [name for name, (words, _) in topics.items() if re.search(words, question, re.I)]
        money = re.search(MONEY, question, re.I)
        why = re.search(WHY, question, re.I)
        facts: dict[str, Any] = {}
        for name in wanted or (() if money or why else topics):
            found = topics[name][1](state)
            facts[name] = await found if asyncio.iscoroutine(found) else found
        if money or not (wanted or why):
            facts["costs"] = await self._costs(question)
        if why:
            facts["requests"] = await self._requests(question)
        return facts

    async def _machine(self, _: State) -> dict[str, Any]:
        cpu = await asyncio.to_thread(psutil.cpu_percent, CPU_WINDOW_S)
        memory = psutil.virtual_memory()
        return {
            "cpu_percent": cpu,
            "cpu_usage_is": _level(cpu),
            "memory_used_percent": memory.percent,
            "memory_total_gib": round(memory.total / 2**30, 1),
        }

    async def _costs(self, question: str) -> list[dict[str, Any]]:
        """For each time that is named: of the agents or components that are, else of all."""
        found = []
        for span in spans(question, now=self._now(), tz=self._zone()):
            whose = await self._whose(question, span)
            if not whose:
                whole = await self._period(span.since, span.until)
                told = _period(span.name, whole, self._currency())
                apart = await self._apart(span, whole)
                found.append(told if apart is None else {**told, "electricity_cost": apart})
            for name, filters, agents_only in whose:
                rows = await self._ledger.requests(
                    since=span.since, until=span.until, limit=COUNTED, filters=filters
                )
                part = await asyncio.to_thread(_sum, rows, agents_only)
                found.append({"whose": name, **_period(span.name, part, self._currency())})
        return found

    async def _apart(self, span: Span, whole: Totals) -> str | None:
        """Of the requests, in a currency without a rate to dollars; None where there is one."""
        own = await self._own_electricity(span.since, span.until, whole.energy_mj)
        if own is None or own.requests_pico is None:
            return None
        in_it = written(own.requests_pico, Currency(own.code, "1"))
        return f"{in_it}, in no sum for want of a rate to US dollars"

    async def _whose(self, question: str, span: Span) -> list[tuple[str, Filters, bool]]:
        components = await self._ledger.usage(since=span.since, until=span.until, by="component")
        asked = question.lower()
        whose = [
            (row.key, Filters(component=row.key), False)
            for row in components
            if row.key.lower() in asked
        ]
        if not whose and re.search(r"\bagents?\b", asked):
            whose.append(("agents", Filters(), True))
        return whose

    async def _requests(self, question: str) -> list[dict[str, Any]]:
        """Why requests went where they did: those of the minute that is named, or near it; else
        the last ones of the cloud."""
        span = minute(question, now=self._now(), tz=self._zone())
        rows: tuple[RequestRow, ...]
        if span is None:
            rows = await self._ledger.requests(limit=SHOWN, filters=Filters(route="cloud"))
        else:
            rows = await self._ledger.requests(since=span.since, until=span.until, limit=1000)
            if not rows:
                near = (span.since - NEAR, span.until + NEAR)
                rows = await self._ledger.requests(since=near[0], until=near[1], limit=1000)
        cloud = [row for row in rows if "cloud" in (row.route, row.fallback_from)]
        return [self._told(row) for row in (cloud or list(rows))[:SHOWN]]

    def _told(self, row: RequestRow) -> dict[str, Any]:
        at = row.started_at.astimezone(ZoneInfo(self._zone()))
        told = {
            "at": f"{at:%Y-%m-%d %H:%M:%S}",
            "component": row.component,
            "went_to": row.route or "nobody",
            "model": row.model,
            "reason": row.reason,
        }
        if row.fallback_from is not None:
            told["instead_of"] = row.fallback_from
            told["because"] = row.fallback_reason
        return told


def _gpu(state: State) -> Any:
    if not state.gpu.gpus:
        return {"state": state.gpu.reason}
    return [
        {
            "name": gpu.name,
            "power_watts": None if gpu.power_mw is None else round(gpu.power_mw / 1000),
            "temperature_celsius": gpu.temperature_c,
            "memory_used_bytes": gpu.memory_used_bytes,
            "memory_total_bytes": gpu.memory_total_bytes,
            "utilization_percent": gpu.utilization_percent,
        }
        for gpu in state.gpu.gpus
    ]


def _engine(state: State) -> dict[str, Any]:
    return {
        "state": state.engine.state.value,
        "because": state.engine.reason,
        "installed": [model.name for model in state.models],
        "loaded": [model.name for model in state.loaded],
    }


def _level(percent: float) -> str:
    if percent >= HIGH_PERCENT:
        return "high"
    return "low" if percent < LOW_PERCENT else "moderate"


def _sum(rows: tuple[RequestRow, ...], agents_only: bool) -> Totals:
    """An agent's request names its level, or a task of agents."""
    return totals(
        add(
            sums_of_row(row)
            for row in rows
            if not agents_only
            or row.agent_level is not None
            or (row.task or "").startswith("agent")
        )
    )


def _period(name: str, totals: Totals, own: Currency) -> dict[str, Any]:
    """In dollars for programs; as people read it, what the cloud takes in dollars and all else in
    the owner's currency."""
    kept = totals.standby_cost_pico
    return {
        "period": name,
        "requests": totals.requests,
        "answered_locally": totals.local,
        "fallbacks": totals.fallbacks,
        "cloud_cost_usd": _usd(totals.cloud_cost_pico),
        "electricity_cost_usd": _usd(totals.electricity_cost_pico),
        "net_savings_usd": _usd(totals.net_savings_pico),
        "cloud_cost": written(totals.cloud_cost_pico),
        "electricity_cost": written(totals.electricity_cost_pico, own),
        "kept_loaded_cost": None if kept is None else written(kept, own),
        "net_savings": written(totals.net_savings_pico, own),
    }


def _usd(pico: int | None) -> str | None:
    return None if pico is None else f"{pico / PICO:.6f}"


def chat_body(model: str, rules: str, question: str, options: dict[str, Any]) -> bytes:
    """An Ollama chat request for the wording."""
    turns = [{"role": "system", "content": rules}, {"role": "user", "content": question}]
    body = {
        "model": model,
        "messages": turns,
        "stream": False,
        "options": {**options, "temperature": 0, "num_predict": 120},
    }
    return msgspec.json.encode(body)
