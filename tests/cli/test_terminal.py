"""What a terminal gets that a pipe does not: colours, and a picture that is drawn in place."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import Shell
from tests.service.running import ROOT, RunningService, clean_environment
from ziggie_desktop.cli.render import bar
from ziggie_desktop.cli.watch import frame, shortened

WAIT_S = 60.0


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, shell: Shell, *arguments: str, **environ: str) -> None:
        self.text = ""
        self._ours, theirs = pty.openpty()
        environ = {"TERM": "xterm", "COLUMNS": "100", "LINES": "30", **environ}
        self.program = subprocess.Popen(
            [sys.executable, "-m", "ziggie_desktop", *arguments],
            env=clean_environment(**shell.environ, **environ),
            cwd=ROOT,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)

    def until(self, words: str) -> str:
        end = time.monotonic() + WAIT_S
        while words not in self.text:
            assert time.monotonic() < end, f"never said {words!r}: {self.text!r}"
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self.text += os.read(self._ours, 65536).decode()
                except OSError:  # all is said
                    break
        assert words in self.text, self.text
        return self.text

    def close(self) -> None:
        self.program.kill()
        self.program.wait(WAIT_S)
        os.close(self._ours)


@pytest.mark.parametrize(("environ", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colours_unless_they_are_not_wanted(
    shell: Shell, environ: dict[str, str], coloured: bool
) -> None:
    terminal = Terminal(shell, "models", **environ)
    try:
        assert ("\x1b[1mNAME" in terminal.until("on the disk")) is coloured
    finally:
        terminal.close()


def test_watch_draws_in_place_and_gives_the_terminal_back(
    shell: Shell, service: RunningService
) -> None:
    terminal = Terminal(shell, "status", "--watch")
    try:
        assert terminal.until("mode: auto").startswith("\x1b[?1049h")
        assert shell("mode", "local").status == 0
        terminal.until("mode: local")
        assert shell("mode", "auto").status == 0
        terminal.program.send_signal(signal.SIGINT)
        assert terminal.until("\x1b[?1049l").endswith("\x1b[?25h\x1b[?1049l")
        assert terminal.program.wait(WAIT_S) == 130
    finally:
        terminal.close()


def test_a_frame_fits_the_terminal() -> None:
    drawn = frame("one\ntwo is longer\nthree", columns=6, rows=3)
    assert drawn == "\x1b[Hone\x1b[K\r\ntwo i…\x1b[K\r\n\x1b[J"
    assert shortened("\x1b[31mred\x1b[0m", 3) == "\x1b[31mred\x1b[0m"
    assert shortened("\x1b[31mreddish\x1b[0m", 4) == "red…"


@pytest.mark.parametrize(("part", "full"), [(0.0, 0), (0.5, 12), (1.0, 24), (7.0, 24), (-1.0, 0)])
def test_a_bar_is_never_longer_than_it_is(part: float, full: int) -> None:
    assert bar(part) == "█" * full + "░" * (24 - full)
