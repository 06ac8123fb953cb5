"""Owns the facts of an answer as sentences: for people, and for a small model to word."""

from __future__ import annotations

import re
from typing import Any

GIB = 2**30
WENT = {
    "local": "answered locally",
    "cloud": "went to the cloud",
    "nobody": "nobody answered",
}
Fact = dict[str, Any]
_NUMBER = re.compile(r"(?:-?[$€£¥])?\d+(?:\.\d+)?")


def said(facts: dict[str, Any]) -> str:
    """A line for each fact, by topic; what is None is said to be unknown."""
    lines = []
    for topic, found in facts.items():
        if not found:
            lines.append("No such requests.")
            continue
        say = SENTENCES[topic]
        lines.extend(say(fact) for fact in (found if isinstance(found, list) else [found]))
    return "\n".join(lines)


def honest(worded: str, facts: str, *, figures: bool = False) -> bool:
    """Whether every number that is said is one of the facts', an amount with its sign and currency;
    where ``figures`` are asked for, that one of them is said at all."""
    known, numbers = (set(_NUMBER.findall(text)) for text in (facts, worded))
    known |= {number.lstrip("-$€£¥") for number in known}  # "8.00 dollars" for $8.00
    silent = figures and bool(known) and not numbers
    return bool(worded.strip()) and numbers <= known and not silent


def _machine(fact: Fact) -> str:
    return (
        f"The CPU usage is {fact['cpu_usage_is']}: {fact['cpu_percent']} %. Of"
        f" {fact['memory_total_gib']} GiB of memory {fact['memory_used_percent']} % are used."
    )


def _gpu(fact: Fact) -> str:
    if "name" not in fact:
        return str(fact["state"])
    parts = [
        _known(fact["power_watts"], "W", "power"),
        _known(fact["temperature_celsius"], "°C", "temperature"),
        _known(fact["utilization_percent"], "% busy", "load"),
    ]
    used, total = fact["memory_used_bytes"], fact["memory_total_bytes"]
    if used is None or total is None:
        parts.append("memory unknown")
    else:
        parts.append(f"{used / GIB:.1f} of {total / GIB:.1f} GiB of memory used")
    return f"{fact['name']}: {', '.join(parts)}."


def _engine(fact: Fact) -> str:
    because = str(fact["because"]).rstrip(".")
    return (
        f"Ollama is {fact['state']}: {because}. Installed: {_names(fact['installed'])}."
        f" Loaded: {_names(fact['loaded'])}."
    )


def _costs(fact: Fact) -> str:
    head = fact["period"] if "whose" not in fact else f"{fact['period']}, {fact['whose']}"
    head = head[:1].upper() + head[1:]
    if not fact["requests"]:
        return f"{head}: no requests."
    kept = ""
    if fact["kept_loaded_cost"] is not None:
        kept = f", keeping models loaded {fact['kept_loaded_cost']}"
    return (
        f"{head}: {_count(fact['requests'], 'request')}, {fact['answered_locally']} answered"
        f" locally, {_count(fact['fallbacks'], 'fallback')}; the cloud cost {fact['cloud_cost']},"
        f" electricity {fact['electricity_cost']}{kept}; saved, net of all that:"
        f" {fact['net_savings']}."
    )


def _requests(fact: Fact) -> str:
    line = f"{fact['at']}, {fact['component'] or 'unknown'}: "
    if "instead_of" in fact:
        went = (
            "nobody answered" if fact["went_to"] == "nobody" else f"went to the {fact['went_to']}"
        )
        line += f"{went} instead of {fact['instead_of']}, because: {fact['because'] or 'unknown'}"
    else:
        line += f"{WENT[fact['went_to']]}: {fact['reason']}"
    model = f" ({fact['model']})" if fact["model"] else ""
    return f"{line.rstrip('.')}{model}."


SENTENCES = {
    "machine": _machine,
    "gpu": _gpu,
    "engine": _engine,
    "costs": _costs,
    "requests": _requests,
}


def _known(value: Any, unit: str, name: str) -> str:
    return f"{name} unknown" if value is None else f"{value} {unit}"


def _names(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
