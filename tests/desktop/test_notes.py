"""Which problems are told, how often, and what quiet hours do to notes."""

from __future__ import annotations

import gc
import logging
import socket
import tempfile
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.state import (
    Gpu,
    GpuState,
    GpuStatus,
    Problem,
    ProblemsDocument,
    Severity,
)
from ziggie_desktop.desktop.bridge import Bridge
from ziggie_desktop.desktop.notify import Notifier
from ziggie_desktop.desktop.presenters.notes import Note
from ziggie_desktop.desktop.presenters.problem_notes import CODES, FLICKER, UNSEEN, ProblemNotes
from ziggie_desktop.desktop.presenters.rules import Hours, NoHours, NoteKind, Rules, hours
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import BUSY, NOW
from ziggie_desktop.service import checks
from ziggie_desktop.service.checks import heat
from ziggie_desktop.service.checks.facts import Facts

MINUTE = timedelta(minutes=1)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def problem(code: str, **more: object) -> Problem:
    return replace(Problem(code=code, title=f"{code} it is", remedy="Do this."), **more)


def seen(*codes: str) -> ProblemsDocument:
    return ProblemsDocument(problems=tuple(problem(code) for code in codes))


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def notes(clock: Clock) -> ProblemNotes:
    return ProblemNotes(told={}, now=clock)


@pytest.mark.parametrize(
    ("code", "kind", "page", "urgent"),
    [
        ("budget_warning", NoteKind.BUDGET, Page.ROUTING, False),
        ("budget_spent", NoteKind.BUDGET, Page.ROUTING, True),
        ("gpu_hot", NoteKind.GPU_HOT, Page.GPU, True),
        ("gpu_lost", NoteKind.GPU_LOST, Page.GPU, True),
        ("silent_cpu", NoteKind.SILENT_CPU, Page.DASHBOARD, False),
        ("engine_update", NoteKind.UPDATE, Page.DASHBOARD, False),
    ],
)
def test_each_problem_has_its_kind_and_its_page(
    notes: ProblemNotes, code: str, kind: NoteKind, page: Page, urgent: bool
) -> None:
    (note,) = notes.on(seen(code))
    assert (note.kind, note.click, note.urgent) == (kind, Do(Verb.OPEN, page), urgent)
    assert note.body == f"{code} it is. Do this."
    assert notes.on(replace(BUSY, problems=seen(code).problems)) == ()


def test_the_codes_are_those_that_the_service_has() -> None:
    """A code that no check makes would be a note that never comes."""
    from pathlib import Path

    folder = Path(checks.__file__).parent
    words = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [code for code in CODES if f'"{code}"' not in words] == []


def test_what_is_no_kind_and_what_is_a_hint_are_not_told(notes: ProblemNotes) -> None:
    assert notes.on(seen("engine_failed", "no_model")) == ()
    hint = problem("silent_cpu", severity=Severity.INFO)
    assert notes.on(ProblemsDocument(problems=(hint,))) == ()
    worse = problem("silent_cpu")
    assert len(notes.on(ProblemsDocument(problems=(worse,)))) == 1


def test_the_second_step_of_a_budget_is_told_too(notes: ProblemNotes) -> None:
    assert [n.title for n in notes.on(seen("budget_warning"))] != []
    (spent,) = notes.on(seen("budget_spent"))
    assert spent.title == "A cloud budget is used up"
    assert notes.on(seen("budget_warning")) == ()


def test_what_flickers_is_told_once_and_what_comes_again_later_anew(
    notes: ProblemNotes, clock: Clock
) -> None:
    assert len(notes.on(seen("gpu_hot"))) == 1
    clock.now += timedelta(hours=3)  # all the while it was there
    assert notes.on(seen()) == ()
    clock.now += FLICKER - MINUTE
    assert notes.on(seen("gpu_hot")) == ()
    assert notes.on(seen()) == ()
    clock.now += FLICKER + MINUTE
    assert len(notes.on(seen("gpu_hot"))) == 1


@pytest.mark.parametrize(("away", "told"), [(MINUTE, 0), (UNSEEN + MINUTE, 1)])
def test_a_restart_tells_nothing_again(
    notes: ProblemNotes, clock: Clock, away: timedelta, told: int
) -> None:
    notes.on(seen("gpu_lost", "engine_update"))
    clock.now += timedelta(days=2)  # it stays, and the program runs
    kept = notes.told()
    clock.now += away
    again = ProblemNotes(told=kept, now=clock)
    assert [n.kind for n in again.on(seen("gpu_lost", "engine_update"))] == [NoteKind.GPU_LOST][
        :told
    ]
    newer = problem("engine_update", title="Ollama 2 is there")
    assert len(again.on(ProblemsDocument(problems=(newer,)))) == 1


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("22:00-07:00", ["22:00", "23:59", "00:00", "06:59"], ["07:00", "21:59"]),
        ("9:30 – 17:00", ["09:30", "16:59"], ["17:00", "09:29"]),
    ],
)
def test_hours_over_midnight_and_by_day(words: str, inside: list[str], outside: list[str]) -> None:
    found = hours(words)
    assert found is not None
    assert all(time.fromisoformat(one) in found for one in inside)
    assert not any(time.fromisoformat(one) in found for one in outside)


@pytest.mark.parametrize("words", ["night", "22-7", "24:00-07:00", "22:00-07:60", "22:00"])
def test_what_are_no_hours(words: str) -> None:
    with pytest.raises(NoHours):
        hours(words)


def test_no_hours_are_no_rule() -> None:
    assert (hours(""), hours("07:00-07:00")) == (None, None)


