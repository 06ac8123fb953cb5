"""Owns what the savings page says beside the sums: what-if, years ahead, scorecard, advice."""

from __future__ import annotations

from datetime import datetime

import msgspec
from PySide6.QtCore import QLocale

from ziggie_desktop.contract import books
from ziggie_desktop.contract.api import UsageDocument
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, PillView, RowView, Tone, Verb
from ziggie_desktop.desktop.presenters.words import t

PICO = 10**12
MOST_REPORTS = 12
PROJECTION, SCORECARD, ADVICE = Ask(Doc.PROJECTION), Ask(Doc.SCORECARD), Ask(Doc.ADVICE)
NEEDS = (PROJECTION, SCORECARD, ADVICE)


class TableView(msgspec.Struct, frozen=True):
    """Figures in columns; the last column is words. ``note``: what they follow from."""

    title: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    button: ButtonView | None = None


def what_if(shelf: Shelf, ask: Ask, pending: frozenset[Do]) -> TableView:
    """Worked out when a person asks for it: it reads every request."""
    do = Do(Verb.LOOK, value=ask)
    busy = do in pending
    label = t("Working it out…") if busy else t("Work it out")
    button = ButtonView(label, do, enabled=not busy)
    found = shelf.get(ask, books.WhatIfAnswer)
    title = t("What if")
    if isinstance(found, Missing):
        words = t("What this period would have cost all in the cloud, all here, or otherwise.")
        return TableView(title, note=words, button=button)
    header = ("", t("Here"), t("Cloud"), t("Came to"), t("Difference"), t("Not known of"))
    parts = [
        text.requests(found.requests),
        t("estimated from what was measured; in no sum where unknown"),
    ]
    parts += [said(words) for words in found.assumptions]  # beside the figures that rest on them
    rows = tuple(_scenario(one) for one in found.scenarios)
    return TableView(title, header, rows, " · ".join(parts), button)


def _scenario(one: books.Scenario) -> tuple[str, ...]:
    names = {
        "as it was": t("As it was"),
        "all cloud": t("All in the cloud"),
        "all local": t("All here"),
        "as you asked": t("As you asked"),
    }
    known = one.local + one.cloud > one.unknown
    return (
        names.get(one.name, one.name),
        text.number(one.local),
        text.number(one.cloud),
        text.money(one.total_pico if known else None),
        "" if one.name == "as it was" else text.money(one.difference_pico),
        text.requests(one.unknown) if one.unknown else "",
    )


def projection(shelf: Shelf, now: datetime) -> TableView:
    title = t("Years ahead")
    found = shelf.get(PROJECTION, books.ProjectionDocument)
    if isinstance(found, Missing):
        return TableView(title, note=_missing(found))
    if found.projection is None:
        return TableView(title, note=t("Unknown: {why}.", why=_why(found.reason)))
    cases = (
        (t("Low"), found.low),
        (t("Middle"), found.projection),
        (t("High"), found.high),
    )
    header = ("", t("Saved a month"), t("Paid back"), t("After five years"), "")
    return TableView(
        title,
        header,
        tuple((name, *_projected(case, now)) for name, case in cases),
        _from(found.reason),
    )


def _from(reason: str) -> str:
    """What it was reckoned from; the service says it in English."""
    match reason.split():
        case ["from", days, "days", "measured"]:
            shown = text.number(float(days), 1)
            return t("Estimated from {days} measured days of use.", days=shown)
    return text.sentence(said(reason))


def _why(reason: str) -> str:
    known = {
        "no request": t("no request was answered in the last 30 days"),
        "the price": t("what the hardware cost is not set; see Settings, This machine"),
        "what electricity": t("what electricity costs, or what the GPU used, is not known"),
        "less than": t("less than a day was measured so far"),
    }
    return next((words for begin, words in known.items() if reason.startswith(begin)), said(reason))


def _projected(case: books.Projected | None, now: datetime) -> tuple[str, str, str, str]:
    if case is None:
        unknown = text.unknown()
        return unknown, unknown, unknown, ""
    return (
        text.money(case.monthly_saving_pico),
        _month_in(case.break_even_months, now),
        text.money(case.net_pico),
        t("estimated"),
    )


def _month_in(months: int | None, now: datetime) -> str:
    if months is None:
        return t("never")
    if months == 0:
        return t("already")
    year, month = divmod(now.year * 12 + now.month - 1 + months, 12)
    return f"{QLocale().standaloneMonthName(month + 1, QLocale.FormatType.ShortFormat)} {year}"


def scorecard(shelf: Shelf) -> TableView:
    title = t("Scorecard of this month")
    found = shelf.get(SCORECARD, books.Scorecard)
    if isinstance(found, Missing):
        return TableView(title, note=_missing(found))
    header = (t("Criterion"), t("Figure"), t("Goal"), "", t("Source"))
    return TableView(title, header, tuple(_criterion(one) for one in found.criteria))


