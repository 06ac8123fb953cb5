"""The caller's own connection: one that reads slowly, one that asks too early, one that closes."""

from __future__ import annotations

import asyncio

import msgspec

from tests.gateway.speech import request
from tests.gateway.stand import Stand
from tests.gateway.test_upstream_client import CHUNKED, WAIT_S, Server

PIECES = 400
TEXT = "x" * 65536


def line(text: str, **more: object) -> bytes:
    message = {"role": "assistant", "content": text}
    data = msgspec.json.encode({"model": "m", "message": message, "done": False} | more) + b"\n"
    return b"%x\r\n%b\r\n" % (len(data), data)


def call(*, stream: bool, more: bytes = b"") -> bytes:
    body = msgspec.json.encode(request("ollama", stream=stream))
    return b"POST /api/chat HTTP/1.1\r\nhost: x\r\n%bcontent-length: %d\r\n\r\n%b" % (
        more, len(body), body,
    )  # fmt: skip


async def test_a_caller_that_reads_slowly_holds_the_side_up_and_misses_nothing(
    stand: Stand,
) -> None:
    answer = CHUNKED + line(TEXT) * PIECES + line("", done=True, done_reason="stop") + b"0\r\n\r\n"
    side = Server(lambda *_: answer)
    server = await asyncio.start_server(side.serve, "127.0.0.1", 0)
    stand.local.at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    reader, writer = await asyncio.open_connection("127.0.0.1", int(stand.url.rpartition(":")[2]))
    async with asyncio.timeout(WAIT_S):
        writer.write(call(stream=True, more=b"connection: close\r\n"))
        assert b" 200 " in await reader.readline()
        sent = -1
        while sent != side.sent:
            sent = side.sent
            await asyncio.sleep(0.1)
        assert sent < len(answer) // 2  # what lies in the buffers between
        rest = await reader.read()
    assert rest.count(b"x" * 1000) == TEXT.count("x" * 1000) * PIECES
    assert b'"done":true' in rest
    assert rest.endswith(b"0\r\n\r\n")
    writer.close()
    await stand.tasks.close()  # the connection to the side is closed with them
    server.close()
    await server.wait_closed()


async def test_two_requests_that_come_at_once_are_answered_in_turn(stand: Stand) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(stand.url.rpartition(":")[2]))
    writer.write(call(stream=True) + call(stream=False, more=b"connection: close\r\n"))
    async with asyncio.timeout(WAIT_S):
        both = await reader.read()
    writer.close()
    first, second = both.split(b"HTTP/1.1 200 OK\r\n")[1:]
    assert b"transfer-encoding: chunked" in first
    assert first.endswith(b"0\r\n\r\n")
    assert b"connection: close" in second
    assert b"content-length: " in second
    assert len(stand.book.rows) == 2
