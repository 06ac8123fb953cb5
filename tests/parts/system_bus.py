"""Owns a message bus of its own, on which a stand-in for logind speaks. Never the machine's own."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from ziggie_desktop.platform import logind

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="*"/>
<allow receive_type="*"/><allow send_destination="*"/></policy></busconfig>"""


class Bus:
    """A message bus of its own, on which a stand-in for logind speaks."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "bus.conf"
        self._socket = folder / "bus"
        self._config.write_text(CONFIG.format(socket=self._socket))
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"unix:path={self._socket}"

    def start(self) -> None:
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={self._config}", "--nofork", "--nopidfile"]
        )
        deadline = time.monotonic() + 60
        while not self._listens():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._socket)) == 0

    def stop(self) -> None:
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None
        self._socket.unlink(missing_ok=True)

    def logind(self) -> Any:
        """A connection that bears logind's name."""
        from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

        connection = open_dbus_connection(self.address, enable_fds=True)
        connection.send_and_get_reply(message_bus.RequestName(logind.SENDER))
        return connection


class SleepLocks:
    """Answers ``Inhibit`` as logind does, with a pipe whose other end tells when it is given back.
    ``refuse``: as on a machine whose rules do not allow it."""

    def __init__(self, bus: Bus, *, refuse: bool = False) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._refuse = refuse
        self._held: list[int] = []
        self._ended = threading.Event()
        self._connection = bus.logind()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> SleepLocks:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(60)
        self._connection.close()
        for end in self._held:
            os.close(end)

    @property
    def held(self) -> int:
        """How many of the locks that were handed out are still open somewhere."""
        still = []
        for end in self._held:
            ready, _, _ = select.select([end], [], [], 0)
            if ready:  # the end of the pipe: nobody holds the other side
                os.close(end)
            else:
                still.append(end)
        self._held = still
        return len(still)

    def _serve(self) -> None:
        from jeepney import (  # type: ignore[import-untyped]
            HeaderFields,
            MessageType,
            new_error,
            new_method_return,
        )

        while not self._ended.is_set():
            try:
                message = self._connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            if message.header.message_type is not MessageType.method_call:
                continue
            assert message.header.fields[HeaderFields.member] == "Inhibit"
            self.asked.append(message.body)
            if self._refuse:
                denied = "org.freedesktop.DBus.Error.AccessDenied"
                self._connection.send(new_error(message, denied))
                continue
            ours, theirs = os.pipe()
            self._connection.send(new_method_return(message, "h", (theirs,)))
            os.close(theirs)
            self._held.append(ours)
