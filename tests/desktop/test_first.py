"""The first steps: what they say by tables; `test_session_first.py` walks them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from tests.desktop.conftest import MakeWindow
from ziggie_desktop.contract import trial
from ziggie_desktop.contract.api import TokenCreated
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    EngineJob,
    EngineState,
    EngineStatus,
    JobState,
    Mode,
    Problem,
    State,
    Totals,
)
from ziggie_desktop.desktop import samples_shelf
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.first import (
    FirstChoice,
    FirstView,
    Step,
    first,
    pick,
    program_lines,
    token_ask,
    trial_ask,
)
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.shelf import Missing, Shelf
from ziggie_desktop.desktop.presenters.status import empty_handed
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import BUSY, EMPTY
from ziggie_desktop.desktop.widgets.button import Button

ABSENT = EngineStatus(state=EngineState.ABSENT, reason="No Ollama was found")
FRESH = replace(EMPTY, engine=ABSENT)
NO_MODEL = Problem(code="no_model", title="No local model", remedy="Get one")


def seen(
    state: State,
    *,
    shelf: Shelf | None = None,
    here: Here = Here(),  # noqa: B008 - it is frozen
    pending: frozenset[Do] = frozenset(),
    choice: FirstChoice = FirstChoice(),  # noqa: B008 - it is frozen
) -> FirstView:
    return first(state, shelf or samples_shelf.empty_shelf(), here, pending, choice)


@pytest.mark.parametrize(
    ("state", "led"),
    [
        (BUSY, False),
        (EMPTY, False),  # its models have not been listed yet
        (FRESH, True),
        (replace(EMPTY, problems=(NO_MODEL,)), True),
        (replace(EMPTY, problems=(NO_MODEL,), mode=Mode.CLOUD), False),
    ],
)
def test_who_has_nothing_to_work_with_is_led(state: State, led: bool) -> None:
    assert empty_handed(state) is led


@pytest.mark.parametrize(
    ("state", "opened"),
    [
        (FRESH, Step.OLLAMA),
        (EMPTY, Step.MODEL),
        (replace(EMPTY, models=BUSY.models), Step.KEY),
        (replace(EMPTY, models=BUSY.models, cloud=BUSY.cloud), Step.QUESTION),
        (replace(BUSY, month=Totals(requests=1)), Step.PROGRAM),
    ],
)
def test_it_goes_on_wherever_it_was_left(state: State, opened: Step) -> None:
    assert seen(state).opened is opened


def test_a_step_that_was_skipped_can_be_opened_again() -> None:
    skipping = Here(skipped=frozenset({"model", "ollama"}))
    view = seen(EMPTY, here=skipping)
    assert view.opened is Step.KEY
    pills = {one.step: one.pill.text for one in view.steps if one.pill is not None}
    assert pills == {Step.OLLAMA: "Done", Step.GPU: "Done", Step.MODEL: "Skipped"}
    again = seen(EMPTY, here=skipping, choice=FirstChoice(opened=Step.MODEL))
    assert again.opened is Step.MODEL
    every = Here(skipped=frozenset(step.value for step in Step))
    assert seen(FRESH, here=every).leave.primary


def test_ollama_can_be_installed_and_the_installation_cancelled() -> None:
    step = seen(FRESH).steps[0]
    assert [button.do for button in step.buttons] == [Do(Verb.ENGINE_INSTALL)]
    job = EngineJob(
        kind="install",
        state=JobState.RUNNING,
        step="download",
        words="Downloading",
        completed_bytes=25,
        total_bytes=100,
    )
    running = seen(replace(EMPTY, engine=replace(ABSENT, job=job))).steps[0]
    assert running.work is not None
    assert running.work.fraction == 0.25
    assert running.work.buttons[0].do == Do(Verb.JOB_CANCEL)
    lost = replace(job, state=JobState.FAILED, error="The disk is full.", remedy="Free 2 GB.")
    failed = seen(replace(EMPTY, engine=replace(ABSENT, job=lost))).steps[0]
    assert failed.text == "The disk is full. Free 2 GB."
    assert failed.buttons


def test_a_model_is_recommended_that_writes_text() -> None:
    found = samples_shelf.RECOMMENDATIONS
    embedder = replace(found.models[0], task="embeddings", name="nomic-embed-text")
    assert pick(replace(found, models=(embedder, found.models[1]))) == found.models[1]
    assert pick(Missing()) is None
    step = seen(EMPTY).steps[2]
    assert step.field == "llama3.2:3b"
    assert "2.0 GB to download, 3.1 GiB of memory (estimated)" in step.text
    assert not seen(FRESH).steps[2].enabled


def test_the_question_says_who_answered_or_why_nobody_did() -> None:
    shelf, asked = samples_shelf.empty_shelf(), FirstChoice(question="What?")
    ask = trial_ask("What?")
    waiting = seen(BUSY, shelf=shelf, choice=asked, pending=frozenset({Do(Verb.LOOK, value=ask)}))
    assert (waiting.steps[4].answer, waiting.steps[4].enabled) == ("Asking…", False)
    shelf.put(ask, Missing("Nobody answered.", "Start the engine."))
    assert (
        seen(BUSY, shelf=shelf, choice=asked).steps[4].answer
        == "Nobody answered. Start the engine."
    )
    shelf.put(ask, trial.Trial("Much.", "local", "qwen3:8b", "local first"))
    step = seen(replace(EMPTY, models=BUSY.models), shelf=shelf, choice=asked).steps[4]
    assert (step.answer, step.done) == ("Much.", True)
    assert step.words == "Answered by qwen3:8b, local: local first"


def test_the_token_stands_there_once() -> None:
    shelf = samples_shelf.empty_shelf()
    shelf.put(token_ask("kb"), TokenCreated(name="kb", token="zg-1"))
    made = seen(BUSY, shelf=shelf, choice=FirstChoice(program="kb")).steps[5]
    assert ("ANTHROPIC_API_KEY", "zg-1") in made.lines
    assert ("OPENAI_BASE_URL", "http://127.0.0.1:11444/v1") in made.lines
    left = seen(BUSY, shelf=shelf).steps[5]
    assert "zg-1" not in str(left.lines)
    assert program_lines("http://a", "") == (
        ("ANTHROPIC_BASE_URL", "http://a"),
        ("OPENAI_BASE_URL", "http://a/v1"),
    )


@pytest.mark.parametrize(
    ("raw", "status", "title"),
    [
        (b'{"type":"error","error":{"type":"x","message":"No model"}}', 503, "No model"),
        (b"<html>", 502, "The question was not answered: HTTP 502."),
    ],
)
def test_a_question_that_fails_says_so(raw: bytes, status: int, title: str) -> None:
    with pytest.raises(ZiggieError) as refused:
        trial.read(raw, status, {})
    assert refused.value.title == title


def test_what_was_skipped_is_remembered(tmp_path: Path) -> None:
    prefs = Prefs(home=str(tmp_path))
    assert (prefs.first_done, prefs.here().skipped) == (False, frozenset())
    prefs.prefer("desktop.first.skip", "key")
    prefs.prefer("desktop.first.skip", "model")
    prefs.prefer("desktop.first", True)
    here = Prefs(home=str(tmp_path)).here()
    assert (here.first_done, here.skipped) == (True, frozenset({"key", "model"}))


def test_what_is_to_be_copied_is_copied(make_window: MakeWindow, app: QApplication) -> None:
    window = make_window("busy", Page.FIRST)
    named(window, "Show: Your first program").click()
    app.processEvents()
    named(window, "Copy ANTHROPIC_BASE_URL").click()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:11444"


def named(window: QWidget, name: str) -> Button:
    return next(
        b for b in window.findChildren(Button) if b.accessibleName() == name and b.isVisible()
    )
