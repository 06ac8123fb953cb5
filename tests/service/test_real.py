"""The running service with the real Ollama: asked by the unmodified clients, killed at work."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.parts.real_ollama import RealOllama, free_port
from tests.service.conftest import MakeService
from tests.service.http import Answer, Http
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.model import MODEL_NAME

pytestmark = pytest.mark.real_ollama

LONG = "Tell me a very long story about a lighthouse, a ledger and a cat."


@pytest.fixture(scope="module")
def models(
    ollama_program: Path, smollm_gguf: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A models folder with the small model in it."""
    root = tmp_path_factory.mktemp("models")
    with RealOllama(program=ollama_program, root=root) as ollama:
        ollama.add_model(smollm_gguf)
    return root / "models"


@pytest.fixture(scope="module")
def real_environ(ollama_program: Path, models: Path, module_parts: Parts) -> dict[str, str]:
    return {
        "ZIGGIE_OLLAMA": str(ollama_program),
        "OLLAMA_MODELS": str(models),
        "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
        "ZIGGIE_CLOUD_URL": module_parts.cloud.url,
        "ANTHROPIC_API_KEY": module_parts.cloud.key,
    }


@pytest.fixture(scope="module")
def real(
    real_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    home = tmp_path_factory.mktemp("real") / "home"
    running = RunningService(home=home, environ=real_environ, arguments=("--port", "0"))
    with running:
        await_ready(running)
        yield running


def await_ready(service: RunningService) -> Any:
    """Until our own Ollama is healthy and its model is known; the engine's status."""

    def ready() -> Any:
        state = service.state()
        return state["engine"]["state"] == "ready" and state["models"] and state["engine"]

    return until(ready, "the real Ollama is ready", 90)


def servers(service: RunningService) -> list[int]:
    """Ollama servers that the service has started, or an earlier one in the same home."""
    return [pid for pid in service.offspring() if "serve" in psutil.Process(pid).cmdline()[1:2]]


def test_the_anthropic_client(real: RunningService) -> None:
    import anthropic

    client = anthropic.Anthropic(base_url=real.url, api_key=real.component("anthropic"))
    said = [{"role": "user", "content": "Say hello."}]
    with client:
        answer = client.messages.create(model=MODEL_NAME, max_tokens=16, messages=said)  # type: ignore[arg-type]
        assert answer.usage.output_tokens > 0
        counted = client.messages.count_tokens(model=MODEL_NAME, messages=said)  # type: ignore[arg-type]
        assert counted.input_tokens >= answer.usage.input_tokens, "it errs on the long side"
        with client.messages.stream(model=MODEL_NAME, max_tokens=16, messages=said) as stream:  # type: ignore[arg-type]
            assert "".join(stream.text_stream)


def test_the_openai_client(real: RunningService) -> None:
    import openai

    client = openai.OpenAI(base_url=f"{real.url}/v1", api_key=real.component("openai"))
    said: Any = [{"role": "user", "content": "Say hello."}]
    with client:
        answer = client.chat.completions.create(model=MODEL_NAME, max_tokens=16, messages=said)
        assert answer.choices[0].message.content
        stream = client.chat.completions.create(
            model=MODEL_NAME, max_tokens=16, messages=said, stream=True
        )
        assert "".join(c.choices[0].delta.content or "" for c in stream if c.choices)
        assert client.responses.create(
            model=MODEL_NAME, input="Say hello.", max_output_tokens=16
        ).output_text


def test_the_ollama_client(real: RunningService) -> None:
    import ollama

    token = real.component("ollama")
    client = ollama.Client(host=real.url, headers={"Authorization": f"Bearer {token}"})
    with contextlib.closing(client._client):  # the client has no end of its own
        said = [{"role": "user", "content": "Say hello."}]
        options = {"num_predict": 16}
        assert client.chat(model=MODEL_NAME, messages=said, options=options).message.content
        parts = client.chat(model=MODEL_NAME, messages=said, options=options, stream=True)
        assert "".join(part.message.content or "" for part in parts)
        assert MODEL_NAME in [model.model for model in client.list().models]


def test_embeddings_are_what_the_engine_itself_makes(real: RunningService) -> None:
    """Of a model that was not made for them too, as programs ask of Ollama today."""
    engine = await_ready(real)["url"]
    for path, name, found in (
        ("/api/embed", "input", "embeddings"),
        ("/api/embeddings", "prompt", "embedding"),
    ):
        body = {"model": MODEL_NAME, name: "a lighthouse"}
        ours = real.call("POST", path, body).ok()[found]
        theirs = Http(engine, token="").call("POST", path, body).ok()[found]
        if path == "/api/embed":
            ours, theirs = ours[0], theirs[0]
        assert ours == pytest.approx(theirs, rel=0.01, abs=0.001)


def test_a_text_for_embeddings_is_never_cut_in_silence(real: RunningService) -> None:
    """Two bytes make a token here, which no guess from its length foresees."""
    body = {"model": MODEL_NAME, "input": "7 " * 4090}
    refused = real.call("POST", "/api/embed", body, timeout_s=60)
    assert refused.status == 400, refused.body
    assert "context" in refused.json()["error"]


def test_ollama_killed_in_the_middle_of_an_answer(real: RunningService) -> None:
    """The cloud answers, the fallback is an event, the engine is back within seconds."""
    engine = await_ready(real)
    body = {"model": MODEL_NAME, "max_tokens": 2000, "temperature": 0,
            "messages": [{"role": "user", "content": LONG}]}  # fmt: skip
    answers: list[Answer] = []
    with real.http.server_sent("/ziggie/v1/events", timeout_s=200) as events:
        next(events)
        asking = threading.Thread(
            target=lambda: answers.append(real.call("POST", "/v1/messages", body, timeout_s=200))
        )
        asking.start()
        until(lambda: real.state()["active_requests"] == 1, "the request is under way")
        until(lambda: real.state()["loaded"], "the model is loaded", 90)
        os.kill(engine["pid"], signal.SIGKILL)
        told = next(data for _, name, data in events if name == "fallback")
        asking.join(200)
    assert answers[0].status == 200, answers[0].body
    assert answers[0].headers["x-ziggie-route"] == "cloud"
    assert answers[0].headers["x-ziggie-fallback"].startswith("local->cloud; reason=")
    assert told["request_id"] == answers[0].headers["x-ziggie-request-id"]
    real.expected.append("ziggie.engine")

    def again() -> Any:
        now = real.state()["engine"]
        return now["state"] == "ready" and now["pid"] != engine["pid"] and now

    assert until(again, "Ollama is back")["restarts"] >= 1
    assert len(servers(real)) == 1


def test_a_killed_service_finds_its_ollama_again(
    make_service: MakeService, real_environ: dict[str, str]
) -> None:
    environ = {**real_environ, "OLLAMA_HOST": f"127.0.0.1:{free_port()}"}
    service = make_service(environ=environ, arguments=("--port", "0"))
    before = await_ready(service)
    service.crash()
    assert servers(service) == [before["pid"]], "Ollama outlives its service"
    service.start()
    after = await_ready(service)
    assert after["pid"] == before["pid"]
    assert after["owner"] == "ours"
    assert servers(service) == [before["pid"]]
    service.stop()


def test_a_changed_engine_setting_is_told_until_the_restart(
    make_service: MakeService, real_environ: dict[str, str]
) -> None:
    place = {"OLLAMA_HOST": f"127.0.0.1:{free_port()}"}  # the other service's Ollama runs on
    service = make_service(environ=real_environ | place, arguments=("--port", "0"))
    pid = await_ready(service)["pid"]
    wrong = service.call("POST", "/ziggie/v1/settings", {"engine": {"parallel": 0}})
    assert (wrong.status, "engine.parallel" in wrong.json()["error"]["title"]) == (400, True)
    service.call("POST", "/ziggie/v1/settings", {"engine": {"parallel": 2}}).ok()

    def told() -> Any:
        problems = service.state()["problems"]
        return next((one for one in problems if one["code"] == "engine_restart_needed"), None)

    problem = until(told, "the restart is asked for")
    assert "engine.parallel" in problem["title"]
    assert "engine restart" in problem["remedy"]
    assert "OLLAMA_NUM_PARALLEL" not in psutil.Process(pid).environ()
    status = service.call("POST", "/ziggie/v1/engine", {"action": "restart"}).ok()
    assert status["pid"] != pid
    assert psutil.Process(status["pid"]).environ()["OLLAMA_NUM_PARALLEL"] == "2"
    assert told() is None
    owner = service.call("GET", "/ziggie/v1/engine/owner").ok()
    assert (owner["kind"], owner["pid"]) == ("ours", status["pid"])
    assert owner["may"] == ["stop", "restart"]
