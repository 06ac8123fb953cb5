"""Owns the small painted widgets: pill, dot, icon, bar and switch."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QProgressBar, QSizePolicy, QWidget

from ziggie_desktop.desktop import icons
from ziggie_desktop.desktop.presenters.view import UNKNOWN_FRACTION, PillView, Tone
from ziggie_desktop.desktop.theme import Theme, tone_inks
from ziggie_desktop.desktop.widgets.label import Label
from ziggie_desktop.desktop.widgets.turning import Turning

PILL_HEIGHT = 20
PILL_LEAST = 62  # short words line up under one another


def _painter(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    return painter


OFF_OPACITY = 0.45  # of a switch that cannot be used


class Pill(Label):
    """A word on a soft ground of its tone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("text", "", parent)
        self._tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_view(self, view: PillView | None) -> None:
        if view is not None and (view.tone, view.text) != (self._tone, self.text()):
            self._tone = view.tone
            self.say(view.text)
            self.updateGeometry()
            self.update()
        self.setVisible(view is not None)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(max(PILL_LEAST, words + 20), PILL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground = tone_inks(Theme.tokens, self._tone)
        painter = _painter(self)
        painter.setBrush(ground)
        box = QRectF(self.rect())
        if ground == QColor(Theme.tokens.card):  # else only words would be seen
            painter.setPen(QPen(ink, 1))
            box.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ToneIcon(QWidget):
    """The icon of a tone, or a given one in that tone's ink. For the eyes only."""

    def __init__(self, side: int, *, path: QPainterPath | None = None) -> None:
        super().__init__()
        self._side = side
        self._path = path
        self._tone = Tone.NEUTRAL
        self.setFixedSize(side, side)

    def show_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def show_path(self, path: QPainterPath | None) -> None:
        """Another picture; None for the tone's own."""
        self._path = path
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, _ = tone_inks(Theme.tokens, self._tone)
        icons.draw(_painter(self), self._path or icons.tone_path(self._tone), ink, self._side)


class Dot(QWidget):
    """The state's colour beside its words."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.NEUTRAL
        self.setFixedSize(10, 18)

    def show_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = _painter(self)
        painter.setBrush(tone_inks(Theme.tokens, self._tone)[0])
        painter.drawEllipse(QPointF(5, 9.5), 4.5, 4.5)


class Bar(QProgressBar):
    """A thin bar; a striped track where the end is not known. Says its percent to a reader."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._tone = Tone.ACCENT
        self.setTextVisible(False)
        self.setRange(0, 1000)
        self.setFixedHeight(6)
        self.setAccessibleName(name)

    def show_fraction(self, fraction: float, tone: Tone = Tone.ACCENT) -> None:
        self._tone = tone
        if fraction == UNKNOWN_FRACTION:
            self.setRange(0, 0)
        else:
            self.setRange(0, 1000)
            self.setValue(round(max(0.0, min(1.0, fraction)) * 1000))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = _painter(self)
        tokens = Theme.tokens
        ink = (
            QColor(tokens.accent) if self._tone is Tone.ACCENT else tone_inks(tokens, self._tone)[0]
        )
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        track = QPainterPath()
        track.addRoundedRect(box, 2, 2)
        painter.fillPath(track, QColor(tokens.track))
        painter.setClipPath(track)
        if self.maximum() == 0:
            pen = QPen(ink, 3)
            painter.setPen(pen)
            for x in range(-8, self.width(), 14):
                painter.drawLine(QPointF(x, box.bottom() + 2), QPointF(x + 8, box.top() - 2))
        elif self.value():
            width = max(4.0, box.width() * self.value() / self.maximum())
            painter.setBrush(ink)
            painter.drawRoundedRect(QRectF(box.left(), box.top(), width, box.height()), 2, 2)


class Switch(QAbstractButton):
    """On or off, with its label beside it."""

    WIDTH, HEIGHT = 34, 20
    flipped = Signal(bool)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._turning = Turning(self)
        self._turning.turned.connect(self.flipped)

    def show_on(self, on: bool) -> None:
        """Show what holds; nobody flipped it."""
        self._turning.show_on(on)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        beside = 14 + words if words else 4
        return QSize(self.WIDTH + beside, max(self.HEIGHT + 6, self.fontMetrics().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = Theme.tokens
        painter = _painter(self)
        painter.setOpacity(1.0 if self.isEnabled() else OFF_OPACITY)
        top = (self.height() - self.HEIGHT) / 2
        box = QRectF(2, top, self.WIDTH, self.HEIGHT)
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.dim))
        painter.drawRoundedRect(box, self.HEIGHT / 2, self.HEIGHT / 2)
        x = box.right() - self.HEIGHT / 2 if self.isChecked() else box.left() + self.HEIGHT / 2
        painter.setBrush(QColor(tokens.on_accent if self.isChecked() else tokens.card))
        painter.drawEllipse(QPointF(x, box.center().y()), 7, 7)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(box.adjusted(-1, -2, 1, 2), 12, 12)
        painter.setPen(QColor(tokens.text))
        words = self.rect().adjusted(self.WIDTH + 10, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
