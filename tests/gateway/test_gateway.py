"""The gateway over real sockets: hang-ups, headers, rows, and what is never passed on."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from tests.gateway.speech import DIALECTS, PATHS, request, say
from tests.gateway.stand import CLOUD, CLOUD_MODEL, LOCAL, LOCAL_MODEL, UNKNOWN, Stand
from tests.parts.ollama_fake import OllamaFault
from tests.waits import until
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault
from ziggie_desktop.gateway.ports import Caller

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
    own = {name: heard.headers.get(name) for name in ("request-id", "x-request-id")}
    assert own == {
        "request-id": row.id if dialect == "anthropic" else None,
        "x-request-id": row.id if dialect == "openai" else None,
    }
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
    stand.way.first = UNKNOWN
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.status == 404
    assert heard.headers["x-ziggie-reason"] == UNKNOWN.reason
    assert "x-ziggie-route" not in heard.headers


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


async def test_many_at_once(stand: Stand) -> None:
    stand.ollama.canonical = stand.cloud.canonical = CANONICAL_TEXT
    stand.ollama.fail(OllamaFault.CUT, times=20)
    heard = await asyncio.gather(
        *(say(stand.client, stand.url, DIALECTS[n % 3], stream=n % 2 == 0) for n in range(60))
    )
    assert all(h.finished and h.text == CANONICAL_TEXT for h in heard)
    assert len(stand.book.rows) == 60
    assert len({row.id for row in stand.book.rows}) == 60
