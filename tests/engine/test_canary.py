"""Tests the one-token question: asked seldom, of loaded models alone, and what a hang leads to."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import psutil
import pytest

from tests.engine.conftest import MakeEngine, group_alive, stubborn_program
from tests.parts.ollama_fake import OllamaFake, OllamaFault
from tests.parts.real_ollama import RealOllama
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.engine import canary, works
from ziggie_desktop.engine.canary import Canary, Verdict

MODEL = "llama3.2:3b"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def connected(port: int) -> Iterator[None]:
    """Another program that holds a connection to ``port``."""
    text = (
        f"import socket; s = socket.create_connection(('127.0.0.1', {port})); "
        "print('ready', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        yield
        program.communicate("\n")


def runners(pid: int) -> set[int]:
    """The processes that serve the models of the Ollama ``pid``."""
    return {child.pid for child in psutil.Process(pid).children(recursive=True)}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask after a moment, and wait for the token only a moment."""
    for name in ("PROBE_EVERY_S", "PROBE_AGAIN_S"):
        monkeypatch.setattr(works, name, 0.05)
    monkeypatch.setattr(canary, "QUIET_S", 0.1)
    monkeypatch.setattr(canary, "WHILE_SILENT_S", 0.1)
    monkeypatch.setattr(canary, "TIMEOUT_S", 0.4)
    monkeypatch.setattr("ziggie_desktop.engine.machine.HUNG_GRACE_S", 0.2)


async def test_asked_after_a_minute_of_quiet_and_only_once(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession
) -> None:
    clock = Clock()
    bird = Canary(http=http, busy=lambda: False, clock=clock)
    bird.answered(MODEL)
    ollama_fake.load(MODEL, 8192)
    clock.now += 59
    assert not bird.due()
    clock.now += 1
    assert bird.due()
    heard = await bird.ask(ollama_fake.url)
    assert (heard.verdict, heard.model) == (Verdict.SPOKE, MODEL)
    [asked] = ollama_fake.calls("/api/generate")
    assert asked.body["options"] == {"num_predict": 1, "num_ctx": 8192}
    assert "keep_alive" not in asked.body
    assert ollama_fake.loads == 1, "the question loaded the model anew"
    for minutes, asked_in_all in ((1, 1), (8, 1), (1, 2)):  # kept for ever: again after ten
        clock.now += 60 * minutes
        assert bird.due()
        await bird.ask(ollama_fake.url)
        assert len(ollama_fake.calls("/api/generate")) == asked_in_all


async def test_nothing_is_loaded_for_it(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession
) -> None:
    bird = Canary(http=http, busy=lambda: False)
    assert (await bird.ask(ollama_fake.url)).verdict is Verdict.NOTHING
    assert ollama_fake.calls("/api/generate") == []
    assert ollama_fake.loads == 0


async def test_silence_proves_nothing_while_a_request_runs_or_a_model_may_be_loading(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canary, "TIMEOUT_S", 0.2)
    ollama_fake.load(MODEL)
    ollama_fake.fail(OllamaFault.NO_ANSWER, times=None, path="/api/generate")
    clock, busy = Clock(), [False]
    bird = Canary(http=http, busy=lambda: busy[0], clock=clock)
    bird.ask_soon()
    assert bird.due()
    assert (await bird.ask(ollama_fake.url)).verdict is Verdict.UNKNOWN, "it may be loading"
    clock.now += canary.LOAD_MOST_S
    assert (await bird.ask(ollama_fake.url)).verdict is Verdict.SILENT
    busy[0] = True
    assert not bird.due()
    assert (await bird.ask(ollama_fake.url)).verdict is Verdict.UNKNOWN, "it waits its turn"
    busy[0] = False
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(bird.ask(ollama_fake.url))
        await until(lambda: len(ollama_fake.calls("/api/generate")) == 4)
        bird.answered(MODEL)
    assert asked.result().verdict is Verdict.UNKNOWN, "somebody was answered meanwhile"