def note(kind: NoteKind, title: str, page: Page = Page.ACTIVITY, *, urgent: bool = False) -> Note:
    return Note(kind, f"tag.{title}", title, "", Do(Verb.OPEN, page), urgent=urgent)


class Ear:
    """A notifier whose notes are heard here, at a time that the test sets."""

    def __init__(self, rules: Rules) -> None:
        self.now = time(23, 0)
        self.heard: list[tuple[str, str]] = []
        self.bridge = Bridge(client=lambda: Client(url="http://127.0.0.1:1", token=""))
        self.notifier = Notifier(
            bridge=self.bridge,
            message=lambda title, body: self.heard.append((title, body)),
            rules=rules,
            freedesktop=False,
            clock=lambda: self.now,
        )


@pytest.fixture
def ears(app: QApplication) -> Iterator[list[Ear]]:
    made: list[Ear] = []
    yield made
    for ear in made:
        ear.bridge.stop()


def test_quiet_hours_let_what_is_urgent_through_and_keep_the_rest(ears: list[Ear]) -> None:
    ear = Ear(Rules(quiet=Hours(time(22), time(7))))
    ears.append(ear)
    ear.notifier.show(note(NoteKind.ENGINE, "failed", urgent=True))
    ear.notifier.show(note(NoteKind.PULL, "m is here", Page.MODELS))
    for _ in range(3):
        ear.notifier.show(note(NoteKind.FALLBACK, "fell back"))
    ear.notifier.minute()
    assert ear.heard == [("failed", "")]
    ear.now = time(7, 0)
    ear.notifier.minute()
    assert ear.heard[1:] == [("2 notes of the quiet hours", "m is here\nfell back")]
    ear.notifier.minute()
    assert len(ear.heard) == 2


def test_a_kind_that_is_off_is_not_heard_of_and_one_note_stays_itself(ears: list[Ear]) -> None:
    ear = Ear(Rules(off=frozenset({NoteKind.PULL}), quiet=Hours(time(22), time(7))))
    ears.append(ear)
    clicks: list[object] = []
    ear.notifier.clicked.connect(clicks.append)
    ear.notifier.show(note(NoteKind.PULL, "m is here"))
    ear.notifier.show(note(NoteKind.FALLBACK, "fell back"))
    ear.notifier.obey(Rules(off=frozenset({NoteKind.PULL})))  # and no quiet hours any more
    assert ear.heard == [("fell back", "")]
    ear.notifier.on_message_clicked()
    assert clicks == [Do(Verb.OPEN, Page.ACTIVITY)]


@pytest.fixture
def silent_bus() -> Iterator[tuple[str, threading.Event]]:
    """The address of a bus that lets one in and then says nothing, and when somebody asked it."""
    asked = threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX) as door,
    ):
        path = f"{folder}/bus"
        door.bind(path)
        door.listen()

        def serve() -> None:
            line, _ = door.accept()
            with line:
                line.settimeout(60)
                line.recv(1024)
                line.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
                while data := line.recv(4096):
                    if b"Hello" in data:
                        asked.set()

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        yield f"unix:path={path}", asked
        server.join(60)
        assert not server.is_alive()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="D-Bus is Unix's")
@pytest.mark.filterwarnings("ignore:.*StreamWriter:pytest.PytestUnraisableExceptionWarning")
def test_the_end_while_the_bus_is_asked_is_quiet(
    app: QApplication,
    silent_bus: tuple[str, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address, asked = silent_bus
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    bridge = Bridge(client=lambda: Client(url="http://127.0.0.1:1", token=""))
    Notifier(bridge=bridge, message=lambda title, body: None, rules=Rules(), freedesktop=True)
    bridge.start()
    assert asked.wait(60)
    bridge.stop()
    gc.collect()  # jeepney leaves the line of an opening that was given up: it ends here
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def _facts(card: Gpu) -> Facts:
    return Facts(
        mode=BUSY.mode,
        engine=BUSY.engine,
        gpu=GpuStatus(state=GpuState.OK, reason="", gpus=(card,)),
        cloud=BUSY.cloud,
        models=1,
        files=(),
        ledger_reason=None,
    )


def _usual(celsius: int, *throttled: str) -> Gpu:
    """It tells no limit."""
    return Gpu(
        uuid="g",
        index=0,
        temperature_c=celsius,
        temperature_limit_c=90,
        temperature_limit_is_usual=True,
        throttled=throttled,
    )


def test_that_a_hot_gpu_slows_itself_down_is_only_said_where_it_says_so() -> None:
    for card, words in (
        (_usual(92), "as most cards"),
        (_usual(92, "too hot (driver)"), "therefore slowed down"),
    ):
        found = heat.check(_facts(card))
        assert found is not None
        assert words in found.title


@pytest.mark.parametrize(
    ("card", "hot"),
    [
        (Gpu(uuid="g", index=0, temperature_c=82, temperature_limit_c=83), False),
        (Gpu(uuid="g", index=0, temperature_c=83, temperature_limit_c=83), True),
        (_usual(89), False),
        (_usual(90), True),
        (Gpu(uuid="g", index=0, throttled=("too hot (hardware)",)), True),
        (Gpu(uuid="g", index=0, throttled=("power brake",)), False),
        (Gpu(uuid="g", index=0), False),
    ],
)
def test_a_gpu_is_hot_where_it_slows_itself_down(card: Gpu, hot: bool) -> None:
    facts = _facts(card)
    found = heat.check(facts)
    assert (found is not None) is hot
    assert heat.check(replace_gpu(facts)) is None


def replace_gpu(facts: Facts) -> Facts:
    """The card itself is hot, but no longer there."""
    return replace(facts, gpu=GpuStatus(state=GpuState.LOST, reason="gone"))
