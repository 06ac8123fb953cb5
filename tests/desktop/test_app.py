"""The wired desktop against a stand-in service: what comes in shows, wishes go out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSystemTrayIcon

from tests.desktop.conftest import until
from tests.desktop.stand_in import TOKEN, StandIn
from tests.parts.crowd import crowd
from tests.parts.stopwatch import Stopwatch
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ErrorBody
from ziggie_desktop.contract.state import (
    ActivityDocument,
    EventName,
    GpuState,
    GpuStatus,
    Mode,
    PullState,
)
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.presenters.rules import Rules
from ziggie_desktop.desktop.presenters.view import Do, Link, Page, Verb
from ziggie_desktop.desktop.samples import BUSY, GPU, NOW
from ziggie_desktop.desktop.samples_past import REQUESTS
from ziggie_desktop.desktop.widgets.table import Table

pytestmark = pytest.mark.logs("ziggie.desktop.notify")  # there is no session bus here

STALL_S = 0.25  # far above what a redraw takes here, far below a wait for a service


@pytest.fixture
async def service() -> AsyncIterator[StandIn]:
    async with StandIn(BUSY, REQUESTS).serving() as stand_in:
        yield stand_in


@pytest.fixture
def desktop(app: QApplication, service: StandIn, tmp_path: Path) -> Iterator[Desktop]:
    url = service.url
    made = Desktop(app=app, home=str(tmp_path), client=lambda: Client(url=url, token=TOKEN))
    made.notifier.obey(Rules(wanted=False))
    made.bridge.start()
    yield made
    made.close()
    assert "ziggie-bridge" not in [thread.name for thread in threading.enumerate()]


def shown(desktop: Desktop) -> str:
    labels = desktop.desk.window.findChildren(QLabel)
    words = [label.text() for label in labels if label.isVisible()]
    for table in desktop.desk.window.findChildren(Table):
        model = table.model()
        cells = [model.index(row, column) for row in range(model.rowCount())
                 for column in range(model.columnCount())]  # fmt: skip
        words += [str(cell.data()) for cell in cells if table.isVisible()]
    return "\n".join(words)


async def test_the_window_shows_what_the_service_says(desktop: Desktop, service: StandIn) -> None:
    desktop.start(hidden=False)
    assert "Connecting" in shown(desktop)
    await until("the snapshot shows", lambda: "Answering 2 requests" in shown(desktop))
    service.state = replace(service.state, mode=Mode.LOCAL, active_requests=0)
    service.tell(EventName.SNAPSHOT, service.state)
    await until("the change shows", lambda: "Ready" in shown(desktop))
    desktop.desk.do(Do(Verb.OPEN, Page.ACTIVITY))
    await until("recent requests were fetched", lambda: "control-center" in shown(desktop))
    service.tell(EventName.REQUEST, replace(REQUESTS[0], id="new", component="just-now"))
    await until("a new request shows", lambda: "just-now" in shown(desktop))
    service.tell(EventName.PULL, replace(BUSY.pulls[0], state=PullState.PAUSED))
    desktop.desk.do(Do(Verb.OPEN, Page.MODELS))
    await until("the pull shows as paused", lambda: "Paused" in shown(desktop))


async def test_figures_come_seldom_while_nobody_sees_the_window(
    desktop: Desktop, service: StandIn
) -> None:
    desktop.start(hidden=False)
    await until("it looks closely", lambda: service.paces[-1:] == ["2"])
    desktop.desk.hide_window()
    await until("it looks seldom", lambda: service.paces[-1:] == ["10"])
    desktop.desk.show_window()
    await until("closely again", lambda: service.paces[-1:] == ["2"])
    service.tell(EventName.ACTIVITY, ActivityDocument(active_requests=3))
    await until("events still come", lambda: "Answering 3 requests" in shown(desktop))


@pytest.mark.parametrize(
    ("wish", "route", "body"),
    [
        (Do(Verb.ENGINE_START), "engine", {"action": "start"}),
        (Do(Verb.ENGINE_STOP), "engine", {"action": "stop"}),
        (Do(Verb.ENGINE_RESTART), "engine", {"action": "restart"}),
        (Do(Verb.MODE, "local"), "mode", {"mode": "local"}),
        (Do(Verb.GPU_FREE, "60"), "yield", {"minutes": 60}),
        (Do(Verb.LOAD, "m"), "models", {"action": "load", "model": "m"}),
        (Do(Verb.UNLOAD, "m"), "models", {"action": "unload", "model": "m"}),
        (Do(Verb.REMOVE, "m"), "models", {"action": "remove", "model": "m"}),
        (Do(Verb.PULL, "m"), "pulls", {"action": "start", "model": "m"}),
        (Do(Verb.PULL_PAUSE, "p1"), "pulls", {"action": "pause", "id": "p1"}),
        (Do(Verb.PULL_RESUME, "p1"), "pulls", {"action": "resume", "id": "p1"}),
        (Do(Verb.PULL_CANCEL, "p1"), "pulls", {"action": "cancel", "id": "p1"}),
        (Do(Verb.PULL_NOW, "p1"), "pulls", {"action": "now", "id": "p1"}),
        (Do(Verb.PULL_MOVE, "p1", "up"), "pulls", {"action": "up", "id": "p1"}),
        (Do(Verb.PIN, "m"), "models", {"action": "pin", "model": "m"}),
        (Do(Verb.UNPIN, "m"), "models", {"action": "unpin", "model": "m"}),
        (
            Do(Verb.COPY, "m", "n"),
            "models",
            {"action": "copy", "model": "m", "destination": "n"},
        ),
        (
            Do(Verb.CREATE, "m", "/f"),
            "jobs",
            {"action": "create", "model": "m", "path": "/f"},
        ),
        (Do(Verb.VERIFY), "jobs", {"action": "verify"}),
        (
            Do(Verb.VERIFY, "m", True),
            "jobs",
            {"action": "verify", "model": "m", "repair": True},
        ),
        (Do(Verb.WORK_CANCEL, "j1"), "jobs", {"action": "cancel", "id": "j1"}),
        (Do(Verb.UPDATE, "m"), "updates", {"model": "m"}),
        (Do(Verb.CLEAN_UP, value=(30, ("m",))), "unused", {"days": 30, "models": ["m"]}),
    ],
)
async def test_each_wish_reaches_the_service(
    desktop: Desktop, service: StandIn, wish: Do, route: str, body: dict[str, str]
) -> None:
    desktop.desk.do(wish)
    await until("the wish arrives", lambda: bool(service.asked))
    asked_route, asked = service.asked[0]
    assert asked_route == route
    assert {key: value for key, value in asked.items() if value} == body


async def test_a_slow_wish_shows_that_it_is_under_way(desktop: Desktop, service: StandIn) -> None:
    desktop.start(hidden=False)
    service.hold = asyncio.Event()
    await until("the snapshot", lambda: desktop.feed.state is not None)
    desktop.desk.do(Do(Verb.OPEN, Page.MODELS))
    desktop.desk.do(Do(Verb.LOAD, "llama3.2:3b"))
    await until("it is under way", lambda: "Loading…" in shown(desktop))
    service.hold.set()
    await until("it is done", lambda: "Loading…" not in shown(desktop))


async def test_a_refusal_shows_with_its_remedy(desktop: Desktop, service: StandIn) -> None:
    desktop.start(hidden=False)
    service.refusal = ErrorBody(code="busy", title="The model is in use", remedy="Wait a little")
    desktop.desk.do(Do(Verb.UNLOAD, "qwen3:8b"))
    await until("the refusal shows", lambda: "The model is in use" in shown(desktop))
    assert "Wait a little" in shown(desktop)


async def test_a_lost_stream_is_taken_up_with_a_fresh_snapshot(
    desktop: Desktop, service: StandIn
) -> None:
    await until("the first snapshot", lambda: desktop.feed.state is not None)
    service.state = replace(service.state, active_requests=9)
    service.cut()
    await until("the second one", lambda: bool(desktop.feed.state) and service.snapshots == 2)
    await until("its figures", lambda: desktop.feed.state == service.state)
    assert desktop.feed.link is Link.UP


async def test_many_events_do_not_stall_the_window(desktop: Desktop, service: StandIn) -> None:
    """No wait and no heavy work on Qt's thread while hundreds of events come in."""
    desktop.start(hidden=False)
    await until("the snapshot", lambda: desktop.feed.state is not None)
    ticks: list[float] = []
    watch = Stopwatch()
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(watch.seconds))
    timer.start(10)
    for number in range(300):
        gpu = replace(GPU, power_mw=1000 * number)
        sampled = NOW.replace(microsecond=number)
        status = GpuStatus(state=GpuState.OK, reason="", sampled_at=sampled, gpus=(gpu,))
        service.tell(EventName.GPU, status)
        service.tell(EventName.REQUEST, replace(REQUESTS[0], id=f"many{number}"))

    def all_in() -> bool:
        state = desktop.feed.state
        return state is not None and state.gpu.gpus[0].power_mw == 299_000

    with watch:
        await until("the last event", all_in)
        await until("some ticks", lambda: len(ticks) > 3)
    assert max(later - sooner for sooner, later in pairwise(ticks)) < STALL_S * crowd()


