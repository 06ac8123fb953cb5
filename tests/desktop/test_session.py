"""The desktop on a real desktop: real tray, notifications and windows, a stand-in service."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from tests.desktop.stand_in import TOKEN, StandIn, StandInThread
from tests.parts.desktop_session import DesktopSession
from tests.service.running import RunningService
from ziggie_desktop.contract.state import EngineState, EngineStatus, EventName
from ziggie_desktop.desktop.samples import BUSY

pytestmark = pytest.mark.session

WAIT_S = 60.0
PRESS_AGAIN_S = 3.0
TITLE = "Ziggie Desktop"
ITEM = "Ziggie"
START = """
import sys
from PySide6.QtWidgets import QSystemTrayIcon
from ziggie_desktop.desktop.app import run
url, token, home, hidden, tray = sys.argv[1:]
if tray == "stays":
    QSystemTrayIcon.isSystemTrayAvailable = lambda: True
stop = lambda: print("service stopped", flush=True)
sys.exit(run(url=url, token=token, home=home, start_hidden=hidden == "hidden", stop_service=stop))
"""
# Qt looks for the desktop portal, which a bare session does not have, and says so.
NO_PORTAL = "org.freedesktop.portal.Desktop"
# A screen reader asked for what had just gone.
HARMLESS = (NO_PORTAL, "qt.accessibility.atspi: Could not find accessible on path")
FALLBACK = replace(BUSY.fallbacks[0], request_id="seen-by-nobody-yet")


@pytest.fixture
def stand_in() -> Iterator[StandInThread]:
    calm = replace(BUSY, active_requests=0)
    with StandInThread(StandIn(calm)) as running:
        yield running


@contextmanager
def desktop(
    session: DesktopSession,
    service: StandIn | RunningService,
    home: Path,
    *,
    hidden: bool = True,
    token: str = TOKEN,
    x_tray_stays: bool = False,
) -> Iterator[subprocess.Popen[str]]:
    """Our program in that session. Gone afterwards, whatever happens.

    ``x_tray_stays``: Qt sees a tray all the time, as for the moment in which a panel's X window
    outlives its name on the bus.
    """
    root = str(Path(__file__).parents[2])
    words = [service.url, token, str(home), "hidden" if hidden else "shown"]
    words.append("stays" if x_tray_stays else "as it is")
    program = subprocess.Popen(
        [sys.executable, "-c", START, *words],
        env=session.env | {"PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        program.communicate()


def until(what: str, test: Callable[[], bool], *, wait_s: float = WAIT_S) -> None:
    end = time.monotonic() + wait_s
    while not test():
        assert time.monotonic() < end, f"not within {wait_s} s: {what}"
        time.sleep(0.05)


def ended(program: subprocess.Popen[str]) -> tuple[int, str]:
    out, errors = program.communicate(timeout=WAIT_S)
    strange = [line for line in errors.splitlines() if not any(known in line for known in HARMLESS)]
    assert strange == []
    return program.returncode, out


def test_tray_menu_and_both_ways_to_quit(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path
) -> None:
    service = stand_in.service
    with desktop(desktop_session, service, tmp_path) as program:
        item = desktop_session.wait_tray(ITEM)
        until("the tooltip has figures", lambda: "VRAM" in desktop_session.wait_tray(ITEM).tooltip)
        assert "Net savings today: $1.28" in desktop_session.wait_tray(ITEM).tooltip
        assert item.status == "Active"
        assert TITLE not in desktop_session.windows()
        labels = desktop_session.tray_menu_labels(ITEM)
        for label in ("Ready", "Stop engine", "Unload qwen3:8b", "Mode: Auto", "Open Ziggie"):
            assert label in labels
        desktop_session.tray_click_menu("Cloud only", ITEM)
        until("the mode reaches the service", lambda: ("mode", {"mode": "cloud"}) in service.asked)
        until("the menu follows", lambda: "Mode: Cloud only" in desktop_session.tray_menu_labels())
        desktop_session.tray_click_menu("Unload qwen3:8b", ITEM)
        until("unload is asked for", lambda: service.asked[-1][0] == "models")
        desktop_session.tray_click_menu("Open Ziggie", ITEM)
        desktop_session.wait_window(TITLE)
        desktop_session.tray_click_menu("Quit, leave the service running", ITEM)
        assert ended(program) == (0, "")
        assert "shutdown" not in [route for route, _ in service.asked]
    with desktop(desktop_session, service, tmp_path) as program:
        desktop_session.wait_tray(ITEM)
        until(
            "the menu can stop all",
            lambda: "Quit and stop everything" in desktop_session.tray_menu_labels(ITEM),
        )
        desktop_session.tray_click_menu("Quit and stop everything", ITEM)
        assert ended(program) == (0, "service stopped\n")
        assert service.asked[-1][0] == "shutdown"


def test_a_fallback_is_notified_once_and_its_click_opens_the_window(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path
) -> None:
    service = stand_in.service
    with desktop(desktop_session, service, tmp_path):
        desktop_session.wait_tray(ITEM)
        until("the desktop listens", lambda: service.listeners == 1)
        for _ in range(2):
            stand_in.do(lambda: service.tell_fallback(FALLBACK))
        note = desktop_session.wait_notification("answered instead of local")
        assert note.summary == "kb-analyzer: cloud answered instead of local"
        assert "The engine is not ready yet" in note.body
        assert "$0.0042" in note.body
        assert note.hints["desktop-entry"] == "ziggie-desktop"
        assert TITLE not in desktop_session.windows()
        desktop_session.invoke_notification("default", "answered instead of local")
        desktop_session.wait_window(TITLE)
        until("it looks closely", lambda: service.snapshots == 2)
        stand_in.do(service.cut)  # the snapshot that follows holds the same fallback
        until("a fresh snapshot", lambda: service.snapshots == 3)
        failed = EngineStatus(state=EngineState.FAILED, reason="It ended.")
        stand_in.do(lambda: service.tell(EventName.ENGINE, failed))
        desktop_session.wait_notification("The engine failed")
        desktop_session.invoke_notification("Try again", "The engine failed")
        until("the button's wish arrives", lambda: ("engine", {"action": "start"}) in service.asked)
        told = [n.summary for n in desktop_session.notifications() if n.id]
        assert told == ["kb-analyzer: cloud answered instead of local", "The engine failed"]


@pytest.mark.parametrize("x_tray_stays", [False, True])
def test_a_panel_that_crashes_takes_nothing_along(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path, x_tray_stays: bool
) -> None:
    service = stand_in.service
    with desktop(desktop_session, service, tmp_path, x_tray_stays=x_tray_stays) as program:
        desktop_session.wait_tray(ITEM)
        assert TITLE not in desktop_session.windows()
        desktop_session.crash_panel()
        desktop_session.wait_window(TITLE)  # what is left to lead to it
        assert desktop_session.tray_items() == []
        desktop_session.start_panel()
        desktop_session.wait_tray(ITEM)
        desktop_session.tray_click_menu("Quit, leave the service running", ITEM)
        assert ended(program) == (0, "")


def test_the_service_goes_and_comes_back(desktop_session: DesktopSession, tmp_path: Path) -> None:
    service = StandIn(replace(BUSY, active_requests=0))

    def says(words: str) -> bool:
        return words in desktop_session.wait_tray(ITEM).tooltip

    with ExitStack() as stack:
        with StandInThread(service):
            port = service.port
            program = stack.enter_context(desktop(desktop_session, service, tmp_path))
            until("ready", lambda: says("Ziggie: Ready"))
        until("lost", lambda: says("No connection"))
        with StandInThread(service, port=port):
            until("back", lambda: says("Ziggie: Ready"))
        assert program.poll() is None


def close_window(session: DesktopSession) -> None:
    """By the window manager's own key, which asks the window as its cross does. While the desktop
    has much to do the key goes astray now and then: a person would press it again."""

    def closed() -> bool:
        shown = TITLE in session.windows()
        if shown and time.monotonic() > pressed[-1] + PRESS_AGAIN_S:
            window = str(session.wait_window(TITLE))
            keys = ["xdotool", "windowactivate", "--sync", window, "key", "alt+F4"]
            subprocess.run(keys, env=session.env, timeout=WAIT_S, check=True)
            pressed.append(time.monotonic())
        return not shown

    session.wait_window(TITLE)
    pressed = [0.0]
    until("the window is closed", closed)


def test_closing_hides_where_a_tray_brings_it_back_and_sigterm_ends_in_order(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path
) -> None:
    with desktop(desktop_session, stand_in.service, tmp_path, hidden=False) as program:
        desktop_session.wait_tray(ITEM)
        close_window(desktop_session)
        assert program.poll() is None
        desktop_session.tray_activate(ITEM)
        desktop_session.wait_window(TITLE)
        program.terminate()
        assert ended(program) == (0, "")


def test_closing_ends_where_no_tray_would_bring_it_back(
    stand_in: StandInThread, tmp_path: Path
) -> None:
    with (
        DesktopSession(tray=False, keyring=False) as session,
        desktop(session, stand_in.service, tmp_path, hidden=False) as program,
    ):
        close_window(session)
        assert ended(program) == (0, "")
        assert stand_in.service.asked == []


def measured(program: subprocess.Popen[str], *, seconds: float) -> tuple[float, float]:
    """Memory of its own in MB, and the part of one CPU that it takes."""
    process = psutil.Process(program.pid)
    before = process.cpu_times()
    time.sleep(seconds)
    after = process.cpu_times()
    used = after.user + after.system - before.user - before.system
    return process.memory_full_info().uss / 1e6, used / seconds


def test_in_the_tray_it_is_small_and_quiet(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path
) -> None:
    with desktop(desktop_session, stand_in.service, tmp_path) as program:
        until("ready", lambda: "Ziggie: Ready" in desktop_session.wait_tray(ITEM).tooltip)
        memory_mb, share = measured(program, seconds=5.0)
    assert memory_mb < 90
    assert share < 0.02
