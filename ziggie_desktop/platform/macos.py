"""Owns what only macOS does: places, LaunchAgent, caffeinate. Changes no file but the
LaunchAgent.

Not run on macOS here: written from its manuals.
"""

from __future__ import annotations

import contextlib
import os
import plistlib
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ziggie_desktop.platform import macos_power, posix

LABEL = "com.ziggie.desktop"
CAFFEINATE = "/usr/bin/caffeinate"
END_TIMEOUT_S = 5.0
_PRIO_DARWIN_THREAD = 3  # sys/resource.h
_PRIO_DARWIN_BG = 0x1000


class MacOS:
    """macOS 12 and later. The text of the LaunchAgent is tested, its effect is not."""

    name = "macos"

    def ollama_places(self, environ: Mapping[str, str]) -> tuple[Path, ...]:
        home = Path(environ.get("HOME") or "/")
        inside = Path("Ollama.app/Contents/Resources/ollama")
        return (
            Path("/usr/local/bin/ollama"),
            Path("/opt/homebrew/bin/ollama"),
            Path("/Applications") / inside,
            home / "Applications" / inside,
        )

    def child_options(self) -> dict[str, Any]:
        return posix.child_options()

    def group(self, pid: int) -> posix.PosixGroup:
        return posix.PosixGroup(pid)

    def lower_thread(self) -> None:
        # setpriority(2): PRIO_DARWIN_THREAD takes 0 for the calling thread alone.
        with contextlib.suppress(OSError):
            os.setpriority(_PRIO_DARWIN_THREAD, 0, _PRIO_DARWIN_BG)

    def autostart_file(self, environ: Mapping[str, str]) -> Path | None:
        return Path(environ.get("HOME") or "/") / "Library/LaunchAgents" / f"{LABEL}.plist"

    def autostart_text(self, command: tuple[str, ...]) -> str:
        agent = {"Label": LABEL, "ProgramArguments": list(command), "RunAtLoad": True}
        return plistlib.dumps(agent).decode("utf-8")

    def set_autostart(self, command: tuple[str, ...] | None, environ: Mapping[str, str]) -> None:
        file = self.autostart_file(environ)
        if file is None:
            return
        if command is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        fresh.write_text(self.autostart_text(command), encoding="utf-8")
        fresh.replace(file)

    def get_autostart(self, environ: Mapping[str, str]) -> str | None:
        file = self.autostart_file(environ)
        if file is None or not file.is_file():
            return None
        return file.read_text(encoding="utf-8")

    def hear_resumes(self, told: Callable[[], None]) -> Callable[[], None] | None:
        return macos_power.hear_resumes(told)

    def stay_awake(self, why: str) -> Callable[[], None]:
        child = subprocess.Popen(awake_command(os.getpid()), stdin=subprocess.DEVNULL)

        def end() -> None:
            child.terminate()
            child.wait(END_TIMEOUT_S)

        return end


def awake_command(pid: int) -> tuple[str, ...]:
    """No idle sleep while it runs; it ends with ``pid`` at the latest (man caffeinate)."""
    return (CAFFEINATE, "-i", "-w", str(pid))
