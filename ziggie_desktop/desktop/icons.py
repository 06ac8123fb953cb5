"""Owns the line icons: a 24-unit grid of strokes, drawn in any colour and size. No image files."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from ziggie_desktop.desktop.presenters.view import Page, Tone

GRID = 24.0
STROKE = 1.8


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    return path


def _lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for stroke in strokes:
        path.moveTo(QPointF(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(QPointF(*point))
    return path


def _dashboard() -> QPainterPath:
    path = _rounded(4, 4, 7, 9, 1.5)
    path.addPath(_rounded(13, 4, 7, 5, 1.5))
    path.addPath(_rounded(4, 15, 7, 5, 1.5))
    path.addPath(_rounded(13, 11, 7, 9, 1.5))
    return path


def _models() -> QPainterPath:
    return _lines(
        ((12, 3.5), (20, 7.8), (20, 16.2), (12, 20.5), (4, 16.2), (4, 7.8), (12, 3.5)),
        ((4, 7.8), (12, 12), (20, 7.8)),
        ((12, 12), (12, 20.5)),
    )


def _gpu() -> QPainterPath:
    path = _rounded(6, 6, 12, 12, 2)
    path.addPath(_rounded(10, 10, 4, 4, 0.8))
    legs = (9.0, 15.0)
    path.addPath(_lines(*(((x, 3), (x, 6)) for x in legs), *(((x, 18), (x, 21)) for x in legs)))
    path.addPath(_lines(*(((3, y), (6, y)) for y in legs), *(((18, y), (21, y)) for y in legs)))
    return path


def _savings() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 8.5, 8.5)
    path.addPath(_lines(((12, 6.6), (12, 17.4))))
    path.moveTo(14.9, 9.3)
    path.cubicTo(14.2, 7.9, 9.4, 7.7, 9.4, 10.0)
    path.cubicTo(9.4, 12.6, 14.8, 11.3, 14.8, 14.0)
    path.cubicTo(14.8, 16.4, 9.8, 16.2, 9.1, 14.7)
    return path


def _routing() -> QPainterPath:
    return _lines(
        ((3, 12), (9, 12), (15, 5.5), (20.5, 5.5)),
        ((9, 12), (15, 18.5), (20.5, 18.5)),
        ((18, 3), (20.8, 5.5), (18, 8)),
        ((18, 16), (20.8, 18.5), (18, 21)),
    )


def _activity() -> QPainterPath:
    return _lines(((3, 12), (7, 12), (10, 5), (14, 19), (17, 12), (21, 12)))


def _logs() -> QPainterPath:
    path = _rounded(5, 3.5, 14, 17, 2)
    path.addPath(_lines(((8.5, 8), (15.5, 8)), ((8.5, 12), (15.5, 12)), ((8.5, 16), (12.5, 16))))
    return path


def _settings() -> QPainterPath:
    path = _lines(
        ((3.5, 7), (13, 7)), ((18, 7), (20.5, 7)), ((3.5, 17), (6, 17)), ((11, 17), (20.5, 17))
    )
    path.addEllipse(QPointF(15.5, 7), 2.5, 2.5)
    path.addEllipse(QPointF(8.5, 17), 2.5, 2.5)
    return path


def _warning() -> QPainterPath:
    path = _lines(((12, 4), (21, 19.5), (3, 19.5), (12, 4)), ((12, 10), (12, 14)))
    path.addPath(_lines(((12, 16.6), (12, 16.8))))
    return path


def _failed() -> QPainterPath:
    return _lines(
        ((8.5, 3.5), (15.5, 3.5), (20.5, 8.5), (20.5, 15.5), (15.5, 20.5), (8.5, 20.5)),
        ((8.5, 20.5), (3.5, 15.5), (3.5, 8.5), (8.5, 3.5)),
        ((9, 9), (15, 15)),
        ((15, 9), (9, 15)),
    )


def _info() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 8.5, 8.5)
    path.addPath(_lines(((12, 11), (12, 16.5)), ((12, 7.6), (12, 7.8))))
    return path


def _good() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 8.5, 8.5)
    path.addPath(_lines(((8, 12.4), (11, 15.2), (16, 9.2))))
    return path


def _unplugged() -> QPainterPath:
    path = _lines(((3, 21), (7, 17)), ((21, 3), (17, 7)), ((10, 10), (7.6, 12.4)))
    path.addPath(
        _lines(((14, 14), (11.6, 16.4)), ((5.5, 10.5), (13.5, 18.5)), ((10.5, 5.5), (18.5, 13.5)))
    )
    path.moveTo(6.4, 11.4)
    path.cubicTo(4.4, 13.4, 5.2, 15.2, 7, 17)
    path.cubicTo(8.8, 18.8, 10.6, 19.6, 12.6, 17.6)
    path.moveTo(11.4, 6.4)
    path.cubicTo(13.4, 4.4, 15.2, 5.2, 17, 7)
    path.cubicTo(18.8, 8.8, 19.6, 10.6, 17.6, 12.6)
    return path


def _news() -> QPainterPath:
    path = _lines(((12, 3.5), (12, 9)), ((12, 15), (12, 20.5)), ((3.5, 12), (9, 12)))
    path.addPath(_lines(((15, 12), (20.5, 12)), ((6, 6), (8.6, 8.6)), ((15.4, 15.4), (18, 18))))
    path.addPath(_lines(((18, 6), (15.4, 8.6)), ((8.6, 15.4), (6, 18))))
    return path


PAGE_PATHS = {
    Page.DASHBOARD: _dashboard,
    Page.MODELS: _models,
    Page.GPU: _gpu,
    Page.SAVINGS: _savings,
    Page.ROUTING: _routing,
    Page.ACTIVITY: _activity,
    Page.LOGS: _logs,
    Page.SETTINGS: _settings,
    Page.NEWS: _news,
    Page.ABOUT: _info,
    Page.FIRST: _good,
}
TONE_PATHS = {
    Tone.NEUTRAL: _info,
    Tone.ACCENT: _info,
    Tone.GOOD: _good,
    Tone.WARN: _warning,
    Tone.BAD: _failed,
}


def draw(painter: QPainter, path: QPainterPath, colour: QColor, side: float) -> None:
    """Stroke ``path`` into the square of ``side`` at the painter's origin."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / GRID, side / GRID)
    pen = QPen(colour, STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def pixmap(path: QPainterPath, colour: QColor, side: int, ratio: float) -> QPixmap:
    made = QPixmap(QSize(side, side) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, path, colour, side)
    painter.end()
    return made


def page_icon(page: Page, colour: str, chosen_colour: str, side: int, ratio: float) -> QIcon:
    path = PAGE_PATHS[page]()
    icon = QIcon()
    icon.addPixmap(pixmap(path, QColor(colour), side, ratio))
    on = QIcon.State.On
    icon.addPixmap(pixmap(path, QColor(chosen_colour), side, ratio), QIcon.Mode.Normal, on)
    return icon


def tone_path(tone: Tone) -> QPainterPath:
    return TONE_PATHS[tone]()


def open_circle() -> QPainterPath:
    """What is still to be done."""
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 8.5, 8.5)
    return path


def unplugged() -> QPainterPath:
    return _unplugged()
