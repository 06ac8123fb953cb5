"""Owns the promise of one desktop for each home: a second start raises the first one's window."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_TIMEOUT_MS = 500
RAISE = b"raise\n"


def socket_name(home: str) -> str:
    """One name for each user and home; short, as socket paths must be."""
    digest = hashlib.sha256(f"{Path.home()}\n{Path(home).absolute()}".encode()).hexdigest()
    return f"ziggie-desktop-{digest[:16]}"


class Instance(QObject):
    """``claim()`` first; False: another one is there and has been asked to show itself."""

    raised = Signal()

    def __init__(self, *, home: str) -> None:
        super().__init__()
        self._name = socket_name(home)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)  # 0600
        self._server.newConnection.connect(self._on_connection)

    def claim(self) -> bool:
        if self._ask_first():
            return False
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # a socket that a crash left behind
            if not self._server.listen(self._name):
                return not self._ask_first()
        return True

    def release(self) -> None:
        self._server.close()

    @property
    def path(self) -> str:
        return self._server.fullServerName()

    def _ask_first(self) -> bool:
        """Ask a running one to show its window. Before the event loop, so it may wait a moment."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_TIMEOUT_MS):
            return False
        socket.write(RAISE)
        socket.waitForBytesWritten(ANSWER_TIMEOUT_MS)
        socket.disconnectFromServer()
        return True

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()
