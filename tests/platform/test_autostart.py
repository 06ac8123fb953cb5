"""Tests the login entries: on Linux for real, elsewhere the text that is written."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.autostart import Autostart
from ziggie_desktop.platform.interface import System
from ziggie_desktop.platform.linux import Linux
from ziggie_desktop.platform.macos import LABEL, MacOS
from ziggie_desktop.platform.windows import Windows

ODD = ("/opt/my tools/python$1", "-m", 'zig"gie', "100%", "back\\slash")


@pytest.mark.parametrize("system", [Linux(), MacOS()])
def test_entry_comes_and_goes(system: System, tmp_path: Path) -> None:
    start = Autostart(system=system, environ={"HOME": str(tmp_path)}, command=("/usr/bin/z", "-x"))
    assert not start.enabled()
    start.disable()  # off already
    start.enable()
    assert start.enabled()
    file = system.autostart_file({"HOME": str(tmp_path)})
    assert file is not None
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    moved = Autostart(system=system, environ={"HOME": str(tmp_path)}, command=("/new/z",))
    assert not moved.enabled(), "an entry for another program is not ours"
    start.disable()
    assert not start.enabled()


def test_linux_entry_obeys_xdg_and_quotes(tmp_path: Path) -> None:
    environ = {"HOME": "/none", "XDG_CONFIG_HOME": str(tmp_path)}
    start = Autostart(system=Linux(), environ=environ, command=ODD)
    start.enable()
    text = (tmp_path / "autostart" / "ziggie-desktop.desktop").read_text()
    (line,) = [line for line in text.splitlines() if line.startswith("Exec=")]
    # First the string escape of key files, then the quoting of Exec, which is a shell's.
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    done = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.replace("%%", "%").splitlines() == list(ODD)
    if shutil.which("desktop-file-validate"):
        subprocess.run(
            ["desktop-file-validate", str(tmp_path / "autostart" / "ziggie-desktop.desktop")],
            check=True,
        )


def test_macos_entry_is_a_launch_agent() -> None:
    agent = plistlib.loads(MacOS().autostart_text(ODD).encode())
    assert agent == {"Label": LABEL, "ProgramArguments": list(ODD), "RunAtLoad": True}


def test_windows_entry_is_a_quoted_command_line() -> None:
    text = Windows().autostart_text((r"C:\Program Files\py\pythonw.exe", "-m", "ziggie_desktop"))
    assert text == r'"C:\Program Files\py\pythonw.exe" -m ziggie_desktop'
    assert Windows().autostart_file({}) is None


def test_unwritable_folder_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file")
    start = Autostart(system=Linux(), environ={"HOME": str(tmp_path)}, command=("z",))
    with pytest.raises(ZiggieError) as caught:
        start.enable()
    assert caught.value.code == "autostart_unwritable"


@pytest.mark.parametrize("system", [Linux(), MacOS(), Windows()])
def test_usual_places_of_ollama_are_named(system: System) -> None:
    environ = {"HOME": "/home/x", "LOCALAPPDATA": "/c/local", "ProgramFiles": "/c/programs"}
    places = system.ollama_places(environ)
    assert places
    assert all("ollama" in place.name.lower() for place in places)
