"""Owns what Linux and macOS do alike: process groups. Signals only the group it is given."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Any


def child_options() -> dict[str, Any]:
    """A session of its own: no terminal signal reaches the child, its group can be ended whole."""
    return {"start_new_session": True}


class PosixGroup:
    """The process group whose leader we started; its id is the leader's pid.

    The kernel gives no pid out again while a group bears it, so the id stays ours as long as
    one member lives.
    """

    def __init__(self, pid: int) -> None:
        if pid <= 1:
            raise ValueError(f"{pid} is no group of ours")
        self._pid = pid

    def ask_to_end(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self._pid, signal.SIGTERM)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._pid, signal.SIGKILL)

    def alive(self) -> bool:
        try:
            os.killpg(self._pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return any(_runs(pid) for pid in self.members())

    def members(self) -> tuple[int, ...]:
        """The pids in the group, zombies too."""
        import psutil  # a part of the desktop's start, which asks for no process

        found = []
        for pid in psutil.pids():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getpgid(pid) == self._pid:
                    found.append(pid)
        return tuple(found)

    def close(self) -> None:
        """Nothing is held."""


def _runs(pid: int) -> bool:
    import psutil

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
