"""Owns the painted bar of a whole and its parts, told apart without colour, with their words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ziggie_desktop.desktop.presenters.period import PartView
from ziggie_desktop.desktop.theme import Theme

BAR = 14.0
LINE = 22  # of the words below it
SQUARE, AFTER, BETWEEN = 9.0, 7.0, 20.0
LEAST = 3.0  # of a part, to be seen at all


class Split(QWidget):
    """For the eyes; a reader hears the parts as its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[PartView, ...] = ()
        self.setObjectName("split")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_parts(self, parts: tuple[PartView, ...]) -> None:
        if parts != self._parts:
            self._parts = parts
            self.setAccessibleName(", ".join(part.words for part in parts))
            self.update()
        self.setVisible(bool(parts))

    def sizeHint(self) -> QSize:
        return QSize(320, int(BAR) + 4 + LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter, QRectF(0, 0, self.width(), BAR))
        self._paint_words(painter)

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box, 4, 4)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(Theme.tokens.track))
        left = box.left()
        for part in self._parts:
            wide = max(LEAST, box.width() * part.share)
            painter.fillRect(QRectF(left, box.top(), wide - 1, box.height()), _look(part.kind))
            left += wide
        painter.restore()

    def _paint_words(self, painter: QPainter) -> None:
        left, top, metrics = 0.0, BAR + 6, painter.fontMetrics()
        for part in self._parts:
            brush = _look(part.kind)
            painter.setPen(QPen(brush.color(), 1))
            painter.setBrush(brush)
            painter.drawRect(QRectF(left + 0.5, top + (LINE - SQUARE) / 2 - 2, SQUARE, SQUARE))
            left += SQUARE + AFTER
            wide = metrics.horizontalAdvance(part.words)
            painter.setPen(QColor(Theme.tokens.dim))
            spot = QRectF(left, top - 2, wide + 2, LINE)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, part.words)
            left += wide + BETWEEN


def _look(kind: str) -> QBrush:
    """The cloud as on the dashboard."""
    tokens = Theme.tokens
    if kind == "cloud":
        return QBrush(QColor(tokens.warn), Qt.BrushStyle.BDiagPattern)
    return QBrush(QColor(tokens.good if kind == "saved" else tokens.dim))
