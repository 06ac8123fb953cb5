"""Owns how a command's answer leaves: one JSON document, or text for people."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import msgspec

DONE = 0


def show(options: argparse.Namespace, value: Any, text: str) -> int:
    """One JSON document, or the text for people."""
    if options.json:
        sys.stdout.flush()
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")  # UTF-8, whatever text is in
    elif text:
        print(text)
    return DONE
