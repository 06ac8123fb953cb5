"""Tests of the routing page: what it says, and what becomes of what is tried and edited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from tests.desktop.conftest import MakeWindow, until
from tests.service.parts import Parts
from tests.service.running import RunningService
from ziggie_desktop.contract.api import DecideAnswer, TokensDocument
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import Problem
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.presenters.routing import (
    POLICY,
    TOKENS,
    Choice,
    decision_ask,
    routing,
    token_error,
    trial,
)
from ziggie_desktop.desktop.presenters.rules import Rules
from ziggie_desktop.desktop.presenters.shelf import MOST, Ask, Doc, Shelf
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import NOW
from ziggie_desktop.desktop.samples_work import POLICY as FILE
from ziggie_desktop.desktop.samples_work import RULES, shelf
from ziggie_desktop.desktop.widgets.rule import RuleDialog
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.table import Table
from ziggie_desktop.desktop.windows.confirm import Confirm
from ziggie_desktop.desktop.windows.secret import Secret

NONE: frozenset[Do] = frozenset()


def button(window: QWidget, name: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.accessibleName() == name)


def edit(window: QWidget, name: str) -> QLineEdit:
    return next(e for e in window.findChildren(QLineEdit) if e.accessibleName() == name)


def test_what_is_tried_becomes_a_question_and_headers() -> None:
    choice = Choice(said=" Hi ", component="kb", level="L2", use_local="never", rules=RULES)
    question, headers = trial(dict(decision_ask(choice).query))
    assert question.rules == RULES
    assert question.request is not None
    assert question.request["messages"] == [{"role": "user", "content": "Hi"}]
    assert headers == {
        "X-Ziggie-Component": "kb",
        "X-Ziggie-Agent-Level": "L2",
        "X-Ziggie-Use-Local": "never",
    }


@pytest.mark.parametrize(
    ("answer", "pill", "words"),
    [
        (DecideAnswer(route="cloud", model="c", reason="x", fallback=None), "Cloud", "nobody else"),
        (DecideAnswer(route="local", model="m", reason="x", fallback="cloud"), "Local", "Cloud"),
        (DecideAnswer(route=None, model=None, reason="spent", fallback=None), "Refused", "Spent"),
    ],
)
def test_the_verdict_says_where_and_why(answer: DecideAnswer, pill: str, words: str) -> None:
    made = shelf()
    made.put(decision_ask(Choice()), answer)
    view = routing(made, Choice(), NONE, NOW)
    assert view.verdict is not None
    assert view.verdict.pill.text == pill
    assert words in view.verdict.text


def test_saving_asks_only_where_comments_are_lost() -> None:
    def question(rules: tuple[PolicyRule, ...], *, loses: str | None = None) -> str | None:
        made = shelf()
        made.put(POLICY, replace(FILE, loses=loses))
        view = routing(made, Choice(rules=rules, draft=True, mark=FILE.mark), NONE, NOW)
        assert view.is_changed
        return view.question.text if view.question else None

    assert question(RULES[1:]) is None
    assert "Nothing of the notes" in str(question((*RULES[:2], RULES[3])))
    assert question((RULES[1], RULES[0], *RULES[2:])) is None
    assert "All comments" in str(question(RULES[1:], loses="all"))


def test_a_broken_file_cannot_be_edited_as_a_table() -> None:
    made = shelf()
    problem = Problem(code="policy_invalid", title="Line 3", remedy="Mend it.")
    made.put(POLICY, replace(FILE, problem=problem))
    view = routing(made, Choice(), NONE, NOW)
    assert not view.can_edit
    assert view.notices[0].title == "Line 3"
    assert len(view.lines) == 4


def test_unknown_use_is_not_none() -> None:
    made = Shelf()
    made.put(TOKENS, shelf().get(TOKENS, TokensDocument))
    view = routing(made, Choice(), NONE, NOW)
    assert view.tokens[0].detail == "This month: unknown"


@pytest.mark.parametrize("name", ["", "a b", "owner", "x" * 65, "-a"])
def test_some_names_are_none(name: str) -> None:
    assert token_error(name) is not None
    assert token_error("kb-1") is None


def test_the_shelf_keeps_the_last_of_what_is_typed() -> None:
    made = Shelf()
    answer = DecideAnswer(route=None, model=None, reason="", fallback=None)
    asks = [Ask(Doc.DECISION, (("text", str(n)),)) for n in range(MOST + 5)]
    for ask in asks:
        made.put(ask, answer)
    kept = [ask for ask in asks if made.get(ask, DecideAnswer) is answer]
    assert kept == asks[5:]


def test_rules_are_edited_by_keyboard_and_saved(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.ROUTING)
    app.processEvents()
    asked: list[Do] = []
    window.asked.connect(asked.append)
    table = window.findChildren(Table)[0]
    table.choose("3")
    QTest.keyClick(table, Qt.Key.Key_Return)
    dialog = window.findChildren(RuleDialog)[0]
    why = edit(dialog, "Because")
    why.clear()
    button(dialog, "Take it").click()
    assert any(lb.isVisible() and "Say why" in lb.text() for lb in dialog.findChildren(QLabel))
    why.setText("house first")
    button(dialog, "Take it").click()
    app.processEvents()
    button(window, "Move the rule up").click()
    app.processEvents()
    button(window, "Save the rules").click()
    saved = replace(RULES[3], because="house first")
    rules = (*RULES[:2], saved, RULES[2])
    assert asked == [Do(Verb.POLICY_RULES, FILE.mark, value=rules)]
    assert asked[0].value == rules


def test_losing_a_comment_asks_once(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.ROUTING)
    app.processEvents()
    asked: list[Do] = []
    window.asked.connect(asked.append)
    window.findChildren(Table)[0].choose("2")
    button(window, "Remove the rule").click()
    app.processEvents()
    button(window, "Save the rules").click()
    assert asked == []
    dialog = window.findChildren(Confirm)[0]
    assert "Nothing of the notes" in " ".join(lb.text() for lb in dialog.findChildren(QLabel))
    button(dialog, "Save").click()
    app.processEvents()
    assert [do.verb for do in asked] == [Verb.POLICY_RULES]


def test_a_token_is_revoked_after_a_question(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.ROUTING)
    asked: list[Do] = []
    window.asked.connect(asked.append)
    button(window, "Revoke the token of kb-analyzer").click()
    assert asked == []
    button(window.findChildren(Confirm)[0], "Revoke the token of kb-analyzer").click()
    app.processEvents()
    assert asked == [Do(Verb.TOKEN_REVOKE, "kb-analyzer")]


@pytest.fixture
def desktop(app: QApplication, tmp_path: Path) -> Iterator[tuple[Desktop, RunningService]]:
    """The wired desktop on a real service."""
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
async def test_the_real_policy_is_tried_changed_and_a_token_made(
    desktop: tuple[Desktop, RunningService], app: QApplication
) -> None:
    made, service = desktop
    window = made.desk.window
    made.desk.do(Do(Verb.OPEN, Page.ROUTING))

    def shown() -> str:
        return "\n".join(lb.text() for lb in window.findChildren(QLabel) if lb.isVisible())

    await until("it is tried", lambda: "Local first. If it fails: Cloud" in shown())
    level = next(s for s in window.findChildren(Select) if s.accessibleName() == "Agent level")
    level.choose("L1")
    level.chose.emit("L1")
    await until("the level counts", lambda: "Agents of level L1 go to the cloud" in shown())
    table = window.findChildren(Table)[0]
    table.choose("0")
    button(window, "Remove the rule").click()
    await until("the draft is tried", lambda: "Local first. If it fails: Cloud" in shown())
    assert 'agent_level = "L1"' in (service.home / "policy.toml").read_text(encoding="utf-8")
    button(window, "Save the rules").click()
    await until("it is saved", lambda: not button(window, "Save the rules").isEnabled())
    await until("by the service", lambda: table.model().rowCount() == 4)
    text = (service.home / "policy.toml").read_text(encoding="utf-8")
    assert 'agent_level = "L1"\nroute' not in text
    assert "# How sure you are" in text

    name = edit(window, "Name of the component")
    name.setText("kb-analyzer")
    QTest.keyClick(name, Qt.Key.Key_Return)
    await until("the token is shown", lambda: bool(window.findChildren(Secret)))
    secret = window.findChildren(Secret)[0]
    token = edit(secret, "The token of kb-analyzer").text()
    button(secret, "Copy").click()
    assert app.clipboard().text() == token
    button(secret, "Done").click()
    await until("it is gone", lambda: not window.findChildren(Secret))
    await until("it is listed", lambda: "Not used this month" in shown())
    assert token not in shown()
