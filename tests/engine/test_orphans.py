"""Tests what a killed service leaves: its Ollama is known again, runners without a server end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import msgspec
import psutil
import pytest

from tests.engine.conftest import ROOT, MakeEngine, group_alive
from tests.parts.real_ollama import RealOllama, free_port
from tests.waits import until
from ziggie_desktop.contract.state import EngineState
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.engine.child import Record, load_record, save_record, still_runs

# A service that starts an Ollama and waits to be killed.
SERVICE = """
import asyncio, sys
from pathlib import Path
import aiohttp
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.supervisor import Engine

async def main():
    async with aiohttp.ClientSession() as http:
        state_file = Path(sys.argv[4])
        plan = Plan(program=Path(sys.argv[1]), host=sys.argv[2], models_dir=sys.argv[3],
                    state_file=state_file, log_file=state_file.parent / "logs" / "ollama.log")
        engine = Engine(plan=plan, http=http)
        await engine.start()
        await engine.ensure_ready(30)
        print(engine.status.pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


def killed_service(program: Path, host: str, models: Path, state_file: Path) -> int:
    """Run a service until its Ollama is healthy, kill it, return the pid of its Ollama."""
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(program), host, str(models), str(state_file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert service.stdout is not None
    with service.stdout:
        pid = int(service.stdout.readline())
    service.kill()
    service.wait()
    return pid


@pytest.mark.real_ollama
async def test_our_ollama_is_known_again_after_the_service_was_killed(
    make_engine: MakeEngine, ollama_program: Path, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    host = f"127.0.0.1:{free_port()}"
    pid = killed_service(ollama_program, host, tmp_path / "models", tmp_path / "engine.json")
    assert group_alive(pid) == [pid], "it should outlive the service"
    for _ in range(5):  # it writes its log; without a reader a pipe would end it here
        async with http.get(f"http://{host}/api/tags") as answer:
            assert answer.status == 200
    engine = make_engine(program=ollama_program, host=host)
    await engine.start()
    assert await engine.ensure_ready(10) == f"http://{host}"
    status = engine.status
    assert (status.state, status.owner, status.pid) == (EngineState.READY, "ours", pid)
    os.kill(pid, signal.SIGKILL)
    await until(lambda: engine.url and engine.status.pid != pid)


@pytest.mark.real_ollama
async def test_our_ollama_is_known_again_when_the_service_was_killed_while_starting_it(
    make_engine: MakeEngine, ollama_program: Path, tmp_path: Path
) -> None:
    host, state_file = f"127.0.0.1:{free_port()}", tmp_path / "engine.json"
    pid = killed_service(ollama_program, host, tmp_path / "models", state_file)
    record = load_record(state_file)
    assert record is not None
    # As it stands between the note before the start and the one after it.
    save_record(state_file, msgspec.structs.replace(record, pid=0, created=0.0))
    engine = make_engine(program=ollama_program, host=host)
    await engine.start()
    await engine.ensure_ready(10)
    assert (engine.status.owner, engine.status.pid) == ("ours", pid)


@pytest.mark.real_ollama
async def test_our_old_ollama_is_ended_when_the_settings_have_changed(
    make_engine: MakeEngine, ollama_program: Path, tmp_path: Path
) -> None:
    host = f"127.0.0.1:{free_port()}"
    pid = killed_service(ollama_program, host, tmp_path / "models", tmp_path / "engine.json")
    engine = make_engine(program=ollama_program, host=host, models_dir=str(tmp_path / "others"))
    await engine.start()
    await engine.ensure_ready(20)
    assert engine.status.pid != pid
    assert group_alive(pid) == []


@pytest.mark.real_ollama
async def test_runner_whose_server_is_gone_is_ended_at_the_next_start(
    make_engine: MakeEngine,
    ollama_program: Path,
    tmp_path: Path,
    real_ollama: RealOllama,
    http: aiohttp.ClientSession,
) -> None:
    host = f"127.0.0.1:{free_port()}"
    state_file = tmp_path / "engine.json"
    pid = killed_service(ollama_program, host, real_ollama.models, state_file)
    async with http.post(f"http://{host}/api/generate", json={"model": MODEL_NAME}) as answer:
        assert answer.status == 200
    os.kill(pid, signal.SIGKILL)
    await until(lambda: not psutil.pid_exists(pid) or len(group_alive(pid)) == 1)
    (runner,) = group_alive(pid)
    await until(lambda: not listens(host))  # its last threads may still hold the port
    engine = make_engine(program=ollama_program, host=host)
    await engine.start()
    await engine.ensure_ready(20)
    await until(lambda: group_alive(pid) == [])
    assert not psutil.pid_exists(runner) or psutil.Process(runner).status() == "zombie"


def listens(host: str) -> bool:
    name, _, port = host.partition(":")
    with socket.socket() as probe:
        return probe.connect_ex((name, int(port))) == 0


async def test_reused_pid_is_somebody_else(make_engine: MakeEngine, tmp_path: Path) -> None:
    """The record names this very test process with another birth: it must survive."""
    me = psutil.Process()
    record = Record(
        pid=me.pid, created=me.create_time() - 100, bind="x:1", mark="m", fingerprint="f"
    )
    assert not still_runs(record)
    save_record(tmp_path / "engine.json", record)
    engine = make_engine()
    await engine.start()
    await until(lambda: engine.status.state is EngineState.ABSENT)
    assert not (tmp_path / "engine.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b'{"pid": "x"}', b"\xff\xfe"])
async def test_damaged_record_is_no_record(
    make_engine: MakeEngine, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "engine.json").write_bytes(content)
    engine = make_engine()
    await engine.start()
    await until(lambda: engine.status.state is EngineState.ABSENT)


def test_record_holds_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "engine.json"
    save_record(file, Record(pid=1, created=1.0, bind="b", mark="m", fingerprint="f"))
    assert set(msgspec.json.decode(file.read_bytes())) == set(Record.__struct_fields__)
    assert file.stat().st_mode & 0o777 == 0o600
