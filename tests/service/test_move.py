"""Moving the models folder through the running service and its command, with the real Ollama and
the real small model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell
from tests.parts.real_ollama import RealOllama, free_port
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.model import MODEL_NAME

pytestmark = pytest.mark.real_ollama

ENGINE = "/ziggie/v1/engine"
READY_S = 60.0


@pytest.fixture
def service(ollama_program: Path, smollm_gguf: Path, tmp_path: Path) -> Iterator[RunningService]:
    """A service whose settings name the folder that holds the small model."""
    with RealOllama(program=ollama_program, root=tmp_path / "first") as ollama:
        ollama.add_model(smollm_gguf)
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(f'[engine]\nmodels = "{tmp_path / "first/models"}"\n')
    environ = {
        "ZIGGIE_OLLAMA": str(ollama_program),
        "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
        "HOME": str(tmp_path),
    }
    with RunningService(home=home, environ=environ, arguments=("--port", "0")) as running:
        until(lambda: running.state()["models"], "the model is listed", READY_S)
        yield running


def engine(service: RunningService) -> Any:
    return service.call("GET", ENGINE).ok()


def named_folder(service: RunningService) -> str:
    said = service.call("GET", "/ziggie/v1/settings").ok()["engine"]["models"]
    return str(said)


def names(service: RunningService) -> list[str]:
    return [model["name"] for model in service.state()["models"]]


def test_moved_by_the_command_and_there_after_a_restart(
    service: RunningService, tmp_path: Path
) -> None:
    before = engine(service)["pid"]
    done = Shell(service)("engine", "move", str(tmp_path / "second"), "--json")
    assert done.status == 0, done.err
    job = done.json()["job"]
    assert (job["kind"], job["state"], job["folder"]) == ("move", "done", f"{tmp_path}/second")
    assert named_folder(service) == f"{tmp_path}/second"
    assert not (tmp_path / "first/models").exists()
    assert engine(service)["pid"] != before
    body = {"model": MODEL_NAME, "prompt": "Hi", "stream": False, "options": {"num_predict": 2}}
    headers = [("X-Ziggie-Use-Local", "always")]
    answer = service.call("POST", "/api/generate", body, headers=headers, timeout_s=READY_S)
    assert answer.status == 200
    inside = Shell(service)("engine", "move", str(tmp_path / "second/inside"))
    assert (inside.status, "in one another" in inside.err) == (1, True)

    # A start that finds a move which was killed after the switch: back first, then all of it.
    service.crash()
    settings = (service.home / "settings.toml").read_text()
    third = tmp_path / "third"
    (service.home / "settings.toml").write_text(settings.replace(f"{tmp_path}/second", str(third)))
    journal = {
        "source": f"{tmp_path}/second",
        "target": str(third),
        "setting": f"{tmp_path}/second",
        "made": True,
        "step": "switch",
    }
    (service.home / "move.json").write_text(json.dumps(journal))
    service.start()
    until(lambda: (job := engine(service)["job"]) and job["state"] == "done", "it goes on", READY_S)
    assert named_folder(service) == str(third)
    assert not (tmp_path / "second").exists()
    until(lambda: names(service) == [MODEL_NAME], "the model is listed", READY_S)


def test_another_ones_models_are_left_where_they_are(
    ollama_program: Path, real_ollama: RealOllama, tmp_path: Path
) -> None:
    environ = {"ZIGGIE_OLLAMA": str(ollama_program), "OLLAMA_HOST": f"localhost:{real_ollama.port}"}
    with RunningService(home=tmp_path / "home", environ=environ) as service:
        until(lambda: engine(service)["state"] == "adopted", "it is adopted", READY_S)
        body = {"action": "move", "folder": str(tmp_path / "new")}
        answer = service.call("POST", ENGINE, body)
        error = answer.json()["error"]
        assert (answer.status, error["code"]) == (409, "engine_not_ours")
        assert "OLLAMA_MODELS" in error["remedy"]
        missing = service.call("POST", ENGINE, {"action": "move"})
        assert missing.json()["error"]["code"] == "folder_missing"
    assert not (tmp_path / "new").exists()
