"""Owns what the savings page says of a period: net first, then its parts; unknown is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec
from PySide6.QtCore import QLocale

from ziggie_desktop.contract.api import EnergyLine, UsageDocument, UsageRow
from ziggie_desktop.contract.currency import OwnElectricity
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import State, Totals
from ziggie_desktop.desktop.presenters import ahead, text
from ziggie_desktop.desktop.presenters.ahead import TableView
from ziggie_desktop.desktop.presenters.dashboard import simulated, unknown_part
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.view import Do, NoticeView, PillView, RowView, Tone
from ziggie_desktop.desktop.presenters.words import t


class Span(StrEnum):
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    LAST = "last"


class Rules(StrEnum):
    """By which rules the requests are routed in a what-if."""

    SAME = ""
    EDITED = "edited"  # those of the routing page as they stand there
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose to see: a period, by what its bars stand, and another price."""

    span: Span = Span.MONTH
    by: str = "day"
    kwh: str = ""  # in the owner's currency, as typed
    model: str = ""  # another Claude model
    joules: str = ""  # a token of an answer, on another GPU
    rules: Rules = Rules.SAME
    policy: str = ""  # the text of the chosen file
    file: str = ""  # and its name


@dataclass(frozen=True, slots=True)
class BarView:
    """One group. ``values``: what it would have cost and what it cost, in pico-units of the owner's
    currency, None where unknown."""

    label: str
    values: tuple[int | None, int | None]
    says: str


