"""Installing and upgrading Ollama through the running service and its command line: real archives
of the real Ollama from a local release server, and releases that are wrong in one way each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.cli.conftest import Done, Shell
from tests.parts.real_ollama import RealOllama, free_port
from tests.parts.releases import ReleaseServer, archive_of, script, wordless
from tests.service.running import ROOT, RunningService, until
from ziggie_desktop.demo.parts.model import MODEL_NAME

pytestmark = pytest.mark.real_ollama

ENGINE = "/ziggie/v1/engine"
JOB_S = 60.0


@pytest.fixture(scope="module")
def models(
    ollama_program: Path, smollm_gguf: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    root = tmp_path_factory.mktemp("models")
    with RealOllama(program=ollama_program, root=root) as ollama:
        ollama.add_model(smollm_gguf)
    return root / "models"


@pytest.fixture(scope="module")
def archive(ollama_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(ollama_program, tmp_path_factory.mktemp("archive"))


@pytest.fixture
def releases(archive: Path) -> Iterator[ReleaseServer]:
    with ReleaseServer() as server:
        server.publish("0.34.4", archive)
        yield server


@pytest.fixture
def service(models: Path, releases: ReleaseServer, tmp_path: Path) -> Iterator[RunningService]:
    """A service that may fetch from the local release server, and has no Ollama yet."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(f'[engine]\nreleases = "{releases.url}"\n')
    environ = {
        "OLLAMA_MODELS": str(models),
        "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    running = RunningService(home=home, environ=environ, arguments=("--port", "0"))
    with running:
        yield running


def engine(service: RunningService) -> Any:
    return service.call("GET", ENGINE).ok()


def act(service: RunningService, action: str, **more: Any) -> Any:
    return service.call("POST", ENGINE, {"action": action, **more}).ok()


def ended(service: RunningService) -> Any:
    """The job, once it has ended; right after a start it may not have begun yet."""

    def over() -> Any:
        job = engine(service)["job"]
        return job is not None and job["state"] != "running" and job

    return until(over, "the job ends", JOB_S)


def install(service: RunningService) -> None:
    act(service, "install", beside=True)
    assert ended(service)["state"] == "done", service.log()


def answers(service: RunningService) -> bool:
    """A model is really asked, by the Ollama that is in use."""
    until(lambda: service.state()["models"], "the models are listed")
    body = {"model": MODEL_NAME, "prompt": "Hi", "stream": False, "options": {"num_predict": 2}}
    headers = [("X-Ziggie-Use-Local", "always")]
    return (
        service.call("POST", "/api/generate", body, headers=headers, timeout_s=JOB_S).status == 200
    )


def program_in_use(service: RunningService) -> str:
    pid = engine(service)["pid"]
    here = Path(psutil.Process(pid).exe())
    return here.relative_to(service.home / "ollama" / "versions").parts[0]


def command(service: RunningService, *words: str) -> Done:
    return Shell(service)("engine", *words)


def test_from_nothing_to_an_upgrade_by_the_command_line(
    service: RunningService, releases: ReleaseServer, archive: Path
) -> None:
    until(lambda: engine(service)["state"] == "absent", "it is known that there is none")
    absent = engine(service)["reason"]
    made = command(service, "install", "--beside", "--json")
    assert made.status == 0, made.err
    status = made.json()
    assert (status["installed"], status["state"]) == ("0.34.4", "ready")
    assert (status["job"]["state"], status["job"]["kind"]) == ("done", "install")
    assert answers(service)
    assert program_in_use(service) == "0.34.4"
    again = command(service, "install", "--beside")
    assert (again.status, "is installed already" in again.err) == (1, True)
    newest = command(service, "upgrade")
    assert (newest.status, "0.34.4 is the newest there is" in newest.out) == (0, True)

    releases.publish("0.34.5", archive)
    assert "newest release: 0.34.5" in command(service, "check").out
    codes = [problem["code"] for problem in service.state()["problems"]]
    assert "engine_update" not in codes, "nobody asked to be told"
    service.call("POST", "/ziggie/v1/settings", {"engine": {"check_updates": True}}).ok()
    told = {problem["code"]: problem for problem in service.state()["problems"]}
    assert told["engine_update"]["severity"] == "info"
    assert "0.34.5" in told["engine_update"]["title"]

    with service.http.server_sent("/ziggie/v1/events", timeout_s=JOB_S) as events:
        done = command(service, "upgrade")
        assert (done.status, done.err) == (0, "")
        assert "installed by Ziggie: 0.34.5" in done.out
        steps = []
        for _, name, data in events:
            if name == "engine" and data["job"]["version"] == "0.34.5":
                steps.append(data["job"]["step"])
                if data["job"]["state"] == "done":
                    break
    order = ["fetch", "unpack", "swap", "prove", "done"]
    assert [step for step in dict.fromkeys(steps) if step in order] == order
    assert program_in_use(service) == "0.34.5"
    versions = service.home / "ollama/versions"
    assert sorted(p.name for p in versions.iterdir()) == ["0.34.4", "0.34.5"]
    assert not (service.home / "ollama/staging").exists()

    # A new start uses it, and a wish for an older version is one too.
    service.stop()
    service.start()
    until(lambda: engine(service)["state"] == "ready", "it is ready again")
    assert program_in_use(service) == "0.34.5"
    back = command(service, "upgrade", "--version", "0.34.4", "--json").json()
    assert back["installed"] == "0.34.4"
    reasons = {
        told["reason"] for told in service.call("GET", "/ziggie/v1/uptime").ok()["incidents"]
    }
    assert absent not in reasons, "what is not on the machine is neither up nor down"


def rejected(service: RunningService, releases: ReleaseServer, bad: bytes) -> Any:
    """Upgrade to a release that is bad; the failed job."""
    service.expected += ["0.34.9", "did not", "ziggie.engine"]
    releases.publish("0.34.9", bad)
    act(service, "upgrade")
    job = ended(service)
    assert job["state"] == "failed"
    status = engine(service)
    assert (status["installed"], status["state"]) == ("0.34.4", "ready"), service.log()
    assert program_in_use(service) == "0.34.4"
    return job


def test_a_release_that_does_not_start_or_not_generate_is_rolled_back(
    service: RunningService, releases: ReleaseServer
) -> None:
    install(service)
    ending = script("echo 'Error: no such thing' >&2; exit 1")
    job = rejected(service, releases, ending)
    assert "did not prove itself" in job["error"]
    assert "no such thing" in job["error"]
    assert "0.34.4 runs again" in job["error"]
    silent = wordless(ROOT, sys.executable)
    assert "generates nothing (smollm2:135m)" in rejected(service, releases, silent)["error"]
    assert answers(service)
    # What failed here is not offered again, and does not stay on the disk.
    act(service, "check")
    service.call("POST", "/ziggie/v1/settings", {"engine": {"check_updates": True}}).ok()
    assert "engine_update" not in [problem["code"] for problem in service.state()["problems"]]
    assert [p.name for p in (service.home / "ollama/versions").iterdir()] == ["0.34.4"]


def test_nothing_wrong_is_ever_unpacked(
    service: RunningService, releases: ReleaseServer, archive: Path
) -> None:
    install(service)
    service.expected += ["checksum", "does not exist", "no checksum", "not protected by TLS"]
    before = engine(service)["pid"]

    def failed(text: str, **wish: Any) -> None:
        act(service, "upgrade", **wish)
        job = ended(service)
        assert (job["state"], text in job["error"]) == ("failed", True), job
        assert job["remedy"]

    releases.publish("0.34.5", archive, sha256="0" * 64)
    failed("not what its checksum says")
    failed("does not exist", version="0.1.2")
    releases.faults.missing.add("sha256sum.txt")
    failed("no checksum")
    service.call(
        "POST", "/ziggie/v1/settings", {"engine": {"releases": "http://mirror.example"}}
    ).ok()
    failed("not protected by TLS")
    assert engine(service)["pid"] == before, "it was not even restarted"
    assert not list((service.home / "ollama/staging").glob("*0.34.5*"))


def test_it_waits_for_answers_and_can_be_cancelled_until_it_changes_something(
    service: RunningService, releases: ReleaseServer, archive: Path
) -> None:
    install(service)
    assert answers(service)
    before = engine(service)["pid"]
    releases.publish("0.34.5", archive)
    body = {"model": MODEL_NAME, "prompt": "Count up.", "options": {"num_predict": 3000}}
    with service.http.open("POST", "/api/generate", body, timeout_s=JOB_S) as answer:
        assert answer.status == 200
        answer.readline()
        act(service, "upgrade")
        until(lambda: engine(service)["job"]["step"] == "wait", "it waits", JOB_S)
        assert "answers are under way" in engine(service)["job"]["words"]
        assert command(service, "upgrade").status == 1, "one job at a time"
        act(service, "cancel")
        assert engine(service)["job"]["state"] == "cancelled"
        assert answer.readline(), "the answer goes on"
    assert engine(service)["pid"] == before
    refused = service.call("POST", ENGINE, {"action": "cancel"})
    assert (refused.status, refused.json()["error"]["code"]) == (409, "no_engine_job")
    # What was fetched and unpacked is used the next time.
    fetched = len(releases.transfers())
    act(service, "upgrade")
    assert ended(service)["state"] == "done"
    assert len(releases.transfers()) == fetched
    assert program_in_use(service) == "0.34.5"


def test_killed_in_the_middle_it_goes_on_at_the_next_start(
    service: RunningService, releases: ReleaseServer, archive: Path
) -> None:
    """While it downloads, and while the new one is being proved."""
    releases.faults.stall_after = 30_000_000
    act(service, "install", beside=True)
    until(lambda: releases.transfers() and (engine(service)["job"]["completed_bytes"] or 0) > 20e6,
          "it stalls", JOB_S)  # fmt: skip
    service.crash()
    releases.faults.stall_after = None
    service.start()
    assert ended(service)["state"] == "done"
    assert int(releases.transfers()[-1].split()[1].rstrip("-")) > 20e6, "it was resumed"

    slow = script(f'[ -e "{service.home}/go" ] || exec sleep 60; exit 1')
    releases.publish("0.34.9", slow)
    service.expected += ["0.34.9", "ziggie.engine"]
    act(service, "upgrade")
    until(lambda: engine(service)["job"]["step"] == "prove", "it is being proved", JOB_S)
    assert json.loads((service.home / "ollama/current.json").read_text())["version"] == "0.34.9"
    service.crash()
    (service.home / "go").touch()
    service.start()
    assert json.loads((service.home / "ollama/journal.json").read_text())["tries"] == 2
    job = ended(service)
    assert (job["state"], "did not prove itself" in job["error"]) == ("failed", True)
    status = engine(service)
    assert (status["installed"], status["state"]) == ("0.34.4", "ready")


def test_another_ones_ollama_is_left_alone(
    service: RunningService, releases: ReleaseServer, tmp_path: Path
) -> None:
    other = tmp_path / "bin" / "ollama"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\nexit 1\n")
    other.chmod(0o755)

    def refusal(action: str) -> tuple[str, str]:
        answer = service.call("POST", ENGINE, {"action": action})
        assert answer.status == 409, answer.body
        error = answer.json()["error"]
        assert error["remedy"]
        return error["code"], error["title"]

    assert refusal("upgrade")[0] == "engine_not_ours"
    service.stop()
    plain = service.environ["PATH"]
    service.environ["PATH"] = f"{other.parent}:{plain}"
    service.expected += ["ziggie.engine"]
    service.start()
    code, title = refusal("install")
    assert (code, str(other) in title) == ("engine_found", True)
    service.stop()
    service.environ |= {"PATH": plain, "ZIGGIE_OLLAMA": str(other)}
    service.start()
    assert refusal("install")[0] == refusal("upgrade")[0] == "engine_named"
    assert releases.requests == []
    assert other.read_text() == "#!/bin/sh\nexit 1\n"
