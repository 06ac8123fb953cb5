"""The first steps: what they say by tables, and all of them walked on the real parts."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from tests.desktop.conftest import MakeWindow, until
from tests.parts.real_ollama import RealOllama
from tests.service.running import RunningService
from ziggie_desktop.contract import trial
from ziggie_desktop.contract.api import DecideQuestion, TokenCreated
from ziggie_desktop.contract.client import Client
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
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.desktop import samples
from ziggie_desktop.desktop.app import Desktop
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
from ziggie_desktop.desktop.presenters.rules import Rules
from ziggie_desktop.desktop.presenters.shelf import Missing, Shelf
from ziggie_desktop.desktop.presenters.status import empty_handed
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import BUSY, EMPTY
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.timeline import Timeline

TWO_MINUTES_S = 120.0
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
    return first(state, shelf or samples.empty_shelf(), here, pending, choice)


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
    found = samples.RECOMMENDATIONS
    embedder = replace(found.models[0], task="embeddings", name="nomic-embed-text")
    assert pick(replace(found, models=(embedder, found.models[1]))) == found.models[1]
    assert pick(Missing()) is None
    step = seen(EMPTY).steps[2]
    assert step.field == "qwen2.5-coder:7b"
    assert "4.7 GB to download, 5.4 GiB of memory (estimated)" in step.text
    assert not seen(FRESH).steps[2].enabled


def test_the_question_says_who_answered_or_why_nobody_did() -> None:
    shelf, asked = samples.empty_shelf(), FirstChoice(question="What?")
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
    shelf = samples.empty_shelf()
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


def said(window: QWidget) -> str:
    return "\n".join(lb.text() for lb in window.findChildren(QLabel) if lb.isVisible())


async def write(window: QWidget, label: str, words: str) -> None:
    def field() -> QLineEdit | None:
        fields = window.findChildren(QLineEdit)
        return next((f for f in fields if f.accessibleName() == label and f.isVisible()), None)

    await until(f"there is a field “{label}”", lambda: field() is not None)
    found = field()
    assert found is not None
    found.setFocus()
    found.selectAll()
    QTest.keyClicks(found, words)


@pytest.fixture(scope="module")
def bare_ollama(
    ollama_program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealOllama]:
    with RealOllama(program=ollama_program, root=tmp_path_factory.mktemp("first")) as running:
        yield running


@pytest.fixture
async def registry(smollm_gguf: Path) -> AsyncIterator[ModelRegistry]:
    async with ModelRegistry(gguf=smollm_gguf) as server:
        yield server


@pytest.fixture
def service(bare_ollama: RealOllama, tmp_path: Path) -> Iterator[RunningService]:
    # By its other name: what has the same OLLAMA_HOST is taken for the service's own child.
    host = bare_ollama.url.replace("127.0.0.1", "localhost")
    with RunningService(home=tmp_path / "home", environ={"OLLAMA_HOST": host}) as running:
        yield running


@pytest.mark.real_ollama
@pytest.mark.logs("ziggie.desktop.notify")  # there is no session bus here
async def test_the_first_run_takes_less_than_two_minutes_on_the_real_parts(
    app: QApplication, service: RunningService, registry: ModelRegistry, tmp_path: Path
) -> None:
    """A real service on a real Ollama without a model; the model comes from a registry."""
    began = time.monotonic()
    url, token, home = service.url, service.token, str(service.home)
    desktop = Desktop(app=app, home=home, client=lambda: Client(url=url, token=token))
    desktop.notifier.obey(Rules(wanted=False))
    try:
        desktop.start(hidden=False)
        window = desktop.desk.window
        await until("it leads to the first steps", lambda: window.page is Page.FIRST)
        await write(window, "Name of the model to get", registry.model_name)
        await until("it says whether it fits", lambda: "\nEstimated · " in said(window))
        named(window, "Get model").click()
        await until("the model is here", lambda: registry.installed_name in said(window), wait_s=60)
        await until("the key is next", lambda: any_named(window, "Skip: A Claude key, or none"))
        named(window, "Skip: A Claude key, or none").click()
        await until("the question is next", lambda: any_named(window, "Ask"))
        await write(window, "Your question", "Say yes.")
        named(window, "Ask").click()
        answered = "it is answered"
        await until(answered, lambda: "Answered by" in said(window), wait_s=110, pause_s=0.2)
        assert f"Answered by {registry.installed_name}, local" in said(window)
        named(window, "Show: Your first program").click()
        await write(window, "The program's name", "kb-analyzer")
        named(window, "Create token").click()
        await until("the token is there", lambda: any_named(window, "Copy ANTHROPIC_API_KEY"))
        named(window, "Copy ANTHROPIC_API_KEY").click()
        copied = QGuiApplication.clipboard().text()
        async with Client(url=url, token=copied) as program:
            assert (await program.decide(DecideQuestion())).route == "local"
        named(window, "Done, to the dashboard").click()
        await until("the dashboard is in front", lambda: window.page is Page.DASHBOARD)
        assert copied not in said(window)
        day = window.findChildren(Timeline)[0]
        await until("the day has the question", lambda: "1 in all" in day.accessibleName())
        assert "Uptime 100 % · no incident" in said(window)
    finally:
        desktop.close()
    assert time.monotonic() - began < TWO_MINUTES_S
    again = Prefs(home=home)
    assert (again.first_done, again.here().skipped) == (True, frozenset({"key"}))


def any_named(window: QWidget, name: str) -> bool:
    return any(b.accessibleName() == name and b.isVisible() for b in window.findChildren(Button))
