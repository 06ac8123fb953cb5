"""The desktop and the real service on a real desktop: what the tray asks for happens, and what
happens is told once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSettings

from tests.desktop.stand_in import StandIn, StandInThread
from tests.desktop.test_session import ITEM, TITLE, close_window, desktop, ended, until
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

LASTS: list[Any] = [
    {"status": "pulling manifest"},
    {"status": "pulling aa", "digest": "sha256:aa", "total": 1000, "completed": 250},
    30.0,
]
MINI = "Ziggie"


@pytest.fixture
def lasting(parts: Parts) -> Iterator[None]:
    """Downloads stop at a quarter, until somebody ends them."""
    parts.ollama.pull_script = list(LASTS)
    yield
    parts.ollama.pull_script = None


@pytest.fixture
def tray(
    desktop_session: DesktopSession, service: RunningService, tmp_path: Path
) -> Iterator[DesktopSession]:
    with desktop(desktop_session, service, tmp_path, token=service.token) as program:
        until("ready", lambda: "Ziggie: Ready" in desktop_session.wait_tray(ITEM).tooltip)
        yield desktop_session
        desktop_session.tray_click_menu("Quit, leave the service running", ITEM)
        assert ended(program) == (0, "")


def says(session: DesktopSession, words: str) -> Callable[[], bool]:
    return lambda: any(words in label for label in session.tray_menu_labels(ITEM))


def pull_state(service: RunningService, name: str) -> str:
    found = [one["state"] for one in service.state()["pulls"] if name in one["model"]]
    return str(found[0]) if found else "gone"


@pytest.mark.usefixtures("lasting")
def test_a_download_is_paused_goes_on_and_is_told_of_when_it_is_there(
    tray: DesktopSession, service: RunningService, parts: Parts
) -> None:
    name = "127.0.0.1:1/x/tray:1b"
    service.call("POST", "/ziggie/v1/pulls", {"action": "start", "model": name}).ok()
    until("the menu shows it", says(tray, f"{name} 25 % · Pause"))
    tray.tray_click_menu(f"{name} 25 % · Pause", ITEM)
    until("it is paused", lambda: pull_state(service, name) == "paused")
    until("the menu says so", says(tray, "Resume"))
    parts.ollama.pull_script = None
    tray.tray_click_menu(f"{name} 25 % · Resume", ITEM)
    note = tray.wait_notification(f"{name} is here")
    assert "It can be used now." in note.body
    tray.invoke_notification("default", f"{name} is here")
    tray.wait_window(TITLE)
    until("it can be loaded", lambda: name in tray.tray_menu_labels(ITEM))


def test_the_gpu_is_lent_and_taken_back_from_the_tray(
    tray: DesktopSession, service: RunningService
) -> None:
    tray.tray_click_menu("Free the GPU for 1 h", ITEM)
    until("it is lent", lambda: service.state()["yielded"] is not None)
    until("the icon says so", lambda: "GPU lent to you" in tray.wait_tray(ITEM).tooltip)
    until("the menu turns", says(tray, "Take the GPU back"))
    tray.tray_click_menu("Take the GPU back", ITEM)
    until("it is back", lambda: service.state()["yielded"] is None)
    until("ready again", lambda: "Ziggie: Ready" in tray.wait_tray(ITEM).tooltip)


def test_the_mode_is_changed_from_the_tray(tray: DesktopSession, service: RunningService) -> None:
    tray.tray_click_menu("Cloud only", ITEM)
    until("the service follows", lambda: service.state()["mode"] == "cloud")
    until("the icon follows", lambda: "Cloud only" in tray.wait_tray(ITEM).tooltip)


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
        tip = partial(desktop_session.wait_tray, ITEM)

        def tell(name: EventName, said: Struct) -> None:
            running.do(lambda: service.tell(name, said))

        for _ in range(2):
            with desktop(desktop_session, service, tmp_path) as program:
                until("ready", lambda: "Ziggie: Ready" in tip().tooltip)
                tell(EventName.PROBLEMS, ProblemsDocument(problems=(lost,)))
                tell(EventName.MODE, ModeDocument(mode=Mode.CLOUD))
                until("both have come", lambda: "Cloud only" in tip().tooltip)
                assert "Restart the machine." in desktop_session.wait_notification(title).body
                program.terminate()
                assert ended(program) == (0, "")
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
        until("it says how it stands", lambda: "Ziggie: Ready" in session.wait_tray(ITEM).tooltip)
        assert TITLE in session.windows()
        session.tray_click_menu("Quit, leave the service running", ITEM)
        assert ended(program) == (0, "")


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
        search = ["xdotool", "search", "--onlyvisible", "--name", f"^{MINI}$"]

        def small(*does: str) -> None:
            subprocess.run([*search, *does], env=session.env, timeout=60, check=True)

        small("mousemove", "--window", "%1", "20", "12", "click", "1")
        session.wait_window(TITLE)
        close_window(session)
        small("windowfocus", "--sync")
        reader.keys("Return")
        session.wait_window(TITLE)
        close_window(session)
        small("windowfocus", "--sync")
        reader.keys("Menu", "Up", "Right", "Return")  # Quit, and the first of its two ways
        assert ended(program) == (0, "")


def test_a_service_that_is_killed_is_missed_and_is_back(
    desktop_session: DesktopSession, parts: Parts, tmp_path: Path
) -> None:
    own, home = parts.environ, tmp_path / "home"
    port = str(free_port())
    arguments = ("--adopt-only", "--port", port)

    def says(words: str) -> bool:
        return words in desktop_session.wait_tray(ITEM).tooltip

    with RunningService(home=home, environ=own, arguments=arguments) as service:
        await_local(service)
        with desktop(desktop_session, service, tmp_path, token=service.token) as program:
            until("ready", partial(says, "Ziggie: Ready"))
            service.crash()
            until("it is missed", partial(says, "No connection"))
            service.start()
            until("it is back", partial(says, "Ziggie: Ready"))
            desktop_session.tray_click_menu("Quit and stop everything", ITEM)
            assert ended(program)[0] == 0
            assert service.wait() == 0
