"""Tests where the models of an Ollama lie: by its own environment, never by ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.engine.models_folder import (
    find_models_folder,
    folder_from,
    folder_of_unit,
)
from ziggie_desktop.engine.plan import RunBy
from ziggie_desktop.engine.unit_environment import read_shown

pwd = pytest.importorskip("pwd", reason="a unit and its user are Linux's")
OWN = {"HOME": "/home/me"}
HERE = "http://127.0.0.1:11434"
NOBODY_HAS_IT = 2**22 - 3


def status(owner: str, *, pid: int | None = None, url: str | None = HERE) -> EngineStatus:
    return EngineStatus(state=EngineState.ADOPTED, reason="", owner=owner, url=url, pid=pid)


@pytest.mark.parametrize(
    ("environ", "windows", "folder"),
    [
        ({"HOME": "/home/me"}, False, "/home/me/.ollama/models"),
        ({"HOME": "/home/me", "OLLAMA_MODELS": "/data/m"}, False, "/data/m"),
        ({"HOME": "/home/me", "OLLAMA_MODELS": ' "/data/m" '}, False, "/data/m"),
        ({"HOME": "/home/me", "OLLAMA_MODELS": ""}, False, "/home/me/.ollama/models"),
        ({"HOME": "/home/me", "OLLAMA_MODELS": "m"}, False, "/started/here/m"),
        ({"HOME": "/x", "USERPROFILE": "/Users/me"}, True, "/Users/me/.ollama/models"),
        ({}, False, None),
    ],
)
def test_folder_as_ollama_reads_it(
    environ: dict[str, str], windows: bool, folder: str | None
) -> None:
    found = folder_from(environ, base=Path("/started/here"), windows=windows)
    assert found == (Path(folder) if folder else None)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of somebody else's making, with an environment of its own."""
    environ = {**os.environ, "OLLAMA_MODELS": "models", "HOME": "/nowhere"}
    with subprocess.Popen(
        [sys.executable, "-c", "print('here', flush=True); input()"],
        env=environ, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS shows no other process's environment")
async def test_adopted_server_is_asked_itself(
    server: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    found = await find_models_folder(status("foreign", pid=server.pid), OWN)
    assert found == tmp_path / "models"


@pytest.mark.parametrize(
    ("seen", "folder"),
    [
        (status("ours", pid=NOBODY_HAS_IT), "/home/me/.ollama/models"),
        (status("nobody", url=None), "/home/me/.ollama/models"),
        (status("docker", pid=1), None),
        (status("imitation", pid=1), None),
        (status("foreign", pid=NOBODY_HAS_IT), None),
        (status("foreign"), None),
        (status("ours", url="http://192.0.2.1:11434"), None),
    ],
)
async def test_what_cannot_be_known_is_unknown(seen: EngineStatus, folder: str | None) -> None:
    assert await find_models_folder(seen, OWN) == (Path(folder) if folder else None)


async def test_systemds_unit_is_asked_where_its_process_does_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(
        "#!/bin/sh\necho 'Environment=PATH=/bin OLLAMA_MODELS=/srv/models'\necho User=ollama\n"
    )
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = await find_models_folder(status("systemd", pid=NOBODY_HAS_IT), OWN)
    assert found == Path("/srv/models")
    systemctl.write_text("#!/bin/sh\nexit 1\n")
    assert await find_models_folder(status("systemd", pid=NOBODY_HAS_IT), OWN) is None


async def test_ours_in_a_container_has_the_folder_that_is_mounted_there() -> None:
    ours = status("docker", pid=1)
    mounted = "/data/models"
    found = await find_models_folder(ours, OWN, run=RunBy.DOCKER, volume=mounted)
    assert found == Path(mounted)
    assert await find_models_folder(ours, OWN, run=RunBy.DOCKER) is None, "a volume of Docker's"
    assert await find_models_folder(ours, OWN, volume=mounted) is None, "not our container"


async def test_ours_run_by_systemd_has_the_folder_of_its_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl = tmp_path / "systemctl"
    systemctl.write_text('#!/bin/sh\n[ "$3" = mine.service ] && echo Environment=HOME=/of/mine\n')
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for owner in ("systemd", "nobody"):
        seen = status(owner, pid=os.getpid())
        found = await find_models_folder(seen, OWN, run=RunBy.SYSTEMD, unit="mine.service")
        assert found == Path("/of/mine/.ollama/models")


def test_unit_names_its_folder_or_its_user(tmp_path: Path) -> None:
    me = pwd.getpwuid(os.getuid())
    assert folder_of_unit({"User": me.pw_name}) == Path(me.pw_dir) / ".ollama/models"
    assert folder_of_unit({"User": str(me.pw_uid)}) == Path(me.pw_dir) / ".ollama/models"
    assert folder_of_unit({"User": "no such user"}) is None
    quoted = {"Environment": '"OLLAMA_MODELS=/my models" A=b', "User": "ollama"}
    assert folder_of_unit(quoted) == Path("/my models")
    extra = tmp_path / "ollama.env"
    extra.write_text("# a comment\nOLLAMA_MODELS='/from/a/file'\n")
    files = f"/is/not/there (ignore_errors=yes)\n{extra} (ignore_errors=no)"
    assert folder_of_unit({"EnvironmentFiles": files, **quoted}) == Path("/from/a/file")
    assert folder_of_unit({"EnvironmentFiles": f"{tmp_path} (ignore_errors=no)"}) is None
    assert folder_of_unit({}) is None


def test_what_systemctl_shows() -> None:
    text = "User=ollama\nEnvironmentFiles=/a (x)\nEnvironmentFiles=/b (y)\nEnvironment=\n"
    assert read_shown(text) == {
        "User": "ollama",
        "EnvironmentFiles": "/a (x)\n/b (y)",
        "Environment": "",
    }
