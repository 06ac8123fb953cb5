"""Owns the weighing of idle watts against reload seconds. Pure: what was measured is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec

from ziggie_desktop.contract.books import KeepChoice, KeepLoaded

CHOICES_S = (0, 60, 300, 900, 1800, 3600, 14_400, None)
LOADED_MS = 200.0  # a shorter "load" is a model that lay in memory already
PICO_PER_WAITED_MINUTE = 10**10  # one cent: less than that, and waiting is not worth avoiding
Joule = int  # millijoules


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One local answer: from when to when (seconds), and what of it was loading."""

    begin_s: float
    end_s: float
    load_ms: float | None


class Power(msgspec.Struct, frozen=True, kw_only=True):
    """What a model draws while it is only kept; None: not measured. ``pico_per_kwh``: its price."""

    idle_mw: int | None
    pico_per_kwh: int | None


def advise(model: str, answers: Sequence[Answered], power: Power) -> KeepLoaded | None:
    """None for a model with fewer than two answers: there is no gap to weigh."""
    ordered = sorted(answers, key=lambda a: a.begin_s)
    loads = [a.load_ms / 1000 for a in ordered if a.load_ms is not None and a.load_ms > LOADED_MS]
    gaps = [max(0.0, after.begin_s - before.end_s) for before, after in pairwise(ordered)]
    if not gaps:
        return None
    reload_s = median(loads) if loads else None
    choices = tuple(_choice(keep, gaps, reload_s or 0.0, power) for keep in CHOICES_S)
    best = _best(choices) if reload_s is not None and choices[0].cost_pico is not None else None
    return KeepLoaded(
        model=model,
        answers=len(ordered),
        reload_s=reload_s,
        idle_mw=power.idle_mw,
        choices=choices,
        best_keep_s=best.keep_s if best else None,
        advice=_words(best, reload_s, power),
    )


def _choice(keep: int | None, gaps: Sequence[float], reload_s: float, power: Power) -> KeepChoice:
    """After the last answer too it is kept, but nobody knows for how long: gaps alone count."""
    missed = 0 if keep is None else sum(gap > keep for gap in gaps)
    kept = sum(gaps) if keep is None else sum(min(gap, keep) for gap in gaps)
    energy = None if power.idle_mw is None else round(power.idle_mw * kept)
    known = energy is not None and power.pico_per_kwh is not None
    return KeepChoice(
        keep_s=keep,
        loads=missed,
        waited_s=missed * reload_s,
        kept_s=kept,
        energy_mj=energy,
        cost_pico=energy * power.pico_per_kwh // 3_600_000_000 if known else None,  # type: ignore[operator]
    )


def _best(choices: Sequence[KeepChoice]) -> KeepChoice:
    """The one whose electricity and waiting, a cent a minute, are least together; the shorter of
    two alike."""
    return min(
        choices,
        key=lambda c: (c.cost_pico or 0) + c.waited_s / 60 * PICO_PER_WAITED_MINUTE,
    )


def _words(best: KeepChoice | None, reload_s: float | None, power: Power) -> str:
    if reload_s is None:
        return "No load was measured yet: it lay in memory each time."
    if power.idle_mw is None:
        return "What it draws while it is kept is not measured: no quiet minute with it alone yet."
    if power.pico_per_kwh is None:
        return "Set a tariff: without a price its idle watts cannot be weighed."
    assert best is not None
    if best.keep_s is None:
        return "Keep it loaded: its idle power costs less than waiting for it."
    if best.keep_s == 0:
        return "Unload it at once: it is asked so seldom that each load costs less than keeping it."
    return f"Keep it for {_time(best.keep_s)} after an answer."


def _time(seconds: int) -> str:
    return f"{seconds // 3600} h" if seconds >= 3600 else f"{seconds // 60} min"
