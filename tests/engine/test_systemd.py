"""Tests an Ollama that a systemd unit keeps, against a stand-in for systemctl (systemctl.py)."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from tests.engine.conftest import MakeEngine, group_alive, stand_in
from tests.parts.real_ollama import free_port
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState
from ziggie_desktop.engine import machine, systemd
from ziggie_desktop.engine.plan import RunBy
from ziggie_desktop.engine.supervisor import Engine


class Units:
    """What lies in the stand-in's folder."""

    def __init__(self, root: Path, drop_ins: dict[str, Path]) -> None:
        self.root, self.drop_ins = root, drop_ins
        self.port = free_port()
        for scope, folder in drop_ins.items():
            (root / scope).mkdir(parents=True)
            (root / scope / "drop-ins").write_text(str(folder))

    def install(self, scope: str) -> None:
        lines = f'[Service]\nEnvironment="OLLAMA_HOST=127.0.0.1:{self.port}"\n'
        (self.root / scope / "unit").write_text(lines + 'Environment="PLAIN=two words"\n')

    def pid(self, scope: str) -> int | None:
        file = self.root / scope / "pid"
        return int(file.read_text()) if file.exists() else None

    @property
    def calls(self) -> list[str]:
        """Without the questions."""
        file = self.root / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        return [line for line in lines if " show " not in line]


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Units]:
    stand_in(tmp_path / "bin", "systemctl", monkeypatch)
    root = tmp_path / "systemd"
    monkeypatch.setenv("FAKE_SYSTEMD", str(root))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(systemd, "SYSTEM_FOLDER", tmp_path / "etc")
    folders = {
        "system": tmp_path / "etc" / "ollama.service.d",
        "user": tmp_path / "config" / "systemd" / "user" / "ollama.service.d",
    }
    units = Units(root, folders)
    yield units
    for scope in folders:
        pid = units.pid(scope)
        if pid is not None and group_alive(pid):
            os.killpg(pid, signal.SIGKILL)


def driven(make_engine: MakeEngine, **changes: object) -> Engine:
    settings = {"run": RunBy.SYSTEMD, "host": "", "models_dir": None}
    return make_engine(**{**settings, **changes})


def waiting(engine: Engine) -> tuple[str, ...]:
    return engine.status.settings_waiting


@pytest.mark.parametrize("scope", ["system", "user"])
async def test_the_unit_is_started_with_the_settings_in_a_drop_in_and_outlives_us(
    make_engine: MakeEngine, units: Units, scope: str
) -> None:
    units.install(scope)
    engine = driven(make_engine, environment={"OLLAMA_NUM_PARALLEL": "2", "X": 'a "b" \\ 5%'})
    await engine.start()
    assert await engine.ensure_ready(20) == f"http://127.0.0.1:{units.port}"
    status = engine.status
    assert (status.state, status.owner, status.pid) == (
        EngineState.READY, "systemd", units.pid(scope),
    )  # fmt: skip
    assert "the systemd unit ollama.service answers" in status.reason
    drop_in = units.drop_ins[scope] / "ziggie.conf"
    assert 'Environment="OLLAMA_NUM_PARALLEL=2"' in drop_in.read_text()
    assert status.pid is not None
    told = psutil.Process(status.pid).environ()
    assert (told["X"], told["OLLAMA_NUM_PARALLEL"]) == ('a "b" \\ 5%', "2")
    assert told["OLLAMA_NOPRUNE"] == "1"
    assert told["PLAIN"] == "two words"
    assert "ziggie" not in (units.root / scope / "unit").read_text().lower()
    assert status.settings_waiting == ()
    owner = await engine.port_owner()
    assert (owner.kind, owner.unit, owner.may) == ("systemd", "ollama.service", ("stop", "restart"))
    await engine.close()
    os.kill(status.pid, 0)


async def test_a_changed_setting_waits_for_the_restart(
    make_engine: MakeEngine, units: Units
) -> None:
    units.install("user")
    engine = driven(make_engine, environment={"OLLAMA_NUM_PARALLEL": "2"})
    await engine.start()
    await engine.ensure_ready(20)
    before = engine.status.pid
    plan = engine.plan
    engine.follow(replace(plan, environment={"OLLAMA_MAX_QUEUE": "9"}))
    assert waiting(engine) == ("OLLAMA_MAX_QUEUE", "OLLAMA_NUM_PARALLEL")
    assert engine.status.remedy is None, "we may restart it ourselves"
    await engine.restart(1)
    pid = engine.status.pid
    assert pid is not None
    assert pid != before
    told = psutil.Process(pid).environ()
    assert told["OLLAMA_MAX_QUEUE"] == "9"
    assert "OLLAMA_NUM_PARALLEL" not in told
    assert waiting(engine) == ()
    await engine.stop(1)
    assert engine.status.state is EngineState.STOPPED
    assert group_alive(pid) == []
    assert units.calls == [
        "user daemon-reload", "user start ollama.service", "user stop ollama.service",
        "user daemon-reload", "user start ollama.service", "user stop ollama.service",
    ]  # fmt: skip


