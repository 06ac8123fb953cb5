"""Embeddings over every route that gives them: the engine's own figures, hints, failures."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.gateway.stand import LOCAL, LOCAL_MODEL, Stand
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.gateway.breaker import OPEN_AFTER, BreakerState
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.routing.request import Side


@pytest.mark.parametrize(
    ("path", "body", "count"),
    [
        ("/v1/embeddings", {"input": ["a", "b"]}, 2),
        ("/v1/embeddings", {"input": "a", "encoding_format": "base64"}, 1),
        ("/api/embed", {"input": ["a", "b"]}, 2),
        ("/api/embeddings", {"prompt": "a"}, 1),
    ],
)
async def test_embeddings(stand: Stand, path: str, body: dict[str, Any], count: int) -> None:
    sent = {"model": LOCAL_MODEL, **body}
    async with stand.client.post(stand.url + path, json=sent) as response:
        said = await response.json()
        assert response.status == 200, said
        assert response.headers["x-ziggie-route"] == "local"
    rows = said.get("data") or said.get("embeddings") or [said["embedding"]]
    assert len(rows) == count
    row = await stand.row()
    assert row.gen_ai_operation_name == "embeddings"
    told = None if path == "/api/embeddings" else count  # that route says nothing of tokens
    assert row.gen_ai_usage_input_tokens == told
    assert stand.way.asked[-1].needs == {"embedding"}


async def test_each_ollama_route_for_embeddings_is_the_engines_own(stand: Stand) -> None:
    """Their vectors differ in length: who has stored some of one compares them with its next."""
    for path, name in (("/api/embed", "input"), ("/api/embeddings", "prompt")):
        async with stand.client.post(stand.url + path, json={"model": LOCAL_MODEL, name: "a"}) as r:
            assert r.status == 200
        assert len(stand.ollama.calls(path)) == 1


async def test_fewer_dimensions_than_an_old_engine_gives(stand: Stand) -> None:
    asked = {"model": LOCAL_MODEL, "input": "a", "dimensions": 3}
    async with stand.client.post(stand.url + "/v1/embeddings", json=asked) as response:
        row = (await response.json())["data"][0]["embedding"]
    assert len(row) == 3
    assert math.hypot(*row) == pytest.approx(1.0)


async def test_texts_are_cut_for_embeddings_only_where_the_caller_says_so(stand: Stand) -> None:
    asked: dict[str, Any] = {"model": LOCAL_MODEL, "input": "a " * 9000}
    for more, cut in (({}, False), ({"truncate": False}, False), ({"truncate": True}, True)):
        async with stand.client.post(stand.url + "/api/embed", json=asked | more) as response:
            assert response.status == 200
        assert stand.ollama.calls("/api/embed")[-1].body["truncate"] is cut
        assert (stand.way.asked[-1].prompt_tokens == 0) is cut


async def test_hints_in_the_body_of_embeddings(stand: Stand) -> None:
    asked: dict[str, Any] = {"model": LOCAL_MODEL, "input": "a"}
    asked["metadata"] = {"ziggie": {"task": "kb.embed", "priority": "low"}}
    asked["ziggie"] = {"priority": "high"}
    async with stand.client.post(stand.url + "/v1/embeddings", json=asked) as response:
        assert response.status == 200
    row = await stand.row()
    assert (row.task, row.priority) == ("kb.embed", "high")
    asked["ziggie"] = "high"
    async with stand.client.post(stand.url + "/v1/embeddings", json=asked) as response:
        assert response.status == 400
        assert "ziggie" in (await response.json())["error"]["message"]


async def test_embeddings_that_fail(stand: Stand) -> None:
    url = stand.url + "/v1/embeddings"
    async with stand.client.post(url, json={"model": "x", "input": [1, 2]}) as response:
        assert response.status == 400
    stand.ollama.fail(OllamaFault.SERVER_ERROR)
    async with stand.client.post(url, json={"model": "x", "input": "a"}) as response:
        assert response.status == 500
        assert "error" in await response.json()
    row = await stand.row()
    assert row.status is RequestStatus.FAILED


async def test_a_model_that_is_left_alone_fails_no_further(stand: Stand) -> None:
    """Its breaker may have opened since the decision; the side's must not follow by that."""
    for _ in range(OPEN_AFTER):
        stand.breakers.failed(LOCAL, FaultKind.SERVER, "had an internal error")
    for _ in range(OPEN_AFTER):
        body = {"model": LOCAL_MODEL, "input": "a"}
        async with stand.client.post(stand.url + "/v1/embeddings", json=body) as response:
            assert response.status == 503
            assert "left alone" in await response.text()
    assert stand.breakers.state(Side.LOCAL) is BreakerState.CLOSED
