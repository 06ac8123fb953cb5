"""Owns our own HTTP client for what listens on this machine, Ollama and our service: plain
HTTP/1.1, one request after another on kept connections. Never speaks to another machine, never
follows, never unpacks.

To the cloud aiohttp goes, for TLS and proxies are not ours to write. For Ollama it would be a large
part of what the gateway adds to a call, and of what the service, the desktop and the command line
take of the memory and of their start.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httptools

from ziggie_desktop.tasks import Tasks

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
KEPT_S = 30.0
KEPT_AT_MOST = 256
HEAD_LIMIT = 64 * 1024
BUFFERED = 256 * 1024  # a reader that is slower than the side holds it up here

Place = tuple[str, int]
Heard = Callable[[bytes], bool]  # False: that is enough for now


class Reset(Exception):
    """The connection ended before the answer's head was here."""


class NotHttp(Exception):
    """What came is no HTTP/1.1 answer, or what should be sent is no request."""


class TooLong(OSError):
    """More came than anybody should keep."""


@lru_cache(maxsize=64)
def place_of(url: str) -> tuple[Place, bytes] | None:
    """Where to and the request's target and Host; None for a URL that is not ours to call."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK or parts.username is not None:
        return None
    target = parts.path or "/"
    if parts.query:
        target += "?" + parts.query
    head = f" {target} HTTP/1.1\r\nhost: {parts.netloc}\r\n"
    return (parts.hostname, parts.port or 80), head.encode("ascii")


class Loopback:
    """Keeps idle connections for ``KEPT_S``; they are closed with ``tasks``."""

    def __init__(self, *, tasks: Tasks, connect_s: float) -> None:
        self._tasks = tasks
        self._connect_s = connect_s
        self._idle: dict[Place, list[Connection]] = {}
        self._sweeping = False

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Connection:
        """Send, and wait for the head of the answer; the caller holds the time limit and closes.

        A kept connection may have been closed by the side meanwhile, which looks like a reset: so
        a reset is tried once more, on a new connection. Raises Reset, NotHttp, OSError and, where
        no connection comes about, TimeoutError.
        """
        found = place_of(url)
        assert found is not None, "only for this machine"
        place, target = found
        request = _request("POST", target, headers, body)
        try:
            return await self._ask(self._kept(place) or await self._connect(place), request)
        except Reset:
            return await self._ask(await self._connect(place), request)

    async def _ask(self, connection: Connection, request: bytes) -> Connection:
        try:
            await connection.send(request)
        except BaseException:
            connection.abort()
            raise
        return connection

    async def _connect(self, place: Place) -> Connection:
        if not self._sweeping:
            self._sweeping = True
            self._tasks.start(self._sweep(), name="connections")
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._connect_s):
            _, connection = await loop.create_connection(
                lambda: Connection(keep=self.keep, place=place, loop=loop), *place
            )
        return connection

    def _kept(self, place: Place) -> Connection | None:
        """The one that was used last: the others grow old and are closed."""
        kept = self._idle.get(place)
        while kept:
            connection = kept.pop()
            if connection.is_open:
                return connection
        return None

    def keep(self, connection: Connection, place: Place) -> None:
        kept = self._idle.setdefault(place, [])
        if len(kept) >= KEPT_AT_MOST:
            connection.abort()
            return
        kept.append(connection)

    async def _sweep(self) -> None:
        """Close what was not used for a while, and at the end everything."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                await asyncio.sleep(KEPT_S)
                self._drop(loop.time() - KEPT_S)
        finally:
            self._drop(loop.time())

    def _drop(self, used_before: float) -> None:
        for place, kept in list(self._idle.items()):
            self._idle[place] = [c for c in kept if c.used_at > used_before and c.is_open]
            for connection in kept:
                if connection.used_at <= used_before:
                    connection.abort()
            if not self._idle[place]:
                del self._idle[place]


async def fetch(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    timeout_s: float,
    connect_s: float | None = None,
    most_bytes: int,
) -> tuple[int, bytes]:
    """Status and body of one question, on a connection of its own.

    Raises TimeoutError, TooLong, and OSError for all else: refused, reset, broken off, no HTTP.
    """
    async with (
        asyncio.timeout(timeout_s),
        asked(method, url, body=body, headers={}, connect_s=connect_s) as connection,
    ):
        return connection.status, await connection.whole(most_bytes=most_bytes)


@asynccontextmanager
async def asked(
    method: str, url: str, *, body: bytes, headers: Mapping[str, str], connect_s: float | None
) -> AsyncIterator[Connection]:
    """The head of an answer, on a connection of its own that ends with the block.

    Raises OSError, also for what is read in the block: TimeoutError where no connection comes
    about, refused, reset, no HTTP. The caller holds the time limit.
    """
    found = place_of(url)
    assert found is not None, "only for this machine"
    place, target = found
    async with asyncio.timeout(connect_s):
        connection = await _open(place, asyncio.get_running_loop())
    try:
        await connection.send(_request(method, target, headers, body))
        yield connection
    except (Reset, NotHttp) as error:
        raise ConnectionResetError("no whole answer came") from error
    finally:
        connection.abort()


async def _open(place: Place, loop: asyncio.AbstractEventLoop) -> Connection:
    """Raises ConnectionRefusedError, whichever of a name's addresses were tried."""
    try:
        _, connection = await loop.create_connection(
            lambda: Connection(keep=None, place=place, loop=loop), *place
        )
    except TimeoutError:
        raise
    except OSError as error:  # for two addresses asyncio raises one without a kind
        raise ConnectionRefusedError("nobody listens there") from error
    return connection


