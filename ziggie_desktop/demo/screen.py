"""Owns what the tour shows: its lines on the terminal, and the window at its end."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from ziggie_desktop.contract.errors import ZiggieError

if TYPE_CHECKING:
    from ziggie_desktop.demo.home import DemoService

SHOWN_S = 4.0
END_TIMEOUT_S = 10.0


class Screen:
    """Numbered steps with indented lines; colours and a moving progress line on a terminal only."""

    def __init__(self) -> None:
        self._step = 0
        self._terminal = sys.stdout.isatty()
        self._progress_every = 0

    def step(self, title: str) -> None:
        self._step += 1
        bold, plain = ("\x1b[1m", "\x1b[0m") if self._terminal else ("", "")
        print(f"\n{bold}{self._step}. {title}{plain}", flush=True)

    def say(self, text: str) -> None:
        print(f"   {text}", flush=True)

    def block(self, text: str) -> None:
        for line in text.splitlines():
            self.say(line)

    def progress(self, line: str | None) -> None:
        """A line that is drawn over; every tenth one where nothing can be drawn over."""
        if self._terminal:
            print(f"\r\x1b[K{'' if line is None else '   ' + line}", end="", flush=True)
            return
        if line is not None and self._progress_every % 10 == 0:
            self.say(line)
        self._progress_every += 1

    def sorry(self, error: Exception) -> None:
        text = f"{error.title}\n{error.remedy}" if isinstance(error, ZiggieError) else str(error)
        print(f"\nThis step did not hold: {text}", file=sys.stderr, flush=True)


def why_no_window() -> str | None:
    """Why no window can be opened here; None when one can."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"
    return None


async def open_window(screen: Screen, service: DemoService, *, until_closed: bool) -> bool:
    """Start the desktop on the demo's service; True if it stayed open as long as it was shown."""
    desktop = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ziggie_desktop"),
        *("--home", str(service.home), "--port", service.url.rpartition(":")[2]),
        env=service.environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if until_closed:
            screen.say("close the window's program (tray → Quit) or press Ctrl-C to end the demo")
            return await desktop.wait() == 0
        try:
            async with asyncio.timeout(SHOWN_S):
                await desktop.wait()
        except TimeoutError:
            screen.say(f"open for {SHOWN_S:.0f} s (--exit closes it)")
            return True
        return False
    finally:
        if desktop.returncode is None:
            desktop.terminate()
            async with asyncio.timeout(END_TIMEOUT_S):
                await desktop.wait()
