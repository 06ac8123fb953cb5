"""Notes of every kind on a real desktop, from what really befalls the service: each is read back
from the notification daemon, told once, and leads where it is explained.

One run for the file: a second program for the same person hears the same with all kinds off."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.session import TITLE, close_window, desktop, ended, terminate, until
from tests.parts.desktop_session import DesktopSession
from tests.parts.nvml import FakeNvml
from tests.parts.ollama_fake import OllamaFault
from tests.parts.releases import ReleaseServer, script
from tests.parts.screen_reader import ScreenReader
from tests.service.conftest import await_local
from tests.service.parts import MODEL, Parts
from tests.service.running import RunningService
from ziggie_desktop.desktop.presenters.rules import KIND_WORDS
from ziggie_desktop.engine.install.store import Current, Store

pytestmark = [pytest.mark.session, pytest.mark.timeout(300)]

PICO = 10**12
ASKED = {
    "model": "claude-haiku-4-5",
    "max_tokens": 9,
    "messages": [{"role": "user", "content": "Hello"}],
}
PROVOKED = ("ziggie.library: pull of .* failed",)
NO_FILE: list[Any] = [{"error": "pull model manifest: file does not exist"}]
BUDGET = '[[budgets]] # ours\nper = "day"\nusd = {usd:.12f}\nat_limit = "local"\n'


@dataclass(frozen=True, slots=True)
class World:
    """The service and what it stands on, so that something can befall it."""

    service: RunningService
    parts: Parts
    card: FakeNvml
    releases: ReleaseServer

    def ask(self, component: str, *, use_local: str = "auto") -> Any:
        said = (("X-Ziggie-Component", component), ("X-Ziggie-Use-Local", use_local))
        return self.service.call("POST", "/v1/messages", ASKED, headers=said)

    def pull(self, name: str) -> None:
        wish = {"action": "start", "model": f"127.0.0.1:1/x/{name}:1b"}
        self.service.call("POST", "/ziggie/v1/pulls", wish).ok()

    def codes(self) -> set[str]:
        return {problem["code"] for problem in self.service.state()["problems"]}


def fall_back(world: World) -> None:
    world.parts.ollama.fail(OllamaFault.SERVER_ERROR, times=None, path="/api/chat")
    answer = world.ask("kb-analyzer")
    world.parts.ollama.heal()
    assert answer.headers["x-ziggie-route"] == "cloud"


def end_a_pull(world: World) -> None:
    world.pull("whole")


def fail_a_pull(world: World) -> None:
    world.parts.ollama.pull_script = NO_FILE
    world.pull("broken")


def publish(world: World) -> None:
    world.releases.publish("0.99.0", script("exit 0"))
    world.service.call("POST", "/ziggie/v1/engine", {"action": "check"}).ok()


def spend(world: World, part: float) -> None:
    """Have spent that part of the day's budget, by changing the budget."""
    world.ask("spender", use_local="never").ok()

    def spent() -> int:
        rows = world.service.call("GET", "/ziggie/v1/requests").ok()["requests"]
        return sum(row["list_cost_pico"] or 0 for row in rows)

    until("what was spent is booked", lambda: spent() > 0)
    policy = world.service.home / "policy.toml"
    before = policy.read_text(encoding="utf-8").partition(BUDGET[:18])[0]
    policy.write_text(before + BUDGET.format(usd=spent() / PICO / part), encoding="utf-8")


def spend_most(world: World) -> None:
    spend(world, 0.9)


def spend_all(world: World) -> None:
    spend(world, 1.5)


def work_on_the_processor(world: World) -> None:
    ollama = world.parts.ollama
    ollama.unload(MODEL)
    ollama.models[MODEL] = changed(ollama.models[MODEL], size_vram=0)
    world.service.call("POST", "/ziggie/v1/models", {"action": "load", "model": MODEL}).ok()


def heat(world: World) -> None:
    world.card.set(temperature_c=97)


