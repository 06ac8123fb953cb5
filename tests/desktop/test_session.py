"""The desktop on a real desktop: real tray, notifications and windows, a stand-in service."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from tests.desktop.session import (
    ITEM,
    TITLE,
    close_window,
    desktop,
    ended,
    leave,
    offers,
    says,
    terminate,
    until,
)
from tests.desktop.stand_in import StandIn, StandInThread
from tests.parts.desktop_session import DesktopSession
from ziggie_desktop.contract.state import EngineState, EngineStatus, EventName
from ziggie_desktop.desktop.samples import BUSY

pytestmark = pytest.mark.session

SHARE, WINDOWS = 0.02, 3
FALLBACK = replace(BUSY.fallbacks[0], request_id="seen-by-nobody-yet")


@pytest.fixture
def stand_in() -> Iterator[StandInThread]:
    calm = replace(BUSY, active_requests=0)
    with StandInThread(StandIn(calm)) as running:
        yield running


def test_tray_menu_and_both_ways_to_quit(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path
) -> None:
    service = stand_in.service
    with desktop(desktop_session, service, tmp_path) as program:
        item = desktop_session.wait_tray(ITEM)
        until("the tooltip has figures", says(desktop_session, "VRAM"))
        assert "Net savings today: $1.28" in desktop_session.wait_tray(ITEM).tooltip
        assert item.status == "Active"
        assert TITLE not in desktop_session.windows()
        labels = desktop_session.tray_menu_labels(ITEM)
        for label in ("Ready", "Stop engine", "Unload qwen3:8b", "Mode: Auto", "Open Ziggie"):
            assert label in labels
        desktop_session.tray_click_menu("Cloud only", ITEM)
        until("the mode reaches the service", lambda: ("mode", {"mode": "cloud"}) in service.asked)
        until("the menu follows", offers(desktop_session, "Mode: Cloud only"))
        desktop_session.tray_click_menu("Unload qwen3:8b", ITEM)
        until("unload is asked for", lambda: service.asked[-1][0] == "models")
        desktop_session.tray_click_menu("Open Ziggie", ITEM)
        desktop_session.wait_window(TITLE)
        leave(desktop_session, program)
        assert "shutdown" not in [route for route, _ in service.asked]
    with desktop(desktop_session, service, tmp_path) as program:
        desktop_session.wait_tray(ITEM)
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
        until("it looks closely", lambda: service.snapshots >= 2)
        before = service.snapshots
        stand_in.do(service.cut)  # the snapshot that follows holds the same fallback
        until("a fresh snapshot", lambda: service.snapshots > before)
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
        leave(desktop_session, program)


def test_the_service_goes_and_comes_back(desktop_session: DesktopSession, tmp_path: Path) -> None:
    service = StandIn(replace(BUSY, active_requests=0))
    ready = says(desktop_session, "Ziggie: Ready")
    with ExitStack() as stack:
        with StandInThread(service):
            port = service.port
            program = stack.enter_context(desktop(desktop_session, service, tmp_path))
            until("ready", ready)
        until("lost", says(desktop_session, "No connection"))
        with StandInThread(service, port=port):
            until("back", ready)
        assert program.poll() is None


def test_closing_hides_where_a_tray_brings_it_back_and_sigterm_ends_in_order(
    desktop_session: DesktopSession, stand_in: StandInThread, tmp_path: Path
) -> None:
    with desktop(desktop_session, stand_in.service, tmp_path, hidden=False) as program:
        desktop_session.wait_tray(ITEM)
        close_window(desktop_session)
        assert program.poll() is None
        desktop_session.tray_activate(ITEM)
        desktop_session.wait_window(TITLE)
        terminate(program)


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
        until("ready", says(desktop_session, "Ziggie: Ready"))
        for _ in range(WINDOWS):  # its start may last into the first
            memory_mb, share = measured(program, seconds=5.0)
            if share < SHARE:
                break
    assert memory_mb < 90
    assert share < SHARE