async def test_without_rights_it_is_said_what_to_type_and_the_unit_runs_on(
    make_engine: MakeEngine, units: Units, tmp_path: Path
) -> None:
    units.install("system")
    helper = driven(make_engine)
    await helper.start()
    await helper.ensure_ready(20)
    await helper.close()
    pid = units.pid("system")
    (units.root / "system" / "locked").touch()
    (tmp_path / "etc").write_text("no folder: nothing can be written here")
    engine = driven(make_engine, environment={"OLLAMA_MAX_QUEUE": "9"})
    await engine.start()
    await engine.ensure_ready(20)
    status = engine.status
    assert (status.pid, status.settings_waiting) == (pid, ("OLLAMA_MAX_QUEUE",))
    staged = tmp_path / "ollama-unit.conf"
    assert status.remedy is not None
    assert f"sudo install -D -m 644 {staged} " in status.remedy
    assert "systemctl daemon-reload && sudo systemctl restart ollama.service" in status.remedy
    assert 'Environment="OLLAMA_MAX_QUEUE=9"' in staged.read_text()
    for verb in (engine.stop, engine.restart):
        with pytest.raises(ZiggieError) as caught:
            await verb(1)
        assert caught.value.code == "engine_needs_rights"
        assert "sudo systemctl stop ollama.service" in caught.value.remedy
        assert "pkexec" in caught.value.remedy
        assert (engine.status.state, engine.status.pid) == (EngineState.READY, pid)
        assert engine.url is not None


async def test_without_rights_a_stopped_unit_is_not_tried_for_ever(
    make_engine: MakeEngine, units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "LOOK_AGAIN_S", 0.1)
    units.install("system")
    (units.root / "system" / "locked").touch()
    engine = driven(make_engine)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert "sudo systemctl start ollama.service" in (engine.status.remedy or "")
    assert units.calls == ["system start ollama.service"]
    (units.root / "system" / "locked").unlink()  # the owner types it
    typed = await asyncio.create_subprocess_exec("systemctl", "start", "--", "ollama.service")
    assert await typed.wait() == 0
    await until(lambda: engine.status.state is EngineState.READY)


async def test_a_killed_unit_is_left_to_systemd_for_a_while_then_started(
    make_engine: MakeEngine, units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "OWNER_GRACE_S", 0.5)
    monkeypatch.setattr(machine, "OWNER_LOOK_S", 0.1)
    units.install("user")
    engine = driven(make_engine)
    await engine.start()
    await engine.ensure_ready(20)
    pid = engine.status.pid
    assert pid is not None
    os.killpg(pid, signal.SIGKILL)
    engine.report_failure()
    await until(lambda: engine.status.state is EngineState.DEGRADED)
    await until(lambda: engine.url is not None and engine.status.pid != pid)
    assert engine.status.state is EngineState.READY
    assert units.calls.count("user stop ollama.service") == 0


async def test_a_unit_that_was_adopted_is_driven_once_the_owner_says_so(
    make_engine: MakeEngine, units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "LOOK_AGAIN_S", 0.1)
    units.install("user")
    started = await asyncio.create_subprocess_exec(
        "systemctl", "--user", "start", "--", "ollama.service"
    )
    assert await started.wait() == 0
    pid = units.pid("user")
    engine = make_engine(host=f"127.0.0.1:{units.port}", models_dir=None)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.ADOPTED)
    with pytest.raises(ZiggieError, match="not started by us"):
        await engine.stop(1)
    engine.follow(replace(engine.plan, run=RunBy.SYSTEMD, host=""))
    await until(lambda: engine.status.owner == "systemd")
    assert (engine.status.state, engine.status.pid) == ("ready", pid), "it was not disturbed"
    await engine.stop(1)
    assert group_alive(pid or 0) == []


async def test_no_unit_is_said_with_a_remedy(make_engine: MakeEngine, units: Units) -> None:
    engine = driven(make_engine)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert engine.status.reason == "There is no systemd unit ollama.service."
    assert 'engine.run = "child"' in (engine.status.remedy or "")


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        ("Environment=", {}),
        ("Environment=A=1 B=2", {"A": "1", "B": "2"}),
        (
            'Environment="A=two words" PATH=/bin:/usr/bin',
            {"A": "two words", "PATH": "/bin:/usr/bin"},
        ),
        ('Environment="A=say \\"hi\\"" B=', {"A": 'say "hi"', "B": ""}),
        ('Environment="A=never closed', {}),
    ],
)
def test_the_services_environment_is_read(text: str, environment: dict[str, str]) -> None:
    shown = systemd.read_show(f"LoadState=loaded\nActiveState=active\nMainPID=7\n{text}\n")
    assert shown.environment == environment
    assert (shown.loaded, shown.active, shown.pid, shown.user) == (True, True, 7, None)


def test_a_drop_in_is_read_as_it_was_written() -> None:
    said = {"A": "1", "B": 'x "y" \\ %h z', "C": ""}
    assert systemd.read_drop_in(systemd.drop_in_text(said)) == said
