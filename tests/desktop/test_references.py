"""Tests that Qt's binding keeps what it borrows: on Python 3.11 a binding that drops references to
None ends the program after some thousand paints, days after a test would have noticed."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.conftest import MakeWindow
from ziggie_desktop.desktop.presenters.view import Page

ROUNDS = 20


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot die there")
@pytest.mark.parametrize("page", list(Page))
def test_painting_a_page_keeps_none_alive(
    app: QApplication, make_window: MakeWindow, page: Page
) -> None:
    window = make_window("busy", page)

    def paint() -> int:
        for _ in range(ROUNDS):
            window.redraw()
            window.repaint()
            app.processEvents()
        gc.collect()
        return sys.getrefcount(None)

    before = paint()
    assert paint() >= before
