"""The gateway over real sockets: hang-ups, headers, limits, errors, and what is never passed on."""

from __future__ import annotations

import asyncio
import math
import time
from typing import Any

import msgspec
import pytest

from tests.gateway.speech import DIALECTS, PATHS, request, say
from tests.gateway.stand import CLOUD, CLOUD_MODEL, LOCAL, LOCAL_MODEL, Stand, limits
from tests.parts.ollama_fake import OllamaFault
from tests.waits import until
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.routing.request import Refusal, Side

HANG_UP_LIMIT_S = 0.5


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("side", ["local", "cloud"])
@pytest.mark.parametrize("stream", [True, False])
async def test_a_caller_that_hangs_up_stops_the_side(
    stand: Stand, dialect: str, side: str, stream: bool
) -> None:
    stand.way.first = LOCAL if side == "local" else CLOUD
    for part in (stand.ollama, stand.cloud):
        part.canonical = CANONICAL_TEXT
        part.tokens_per_s = 20.0
    async with (
        stand.client.post(
            stand.url + PATHS[dialect],
            json=request(dialect, stream=stream),
            headers={"anthropic-version": "2023-06-01"},
        )
        if stream
        else _pending(stand, dialect) as answer
    ):
        if stream:
            await answer.content.readany()
        seen = stand.ollama.requests if side == "local" else stand.cloud.requests
        await until(lambda: seen and seen[-1].tokens_sent >= 3)
    left = await until(lambda: seen[-1].ended == "left")
    assert left <= HANG_UP_LIMIT_S
    assert seen[-1].tokens_sent < 60
    row = await stand.row()
    assert row.status is RequestStatus.ABORTED
    assert row.error_type == "hang_up"
    assert row.route == side
    assert row.attempts[-1].outcome == "the caller hung up"
    assert row.gen_ai_usage_output_tokens, "what was made by then is booked"


class _pending:
    """A call whose answer never comes, because its caller leaves with the context."""

    def __init__(self, stand: Stand, dialect: str) -> None:
        self._stand, self._dialect = stand, dialect

    async def __aenter__(self) -> Any:
        self._task = asyncio.get_running_loop().create_task(
            say(self._stand.client, self._stand.url, self._dialect, stream=False)
        )
        return self._task

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stream", [True, False])
async def test_headers_of_an_answer(stand: Stand, dialect: str, stream: bool) -> None:
    heard = await say(stand.client, stand.url, dialect, stream=stream)
    row = await stand.row()
    assert heard.headers["x-ziggie-request-id"] == row.id == stand.book.begun[0]
    assert heard.headers["x-ziggie-route"] == "local"
    assert heard.headers["x-ziggie-model"] == LOCAL_MODEL
    assert heard.headers["x-ziggie-reason"] == "the test - says so"
    assert "x-ziggie-fallback" not in heard.headers
    assert ("request-id" in heard.headers) is (dialect == "anthropic")
    if not stream:
        about = msgspec.json.decode(heard.raw)["ziggie"]
        assert about["request_id"] == row.id
        assert about["route"] == "local"
        assert about["simulated"] is False
        assert about["cost_pico"] is None


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_headers_of_an_error(stand: Stand, dialect: str) -> None:
    """As much as is known: whose error it is and what was tried before, or why nobody was asked."""
    stand.way.then = CLOUD
    stand.ollama.fail(OllamaFault.MODEL_MISSING, times=None)
    stand.cloud.fail(CloudFault.FORBIDDEN, times=None)
    heard = await say(stand.client, stand.url, dialect, stream=True)
    row = await stand.row()
    assert heard.status >= 400
    assert heard.headers["x-ziggie-request-id"] == row.id
    assert heard.headers["x-ziggie-route"] == "cloud"
    assert heard.headers["x-ziggie-model"] == CLOUD_MODEL
    assert heard.headers["x-ziggie-reason"] == "the test - says so"
    assert heard.headers["x-ziggie-fallback"].startswith("local->cloud; reason=Ollama refused")
    stand.way.first = NOBODY
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.status == 404
    assert heard.headers["x-ziggie-reason"] == NOBODY.reason
    assert "x-ziggie-route" not in heard.headers


async def test_lists_have_a_request_id(stand: Stand) -> None:
    get, version = stand.client.get, {"anthropic-version": "2023-06-01"}
    for path in ("/v1/models", "/v1/models/none", "/api/tags", "/api/ps", "/api/version"):
        async with get(stand.url + path, headers=version) as response:
            named = response.headers["x-ziggie-request-id"]
            assert named.startswith("req_")
            assert response.headers["request-id"] == named
    for name in (LOCAL_MODEL, "ziggie-auto"):
        async with stand.client.post(stand.url + "/api/show", json={"model": name}) as response:
            assert response.headers["x-ziggie-request-id"].startswith("req_")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stream", [True, False])
