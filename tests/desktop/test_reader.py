"""What a screen reader gets of each page, in both languages, through the real accessibility bus."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desktop.session import NO_PORTAL
from tests.parts.desktop_session import DesktopSession
from tests.parts.fixtures import session_of
from tests.parts.screen_reader import ScreenReader
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.preview import SCENES

pytestmark = pytest.mark.session

# The window on one scene. Each line that it reads is the next page to show.
SHOW = """
import sys
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication
from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.presenters.here import ThemeChoice
from ziggie_desktop.desktop.language import Language, Speech
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.preview import scene
from ziggie_desktop.desktop.samples import NOW
from ziggie_desktop.desktop.windows.main import MainWindow

app = QApplication([])
speech = Speech(app=app)
speech.speak(Language(sys.argv[1]))
app.setStyle("Fusion")
theme.load_font(app)
theme.apply(app, ThemeChoice.LIGHT)
window = MainWindow(feed=scene(sys.argv[2]), now=lambda: NOW)
window.show()
notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)

def read(*_):
    line = sys.stdin.readline().strip()
    if line:
        window.open_page(Page(line))
        app.processEvents()
        print("shown", flush=True)
    else:
        notifier.setEnabled(False)
        app.exit()

notifier.activated.connect(read)
app.exec()
window.deleteLater()
app.processEvents()
"""
# What tells nobody what can be done with it.
NO_ROLE = {"filler", "unknown", "panel", "invalid", ""}
FRAME = "Ziggie Desktop"  # where the first focus rests: so that no ring shows, it is nothing else


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    """Nothing but a screen and a screen reader."""
    with session_of(bare=True, reader=True) as made:
        yield made


@contextmanager
def shown(session: DesktopSession, language: str, scene: str) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        [sys.executable, "-c", SHOW, language, scene],
        env=session.env | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield program
        _, errors = program.communicate("\n", timeout=60)
        assert [line for line in errors.splitlines() if NO_PORTAL not in line] == []
        assert program.returncode == 0
    finally:
        if program.poll() is None:
            program.kill()
            program.communicate()


def turn_to(program: subprocess.Popen[str], page: Page) -> None:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(f"{page.value}\n")
    program.stdin.flush()
    assert program.stdout.readline() == "shown\n"


def faults(reader: ScreenReader) -> list[str]:
    """What a person who hears the page instead of seeing it would stumble over."""
    things = reader.things()
    found = [
        f"no role: {one}"
        for one in things
        if "focusable" in one.states and one.role in NO_ROLE and one.name != FRAME
    ]
    found += [
        f"no name: {one}"
        for one in things
        if "focusable" in one.states and not one.name.strip() and not _said_by_others(one.role)
    ]
    found += [
        f"its choice is not told by what is chosen: {one}"
        for one in things
        if one.role == "combo box" and not one.description
    ]
    buttons = Counter(one.name for one in things if one.role == "push button" and one.enabled)
    found += [f"{count} times: {name}" for name, count in buttons.items() if count > 1]
    return found


def _said_by_others(role: str) -> bool:
    """An empty cell is read with its column's heading."""
    return role in ("table cell", "cell")


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_takes_the_keyboard_has_a_role_and_a_name(
    session: DesktopSession, language: str, scene: str
) -> None:
    with shown(session, language, scene) as program, session.reading() as reader:
        found = {}
        for page in Page:
            turn_to(program, page)
            found[page.value] = faults(reader)
        assert {page: some for page, some in found.items() if some} == {}
