"""How changes reach the snapshot, the tray's menu and the notifications."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from ziggie_desktop.contract import state as shapes
from ziggie_desktop.contract.power import PowerDocument
from ziggie_desktop.contract.state import EngineState, EngineStatus, Mode, PullState, State, Totals
from ziggie_desktop.desktop.presenters.notes import BUNDLE_S, Notes
from ziggie_desktop.desktop.presenters.reduce import FALLBACKS_KEPT, applied
from ziggie_desktop.desktop.presenters.tray import Item, tray
from ziggie_desktop.desktop.presenters.view import Do, Link, Page, Verb
from ziggie_desktop.desktop.samples import BUSY, EMPTY, NOW
from ziggie_desktop.desktop.samples_past import REQUESTS

FALLBACK = BUSY.fallbacks[0]
DRAWN = shapes.ProcessorPower(power_mw=7)
PULL, *_others = BUSY.pulls
REST = tuple(_others)
WORK = shapes.LibraryJob(id="j1", kind=shapes.JobKind.VERIFY, model=None, state=PullState.RUNNING)
STOPPED = EngineStatus(state=EngineState.STOPPED, reason="")


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (EMPTY, "models", ()),
        (STOPPED, "engine", STOPPED),
        (shapes.ModelsDocument(models=(), loaded=()), "models", ()),
        (shapes.ModelsDocument(models=(), loaded=(), disk_bytes=5), "disk_bytes", 5),
        (WORK, "jobs", (WORK,)),
        (shapes.ModeDocument(mode=Mode.CLOUD), "mode", Mode.CLOUD),
        (EMPTY.gpu, "gpu", EMPTY.gpu),
        (PowerDocument(processor=DRAWN, pc=BUSY.pc), "processor", DRAWN),
        (BUSY.cloud, "cloud", BUSY.cloud),
        (shapes.TotalsDocument(today=Totals(), month=Totals()), "today", Totals()),
        (shapes.ProblemsDocument(problems=()), "problems", ()),
        (shapes.ActivityDocument(active_requests=7), "active_requests", 7),
        (replace(PULL, completed_bytes=1), "pulls", (replace(PULL, completed_bytes=1), *REST)),
        (replace(PULL, id="p9"), "pulls", (PULL, *REST, replace(PULL, id="p9"))),
        (replace(PULL, state=PullState.DONE), "pulls", REST),
        (REQUESTS[0], "fallbacks", BUSY.fallbacks),
    ],
)
def test_an_event_changes_its_part(change: msgspec.Struct, field: str, value: object) -> None:
    assert getattr(applied(BUSY, change), field) == value


def test_long_work_is_kept_once() -> None:
    done = replace(WORK, state=PullState.DONE)
    assert applied(applied(BUSY, WORK), done).jobs == (done,)


def test_each_event_of_the_contract_is_known() -> None:
    from ziggie_desktop.contract.wire import EVENT_TYPES

    assert set(EVENT_TYPES) == set(shapes.EventName)


def test_fallbacks_are_kept_once_newest_first_and_not_for_ever() -> None:
    state = BUSY
    for number in range(40):
        state = applied(state, replace(FALLBACK, request_id=f"n{number}"))
        state = applied(state, replace(FALLBACK, request_id=f"n{number}"))
    assert len(state.fallbacks) == FALLBACKS_KEPT
    assert state.fallbacks[0].request_id == "n39"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def notes(clock: Clock) -> Notes:
    made = Notes(now=clock)
    assert made.on(BUSY) is None  # how things stand is no news
    return made


def test_a_fallback_is_told_once_with_reason_delay_and_price(notes: Notes) -> None:
    fresh = replace(FALLBACK, request_id="new")
    note = notes.on(fresh)
    assert note is not None
    assert note.title == "kb-analyzer: cloud answered instead of local"
    assert note.body == "The engine is not ready yet · 1.2 s later · price $0.0042"
    assert note.click == Do(Verb.OPEN, Page.ACTIVITY, "new")
    assert notes.on(fresh) is None
    assert notes.on(FALLBACK) is None  # it was in the snapshot already


def test_many_fallbacks_become_one_note(notes: Notes, clock: Clock) -> None:
    told = [
        notes.on(replace(FALLBACK, request_id=f"n{number}", component=f"c{number}", cost_pico=cost))
        for number, cost in enumerate((4_200_000_000, None, 1_000_000_000))
    ]
    assert {note.tag for note in told if note} == {"fallback"}
    assert told[-1] is not None
    assert told[-1].title.startswith("3 requests")
    assert "at least $0.0052" in told[-1].body
    assert told[-1].click == Do(Verb.OPEN, Page.ACTIVITY, "n2")  # the newest, among the others
    clock.now += BUNDLE_S + 1
    later = notes.on(replace(FALLBACK, request_id="later"))
    assert later is not None
    assert "kb-analyzer" in later.title


def test_what_fell_back_while_the_service_was_away_is_told_after(notes: Notes) -> None:
    missed = replace(FALLBACK, request_id="missed")
    note = notes.on(replace(BUSY, fallbacks=(missed, *BUSY.fallbacks)))
    assert note is not None
    assert notes.on(replace(BUSY, fallbacks=(missed, *BUSY.fallbacks))) is None


def test_the_engine_is_told_of_when_it_fails_and_when_it_is_back(notes: Notes) -> None:
    failed = EngineStatus(state=EngineState.FAILED, reason="It ended.", remedy="Look.")
    ready = EngineStatus(state=EngineState.READY, reason="")
    note = notes.on(failed)
    assert note is not None
    assert (note.body, note.urgent) == ("It ended. Look.", True)
    assert note.buttons == (("Try again", Do(Verb.ENGINE_START)),)
    assert notes.on(failed) is None
    assert notes.on(EngineStatus(state=EngineState.STARTING, reason="")) is None
    back = notes.on(ready)
    assert back is not None
    assert back.title == "The engine is back"
    assert notes.on(ready) is None
    assert notes.on(STOPPED) is None


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (PullState.DONE, "mistral-small3.2:24b is here"),
        (PullState.FAILED, "mistral-small3.2:24b was not downloaded"),
        (PullState.PAUSED, None),
        (PullState.CANCELLED, None),
    ],
)
def test_a_download_is_told_of_at_its_end(
    notes: Notes, state: PullState, title: str | None
) -> None:
    ended = replace(PULL, state=state, error="No space", remedy="Free some")
    note = notes.on(ended)
    assert (note.title if note else None) == title
    assert notes.on(ended) is None


def words(items: tuple[Item, ...]) -> list[str]:
    found: list[str] = []
    for item in items:
        found += [item.text, *words(item.children)]
    return [text for text in found if text]


def menu(state: State | None, link: Link = Link.UP) -> list[str]:
    return words(tray(state, link, NOW, can_stop_all=True).items)


def test_the_menu_has_all_one_needs() -> None:
    found = menu(BUSY)
    for expected in (
        "Answering 2 requests",
        "Restart engine",
        "Stop engine",
        "Mode: Auto",
        "Local only",
        "Cloud only",
        "Unload qwen3:8b",
        "mistral-small3.2:24b 62 % · Pause",
        "Today: 87 % local · cloud $0.31 · net savings $1.28",
        "Free the GPU for 1 h",
        "Settings",
        "Load",
        "llama3.2:3b",
        "Last fallbacks",
        "Open Ziggie",
        "Quit, leave the service running",
        "Quit and stop everything",
    ):
        assert expected in found


def test_without_a_service_the_menu_still_opens_and_quits() -> None:
    assert menu(None, Link.LOST) == [
        "No connection to the service",
        "Start the service",
        "Open Ziggie",
        "Settings",
        "Logs",
        "Quit",
        "Quit, leave the service running",
    ]


def test_the_menu_says_unknown_and_simulated() -> None:
    totals = replace(BUSY.today, net_savings_pico=None, simulated=True)
    assert "Today: 87 % local · cloud $0.31 · net savings unknown (simulated)" in menu(
        replace(BUSY, today=totals)
    )
    assert "Today: no requests" in menu(EMPTY)
