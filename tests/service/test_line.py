"""The caller's connection: kept while it is of use, by one timer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from ziggie_desktop.service.line import LineProtocol

KEPT_S = 75
LONGEST_S = 30.0
GET = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n"


class Visit:
    """One connection to an app that answers each request when it is ``let``."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.let = asyncio.Event()
        self.protocol: Any = None
        self.reader: Any = None
        self.writer: Any = None

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.set()
        await self.let.wait()
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    def timer_ends(self, *, idle_s: float = 0.0) -> None:
        """As the loop would say it, after so long a silence."""
        if self.protocol._idle_since is not None:
            self.protocol._idle_since -= idle_s
        self.protocol.timeout_keep_alive_task.cancel()
        self.protocol.timeout_keep_alive_handler()

    async def ask(self) -> None:
        self.asked.clear()
        self.writer.write(GET)
        await self.asked.wait()

    async def answer(self) -> None:
        self.let.set()
        assert (await self.reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        while not self.protocol.cycle.response_complete:
            await asyncio.sleep(0)
        self.let.clear()


@asynccontextmanager
async def visit() -> AsyncIterator[Visit]:
    one = Visit()
    config = uvicorn.Config(
        one.app,
        interface="asgi3",
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_keep_alive=KEPT_S,
    )
    config.load()
    state = ServerState()

    def made() -> LineProtocol:
        one.protocol = LineProtocol(config=config, server_state=state, app_state={})
        return one.protocol  # type: ignore[no-any-return]

    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
    async with asyncio.timeout(LONGEST_S):
        one.reader, one.writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            yield one
        finally:
            one.writer.close()
            server.close()
            while state.connections:
                await asyncio.sleep(0.001)


async def test_one_timer_serves_one_request_after_another() -> None:
    async with visit() as one:
        await one.ask()
        await one.answer()
        timer = one.protocol.timeout_keep_alive_task
        await one.ask()
        await one.answer()
        assert one.protocol.timeout_keep_alive_task is timer
        assert not timer.cancelled()


async def test_idle_connection_is_closed_when_its_time_is_over() -> None:
    async with visit() as one:
        await one.ask()
        await one.answer()
        one.timer_ends(idle_s=KEPT_S)
        assert await one.reader.read() == b""


async def test_timer_that_looks_too_early_looks_again() -> None:
    async with visit() as one:
        await one.ask()
        await one.answer()
        one.timer_ends(idle_s=KEPT_S - LONGEST_S - 1)
        again = one.protocol.timeout_keep_alive_task
        assert again is not None
        await one.ask()
        await one.answer()
    assert again.cancelled()  # the connection is gone


async def test_connection_is_not_idle_while_a_request_is_answered() -> None:
    async with visit() as one:
        await one.ask()
        await one.answer()
        await one.ask()
        one.timer_ends(idle_s=KEPT_S)
        assert one.protocol.timeout_keep_alive_task is None
        await one.answer()
        assert one.protocol.timeout_keep_alive_task is not None  # set anew


async def test_requests_that_were_sent_ahead_are_answered_in_turn() -> None:
    async with visit() as one:
        await one.ask()
        one.writer.write(GET)
        while not one.protocol.pipeline:
            await asyncio.sleep(0.001)
        one.let.set()
        for _ in range(2):
            await one.reader.readuntil(b"ok")
        while one.protocol._idle_since is None:
            await asyncio.sleep(0.001)
        assert one.protocol.timeout_keep_alive_task is not None
