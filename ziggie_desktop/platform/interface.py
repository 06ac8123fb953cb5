"""Owns what the operating systems have in common, as seen by the other rooms. Does nothing itself.

One file per system implements it: linux.py, macos.py, windows.py. Linux is what the tests run on;
the other two are written from their documentation and are not run here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol


class ProcessGroup(Protocol):
    """The processes that a child of ours consists of: itself and all that it started."""

    def ask_to_end(self) -> None:
        """Ask the first process to end by itself; it ends its own children."""

    def kill(self) -> None:
        """End all processes of the group at once; none left is no error."""

    def alive(self) -> bool:
        """Whether any process of the group still runs."""

    def close(self) -> None:
        """Give back what the group holds; ends no process."""


class System(Protocol):
    """What differs from one operating system to the next."""

    name: str

    def ollama_places(self, environ: Mapping[str, str]) -> tuple[Path, ...]:
        """Where installers put the ollama program, best first."""

    def child_options(self) -> dict[str, Any]:
        """Arguments that make a new child lead its own session and group."""

    def group(self, pid: int) -> ProcessGroup:
        """The group of a child that was started with ``child_options``."""

    def lower_thread(self) -> None:
        """Give the calling thread what the processor and disk have left over, for its life."""

    def autostart_file(self, environ: Mapping[str, str]) -> Path | None:
        """The file that starts a program at login, None where it is no file."""

    def autostart_text(self, command: tuple[str, ...]) -> str:
        """What stands in that file, or in the registry value."""

    def set_autostart(self, command: tuple[str, ...] | None, environ: Mapping[str, str]) -> None:
        """Write the entry, or take it away for None."""

    def get_autostart(self, environ: Mapping[str, str]) -> str | None:
        """The entry as it stands, None for none."""

    def hear_resumes(self, told: Callable[[], None]) -> Callable[[], None] | None:
        """Call ``told`` after each sleep, from any thread, until what is returned is called; None
        where the system tells it otherwise. Raises OSError where it does not tell at all."""

    def stay_awake(self, why: str) -> Callable[[], None]:
        """Keep the machine from sleeping until what is returned is called, in the same thread.
        Blocks, for seconds at most; raises where the system does not let us."""