async def test_adopted_server_that_hangs_is_degraded_and_left_alone(
    make_engine: MakeEngine,
    ollama_fake: OllamaFake,
    http: aiohttp.ClientSession,
    quick: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ziggie_desktop.engine.owner._listener", lambda port: None)
    engine = make_engine(host=ollama_fake.url)
    await engine.start()
    await engine.ensure_ready(10)
    ollama_fake.load(MODEL)
    engine.answered(MODEL)
    await until(lambda: ollama_fake.calls("/api/generate"))
    assert engine.status.state is EngineState.ADOPTED
    ollama_fake.fail(OllamaFault.NO_ANSWER, times=None, path="/api/generate")
    engine.answered(MODEL)
    await until(lambda: engine.status.state is EngineState.DEGRADED)
    async with http.get(ollama_fake.url + "/api/tags") as answer:
        assert answer.status == 200
    assert f"{MODEL} generated nothing" in engine.status.reason
    assert "the way it was started" in (engine.status.remedy or "")
    with pytest.raises(ZiggieError, match="generated nothing"):
        await engine.ensure_ready(10)
    ollama_fake.heal()
    await until(lambda: engine.status.state is EngineState.ADOPTED)


async def test_ours_that_hangs_is_restarted_once(
    make_engine: MakeEngine, quick: None, tmp_path: Path
) -> None:
    engine = make_engine(
        program=stubborn_program(tmp_path / "bin"),
        environment={"HOLDER_NOTES": str(tmp_path / "notes"), "HOLDER_KIND": "silent"},
    )
    seen: list[EngineStatus] = []
    engine.subscribe(seen.append)
    await engine.start()
    await engine.ensure_ready(30)
    pid = engine.status.pid
    assert pid is not None
    engine.answered("m:1")
    await until(lambda: engine.status.state is EngineState.READY and engine.status.pid != pid)
    assert engine.status.restarts == 1
    assert group_alive(pid) == []
    assert any("m:1 generated nothing" in status.reason for status in seen)
    engine._canary._counts_from["m:1"] = 0.0  # it counts as loaded, without an answer
    await until(lambda: engine.status.state is EngineState.DEGRADED)
    assert engine.status.restarts == 1
    assert "Restart the engine" in (engine.status.remedy or "")
    assert engine.silent is not None, "the router is told"
    assert "m:1" in engine.silent


async def test_ours_is_not_restarted_under_another_program(
    make_engine: MakeEngine, quick: None, tmp_path: Path
) -> None:
    engine = make_engine(
        program=stubborn_program(tmp_path / "bin"),
        environment={"HOLDER_NOTES": str(tmp_path / "notes"), "HOLDER_KIND": "silent"},
    )
    await engine.start()
    url = await engine.ensure_ready(30)
    with connected(int(url.rpartition(":")[2])):
        engine.answered("m:1")
        await until(lambda: engine.status.state is EngineState.DEGRADED)
    assert engine.status.restarts == 0
    assert "another program is connected" in engine.status.reason


@pytest.mark.real_ollama
async def test_real_ollama_speaks_and_is_not_loaded_anew(
    real_ollama: RealOllama, http: aiohttp.ClientSession
) -> None:
    body = {"model": MODEL_NAME, "options": {"num_ctx": 2048}, "keep_alive": 60}
    async with http.post(real_ollama.url + "/api/generate", json=body) as answer:
        assert answer.status == 200
    before = runners(real_ollama.pid)
    bird = Canary(http=http, busy=lambda: False, options=lambda name: {"num_ctx": 2048})
    bird.answered(MODEL_NAME)
    heard = await bird.ask(real_ollama.url)
    assert (heard.verdict, heard.model) == (Verdict.SPOKE, MODEL_NAME)
    assert runners(real_ollama.pid) == before, "the model was loaded anew"
    assert before
