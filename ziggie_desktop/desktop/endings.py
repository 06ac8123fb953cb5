"""Owns that a signal to end closes the desktop in order. Never used on Windows, which has none."""

from __future__ import annotations

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class Endings(QObject):
    """SIGTERM, SIGINT and SIGHUP end the application, whatever its windows would say to it.

    Qt's loop runs no Python while it waits, so a handler alone would be called only at the next
    event: the wake-up descriptor makes the signal one.
    """

    def __init__(self, *, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._before: int | None = None
        if sys.platform != "win32":
            self._before = signal.set_wakeup_fd(self._theirs.fileno())
            for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(name, lambda *_: self._app.exit())

    def _wake(self) -> None:
        """Reading lets Python run the handler that waits."""
        try:
            self._ours.recv(64)
        except BlockingIOError:
            return

    def close(self) -> None:
        if self._before is not None:
            signal.set_wakeup_fd(self._before)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()