@dataclass(frozen=True, slots=True)
class BarsView:
    label: str
    names: tuple[str, str]  # of the two values
    bars: tuple[BarView, ...]
    note: str = ""
    every_name: bool = False
    empty: str = ""  # what is said where there is no bar


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One period. ``lines``: label, figure and how the figure came about."""

    title: str
    net: str
    beside: str
    pill: PillView | None
    lines: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavingsView:
    wanted: Wanted
    spans: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    period: PeriodView
    bars: BarsView
    notice: NoticeView | None
    what_if: TableView
    projection: TableView
    scorecard: TableView
    advice: tuple[RowView, ...] = ()
    reports: tuple[RowView, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()  # what may be chosen in the what-if
    kwh_label: str = ""


MOST_USD = 1000.0  # a kWh
MOST_JOULES = 100_000.0  # a token
MONTHS = Ask(Doc.USAGE, (("by", "month"),))


def dates(span: Span, today: date) -> tuple[date, date]:
    """First and last day of it."""
    first = today.replace(day=1)
    match span:
        case Span.TODAY:
            return today, today
        case Span.WEEK:
            return today - timedelta(days=6), today
        case Span.MONTH:
            return first, today
        case Span.LAST:
            last = first - timedelta(days=1)
            return last.replace(day=1), last


def usage_of(wanted: Wanted) -> Ask:
    return Ask(Doc.USAGE, (("by", wanted.by), ("span", wanted.span.value)))


def what_if_of(wanted: Wanted, edited: tuple[PolicyRule, ...] | None = None) -> Ask:
    kwh = str(float(wanted.kwh) * float(text.Purse.rate())) if wanted.kwh else ""
    query = [("kwh", kwh), ("model", wanted.model), ("span", wanted.span.value)]
    if wanted.joules:
        query.append(("joules", wanted.joules))
    if wanted.rules is Rules.EDITED and edited is not None:
        query.append(("rules", msgspec.json.encode(edited).decode()))
    elif wanted.rules is Rules.FILE:
        query.append(("policy", wanted.policy))
    return Ask(Doc.WHAT_IF, tuple(query))


def rule_choices(
    wanted: Wanted, edited: tuple[PolicyRule, ...] | None
) -> tuple[tuple[str, str], ...]:
    """``edited`` None: nothing was changed on the routing page."""
    found = [(Rules.SAME.value, t("The rules as they were"))]
    if edited is not None:
        found.append((Rules.EDITED.value, t("As edited on the routing page")))
    of_file = t("Of {file}", file=wanted.file) if wanted.file else t("Of a policy file…")
    return (*found, (Rules.FILE.value, of_file))


def needs(wanted: Wanted) -> tuple[Ask, ...]:
    return (usage_of(wanted), MONTHS, *ahead.NEEDS)


def savings(
    state: State,
    shelf: Shelf,
    wanted: Wanted,
    pending: frozenset[Do],
    now: datetime,
    edited: tuple[PolicyRule, ...] | None = None,
) -> SavingsView:
    """``edited``: the rules of the routing page where they are not those in force."""
    found = shelf.get(usage_of(wanted), UsageDocument)
    document = None if isinstance(found, Missing) else found
    months = shelf.get(MONTHS, UsageDocument)
    return SavingsView(
        wanted=wanted,
        spans=(
            (Span.TODAY, t("Today")),
            (Span.WEEK, t("7 days")),
            (Span.MONTH, t("This month")),
            (Span.LAST, t("Last month")),
        ),
        groups=(("day", t("By day")), ("component", t("By component")), ("model", t("By model"))),
        period=period(document.total, document.energy, document.own_electricity)
        if document
        else _not_yet(),
        bars=_bars(wanted, document),
        notice=_notice(state, found),
        what_if=ahead.what_if(shelf, what_if_of(wanted, edited), pending),
        rules=rule_choices(wanted, edited),
        kwh_label=t("Electricity at {sign} a kWh", sign=text.Purse.sign()),
        projection=ahead.projection(shelf, now),
        scorecard=ahead.scorecard(shelf),
        advice=ahead.advice(shelf),
        reports=ahead.reports(None if isinstance(months, Missing) else months, now),
    )


def _notice(state: State, found: UsageDocument | Missing) -> NoticeView | None:
    if isinstance(found, Missing):
        if found.title:
            return NoticeView(found.title, found.remedy, Tone.BAD)
        return NoticeView(t("Asking the service for its books…"), "")
    if state.cloud.simulated:
        return NoticeView(
            t("The cloud side is simulated"),
            t("These figures show how the books work. No money was spent or saved."),
            Tone.WARN,
        )
    if not state.month.requests and not found.total.requests:
        return NoticeView(
            t("Nothing booked yet"),
            t(
                "Point a program at {url}: each answer is booked here with its price.",
                url=state.url,
            ),
        )
    return None


def period(
    totals: Totals, energy: tuple[EnergyLine, ...], own: OwnElectricity | None = None
) -> PeriodView:
    """``own``: where there is no rate, electricity stands in its own currency."""
    some = totals.requests > 0
    net = totals.net_savings_pico if some else 0
    gross = totals.gross_savings_pico if some else 0
    reckoned = t("reckoned at list price")
    return PeriodView(
        title=t("Net saved"),
        net=text.money(net),
        beside=_band(totals) + t("gross {gross}, before electricity", gross=text.money(gross)),
        pill=simulated() if totals.simulated else None,
        lines=(
            (t("The same at Claude"), text.usd(totals.counterfactual_cost_pico), reckoned),
            (t("Paid to the cloud"), text.usd(totals.cloud_cost_pico), reckoned),
            (
                t("Electricity of requests"),
                text.money_in(own.requests_pico, own.code)
                if own and some
                else text.money(totals.electricity_cost_pico if some else 0),
                _energy(
                    totals.energy_mj,
                    band=totals.energy_band_percent,
                    estimated=totals.estimated_energy_mj,
                )
                if some
                else t("no requests"),
            ),
            *(_own_standby(own) if own else _standby(totals, energy)),
            (
                t("Answered locally"),
                text.percent(totals.local_share),
                t(
                    "{part} of {whole}",
                    part=text.number(totals.local),
                    whole=text.number(totals.requests),
                ),
            ),
            (t("Fallbacks"), text.number(totals.fallbacks), t("counted")),
            (t("Not answered"), text.number(totals.failed), t("counted")),
        ),
        unknown=(*_unknown(totals), *_rate()),
    )


def _rate() -> tuple[str, ...]:
    """At which rate it is shown, where it is."""
    own = text.Purse.own
    if own.code == "USD" or own.usd_per_unit is None:
        return ()
    rate = text.number(float(own.usd_per_unit), 4)
    words = t(
        "At your rate: 1 {code} is {rate} US dollars. What the cloud takes is in dollars.",
        code=own.code,
        rate=rate,
    )
    return (words,)


def _not_yet() -> PeriodView:
    return PeriodView(t("Net saved"), text.unknown(), "", None, (), ())


def _band(totals: Totals) -> str:
    """How far the net figure may be off, as far as its electricity is."""
    band, cost = totals.energy_band_percent, totals.electricity_cost_pico
    if band is None or cost is None or totals.net_savings_pico is None:
        return ""
    return f"± {text.money(round(cost * band / 100))} · "


def _energy(energy_mj: int | None, *, band: float | None = None, estimated: int = 0) -> str:
    """With the band that the figure may be off by, and how it came about."""
    if energy_mj is None:
        return text.unknown()
    whole = text.energy(energy_mj) + ("" if band is None else f" ± {text.number(band)} %")
    if not estimated:
        return t("measured: {energy}", energy=whole)
    if estimated < energy_mj:
        return t("partly estimated: {energy}", energy=whole)
    return t("estimated: {energy}", energy=whole)


def _own_standby(own: OwnElectricity) -> tuple[tuple[str, str, str], ...]:
    """The same without a rate: nothing of it is in a sum."""
    lines = (
        (t("Models kept loaded"), own.resident_pico),
        (t("Processor beside the GPU"), own.processor_pico),
        (t("Idle GPU"), own.idle_pico),
    )
    return tuple(
        (label, text.money_in(pico, own.code), t("not in net savings"))
        for label, pico in lines
        if pico is not None
    )


def _standby(totals: Totals, energy: tuple[EnergyLine, ...]) -> tuple[tuple[str, str, str], ...]:
    """What the quiet hours cost; the idle GPU only counts where the machine is there for this."""
    if not energy:
        return ((t("Models kept loaded"), text.unknown(), t("no card was measured")),)
    resident = _sum([line.resident_cost_pico for line in energy])
    idle = _sum([line.idle_cost_pico for line in energy])
    processor = _sum([line.processor_cost_pico for line in energy])
    every = _sum([resident, idle, processor])
    counts = bool(idle) and totals.standby_cost_pico == every
    remark = t("in net savings") if counts else t("not in net savings")
    return (
        (
            t("Models kept loaded"),
            text.money(resident),
            _energy(sum(line.resident_mj for line in energy)),
        ),
        *_processors(energy, processor),
        (t("Idle GPU"), text.money(idle), remark),
    )


def _processors(
    energy: tuple[EnergyLine, ...], cost: int | None
) -> tuple[tuple[str, str, str], ...]:
    """What the processors took while a GPU answered; no line where that is not known."""
    counted = sum(line.processor_mj for line in energy)
    estimated = sum(line.processor_estimated_mj for line in energy)
    if not counted + estimated:
        return ()
    words = _energy(counted + estimated, estimated=estimated)
    return ((t("Processor beside the GPU"), text.money(cost), words),)


def _sum(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _bars(wanted: Wanted, document: UsageDocument | None) -> BarsView:
    note = ""
    if wanted.by != "day":
        note = t("Without the electricity of models kept loaded: it belongs to no single one.")
    titles = {
        "day": t("Each day"),
        "component": t("Each component"),
        "model": t("Each model"),
    }
    rows = document.rows if document else ()
    return BarsView(
        label=titles[wanted.by],
        names=(t("would have cost at Claude"), t("cost as it was")),
        bars=tuple(_bar(row, wanted.by) for row in rows),
        note=note,
        every_name=wanted.by != "day",
        empty=t("Nothing was booked in this time.") if document else text.unknown(),
    )


def _bar(row: UsageRow, by: str) -> BarView:
    totals = row.totals
    parts = [totals.cloud_cost_pico, totals.electricity_cost_pico]
    if by == "day":
        parts.append(totals.standby_cost_pico)
    cost = _sum(parts)
    label = _day(row.key) if by == "day" else row.key or t("none")
    values = (totals.counterfactual_cost_pico, cost)
    says = t(
        "{label}: net {net} · at Claude {otherwise} · cost {cost}",
        label=label,
        net=text.money(totals.net_savings_pico),
        otherwise=text.money(values[0]),
        cost=text.money(cost),
    )
    if totals.simulated:
        says += f" · {t('simulated')}"
    return BarView(label, (_own(values[0]), _own(values[1])), says)


def _own(pico: int | None) -> int | None:
    return None if pico is None else text.own(pico)


def _day(key: str) -> str:
    """A day, or a month where days are kept as sums only."""
    try:
        day = date.fromisoformat(key)
    except ValueError:
        return key
    month = QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{day.day} {month}" if day.day == 1 else str(day.day)


def _unknown(totals: Totals) -> tuple[str, ...]:
    """What the figures leave out, a sentence each."""
    if not totals.requests:
        return ()
    found = []
    if totals.unpriced:
        found.append(t("%Ln request(s) without a known price.", "", totals.unpriced))
    if totals.unmetered:
        found.append(t("%Ln request(s) without measured energy.", "", totals.unmetered))
    if totals.net_savings_pico is None:
        found.append(t("Net savings are unknown: {why}.", why=unknown_part(totals)))
    return tuple(found)


def priced(typed: str, most: float = MOST_USD) -> tuple[str, bool]:
    """An amount as it was typed, with either comma; empty for none. False where it is none."""
    words = typed.strip().replace(",", ".")
    try:
        return words, not words or 0 <= float(words) <= most
    except ValueError:
        return words, False
