"""Tests what the gateway makes of the load broker's word: what is sent, who waits, who is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.stand import LOCAL_MODEL, Stand, limits
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.contract.errors import ZiggieError

HELD = ZiggieError("context_not_held", "16384 are wished, 4096 are held", "Wish less.", status=503)


def asked(**more: Any) -> dict[str, Any]:
    body = {"model": LOCAL_MODEL, "messages": [{"role": "user", "content": "Hi"}], **more}
    return {"stream": False, **body}


@pytest.mark.parametrize("path", ["/api/chat", "/api/embed"])
async def test_no_callers_word_reaches_ollama(stand: Stand, path: str) -> None:
    body = asked(options={"num_ctx": 512, "num_gpu": 1, "seed": 7}, keep_alive="9h", input="Hi")
    async with stand.client.post(stand.url + path, json=body) as answer:
        assert answer.status == 200
    (sent,) = stand.ollama.calls(path)
    assert sent.body["options"]["num_ctx"] == 2048
    assert sent.body["options"]["seed"] == 7
    assert "num_gpu" not in sent.body["options"]
    assert "keep_alive" not in sent.body
    (wish,) = stand.local.wishes
    assert wish.options == {"num_ctx": 512, "num_gpu": 1}
    assert stand.local.seated == 0


@pytest.mark.parametrize("fault", [None, OllamaFault.CUT, OllamaFault.SERVER_ERROR])
async def test_each_seat_is_left(stand: Stand, fault: OllamaFault | None) -> None:
    if fault is not None:
        stand.ollama.fail(fault, after_tokens=2)
    async with stand.client.post(stand.url + "/api/chat", json=asked(stream=True)) as answer:
        await answer.read()
    assert stand.local.wishes
    assert stand.local.seated == 0


async def test_what_is_not_held_goes_to_the_cloud(stand: Stand) -> None:
    stand.local.refuses = HELD
    async with stand.client.post(stand.url + "/api/chat", json=asked()) as answer:
        assert answer.status == 200
        assert answer.headers["x-ziggie-route"] == "cloud"
        assert "16384 are wished" in answer.headers["x-ziggie-fallback"]
    assert stand.local.wishes[0].hurry


async def test_what_neither_side_holds_is_refused_with_the_numbers(stand: Stand) -> None:
    stand.local.refuses, stand.way.then = HELD, None
    async with stand.client.post(stand.url + "/api/chat", json=asked()) as answer:
        assert answer.status == 503
        assert "16384 are wished, 4096 are held" in (await answer.json())["error"]
    assert not stand.local.wishes[0].hurry


@limits(first_token_local_s=0.5, first_token_cold_s=2.0)
async def test_a_long_load_is_waited_for_as_long_as_loads_took(stand: Stand) -> None:
    """Its first token comes later than any cold model is given, but loads always took so long."""
    stand.local.loading, stand.local.load_s = True, 5.0
    stand.ollama.load_s = 2.5  # longer than first_token_cold_s
    async with stand.client.post(stand.url + "/api/chat", json=asked()) as answer:
        assert answer.headers["x-ziggie-route"] == "local"
    assert not stand.local.loading, "its first word was told"


@limits(first_token_local_s=0.5, first_token_cold_s=2.0)
async def test_a_load_that_takes_far_longer_is_a_hung_one(stand: Stand) -> None:
    stand.local.loading, stand.local.load_s = True, 0.1
    stand.ollama.load_s = 60.0
    async with stand.client.post(stand.url + "/api/chat", json=asked()) as answer:
        assert answer.headers["x-ziggie-route"] == "cloud"
        assert "no first token in time" in answer.headers["x-ziggie-fallback"]
