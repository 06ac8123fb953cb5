"""Tests an Ollama in a Docker container, against a stand-in for Docker's CLI (docker.py)."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from tests.engine.conftest import Hold, MakeEngine, group_alive, stand_in
from tests.parts.real_ollama import free_port
from tests.waits import until
from ziggie_desktop.contract.state import EngineState
from ziggie_desktop.engine.docker import INSIDE_MODELS, run_words
from ziggie_desktop.engine.host import parse_host
from ziggie_desktop.engine.owner import OwnerKind, find_owner
from ziggie_desktop.engine.plan import IMAGE, Plan, RunBy

GPUS = ("GPU-8d0c6c5a-1f7e-4a83-9b59-0c3f4e2a1b10", "GPU-11111111-2222-3333-4444-555555555555")


class Docker:
    """What lies in the stand-in's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()

    def have(self, image: str) -> None:
        (self.root / "images").write_text(json.dumps([image]))

    def container(self, name: str = "ollama") -> Any:
        file = self.root / f"{name}.container"
        return json.loads(file.read_text()) if file.exists() else None

    @property
    def calls(self) -> list[list[str]]:
        """Without the questions."""
        lines = (self.root / "calls").read_text().splitlines()
        calls: list[list[str]] = [json.loads(line) for line in lines]
        return [call for call in calls if call[0] not in ("inspect", "image", "ps")]


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Docker]:
    stand_in(tmp_path / "bin", "docker", monkeypatch)
    docker = Docker(tmp_path / "docker")
    monkeypatch.setenv("FAKE_DOCKER", str(docker.root))
    yield docker
    for file in docker.root.glob("*.container"):
        pid = docker.container(file.stem)["pid"]
        if group_alive(pid):
            os.killpg(pid, signal.SIGKILL)


async def test_the_image_is_got_and_the_container_made_and_left_running(
    make_engine: MakeEngine, docker: Docker, tmp_path: Path
) -> None:
    engine = make_engine(run=RunBy.DOCKER, environment={"OLLAMA_NUM_PARALLEL": "2"}, gpus=GPUS)
    reasons: list[str] = []
    engine.subscribe(lambda status: reasons.append(status.reason))
    await engine.start()
    url = await engine.ensure_ready(20)
    made = docker.container()
    assert url == f"http://127.0.0.1:{made['port']}"
    status = engine.status
    assert (status.state, status.owner, status.pid) == (EngineState.READY, "docker", made["pid"])
    assert status.reason == "the Docker container ollama answers"
    assert any("getting the image ollama/ollama, 2 of 2 layers" in text for text in reasons)
    assert made["flags"]["--restart"] == ["unless-stopped"]
    assert made["flags"]["--gpus"] == [f'"device={GPUS[0]},{GPUS[1]}"']
    assert made["ip"] == "127.0.0.1"
    assert f"{tmp_path}/models:{INSIDE_MODELS}" in made["flags"]["--volume"]
    assert {"OLLAMA_NUM_PARALLEL=2", "OLLAMA_NOPRUNE=1"} < set(made["env"])
    assert status.settings_waiting == ()
    owner = await engine.port_owner()
    assert (owner.kind, owner.container, owner.may) == ("docker", "ollama", ("stop", "restart"))
    await engine.close()
    os.kill(made["pid"], 0)
    again = make_engine(run=RunBy.DOCKER, host=engine.plan.host,
                        environment={"OLLAMA_NUM_PARALLEL": "2"}, gpus=GPUS)  # fmt: skip
    await again.start()
    await again.ensure_ready(20)
    assert (again.status.pid, again.status.settings_waiting) == (made["pid"], ())
    await again.stop(2)
    assert again.status.state is EngineState.STOPPED
    assert group_alive(made["pid"]) == []
    assert docker.calls[-1] == ["stop", "--time", "2", "ollama"]


async def test_our_container_is_made_anew_for_new_settings(
    make_engine: MakeEngine, docker: Docker
) -> None:
    docker.have(IMAGE)
    engine = make_engine(run=RunBy.DOCKER, environment={"OLLAMA_NUM_PARALLEL": "2"})
    await engine.start()
    await engine.ensure_ready(20)
    before = docker.container()
    engine.follow(replace(engine.plan, environment={"OLLAMA_MAX_QUEUE": "9"}, gpus=("none",)))
    waiting = engine.status.settings_waiting
    assert waiting == ("OLLAMA_MAX_QUEUE", "OLLAMA_NUM_PARALLEL", "container")
    await engine.restart(1)
    made = docker.container()
    assert made["pid"] != before["pid"]
    assert "OLLAMA_MAX_QUEUE=9" in made["env"]
    assert "OLLAMA_NUM_PARALLEL=2" not in made["env"]
    assert "--gpus" not in made["flags"]
    assert before["flags"]["--gpus"] == ["all"]
    assert [call[0] for call in docker.calls] == ["run", "stop", "rm", "run"]