async def test_what_it_cost_stands_at_the_end(stand: Stand, dialect: str, stream: bool) -> None:
    for first, cost in ((CLOUD, 1000), (LOCAL, None)):
        stand.way.first, stand.way.then = first, None
        heard = await say(stand.client, stand.url, dialect, stream=stream)
        if not stream:
            about = msgspec.json.decode(heard.raw)["ziggie"]
        else:
            lines = [line for line in heard.raw.splitlines() if b'"ziggie"' in line]
            about = msgspec.json.decode(lines[-1].removeprefix(b"data: "))["ziggie"]
        assert about["route"] == first.side.value
        assert about["cost_pico"] == cost
        assert about["energy_mj"] is None, "known a moment later, and then in the ledger"


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_the_row_says_who_asked_and_for_what(stand: Stand, dialect: str) -> None:
    stand.call_as(Caller(component="owner", owner=True))
    headers = {
        "X-Ziggie-Component": "kb-analyzer",
        "X-Ziggie-Task": "kb.analyze",
        "X-Ziggie-Priority": "high",
        "X-Ziggie-Agent-Level": "L2",
        "X-Ziggie-Delivery": "whole",
    }
    await say(stand.client, stand.url, dialect, stream=True, headers=headers)
    row = await stand.row()
    assert (row.component, row.task, row.priority) == ("kb-analyzer", "kb.analyze", "high")
    assert (row.agent_level, row.delivery, row.dialect) == ("L2", "whole", dialect)
    assert row.gen_ai_provider_name == "ollama"
    assert row.gen_ai_request_model == "claude-haiku-4-5"
    assert row.gen_ai_response_finish_reason == "end"
    assert row.ttft_ms is not None
    assert row.duration_ms is not None
    assert row.ttft_ms <= row.duration_ms
    asked = stand.way.asked[-1]
    assert asked.component == "kb-analyzer"
    assert asked.prompt_tokens > 0


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_no_credential_of_a_caller_goes_on(stand: Stand, dialect: str) -> None:
    stand.way.first, stand.way.then = CLOUD, LOCAL
    secret = {"X-Api-Key": "callers-own", "Authorization": "Bearer callers-own", "Cookie": "c=1"}
    await say(stand.client, stand.url, dialect, stream=True, headers=secret)
    got = stand.cloud.messages()[-1]
    sent = {name.lower(): value for name, value in got.headers.items()}
    assert "callers-own" not in str(got.headers)
    assert "cookie" not in sent
    assert sent["x-api-key"] == stand.cloud.key or got.headers == {}


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_when_nobody_answers_the_client_is_told_not_to_repeat(
    stand: Stand, dialect: str
) -> None:
    stand.ollama.fail(OllamaFault.BUSY, times=None)
    stand.cloud.fail(CloudFault.OVERLOADED, times=None)
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.status in (503, 529)
    assert heard.error
    assert heard.headers["x-should-retry"] == "false"
    row = await stand.row()
    assert row.status is RequestStatus.FAILED
    assert row.route is None
    assert row.error_type == "overloaded"
    assert len(row.attempts) == 4, "each side once, and two retries"
    assert row.fallback_reason


@limits(total_s=8.0)
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_retry_after_of_the_last_side_is_passed_on(stand: Stand, dialect: str) -> None:
    stand.way.first, stand.way.then = CLOUD, None
    stand.cloud.fail(CloudFault.RATE_LIMITED, times=None, retry_after_s=30)
    began = time.monotonic()
    heard = await say(stand.client, stand.url, dialect, stream=False)
    assert time.monotonic() - began < 20.0, "30 s are beyond the total limit of this stand"
    assert heard.status == 429
    assert heard.headers["retry-after"] == "30"


async def test_one_side_alone_is_tried_again(stand: Stand) -> None:
    stand.way.then = None
    stand.ollama.fail(OllamaFault.SERVER_ERROR, times=1)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.finished
    row = await stand.row()
    assert [a.route for a in row.attempts] == ["local", "local"]
    assert row.fallback_from is None


@limits(first_token_local_s=0.5)
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OllamaFault.NO_ANSWER, 504),
        (OllamaFault.MALFORMED, 502),
        (OllamaFault.NO_DONE, 502),
        (OllamaFault.RESET, 503),
    ],
)
async def test_status_of_what_went_wrong(stand: Stand, fault: OllamaFault, status: int) -> None:
    stand.way.then = None
    stand.ollama.fail(fault, times=None, after_tokens=1)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.status == status
    assert stand.local.failures >= 1 or fault is OllamaFault.MALFORMED


async def test_the_deadline_of_a_caller(stand: Stand) -> None:
    stand.way.then = None
    stand.ollama.delay_s = 15.0
    began = time.monotonic()
    heard = await say(
        stand.client, stand.url, "anthropic", stream=True, headers={"X-Ziggie-Deadline-Ms": "150"}
    )
    assert time.monotonic() - began < 10.0
    assert heard.status == 504