async def test_a_redraw_does_not_ask_for_the_tray(
    desktop: Desktop, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt makes a D-Bus connection for each such question, and waits for its answers."""
    desktop.start(hidden=False)
    await until("the snapshot shows", lambda: "Answering 2 requests" in shown(desktop))
    asked: list[int] = []

    def no_tray() -> bool:
        asked.append(1)
        return False

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", no_tray)
    desktop.desk.window.redraw()
    assert asked == []
    desktop.tray.look()
    assert asked == [1]


async def test_a_wish_without_a_service_is_refused_and_not_waited_for(
    app: QApplication, tmp_path: Path
) -> None:
    nowhere = lambda: Client(url="http://127.0.0.1:9", token=TOKEN)  # noqa: E731
    desktop = Desktop(app=app, home=str(tmp_path), client=nowhere)
    try:
        desktop.start(hidden=False)
        with Stopwatch() as watch:
            desktop.desk.do(Do(Verb.MODE, "cloud"))
        assert watch.seconds < STALL_S * crowd()
        await until("the refusal shows", lambda: "No Ziggie service answers" in shown(desktop))
        await until("the page says so", lambda: "No connection to the service" in shown(desktop))
    finally:
        desktop.close()


async def test_a_lost_service_is_started_from_the_window(app: QApplication, tmp_path: Path) -> None:
    """It may take its time: the window says so meanwhile, and why where it did not start."""
    let_go, starts = threading.Event(), [False, True]

    def start_service() -> bool:
        assert let_go.wait(30)
        return starts.pop(0)

    desktop = Desktop(
        app=app,
        home=str(tmp_path),
        client=lambda: Client(url="http://127.0.0.1:9", token=TOKEN),
        start_service=start_service,
    )

    def button() -> QPushButton | None:
        found = desktop.desk.window.findChildren(QPushButton)
        return next((one for one in found if one.isVisible() and "service" in one.text()), None)

    def ready() -> bool:
        found = button()
        return found is not None and found.isEnabled() and found.text() == "Start the service"

    try:
        desktop.start(hidden=False)
        await until("there is a way", ready)
        for left in (1, 0):
            let_go.clear()
            press = button()
            assert press is not None
            press.click()
            await until("it is under way", lambda: not ready())
            assert "Starting" in press.text()
            let_go.set()
            await until("it was tried", ready)
            assert len(starts) == left
        assert "The service did not start" in shown(desktop)
    finally:
        let_go.set()
        desktop.close()
