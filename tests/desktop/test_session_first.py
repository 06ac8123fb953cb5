"""The first run as a newcomer has it: the program, an empty home, a real Ollama without a model.

Each step is taken by what a screen reader finds on the page."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.opened import environment, kept_key, opened
from tests.desktop.test_session import ITEM, ended, until
from tests.parts.crowd import crowd
from tests.parts.desktop_session import DesktopSession
from tests.parts.fixtures import missing
from tests.parts.real_ollama import RealOllama, free_port
from tests.parts.screen_reader import ScreenReader
from tests.service.http import Http
from tests.service.running import NOBODY
from ziggie_desktop.demo.parts.cloud import CloudSimulator
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.demo.parts.wheels import PartMissing
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.first import TITLES, Step

pytestmark = [pytest.mark.session, pytest.mark.timeout(500)]

TWO_MINUTES_S = 120.0
ANSWER_S = 200.0  # a small machine, with other tests beside this one
PULL_S = 100.0
SLOW_BYTES_S = 8_000_000.0


@pytest.fixture
def session() -> Iterator[DesktopSession]:
    """A newcomer's desktop: nothing in its keyring, and a screen reader on it."""
    try:
        made = DesktopSession(reader=True).__enter__()
    except PartMissing as reason:
        missing(reason)
    yield made
    made.__exit__()


def quit_all(session: DesktopSession, program: subprocess.Popen[str], port: int) -> None:
    session.tray_click_menu("Quit and stop everything", ITEM)
    assert ended(program) == (0, "")
    until("the service is gone too", lambda: not listens(port))


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.real_ollama
async def test_the_first_run_takes_less_than_two_minutes(
    session: DesktopSession, ollama_program: Path, smollm_gguf: Path, tmp_path: Path
) -> None:
    with RealOllama(program=ollama_program, root=tmp_path / "ollama") as ollama:
        async with ModelRegistry(gguf=smollm_gguf) as registry, CloudSimulator() as cloud:
            # By its other name: what has the same OLLAMA_HOST is taken for the service's own child.
            host = ollama.url.replace("127.0.0.1", "localhost")
            env = environment(session, OLLAMA_HOST=host, ZIGGIE_CLOUD_URL=cloud.url)
            home, port = tmp_path / "home", free_port()
            began = asyncio.get_running_loop().time()
            with opened(home, env, port=port) as program, session.reading() as reader:
                await asyncio.to_thread(take_the_steps, reader, registry, cloud, home, port)
                took = asyncio.get_running_loop().time() - began
                assert took < TWO_MINUTES_S * crowd()
                assert kept_key(env) == cloud.key
                await asyncio.to_thread(quit_all, session, program, port)
            again = Prefs(home=str(home))
            assert (again.first_done, again.here().skipped) == (True, frozenset())


def take_the_steps(
    reader: ScreenReader, registry: ModelRegistry, cloud: CloudSimulator, home: Path, port: int
) -> None:
    name = registry.model_name
    reader.write("Name of the model to get", name)
    reader.wait_words("Estimated · ", wait_s=PULL_S)
    registry.rate = SLOW_BYTES_S
    reader.press("Get model")
    reader.press(f"Pause {name}")
    reader.wait(f"Resume {name}")
    registry.rate = None
    reader.press(f"Resume {name}")
    reader.wait("Claude key", wait_s=PULL_S)
    reader.write("Claude key", cloud.key)
    assert cloud.key not in reader.words()  # not read out aloud
    reader.press("Store")
    reader.write("Your question", "Say yes.")
    reader.press("Ask")
    answered = f"Answered by {registry.installed_name}, local"
    reader.wait_words(answered, wait_s=ANSWER_S)
    reader.press(f"Show: {TITLES[Step.PROGRAM]}")
    reader.write("The program's name", "kb-analyzer")
    reader.press("Create token")
    token = reader.text(reader.wait("ANTHROPIC_API_KEY", "text"))
    service = Http(f"http://127.0.0.1:{port}", token=token)
    assert service.call("POST", "/ziggie/v1/decide", {}).ok()["route"] == "local"
    reader.press("Done, to the dashboard")
    reader.wait("Mode: Auto")
    assert token not in reader.words()
    reader.wait_words("1 in all")
    reader.wait_words("Uptime 100 % · no incident")


def test_each_step_can_be_skipped_and_come_back_to(session: DesktopSession, tmp_path: Path) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    env = environment(session, OLLAMA_HOST=nowhere, ZIGGIE_CLOUD_URL=NOBODY)
    env["ZIGGIE_OLLAMA"] = str(tmp_path / "no-such-ollama")
    home, port = tmp_path / "home", free_port()
    skipped = [TITLES[step] for step in Step if step is not Step.GPU]  # which is done by itself
    with opened(home, env, port=port) as program, session.reading() as reader:
        for title in skipped:
            reader.press(f"Skip: {title}")
            reader.gone(f"Skip: {title}")
        for title in skipped:
            reader.press(f"Show: {title}")
            reader.wait(f"Skip: {title}")
        reader.press("Done, to the dashboard")
        reader.wait("Settings")
        quit_all(session, program, port)
    with opened(home, env, port=port) as program, session.reading() as reader:
        reader.press("Settings")
        reader.press("First steps")
        reader.press(f"Show: {skipped[0]}")
        reader.wait(f"Skip: {skipped[0]}")
        quit_all(session, program, port)
