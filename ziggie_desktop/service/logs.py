"""Owns where log records go: stderr and a private file that never grows without bound.

No record holds a prompt, an answer or a key: no room logs them, and none is formatted here.
"""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
FILE_BYTES = 2 * 2**20
FILES = 4


def start_logging(path: Path, *, level: int = logging.INFO) -> None:
    """Log to stderr and to ``path``; libraries only from warnings on."""
    formatter = logging.Formatter(FORMAT)
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    try:
        handlers.append(_PrivateFile(path, maxBytes=FILE_BYTES, backupCount=FILES))
    except OSError as error:
        print(f"no log file: {error.strerror}", file=sys.stderr)  # noqa: T201 - logging is not up yet
    root = logging.getLogger()
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("ziggie").setLevel(level)
    logging.captureWarnings(capture=True)


class _PrivateFile(RotatingFileHandler):
    """A log file that only its owner reads; a symbolic link in its place is refused."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self.baseFilename, flags, 0o600)
        if os.name == "posix":
            os.fchmod(handle, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")


def tail(path: Path, lines: int, *, reach: int = 262_144) -> list[str]:
    """The last lines of the log, oldest first; reads no more than its last ``reach`` bytes."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - reach))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return text.splitlines()[-lines:]
