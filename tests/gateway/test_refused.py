"""What is refused before anybody is asked: bodies, headers, sizes, the policy's no."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from tests.gateway.speech import DIALECTS, PATHS, request, say
from tests.gateway.stand import Stand
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.routing.request import Refusal


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
