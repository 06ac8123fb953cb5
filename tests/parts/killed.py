"""Owns how a test lets its own process die, at each change of the disk in turn: nothing after it
has any effect, as after a SIGKILL, and what was not changed yet stays as it is."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHANGES: tuple[tuple[Any, str], ...] = (
    *((Path, name) for name in ("mkdir", "rename", "replace", "rmdir", "symlink_to", "unlink")),
    (os, "fsync"),
    (shutil, "rmtree"),
)


class Killed(BaseException):
    """No handler of the program's own stands in its way."""


class Life:
    """``moments`` are lived through, the next one is the last; None: it lives on, and counts."""

    def __init__(self, moments: int | None = None) -> None:
        self._left = moments
        self._lock = threading.Lock()
        self.lived = 0

    def moment(self) -> None:
        with self._lock:
            if self._left is not None and self.lived >= self._left:
                raise Killed
            self.lived += 1


@contextmanager
def mortal(life: Life) -> Iterator[None]:
    """Each change of the disk is a moment of that life."""

    def may_die(change: Callable[..., Any]) -> Callable[..., Any]:
        def made(*given: Any, **named: Any) -> Any:
            life.moment()
            return change(*given, **named)

        return made

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in CHANGES:
            patch.setattr(owner, name, may_die(getattr(owner, name)))
        yield
