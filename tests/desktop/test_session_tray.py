"""Each entry of the tray's menu on a real desktop, a service of its own and the real Ollama: what
was asked for has happened there, not only in the menu. The last test ends all of it."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.session import (
    ITEM,
    TITLE,
    ended,
    environment,
    insist,
    opened,
    says,
    until,
)
from tests.parts.desktop_session import DesktopSession
from tests.parts.real_ollama import RealOllama, free_port
from tests.parts.screen_reader import ScreenReader
from tests.service.conftest import module_parts
from tests.service.parts import Parts
from tests.service.running import RunningService
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.demo.parts.registry import ModelRegistry

__all__ = ["module_parts"]
pytestmark = [pytest.mark.session, pytest.mark.real_ollama, pytest.mark.timeout(400)]

ANSWER_S = 100.0
SLOW_BYTES_S = 4_000_000.0
STILL_S = 1.0
BROKEN = "#!/no/such/interpreter\n"
PROVOKED = ("ziggie.engine: ", "ziggie.doubts: ")
ASKED = {"model": MODEL_NAME, "prompt": "Hi", "stream": False, "options": {"num_predict": 2}}


@pytest.fixture(scope="module")
def ollama(ollama_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that becomes the real Ollama, so that a test can break it and mend it."""
    script = tmp_path_factory.mktemp("bin") / "ollama"
    script.write_text(f'#!/bin/sh\nexec "{ollama_program}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.fixture(scope="module")
def service(
    ollama_program: Path,
    ollama: Path,
    smollm_gguf: Path,
    module_parts: Parts,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningService]:
    root = tmp_path_factory.mktemp("tray")
    with RealOllama(program=ollama_program, root=root) as first:
        first.add_model(smollm_gguf)
    environ = {
        "ZIGGIE_OLLAMA": str(ollama),
        "OLLAMA_MODELS": str(first.models),
        "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
        "ZIGGIE_CLOUD_URL": module_parts.cloud.url,
        "ANTHROPIC_API_KEY": module_parts.cloud.key,
    }
    running = RunningService(
        home=root / "home", environ=environ, arguments=("--port", "0"), expected=PROVOKED
    )
    with running:
        until("the model is known", lambda: bool(running.state()["models"]))
        yield running


@pytest.fixture
def registry(module_parts: Parts, smollm_gguf: Path, tmp_path: Path) -> Iterator[ModelRegistry]:
    """With a model of which Ollama has no byte yet."""
    other = tmp_path / "other.gguf"
    other.write_bytes(smollm_gguf.read_bytes() + b"\0")
    made = ModelRegistry(gguf=other, rate=SLOW_BYTES_S)
    module_parts.run(made.__aenter__())
    yield made
    module_parts.run(made.__aexit__())


@pytest.fixture(scope="module")
def program(session: DesktopSession, service: RunningService) -> Iterator[subprocess.Popen[str]]:
    with opened(service.home, environment(session)) as made:
        until("ready", says(session, "Ready"))
        yield made


@pytest.fixture(scope="module")
def reader(session: DesktopSession, program: subprocess.Popen[str]) -> Iterator[ScreenReader]:
    assert program.poll() is None
    with session.reading() as made:
        made.wait("Mode: Auto")
        yield made


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
    session.tray_click_menu(MODEL_NAME, ITEM)
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
        session.tray_click_menu(label, ITEM)
        until(label, lambda m=mode: bool(service.state()["mode"] == m))  # type: ignore[misc]
        assert asked(service)["x-ziggie-route"] == route
        reader.wait_checked(f"Mode: {label}")


def test_the_gpu_is_lent_and_a_model_unloaded(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    session.tray_click_menu("Free the GPU for 1 h", ITEM)
    until("it made room", lambda: not loaded(service)())
    session.tray_click_menu("Take the GPU back", ITEM)
    until("it is back", loaded(service), wait_s=ANSWER_S)
    session.tray_click_menu(f"Unload {MODEL_NAME}", ITEM)
    until("it is unloaded", lambda: not loaded(service)())


def test_the_engine_is_restarted_stopped_and_started(
    session: DesktopSession, reader: ScreenReader, service: RunningService
) -> None:
    """What falls back meanwhile stands in the menu and leads to its request."""
    first = engine(service)["pid"]
    session.tray_click_menu("Restart engine", ITEM)
    until("another one runs", lambda: engine(service)["pid"] not in (None, first))
    until("it is ready", is_in(service, "ready"))
    session.tray_click_menu("Stop engine", ITEM)
    until("it is stopped", is_in(service, "stopped"))
    headers = asked(service)
    assert headers["x-ziggie-route"] == "cloud"
    session.tray_click_menu("Start engine", ITEM)
    until("it runs again", is_in(service, "ready"))
    reason = service.state()["fallbacks"][0]["reason"]
    session.tray_click_menu(f".* · {re.escape(reason)}", ITEM)
    reader.wait(f"Request: {headers['x-ziggie-request-id']}")


def test_the_pages_are_opened(session: DesktopSession, reader: ScreenReader) -> None:
    for begin, page in (
        ("Settings", "Settings"),
        ("Logs", "Logs"),
        ("Today: ", "Savings"),
        ("Open Ziggie", "Dashboard"),
        ("This month: ", "Savings"),
    ):
        session.tray_click_menu(f"{begin}.*", ITEM)
        reader.wait_checked(page)


def test_an_engine_that_fails_is_told_of_and_started_by_the_note(
    session: DesktopSession, reader: ScreenReader, service: RunningService, ollama: Path
) -> None:
    whole = ollama.read_text(encoding="utf-8")
    ollama.write_text(BROKEN, encoding="utf-8")
    session.tray_click_menu("Restart engine", ITEM)
    note = session.wait_notification("The engine failed")
    assert "cannot be started" in note.body
    assert note.hints["urgency"] == 2
    until("it is given up", is_in(service, "failed"))
    session.invoke_notification("default", "The engine failed")
    reader.wait_checked("Dashboard")
    ollama.write_text(whole, encoding="utf-8")
    session.invoke_notification("Try again", "The engine failed")
    note = session.wait_notification("The engine is back")
    assert "Requests are answered locally again." in note.body
    assert is_in(service, "ready")()


def test_a_download_is_paused_and_goes_on(
    session: DesktopSession, service: RunningService, registry: ModelRegistry
) -> None:
    """While it rests nothing comes, and once it is there it can be loaded."""
    wish = {"action": "start", "model": registry.model_name, "insecure": True}
    service.call("POST", "/ziggie/v1/pulls", wish).ok()
    session.tray_click_menu(r".* [1-9]\d? % · Pause", ITEM)
    until("it rests", lambda: service.state()["pulls"][0]["state"] == "paused")
    until("nothing more comes", stands(registry))
    sent, registry.rate = registry.bytes_sent, None
    assert asked(service)["x-ziggie-route"] == "local"
    assert 0 < registry.bytes_sent == sent < sum(size for _, size in registry.layers)
    session.tray_click_menu(r".* [1-9]\d? % · Resume", ITEM)
    name = registry.installed_name
    session.wait_notification("is here")
    until("it is listed", lambda: name in str(service.state()["models"]))
    session.tray_click_menu(re.escape(name), ITEM)
    until("it is loaded", lambda: name in str(service.state()["loaded"]), wait_s=ANSWER_S)


def stands(registry: ModelRegistry) -> Callable[[], bool]:
    """Whether it has sent nothing for a while in which it would have sent much."""
    seen = [(-1, 0.0)]

    def still() -> bool:
        sent, since = seen[-1]
        if registry.bytes_sent != sent:
            seen.append((registry.bytes_sent, time.monotonic()))
            return False
        return time.monotonic() > since + STILL_S

    return still


def test_the_menu_is_worked_by_keys(
    session: DesktopSession, reader: ScreenReader, program: subprocess.Popen[str]
) -> None:
    def by_keys(*keys: str) -> None:
        session.tray_open_menu()
        reader.keys(*keys)

    def settings() -> bool:
        found = reader.find("Settings", "radio button")
        return found is not None and "checked" in found.states

    reader.press("About")
    insist("the settings", lambda: by_keys("Up", "Up", "Up", "Return"), settings)  # from its end
    quits = ("Up", "Right", "Return")  # Quit, and the first of its two ways
    insist("the end", lambda: by_keys(*quits), lambda: program.poll() is not None)
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
        session.tray_click_menu("Quit and stop everything", ITEM)
        assert ended(program) == (0, "")
    assert service.wait() == 0
    service.check_gone()
    service.check_quiet()
