"""Owns the live plot: a filled line with an axis, its unit, and the value under the pointer."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.view import Series
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.theme import Theme
from ziggie_desktop.desktop.widgets.picture import Picture

STEPS = 4
AXIS_WIDTH = 44.0
FOOT = 20.0
HEAD = 8.0
KEY_STEP_S = 5.0  # of a short span
KEY_STEPS = 60  # presses from one end of a longer one to the other


def nice_top(highest: float) -> float:
    """The end of the axis: the least round figure that holds ``highest``."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    for factor in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8):
        if highest <= factor * power:
            return factor * power
    return 10 * power


class Plot(Picture):
    """Shows one series. The left and right keys move the marker as the pointer does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = Series("", "")
        self._at: float | None = None  # seconds before now, where the marker stands
        self._ground: tuple[object, QPixmap] | None = None  # the axis, and what it was drawn for
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_series(self, series: Series) -> None:
        if series == self._series:
            return
        before, self._series = self._series, series
        if (before.label, before.span_s) != (series.label, series.span_s):
            self.setAccessibleName(series.label)  # the latest value is said by the card's heading
            what = t("Plot of the last {time}", time=text.span(series.span_s))
            self.setAccessibleDescription(what)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 110)

    def hover_text(self) -> str:
        """What the marker says, empty where there is none."""
        found = self._nearest()
        if found is None:
            return ""
        ago, value = found
        digits = 0 if value >= 100 or self._series.unit in ("%", "°C") else 1
        when = (
            t("now")
            if ago > -self._series.span_s / 300
            else t("{time} ago", time=text.duration(round(-ago)))
        )
        return f"{text.number(value, digits)} {self._series.unit} · {when}"

    def point_at(self, x: float) -> None:
        """Put the marker at the widget's ``x``."""
        box = self._box()
        share = (x - box.left()) / max(1.0, box.width())
        self._at = (min(1.0, max(0.0, share)) - 1.0) * self._series.span_s
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(event.position().x())

    def showEvent(self, event: QShowEvent) -> None:
        self._cover()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._cover()

    def _cover(self) -> None:
        """Nothing shows through, so nothing beneath is drawn. A style sheet takes it back."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def leaveEvent(self, event: QEvent) -> None:
        self._at = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        length = max(KEY_STEP_S, self._series.span_s / KEY_STEPS)
        step = {Qt.Key.Key_Left: -length, Qt.Key.Key_Right: length}.get(Qt.Key(event.key()), 0.0)
        if not step:
            super().keyPressEvent(event)
            return
        start = 0.0 if self._at is None else self._at
        self._at = min(0.0, max(-self._series.span_s, start + step))
        self.update()
        self.announce(self.hover_text())

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(AXIS_WIDTH, HEAD, -2, -FOOT)

    def _top(self) -> float:
        values = [value for _, value in self._series.points if value is not None]
        return nice_top(max([*values, self._series.top or 0.0, 0.0]))

    def _nearest(self) -> tuple[float, float] | None:
        if self._at is None:
            return None
        known = [(ago, value) for ago, value in self._series.points if value is not None]
        return min(known, key=lambda p: abs(p[0] - (self._at or 0.0)), default=None)

    def _place(self, ago: float, value: float, box: QRectF, top: float) -> QPointF:
        x = box.right() + ago / self._series.span_s * box.width()
        return QPointF(x, box.bottom() - value / top * box.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box, top = self._box(), self._top()
        painter.drawPixmap(0, 0, self._axis(box, top))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines(box, top):
            self._paint_line(painter, line, box)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Theme.tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._paint_marker(painter, box, top)

    def _axis(self, box: QRectF, top: float) -> QPixmap:
        """The ground with the axis: drawn once, the line over it each time."""
        ratio, series = self.devicePixelRatioF(), self._series
        drawn_for = (self.size(), ratio, top, series.unit, series.span_s, Theme.tokens)
        if self._ground is None or self._ground[0] != drawn_for:
            ground = QPixmap(self.size() * ratio)
            ground.setDevicePixelRatio(ratio)
            ground.fill(QColor(Theme.tokens.card))
            painter = QPainter(ground)
            painter.setFont(self.font())
            self._paint_axis(painter, box, top)
            painter.end()
            self._ground = (drawn_for, ground)
        return self._ground[1]

    def _paint_axis(self, painter: QPainter, box: QRectF, top: float) -> None:
        tokens = Theme.tokens
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        digits = 0 if float(top / 2).is_integer() else 1
        for step in range(STEPS + 1):
            y = round(box.bottom() - box.height() * step / STEPS) + 0.5
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            if step % 2:
                continue
            words = text.number(top * step / STEPS, digits)
            if step == STEPS:
                words += f" {self._series.unit}"
            painter.setPen(QColor(tokens.dim))
            painter.drawText(QRectF(0, y - 9, AXIS_WIDTH - 7, 18), int(right), words)
        foot = QRectF(box.left(), box.bottom() + 3, box.width(), FOOT - 3)
        painter.setPen(QColor(tokens.dim))
        past = t("{time} ago", time=text.span(self._series.span_s))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft), past)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight), t("now"))

    def _lines(self, box: QRectF, top: float) -> list[list[QPointF]]:
        """The points as unbroken lines: a gap in what is known is a gap in the picture."""
        lines: list[list[QPointF]] = [[]]
        right, bottom = box.right(), box.bottom()
        wide, high = box.width() / self._series.span_s, box.height() / top
        for ago, value in self._series.points:
            if value is None:
                lines.append([])
            else:
                lines[-1].append(QPointF(right + ago * wide, bottom - value * high))
        return [line for line in lines if line]

    def _paint_line(self, painter: QPainter, points: list[QPointF], box: QRectF) -> None:
        accent = QColor(Theme.tokens.accent)
        if len(points) == 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(points[0], 2.5, 2.5)
            return
        foot = [QPointF(points[-1].x(), box.bottom()), QPointF(points[0].x(), box.bottom())]
        area = QPainterPath()
        area.addPolygon(QPolygonF([*points, *foot, points[0]]))
        fade = QLinearGradient(box.topLeft(), box.bottomLeft())
        for place, alpha in ((0.0, 90), (1.0, 8)):
            shade = QColor(accent)
            shade.setAlpha(alpha)
            fade.setColorAt(place, shade)
        painter.fillPath(area, fade)
        pen = QPen(accent, 1.8)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _paint_marker(self, painter: QPainter, box: QRectF, top: float) -> None:
        found = self._nearest()
        if found is None:
            return
        tokens = Theme.tokens
        point = self._place(*found, box, top)
        painter.setPen(QPen(QColor(tokens.strong_line), 1))
        painter.drawLine(QPointF(point.x(), box.top()), QPointF(point.x(), box.bottom()))
        painter.setPen(QPen(QColor(tokens.card), 2))
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(point, 4.5, 4.5)
        words = self.hover_text()
        width = painter.fontMetrics().horizontalAdvance(words) + 18
        x = min(max(box.left(), point.x() - width / 2), box.right() - width)
        y = point.y() - 34 if point.y() - 34 > 0 else point.y() + 12
        bubble = QRectF(x, y, width, 24)
        painter.setPen(QPen(QColor(tokens.strong_line), 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(bubble, 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, words)
