"""Owns how a program's output leaves: whole, in letters that the reader has, or with a clear word
that it could not. Imports nothing heavy, for every program begins here.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

LOST = 1


def with_output(program: Callable[[], int]) -> int:
    """Run it; its exit status. A reader that has gone (``| head -1``) is no error."""
    _open_what_is_closed()
    if isinstance(sys.stdout, io.TextIOWrapper):  # an arrow is not in every Windows code page
        sys.stdout.reconfigure(errors="replace")
    try:
        try:
            return program()
        finally:
            sys.stdout.flush()  # at Python's own end it would be too late for a word
    except BrokenPipeError:
        _let_go()
        return 0
    except OSError as error:
        if error.filename is not None or not _let_go():
            raise
        print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)  # noqa: T201
        print("Send it to a place that has room and takes it.", file=sys.stderr)  # noqa: T201
        return LOST


def _open_what_is_closed() -> None:
    """Started with ``>&-``: what is opened next must not become standard output by its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _let_go() -> bool:
    """Whether standard output was what failed; what is left of it must not be tried again."""
    try:
        sys.stdout.flush()
    except OSError:
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, sys.stdout.fileno())
        os.close(void)
        return True
    return False
