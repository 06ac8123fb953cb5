"""Our own client and aiohttp's, held to one contract by a server that answers with given bytes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.waits import until
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.gateway.upstream import Answer, Limits, SideFailed, Upstream, new_session
from ziggie_desktop.loopback import BUFFERED, place_of
from ziggie_desktop.tasks import Tasks

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
WHOLE = HEAD + b"content-length: 5\r\n\r\nwhole"
WAIT_S = 30.0


class Server:
    """``answer(connection, request)`` counts both from 0; None closes without a word."""

    def __init__(self, answer: Callable[[int, int], bytes | None]) -> None:
        self.answer = answer
        self.connections = 0
        self.requests: list[bytes] = []
        self.close_after = False
        self.reset = False
        self.closed = 0
        self.sent = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, count = self.connections, 0
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
                self.requests.append(head + await reader.readexactly(length))
                data = self.answer(number, count)
                count += 1
                if data is None:
                    break
                for start in range(0, len(data), 65536):
                    writer.write(data[start : start + 65536])
                    await writer.drain()
                    self.sent += len(data[start : start + 65536])
                if self.close_after:
                    break
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self.closed += 1
            if self.reset:
                writer.transport.abort()
            writer.close()


class Rig:
    def __init__(self, upstream: Upstream, server: Server, port: int) -> None:
        self.upstream = upstream
        self.server = server
        self.url = f"http://127.0.0.1:{port}/api/chat?x=1"

    async def ask(self, body: bytes = b"{}", **headers: str) -> Answer:
        async with asyncio.timeout(WAIT_S):
            return await self.upstream.ask(self.url, body=body, headers=headers)

    async def failure(self) -> FaultKind:
        """Why no whole answer came; what was read of it is thrown away."""
        with pytest.raises(SideFailed) as error:
            await self.read(await self.ask())
        return error.value.failed.kind

    async def read(self, answer: Answer) -> bytes:
        parts = []
        async with asyncio.timeout(WAIT_S):
            try:
                while part := await answer.read():
                    parts.append(part)
            finally:
                answer.close()
        return b"".join(parts)


@pytest.fixture(params=[True, False], ids=["own", "aiohttp"])
def own_client(request: pytest.FixtureRequest) -> bool:
    chosen: bool = request.param
    return chosen


@asynccontextmanager
async def rig(own_client: bool, answer: Callable[[int, int], bytes | None]) -> AsyncIterator[Rig]:
    served = Server(answer)
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    session, tasks = new_session(), Tasks(owner="test")
    upstream = Upstream(
        session=session, limits=Limits(connect_s=1.0), tasks=tasks, own_client=own_client
    )
    try:
        yield Rig(upstream, served, server.sockets[0].getsockname()[1])
    finally:
        await tasks.close()
        await session.close()
        server.close()
        await server.wait_closed()
        async with asyncio.timeout(WAIT_S):
            while served.closed < served.connections:
                await asyncio.sleep(0.005)


async def test_a_whole_answer_and_its_connection_serve_again(own_client: bool) -> None:
    async with rig(own_client, lambda *_: WHOLE) as r:
        for _ in range(3):
            answer = await r.ask(b'{"a":1}', **{"x-api-key": "k"})
            assert (answer.status, answer.headers["content-type"]) == (200, "text/plain")
            assert await r.read(answer) == b"whole"
            assert answer.at_eof()
        assert r.server.connections == 1
        first = r.server.requests[0]
        assert first.startswith(b"POST /api/chat?x=1 HTTP/1.1\r\n")
        assert first.endswith(b'\r\n\r\n{"a":1}')
        lines = first.lower().split(b"\r\n")
        assert b"x-api-key: k" in lines
        assert b"accept-encoding: identity" in lines
        assert b"host: " + r.url.split("/")[2].encode() in lines


async def test_chunks_come_together_however_they_are_cut(own_client: bool) -> None:
    pieces = b"".join(b"%x\r\n%s\r\n" % (n, b"y" * n) for n in (1, 16, 300))
    async with rig(own_client, lambda *_: CHUNKED + pieces + b"0\r\n\r\n") as r:
        assert await r.read(await r.ask()) == b"y" * 317
        assert await r.read(await r.ask()) == b"y" * 317
        assert r.server.connections == 1


async def test_a_cut_answer_ends_and_its_connection_is_not_used_again(own_client: bool) -> None:
    async with rig(own_client, lambda *_: CHUNKED + b"3\r\nabc\r\n") as r:
        r.server.close_after = True
        assert await r.read(await r.ask()) == b"abc"
        assert await r.read(await r.ask()) == b"abc"
        assert r.server.connections == 2


async def test_an_answer_without_a_length_ends_with_its_connection(own_client: bool) -> None:
    async with rig(own_client, lambda *_: HEAD + b"\r\nall there is") as r:
        r.server.close_after = True
        assert await r.read(await r.ask()) == b"all there is"


async def test_a_kept_connection_that_was_closed_is_replaced_in_silence(own_client: bool) -> None:
    def once_a_connection(_: int, request: int) -> bytes | None:
        return WHOLE if request == 0 else None

    async with rig(own_client, once_a_connection) as r:
        r.server.reset = True
        for _ in range(3):
            assert await r.read(await r.ask()) == b"whole"
        assert r.server.connections == 3


async def test_a_side_that_resets_twice_failed(own_client: bool) -> None:
    async with rig(own_client, lambda *_: None) as r:
        assert await r.failure() is FaultKind.CONNECT
        assert r.server.connections == 2


async def test_nobody_listens(own_client: bool) -> None:
    async with rig(own_client, lambda *_: WHOLE) as r:
        r.url = "http://127.0.0.1:9/"
        with pytest.raises(SideFailed, match="connection refused") as error:
            await r.ask()
        assert error.value.failed.kind is FaultKind.CONNECT


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"nonsense\r\n\r\n", id="no status line"),
        pytest.param(HEAD + b"x: " + b"y" * 200_000 + b"\r\n\r\n", id="endless head"),
    ],
)
async def test_what_is_not_http_is_said_to_be_none(own_client: bool, answer: bytes) -> None:
    async with rig(own_client, lambda *_: answer) as r:
        assert await r.failure() is FaultKind.MALFORMED


async def test_a_broken_chunk_is_never_read_as_the_end_of_a_good_answer(own_client: bool) -> None:
    async with rig(own_client, lambda *_: CHUNKED + b"3\r\nabc\r\nZZ\r\n") as r:
        with contextlib.suppress(SideFailed):  # or at once
            assert await r.read(await r.ask()) == b"abc"
        assert await r.read(await _next(r)) == b"whole"
        assert r.server.connections == 2


async def _next(r: Rig) -> Answer:
    r.server.answer = lambda *_: WHOLE
    return await r.ask()


async def test_an_interim_answer_is_not_the_answer(own_client: bool) -> None:
    async with rig(own_client, lambda *_: b"HTTP/1.1 102 Processing\r\nx: y\r\n\r\n" + WHOLE) as r:
        answer = await r.ask()
        assert (answer.status, "x" in answer.headers) == (200, False)
        assert await r.read(answer) == b"whole"


async def test_connection_close_is_obeyed(own_client: bool) -> None:
    closing = HEAD + b"connection: close\r\ncontent-length: 5\r\n\r\nwhole"
    async with rig(own_client, lambda *_: closing) as r:
        for _ in range(2):
            assert await r.read(await r.ask()) == b"whole"
        assert r.server.connections == 2


async def test_a_slow_reader_holds_the_side_up(own_client: bool) -> None:
    body = b"z" * 32 * 2**20
    async with rig(
        own_client, lambda *_: HEAD + b"content-length: %d\r\n\r\n" % len(body) + body
    ) as r:
        answer = await r.ask()
        sent = -1
        while sent != r.server.sent:
            sent = r.server.sent
            await asyncio.sleep(0.1)
        assert sent < len(body) // 2  # what the system's own buffers took, and BUFFERED
        assert sent > BUFFERED
        assert await r.read(answer) == body


async def test_who_listens_hears_all_of_it_and_may_pause(own_client: bool) -> None:
    pieces = b"".join(b"%x\r\n%s\r\n" % (n, b"y" * n) for n in (1, 16, 300_000))
    async with rig(own_client, lambda *_: CHUNKED + pieces + b"0\r\n\r\n") as r:
        answer, heard = await r.ask(), bytearray()

        def one(data: bytes) -> bool:
            heard.extend(data)
            return False

        def all_of_it(data: bytes) -> bool:
            heard.extend(data)
            return True

        async with asyncio.timeout(WAIT_S):
            assert await answer.listen(one)
            assert len(heard) > 0
            assert not await answer.listen(all_of_it)
            assert not await answer.listen(all_of_it)
        assert heard == b"y" * 300_017
        answer.close()
        assert await r.read(await r.ask()) == b"y" * 300_017
        assert r.server.connections == 1


async def test_what_a_listener_raises_is_raised_where_it_waits(own_client: bool) -> None:
    def heard(data: bytes) -> bool:
        raise ArithmeticError

    async with rig(own_client, lambda *_: WHOLE) as r:
        answer = await r.ask()
        with pytest.raises(ArithmeticError):
            async with asyncio.timeout(WAIT_S):
                await answer.listen(heard)
        answer.close()


async def test_who_listens_to_a_cut_answer_is_not_left_waiting(own_client: bool) -> None:
    async with rig(own_client, lambda *_: CHUNKED + b"3\r\nabc\r\n") as r:
        r.server.close_after = True
        answer = await r.ask()
        heard: list[bytes] = []

        def keep(data: bytes) -> bool:
            heard.append(data)
            return True

        async with asyncio.timeout(WAIT_S):
            assert not await answer.listen(keep)
        assert b"".join(heard) == b"abc"
        answer.close()


async def test_a_cancelled_call_hangs_up(own_client: bool) -> None:
    async with rig(own_client, lambda *_: HEAD) as r:
        async with asyncio.timeout(WAIT_S):
            async with asyncio.TaskGroup() as group:
                asking = group.create_task(r.ask())
                await until(lambda: r.server.requests)
                asking.cancel()
            while not r.server.closed:
                await asyncio.sleep(0.01)


async def test_an_answer_that_is_left_hangs_up(own_client: bool) -> None:
    async with rig(own_client, lambda *_: CHUNKED + b"3\r\nabc\r\n") as r:
        answer = await r.ask()
        assert await answer.read() == b"abc"
        answer.close()
        async with asyncio.timeout(WAIT_S):
            while not r.server.closed:
                await asyncio.sleep(0.01)


async def test_words_that_nobody_asked_for_end_a_kept_connection(own_client: bool) -> None:
    late = HEAD + b"content-length: 5\r\n\r\nlater"
    async with rig(own_client, lambda n, _: WHOLE + late if n == 0 else WHOLE) as r:
        for _ in range(3):
            assert await r.read(await r.ask()) == b"whole"
        assert r.server.connections == 2


async def test_a_header_cannot_bring_another_along(own_client: bool) -> None:
    async with rig(own_client, lambda *_: WHOLE) as r:
        with pytest.raises(SideFailed):
            await r.ask(b"{}", **{"anthropic-beta": "a\r\nx-evil: 1"})
        assert r.server.requests == []


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://127.0.0.1:11434/api/chat", True),
        ("http://localhost/api/chat", True),
        ("http://[::1]:8080/", True),
        ("https://127.0.0.1/", False),
        ("http://192.168.1.2:11434/", False),
        ("http://127.0.0.1.example.org/", False),
        ("http://user:word@localhost/", False),
    ],
)
def test_our_client_speaks_to_this_machine_alone(url: str, ours: bool) -> None:
    assert (place_of(url) is not None) is ours
