"""Tests a port that somebody else holds: said who, adopted or left, and never signalled."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

import aiohttp
import pytest

from tests.engine.conftest import Hold, MakeEngine
from tests.parts.real_ollama import RealOllama, free_port
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState
from ziggie_desktop.engine import machine
from ziggie_desktop.engine.host import parse_host
from ziggie_desktop.engine.owner import (
    CONNECT_TRIES,
    Owner,
    OwnerKind,
    Seen,
    find_owner,
    owner_kind,
    read_cgroup,
)

WORDS = {
    "web": "another program",
    "socket": "another program",
    "imitation": "a program that imitates Ollama",
}


@pytest.mark.real_ollama
async def test_real_ollama_is_adopted_and_left_alone(
    make_engine: MakeEngine, real_ollama: RealOllama, ollama_program: Path
) -> None:
    engine = make_engine(program=ollama_program, host=f"127.0.0.1:{real_ollama.port}")
    await engine.start()
    assert await engine.ensure_ready(10) == real_ollama.url
    status = engine.status
    assert status.state is EngineState.ADOPTED
    assert (status.owner, status.pid, status.version) == ("foreign", real_ollama.pid, "0.9.3")
    assert f"pid {real_ollama.pid}" in status.reason
    for verb in (engine.stop, engine.restart):
        with pytest.raises(ZiggieError) as caught:
            await verb(1)
        assert caught.value.code == "engine_not_ours"
        assert caught.value.status == 409
    await engine.close()
    os.kill(real_ollama.pid, 0)


@pytest.mark.logs("ziggie.engine")
@pytest.mark.real_ollama
@pytest.mark.parametrize("kind", ["web", "socket", "imitation"])
async def test_foreign_holder_makes_us_take_another_port(
    make_engine: MakeEngine, hold: Hold, ollama_program: Path, kind: str
) -> None:
    port = free_port()
    holder = hold(kind, port)
    engine = make_engine(program=ollama_program, host=f"127.0.0.1:{port}")
    await engine.start()
    url = await engine.ensure_ready(30)
    assert url != f"http://127.0.0.1:{port}"
    status = engine.status
    assert status.state is EngineState.READY
    assert status.owner == "ours"
    assert f"port {port} is held by {WORDS[kind]} (pid {holder.pid}" in status.reason
    await engine.stop(2)


@pytest.mark.parametrize("adopt_only", [True, False])
async def test_an_imitation_is_used_where_we_may_start_none(
    make_engine: MakeEngine, hold: Hold, adopt_only: bool
) -> None:
    port = free_port()
    hold("imitation", port)
    program = Path("/bin/false") if adopt_only else None
    engine = make_engine(program=program, host=f"127.0.0.1:{port}", adopt_only=adopt_only)
    await engine.start()
    assert await engine.ensure_ready(10) == f"http://127.0.0.1:{port}"
    assert engine.status.state is EngineState.ADOPTED
    assert engine.status.owner == "imitation"


@pytest.mark.parametrize("kind", ["web", "socket"])
async def test_adopt_only_starts_nothing(make_engine: MakeEngine, hold: Hold, kind: str) -> None:
    port = free_port()
    hold(kind, port)
    engine = make_engine(program=Path("/bin/false"), host=f"127.0.0.1:{port}", adopt_only=True)
    await engine.start()
    with pytest.raises(ZiggieError) as caught:
        await engine.ensure_ready(10)
    assert caught.value.code == "engine_not_ready"
    assert engine.status.state is EngineState.STOPPED
    assert "never started" in engine.status.reason
    assert engine.status.remedy is not None
    assert engine.status.pid is None


async def test_without_a_program_the_engine_is_absent_with_a_remedy(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine()
    await engine.start()
    with pytest.raises(ZiggieError) as caught:
        await engine.ensure_ready(10)
    assert engine.status.state is EngineState.ABSENT
    assert "Install Ollama" in caught.value.remedy


@pytest.mark.real_ollama
async def test_server_that_comes_later_is_adopted_and_its_loss_noticed(
    make_engine: MakeEngine,
    ollama_program: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "LOOK_AGAIN_S", 0.2)
    monkeypatch.setattr(machine, "OWNER_GRACE_S", 0.5)
    port = free_port()
    engine = make_engine(host=f"127.0.0.1:{port}")
    await engine.start()
    await until(lambda: engine.status.state is EngineState.ABSENT)
    with RealOllama(program=ollama_program, root=tmp_path / "other", port=port):
        await until(lambda: engine.status.state is EngineState.ADOPTED)
    engine.report_failure()
    await until(lambda: engine.status.state is EngineState.DEGRADED)
    assert engine.url is None
    await until(lambda: engine.status.state is EngineState.ABSENT)


async def test_other_machine_is_never_started_on(make_engine: MakeEngine) -> None:
    engine = make_engine(program=Path("/bin/false"), host="http://127.0.0.1:1/prefix")
    await engine.start()
    with pytest.raises(ZiggieError) as caught:
        await engine.ensure_ready(10)
    assert "not this machine" in caught.value.title


async def test_owner_says_what_may_be_done(
    hold: Hold, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    ports = {kind: free_port() for kind in WORDS}
    for kind, port in ports.items():
        hold(kind, port)
    for kind, port in ports.items():
        owner = await find_owner(http, parse_host(f"127.0.0.1:{port}"))
        expected = OwnerKind.IMITATION if kind == "imitation" else OwnerKind.FOREIGN
        assert owner.kind is expected
        assert owner.is_ollama is (kind == "imitation")
        may = ("use another port", "adopt where none may be started")
        assert owner.may == (may if kind == "imitation" else may[:1])
        assert "tests.engine.holders" in (owner.command or "")
        assert owner.user
    nobody = await find_owner(http, parse_host(f"127.0.0.1:{free_port()}"))
    assert (nobody.kind, nobody.may) == (OwnerKind.NOBODY, ("start",))


@pytest.mark.parametrize(
    ("late", "kind"), [(1, OwnerKind.NOBODY), (CONNECT_TRIES, OwnerKind.FOREIGN)]
)
async def test_one_look_that_came_too_late_makes_no_owner(
    monkeypatch: pytest.MonkeyPatch, late: int, kind: OwnerKind
) -> None:
    looks = 0

    async def too_late(*_: object) -> None:
        nonlocal looks
        looks += 1
        raise TimeoutError if looks <= late else ConnectionRefusedError

    monkeypatch.setattr(asyncio, "open_connection", too_late)
    async with aiohttp.ClientSession() as http:
        owner = await find_owner(http, parse_host(f"127.0.0.1:{free_port()}"))
    assert owner.kind is kind


async def test_other_users_process_stays_unknown(
    hold: Hold, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the platform does not tell the pid, an Ollama is believed by its answers."""
    port = free_port()
    hold("imitation", port)
    monkeypatch.setattr("ziggie_desktop.engine.owner._listener", lambda port: None)
    owner = await find_owner(http, parse_host(f"127.0.0.1:{port}"))
    assert (owner.kind, owner.pid, owner.user) == (OwnerKind.FOREIGN, None, None)
    assert owner.may == ("adopt",)


