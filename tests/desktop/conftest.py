"""Owns what the desktop's tests share: one application, and no unexpected word from Qt."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator

import pytest

# Before Qt is imported: these tests have no screen; those on a real desktop start a program there.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tests.parts.desktop_session import DesktopSession
from tests.parts.fixtures import session_of
from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.language import Language, Speech
from ziggie_desktop.desktop.presenters.here import ThemeChoice
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.preview import StillFeed, scene
from ziggie_desktop.desktop.samples import NOW
from ziggie_desktop.desktop.windows.main import MainWindow

WAIT_S = 30.0
HARMLESS = (
    "This plugin does not support propagateSizeHints()",  # the offscreen platform says it each time
    "This plugin does not support raise()",
)


@pytest.fixture(scope="session", autouse=True)
def app() -> Iterator[QApplication]:
    made = QApplication([])
    speech = Speech(app=made)
    speech.speak(Language.ENGLISH)
    made.setStyle("Fusion")
    made.setQuitOnLastWindowClosed(False)
    theme.load_font(made)
    theme.apply(made, ThemeChoice.LIGHT)
    yield made
    speech.close()
    made.processEvents()


@pytest.fixture(autouse=True)
def qt_messages() -> Iterator[list[str]]:
    """Any message of Qt fails the test that caused it."""
    found: list[str] = []

    def keep(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if message not in HARMLESS:
            found.append(message)

    before = qInstallMessageHandler(keep)
    yield found
    qInstallMessageHandler(before)
    assert found == []


@pytest.fixture(autouse=True)
def no_windows_left(app: QApplication) -> Iterator[None]:
    """A window that lives on is dressed anew with each theme, and the tests get slower and slower.
    Outside of Qt's own loop ``deleteLater`` waits to be told."""
    yield
    for window in app.topLevelWidgets():
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert app.topLevelWidgets() == []


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    """One desktop for a file's tests, with a screen reader on it."""
    with session_of(reader=True) as made:
        yield made


MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def make_window(app: QApplication) -> Iterator[MakeWindow]:
    """A window on one of the preview's scenes."""
    made: list[MainWindow] = []

    def make(shown: str | StillFeed = "busy", page: Page = Page.DASHBOARD) -> MainWindow:
        feed = scene(shown) if isinstance(shown, str) else shown
        window = MainWindow(feed=feed, now=lambda: NOW)
        window.open_page(page)
        window.resize(1024, 640)
        window.show()
        app.processEvents()
        made.append(window)
        return window

    yield make
    for window in made:
        window.hide()


async def until(
    what: str, test: Callable[[], bool], *, wait_s: float = WAIT_S, pause_s: float = 0.01
) -> None:
    """Let Qt and asyncio run until ``test`` holds; a longer pause leaves the CPU to a model."""
    end = time.monotonic() + wait_s
    while not test():
        if time.monotonic() > end:
            raise AssertionError(f"not within {wait_s} s: {what}")
        QApplication.processEvents()
        await asyncio.sleep(pause_s)
