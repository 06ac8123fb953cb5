"""What the stand-ins' server promises to those who call it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from ziggie_desktop.demo.parts.local_server import LocalServer, end_connection


async def test_an_answer_to_a_client_that_is_gone_is_no_error() -> None:
    """The test would fail by the error in the server's log."""

    async def late(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        end_connection(request)
        await answer.write(b"more")
        raise AssertionError("a closed connection takes nothing")

    app = web.Application()
    app.router.add_get("/", late)
    server = LocalServer(app)
    await server.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 200 OK")
    writer.close()
    await server.stop()
