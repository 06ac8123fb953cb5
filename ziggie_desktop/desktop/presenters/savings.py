"""Owns what the savings page says of a period: net first, then its parts; unknown is said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec
from PySide6.QtCore import QLocale

from ziggie_desktop.contract.api import UsageDocument, UsageRow
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import State
from ziggie_desktop.desktop.presenters import ahead, text
from ziggie_desktop.desktop.presenters.ahead import TableView
from ziggie_desktop.desktop.presenters.dashboard import to_tariff, unknown_part
from ziggie_desktop.desktop.presenters.period import PeriodView, known_sum, not_yet, period
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.status import lacks_tariff
from ziggie_desktop.desktop.presenters.view import Do, NoticeView, RowView, Tone
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


class Wanted(msgspec.Struct, frozen=True):
    """What a person chose to see: a period, by what its bars stand, and another price."""

    span: Span = Span.MONTH
    by: str = "day"
    kwh: str = ""  # in the owner's currency, as typed
    model: str = ""  # another Claude model
    joules: str = ""  # a token of an answer, on another GPU
    rules: Rules = Rules.SAME
    policy: str = ""  # the text of the chosen file
    file: str = ""  # and its name


class BarView(msgspec.Struct, frozen=True):
    """One group. ``values``: what it would have cost and what it cost, in pico-units of the owner's
    currency, None where unknown."""

    label: str
    values: tuple[int | None, int | None]
    says: str


class BarsView(msgspec.Struct, frozen=True):
    label: str
    names: tuple[str, str]  # of the two values
    bars: tuple[BarView, ...]
    note: str = ""
    every_name: bool = False
    empty: str = ""  # what is said where there is no bar


class SavingsView(msgspec.Struct, frozen=True):
    """What is None has no more to say than the notice above all."""

    wanted: Wanted
    spans: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    period: PeriodView | None
    bars: BarsView | None
    notice: NoticeView | None
    what_if: TableView
    projection: TableView | None
    scorecard: TableView | None
    advice: tuple[RowView, ...] | None = ()
    reports: tuple[RowView, ...] | None = ()
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
    refused = isinstance(found, Missing) and bool(found.title)
    months = shelf.get(MONTHS, UsageDocument)

    def says_more(ask: Ask) -> bool:
        """Whether it is more than what was refused already."""
        return not refused or shelf.get(ask, object) != found

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
        else None
        if refused
        else not_yet(),
        bars=None if refused else _bars(wanted, document),
        notice=_notice(state, found),
        what_if=ahead.what_if(shelf, what_if_of(wanted, edited), pending),
        rules=rule_choices(wanted, edited),
        kwh_label=t("Electricity at {sign} a kWh", sign=text.Purse.sign()),
        projection=ahead.projection(shelf, now) if says_more(ahead.PROJECTION) else None,
        scorecard=ahead.scorecard(shelf) if says_more(ahead.SCORECARD) else None,
        advice=ahead.advice(shelf) if says_more(ahead.ADVICE) else None,
        reports=None if isinstance(months, Missing) else ahead.reports(months, now),
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
    if lacks_tariff(found.total):
        return NoticeView(
            text.sentence(unknown_part(found.total)),
            t("What the electricity cost, and with it the net savings, is known once it is given."),
            Tone.WARN,
            to_tariff(),
        )
    return None


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
    cost = known_sum(parts)
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
    return t("{month} {day}", month=month, day=day.day) if day.day == 1 else str(day.day)


def priced(typed: str, most: float = MOST_USD) -> tuple[str, bool]:
    """An amount as it was typed, with either comma; empty for none. False where it is none."""
    words = typed.strip().replace(",", ".")
    try:
        return words, not words or 0 <= float(words) <= most
    except ValueError:
        return words, False
