"""Owns what only Linux does: places, XDG autostart, who asks logind. Changes no file but the
autostart entry."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ziggie_desktop.platform import posix

AUTOSTART_NAME = "ziggie-desktop.desktop"
_LOWEST = 19


class Linux:
    """Linux, with or without a desktop."""

    name = "linux"

    def ollama_places(self, environ: Mapping[str, str]) -> tuple[Path, ...]:
        home = Path(environ.get("HOME") or "/")
        return (
            Path("/usr/local/bin/ollama"),
            Path("/usr/bin/ollama"),
            home / ".local/bin/ollama",
            Path("/opt/ollama/bin/ollama"),
            Path("/snap/bin/ollama"),
        )

    def child_options(self) -> dict[str, Any]:
        return posix.child_options()

    def group(self, pid: int) -> posix.PosixGroup:
        return posix.PosixGroup(pid)

    def lower_thread(self) -> None:
        # Linux keeps a priority for each thread; without the right to set it, it stays as it is.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST)

    def autostart_file(self, environ: Mapping[str, str]) -> Path | None:
        config = environ.get("XDG_CONFIG_HOME") or f"{environ.get('HOME') or ''}/.config"
        return Path(config) / "autostart" / AUTOSTART_NAME

    def autostart_text(self, command: tuple[str, ...]) -> str:
        # https://specifications.freedesktop.org/desktop-entry-spec: Exec quoting.
        line = " ".join(_exec_quoted(part) for part in command)
        return (
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Ziggie Desktop\n"
            "Comment=Tray and local service for Ollama and Claude\n"
            f"Exec={line}\n"
            "Icon=ziggie-desktop\n"
            "Terminal=false\n"
            "X-GNOME-Autostart-enabled=true\n"
        )

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
        return None  # logind is heard in the loop: logind.py

    def stay_awake(self, why: str) -> Callable[[], None]:
        from ziggie_desktop.platform.logind import inhibit_sleep

        lock = inhibit_sleep("SYSTEM", why)
        return lambda: os.close(lock)


def _exec_quoted(part: str) -> str:
    """One argument of an Exec line: quoted, with the four special characters escaped."""
    escaped = part.replace("%", "%%")
    if escaped and all(char.isalnum() or char in "-_./%:=+,@" for char in escaped):
        return escaped
    for char in ("\\", '"', "`", "$"):
        escaped = escaped.replace(char, "\\" + char)
    # The value of a string key is unescaped once before the quoting rule is applied.
    return '"' + escaped.replace("\\", "\\\\") + '"'
