"""Tests one set of load options a model through the running service, with its counters."""

from __future__ import annotations

from typing import Any

from tests.service.parts import MODEL, Parts
from tests.service.running import RunningService, until


def ask(service: RunningService, num_ctx: int, **more: Any) -> Any:
    options = {"num_ctx": num_ctx, "num_predict": 20}
    body = {"model": MODEL, "prompt": "Hi", "stream": False, "options": options, **more}
    return service.call("POST", "/api/generate", body)


def loads(service: RunningService) -> Any:
    return next(one for one in service.state()["loads"] if one["name"] == MODEL)


def test_two_clients_share_one_context(service: RunningService, parts: Parts) -> None:
    parts.ollama.unload(MODEL)
    before, counted = parts.ollama.loads, loads(service)["reloads_avoided"]
    for num_ctx in (1024, 2048, 1024, 8192):  # 20 tokens find room in what is held
        ask(service, num_ctx).ok()
    assert parts.ollama.loads == before + 1
    sent = {seen.body["options"]["num_ctx"] for seen in parts.ollama.calls("/api/generate")}
    assert sent == {4096}
    assert loads(service)["reloads_avoided"] - counted in (3, 4)  # 4: held by an earlier test
    metrics = service.call("GET", "/metrics").body.decode()
    assert f'ziggie_reloads_avoided_total{{model="{MODEL}"}}' in metrics


def test_a_prompt_that_needs_its_wish_makes_the_context_grow_once(
    service: RunningService, parts: Parts
) -> None:
    prompt = "word " * 6000
    for _ in range(2):
        answer = ask(service, 32_768, prompt=prompt)
        assert answer.headers["x-ziggie-route"] == "local"
    sent = [seen.body["options"]["num_ctx"] for seen in parts.ollama.calls("/api/generate")]
    assert sent == [32_768, 32_768]
    assert loads(service)["num_ctx"] == 32_768
    ask(service, 1024).ok()
    assert parts.ollama.calls("/api/generate")[-1].body["options"]["num_ctx"] == 32_768


def test_a_caller_may_ask_a_model_to_go(service: RunningService, parts: Parts) -> None:
    ask(service, 1024).ok()
    body = {"model": MODEL, "keep_alive": 0, "stream": False}
    service.call("POST", "/api/generate", body)
    until(lambda: not parts.ollama._loaded, "the model is unloaded")
