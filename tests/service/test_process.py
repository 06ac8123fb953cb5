"""The service as a process: what it says, on which port and in which home, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from tests.parts.real_ollama import free_port
from tests.parts.stopwatch import Stopwatch
from tests.service.conftest import MakeService, await_local
from tests.service.http import Answer
from tests.service.parts import Parts
from tests.service.running import ROOT, RunningService, clean_environment, until

QUESTION = {
    "model": "claude-haiku-5-5",
    "max_tokens": 200,
    "messages": [{"role": "user", "content": "Count to sixty."}],
}


def refused(*arguments: str, environ: dict[str, str] | None = None) -> tuple[int, str, str]:
    """A service that cannot start: exit status, stdout, stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "ziggie_desktop", "serve", *arguments],
        env=clean_environment(**(environ or {})),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    return done.returncode, done.stdout, done.stderr


def test_listens_on_the_loopback_address_alone(service: RunningService) -> None:
    listening = [
        c.laddr for c in psutil.Process(service.pid).net_connections("inet") if c.status == "LISTEN"
    ]
    assert [(place.ip, place.port) for place in listening] == [("127.0.0.1", service.port)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_in_flight_ends_first_and_event_streams_do_not_hold_it(
    make_service: MakeService, parts: Parts, number: int
) -> None:
    parts.cloud.canonical, parts.cloud.delay_s = "All of it was said.", 1.0
    service = make_service()
    answers: list[Answer] = []
    with service.http.server_sent("/ziggie/v1/events") as events:
        next(events)
        headers = (("X-Ziggie-Use-Local", "never"),)
        asking = threading.Thread(
            target=lambda: answers.append(
                service.call("POST", "/v1/messages", QUESTION, headers=headers)
            )
        )
        asking.start()
        until(lambda: parts.cloud.messages(), "the request is on its way")
        with Stopwatch() as watch:
            service.stop(number)
        assert watch.seconds < 8
        list(events)  # the stream was ended, not cut
    asking.join(60)
    assert answers[0].ok()["content"][0]["text"] == "All of it was said."


def test_a_signal_right_after_the_ready_line_is_obeyed(make_service: MakeService) -> None:
    service = make_service()
    with Stopwatch() as watch:
        service.stop()
    assert watch.seconds < 8


def test_home_and_port_from_the_environment(make_service: MakeService, tmp_path: Path) -> None:
    port, home = free_port(), tmp_path / "from-environment"
    environ = {"ZIGGIE_HOME": str(home), "ZIGGIE_PORT": str(port)}
    running = make_service(home=home, environ=environ, arguments=("--adopt-only",))
    assert running.port == port
    assert running.state()["home"] == str(home)


def test_flags_count_more_than_the_environment(make_service: MakeService, tmp_path: Path) -> None:
    port = free_port()
    running = make_service(
        home=tmp_path / "flag",
        environ={"ZIGGIE_HOME": str(tmp_path / "no"), "ZIGGIE_PORT": "1"},
        arguments=("--port", str(port), "--adopt-only"),
    )
    assert running.port == port
    assert not (tmp_path / "no").exists()


def test_a_port_in_use_names_its_holder(service: RunningService, tmp_path: Path) -> None:
    status, out, err = refused("--home", str(tmp_path / "other"), "--port", str(service.port))
    assert (status, out) == (1, "")
    assert f"Port {service.port} is in use by" in err
    assert f"pid {service.pid}" in err
    assert "--port" in err


def test_a_second_service_on_one_home_is_refused(service: RunningService) -> None:
    status, out, err = refused("--home", str(service.home), "--port", "0")
    assert (status, out) == (1, "")
    assert "runs already" in err
    assert service.url in err
    assert service.call("GET", "/ziggie/v1/health").ok()["status"] == "ok"


@pytest.mark.parametrize("kind", ["a file", "below a file"])
def test_a_home_that_cannot_be_one(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    home = file if kind == "a file" else file / "home"
    status, out, err = refused("--home", str(home), "--port", "0")
    assert (status, out) == (1, "")
    assert str(home) in err
    assert "ZIGGIE_HOME" in err
    assert "Traceback" not in err
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("environ", "arguments", "status", "words"),
    [
        ({"ZIGGIE_PORT": "eleven"}, (), 2, "ZIGGIE_PORT"),
        ({"ZIGGIE_PORT": "70000"}, (), 2, "ZIGGIE_PORT"),
        ({}, ("--port", "-1"), 2, "--port"),
        ({}, ("--port", "65536"), 2, "--port"),
        ({}, ("--nonsense",), 2, "--nonsense"),
        ({"USE_LOCAL_LLM": "sometimes"}, ("--port", "0"), 1, "USE_LOCAL_LLM"),
    ],
)
def test_wrong_settings_of_the_process(
    tmp_path: Path, environ: dict[str, str], arguments: tuple[str, ...], status: int, words: str
) -> None:
    got, out, err = refused(*arguments, "--home", str(tmp_path / "home"), environ=environ)
    assert (got, out) == (status, "")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("said", "mode"), [("auto", "auto"), ("always", "local"), ("never", "cloud"), ("", "auto")]
)
def test_the_environment_says_the_mode_that_it_starts_in(
    make_service: MakeService, said: str, mode: str
) -> None:
    service = make_service(environ={"USE_LOCAL_LLM": said})
    assert service.state()["mode"] == mode


def test_the_mode_is_kept_for_the_next_start(make_service: MakeService, parts: Parts) -> None:
    service = make_service()
    service.call("POST", "/ziggie/v1/mode", {"mode": "cloud"}).ok()
    service.stop()
    again = make_service()
    assert again.state()["mode"] == "cloud"


def test_adopts_only_when_told_so(make_service: MakeService, parts: Parts) -> None:
    """Nothing listens where OLLAMA_HOST points, and none is started."""
    environ = {"OLLAMA_HOST": f"127.0.0.1:{free_port()}", "ZIGGIE_OLLAMA": sys.executable}
    service = make_service(environ=environ)
    resting = ("stopped", "failed", "absent")
    engine = until(
        lambda: found if (found := service.state()["engine"])["state"] in resting else None,
        "the engine has looked and found nobody",
    )
    assert engine["reason"]
    assert all("serve" not in psutil.Process(p).cmdline() for p in service.offspring())


def test_started_with_ollama_away_it_finds_it_when_it_comes(
    make_service: MakeService, parts: Parts
) -> None:
    parts.ollama_away()
    try:
        service = make_service()
        answer = service.call("POST", "/v1/messages", QUESTION)
        assert answer.headers["x-ziggie-route"] == "cloud"
    finally:
        parts.ollama_back()
    service.call("POST", "/ziggie/v1/engine", {"action": "start"})
    await_local(service)
    assert service.call("POST", "/v1/messages", QUESTION).headers["x-ziggie-route"] == "local"
