"""Owns the labels: one with a role of the style sheet, one that shortens what is too long."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ziggie_desktop.desktop.presenters.text import unknown
from ziggie_desktop.desktop.theme import even_figures

ENDLESS_PX = 10_000
FIGURES = ("figure", "value", "strong")  # loud, but for what is unknown
COMMAND = re.compile("`([^`]+)`")

Role = Literal[
    "title", "brand", "heading", "strong", "dim", "figure", "unit", "value", "error", "text"
]


class Label(QLabel):
    """Plain text only: what comes from a model's name or a reason is never read as HTML."""

    def __init__(self, role: Role = "text", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setFont(even_figures())

    def say(self, text: str) -> None:
        if text == self.text():
            return
        self.setText(text)
        if self.property("role") in FIGURES and self.property("is_known") is not (
            text != unknown()
        ):
            self.setProperty("is_known", text != unknown())
            self.style().unpolish(self)
            self.style().polish(self)


def commands_quoted(text: str) -> str:
    """Backticks are a programmer's: a reader finds the quotes of the language."""
    return COMMAND.sub(lambda found: QLocale().quoteString(found[1]), text) if "`" in text else text


class WrapLabel(Label):
    """Breaks its lines; as high as its text needs at its width."""

    def __init__(self, role: Role = "text", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(role, commands_quoted(text), parent)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        words = commands_quoted(text)
        if words != self.text():
            super().say(words)
            self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def _take_height(self) -> None:
        """Claim the height: layouts within layouts lose the height that belongs to a width."""
        self.setMinimumHeight(self.needed_height())

    def needed_height(self) -> int:
        """What the text needs at this width. QLabel's own answer never falls below its minimum."""
        if not self.text():
            return 0
        room = QRect(0, 0, max(1, self.contentsRect().width()), ENDLESS_PX)
        flags = int(Qt.TextFlag.TextWordWrap | self.alignment())
        return self.fontMetrics().boundingRect(room, flags, self.text()).height()


class ShortLabel(Label):
    """One line that ends in … where it does not fit; the whole text is in its tooltip."""

    def __init__(self, role: Role = "text", parent: QWidget | None = None) -> None:
        super().__init__(role, "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        super().say(text)
        self.setToolTip(text if self.is_short() else "")

    def is_short(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.contentsRect()
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), elide, box.width())
        painter.setPen(self.palette().windowText().color())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(box, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