async def test_somebody_elses_container_is_started_but_never_removed(
    make_engine: MakeEngine, docker: Docker
) -> None:
    docker.have(IMAGE)
    first = make_engine(run=RunBy.DOCKER)
    await first.start()
    await first.ensure_ready(20)
    await first.stop(1)
    file = docker.root / "ollama.container"
    file.write_text(json.dumps(docker.container() | {"labels": {}}))
    engine = make_engine(
        run=RunBy.DOCKER, host=first.plan.host, environment={"OLLAMA_MAX_QUEUE": "9"}
    )
    await engine.start()
    await engine.ensure_ready(20)
    assert "OLLAMA_MAX_QUEUE" in engine.status.settings_waiting
    assert "docker rm --force ollama" in (engine.status.remedy or "")
    assert [call[0] for call in docker.calls] == ["run", "stop", "start"]


@pytest.mark.parametrize(
    ("said", "title", "remedy"),
    [
        ("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon"
         " running?", "does not run", "systemctl start docker"),
        ("permission denied while trying to connect to the Docker daemon socket at"
         " unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied",
         "no right to talk to Docker", "usermod -aG docker"),
        ('docker: Error response from daemon: could not select device driver "" with capabilities:'
         " [[gpu]]", "hand the GPU", "nvidia-ctk"),
        ("Error response from daemon: driver failed: Bind for 127.0.0.1:11434 failed: port is"
         " already allocated", "port is taken", "engine.host"),
        ("something new", "something new", "docker logs"),
    ],
)  # fmt: skip
async def test_trouble_is_said_with_its_remedy_and_not_tried_for_ever(
    make_engine: MakeEngine, docker: Docker, said: str, title: str, remedy: str
) -> None:
    docker.have(IMAGE)
    (docker.root / "trouble.run").write_text(said)
    engine = make_engine(run=RunBy.DOCKER)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert title in engine.status.reason
    assert remedy in (engine.status.remedy or "")
    assert [call[0] for call in docker.calls] == ["run"]


async def test_a_daemon_that_does_not_run_is_said_at_the_first_question(
    make_engine: MakeEngine, docker: Docker
) -> None:
    (docker.root / "trouble").write_text("Cannot connect to the Docker daemon at unix:///x.")
    engine = make_engine(run=RunBy.DOCKER)
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert "Docker does not run" in engine.status.reason
    assert docker.calls == []


async def test_an_absent_image_is_said(make_engine: MakeEngine, docker: Docker) -> None:
    said = "Error response from daemon: manifest for ollama/olama:latest not found"
    (docker.root / "trouble.pull").write_text(said)
    engine = make_engine(run=RunBy.DOCKER, image="ollama/olama")
    await engine.start()
    await until(lambda: engine.status.state is EngineState.FAILED)
    assert "engine.image" in (engine.status.remedy or "")


async def test_a_taken_port_is_waited_for(
    make_engine: MakeEngine, docker: Docker, hold: Hold
) -> None:
    port = free_port()
    hold("web", port)
    engine = make_engine(run=RunBy.DOCKER, host=f"127.0.0.1:{port}")
    await engine.start()
    await until(lambda: "once its port is free" in engine.status.reason)
    assert engine.status.state is EngineState.STOPPED
    assert "another program" in engine.status.reason


async def test_without_docker_it_is_said(
    make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    engine = make_engine(run=RunBy.DOCKER)
    await engine.start()
    await until(lambda: "no docker program" in engine.status.reason)
    assert "install what is missing" in (engine.status.remedy or "")


async def test_a_container_on_the_port_is_named(
    make_engine: MakeEngine,
    docker: Docker,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    docker.have(IMAGE)
    engine = make_engine(run=RunBy.DOCKER, container="box")
    await engine.start()
    url = await engine.ensure_ready(20)
    monkeypatch.setattr("ziggie_desktop.engine.owner._listener", lambda port: None)
    owner = await find_owner(http, parse_host(url))
    assert (owner.kind, owner.container) == (OwnerKind.DOCKER, "box")
    assert owner.words == "the Docker container box"
    assert "adopt" in owner.may


def test_run_words_hold_no_values(tmp_path: Path) -> None:
    plan = Plan(state_file=tmp_path / "e", log_file=tmp_path / "l", image="ollama/ollama:0.30.0")
    words = run_words(plan, parse_host("[::1]:11500"), mark="m", names=["HTTPS_PROXY"])
    assert words[-3:] == ["--env", "HTTPS_PROXY", "ollama/ollama:0.30.0"]
    assert "[::1]:11500:11434" in words
    assert words[words.index("--gpus") + 1] == "all"
