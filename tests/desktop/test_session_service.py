"""The desktop and the real service on a real desktop: what the tray asks for happens, and what
happens is told once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSettings

from tests.desktop.session import (
    ITEM,
    TITLE,
    close_window,
    desktop,
    ended,
    insist,
    leave,
    offers,
    says,
    terminate,
    until,
)
from tests.desktop.stand_in import StandIn, StandInThread
from tests.parts.desktop_session import DesktopSession
from tests.parts.real_ollama import free_port
from tests.service.conftest import await_local, module_parts, parts, service, shared
from tests.service.parts import Parts
from tests.service.running import RunningService
from ziggie_desktop.contract.state import (
    EventName,
    Mode,
    ModeDocument,
    Problem,
    ProblemsDocument,
)
from ziggie_desktop.desktop.samples import BUSY

__all__ = ["module_parts", "parts", "service", "shared"]
pytestmark = pytest.mark.session

MINI = "Ziggie"


@pytest.fixture
def tray(
    desktop_session: DesktopSession, service: RunningService, tmp_path: Path
) -> Iterator[DesktopSession]:
    with desktop(desktop_session, service, tmp_path, token=service.token) as program:
        until("ready", says(desktop_session, "Ziggie: Ready"))
        yield desktop_session
        leave(desktop_session, program)


def test_the_gpu_is_lent_and_taken_back_from_the_tray(
    tray: DesktopSession, service: RunningService
) -> None:
    tray.tray_click_menu("Free the GPU for 1 h", ITEM)
    until("it is lent", lambda: service.state()["yielded"] is not None)
    until("the icon says so", says(tray, "GPU lent to you"))
    until("the menu turns", offers(tray, "Take the GPU back"))
    tray.tray_click_menu("Take the GPU back", ITEM)
    until("it is back", lambda: service.state()["yielded"] is None)
    until("ready again", says(tray, "Ziggie: Ready"))


def test_the_mode_is_changed_from_the_tray(tray: DesktopSession, service: RunningService) -> None:
    tray.tray_click_menu("Cloud only", ITEM)
    until("the service follows", lambda: service.state()["mode"] == "cloud")
    until("the icon follows", says(tray, "Cloud only"))


def test_a_problem_is_told_once_and_after_a_restart_not_again(
    desktop_session: DesktopSession, tmp_path: Path
) -> None:
    lost = Problem(code="gpu_lost", title="The card is gone.", remedy="Restart the machine.")
    title = "The GPU no longer answers"

    def told() -> int:
        return sum(n.summary == title and bool(n.id) for n in desktop_session.notifications())

    before = told()
    with StandInThread(StandIn(replace(BUSY, active_requests=0))) as running:
        service = running.service

        def tell(name: EventName, said: Struct) -> None:
            running.do(lambda: service.tell(name, said))

        for _ in range(2):
            with desktop(desktop_session, service, tmp_path) as program:
                until("ready", says(desktop_session, "Ziggie: Ready"))
                tell(EventName.PROBLEMS, ProblemsDocument(problems=(lost,)))
                tell(EventName.MODE, ModeDocument(mode=Mode.CLOUD))
                until("both have come", says(desktop_session, "Cloud only"))
                assert "Restart the machine." in desktop_session.wait_notification(title).body
                terminate(program)
        assert told() == before + 1


def test_a_second_start_raises_the_first_window(
    desktop_session: DesktopSession, service: RunningService, tmp_path: Path
) -> None:
    with desktop(desktop_session, service, tmp_path, token=service.token) as first:
        desktop_session.wait_tray(ITEM)
        assert TITLE not in desktop_session.windows()
        with desktop(desktop_session, service, tmp_path, token=service.token) as second:
            assert ended(second) == (0, "")
        desktop_session.wait_window(TITLE)
        assert first.poll() is None


def test_without_a_tray_the_window_stays_and_the_icon_comes_late(
    service: RunningService, tmp_path: Path
) -> None:
    with (
        DesktopSession(tray=False, keyring=False) as session,
        desktop(session, service, tmp_path, hidden=True, token=service.token) as program,
    ):
        session.wait_window(TITLE)  # asked to start hidden, but nothing else would lead to it
        assert session.tray_items() == []
        session.start_panel()
        session.wait_tray(ITEM)
        until("it says how it stands", says(session, "Ziggie: Ready"))
        assert TITLE in session.windows()
        leave(session, program)


def test_without_a_tray_the_small_window_stays_and_leads_back(
    service: RunningService, tmp_path: Path
) -> None:
    """By the pointer, and by keys: Return opens the window, the menu's key the tray's menu."""
    QSettings(str(tmp_path / "desktop.ini"), QSettings.Format.IniFormat).setValue("mini", "true")
    with (
        DesktopSession(tray=False, keyring=False, reader=True) as session,
        desktop(session, service, tmp_path, hidden=False, token=service.token) as program,
        session.reading() as reader,
    ):
        until("both are there", lambda: {MINI, TITLE} <= set(session.windows()))
        close_window(session)
        assert program.poll() is None
        reader.wait_words("Ready")

        def small(*does: str) -> None:
            session.point_at(MINI, *does)

        def keys(*keys: str) -> None:
            small("windowfocus", "--sync")
            reader.keys(*keys)

        def is_open() -> bool:
            return TITLE in session.windows()

        click = ("mousemove", "--window", "%1", "20", "12", "click", "1")
        insist("the pointer opens it", lambda: small(*click), is_open)
        close_window(session)
        insist("Return opens it", lambda: keys("Return"), is_open)
        close_window(session)
        quits = ("Menu", "Up", "Right", "Return")  # Quit, and the first of its two ways
        insist("the end", lambda: keys(*quits), lambda: program.poll() is not None)
        assert ended(program) == (0, "")


def test_a_service_that_is_killed_is_missed_and_is_back(
    desktop_session: DesktopSession, parts: Parts, tmp_path: Path
) -> None:
    own, home = parts.environ, tmp_path / "home"
    port = str(free_port())
    arguments = ("--adopt-only", "--port", port)

    with RunningService(home=home, environ=own, arguments=arguments) as service:
        await_local(service)
        with desktop(desktop_session, service, tmp_path, token=service.token) as program:
            until("ready", says(desktop_session, "Ziggie: Ready"))
            service.crash()
            until("it is missed", says(desktop_session, "No connection"))
            service.start()
            until("it is back", says(desktop_session, "Ziggie: Ready"))
            desktop_session.tray_click_menu("Quit and stop everything", ITEM)
            assert ended(program)[0] == 0
            assert service.wait() == 0