def _request(method: str, target: bytes, headers: Mapping[str, str], body: bytes) -> bytes:
    return method.encode("ascii") + target + _head(headers, len(body)) + body


def _head(headers: Mapping[str, str], length: int) -> bytes:
    lines = ["accept: */*\r\naccept-encoding: identity\r\nuser-agent: ziggie-desktop\r\n"]
    if length:
        lines.append(f"content-type: application/json\r\ncontent-length: {length}\r\n")
    for name, value in headers.items():
        if "\r" in value or "\n" in value:
            raise NotHttp
        lines.append(f"{name}: {value}\r\n")
    try:
        return "".join(lines).encode("latin-1") + b"\r\n"
    except UnicodeEncodeError:
        raise NotHttp from None


class Connection(asyncio.Protocol):
    """One connection, and the answer that is being read from it.

    ``read`` gives what has come, b"" after the last. ``close`` keeps the connection for the next
    request if the answer was whole, else ends it.
    """

    def __init__(
        self,
        *,
        keep: Callable[[Connection, Place], None] | None,
        place: Place,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._keep = keep
        self._place = place
        self._loop = loop
        self._transport: Any = None
        self._waiter: asyncio.Future[None] | None = None
        self._heard: Heard | None = None
        self._unheard: Exception | None = None
        self.used_at = loop.time()
        self.is_open = False
        self._asked = False
        self._parser = httptools.HttpResponseParser(self)  # reads one answer after another
        self._begin()

    def _begin(self) -> None:
        self._body: list[bytes] = []
        self._buffered = 0
        self._paused = False
        self._head_size = 0
        self._has_head = False
        self._ended = False
        self._lasts = False  # whether the side keeps the connection too
        self._fault: Exception | None = None
        self.status = 0
        self.headers: dict[str, str] = {}

    # What the request does

    async def send(self, request: bytes) -> None:
        """Write it, and wait for the head of the answer."""
        if not self.is_open:
            raise Reset
        self._begin()
        self._asked = True
        self._transport.write(request)
        while not self._has_head:
            if self._fault is not None:
                raise self._fault
            await self._wait()

    async def read(self) -> bytes:
        """What came since the last time. An answer that broke off ends as a whole one does."""
        while not self._body:
            if isinstance(self._fault, NotHttp):
                raise self._fault
            if self._ended or not self.is_open:
                return b""
            await self._wait()
        return self._taken()

    def _taken(self) -> bytes:
        data = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body.clear()
        self._buffered = 0
        if self._paused and self.is_open:
            self._paused = False
            self._transport.resume_reading()
        return data

    async def whole(self, *, most_bytes: int | None = None) -> bytes:
        """All that is left. Raises TooLong, and ConnectionResetError if it breaks off."""
        answer = bytearray()
        while part := await self.read():
            answer += part
            if most_bytes is not None and len(answer) > most_bytes:
                raise TooLong("the answer is too long")
        if not self._ended:
            raise ConnectionResetError("the answer broke off")
        return bytes(answer)

    async def listen(self, heard: Heard) -> bool:
        """Hand on what comes the moment that it comes. True once ``heard`` has said that it is
        enough, False after the last. What ``heard`` raises is raised here."""
        self._begin_to_listen(heard)
        try:
            self._hand_on()
            while self._heard is not None:
                if isinstance(self._fault, NotHttp):
                    raise self._fault
                if self._ended or not self.is_open:
                    return False
                await self._wait()
        finally:
            self._heard = None
        if self._unheard is not None:
            raise self._unheard
        return True

    def _begin_to_listen(self, heard: Heard) -> None:
        self._heard, self._unheard = heard, None

    def _hand_on(self) -> None:
        if self._body and self._heard is not None:
            try:
                if not self._heard(self._taken()):
                    self._heard = None
            except Exception as error:  # noqa: BLE001 - the listener's, and raised where it waits
                self._heard, self._unheard = None, error
        if self._heard is None or self._ended or self._fault is not None:
            self._wake()

    @property
    def is_whole(self) -> bool:
        return self._ended

    def at_eof(self) -> bool:
        return (self._ended or not self.is_open) and not self._body

    def close(self) -> None:
        if not self._asked:
            return
        self._asked = False
        if self._keep is not None and self._ended and self._lasts and self.is_open:
            self.used_at = self._loop.time()
            self._keep(self, self._place)
        else:
            self.abort()

    def abort(self) -> None:
        self._asked = False
        self.is_open = False
        self._transport.abort()

    async def _wait(self) -> None:
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # What the event loop says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self.is_open = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if not self._has_head and self._fault is None:
            self._fault = Reset()
        self._wake()

    def data_received(self, data: bytes) -> None:
        if not self._asked:  # nobody asked: no answer of ours can begin with this
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fault = NotHttp()
            self.is_open = False
            self._transport.abort()
        if not self._has_head:
            self._head_size += len(data)
            if self._head_size > HEAD_LIMIT:
                self._fault = NotHttp()
        if self._heard is not None:
            self._hand_on()
        elif self._has_head or self._fault is not None:
            self._wake()

    # What the parser says

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._has_head:
            self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        if self.status < 200:  # "continue" and its like: the answer comes after it
            self.headers.clear()
        else:
            self._has_head = True

    def on_body(self, data: bytes) -> None:
        if self._ended:  # of an answer that nobody asked for
            return
        self._body.append(data)
        self._buffered += len(data)
        if self._buffered > BUFFERED and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        if self._has_head:
            self._ended = True
            self._lasts = self._parser.should_keep_alive()

    def on_message_begin(self) -> None:
        if self._ended:  # a second answer to one request
            self.is_open = False
