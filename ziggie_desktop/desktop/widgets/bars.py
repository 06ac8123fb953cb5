"""Owns the bar plot: two bars a group with an axis, and what the group under the pointer says."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.savings import BarsView
from ziggie_desktop.desktop.theme import Theme
from ziggie_desktop.desktop.widgets.picture import BarPicture
from ziggie_desktop.desktop.widgets.plot import nice_top

AXIS_WIDTH = 62.0
FOOT = 20.0
HEAD = 28.0  # with the legend
SQUARE = 10.0
STEPS = 4
WIDEST = 24.0
NAME_ROOM = 8.0


class BarPlot(BarPicture):
    """Two bars a group: what it was and what it would have been."""

    MARGINS = (AXIS_WIDTH, HEAD, 2.0, FOOT)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = BarsView("", ("", ""), ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_view(self, view: BarsView) -> None:
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(f"{view.label}: {view.names[0]}, {view.names[1]}")
        said = "\n".join(bar.says for bar in view.bars)
        self.setAccessibleDescription(said or view.empty)
        self.show_bars(tuple(bar.says for bar in view.bars))

    def sizeHint(self) -> QSize:
        return QSize(380, 230)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 150)

    def _top(self) -> float:
        values = [v for bar in self._view.bars for v in bar.values if v is not None]
        return nice_top(max([*values, 0]) / text.PICO_PER_USD) if any(values) else 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, top = self._box(), self._top()
        self._paint_legend(painter, box)
        if self._view.bars:
            self._paint_axis(painter, box, top)
            self._paint_bars(painter, box, top)
            self._paint_names(painter, box)
        else:
            painter.setPen(QColor(Theme.tokens.dim))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._view.empty)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Theme.tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._paint_bubble(painter, box)

    def _paint_axis(self, painter: QPainter, box: QRectF, top: float) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for step in range(STEPS + 1):
            y = round(box.bottom() - box.height() * step / STEPS) + 0.5
            painter.setPen(QPen(QColor(Theme.tokens.line), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            if step % 2:
                continue
            words = text.axis_money(top * step / STEPS, top)
            painter.setPen(QColor(Theme.tokens.dim))
            painter.drawText(QRectF(0, y - 9, AXIS_WIDTH - 7, 18), int(right), words)

    def _paint_legend(self, painter: QPainter, box: QRectF) -> None:
        left, metrics = box.left(), painter.fontMetrics()
        for name, ink in zip(self._view.names, _inks(), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawRect(QRectF(left, 5, SQUARE, SQUARE))
            painter.setPen(QColor(Theme.tokens.dim))
            left += SQUARE + 6
            wide = metrics.horizontalAdvance(name)
            painter.drawText(QRectF(left, 1, wide + 2, 18), Qt.AlignmentFlag.AlignVCenter, name)
            left += wide + 18

    def _paint_bars(self, painter: QPainter, box: QRectF, top: float) -> None:
        slot = box.width() / len(self._view.bars)
        wide = min(WIDEST, slot * 0.38)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, bar in enumerate(self._view.bars):
            middle = box.left() + (place + 0.5) * slot
            if place == self._at:
                painter.setBrush(QColor(Theme.tokens.hover))
                ground = QRectF(middle - slot / 2, box.top(), slot, box.height())
                painter.drawRoundedRect(ground, 4, 4)
            for left, value, ink in zip((middle - wide, middle), bar.values, _inks(), strict=True):
                if value is None:
                    painter.setPen(QColor(Theme.tokens.dim))
                    spot = QRectF(left, box.bottom() - 18, wide, 18)
                    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, "?")
                    painter.setPen(Qt.PenStyle.NoPen)
                    continue
                tall = value / text.PICO_PER_USD / top * box.height()
                tall = max(tall, 1.0) if value else 0.0
                painter.setBrush(ink)
                painter.drawRect(QRectF(left, box.bottom() - tall, wide - 1, tall))

    def _paint_names(self, painter: QPainter, box: QRectF) -> None:
        """As many as there is room for; the marked one's is in the bubble."""
        names = [bar.label for bar in self._view.bars]
        slot = box.width() / len(names)
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(name) for name in names) + NAME_ROOM
        every = 1 if self._view.every_name else max(1, -(-int(widest) // max(1, int(slot))))
        painter.setPen(QColor(Theme.tokens.dim))
        for place in range(0, len(names), every):
            room = slot * every
            words = metrics.elidedText(names[place], Qt.TextElideMode.ElideRight, int(room - 4))
            middle = box.left() + (place + 0.5) * slot
            wide = min(room, metrics.horizontalAdvance(words) + 2)
            left = min(max(box.left(), middle - wide / 2), box.right() - wide)
            spot = QRectF(left, box.bottom() + 3, wide, FOOT - 3)
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignHCenter), words)

    def _paint_bubble(self, painter: QPainter, box: QRectF) -> None:
        if self._at is None:
            return
        lines = self.hover_text().split(" · ")
        metrics = painter.fontMetrics()
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 20
        high = len(lines) * metrics.height() + 12
        middle = box.left() + (self._at + 0.5) * box.width() / len(self._view.bars)
        left = min(max(2.0, middle - wide / 2), self.width() - wide - 2)
        bubble = QRectF(left, box.top() + 2, wide, high)
        painter.setPen(QPen(QColor(Theme.tokens.strong_line), 1))
        painter.setBrush(QColor(Theme.tokens.card))
        painter.drawRoundedRect(bubble, 6, 6)
        painter.setPen(QColor(Theme.tokens.text))
        painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))


def _inks() -> tuple[QColor, QColor]:
    """What it would have cost, and what it cost."""
    return QColor(Theme.tokens.dim), QColor(Theme.tokens.accent)
