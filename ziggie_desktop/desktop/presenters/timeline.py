"""Owns what the dashboard's documents say: the day's requests and uptime, energy and budgets."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import msgspec
from PySide6.QtCore import QLocale, QTime

from ziggie_desktop.contract.api import UptimeDocument, UsageDocument
from ziggie_desktop.contract.routing import BudgetStanding, RoutingDocument
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.contract.timeline import TimelineBar, TimelineDocument
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing
from ziggie_desktop.desktop.presenters.view import (
    ButtonView,
    Do,
    NoticeView,
    Page,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import t

STEP_S = 1800
BARS = 24 * 3600 // STEP_S
NEAR = 0.8  # of a budget

TIMELINE = Ask(Doc.TIMELINE)
UPTIME = Ask(Doc.UPTIME_TODAY)
ENERGY = Ask(Doc.ENERGY_TODAY)
ROUTING = Ask(Doc.ROUTING)


class BarView(msgspec.Struct, frozen=True):
    says: str
    local: int = 0
    cloud: int = 0
    failed: int = 0
    fallbacks: int = 0

    @property
    def total(self) -> int:
        return self.local + self.cloud + self.failed


class TimelineView(msgspec.Struct, frozen=True):
    """``now``: the bar in which it is now. ``uptime``: how it stands with the day so far."""

    bars: tuple[BarView, ...] = ()
    now: int = 0
    says: str = ""
    note: str = ""
    uptime: str = ""


def timeline_view(
    found: TimelineDocument | Missing, uptime: UptimeDocument | Missing, now: datetime
) -> TimelineView:
    """The bars of a whole day, those to come as well."""
    local = now.astimezone()
    place = (local.hour * 3600 + local.minute * 60) // STEP_S
    if isinstance(found, Missing):
        note = found.words
        return TimelineView(note=note or t("Asking the service…"), uptime=uptime_words(uptime))
    bars = list(_bare(QLocale(), t("none")))
    for bar in found.bars:
        begins = bar.at.astimezone()
        at = min(BARS - 1, (begins.hour * 3600 + begins.minute * 60) // STEP_S)
        bars[at] = _bar(bar, at)
    total = sum(bar.total for bar in bars)
    says = t("Requests today, half an hour to a bar: %Ln in all", "", total)
    note = "" if total else t("No requests yet today.")
    return TimelineView(tuple(bars), place, says, note, uptime_words(uptime))


@lru_cache(maxsize=2)
def _bare(locale: QLocale, none: str) -> tuple[BarView, ...]:
    """A day without requests: most of most days."""
    return tuple(BarView(f"{_clock_in(place, locale)}: {none}") for place in range(BARS))


def _clock(place: int) -> str:
    return _clock_in(place, QLocale())


@lru_cache(maxsize=4 * BARS)
def _clock_in(place: int, locale: QLocale) -> str:
    begins = QTime(0, 0).addSecs(place * STEP_S)
    return locale.toString(begins, QLocale.FormatType.ShortFormat)


def _bar(bar: TimelineBar, place: int) -> BarView:
    parts = [
        t("{count} local", count=text.number(bar.local)) if bar.local else "",
        t("{count} cloud", count=text.number(bar.cloud)) if bar.cloud else "",
        t("{count} failed", count=text.number(bar.failed)) if bar.failed else "",
        t("%Ln fell back", "", bar.fallbacks) if bar.fallbacks else "",
    ]
    words = " · ".join(part for part in parts if part)
    says = f"{_clock(place)}: {words or t('none')}"
    return BarView(says, bar.local, bar.cloud, bar.failed, bar.fallbacks)


def uptime_words(found: UptimeDocument | Missing) -> str:
    if isinstance(found, Missing):
        return ""
    if found.share is None:
        return t("Uptime not measured yet")
    share = f"{text.number(found.share * 100, 0 if found.share == 1 else 2)} %"
    if not found.incidents:
        return t("Uptime {share} · no incident", share=share)
    incidents = t("%Ln incident(s)", "", len(found.incidents))
    return t("Uptime {share} · {incidents}", share=share, incidents=incidents)


class EnergyView(msgspec.Struct, frozen=True):
    value: str
    words: str


def energy_view(totals: Totals, found: UsageDocument | Missing) -> EnergyView:
    """What the requests took, with its band, and what else the cards counted."""
    if totals.energy_mj is None:
        missed = t("The energy of %Ln request(s) was not measured.", "", totals.unmetered)
        if not totals.unmetered:
            missed = t("Nothing that measures energy was there today.")
        return EnergyView(text.unknown(), missed)
    value = text.energy(totals.energy_mj)
    if totals.energy_band_percent is not None:
        band = text.number(totals.energy_band_percent, 0)
        value = t("{energy} ± {band} %", energy=value, band=band)
    parts = [t("by requests {energy}", energy=text.energy(totals.energy_mj))]
    if totals.estimated_energy_mj:
        whole = totals.estimated_energy_mj >= totals.energy_mj
        parts[0] += f" ({t('estimated') if whole else t('partly estimated')})"
    lines = () if isinstance(found, Missing) else found.energy
    for words, field in (
        (t("keeping models loaded"), "resident_mj"),
        (t("idle"), "idle_mj"),
        (t("other programs"), "background_mj"),
    ):
        amount = sum(getattr(line, field) for line in lines)
        if amount:
            parts.append(f"{words} {text.energy(amount)}")
    if any(line.gaps for line in lines):
        parts.append(t("with gaps in what was measured"))
    return EnergyView(value, text.sentence(" · ".join(parts)))


def near_limit(found: RoutingDocument | Missing) -> tuple[NoticeView, ...]:
    """Budgets of which little is left; those that are spent are problems already."""
    if isinstance(found, Missing):
        return ()
    return tuple(_near(one) for one in found.budgets if NEAR <= _share(one) < 1)


def _share(budget: BudgetStanding) -> float:
    return (budget.spent_pico + budget.under_way_pico) / budget.cap_pico


def _near(budget: BudgetStanding) -> NoticeView:
    period = t("a day") if budget.per == "day" else t("a month")
    whose = " · ".join(part for part in (budget.component, budget.agent_level) if part)
    title = t("Budget {amount} {period}", amount=text.usd(budget.cap_pico), period=period)
    return NoticeView(
        f"{title} · {whose}" if whose else title,
        t(
            "{share} of it is spent or under way: {amount}.",
            share=text.percent(_share(budget)),
            amount=text.usd(budget.spent_pico + budget.under_way_pico),
        ),
        Tone.WARN,
        ButtonView(t("Open routing"), Do(Verb.OPEN, Page.ROUTING)),
    )