def _criterion(one: books.Criterion) -> tuple[str, ...]:
    names = {
        "uptime": (t("Uptime"), t("measured: own probe each 10 s")),
        "local_share": (t("Answered locally"), t("counted in the ledger")),
        "net_savings_a_month": (
            t("Net savings a month"),
            t("ledger: list price less cloud and electricity"),
        ),
        "fallbacks_that_worked": (t("Fallbacks that worked"), t("counted in the ledger")),
        "quality_parity": (
            t("As good as Claude"),
            t("not judged yet") if one.figure is None else t("callers' verdicts"),
        ),
    }
    name, source = names.get(one.name, (one.name, said(one.source)))
    met = {True: t("met"), False: t("missed"), None: ""}[one.met]
    return name, _figure(one), _goal(one), met, source


def _figure(one: books.Criterion) -> str:
    if one.figure is None:
        return text.unknown()
    if one.unit == "usd":
        return text.money(round(one.figure * PICO))
    return f"{text.number(int(one.figure * 100) / 100, 2)} %"  # down: 100 % means nothing failed


def _goal(one: books.Criterion) -> str:
    def shown(n: str) -> str:
        if one.unit == "usd":
            return text.money(round(float(n) * PICO))
        return f"{_plain(n)} %"

    match (one.goal or "").split():
        case ["at", "least", n]:
            return t("at least {n}", n=shown(n))
        case [a, "to", b]:
            return t("{a} to {b}", a=_plain(a), b=shown(b))
        case [n]:
            return shown(n)
    return t("none set")


def _plain(n: str) -> str:
    return text.number(float(n), len(n.partition(".")[2]))


def advice(shelf: Shelf) -> tuple[RowView, ...]:
    """What follows from the figures, the dearest first."""
    found = shelf.get(ADVICE, books.AdviceDocument)
    if isinstance(found, Missing):
        return (RowView("missing", _missing(found), ""),) if found.title else ()
    rows = [_forecast(one) for one in found.forecast if one.component is None]
    rows += [_dear(one) for one in found.cloud_cheaper]
    rows += [_keep(one) for one in found.keep_loaded]
    return tuple(rows)


def _forecast(one: books.Forecast) -> RowView:
    band = t("the band is unknown until three whole days were measured")
    if one.low_pico is not None and one.high_pico is not None:
        band = t(
            "four months of five lie between {low} and {high}",
            low=text.usd(one.low_pico),
            high=text.usd(one.high_pico),
        )
    return RowView(
        "forecast",
        t("The cloud will have cost {money} by the month's end", money=text.usd(one.middle_pico)),
        t("estimated: {band}", band=band),
    )


def _dear(one: books.CloudCheaper) -> RowView:
    who = one.component if one.task is None else f"{one.component} · {one.task}"
    return RowView(
        f"dear {who} {one.model}",
        t("Let {model} answer {who}", model=one.cloud_model, who=who),
        t(
            "%Ln answer(s) of {model} cost {lost} more here",
            "",
            one.answers,
            model=one.model,
            lost=text.money(one.lost_pico),
        ),
        pill=PillView(t("cheaper in the cloud"), Tone.WARN),
    )


def _keep(one: books.KeepLoaded) -> RowView:
    reload = t("a load takes {time}, measured", time=text.duration(one.reload_s))
    if one.reload_s is None or all(choice.cost_pico is None for choice in one.choices):
        title = t("How long to keep {model} loaded is unknown", model=one.model)
        return RowView(f"keep {one.model}", title, t("its loads or idle watts were not measured"))
    if one.best_keep_s is None:
        title = t("Keep {model} loaded", model=one.model)
    elif one.best_keep_s == 0:
        title = t("Unload {model} after each answer", model=one.model)
    else:
        keep = text.span(one.best_keep_s)
        title = t("Keep {model} loaded for {time} after an answer", model=one.model, time=keep)
    return RowView(f"keep {one.model}", title, reload)


def reports(months: UsageDocument, now: datetime) -> tuple[RowView, ...]:
    """One a month with requests, the newest first."""
    rows = sorted(months.rows, key=lambda row: row.key, reverse=True)
    return tuple(_report(row.key, row.totals.net_savings_pico, now) for row in rows[:MOST_REPORTS])


def _report(month: str, net: int | None, now: datetime) -> RowView:
    year, number = int(month[:4]), int(month[5:7])
    name = f"{QLocale().standaloneMonthName(number)} {year}"
    going = (year, number) == (now.year, now.month)
    return RowView(
        month,
        name,
        t("not over yet: the figures so far") if going else t("the whole month"),
        aside=t("net {money}", money=text.money(net)),
        buttons=(
            ButtonView(
                t("Open"),
                Do(Verb.REPORT_OPEN, month),
                says=t("Open the report of {month}", month=name),
            ),
            ButtonView(
                t("Save as PDF…"),
                Do(Verb.REPORT_PDF, month),
                says=t("Save the report of {month} as PDF", month=name),
            ),
        ),
    )


def _missing(found: Missing) -> str:
    if not found.title:
        return t("Asking the service…")
    return found.words
