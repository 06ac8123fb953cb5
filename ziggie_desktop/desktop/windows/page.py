"""Owns the frame of a page: its title line, its column, and scrolling where it is too high."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.view import NoticeView
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.theme import GAP
from ziggie_desktop.desktop.widgets.card import NoticeCard
from ziggie_desktop.desktop.widgets.label import Label

MARGIN = 24
WIDEST = 1200  # of what is read line by line: else a switch is a hand's breadth from its name


class PageFrame(QScrollArea):
    """``asked`` carries every wish made on the page. A page names itself in ``HEADING``.

    ``choice`` is what the person chose to see on this page (a filter, a period), None where there
    is nothing to choose; ``chosen`` tells that it changed.
    """

    HEADING = ""
    asked = Signal(object)
    chosen = Signal()
    choice: object = None
    takes_all = False  # of a wide window: plots and long tables do

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(t(self.HEADING))
        inside = QWidget()
        inside.setObjectName("page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(MARGIN, 20, MARGIN, MARGIN)
        self.column.setSpacing(GAP)
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(Label("title", t(self.HEADING)))
        self.head.addStretch(1)
        self.column.addLayout(self.head)
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bar takes its room from the margin: what stands there does not move."""
        taken = self.width() - self.viewport().width()
        spare = 0 if self.takes_all else self.width() - 2 * MARGIN - WIDEST
        side = MARGIN + max(0, spare) // 2
        self.column.setContentsMargins(side, 20, side - taken, MARGIN)
        super().resizeEvent(event)

    def show_view(self, view: Any) -> None:
        """Show what the page's presenter made; each page does it in its own way."""

    def explain(self, request_id: str) -> None:
        """Show that request in full; nothing where the page knows no requests."""


class Notices(QWidget):
    """A column of notices that is gone when there are none."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._cards: list[NoticeCard] = []

    def show_views(self, views: tuple[NoticeView, ...]) -> None:
        while len(self._cards) > len(views):
            gone = self._cards.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._cards) < len(views):
            card = NoticeCard()
            card.asked.connect(self.asked)
            self._cards.append(card)
            self._column.addWidget(card)
        for card, view in zip(self._cards, views, strict=True):
            card.show_view(view)
        self.setVisible(bool(views))


def side_by_side(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
