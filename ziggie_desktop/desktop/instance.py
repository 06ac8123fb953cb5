"""Owns the promise of one desktop for each home: a second start raises the first one's window."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from ziggie_desktop.knock import call_name, call_path, knock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

WAITING = 8  # calls that are not taken yet


class Instance(QObject):
    """``claim()`` first; False: another one is there and has been asked to show itself."""

    raised = Signal()

    def __init__(self, *, home: str) -> None:
        super().__init__()
        self._home = home
        self._server: QLocalServer | None = None
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None

    def claim(self) -> bool:
        if knock(self._home):
            return False
        listens = self._listen_pipe() if sys.platform == "win32" else self._listen()
        return listens or not knock(self._home)  # another one may have been quicker

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._socket is not None and self._notifier is not None:
            self._notifier.setEnabled(False)
            self.path.unlink(missing_ok=True)
            self._socket.close()
            self._socket = None

    @property
    def path(self) -> Path:
        return call_path(self._home)

    def _listen(self) -> bool:
        """On a socket of this user's. Nobody answered there: what lies there is a crash's."""
        listening = socket.socket(socket.AF_UNIX)
        listening.setblocking(False)
        try:
            self.path.unlink(missing_ok=True)
            listening.bind(str(self.path))
            self.path.chmod(0o600)
            listening.listen(WAITING)
        except OSError:
            listening.close()
            return False
        self._socket = listening
        self._notifier = QSocketNotifier(listening.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_call)
        return True

    def _on_call(self) -> None:
        """That somebody called says all."""
        assert self._socket is not None
        try:
            call, _ = self._socket.accept()
        except OSError:
            return
        call.close()
        self.raised.emit()

    def _listen_pipe(self) -> bool:
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_pipe)
        return server.listen(call_name(self._home))

    def _on_pipe(self) -> None:
        while self._server is not None and (call := self._server.nextPendingConnection()):
            call.disconnected.connect(call.deleteLater)
            self.raised.emit()
