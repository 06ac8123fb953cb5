"""Owns questions about this machine in plain words. Facts come from code; a model only words them.

An answer that holds a number which is not among the facts is thrown away: the facts alone are
then said, by us.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import psutil

from ziggie_desktop.contract.api import Reply
from ziggie_desktop.contract.state import State, Totals
from ziggie_desktop.ledger.store import Ledger

log = logging.getLogger("ziggie.service")

PICO = 10**12
CPU_WINDOW_S = 0.2
Word = Callable[[str, str], Awaitable[str | None]]


class Query:
    """``word(instructions, question)`` asks the local model, None when there is none to ask."""

    def __init__(self, *, state: Callable[[], State], ledger: Ledger, word: Word) -> None:
        self._state = state
        self._ledger = ledger
        self._word = word

    async def answer(self, question: str) -> Reply:
        facts = await self._facts(question)
        plain = said(facts)
        rules = (
            "Answer the question in one or two sentences, only from these facts. "
            "Use no number that is not among them.\n" + plain
        )
        worded = await self._word(rules, question)
        if worded is not None and honest(worded, plain):
            return Reply(answer=worded, facts=facts, route="local")
        return Reply(answer=plain, facts=facts, route=None)

    async def _facts(self, question: str) -> dict[str, Any]:
        """What bears on the question; everything when nothing in it is recognised."""
        state = self._state()
        topics = {
            "machine": (r"cpu|processor|memory|ram|machine|busy", self._machine),
            "gpu": (r"gpu|vram|watt|power|temperature|hot", _gpu),
            "engine": (r"ollama|engine|model|running|loaded", _engine),
            "costs": (r"cost|spend|spent|sav|money|price|month|today|week|agent", _costs),
        }
        wanted = [name for name, (words, _) in topics.items() if re.search(words, question, re.I)]
        facts: dict[str, Any] = {}
        for name in wanted or topics:
            found = topics[name][1](state)
            facts[name] = await found if asyncio.iscoroutine(found) else found
        if re.search(r"why|cloud|fall", question, re.I):
            facts["fallbacks"] = await self._fallbacks(question)
        return facts

    async def _machine(self, _: State) -> dict[str, Any]:
        cpu = await asyncio.to_thread(psutil.cpu_percent, CPU_WINDOW_S)
        memory = psutil.virtual_memory()
        return {
            "cpu_percent": cpu,
            "memory_used_percent": memory.percent,
            "memory_total_gib": round(memory.total / 2**30, 1),
        }

    async def _fallbacks(self, question: str) -> list[dict[str, Any]]:
        """The last ones; those of the minute that the question names, if it names one."""
        found = await self._ledger.fallbacks(limit=50)
        clock = re.search(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b", question)
        if clock is not None:
            at = f"{int(clock[1]):02}:{clock[2]}"
            found = tuple(f for f in found if f"{f.at.astimezone():%H:%M}" == at)
        return [
            {
                "at": f"{f.at.astimezone():%Y-%m-%d %H:%M:%S}",
                "component": f.component,
                "went": f"{f.from_route} -> {f.route or 'nobody'}",
                "reason": f.reason,
            }
            for f in found[:5]
        ]


def said(facts: dict[str, Any]) -> str:
    """The facts in plain lines, for people and for a small model."""
    lines = []
    for topic, found in facts.items():
        if not found:
            lines.append(f"{topic}: none.")
            continue
        rows = found if isinstance(found, list) else [found]
        for row in rows:
            parts = [f"{key.replace('_', ' ')} {_plain(value)}" for key, value in row.items()]
            lines.append(f"{topic}: {', '.join(parts)}.")
    return "\n".join(lines)


def honest(worded: str, facts: str) -> bool:
    """Whether every number that is said is one of the facts'."""
    known = set(re.findall(r"\d+(?:\.\d+)?", facts))
    numbers = set(re.findall(r"\d+(?:\.\d+)?", worded))
    return bool(worded.strip()) and numbers <= known


def _plain(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, (list, tuple)):
        return " and ".join(map(str, value)) or "none"
    return str(value)


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


def _costs(state: State) -> list[dict[str, Any]]:
    return [_period("today", state.today), _period("this month", state.month)]


def _period(name: str, totals: Totals) -> dict[str, Any]:
    return {
        "period": name,
        "requests": totals.requests,
        "answered_locally": totals.local,
        "fallbacks": totals.fallbacks,
        "cloud_cost_usd": _usd(totals.cloud_cost_pico),
        "electricity_cost_usd": _usd(totals.electricity_cost_pico),
        "net_savings_usd": _usd(totals.net_savings_pico),
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
