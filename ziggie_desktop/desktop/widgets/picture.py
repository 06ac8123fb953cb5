"""Owns what painted pictures have in common for who cannot see them. Paints nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPixmap
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
