"""The first run as a newcomer has it: the program, an empty home, and no Ollama on the machine.

Each step is taken by what a screen reader finds on the page."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.session import ITEM, ended, environment, kept_key, opened, until
from tests.parts.crowd import crowd
from tests.parts.desktop_session import DesktopSession
from tests.parts.fixtures import session_of
from tests.parts.real_ollama import free_port
from tests.parts.releases import ReleaseServer, archive_of
from tests.parts.screen_reader import ScreenReader
from tests.service.http import Http
from tests.service.running import NOBODY
from ziggie_desktop.demo.parts.cloud import CloudSimulator
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.first import TITLES, Step

pytestmark = [pytest.mark.session, pytest.mark.timeout(500)]

TWO_MINUTES_S = 120.0
ANSWER_S = 200.0  # a small machine, with other tests beside this one
INSTALL_S = 100.0
STALL_BYTES = 5_000_000
PULL_S = 100.0
SLOW_BYTES_S = 8_000_000.0


@pytest.fixture
def session() -> Iterator[DesktopSession]:
    """A newcomer's desktop: nothing in its keyring, and a screen reader on it."""
    with session_of(reader=True) as made:
        yield made


def quit_all(session: DesktopSession, program: subprocess.Popen[str], port: int) -> None:
    session.tray_click_menu("Quit and stop everything", ITEM)
    assert ended(program) == (0, "")
    until("the service is gone too", lambda: not listens(port))


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def bare(session: DesktopSession, **more: str) -> dict[str, str]:
    """The session's environment without an Ollama on its path."""
    path = session.env["PATH"].split(os.pathsep)
    kept = os.pathsep.join(one for one in path if not (Path(one) / "ollama").exists())
    return environment(session, OLLAMA_HOST=f"127.0.0.1:{free_port()}", PATH=kept, **more)


@pytest.mark.real_ollama
async def test_the_first_run_takes_less_than_two_minutes(
    session: DesktopSession, ollama_program: Path, smollm_gguf: Path, tmp_path: Path
) -> None:
    with ReleaseServer() as releases:
        releases.publish("0.34.4", archive_of(ollama_program, tmp_path))
        async with ModelRegistry(gguf=smollm_gguf) as registry, CloudSimulator() as cloud:
            models = str(tmp_path / "models")
            env = bare(session, OLLAMA_MODELS=models, ZIGGIE_CLOUD_URL=cloud.url)
            home, port = tmp_path / "home", free_port()
            home.mkdir()
            (home / "settings.toml").write_text(f'[engine]\nreleases = "{releases.url}"\n')
            began = asyncio.get_running_loop().time()
            with opened(home, env, port=port) as program, session.reading() as reader:
                await asyncio.to_thread(install, reader, releases)
                await asyncio.to_thread(take_the_steps, reader, registry, cloud)
                await asyncio.to_thread(point_a_program, session, reader, port)
                took = asyncio.get_running_loop().time() - began
                assert took < TWO_MINUTES_S * crowd()
                assert kept_key(env) == cloud.key
                await asyncio.to_thread(quit_all, session, program, port)
            again = Prefs(home=str(home))
            assert (again.first_done, again.here().skipped) == (True, frozenset())


def install(reader: ScreenReader, releases: ReleaseServer) -> None:
    """Ollama's own release, from a server like its makers'; first thought better of half-way."""
    releases.faults.stall_after = STALL_BYTES
    reader.wait_words("There is no Ollama on this machine.")
    reader.press("Install Ollama")
    reader.press("Cancel the installation")
    releases.faults.stall_after = None
    reader.press("Install Ollama")


def take_the_steps(reader: ScreenReader, registry: ModelRegistry, cloud: CloudSimulator) -> None:
    name = registry.model_name
    reader.wait("Name of the model to get", "text", wait_s=INSTALL_S)
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


def point_a_program(session: DesktopSession, reader: ScreenReader, port: int) -> None:
    """By what its copy buttons put on the clipboard."""
    reader.press(f"Show: {TITLES[Step.PROGRAM]}")
    reader.write("The program's name", "kb-analyzer")
    reader.press("Create token")
    pasted = {}
    for name in ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL"):
        reader.press(f"Copy {name}")
        shown = reader.text(reader.wait(name, "text"))
        until(f"{name} on the clipboard", lambda words=shown: session.clipboard() == words)  # type: ignore[misc]
        pasted[name] = shown
    assert pasted["OPENAI_BASE_URL"] == f"{pasted['ANTHROPIC_BASE_URL']}/v1"
    token = pasted["ANTHROPIC_API_KEY"]
    assert pasted["ANTHROPIC_BASE_URL"] == f"http://127.0.0.1:{port}"
    service = Http(pasted["ANTHROPIC_BASE_URL"], token=token)
    assert service.call("POST", "/ziggie/v1/decide", {}).ok()["route"] == "local"
    reader.press("Done, to the dashboard")
    reader.wait("Mode: Auto")
    assert token not in reader.words()
    reader.wait_words("1 in all")
    reader.wait_words("Uptime ")


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