@limits(first_token_local_s=0.5)
async def test_a_model_that_is_loading_is_no_hung_one(stand: Stand) -> None:
    stand.ollama.delay_s = 1.0  # twice the limit of a first token
    stand.local.loading = True
    heard = await say(stand.client, stand.url, "anthropic", stream=True)
    assert heard.headers["x-ziggie-route"] == "local"
    stand.local.loading = False
    heard = await say(stand.client, stand.url, "anthropic", stream=True)
    assert heard.headers["x-ziggie-route"] == "cloud"


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_refused_connection_costs_no_time(stand: Stand, dialect: str) -> None:
    await stand.ollama.stop()
    began = time.monotonic()
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert time.monotonic() - began < 10.0, "less than any limit"
    assert heard.headers["x-ziggie-route"] == "cloud"
    assert "could not be reached" in heard.headers["x-ziggie-fallback"]
    await stand.ollama.start()


async def test_an_open_breaker_costs_no_call(stand: Stand) -> None:
    for _ in range(5):
        stand.breakers.failed(LOCAL, FaultKind.SERVER, "had an internal error")
    heard = await say(stand.client, stand.url, "openai", stream=False)
    assert heard.headers["x-ziggie-route"] == "cloud"
    assert not stand.ollama.calls("/api/chat")
    stand.breakers.recovered(Side.LOCAL)
    heard = await say(stand.client, stand.url, "openai", stream=False)
    assert heard.headers["x-ziggie-route"] == "local"