@pytest.mark.parametrize(
    ("text", "unit", "in_container"),
    [
        ("0::/system.slice/ollama.service\n", "ollama.service", False),
        ("0::/user.slice/user-1000.slice/session-2.scope\n", None, False),
        ("0::/user.slice/user@1000.service/app.slice/vte-spawn-1.scope\n", None, False),
        ("0::/system.slice/docker-0123abcd.scope\n", None, True),
        ("12:pids:/docker/0123abcd\n", None, True),
        ("0::/system.slice/docker.service\n", "docker.service", False),
        ("0::/kubepods.slice/pod1/abc\n", None, True),
        ("0::/ours\n", None, False),
    ],
)
def test_cgroup_names_the_unit(text: str, unit: str | None, in_container: bool) -> None:
    assert read_cgroup(text, "0::/ours\n") == (unit, in_container)


@pytest.mark.parametrize(
    ("seen", "is_ollama", "kind", "may"),
    [
        (Seen(1, names=("ollama",), unit="ollama.service"), True, "systemd", "adopt"),
        (Seen(1, names=("ollama", "ollama app.exe")), True, "app", "adopt"),
        (Seen(1, names=("ollama.app",)), True, "app", "adopt"),
        (Seen(1, names=("ollama",), in_container=True), True, "docker", "adopt"),
        (Seen(1, names=("docker-proxy",)), True, "docker", "adopt"),
        (Seen(1, names=("docker-proxy",)), False, "foreign", "use another port"),
        (Seen(1, names=("llama-server",)), False, "orphan", "use another port"),
        (Seen(1, names=("ollama",), command="ollama runner -m x"), False, "orphan",
         "use another port"),
        (Seen(1, names=("python3",)), True, "imitation", "use another port"),
        (Seen(1, names=("ollama",)), True, "foreign", "adopt"),
        (Seen(1, names=("nginx",)), False, "foreign", "use another port"),
        (Seen(), True, "foreign", "adopt"),
    ],
)  # fmt: skip
def test_each_owner_is_told_from_its_process(
    seen: Seen, is_ollama: bool, kind: str, may: str
) -> None:
    owner = Owner(kind=owner_kind(seen, is_ollama=is_ollama), is_ollama=is_ollama)
    assert (owner.kind, owner.may[0]) == (kind, may)
    assert owner.words


def test_holders_are_real_processes(hold: Hold) -> None:
    holder = hold("web", free_port())
    assert isinstance(holder, subprocess.Popen)
    assert holder.poll() is None
