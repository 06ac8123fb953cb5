"""The savings and GPU pages of the wired desktop over the real service process and its books."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.desktop.conftest import until
from tests.service.conftest import await_local
from tests.service.parts import Parts
from tests.service.running import RunningService
from ziggie_desktop.contract.api import GpuHistoryDocument
from ziggie_desktop.contract.client import Client
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.presenters.gpu import asked
from ziggie_desktop.desktop.presenters.rules import Rules
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb

pytestmark = pytest.mark.logs("ziggie.desktop.notify")  # there is no session bus here

BODY = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 9,
    "messages": [{"role": "user", "content": "Hello"}],
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with (
        Parts() as parts,
        RunningService(home=tmp_path / "home", environ=parts.environ) as running,
    ):
        await_local(running)
        for wish in ("always", "never"):
            headers = (("X-Ziggie-Use-Local", wish), ("X-Ziggie-Component", "analyzer"))
            running.call("POST", "/v1/messages", BODY, headers=headers).ok()
        yield running


@pytest.fixture
def desktop(app: QApplication, service: RunningService, tmp_path: Path) -> Iterator[Desktop]:
    url, token = service.url, service.token
    made = Desktop(app=app, home=str(tmp_path), client=lambda: Client(url=url, token=token))
    made.notifier.obey(Rules(wanted=False))
    made.bridge.start()
    yield made
    made.close()


async def test_the_pages_show_what_the_books_of_the_real_service_say(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    desktop.start(hidden=False)
    window = desktop.desk.window

    def shown() -> str:
        return "\n".join(x.text() for x in window.findChildren(QLabel) if x.isVisible())

    def press(words: str) -> None:
        next(b for b in window.findChildren(QPushButton) if b.text() == words).click()

    desktop.desk.do(Do(Verb.OPEN, Page.SAVINGS))
    await until("the books show", lambda: "1 of 2" in shown() and "Net savings a month" in shown())
    await until("the reason why no years ahead", lambda: "Unknown: what the hardware" in shown())
    press("Work it out")
    await until("what if was worked out", lambda: "All in the cloud" in shown())
    press("By component")
    await until("the components came", lambda: "Each component" in shown())
    press("Open")
    await until("the report was opened", lambda: bool(opened))
    page = await asyncio.to_thread(Path(opened[0]).read_text, encoding="utf-8")
    assert "Monthly review" in page
    assert "analyzer" in page
    desktop.desk.do(Do(Verb.OPEN, Page.GPU))
    shelf = desktop.feed.shelf
    await until(
        "the GPU's past was answered",
        lambda: isinstance(shelf.get(asked("300"), object), GpuHistoryDocument),
    )
