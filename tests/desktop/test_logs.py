"""Tests of the logs page: what it says of the log's lines, and what it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.desktop.conftest import MakeWindow, until
from tests.desktop.stand_in import TOKEN, StandIn
from ziggie_desktop.contract.client import Client
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.presenters.logs import Choice, logs, logs_ask
from ziggie_desktop.desktop.presenters.rules import Rules
from ziggie_desktop.desktop.presenters.shelf import Missing, Shelf
from ziggie_desktop.desktop.presenters.view import Do, Page, Tone, Verb
from ziggie_desktop.desktop.samples_work import LOG
from ziggie_desktop.desktop.widgets.table import Table
from ziggie_desktop.desktop.windows.logs import LogsPage

NONE: frozenset[Do] = frozenset()
RAISED = [*LOG[:2], LOG[4], "Traceback (most recent call last):", "ValueError:"]


def on(lines: list[str] | Missing, choice: Choice) -> Shelf:
    made = Shelf()
    made.put(logs_ask(choice), lines if isinstance(lines, Missing) else {"lines": lines})
    return made


def test_records_are_the_newest_first_with_what_follows_them() -> None:
    view = logs(on(RAISED, Choice()), Choice(), NONE)
    assert [line.cells[1] for line in view.lines] == ["Error", "Information", "Information"]
    assert view.lines[0].tone is Tone.BAD
    assert view.lines[0].cells[2:] == ("engine", "Ollama ended 5 times within a minute")
    shown = Choice(line=view.lines[0].key)
    detail = logs(on(RAISED, shown), shown, NONE).detail
    assert detail.endswith("ValueError:")


def test_the_filter_is_the_service_s() -> None:
    query = dict(logs_ask(Choice(level="ERROR", subject="gateway")).query)
    assert query == {"level": "ERROR", "subject": "ziggie.gateway", "lines": "500"}
    empty = logs(on([], Choice(level="ERROR")), Choice(level="ERROR"), NONE).empty
    assert empty is not None
    assert "another level" in empty.text


def test_two_records_that_say_the_same_are_two() -> None:
    view = logs(on([LOG[0], LOG[0]], Choice()), Choice(), NONE)
    assert len({line.key for line in view.lines}) == 2


def test_a_record_is_shown_whole(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.LOGS)
    table = window.findChildren(Table)[0]
    table.choose(f"{LOG[2]} #1")
    app.processEvents()
    assert window.findChildren(QPlainTextEdit)[0].toPlainText() == LOG[2]


@pytest.mark.logs("ziggie.desktop.notify")
async def test_the_log_grows_while_it_is_seen(app: QApplication, tmp_path: Path) -> None:
    async with StandIn().serving() as service:
        service.logs = LOG[:1]
        client = lambda: Client(url=service.url, token=TOKEN)  # noqa: E731
        desktop = Desktop(app=app, home=str(tmp_path), client=client)
        desktop.notifier.obey(Rules(wanted=False))
        try:
            desktop.start(hidden=False)
            desktop.desk.do(Do(Verb.OPEN, Page.LOGS))
            window = desktop.desk.window
            await until("one", lambda: rows(window.findChildren(Table)) == 1)
            service.logs = LOG[:3]
            await until("three", lambda: rows(window.findChildren(Table)) == 3)
            file = tmp_path / "d.zip"
            window.findChildren(LogsPage)[0].save_to(str(file))
            await until("the bundle", file.exists)
            assert file.read_bytes() == service.bundle
        finally:
            desktop.close()


def rows(tables: list[Table]) -> int:
    return max((table.model().rowCount() for table in tables), default=0)
