"""One desktop for each home; the second start knocks at the first."""

from __future__ import annotations

import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desktop.conftest import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.desktop.instance import Instance
from ziggie_desktop.desktop.language import Language
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.here import Here, ThemeChoice
from ziggie_desktop.desktop.presenters.rules import NoteKind, Rules
from ziggie_desktop.knock import call_path, knock


def others_may(path: Path) -> int:
    return path.stat().st_mode & 0o077


async def test_the_second_start_knocks_and_leaves(tmp_path: Path) -> None:
    first, knocks = Instance(home=str(tmp_path)), []
    first.raised.connect(lambda: knocks.append(1))
    assert first.claim()
    try:
        assert others_may(first.path) == 0
        assert not Instance(home=str(tmp_path)).claim()
        await until("the first is told", lambda: knocks == [1])
        other = Instance(home=str(tmp_path / "other"))
        assert other.claim()
        other.release()
    finally:
        first.release()
    again = Instance(home=str(tmp_path))
    assert again.claim()
    again.release()


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe leaves nothing behind")
def test_what_a_crash_left_behind_is_no_instance(tmp_path: Path) -> None:
    home = str(tmp_path)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(call_path(home)))
    assert not knock(home)
    instance = Instance(home=home)
    assert instance.claim()
    instance.release()
    assert not instance.path.exists()
    instance.path.touch()  # no socket at all
    assert instance.claim()
    instance.release()


@pytest.mark.skipif(sys.platform == "win32", reason="it is a pipe there")
def test_to_be_called_is_enough(tmp_path: Path) -> None:
    """The first one hangs up at once: a word after that would find nobody there."""
    home = str(tmp_path)
    with socket.socket(socket.AF_UNIX) as first:
        first.bind(str(call_path(home)))
        first.listen()
        assert knock(home)
        call, _ = first.accept()
        with call:
            assert call.recv(64) == b""
    call_path(home).unlink()


def test_a_second_start_loads_no_qt(tmp_path: Path) -> None:
    """It is over in the time that Python takes to start."""
    first = Instance(home=str(tmp_path))
    assert first.claim()
    program = (
        "import sys\nfrom ziggie_desktop.__main__ import main\n"
        f"sys.argv[1:] = ['--home', {str(tmp_path)!r}, '--port', '1']\n"
        "code = main()\nprint(code, sorted(n for n in sys.modules if n in "
        "('PySide6', 'asyncio', 'msgspec', 'urllib.request', 'ssl')))"
    )
    try:
        said = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
        )
    finally:
        first.release()
    assert said.stdout == "0 []\n"


@pytest.mark.parametrize(
    "content", ["", "theme=purple\nnotify=perhaps\nquiet=25:00-x\ntold={1}\n", "\x00\xff["]
)
def test_unreadable_preferences_count_as_never_chosen(tmp_path: Path, content: str) -> None:
    (tmp_path / "desktop.ini").write_text(content, encoding="latin-1")
    prefs = Prefs(home=str(tmp_path))
    assert (prefs.theme, prefs.notify, prefs.geometry.isEmpty()) == (ThemeChoice.SYSTEM, True, True)
    assert (prefs.rules, prefs.told, prefs.mini) == (Rules(), {}, False)


def test_preferences_are_kept(tmp_path: Path) -> None:
    prefs = Prefs(home=str(tmp_path))
    prefs.prefer("desktop.theme", "dark")
    prefs.prefer("desktop.notify", False)
    prefs.prefer("desktop.language", "de")
    prefs.prefer("desktop.notify.pull", False)
    prefs.prefer("desktop.notify.update", False)
    prefs.prefer("desktop.notify.update", True)
    prefs.prefer("desktop.quiet", " 22:00 - 7:00")
    prefs.prefer("desktop.mini", True)
    prefs.told = {"gpu_lost": datetime(2026, 11, 22, tzinfo=UTC)}
    del prefs
    again = Prefs(home=str(tmp_path))
    assert again.here(tray=False) == Here(
        ThemeChoice.DARK,
        Language.GERMAN,
        notify=False,
        off=frozenset({NoteKind.PULL}),
        quiet="22:00-07:00",
        mini=True,
        tray=False,
    )
    assert again.told == {"gpu_lost": datetime(2026, 11, 22, tzinfo=UTC)}
    with pytest.raises(ZiggieError):
        again.prefer("desktop.quiet", "at night")
    again.prefer("desktop.quiet", None)
    assert again.rules.quiet is None


class Login:
    """A login entry that is kept in memory, or cannot be written."""

    def __init__(self, *, works: bool = True) -> None:
        self.works, self.on = works, False

    def enabled(self) -> bool:
        return self.on

    def enable(self) -> None:
        if not self.works:
            raise ZiggieError("autostart_unwritable", "It cannot be changed.", "Check the folder.")
        self.on = True

    def disable(self) -> None:
        self.on = False


def test_the_login_entry_is_asked_and_not_remembered(tmp_path: Path) -> None:
    login = Login()
    prefs = Prefs(home=str(tmp_path), login=lambda: login)
    assert prefs.here().at_login is False
    prefs.prefer("desktop.at_login", True)
    assert (login.on, prefs.here().at_login) == (True, True)
    login.on = False
    assert prefs.here().at_login is False
    broken = Login(works=False)
    with pytest.raises(ZiggieError):
        Prefs(home=str(tmp_path), login=lambda: broken).prefer("desktop.at_login", True)
