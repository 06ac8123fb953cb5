"""Owns the lock that lets one service, or one desktop, run per home. Never removes its lock file.

The operating system holds the lock and drops it when its process ends, however that ends, so that
a stale file or a reused pid locks nobody out.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.paths import FILE_MODE


class SingleInstance:
    """A lock on ``path``. What the first holder noted there (its URL, say) the others can read."""

    def __init__(self, *, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self, note: str = "") -> bool:
        """Take the lock; False when another process holds it."""
        if self._handle is not None:
            return True
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            handle = os.open(self._path, flags, FILE_MODE)
        except OSError as error:
            raise ZiggieError(
                "home_unusable",
                f"The lock file {self._path} cannot be opened: {error.strerror}.",
                "Make its folder writable, or name another home with ZIGGIE_HOME or --home.",
            ) from error
        if not _lock(handle):
            os.close(handle)
            return False
        self._handle = handle
        if sys.platform != "win32":
            os.fchmod(handle, FILE_MODE)
        self.write_note(note)
        return True

    def write_note(self, note: str) -> None:
        """Leave a short text for the others; only the holder may."""
        if self._handle is None:
            raise RuntimeError("the lock is not held")
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, note.encode("utf-8"))

    def read_note(self) -> str:
        """What the holder, or the last one, noted; empty for nothing."""
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError:
            return ""

    def release(self) -> None:
        """Give the lock back; the file stays, removing it would race with the next holder."""
        if self._handle is None:
            return
        os.close(self._handle)
        self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        # One byte far behind the note, so that others can still read the note.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        # The descriptor is not inheritable (PEP 446), so that no child keeps the lock alive.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
