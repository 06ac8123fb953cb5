"""Tests the yielding of the GPU through the running service: the owner's wish, and a program that
comes to a (fake) NVIDIA card and goes."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.parts.nvml import MIB, FakeNvml
from tests.service.conftest import MakeService, await_local
from tests.service.parts import MODEL, Parts
from tests.service.running import RunningService, until

ASKED = {"model": "ziggie-auto", "max_tokens": 8, "messages": [{"role": "user", "content": "Hi"}]}


def ask(service: RunningService) -> Any:
    return service.call("POST", "/v1/messages", ASKED)


def free(service: RunningService, minutes: int | None) -> Any:
    return service.call("POST", "/ziggie/v1/yield", {"minutes": minutes}).ok()["yielded"]


def loaded(parts: Parts) -> list[str]:
    return list(parts.ollama._loaded)


@pytest.fixture(autouse=True)
def back(shared: RunningService) -> Iterator[None]:
    yield
    free(shared, None)


def test_the_owner_frees_the_gpu_and_takes_it_back(service: RunningService, parts: Parts) -> None:
    assert ask(service).headers["x-ziggie-route"] == "local"
    with service.http.server_sent("/ziggie/v1/events", timeout_s=60) as events:
        next(events)
        assert free(service, 60)["to"] == "you"
        told = next(data for _, name, data in events if name == "yield")
        assert told["yielded"]["why"] == "you asked for it"
    until(lambda: service.state()["yielded"]["unloaded"], "the models are unloaded")
    assert loaded(parts) == []
    answer = ask(service)
    assert answer.headers["x-ziggie-route"] == "cloud"
    assert "the GPU is lent to you for 60 more minutes" in answer.headers["x-ziggie-reason"]
    assert free(service, None) is None
    until(lambda: loaded(parts) == [MODEL], "the model is back")
    assert ask(service).headers["x-ziggie-route"] == "local"


def test_local_only_refuses_clearly_meanwhile(service: RunningService) -> None:
    free(service, 5)
    service.call("POST", "/ziggie/v1/mode", {"mode": "local"}).ok()
    answer = ask(service)
    assert answer.status == 503
    assert "lent to you" in answer.body.decode()
    loading = service.call("POST", "/ziggie/v1/models", {"action": "load", "model": MODEL})
    assert loading.status == 409
    assert "free-gpu --end" in loading.body.decode()


@pytest.mark.parametrize("minutes", [0, -5, 10_081, "ten", 1.5])
def test_a_wrong_wish_is_refused(service: RunningService, minutes: Any) -> None:
    wish = {"minutes": minutes}
    assert service.call("POST", "/ziggie/v1/yield", wish).status == 400


def test_a_restart_does_not_forget_it(make_service: MakeService, parts: Parts) -> None:
    service = make_service()
    await_local(service)
    ask(service)
    free(service, 60)
    until(lambda: service.state()["yielded"]["unloaded"], "the models are unloaded")
    service.stop()
    service.start()
    assert service.state()["yielded"]["models"] == [MODEL]
    assert ask(service).headers["x-ziggie-route"] == "cloud"
    free(service, None)
    until(lambda: loaded(parts) == [MODEL], "the model is back")


@pytest.fixture
def game() -> Iterator[int]:
    """The pid of a process that does not belong to Ollama: the stand-in is this very process, so
    that its children would."""
    orphan = "sleep 300 >/dev/null 2>&1 & echo $!"
    told = subprocess.run(["sh", "-c", orphan], capture_output=True, check=True, timeout=60)
    pid = int(told.stdout)
    yield pid
    os.kill(pid, signal.SIGKILL)


def test_a_program_comes_to_the_gpu_and_goes(
    make_service: MakeService, parts: Parts, fake_nvml: FakeNvml, game: int, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "settings.toml").write_text("[yield]\nafter_s = 0.1\nback_s = 0.5\n")
    service = make_service(home=home, environ=fake_nvml.env)
    await_local(service)
    assert ask(service).headers["x-ziggie-route"] == "local"
    with service.http.server_sent("/ziggie/v1/events", timeout_s=60) as events:  # it is watched
        next(events)
        fake_nvml.set(graphics=f"{game}:{16_000 * MIB}")
        lent = until(lambda: service.state()["yielded"], "the GPU is lent")
        assert lent["pid"] == game
        assert "16000 of 24576 MiB" in lent["why"]
        assert lent["until"] is None
        until(lambda: not loaded(parts), "the model is unloaded")
        answer = ask(service)
        assert answer.headers["x-ziggie-route"] == "cloud"
        assert "until it is free" in answer.headers["x-ziggie-reason"]
        fake_nvml.set(graphics="")
        until(lambda: service.state()["yielded"] is None, "the GPU is free again")
        until(lambda: loaded(parts) == [MODEL], "the model is back")
    os.kill(game, 0)  # nobody signalled it
