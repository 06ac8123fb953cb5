"""Owns the commands about the books: imports, exports, advice and reports. Computes none of it."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from pathlib import Path

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.api import Reconciliation
from ziggie_desktop.contract.books import Criterion, WhatIf
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.money import PICO


async def import_usage(client: Client, options: argparse.Namespace) -> int:
    found = await client.import_usage(_read(Path(options.file)))
    head = f"{found.lines} lines of the {found.kind} export, {found.first_day} to {found.last_day}"
    return show(options, found, f"{head}\n\n{reconciliation(found.reconciliation)}")


async def advice(client: Client, options: argparse.Namespace) -> int:
    found = await client.advice()
    own = (await client.state()).currency
    rows = [
        (
            one.component or "all",
            render.money(one.spent_pico),
            render.money(one.middle_pico),
            f"{render.money(one.low_pico)} to {render.money(one.high_pico)}"
            if one.low_pico is not None
            else render.UNKNOWN,
            f"{render.count(one.measured_days, 'day')} measured",
        )
        for one in found.forecast
    ]
    parts = [
        render.table(("CLOUD COST", "SO FAR", "BY THE MONTH'S END", "80 % BAND", ""), rows)
        if rows
        else "No forecast: nothing was booked yet.",
        *(
            f"{one.answers} answers of {one.model} lost {render.money(one.lost_pico, own)}:"
            f" {one.change}\n{one.rule}"
            for one in found.cloud_cheaper
        ),
        *(f"{one.model}: {one.advice}" for one in found.keep_loaded),
    ]
    return show(options, found, "\n\n".join(parts))


async def scorecard(client: Client, options: argparse.Namespace) -> int:
    found = await client.scorecard(options.month)
    own = (await client.state()).currency
    marks = {True: "met", False: "missed", None: ""}
    rows = [
        (
            one.name.replace("_", " "),
            render.UNKNOWN if one.figure is None else _figure(one.figure, one.unit, own),
            _goal(one, own),
            marks[one.met],
            one.source,
        )
        for one in found.criteria
    ]
    return show(options, found, render.table(("CRITERION", "FIGURE", "GOAL", "", "SOURCE"), rows))


def _figure(figure: float, unit: str, own: Currency) -> str:
    match unit:
        case "percent":
            return f"{figure:,.2f} %"
        case "usd":
            return render.money(round(figure * PICO), own)
        case _:
            return f"{figure:,.2f} {unit}"


def _goal(one: Criterion, own: Currency) -> str:
    match (one.goal or "").split():
        case ["at", "least", amount] if one.unit == "usd":
            return f"at least {render.money(round(float(amount) * PICO), own)}"
    return one.goal or ""


async def what_if(client: Client, options: argparse.Namespace) -> int:
    wish = WhatIf(
        since=_moment(options.since),
        until=_moment(options.until, end=True),
        policy=None if options.policy is None else _read(Path(options.policy)),
        cloud_model=options.cloud_model,
        usd_per_kwh=options.usd_per_kwh,
        joules_per_token=options.joules_per_token,
    )
    found = await client.what_if(wish)
    own = (await client.state()).currency
    rows = [
        (
            one.name,
            str(one.local),
            str(one.cloud),
            render.money(one.cloud_pico),
            render.money(one.electricity_pico, own),
            render.money(one.total_pico, own),
            "" if one.name == "as it was" else render.money(one.difference_pico, own),
            f"{one.unknown} unknown" if one.unknown else "",
        )
        for one in found.scenarios
    ]
    header = ("", "LOCAL", "CLOUD", "CLOUD COST", "ELECTRICITY", "TOGETHER", "DIFFERENCE", "")
    notes = "\n".join(f"- {line}" for line in found.assumptions)
    return show(options, found, f"{render.table(header, rows)}\n\n{notes}")


async def report(client: Client, options: argparse.Namespace) -> int:
    found = await client.report(options.month, language=options.language)
    if options.out is not None:
        page = await client.report_html(options.month, language=options.language)
        _write(Path(options.out), page)
        return show(options, found, f"{options.out} is written.")
    own = Currency(code=found.currency, usd_per_unit=found.usd_per_unit)
    lines = [f"{found.month}: {render.totals(found.total, own)}", ""]
    lines += [f"- {hint.text}" for hint in found.hints]
    return show(options, found, "\n".join(lines))


async def export(client: Client, options: argparse.Namespace) -> int:
    found = await client.export(options.format, since=options.since, until=options.until)
    _write(Path(options.out), found.content)
    said = {
        "file": options.out,
        "format": options.format,
        "bytes": len(found.content),
        "unpriced": found.unpriced,
    }
    words = f"{options.out} is written ({render.size(len(found.content))})."
    if found.unpriced:
        words += (
            f" {found.unpriced} charges are not in it: nobody knows what they cost, and FOCUS"
            " wants a cost in each row. --format csv has their requests."
        )
    return show(options, said, words)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ZiggieError(
            "file_unwritable",
            f"{path} cannot be written.",
            "Give a file in a folder that you may write to.",
        ) from error


def _moment(text: str | None, *, end: bool = False) -> datetime | None:
    """A local date, the last one included, or a time."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ZiggieError(
            "date_invalid", f"{text!r} is no date.", "Give one such as 2026-11-22."
        ) from error
    if end and len(text) == len("2026-11-22"):
        at += timedelta(days=1)
    return at.astimezone()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ZiggieError(
            "file_unreadable",
            f"{path} cannot be read.",
            "Give the path of a file that you may read.",
        ) from error


def reconciliation(found: Reconciliation) -> str:
    rows = [
        (
            row.day,
            row.model,
            render.money(row.theirs_cost_pico),
            render.money(row.ours_cost_pico),
            render.money(row.difference_pico),
            row.explanation,
        )
        for row in found.rows
    ]
    header = ("DAY (UTC)", "MODEL", "ANTHROPIC", "ZIGGIE", "DIFFERENCE", "")
    sums = (
        f"Together Anthropic {render.money(found.theirs_pico)}, Ziggie"
        f" {render.money(found.ours_pico)}, difference {render.money(found.difference_pico)}"
    )
    return f"{render.table(header, rows)}\n{sums}"
