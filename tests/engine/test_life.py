"""Tests the life of our own child: start, kill, hang, crash, stop; nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import aiohttp
import pytest

from tests.engine.conftest import MakeEngine, group_alive, program, stubborn_program
from tests.parts.crowd import crowd
from tests.parts.real_ollama import free_port
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.engine import works
from ziggie_desktop.engine.child import LOG_MOST_BYTES, load_record, read_tail, trim_log

GOAL_S = 3.0


@pytest.mark.real_ollama
async def test_start_is_ready_and_stop_leaves_nothing(
    make_engine: MakeEngine, ollama_program: Path, tmp_path: Path
) -> None:
    engine = make_engine(program=ollama_program)
    seen: list[EngineState] = []
    engine.subscribe(lambda status: seen.append(status.state))
    await engine.start()
    url = await engine.ensure_ready(30)
    assert engine.url == url
    pid = engine.status.pid
    assert pid is not None
    assert os.getpgid(pid) == os.getsid(pid) == pid, "not in a session of its own"
    record = load_record(tmp_path / "engine.json")
    assert record is not None
    assert record.pid == pid
    assert (tmp_path / "logs" / "ollama.log").stat().st_mode & 0o777 == 0o600
    await engine.stop(5)
    stopped = engine.status
    assert (stopped.state, stopped.url) == (EngineState.STOPPED, None)
    assert group_alive(pid) == []
    assert load_record(tmp_path / "engine.json") is None
    with pytest.raises(ZiggieError):
        await engine.ensure_ready(5)
    assert EngineState.STARTING in seen
    assert EngineState.STOPPING in seen


@pytest.mark.real_ollama
async def test_killed_with_a_model_loaded_it_is_back_in_time_without_orphans(
    make_engine: MakeEngine,
    ollama_program: Path,
    smollm_gguf: Path,
    http: aiohttp.ClientSession,
    real_ollama: object,
) -> None:
    models = str(getattr(real_ollama, "models"))  # noqa: B009 - the session's model store
    engine = make_engine(program=ollama_program, models_dir=models)
    await engine.start()
    for _ in range(3):
        url = await engine.ensure_ready(30)
        async with http.post(url + "/api/generate", json={"model": MODEL_NAME}) as answer:
            assert answer.status == 200
        pid = engine.status.pid
        assert pid is not None
        assert len(group_alive(pid)) == 2, "no runner"
        assert engine.pids() == set(group_alive(pid))
        began = asyncio.get_running_loop().time()
        os.kill(pid, signal.SIGKILL)
        await until(lambda old=pid: engine.url and engine.status.pid != old)  # type: ignore[misc]
        assert asyncio.get_running_loop().time() - began < GOAL_S * crowd()
        assert group_alive(pid) == []
    assert engine.status.restarts == 3


@pytest.mark.real_ollama
async def test_restart_gives_a_new_process(make_engine: MakeEngine, ollama_program: Path) -> None:
    engine = make_engine(program=ollama_program)
    await engine.start()
    await engine.ensure_ready(30)
    before = engine.status.pid
    await engine.restart(5)
    assert engine.status.state is EngineState.READY
    assert engine.status.pid != before


async def test_program_that_exits_at_once_is_given_up_with_its_last_words(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0 if len(waits) < 5 else 60)

    text = f"#!/bin/sh\necho x >> {tmp_path}/starts\necho 'Error: no space left' >&2\nexit 1\n"
    engine = make_engine(program=program(tmp_path / "bin", text), sleep=sleep)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert waits[:4] == [0.5, 1, 2, 4]
    assert (tmp_path / "starts").read_text().count("x") == 5
    assert "status 1: Error: no space left" in engine.status.reason
    assert engine.status.remedy == "Free space on the disk that holds the models."
    assert engine.last_lines == ("Error: no space left",) * 5
    began = asyncio.get_running_loop().time()
    with pytest.raises(ZiggieError, match="gave up"):
        await engine.ensure_ready(10)
    assert asyncio.get_running_loop().time() - began < 1, "a hopeless wait"


async def test_program_that_cannot_run_is_given_up(make_engine: MakeEngine, tmp_path: Path) -> None:
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0 if seconds < 5 else 60)

    engine = make_engine(program=program(tmp_path / "bin", "\x7fELF no program"), sleep=sleep)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert "cannot be started" in engine.status.reason
    assert engine.status.remedy is not None
    assert "reinstall" in engine.status.remedy


async def test_ignored_sigterm_ends_in_the_end_of_the_whole_group(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    engine = make_engine(
        program=stubborn_program(tmp_path / "bin"), environment={"HOLDER_NOTES": str(notes)}
    )
    await engine.start()
    await engine.ensure_ready(30)
    pid = engine.status.pid
    assert pid is not None
    assert len(group_alive(pid)) == 2
    began = asyncio.get_running_loop().time()
    await engine.stop(grace_s=0.5)
    assert 0.5 <= asyncio.get_running_loop().time() - began < 5 * crowd()
    assert notes.read_text() == "SIGTERM\n", "it was not asked first"
    assert group_alive(pid) == []


async def test_a_running_answer_gets_its_grace_before_anything_is_signalled(
    make_engine: MakeEngine, tmp_path: Path
) -> None:
    notes, answering = tmp_path / "notes", [True]
    engine = make_engine(
        program=stubborn_program(tmp_path / "bin"),
        environment={"HOLDER_NOTES": str(notes)},
        busy=lambda: answering[0],
    )
    await engine.start()
    await engine.ensure_ready(30)
    pid = engine.status.pid
    assert pid is not None
    async with asyncio.TaskGroup() as group:
        group.create_task(engine.stop(grace_s=2))
        await until(lambda: engine.status.state is EngineState.STOPPING)
        assert engine.url is None, "new work is still sent there"
        await asyncio.sleep(0.3)
        assert group_alive(pid)
        assert not notes.exists(), "signalled under a running answer"
        answering[0] = False
    assert notes.read_text() == "SIGTERM\n"
    assert group_alive(pid) == []
    assert engine.status.state is EngineState.STOPPED


async def test_hang_is_noticed_ended_and_answered_by_a_restart(
    make_engine: MakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PROBE_EVERY_S", "PROBE_AGAIN_S", "PROBE_TIMEOUT_S"):
        monkeypatch.setattr(works, name, 1.0)
    monkeypatch.setattr("ziggie_desktop.engine.machine.HUNG_GRACE_S", 0.2)
    engine = make_engine(
        program=stubborn_program(tmp_path / "bin"),
        environment={"HOLDER_NOTES": str(tmp_path / "notes")},
    )
    reasons: list[str] = []
    engine.subscribe(lambda status: reasons.append(f"{status.state.value}: {status.reason}"))
    await engine.start()
    await engine.ensure_ready(30)
    pid = engine.status.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    await until(lambda: engine.url and engine.status.pid != pid)
    assert group_alive(pid) == []
    assert any(text.startswith("degraded") for text in reasons)
    assert any("no answer within 1 s" in text for text in reasons), reasons


async def test_secrets_and_prompt_logging_stay_out_of_the_child(
    make_engine: MakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "sk-canary-1234"
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ZIGGIE_TOKEN", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, secret)
    monkeypatch.setenv("OLLAMA_DEBUG", "1")
    monkeypatch.setenv("OLLAMA_DEBUG_LOG_REQUESTS", "1")
    text = f"#!/bin/sh\nenv > {tmp_path}/env\nexit 1\n"
    engine = make_engine(
        program=program(tmp_path / "bin", text),
        environment={"OLLAMA_KEEP_ALIVE": "1h"},
    )
    engine.set_unfinished_pulls(True)
    await engine.start()
    await until(lambda: (tmp_path / "env").exists() and engine.status.restarts >= 0)
    await until(lambda: "OLLAMA_NOPRUNE=1\n" in (tmp_path / "env").read_text())
    env = (tmp_path / "env").read_text()
    assert secret not in env
    assert "OLLAMA_DEBUG" not in env
    assert "OLLAMA_KEEP_ALIVE=1h\n" in env
    assert f"OLLAMA_MODELS={tmp_path}/models\n" in env
    assert "ZIGGIE_ENGINE=" in env


@pytest.mark.logs("ziggie.engine")
async def test_listener_with_a_bug_does_not_end_the_supervision(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine()

    def broken(status: EngineStatus) -> None:
        raise RuntimeError("a listener's bug")

    engine.subscribe(broken)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.ABSENT)


@pytest.mark.real_ollama
async def test_waiting_callers_all_get_the_url(
    make_engine: MakeEngine, ollama_program: Path
) -> None:
    port = free_port()
    engine = make_engine(program=ollama_program, host=f"127.0.0.1:{port}")
    await engine.start()
    async with asyncio.TaskGroup() as group:
        waits = [group.create_task(engine.ensure_ready(30)) for _ in range(50)]
    assert {wait.result() for wait in waits} == {f"http://127.0.0.1:{port}"}


def test_log_is_kept_small_under_a_writer(tmp_path: Path) -> None:
    log = tmp_path / "ollama.log"
    with log.open("ab") as writer:
        writer.write(b"old line\n" * (LOG_MOST_BYTES // 9 + 1))
        writer.flush()
        trim_log(log)
        writer.write(b"new line\n")
    assert read_tail(log) == ("new line",)
    assert (tmp_path / "ollama.log.1").stat().st_size > LOG_MOST_BYTES
