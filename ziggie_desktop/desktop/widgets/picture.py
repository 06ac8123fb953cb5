"""Owns what painted pictures have in common for who cannot see them. Paints nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QWidget


class Picture(QLabel):
    """A screen reader calls it an image by its accessible name: Qt gives a widget its role by its
    class, and to a label with a pixmap this one. The pixmap is never drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPixmap(QPixmap(1, 1))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def announce(self, words: str) -> None:
        """Let a screen reader say what the keys have just marked."""
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


class BarPicture(Picture):
    """Bars side by side: the pointer marks one, and the left and right keys move the mark.

    ``says`` is what each bar says, from left to right; ``begin`` where the keys put the mark first,
    None: at the end that they come from."""

    MARGINS = (0.0, 0.0, 0.0, 0.0)  # left, top, right, bottom: the bars stand within

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at: int | None = None
        self._says: tuple[str, ...] = ()
        self._begin: int | None = None

    def show_bars(self, says: tuple[str, ...], *, begin: int | None = None) -> None:
        self._says, self._begin = says, begin
        if self._at is not None and self._at >= len(says):
            self._at = None
        self.update()

    def _box(self) -> QRectF:
        left, top, right, bottom = self.MARGINS
        return QRectF(self.rect()).adjusted(left, top, -right, -bottom)

    def hover_text(self) -> str:
        """What the marked bar says, empty where none is."""
        return "" if self._at is None else self._says[self._at]

    def point_at(self, x: float) -> None:
        """Put the mark on the bar at the widget's ``x``."""
        box, count = self._box(), len(self._says)
        if count:
            share = (x - box.left()) / max(1.0, box.width())
            self._at = min(count - 1, max(0, int(share * count)))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(event.position().x())

    def leaveEvent(self, event: QEvent) -> None:
        self._at = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        count = len(self._says)
        if not step or not count:
            super().keyPressEvent(event)
            return
        if self._at is not None:
            wanted = self._at + step
        elif self._begin is not None:
            wanted = self._begin
        else:
            wanted = 0 if step > 0 else count - 1
        self._at = min(count - 1, max(0, wanted))
        self.update()
        self.announce(self.hover_text())
