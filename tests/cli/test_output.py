"""What output meets: a reader that leaves, a full disk, no output at all, too few letters."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TIMEOUT_S, Shell
from tests.service.running import ROOT, clean_environment
from ziggie_desktop.cli.output import DONE, show
from ziggie_desktop.streams import with_output

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell sets it up")


def through(shell: Shell, line: str, **environ: str) -> tuple[str, str]:
    """A shell's line with the program as ``$Z``, its output buffered as it usually is."""
    environ = clean_environment(**shell.environ, **environ)
    environ.pop("PYTHONUNBUFFERED", None)
    done = subprocess.run(
        ["sh", "-c", f'Z="{sys.executable} -m ziggie_desktop"; {line}'],
        env=environ,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT_S,
    )
    return done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("command", ["status", "status --json", "status --watch", "--help"])
def test_a_reader_that_has_left_is_no_error(shell: Shell, command: str) -> None:
    """As after ``| head -1``."""
    reader, writer = os.pipe()
    os.close(reader)
    environ = clean_environment(**shell.environ)
    environ.pop("PYTHONUNBUFFERED", None)
    done = subprocess.run(
        [sys.executable, "-m", "ziggie_desktop", *command.split()],
        env=environ,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=TIMEOUT_S,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("command", ["status", "models --json", "--help"])
def test_a_full_disk_is_told(shell: Shell, command: str) -> None:
    said, complained = through(shell, f"$Z {command} >/dev/full; echo $?")
    assert said == "1\n"
    assert complained.startswith("The output cannot be written: No space left on device.\n")
    assert len(complained.splitlines()) == 2


def test_without_any_output(shell: Shell) -> None:
    assert through(shell, "$Z status <&- >&- 2>&-; echo $? ") == ("0\n", "")
    assert through(shell, "$Z remove nobody <&- 2>&-; echo $?") == ("1\n", "")


def test_letters_that_the_reader_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a pipe has the letters of a code page."""
    sent = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(sent, encoding="cp1252"))

    def program() -> int:
        return show(argparse.Namespace(json=False), {}, "Zürich → Wien")

    assert with_output(program) == DONE
    assert sent.getvalue().decode("cp1252") == f"Zürich ? Wien{os.linesep}"


def test_json_is_utf_8_whatever_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(sent, encoding="ascii"))
    assert show(argparse.Namespace(json=True), {"place": "Zürich"}, "") == DONE
    assert json.loads(sent.getvalue()) == {"place": "Zürich"}
