"""Owns the moment when a window has been painted for the first time. Paints nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LONGEST_WAIT_MS = 1000  # a window that starts minimized or on another workspace is not painted


class FirstPaint(QObject):
    """``seen`` comes once: after the first frame, or when none came for so long."""

    seen = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.seen)
        self._timer.start(LONGEST_WAIT_MS)
        window.installEventFilter(self)

    def stop(self) -> None:
        self._window.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, seen: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(0)  # the paint itself comes after this
        return False
