"""What is said of the care of models, and that each wish of the models page comes out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from tests.desktop.conftest import MakeWindow, until
from tests.desktop.test_window import cut
from ziggie_desktop.contract.library import (
    FitAnswer,
    ModelUpdate,
    Source,
    UnusedDocument,
    UnusedModel,
    UpdatesDocument,
    UpdateState,
    Verdict,
)
from ziggie_desktop.contract.state import (
    LastUse,
    Leaving,
    PullState,
)
from ziggie_desktop.desktop import samples, samples_shelf
from ziggie_desktop.desktop.presenters import models, pulls, upkeep
from ziggie_desktop.desktop.presenters.shelf import Missing
from ziggie_desktop.desktop.presenters.view import Do, Page, Tone, Verb
from ziggie_desktop.desktop.preview import StillFeed, scene
from ziggie_desktop.desktop.samples import BUSY, NOW
from ziggie_desktop.desktop.widgets.button import Button, MoreButton
from ziggie_desktop.desktop.windows.confirm import Confirm
from ziggie_desktop.desktop.windows.main import MainWindow
from ziggie_desktop.desktop.windows.naming import NameDialog

GIB = 2**30
FIT = FitAnswer(
    model="qwen3:8b",
    installed=False,
    num_ctx=8192,
    kv_cache_type="f16",
    verdict=Verdict.FITS,
    now=Verdict.FITS,
    source=Source.ESTIMATED,
    reason="All of its layers fit.",
    needed_bytes=int(5.9 * GIB),
    weights_bytes=5_200_000_000,
    vram_total_bytes=12 * GIB,
)
UNUSED = UnusedDocument(
    days=30,
    models=(
        UnusedModel(name="qwen3:8b", size_bytes=5, last_used=None, installed_at=None, kept="busy"),
        UnusedModel(
            name="llama3.2:3b",
            size_bytes=2_019_000_000,
            last_used=LastUse(at=NOW - timedelta(days=41), by="a"),
            installed_at=None,
        ),
    ),
    freed_bytes=2_019_000_000,
)


@pytest.mark.parametrize(
    ("change", "word", "tone", "said"),
    [
        ({}, "Fits", Tone.GOOD, "Estimated · needs 5.9 GiB of 12.0 GiB · 5.2 GB to download"),
        ({"source": Source.MEASURED}, "Fits", Tone.GOOD, "Measured here · needs"),
        ({"verdict": Verdict.PARTLY, "now": Verdict.PARTLY}, "Fits in part", Tone.WARN, "All of"),
        ({"verdict": Verdict.NOT, "now": Verdict.NOT}, "Does not fit", Tone.BAD, "8k context"),
        ({"now": Verdict.NOT}, "Fits", Tone.GOOD, "right now it does not"),
        ({"needed_bytes": None, "verdict": Verdict.UNKNOWN}, "Fit unknown", Tone.NEUTRAL, "5.2 GB"),
    ],
)
def test_the_fit_says_how_it_was_found(
    change: dict[str, object], word: str, tone: Tone, said: str
) -> None:
    view = upkeep.fit_view(replace(FIT, **change), asking=False)
    assert view is not None
    assert view.pill is not None
    assert (view.pill.text, view.pill.tone) == (word, tone)
    assert said in view.words


def test_while_the_registry_is_asked_nothing_is_claimed() -> None:
    asking = upkeep.fit_view(Missing(), asking=True)
    assert asking is not None
    assert asking.pill is None
    assert upkeep.fit_view(Missing(), asking=False) is None
    refused = upkeep.fit_view(Missing("There is no model", "Look at its name"), asking=False)
    assert refused is not None
    assert refused.words == "There is no model. Look at its name"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (BUSY.models[0], "last used 4 min ago by kb-analyzer"),
        (BUSY.models[1], "Last used 10/12/26 by agent-spawner"),
        (BUSY.models[2], "Not used through Ziggie"),
        (
            replace(BUSY.models[2], last_used=LastUse(at=NOW, by="a", month_only=True)),
            "Last used until 11/22/26 by a",
        ),
    ],
)
def test_a_model_says_who_used_it_last(model: object, words: str) -> None:
    rows = models.models(replace(BUSY, models=(model,)), NOW).installed
    assert words in rows[0].note


def test_an_unload_that_sticks_shows_with_its_advice() -> None:
    stuck = replace(BUSY.loaded[0], leaving=Leaving.STUCK, advice="Restart the engine.")
    row = models.models(replace(BUSY, loaded=(stuck,)), NOW).installed[0]
    assert row.pill is not None
    assert row.pill.text == "Does not leave"
    assert row.note.endswith("\nRestart the engine.")


def test_what_the_memory_of_the_gpu_holds_adds_up() -> None:
    view = models.memory(BUSY)
    assert view is not None
    assert view.words == "qwen3:8b 5.1 GiB · everything else 1.3 GiB · free 5.6 GiB"
    silent = replace(BUSY.gpu.gpus[0], memory_used_bytes=None)
    assert models.memory(replace(BUSY, gpu=replace(BUSY.gpu, gpus=(silent,)))) is None


def update(model: str, state: UpdateState = UpdateState.AVAILABLE) -> ModelUpdate:
    return ModelUpdate(model=model, state=state, reason="it is silent", size_bytes=5_200_000_000)


def test_a_newer_version_is_offered_once() -> None:
    known = UpdatesDocument((update("qwen3:8b"), update("llama3.2:3b", UpdateState.CURRENT)))
    assert upkeep.updates_remark(known) == "1 newer version"
    queued = UpdatesDocument((replace(update("qwen3:8b"), pull=BUSY.pulls[0]),))
    both = upkeep.merged(known, queued)
    assert [one.model for one in both.updates] == ["qwen3:8b", "llama3.2:3b"]
    assert upkeep.updates_remark(both) == "all up to date"
    coming = upkeep.update_words(both.updates[0], BUSY)
    assert coming == ("newer version on its way", False)
    there = upkeep.update_words(both.updates[0], replace(BUSY, pulls=()))
    assert there == ("newest version", False)
    silent = upkeep.update_words(update("m", UpdateState.UNKNOWN), BUSY)
    assert silent == ("the registry did not say: it is silent", False)


def test_the_order_of_downloads_can_be_changed() -> None:
    row = pulls.pull_row(BUSY.pulls[1])
    assert row.pill is not None
    assert row.pill.text == "Queued, place 1"
    assert [(b.do.value, b.enabled) for b in row.more] == [
        ("first", False),
        ("up", False),
        ("down", True),
        ("last", True),
    ]
    assert (
        pulls.downloads_remark(samples_shelf.SETTINGS) == "2 at once · queued ones run 22:00-07:00"
    )
    assert pulls.downloads_remark(Missing()) == ""


def test_long_work_shows_how_far_it_is_and_what_it_found() -> None:
    running, *ended = upkeep.job_rows((*samples.ERROR.jobs, *BUSY.jobs))
    assert running.title == "Verify qwen3:8b"
    assert running.fraction == pytest.approx(1.9 / 5.2)
    assert running.buttons[0].do == Do(Verb.WORK_CANCEL, "j1")
    assert ended[0].buttons[0].do == Do(Verb.VERIFY, "llama3.2:3b", True)
    assert "is damaged" in ended[0].note
    failed = upkeep.job_row(replace(BUSY.jobs[0], state=PullState.FAILED, error="It ended."))
    assert failed.detail == "It ended."


def test_a_clean_up_shows_first_what_would_go() -> None:
    view = upkeep.clean_view(UNUSED, 30)
    assert view.remark == "1 model would go and free 2.0 GB"
    assert [row.title for row in view.rows] == ["llama3.2:3b", "qwen3:8b"]
    assert "stays: busy" in view.rows[1].detail
    assert view.go is not None
    assert view.go.do == Do(Verb.CLEAN_UP, value=(30, ("llama3.2:3b",)))
    kept = replace(UNUSED, models=UNUSED.models[:1])
    assert upkeep.clean_view(kept, 30).go is None
    assert upkeep.clean_view(Missing("No", "Try"), 30).remark == "No. Try"


def named(window: QWidget, name: str) -> Button:
    return next(b for b in window.findChildren(Button) if b.accessibleName() == name)


def asked_of(window: MainWindow) -> list[Do]:
    asked: list[Do] = []
    window.asked.connect(asked.append)
    return asked


async def test_the_fit_is_asked_for_when_typing_rests(make_window: MakeWindow) -> None:
    feed = scene("busy")
    window = make_window(feed, Page.MODELS)
    asked = asked_of(window)
    field = window.findChildren(QLineEdit)[0]
    QTest.keyClicks(field, "qwen3:8b")
    assert asked == []
    look = Do(Verb.LOOK, value=upkeep.fit_ask("qwen3:8b"))
    await until("the fit is asked for", lambda: asked == [look])
    feed.shelf.put(upkeep.fit_ask("qwen3:8b"), FIT)
    window.redraw()
    said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Fits" in said
    assert any("5.2 GB to download" in words for words in said)
    assert cut(window) == []


def test_cleaning_up_asks_once(make_window: MakeWindow, app: QApplication) -> None:
    feed = scene("busy")
    feed.shelf.put(upkeep.unused_ask(30), UNUSED)
    window = make_window(feed, Page.MODELS)
    asked = asked_of(window)
    named(window, "Clean up unused…").click()
    app.processEvents()
    assert cut(window) == []
    named(window, "Remove 1 model…").click()
    dialog = window.findChildren(Confirm)[0]
    assert asked == []
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "llama3.2:3b" in words
    assert "2.0 GB" in words
    assert cut(dialog) == []
    named(dialog, "Remove").click()
    app.processEvents()
    assert asked == [Do(Verb.CLEAN_UP, value=(30, ("llama3.2:3b",)))]
    named(window, "Keep all").click()
    assert not named(window, "Keep all").isVisible()


def test_what_is_done_seldom_is_in_a_menu(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.MODELS)
    asked = asked_of(window)
    more = next(
        b for b in window.findChildren(MoreButton) if b.accessibleName() == "More for llama3.2:3b"
    )
    menu = more.menu_now()
    entries = {action.text(): action for action in menu.actions()}
    entries["Keep it loaded, after a restart too"].trigger()
    entries["Verify its files"].trigger()
    assert asked == [Do(Verb.PIN, "llama3.2:3b"), Do(Verb.VERIFY, "llama3.2:3b")]
    entries["Copy to a second name…"].trigger()
    dialog = window.findChildren(NameDialog)[0]
    go = named(dialog, "Copy")
    go.click()
    assert dialog.isVisible(), "no name was given"
    QTest.keyClicks(dialog.findChildren(QLineEdit)[0], "second:1")
    go.click()
    app.processEvents()
    assert asked[-1] == Do(Verb.COPY, "llama3.2:3b", "second:1")
    menu.deleteLater()


def test_a_model_is_made_from_a_file(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.MODELS)
    asked = asked_of(window)
    way = next(b for b in window.findChildren(QPushButton) if b.text() == "From a file")
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    name, path = window.findChildren(QLineEdit)[:2]
    name.setText("brief")
    named(window, "Make model").click()
    assert asked == [], "the path is missing"
    path.setText("/somewhere/Modelfile")
    QTest.keyClick(path, Qt.Key.Key_Return)
    assert asked == [Do(Verb.CREATE, "brief", "/somewhere/Modelfile")]
    assert cut(window) == []


def test_an_answer_that_is_not_there_yet_leaves_the_page_whole(make_window: MakeWindow) -> None:
    bare = scene("lost")
    window = make_window(StillFeed(BUSY, scene("busy").link, bare.history, ()), Page.MODELS)
    said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Asking the service…" in said
    assert cut(window) == []
