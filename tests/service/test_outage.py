"""A side that fails, as the running service sees it: decisions, the routing page, the way back."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.parts.crowd import crowd
from tests.parts.ollama_shapes import OllamaFault
from tests.parts.real_ollama import RealOllama
from tests.parts.stopwatch import Stopwatch
from tests.service.conftest import MakeService, await_local
from tests.service.parts import MODEL, Parts
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.gateway.breaker import OPEN_AFTER

BODY = {
    "model": "claude-haiku-4-5",
    "max_tokens": 16,
    "messages": [{"role": "user", "content": "Say it."}],
}
NOTICED_S = 15.0
LOAD_S = 200.0  # a cold model on a busy machine


def ask(service: RunningService) -> str:
    answer = service.call("POST", "/v1/messages", BODY, timeout_s=LOAD_S)
    assert answer.status == 200, answer.body
    return answer.headers["x-ziggie-route"]


def decide(service: RunningService) -> Any:
    asked = {"dialect": "anthropic", "request": BODY}
    return service.call("POST", "/ziggie/v1/decide", asked).ok()


def circuits(service: RunningService) -> Any:
    return service.call("GET", "/ziggie/v1/routing").ok()["circuits"]


def test_a_model_that_fails_is_left_alone(make_service: MakeService, parts: Parts) -> None:
    service = make_service()
    await_local(service)
    parts.ollama.fail(OllamaFault.SERVER_ERROR, times=None, path="/api/chat")
    for _ in range(OPEN_AFTER):
        assert decide(service)["route"] == "local"
        assert ask(service) == "cloud"
    asked = len(parts.ollama.calls("/api/chat"))
    found = decide(service)
    assert (found["route"], found["fallback"]) == ("cloud", None)
    assert f"{MODEL} (local) failed" in found["reason"]
    answer = service.call("POST", "/v1/messages", BODY)
    assert answer.headers["x-ziggie-route"] == "cloud"
    assert answer.headers["x-ziggie-fallback"].startswith("local->cloud; reason=")
    assert len(parts.ollama.calls("/api/chat")) == asked, "it costs nobody anything"
    only_local = [("X-Ziggie-Use-Local", "always")]
    refused = service.call("POST", "/v1/messages", BODY, headers=only_local)
    assert refused.status == 503
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    standing = service.call("GET", "/ziggie/v1/routing").ok()
    assert [(one["side"], one["model"]) for one in standing["circuits"]] == [("local", MODEL)]
    assert standing["local_refusal"] is None, "the side is well, the model is not"


@pytest.mark.real_ollama
def test_a_real_ollama_that_comes_back_is_used_within_seconds(
    make_service: MakeService, ollama_program: Path, smollm_gguf: Path, tmp_path: Path
) -> None:
    """With the waits that are shipped; nobody restarts it but its owner."""
    ollama = RealOllama(program=ollama_program, root=tmp_path / "ollama")
    with ollama:
        ollama.add_model(smollm_gguf)
        environ = {"OLLAMA_HOST": f"127.0.0.1:{ollama.port}"}
        service = make_service(environ=environ, expected=["ziggie.engine"])
        await_local(service)
        assert MODEL_NAME in [model["name"] for model in service.state()["models"]]
        os.kill(ollama.pid, signal.SIGKILL)
        until(lambda: ask(service) == "cloud", "the cloud answers")
        for _ in range(2 * OPEN_AFTER):
            assert ask(service) == "cloud"
    with ollama:
        with Stopwatch() as watch:
            asked = 0.0
            while ask(service) == "cloud":  # one of its own takes as long as its model to load
                time.sleep(0.1)
                asked = watch.seconds
                assert asked < NOTICED_S * crowd(), "the local side is used again"
        assert circuits(service) == []
