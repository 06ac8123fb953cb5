"""Owns where the desktop of a home is called, and the call that raises its window. Never imports
Qt: a second start is over before Qt would be loaded.
"""

from __future__ import annotations

import os
import socket
import stat
import sys
from binascii import crc32
from pathlib import Path

ANSWER_TIMEOUT_S = 0.5
RAISE = b"raise\n"


def call_name(home: str) -> str:
    """One name for each user and home; short, as socket paths must be."""
    said = f"{Path.home()}\n{Path(home).absolute()}".encode()
    return f"ziggie-desktop-{crc32(said):08x}{crc32(said[::-1]):08x}"  # hashlib loads OpenSSL


def call_path(home: str) -> Path:
    """The socket's place, of this user's own where the system gives one."""
    folder = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("TMPDIR")
    folder = folder or "/tmp"  # noqa: S108 - it is looked at whose socket lies there
    return Path(folder) / call_name(home)


def knock(home: str) -> bool:
    """Ask a running desktop to show its window; False: there is none."""
    if sys.platform == "win32":
        return _knock_pipe(rf"\\.\pipe\{call_name(home)}")
    return _knock_socket(call_path(home))


def _knock_socket(path: Path) -> bool:
    try:
        found = path.lstat()
        if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.getuid():
            return False  # of somebody else: nobody's window would be raised
        with socket.socket(socket.AF_UNIX) as call:
            call.settimeout(ANSWER_TIMEOUT_S)
            call.connect(str(path))  # says all; a word would come to one that has hung up already
    except OSError:
        return False
    return True


def _knock_pipe(name: str) -> bool:
    """What Qt's local server listens on where Windows is."""
    try:
        with open(name, "r+b", buffering=0) as call:  # noqa: PTH123 - a pipe is no path
            call.write(RAISE)
    except OSError:
        return False
    return True
