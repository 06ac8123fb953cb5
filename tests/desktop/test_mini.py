"""The small window: what it says, how it is moved, and when it is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desktop.stand_in import TOKEN
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.state import GpuState, GpuStatus, State
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.presenters.mini import mini
from ziggie_desktop.desktop.presenters.status import Sign
from ziggie_desktop.desktop.presenters.view import Do, Link, Page, Verb
from ziggie_desktop.desktop.samples import BUSY, EMPTY, ERROR, NOW
from ziggie_desktop.desktop.windows.mini import MiniWindow

CALM = replace(BUSY, active_requests=0)
NO_GPU = replace(CALM, gpu=GpuStatus(state=GpuState.ABSENT, reason="none"))


@pytest.mark.parametrize(
    ("state", "link", "sign", "word", "detail"),
    [
        (CALM, Link.UP, Sign.READY, "Ready", "Auto · 92 W · saved today $1.28"),
        (NO_GPU, Link.UP, Sign.READY, "Ready", "Auto · saved today $1.28"),
        (EMPTY, Link.UP, Sign.READY, "Ready", "Auto · saved today $0.00"),
        (
            ERROR,
            Link.UP,
            Sign.FAILED,
            "Engine failed",
            "Auto · saved today unknown (simulated)",
        ),
        (CALM, Link.LOST, Sign.OFFLINE, "No connection to the service", ""),
    ],
)
def test_it_says_state_mode_watts_and_savings(
    state: State, link: Link, sign: Sign, word: str, detail: str
) -> None:
    view = mini(state, link, NOW)
    assert (view.sign, view.word, view.detail) == (sign, word, detail)
    assert word in view.says


@pytest.fixture
def small(app: QApplication) -> Iterator[MiniWindow]:
    made = MiniWindow(view=lambda: mini(CALM, Link.UP, NOW))
    made.move(200, 200)
    made.show()
    app.processEvents()
    yield made
    made.deleteLater()
    app.processEvents()


def test_a_click_and_return_open_the_window_and_a_drag_moves_it(small: MiniWindow) -> None:
    asked: list[object] = []
    small.asked.connect(asked.append)
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    QTest.keyClick(small, Qt.Key.Key_Return)
    assert asked == [Do(Verb.OPEN, Page.DASHBOARD)] * 2
    before = small.pos()
    QTest.keyClick(small, Qt.Key.Key_Left)
    assert small.pos().x() < before.x()
    QTest.mousePress(small, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    QTest.mouseMove(small, QPoint(120, 60))
    QTest.mouseRelease(small, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert len(asked) == 2
    assert small.accessibleName() == "Ziggie: Ready, Auto · 92 W · saved today $1.28"


def test_it_is_there_where_it_is_wanted_and_no_tray_is(app: QApplication, tmp_path: Path) -> None:
    desktop = Desktop(
        app=app, home=str(tmp_path), client=lambda: Client(url="http://127.0.0.1:1", token=TOKEN)
    )

    def small() -> MiniWindow | None:
        return desktop.mini

    try:
        desktop.place_mini()
        assert small() is None
        desktop.desk.do(Do(Verb.PREFER, "desktop.mini", value=True))
        made = small()
        assert made is not None
        assert made.isVisible()
        desktop.desk.show_window()
        desktop.desk.window.close()
        assert not desktop.desk.window.isVisible()  # hidden, and the program goes on
        made.asked.emit(Do(Verb.OPEN, Page.DASHBOARD))
        assert desktop.desk.window.isVisible()
        desktop.desk.do(Do(Verb.PREFER, "desktop.mini", value=False))
        assert small() is None
    finally:
        desktop.close()
