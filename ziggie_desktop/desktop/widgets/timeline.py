"""Owns the painted timeline of a day: stacked bars, told apart without colour, a value to each."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, QTime
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ziggie_desktop.desktop.presenters.timeline import BarView, TimelineView
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.theme import Theme
from ziggie_desktop.desktop.widgets.picture import BarPicture
from ziggie_desktop.desktop.widgets.plot import nice_top

LEFT = 34.0
FOOT = 20.0
HEAD = 14.0  # the marks of fallbacks stand there
GAP_SHARE = 0.25
HOURS = (0, 6, 12, 18, 24)
HEIGHT = 132
MARK = 3.4
BOX, BETWEEN = 16, 16  # of the legend: a square with its gap, and what parts two entries


class Timeline(BarPicture):
    """A bar each half hour; the mark begins at now."""

    MARGINS = (LEFT, HEAD, 4.0, FOOT)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = TimelineView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: TimelineView) -> None:
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(view.says)
        self.show_bars(tuple(bar.says for bar in view.bars), begin=view.now)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        top = nice_top(max([4, *(bar.total for bar in self._view.bars)]))
        self._paint_axis(painter, box, top)
        for place, bar in enumerate(self._view.bars):
            self._paint_bar(painter, self._slot(place, box), bar, top)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Theme.tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._paint_marker(painter, box)

    def _slot(self, place: int, box: QRectF) -> QRectF:
        width = box.width() / len(self._view.bars)
        return QRectF(box.left() + place * width, box.top(), width, box.height())

    def _paint_axis(self, painter: QPainter, box: QRectF, top: float) -> None:
        tokens = Theme.tokens
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in (0.0, 0.5, 1.0):
            y = round(box.bottom() - box.height() * share) + 0.5
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(QColor(tokens.dim))
            words = f"{top * share:.0f}"
            painter.drawText(QRectF(0, y - 9, LEFT - 7, 18), int(right), words)
        for hour in HOURS:
            x = box.left() + box.width() * hour / 24
            flag = Qt.AlignmentFlag.AlignHCenter
            x -= {0: 0, 24: 60}.get(hour, 30)
            flag = {0: Qt.AlignmentFlag.AlignLeft, 24: Qt.AlignmentFlag.AlignRight}.get(hour, flag)
            foot = QRectF(x, box.bottom() + 3, 60, FOOT - 3)
            painter.drawText(foot, int(flag), _clock(hour))

    def _paint_bar(self, painter: QPainter, slot: QRectF, bar: BarView, top: float) -> None:
        tokens = Theme.tokens
        inset = slot.width() * GAP_SHARE / 2
        y = slot.bottom()
        looks = (
            (bar.local, tokens.accent, Qt.BrushStyle.SolidPattern),
            (bar.cloud, tokens.warn, Qt.BrushStyle.BDiagPattern),
            (bar.failed, tokens.bad, Qt.BrushStyle.SolidPattern),
        )
        for count, colour, pattern in looks:
            if not count:
                continue
            height = slot.height() * count / top
            part = QRectF(slot.left() + inset, y - height, slot.width() - 2 * inset, height)
            hatched = pattern is not Qt.BrushStyle.SolidPattern
            painter.setPen(QPen(QColor(colour), 1) if hatched else Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(colour), pattern))
            painter.drawRect(part)
            y -= height
        if bar.fallbacks:
            middle = slot.center().x()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.text))
            low = y - 3
            painter.drawPolygon(
                [
                    QPointF(middle - MARK, low - 2 * MARK),
                    QPointF(middle + MARK, low - 2 * MARK),
                    QPointF(middle, low),
                ]
            )

    def _paint_marker(self, painter: QPainter, box: QRectF) -> None:
        if self._at is None or not self._view.bars:
            return
        tokens = Theme.tokens
        slot = self._slot(self._at, box)
        painter.setPen(QPen(QColor(tokens.strong_line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(slot)
        words = self.hover_text()
        width = painter.fontMetrics().horizontalAdvance(words) + 18
        x = min(max(box.left(), slot.center().x() - width / 2), box.right() - width)
        bubble = QRectF(x, box.top() + 2, width, 24)
        painter.setPen(QPen(QColor(tokens.strong_line), 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(bubble, 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, words)


def _clock(hour: int) -> str:
    """As the reader's region writes a full hour; where the day ends a new one begins."""
    return QLocale().toString(QTime(hour % 24, 0), QLocale.FormatType.ShortFormat)


class Legend(QWidget):
    """What the looks of the bars mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("Legend"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _entries(self) -> tuple[tuple[str, str, Qt.BrushStyle], ...]:
        tokens = Theme.tokens
        return (
            (t("Local"), tokens.accent, Qt.BrushStyle.SolidPattern),
            (t("Cloud"), tokens.warn, Qt.BrushStyle.BDiagPattern),
            (t("Failed"), tokens.bad, Qt.BrushStyle.SolidPattern),
            ("▾ " + t("Fell back"), "", Qt.BrushStyle.NoBrush),
        )

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        wide = (metrics.horizontalAdvance(w) + (BOX if c else 0) for w, c, _ in self._entries())
        return QSize(sum(wide) + BETWEEN * (len(self._entries()) - 1) + 4, 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for words, colour, pattern in self._entries():
            if colour:
                painter.setPen(QPen(QColor(colour), 1))
                painter.setBrush(QBrush(QColor(colour), pattern))
                painter.drawRect(QRectF(x + 2, 5, 9, 9))
            x += BOX if colour else 0
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(QColor(Theme.tokens.dim))
            painter.drawText(QRectF(x, 0, width + 2, 20), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + BETWEEN
