"""Owns colour in a terminal: only where a terminal is, and never where NO_COLOR forbids it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

RESET = "\x1b[0m"
BOLD, RED, YELLOW, GREEN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[32m"


def coloured(stream: TextIO | None = None) -> bool:
    """https://no-color.org: any value but an empty one means no."""
    to = sys.stdout if stream is None else stream
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return to.isatty()


def painted(text: str, code: str) -> str:
    return f"{code}{text}{RESET}" if text and coloured() else text
