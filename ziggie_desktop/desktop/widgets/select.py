"""Owns the choice of one of several, folded away: for more than a row of segments can hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ziggie_desktop.desktop.theme import Theme

ARROW = 4.0


class Select(QComboBox):
    """``chose`` comes from a person's hand alone."""

    chose = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # on Linux Qt gives what is chosen as the name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, words in choices:
            self.addItem(words, key)
        self.activated.connect(lambda _place: self.chose.emit(self.key))

    @property
    def key(self) -> str:
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        place = self.findData(key)
        if place >= 0 and place != self.currentIndex():
            self.setCurrentIndex(place)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices; what is chosen stays where it is still among them."""
        if choices == [(self.itemData(n), self.itemText(n)) for n in range(self.count())]:
            return
        before = self.key
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.choose(before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; nothing is chosen by accident

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_arrow(self)


def draw_arrow(widget: QWidget) -> None:
    """At the right end: something unfolds here. A style sheet takes Qt's own arrow away."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(Theme.tokens.dim), 1.6))
    x, y = widget.width() - 16.0, widget.height() / 2
    points = [QPointF(x - ARROW, y - 2), QPointF(x, y + 2), QPointF(x + ARROW, y - 2)]
    painter.drawPolyline(points)
