"""How each kind of control looks: with the focus, pressed, and when it cannot be used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tests.desktop.conftest import MakeWindow
from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.presenters.here import ThemeChoice
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, LineView, Page, Verb
from ziggie_desktop.desktop.widgets.button import Button, MoreButton, Segments
from ziggie_desktop.desktop.widgets.card import Card
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.shapes import Switch
from ziggie_desktop.desktop.widgets.table import Column, Table
from ziggie_desktop.desktop.windows.page import WIDEST

DO = Do(Verb.OPEN)


def _button(*, primary: bool = False, dangerous: bool = False) -> Button:
    return Button(ButtonView("Words", DO, primary=primary, dangerous=dangerous))


def _more() -> MoreButton:
    made = MoreButton()
    made.show_views((ButtonView("Words", DO),), name="More")
    return made


def _segment() -> QPushButton:
    made = Segments([("a", "One"), ("b", "Two")], name="Which")
    made.choose("a")
    kept = made.findChildren(QPushButton)[1]
    kept.setParent(None)
    return kept


def _nav() -> QPushButton:
    made = QPushButton("Words")
    made.setProperty("kind", "nav")
    return made


def _table() -> Table:
    made = Table((Column("A", 80), Column("B")), name="Words")
    made.show_lines((LineView("k", ("one", "two")),))
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "button": _button,
    "primary": lambda: _button(primary=True),
    "danger": lambda: _button(dangerous=True),
    "more": _more,
    "segment": _segment,
    "nav": _nav,
    "select": lambda: Select([("a", "Words")], name="Which"),
    "field": lambda: QLineEdit("Words"),
    "text": lambda: QPlainTextEdit("Words"),
    "day": lambda: QDateEdit(QDate(2026, 11, 22)),
    "switch": lambda: Switch("Words"),
    "table": _table,
}
NEVER_OFF = {"segment", "nav", "table"}
PRESSED = {"button", "primary", "danger", "more"}


@pytest.mark.parametrize("look", list(ThemeChoice)[-3:])
@pytest.mark.parametrize("name", CONTROLS)
def test_each_state_of_a_control_can_be_seen(
    app: QApplication, name: str, look: ThemeChoice
) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    other, control = QPushButton("Another"), CONTROLS[name]()
    column.addWidget(other)
    column.addWidget(control)
    theme.apply(app, look)
    try:
        window.show()
        window.activateWindow()
        other.setFocus()
        before = _seen(control, app)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.hasFocus()
        assert _seen(control, app) != before
        other.setFocus()
        if name in PRESSED:
            assert isinstance(control, QAbstractButton)
            control.setDown(True)
            assert _seen(control, app) != before
            control.setDown(False)
        if name not in NEVER_OFF:
            control.setEnabled(False)
            assert _seen(control, app) != before
    finally:
        theme.apply(app, ThemeChoice.LIGHT)
        window.hide()
        window.deleteLater()


def _seen(control: QWidget, app: QApplication) -> QImage:
    app.processEvents()
    return control.grab().toImage()


@pytest.mark.parametrize(
    ("page", "takes_all"),
    [(Page.SETTINGS, False), (Page.SAVINGS, False), (Page.NEWS, False), (Page.DASHBOARD, True)],
)
def test_lines_are_not_too_long_in_a_wide_window(
    make_window: MakeWindow, app: QApplication, page: Page, takes_all: bool
) -> None:
    window = make_window("busy", page)
    window.resize(1920, 1080)
    app.processEvents()
    app.processEvents()  # the room of the scroll bar that went is shared out
    area = next(area for area in window.findChildren(QScrollArea) if area.isVisible())
    cards = [card for card in area.findChildren(Card) if card.isVisible()]
    widest = max(card.width() for card in cards)
    assert widest == WIDEST or (takes_all and widest > 1600)
    left = min(card.mapTo(area, card.rect().topLeft()).x() for card in cards)
    right = area.width() - max(card.mapTo(area, card.rect().topRight()).x() for card in cards)
    assert abs(left - right) <= 2
