"""Tests of the activity page: what it says, what it asks for, and that it stays quick."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QDateEdit, QPushButton, QWidget

from tests.desktop.conftest import MakeWindow, until
from tests.service.parts import Parts
from tests.service.running import RunningService
from ziggie_desktop.contract.api import RequestsDocument
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.presenters.activity import (
    PAGE,
    ActivityView,
    Choice,
    activity,
    filters,
    matches,
    page_ask,
)
from ziggie_desktop.desktop.presenters.rules import Rules
from ziggie_desktop.desktop.presenters.shelf import Shelf
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import NOW
from ziggie_desktop.desktop.samples_past import REQUESTS
from ziggie_desktop.desktop.widgets.facts import Facts
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.table import Table
from ziggie_desktop.desktop.windows.activity import ActivityPage

ALL = Choice()
TODAY = date(2026, 11, 22)
QUICK_S = 0.15  # a full page into the table, on a busy machine; far below what 100,000 take


def seen(
    choice: Choice = ALL,
    *,
    fetched: tuple[RequestRow, ...] = REQUESTS,
    live: tuple[RequestRow, ...] = (),
) -> ActivityView:
    shelf = Shelf()
    shelf.put(page_ask(choice, NOW.astimezone().date()), RequestsDocument(fetched))
    return activity(live, shelf, choice, frozenset(), "http://x", NOW)


@pytest.mark.parametrize(
    ("period", "query"),
    [
        ("", {}),
        ("today", {"from": "2026-11-22"}),
        ("week", {"from": "2026-11-16"}),
        ("month", {"from": "2026-11-01"}),
        ("before", {"from": "2026-10-01", "to": "2026-10-31"}),
    ],
)
def test_a_period_is_asked_for_by_its_days(period: str, query: dict[str, str]) -> None:
    assert dict(filters(Choice(period=period), TODAY)) == query


@pytest.mark.parametrize(
    ("first", "last"), [("2026-10-05", "2026-11-03"), ("2026-11-03", "2026-10-05")]
)
def test_free_days_are_asked_for_in_their_order(first: str, last: str) -> None:
    choice = Choice(period="days", since=first, until=last)
    assert dict(filters(choice, TODAY)) == {"from": "2026-10-05", "to": "2026-11-03"}
    new = replace(REQUESTS[0], id="new", started_at=NOW + timedelta(seconds=1))
    assert seen(choice, live=(new,)).lines[0].key == "q0"  # it lies after that
    with_today = replace_days(choice, TODAY.isoformat())
    assert seen(with_today, live=(new,)).lines[0].key == "new"


def replace_days(choice: Choice, day: str) -> Choice:
    return Choice(period="days", since=min(choice.since, choice.until), until=day)


def test_from_and_to_are_chosen_on_the_page(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.ACTIVITY)
    (page,) = window.findChildren(ActivityPage)
    first, last = window.findChildren(QDateEdit)
    assert not first.isVisible()
    period = next(s for s in window.findChildren(Select) if s.accessibleName() == "Period")
    period.choose("days")
    period.chose.emit("days")
    assert first.isVisible()
    first.setDate(QDate(2026, 10, 5))
    last.setDate(QDate(2026, 11, 3))
    assert (page.choice.since, page.choice.until) == ("2026-10-05", "2026-11-03")
    period.choose("")
    period.chose.emit("")
    assert not first.isVisible()
    assert page.choice == Choice()


def test_measured_estimated_and_unknown_are_told_apart() -> None:
    estimated, measured, cloud = seen().lines[:3]
    assert estimated.cells[6] == "≈ 412 J"
    assert measured.cells[6] == "502 J"
    assert (cloud.cells[6], cloud.cells[7]) == ("", "$0.0042")
    unmetered = seen(fetched=(replace(REQUESTS[0], energy_mj=None),)).lines[0]
    assert unmetered.cells[6] == "unknown"
    said = dict(seen(Choice(row="q0")).detail)
    assert said["Energy"] == "412 J (estimated)"


def test_a_request_that_nobody_answered_says_why() -> None:
    failed = next(line for line in seen().lines if line.key == "q5")
    assert failed.cells[3] == "local first · failed: Claude is overloaded (529)"


def test_new_ones_come_first_and_only_where_they_belong() -> None:
    new = replace(REQUESTS[0], id="new", started_at=NOW + timedelta(seconds=1), route="cloud")
    assert seen(live=(new, *REQUESTS)).lines[0].key == "new"
    assert len(seen(live=(new, *REQUESTS)).lines) == len(REQUESTS) + 1
    assert seen(Choice(route="local"), live=(new,)).lines[0].key == "q0"
    assert seen(Choice(pages=("q0",)), live=(new,)).lines[0].key == "q0"


@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        (Choice(component="kb-analyzer"), {"q0", "q3", "q6", "q9"}),
        (Choice(status="failed"), {"q5"}),
        (Choice(status="fallback"), {"q6"}),
        (Choice(text="LEVEL L1"), {"q2", "q10"}),
    ],
)
def test_a_row_belongs_where_the_service_would_find_it(choice: Choice, keys: set[str]) -> None:
    assert {row.id for row in REQUESTS if matches(row, choice)} == keys


def test_nothing_found_is_told_from_nothing_there() -> None:
    there = seen(fetched=()).empty
    found = seen(Choice(text="x"), fetched=()).empty
    assert there is not None
    assert found is not None
    assert "http://x" in there.text
    assert "filter" in found.text


def many(count: int) -> tuple[RequestRow, ...]:
    return tuple(
        replace(REQUESTS[n % 12], id=f"m{n}", started_at=NOW - timedelta(seconds=n))
        for n in range(count)
    )


def test_a_full_page_is_quick_and_only_what_is_seen_is_drawn(
    make_window: MakeWindow, app: QApplication
) -> None:
    window = make_window("busy", Page.ACTIVITY)
    page = window.findChildren(ActivityPage)[0]
    view = seen(fetched=many(PAGE))
    assert view.has_older
    began = time.process_time()
    page.show_view(view)
    app.processEvents()
    assert time.process_time() - began < QUICK_S
    table = window.findChildren(Table)[0]
    widgets = len(table.findChildren(QWidget))
    page.show_view(seen(fetched=many(12)))
    assert len(table.findChildren(QWidget)) == widgets


def test_pages_are_turned_and_a_row_tells_all(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.ACTIVITY)
    page = window.findChildren(ActivityPage)[0]
    page.show_view(seen(fetched=many(PAGE)))
    button(page, "Older").click()
    assert list(page.choice.pages) == [f"m{PAGE - 1}"]
    page.show_view(seen(page.choice, fetched=many(5)))
    assert not button(page, "Older").isEnabled()
    button(page, "Newer").click()
    assert not page.choice.pages
    window.redraw()
    window.findChildren(Table)[0].choose("q6")
    app.processEvents()
    said = facts(window)
    assert "Request: q6" in said
    assert any("fell back from" in words for words in said)


def test_a_fallback_is_explained_whatever_was_looked_for(
    make_window: MakeWindow, app: QApplication
) -> None:
    window = make_window("busy", Page.ACTIVITY)
    (page,) = window.findChildren(ActivityPage)
    route = next(s for s in window.findChildren(Select) if s.accessibleName() == "Route")
    route.choose("cloud")
    route.chose.emit("cloud")
    window.explain("q6")
    assert page.choice == Choice(status="fallback", row="q6")
    assert route.key == ""
    app.processEvents()
    page.show_view(seen(page.choice))
    assert window.findChildren(Table)[0].chosen == "q6"
    assert any("fell back from" in words for words in facts(window))
    window.open_page(Page.LOGS)
    window.explain("q6")  # which knows no requests
    assert page.choice.row == "q6"


def facts(window: QWidget) -> list[str]:
    return [w.accessibleName() for w in window.findChildren(Facts)[0].findChildren(QWidget)]


def button(window: QWidget, name: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.accessibleName() == name)


@pytest.fixture
def desktop(app: QApplication, tmp_path: Path) -> Iterator[tuple[Desktop, RunningService]]:
    with (
        Parts() as parts,
        RunningService(home=tmp_path / "home", environ=parts.environ) as service,
    ):
        client = lambda: Client(url=service.url, token=service.token)  # noqa: E731
        made = Desktop(app=app, home=str(tmp_path), client=client)
        made.notifier.obey(Rules(wanted=False))
        made.start(hidden=False)
        yield made, service
        made.close()


@pytest.mark.logs("ziggie.desktop.notify")
async def test_real_requests_are_found_filtered_and_exported(
    desktop: tuple[Desktop, RunningService], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ziggie_desktop.contract.client.MOST_EXPORTED", 1)  # in parts of one row
    made, service = desktop
    body = {"model": "claude-haiku-5-5", "max_tokens": 9,
            "messages": [{"role": "user", "content": "secret words"}]}  # fmt: skip
    for level in ("L1", "L3"):
        said = [("X-Ziggie-Agent-Level", level), ("X-Ziggie-Component", f"of-{level}")]
        service.call("POST", "/v1/messages", body, headers=said).ok()
    made.desk.do(Do(Verb.OPEN, Page.ACTIVITY))
    window = made.desk.window
    await until("both are there", lambda: rows(window) == 2)
    every = tmp_path / "all.csv"
    window.findChildren(ActivityPage)[0].export_to(str(every))
    await until("all are written", every.exists)
    with every.open(encoding="utf-8", newline="") as text:
        assert [row["component"] for row in csv.DictReader(text)] == ["of-L3", "of-L1"]
    select = next(s for s in window.findChildren(Select) if s.accessibleName() == "Component")
    await until("they can be chosen", lambda: select.findData("of-L1") > 0)
    select.choose("of-L1")
    select.chose.emit("of-L1")
    await until("one is left", lambda: rows(window) == 1)
    file = tmp_path / "out.csv"
    window.findChildren(ActivityPage)[0].export_to(str(file))
    await until("it is written", file.exists)
    with file.open(encoding="utf-8", newline="") as text:
        (row,) = list(csv.DictReader(text))
    assert (row["component"], row["agent_level"]) == ("of-L1", "L1")
    assert "secret words" not in file.read_text(encoding="utf-8")
    missing = tmp_path / "no" / "out.csv"
    window.findChildren(ActivityPage)[0].export_to(str(missing))

    def refused() -> bool:
        seen = [w.accessibleName() for w in window.findChildren(QWidget) if w.isVisible()]
        return any("cannot be written" in words for words in seen)

    await until("the refusal shows", refused)


def rows(window: QWidget) -> int:
    found = [table.model().rowCount() for table in window.findChildren(Table)]
    return max(found, default=0)
