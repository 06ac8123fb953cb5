"""Owns the tray and window icon: a shape of its own for each state, readable at 16 px.

The colours stand 3:1 on white and on near-black panels alike; the shapes differ without them.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ziggie_desktop.desktop.presenters.status import Sign

GRID = 16.0
SIZES = (16, 22, 24, 32, 44, 48, 64, 128)
BLUE = QColor("#2f7df0")
GREEN = QColor("#12935f")
AMBER = QColor("#c07600")
RED = QColor("#df3b32")
GREY = QColor("#77808d")
INK = QColor("#ffffff")
PANEL_SHAPES = (BLUE, GREEN, AMBER, RED, GREY)


def sign_icon(sign: Sign, *, badge: bool = False) -> QIcon:
    icon = QIcon()
    for side in SIZES:
        icon.addPixmap(sign_pixmap(sign, side, badge=badge))
    return icon


def sign_pixmap(sign: Sign, side: int, *, badge: bool = False) -> QPixmap:
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / GRID, side / GRID)
    PAINTERS[sign](painter)
    if badge:
        _badge(painter)
    painter.end()
    return made


def _fill(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    painter.fillPath(path, colour)


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)


def _plate(inset: float = 0.5) -> QPainterPath:
    path = QPainterPath()
    side = GRID - 2 * inset
    path.addRoundedRect(QRectF(inset, inset, side, side), 4, 4)
    return path


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _z() -> QPainterPath:
    path = QPainterPath(QPointF(4.8, 4.6))
    for x, y in ((11.2, 4.6), (4.8, 11.4), (11.2, 11.4)):
        path.lineTo(x, y)
    return path


def _ready(painter: QPainter) -> None:
    _fill(painter, _plate(), BLUE)
    _stroke(painter, _z(), INK, 2.0)


def _working(painter: QPainter) -> None:
    circle = QPainterPath()
    circle.addEllipse(QPointF(8, 8), 7.5, 7.5)
    _fill(painter, circle, GREEN)
    bolt = ((9.4, 2.4), (4.2, 9.0), (7.4, 9.0), (6.6, 13.6), (11.8, 7.0), (8.6, 7.0))
    _fill(painter, _polygon(*bolt), INK)


def _starting(painter: QPainter) -> None:
    _stroke(painter, _plate(1.4), BLUE, 1.8)
    for x in (4.6, 8.0, 11.4):
        dot = QPainterPath()
        dot.addEllipse(QPointF(x, 8), 1.25, 1.25)
        _fill(painter, dot, BLUE)


def _degraded(painter: QPainter) -> None:
    triangle = _polygon((8, 1.6), (15, 14.4), (1, 14.4))
    _fill(painter, triangle, AMBER)
    _stroke(painter, triangle, AMBER, 1.6)
    _mark(painter, top=5.6, bottom=9.6, dot=12.2)


def _mark(painter: QPainter, *, top: float, bottom: float, dot: float) -> None:
    line = QPainterPath(QPointF(8, top))
    line.lineTo(8, bottom)
    _stroke(painter, line, INK, 1.9)
    point = QPainterPath()
    point.addEllipse(QPointF(8, dot), 1.1, 1.1)
    _fill(painter, point, INK)


def _failed(painter: QPainter) -> None:
    cut, far = 4.8, GRID - 4.8
    edge, end = 0.6, GRID - 0.6
    corners = ((cut, edge), (far, edge), (end, cut), (end, far))
    _fill(painter, _polygon(*corners, (far, end), (cut, end), (edge, far), (edge, cut)), RED)
    cross = QPainterPath(QPointF(5.2, 5.2))
    cross.lineTo(10.8, 10.8)
    cross.moveTo(10.8, 5.2)
    cross.lineTo(5.2, 10.8)
    _stroke(painter, cross, INK, 2.0)


def _cloud(painter: QPainter) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addEllipse(QPointF(4.2, 9.6), 3.8, 3.6)
    path.addEllipse(QPointF(8.2, 6.8), 4.6, 4.4)
    path.addEllipse(QPointF(12.2, 9.7), 3.5, 3.5)
    path.addRect(QRectF(4.2, 9.2, 8.0, 4.0))
    _fill(painter, path.simplified(), BLUE)


def _lent(painter: QPainter) -> None:
    """A diamond with an arrow that leads away."""
    diamond = _polygon((8, 1.2), (14.8, 8), (8, 14.8), (1.2, 8))
    _fill(painter, diamond, GREY)
    _stroke(painter, diamond, GREY, 1.4)
    arrow = QPainterPath(QPointF(4.6, 8))
    arrow.lineTo(11.2, 8)
    arrow.moveTo(8.4, 5.2)
    arrow.lineTo(11.2, 8)
    arrow.lineTo(8.4, 10.8)
    _stroke(painter, arrow, INK, 1.8)


def _paused(painter: QPainter) -> None:
    _fill(painter, _plate(), GREY)
    for x in (5.9, 10.1):
        bar = QPainterPath(QPointF(x, 4.8))
        bar.lineTo(x, 11.2)
        _stroke(painter, bar, INK, 2.1)


def _offline(painter: QPainter) -> None:
    ring = QPainterPath()
    ring.addEllipse(QPointF(8, 8), 6.4, 6.4)
    _stroke(painter, ring, GREY, 1.9)
    slash = QPainterPath(QPointF(3.6, 12.4))
    slash.lineTo(12.4, 3.6)
    _stroke(painter, slash, GREY, 1.9)


def _badge(painter: QPainter) -> None:
    """A dot in the corner with a gap cut around it, so that it shows on any shape."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(INK)
    painter.drawEllipse(QPointF(12.5, 3.5), 4.7, 4.7)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setBrush(RED)
    painter.drawEllipse(QPointF(12.5, 3.5), 3.4, 3.4)


PAINTERS = {
    Sign.READY: _ready,
    Sign.WORKING: _working,
    Sign.STARTING: _starting,
    Sign.DEGRADED: _degraded,
    Sign.FAILED: _failed,
    Sign.CLOUD: _cloud,
    Sign.LENT: _lent,
    Sign.PAUSED: _paused,
    Sign.OFFLINE: _offline,
}
