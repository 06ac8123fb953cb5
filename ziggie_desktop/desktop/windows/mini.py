"""Owns the small window that stays where no tray is there. Knows no client, decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from ziggie_desktop.desktop.presenters.mini import MiniView
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.sign_icon import sign_icon
from ziggie_desktop.desktop.widgets.label import Label

ICON_SIDE = 28
STEP_PX = 16
REDRAW_MS = 500
STEPS = {
    Qt.Key.Key_Left: QPoint(-STEP_PX, 0),
    Qt.Key.Key_Right: QPoint(STEP_PX, 0),
    Qt.Key.Key_Up: QPoint(0, -STEP_PX),
    Qt.Key.Key_Down: QPoint(0, STEP_PX),
}


class MiniWindow(QWidget):
    """A click or Return opens the window, a drag or the arrow keys move it, the menu key or a right
    click brings the tray's menu."""

    asked = Signal(object)
    menu_wanted = Signal(object)  # where

    def __init__(self, *, view: Callable[[], MiniView]) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self._make_view = view
        self._shown: MiniView | None = None
        self._grip: QPoint | None = None
        self._dragged = False
        self.setObjectName("mini")
        self.setWindowTitle("Ziggie")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setToolTip(t("Return opens Ziggie, the arrow keys move this window"))
        self._icon = QLabel()
        self._word = Label("strong")
        self._detail = Label("dim")
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self._word)
        lines.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(self.redraw)
        self.redraw()

    def place(self, saved: QByteArray) -> None:
        """Where the person left it, else in the lower right corner of the screen."""
        if not saved.isEmpty() and self.restoreGeometry(saved):
            return
        room = self.screen().availableGeometry()
        size = self.sizeHint()
        self.move(room.right() - size.width() - STEP_PX, room.bottom() - size.height() - STEP_PX)

    def later(self) -> None:
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start()

    def redraw(self) -> None:
        view = self._make_view()
        if view == self._shown:
            return
        self._shown = view
        icon = sign_icon(view.sign, badge=view.badge)
        self._icon.setPixmap(icon.pixmap(QSize(ICON_SIDE, ICON_SIDE)))
        self._word.say(view.word)
        self._detail.say(view.detail)
        self._detail.setVisible(bool(view.detail))
        self.setAccessibleName(view.says)

    def _open(self) -> None:
        self.asked.emit(Do(Verb.OPEN, Page.DASHBOARD))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.pos()
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        there = event.globalPosition().toPoint() - self._grip
        far = (there - self.pos()).manhattanLength() >= QApplication.startDragDistance()
        self._dragged = self._dragged or far
        if not self._dragged:
            return
        window = self.windowHandle()
        if window is not None and window.startSystemMove():  # Wayland moves no window of itself
            self._grip = None
        else:
            self.move(there)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._grip = self._grip is not None, None
        if held and not self._dragged and event.button() is Qt.MouseButton.LeftButton:
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif key in STEPS:
            self.move(self.pos() + STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        corner = self.mapToGlobal(self.rect().bottomLeft())
        self.menu_wanted.emit(QCursor.pos() if by_mouse else corner)

    def closeEvent(self, event: QCloseEvent) -> None:
        """It is put away in the settings, not by a stray Alt+F4: nothing else would lead back."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A plain QWidget draws its style sheet's background only when told to."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
