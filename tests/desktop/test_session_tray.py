"""Each entry of the tray's menu on a real desktop, a service of its own and the real Ollama: what
was asked for has happened there, not only in the menu. The last test ends all of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.opened import environment, opened
from tests.desktop.test_session import ITEM, TITLE, ended, until
from tests.parts.desktop_session import DesktopSession
from tests.parts.fixtures import missing
from tests.parts.real_ollama import RealOllama, free_port
from tests.parts.screen_reader import ScreenReader
from tests.service.parts import Parts
from tests.service.running import RunningService
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.demo.parts.wheels import PartMissing

pytestmark = [pytest.mark.session, pytest.mark.real_ollama, pytest.mark.timeout(400)]

ANSWER_S = 100.0
BROKEN = "#!/no/such/interpreter\n"
PROVOKED = ("ziggie.engine: ", "ziggie.doubts: ")
ASKED = {"model": MODEL_NAME, "prompt": "Hi", "stream": False, "options": {"num_predict": 2}}


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    try:
        made = DesktopSession(reader=True).__enter__()
    except PartMissing as reason:
        missing(reason)
    yield made
    made.__exit__()


@pytest.fixture(scope="module")
def ollama(ollama_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that becomes the real Ollama, so that a test can break it and mend it."""
    script = tmp_path_factory.mktemp("bin") / "ollama"
    script.write_text(f'#!/bin/sh\nexec "{ollama_program}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.fixture(scope="module")
def service(
    ollama_program: Path, ollama: Path, smollm_gguf: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    root = tmp_path_factory.mktemp("tray")
    with RealOllama(program=ollama_program, root=root) as first:
        first.add_model(smollm_gguf)
    with Parts() as parts:
        environ = {
            "ZIGGIE_OLLAMA": str(ollama),
            "OLLAMA_MODELS": str(first.models),
            "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
            "ZIGGIE_CLOUD_URL": parts.cloud.url,
            "ANTHROPIC_API_KEY": parts.cloud.key,
        }
        running = RunningService(
            home=root / "home", environ=environ, arguments=("--port", "0"), expected=PROVOKED
        )
        with running:
            until("the model is known", lambda: bool(running.state()["models"]))
            yield running


@pytest.fixture(scope="module")
def program(session: DesktopSession, service: RunningService) -> Iterator[subprocess.Popen[str]]:
    with opened(service.home, environment(session)) as made:
        until("ready", lambda: "Ready" in session.wait_tray(ITEM).tooltip)
        yield made


@pytest.fixture(scope="module")
def reader(session: DesktopSession, program: subprocess.Popen[str]) -> Iterator[ScreenReader]:
    assert program.poll() is None
    with session.reading() as made:
        made.wait("Mode: Auto")
        yield made


def choose(session: DesktopSession, label: str) -> None:
    """Once the menu has it."""
    until(f"“{label}” in the menu", lambda: label in session.tray_menu_labels(ITEM))
    session.tray_click_menu(label, ITEM)


def engine(service: RunningService) -> Any:
    return service.state()["engine"]


def is_in(service: RunningService, state: str) -> Callable[[], bool]:
    return lambda: bool(engine(service)["state"] == state)


def asked(service: RunningService) -> Any:
    """A request that goes where the mode and the machine let it; its answer's headers."""
    answer = service.call("POST", "/api/generate", ASKED, timeout_s=ANSWER_S)
    return answer.headers if answer.status == 200 else {"x-ziggie-route": "nowhere"}


def test_a_model_is_loaded(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    choose(session, MODEL_NAME)
    until("it is loaded", loaded(service), wait_s=ANSWER_S)


def loaded(service: RunningService) -> Callable[[], bool]:
    return lambda: bool(service.state()["loaded"])


def test_each_mode_is_what_requests_go_by(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    for label, mode, route in (
        ("Cloud only", "cloud", "cloud"),
        ("Local only", "local", "local"),
        ("Auto", "auto", "local"),
    ):
        choose(session, label)
        until(label, lambda m=mode: bool(service.state()["mode"] == m))  # type: ignore[misc]
        assert asked(service)["x-ziggie-route"] == route
        reader.until(label, lambda n=f"Mode: {label}": checked(reader, n) or None)  # type: ignore[misc]


def checked(reader: ScreenReader, name: str) -> bool:
    return "checked" in reader.wait(name, "radio button").states


def test_the_gpu_is_lent_and_a_model_unloaded(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    choose(session, "Free the GPU for 1 h")
    until("it made room", lambda: not loaded(service)())
    choose(session, "Take the GPU back")
    until("it is back", loaded(service), wait_s=ANSWER_S)
    choose(session, f"Unload {MODEL_NAME}")
    until("it is unloaded", lambda: not loaded(service)())


def test_the_engine_is_restarted_stopped_and_started(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    """What falls back meanwhile stands in the menu and leads to its request."""
    first = engine(service)["pid"]
    choose(session, "Restart engine")
    until("another one runs", lambda: engine(service)["pid"] not in (None, first))
    until("it is ready", is_in(service, "ready"))
    choose(session, "Stop engine")
    until("it is stopped", is_in(service, "stopped"))
    headers = asked(service)
    assert headers["x-ziggie-route"] == "cloud"
    choose(session, "Start engine")
    until("it runs again", is_in(service, "ready"))
    reason = service.state()["fallbacks"][0]["reason"]

    def fell() -> list[str]:
        return [one for one in session.tray_menu_labels(ITEM) if one.endswith(f" · {reason}")]

    until("the menu has it", lambda: len(fell()) == 1)
    session.tray_click_menu(fell()[0], ITEM)
    reader.wait(f"Request: {headers['x-ziggie-request-id']}")


def test_the_pages_are_opened(session: DesktopSession, reader: ScreenReader) -> None:
    def label(begin: str) -> str:
        return next(one for one in session.tray_menu_labels(ITEM) if one.startswith(begin))

    for begin, page in (
        ("Settings", "Settings"),
        ("Logs", "Logs"),
        ("Today: ", "Savings"),
        ("Open Ziggie", "Dashboard"),
        ("This month: ", "Savings"),
    ):
        session.tray_click_menu(label(begin), ITEM)
        reader.until(page, lambda p=page: checked(reader, p) or None)  # type: ignore[misc]


def test_an_engine_that_fails_is_told_of_and_started_by_the_note(
    session: DesktopSession, reader: ScreenReader, service: RunningService, ollama: Path
) -> None:
    whole = ollama.read_text(encoding="utf-8")
    ollama.write_text(BROKEN, encoding="utf-8")
    choose(session, "Restart engine")
    note = session.wait_notification("The engine failed")
    assert "cannot be started" in note.body
    assert note.hints["urgency"] == 2
    until("it is given up", is_in(service, "failed"))
    session.invoke_notification("default", "The engine failed")
    reader.until("the dashboard", lambda: checked(reader, "Dashboard") or None)
    ollama.write_text(whole, encoding="utf-8")
    session.invoke_notification("Try again", "The engine failed")
    note = session.wait_notification("The engine is back")
    assert "Requests are answered locally again." in note.body
    assert is_in(service, "ready")()


def test_the_menu_is_worked_by_keys(
    session: DesktopSession, reader: ScreenReader, program: subprocess.Popen[str]
) -> None:
    reader.press("About")
    session.tray_open_menu()
    reader.keys("Up", "Up", "Up", "Return")  # from its end: Quit, Logs, Settings
    reader.until("the settings", lambda: checked(reader, "Settings") or None)
    session.tray_open_menu()
    reader.keys("Up", "Right", "Return")  # Quit, and the first of its two ways
    assert ended(program) == (0, "")


def test_a_second_start_and_the_end_of_everything(
    session: DesktopSession, service: RunningService
) -> None:
    """The service went on; the program finds it again, and once is enough."""
    assert is_in(service, "ready")()
    with opened(service.home, environment(session)) as program:
        session.wait_window(TITLE)
        with opened(service.home, environment(session)) as second:
            assert ended(second) == (0, "")
        choose(session, "Quit and stop everything")
        assert ended(program) == (0, "")
    assert service.wait() == 0
    service.check_gone()
    service.check_quiet()