@pytest.fixture(scope="module")
def world(nvml_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root = tmp_path_factory.mktemp("notes")
    home = root / "home"
    card = FakeNvml(library=nvml_library, root=root)
    installed(home / "ollama", "0.34.0")
    with Parts() as parts, ReleaseServer() as releases:
        told = f'[engine]\nreleases = "{releases.url}"\ncheck_updates = true\n'
        (home / "settings.toml").write_text(told, encoding="utf-8")
        own = {**parts.environ, **card.env}
        with RunningService(home=home, environ=own, expected=PROVOKED) as service:
            await_local(service)
            yield World(service, parts, card, releases)


def installed(root: Path, version: str) -> None:
    """As if Ziggie had installed that version once: an update is told of such a one alone."""
    store = Store(root=root)
    program = store.folder(version) / "bin/ollama"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    store.choose(Current(version=version))


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of the desktop that is told all, and of the one that is told nothing."""
    return tmp_path_factory.mktemp("told"), tmp_path_factory.mktemp("hushed")


@pytest.fixture(scope="module")
def hushed(
    session: DesktopSession, world: World, homes: tuple[Path, Path]
) -> Iterator[subprocess.Popen[str]]:
    """A desktop in which every kind was switched off by hand."""
    service = world.service
    with desktop(session, service, homes[1], hidden=False, token=service.token) as program:
        with session.reading() as reader:
            reader.press("Settings")
            for words in KIND_WORDS.values():
                reader.press(words, "check box")
            reader.until("all are off", lambda: switched_on(reader) == set() or None)
        close_window(session)
        yield program
        terminate(program)


def switched_on(reader: ScreenReader) -> set[str]:
    shown = {one.name: "checked" in one.states for one in reader.things()}
    return {words for words in KIND_WORDS.values() if shown.get(words, True)}


@pytest.fixture(scope="module")
def program(
    session: DesktopSession,
    world: World,
    homes: tuple[Path, Path],
    hushed: subprocess.Popen[str],
) -> Iterator[subprocess.Popen[str]]:
    """The desktop that is told all; it starts in the tray."""
    service = world.service
    assert hushed.poll() is None
    with desktop(session, service, homes[0], token=service.token) as made:
        both_ready(session)
        yield made
        if made.poll() is None:
            terminate(made)


def both_ready(session: DesktopSession) -> None:
    until("both are in the tray", lambda: len(session.tray_items()) == 2)
    until("both are ready", lambda: all("Ready" in i.tooltip for i in session.tray_items()))


@pytest.fixture(scope="module")
def reader(session: DesktopSession, program: subprocess.Popen[str]) -> Iterator[ScreenReader]:
    assert program.poll() is None
    with session.reading() as made:
        yield made


def told(session: DesktopSession) -> list[str]:
    return [note.summary for note in session.notifications() if note.id]


def newest_fallback(world: World) -> str:
    rows = world.service.call("GET", "/ziggie/v1/requests?status=fallback").ok()["requests"]
    return str(rows[0]["id"])


def test_fallbacks_lead_to_the_request_whatever_was_looked_for(
    session: DesktopSession, reader: ScreenReader, world: World
) -> None:
    """The first from the tray alone; the next one into a page that shows other requests."""
    assert TITLE not in session.windows()
    fall_back(world)
    note = session.wait_notification("kb-analyzer: cloud answered instead of local")
    assert "later · price" in note.body
    assert "(simulated)" in note.body
    session.invoke_notification("default", note.summary)
    session.wait_window(TITLE)
    reader.wait(f"Request: {newest_fallback(world)}")
    reader.choose("Outcome", "Any outcome")
    reader.choose("Route", "Local")
    reader.press("Dashboard")
    fall_back(world)
    until("the next one is told", lambda: len(told(session)) == 2)
    session.invoke_notification("default", told(session)[-1])
    reader.wait(f"Request: {newest_fallback(world)}")
    reader.wait("Fell back", "combo box")


@pytest.mark.parametrize(
    ("befalls", "title", "words", "page"),
    [
        (end_a_pull, "127.0.0.1:1/x/whole:1b is here", ("It can be used now.",), "Models"),
        (
            fail_a_pull,
            "127.0.0.1:1/x/broken:1b was not downloaded",
            ("has no model", "Check the name"),
            "Models",
        ),
        (publish, "An update is there", ("Ollama 0.99.0 is there", "0.34.0"), "Dashboard"),
        (spend_most, "A cloud budget is nearly used up", ("90 %",), "Routing"),
        (spend_all, "A cloud budget is used up", ("is spent",), "Routing"),
        (
            work_on_the_processor,
            "A model runs on the processor instead",
            (f"{MODEL}: on the processor, not on the GPU.", "Restart the engine"),
            "Dashboard",
        ),
        (heat, "The GPU is too hot", ("RTX 3090", "Look at its fans"), "GPU"),
    ],
)
def test_each_kind_is_told_once_and_leads_where_it_is_explained(
    session: DesktopSession,
    reader: ScreenReader,
    world: World,
    befalls: Callable[[World], None],
    title: str,
    words: tuple[str, ...],
    page: str,
) -> None:
    befalls(world)
    note = session.wait_notification(title)
    assert [part for part in words if part not in note.body] == [], note.body
    session.invoke_notification("default", title)
    session.wait_window(TITLE)
    reader.wait_checked(page)
    assert told(session).count(title) == 1


def test_quiet_hours_let_the_urgent_through_and_keep_the_rest(
    session: DesktopSession, reader: ScreenReader, world: World
) -> None:
    now, hour = datetime.now().astimezone(), timedelta(hours=1)
    reader.press("Settings")
    reader.write("Quiet hours", f"{now - hour:%H:%M}-{now + hour:%H:%M}")
    reader.keys("Return")
    world.parts.ollama.pull_script = None
    world.pull("by-night")
    until("it is there", lambda: "by-night" in str(world.service.state()["models"]))
    world.card.lose()
    note = session.wait_notification("The GPU no longer answers")
    assert note.hints["urgency"] == 2
    session.invoke_notification("default", "The GPU no longer answers")
    reader.wait_checked("GPU")
    hushed = "127.0.0.1:1/x/by-night:1b is here"
    assert hushed not in told(session)
    reader.press("Settings")
    reader.write("Quiet hours", "")
    reader.keys("Return")
    session.wait_notification(hushed)
    assert told(session).count(hushed) == 1


def test_nothing_is_told_again_after_a_restart_or_where_it_is_switched_off(
    session: DesktopSession,
    reader: ScreenReader,
    program: subprocess.Popen[str],
    world: World,
    homes: tuple[Path, Path],
) -> None:
    """All stands as it did; a second start shows that the hushed one knows it none the less."""
    service, before = world.service, told(session)
    terminate(program)
    with desktop(session, service, homes[0], token=service.token) as again:
        both_ready(session)
        world.pull("after")
        session.wait_notification("127.0.0.1:1/x/after:1b is here")
        terminate(again)
    with desktop(session, service, homes[1], token=service.token) as second:
        assert ended(second) == (0, "")
    reader.press("Dashboard")
    for problem in service.state()["problems"]:
        reader.wait_words(problem["title"])
    assert told(session) == [*before, "127.0.0.1:1/x/after:1b is here"]
