"""Tests who carries a question, against good and bad servers, and what is loaded for it."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.service.running import ROOT, clean_environment
from ziggie_desktop.loopback import TooLong, fetch
from ziggie_desktop.web import late_session

TIMEOUT_S = 30.0
WHOLE = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 404 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that says ``answer`` to whatever it hears, and hangs up."""
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        with contextlib.suppress(ConnectionError):  # who reads may have hung up
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/x?y=1", heard


@pytest.mark.parametrize(("answer", "status"), [(WHOLE, 200), (CHUNKED, 404)])
async def test_a_question_is_answered(answer: bytes, status: int) -> None:
    async with answering(answer) as (url, heard):
        found = await fetch("POST", url, body=b"{}", most_bytes=5, timeout_s=TIMEOUT_S)
    assert found == (status, b"hello")
    assert heard[0].startswith(b"POST /api/x?y=1 HTTP/1.1\r\n")
    assert b"content-length: 2\r\n" in heard[0]


@pytest.mark.parametrize("answer", [b"", WHOLE[:-1], CHUNKED[:-5], b"SSH-2.0-x\r\n"])
async def test_what_is_no_whole_answer_is_none(answer: bytes) -> None:
    async with answering(answer) as (url, _):
        with pytest.raises(ConnectionResetError):
            await fetch("GET", url, most_bytes=100, timeout_s=TIMEOUT_S)


async def test_an_endless_answer_is_not_kept() -> None:
    async with answering(WHOLE) as (url, _):
        with pytest.raises(TooLong):
            await fetch("GET", url, most_bytes=4, timeout_s=TIMEOUT_S)


async def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    gone = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        with pytest.raises(TimeoutError):
            await fetch("GET", url, timeout_s=0.5, most_bytes=100)
        async with asyncio.timeout(TIMEOUT_S):
            await gone.wait()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_nobody_there_is_refused(name: str) -> None:
    async with answering(WHOLE) as (url, _):
        url = url.replace("127.0.0.1", name)
    with pytest.raises(ConnectionRefusedError):
        await fetch("GET", url, most_bytes=100, timeout_s=TIMEOUT_S)


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean_environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def test_catching_its_exceptions_does_not_load_the_library() -> None:
    code = (
        "import sys\nfrom ziggie_desktop.web import aiohttp\n"
        "try:\n    raise OSError\nexcept (aiohttp.ClientError, OSError):\n    pass\n"
        "print('aiohttp' in sys.modules, aiohttp.ClientTimeout.__name__, 'aiohttp' in sys.modules,"
        " issubclass(aiohttp.ClientConnectorError, aiohttp.ClientError))"
    )
    assert _run(code) == "False ClientTimeout True True"


async def test_a_session_is_made_when_it_is_used_and_closed_once() -> None:
    made = []

    class Session:
        closed = False

        async def close(self) -> None:
            self.closed = True

        async def get(self, url: str) -> str:
            return url

    def make() -> Session:
        made.append(Session())
        return made[-1]

    unused = late_session(make)  # type: ignore[arg-type]
    await unused.close()
    assert (made, unused.closed) == ([], True)
    with pytest.raises(RuntimeError):
        unused.get("x")
    used = late_session(make)  # type: ignore[arg-type]
    get: Callable[[str], Awaitable[str]] = used.get  # type: ignore[assignment]
    assert await get("x") == await get("x") == "x"
    await used.close()
    assert [session.closed for session in made] == [True]