async def test_a_side_that_is_back_is_noticed_long_before_the_next_probe(stand: Stand) -> None:
    await stand.ollama.stop()
    for _ in range(6):
        heard = await say(stand.client, stand.url, "anthropic", stream=False)
        assert heard.headers["x-ziggie-route"] == "cloud"
    assert stand.breakers.refusal(Side.LOCAL) is not None
    await stand.ollama.start()
    await until(lambda: stand.breakers.refusal(Side.LOCAL) is None)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.headers["x-ziggie-route"] == "local"
    await until(lambda: not stand.breakers.open_sides())


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_no_engine_and_no_key(stand: Stand, dialect: str) -> None:
    stand.local.ready = False
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.headers["x-ziggie-route"] == "cloud"
    assert "The engine is stopped" in heard.headers["x-ziggie-fallback"]
    stand.claude.key = None
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.status == 503
    assert "There is no Claude key" in (heard.error or "")


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_refusal_of_the_policy(stand: Stand, dialect: str) -> None:
    stand.way.first = Refusal(
        code="model_not_found", reason="There is no such model", remedy="Get it.", status=404
    )
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.status == 404
    assert "There is no such model" in (heard.error or "")
    row = await stand.row()
    assert (row.status, row.error_type) == (RequestStatus.FAILED, "model_not_found")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"not json", {}, 400),
        (b"[]", {}, 400),
        (b"{}", {"Content-Encoding": "gzip"}, 415),
        (b'{"model":"x","messages":[],"max_tokens":1}', {"X-Ziggie-Priority": "urgent"}, 400),
        (b'{"model":"x","messages":[],"max_tokens":1}', {"X-Ziggie-Component": "other"}, 403),
    ],
)
async def test_wrong_requests(
    stand: Stand, dialect: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    if status in (403, 400) and headers:
        body = msgspec.json.encode(request(dialect, stream=False))
    async with stand.client.post(
        stand.url + PATHS[dialect], data=body, headers=headers
    ) as response:
        assert response.status == status
        said = await response.json()
    assert "error" in said
    assert not stand.book.begun, "nothing was asked of anybody"


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_body_that_is_too_large_is_not_read(stand: Stand, dialect: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(stand.url.rsplit(":")[-1]))
    head = f"POST {PATHS[dialect]} HTTP/1.1\r\nHost: x\r\nContent-Length: {33 << 20}\r\n\r\n"
    writer.write(head.encode() + b"{")
    async with asyncio.timeout(30.0):
        status = await reader.readline()
    assert b" 413 " in status
    writer.close()
    await writer.wait_closed()


async def test_a_body_that_grows_too_large_is_not_read_on(stand: Stand) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(stand.url.rsplit(":")[-1]))
    writer.write(b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    block = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    for _ in range(40):
        writer.write(block)
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    async with asyncio.timeout(30.0):
        assert b" 413 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_the_row_is_booked_before_the_last_byte(stand: Stand) -> None:
    for dialect in DIALECTS:
        for stream in (True, False):
            before = len(stand.book.rows)
            await say(stand.client, stand.url, dialect, stream=stream)
            assert len(stand.book.rows) == before + 1, "no waiting: it is there already"


async def test_the_loads_options_are_the_brokers(stand: Stand) -> None:
    for dialect in DIALECTS:
        for stream in (True, False):
            body = request(dialect, stream=stream)
            if dialect == "ollama":
                body["options"] = {"num_ctx": 99, "temperature": 0.5}
            async with stand.client.post(stand.url + PATHS[dialect], json=body) as response:
                assert response.status == 200
                await response.read()
            sent = stand.ollama.calls("/api/chat")[-1].body
            assert sent["options"]["num_ctx"] == 2048
            assert sent["model"] == LOCAL_MODEL
            if dialect == "ollama":
                assert sent["options"]["temperature"] == 0.5
    assert stand.ollama.loads == 1


async def test_count_tokens(stand: Stand) -> None:
    body = {"model": CLOUD_MODEL, "messages": [{"role": "user", "content": "Count this."}]}
    url = stand.url + "/v1/messages/count_tokens"
    headers = {"anthropic-version": "2023-06-01"}
    async with stand.client.post(url, json=body, headers=headers) as response:
        said = await response.json()
    assert said["ziggie"]["estimate"] is True
    assert said["input_tokens"] > 0
    stand.way.first = CLOUD
    async with stand.client.post(url, json=body, headers=headers) as response:
        said = await response.json()
    assert said["ziggie"]["estimate"] is False
    stand.cloud.fail(CloudFault.SERVER_ERROR, path="/v1/messages/count_tokens")
    async with stand.client.post(url, json=body, headers=headers) as response:
        assert (await response.json())["ziggie"]["estimate"] is True
    stand.way.first = NOBODY
    async with stand.client.post(url, json=body, headers=headers) as response:
        assert response.status == 404
        assert (await response.json())["error"]["type"] == "not_found_error"


NOBODY = Refusal(code="model_not_found", reason="there is no such model", remedy="-", status=404)


async def test_model_lists(stand: Stand) -> None:
    names = {"ziggie-auto", LOCAL_MODEL, CLOUD_MODEL}
    async with stand.client.get(stand.url + "/v1/models") as response:
        said = await response.json()
    assert said["object"] == "list"
    assert {m["id"] for m in said["data"]} == names
    async with stand.client.get(
        stand.url + "/v1/models", headers={"anthropic-version": "2023-06-01"}
    ) as response:
        said = await response.json()
    assert said["has_more"] is False
    assert {m["id"] for m in said["data"]} == names
    for ready in (True, False):
        stand.local.ready = ready
        async with stand.client.get(stand.url + "/api/tags") as response:
            assert {m["name"] for m in (await response.json())["models"]} == names
        async with stand.client.get(stand.url + "/api/version") as response:
            assert (await response.json())["version"] == "0.33.0"
        async with stand.client.get(stand.url + "/api/ps") as response:
            assert response.status == 200
    async with stand.client.get(stand.url + "/v1/models/gpt-4o") as response:
        assert (await response.json())["id"] == "gpt-4o", "another model answers to it"
    stand.way.first = NOBODY
    async with stand.client.get(stand.url + "/v1/models/none") as response:
        assert response.status == 404
        assert "error" in await response.json()


async def test_show(stand: Stand) -> None:
    url = stand.url + "/api/show"
    async with stand.client.post(url, json={"model": LOCAL_MODEL}) as response:
        assert (await response.json())["model_info"]
    async with stand.client.post(url, json={"model": "ziggie-auto"}) as response:
        assert "completion" in (await response.json())["capabilities"]
    for name in ("claude-haiku-4-5", CLOUD_MODEL):
        async with stand.client.post(url, json={"model": name}) as response:
            assert (await response.json())["details"]["family"] == "claude"
    async with stand.client.post(url, json={"name": "mistral", "verbose": True}) as response:
        assert (await response.json())["model_info"], "those of the model that stands in for it"
    assert stand.ollama.calls("/api/show")[-1].body == {"model": LOCAL_MODEL, "verbose": True}
    stand.way.first = NOBODY
    async with stand.client.post(url, json={"model": "none"}) as response:
        assert response.status == 404
    async with stand.client.post(url, data=b"x") as response:
        assert response.status == 400
    stand.local.ready = False
    async with stand.client.post(url, json={"model": LOCAL_MODEL}) as response:
        assert response.status == 503


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


async def test_many_at_once(stand: Stand) -> None:
    stand.ollama.canonical = stand.cloud.canonical = CANONICAL_TEXT
    stand.ollama.fail(OllamaFault.CUT, times=20)
    heard = await asyncio.gather(
        *(say(stand.client, stand.url, DIALECTS[n % 3], stream=n % 2 == 0) for n in range(60))
    )
    assert all(h.finished and h.text == CANONICAL_TEXT for h in heard)
    assert len(stand.book.rows) == 60
    assert len({row.id for row in stand.book.rows}) == 60
