"""Owns one HTTP call of a side: its limits, its bytes, its faults in our terms.

Never follows a redirect, never unpacks, never sends a header that it was not given.
"""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Mapping
from typing import Protocol

import msgspec

from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.loopback import Connection, Heard, Loopback, NotHttp, Reset, place_of
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp, late_session, load


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Every wait of the gateway. Tests make them small; nothing waits without one."""

    connect_s: float = 5.0
    ready_s: float = 30.0  # for an engine that is starting
    ready_hurry_s: float = 2.0  # the same where the other side could answer meanwhile
    first_token_cloud_s: float = 30.0
    first_token_local_s: float = 60.0
    first_token_cold_s: float = 120.0  # the model has to be loaded first
    cold_factor: float = 3.0  # times what its loads took so far
    prefill_local_per_s: float = 200.0  # prompt tokens a second that a side is given in addition
    prefill_cloud_per_s: float = 5000.0
    gap_s: float = 30.0
    total_s: float = 600.0
    drain_s: float = 0.25  # for the bytes after the end marker, so that the connection is kept
    watch_s: float = 2.0  # between two looks at a side that failed
    max_answer_bytes: int = 64 * 1024 * 1024
    max_error_bytes: int = 64 * 1024


class SideFailed(Exception):
    """A side did not answer, or not wholly. Caught in this room, where the next side is asked."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.message)
        self.failed = failed


def new_session() -> aiohttp.ClientSession:
    """The one client of the gateway; the composition root keeps and closes it."""
    return late_session(
        lambda: aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30.0),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
    )


class Answer(Protocol):
    """A side's answer whose head is here. ``read`` gives b"" after the last byte, and where the
    connection broke off: what is missing, the dialect's reader says. ``listen`` hands on what comes
    until that has heard enough, which is True; False at the end. ``close`` keeps a connection that
    was read to its end. Header names are in lower case."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    async def read(self) -> bytes: ...
    async def listen(self, heard: Heard) -> bool: ...
    def at_eof(self) -> bool: ...
    def close(self) -> None: ...


class _Web:
    """An answer that aiohttp fetched."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.headers.items()}

    async def read(self) -> bytes:
        try:
            return await self._response.content.readany()
        except (aiohttp.ClientPayloadError, aiohttp.ClientConnectionError, OSError):
            return b""
        except (aiohttp.ClientError, ValueError) as error:
            raise SideFailed(malformed("its answer is not HTTP")) from error

    async def listen(self, heard: Heard) -> bool:
        while data := await self.read():
            if not heard(data):
                return True
        return False

    def at_eof(self) -> bool:
        return self._response.content.at_eof()

    def close(self) -> None:
        self._response.close()


class _Near:
    """An answer of a side on this machine. Once closed, its connection may be another's."""

    def __init__(self, connection: Connection) -> None:
        self._connection: Connection | None = connection
        self.status = connection.status
        self.headers = connection.headers

    async def read(self) -> bytes:
        if self._connection is None:
            return b""
        try:
            return await self._connection.read()
        except NotHttp as error:
            raise SideFailed(malformed("its answer is not HTTP")) from error

    async def listen(self, heard: Heard) -> bool:
        if self._connection is None:
            return False
        try:
            return await self._connection.listen(heard)
        except NotHttp as error:
            raise SideFailed(malformed("its answer is not HTTP")) from error

    def at_eof(self) -> bool:
        return self._connection is None or self._connection.at_eof()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Upstream:
    """Calls sides: over one shared session, and those on this machine by our own client."""

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession,
        limits: Limits,
        tasks: Tasks,
        own_client: bool = True,
    ) -> None:
        self._near = Loopback(tasks=tasks, connect_s=limits.connect_s)
        self._own_client = own_client
        self._session = session
        self.loop = asyncio.get_running_loop()  # asked once: in Python 3.11 that is a system call
        self.limits = limits

    async def ask(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send, and wait for the head of the answer; the caller holds the time limit."""
        if self._own_client and place_of(url) is not None:
            return await self._ask_near(url, body, headers)
        return _Web(await self.post(url, body=body, headers=headers))

    async def _ask_near(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            return _Near(await self._near.post(url, body=body, headers=headers))
        except Reset as error:
            raise SideFailed(_connect("the connection was reset")) from error
        except NotHttp as error:
            raise SideFailed(malformed("its answer is not HTTP")) from error
        except TimeoutError as error:
            raise SideFailed(_connect("no connection in time")) from error
        except OSError as error:
            raise SideFailed(_connect(_words(error))) from error

    async def send(
        self, url: str, *, body: bytes | None, headers: Mapping[str, str], until: float
    ) -> aiohttp.ClientResponse:
        """As ``post``, or GET without a body, with a limit of its own."""
        try:
            async with asyncio.timeout_at(until):
                return await self.post(url, body=body, headers=headers)
        except TimeoutError as error:
            raise SideFailed(timed_out("no answer in time")) from error

    async def whole(
        self, url: str, *, body: bytes, until: float, max_bytes: int
    ) -> tuple[int, bytes]:
        """Status and body of an answer in one piece; where it broke off, its reader will tell."""
        answer: Answer | None = None
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout_at(until):
                answer = await self.ask(url, body=body, headers={})
                while data := await answer.read():
                    parts.append(data)
                    size += len(data)
                    if size > max_bytes:
                        raise SideFailed(malformed("its answer is larger than any answer may be"))
        except TimeoutError as error:
            raise SideFailed(timed_out("no whole answer in time")) from error
        finally:
            if answer is not None:
                answer.close()
        return answer.status, b"".join(parts)

    async def post(
        self, url: str, *, body: bytes | None, headers: Mapping[str, str]
    ) -> aiohttp.ClientResponse:
        """Send, and wait for the status line; the caller holds the time limit.

        A connection that the server closed while it lay in the pool looks like a reset, so a reset
        is tried once more at once.
        """
        await load()
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self.limits.connect_s)
        all_headers = {"accept-encoding": "identity", "content-type": "application/json", **headers}
        for last in (False, True):
            try:
                return await self._session.request(
                    "GET" if body is None else "POST",
                    url,
                    data=body,
                    headers=all_headers,
                    allow_redirects=False,
                    timeout=timeout,
                )
            except (aiohttp.ServerDisconnectedError, ConnectionResetError) as error:
                if last:
                    raise SideFailed(_connect("the connection was reset")) from error
            except aiohttp.ServerTimeoutError as error:
                raise SideFailed(_connect("no connection in time")) from error
            except aiohttp.ClientConnectorCertificateError as error:
                raise SideFailed(_connect("its certificate is not trusted")) from error
            except (aiohttp.ClientConnectorError, aiohttp.ClientOSError, OSError) as error:
                raise SideFailed(_connect(_words(error))) from error
            except aiohttp.ClientPayloadError as error:
                raise SideFailed(_connect("the connection was reset")) from error
            except (aiohttp.ClientError, ValueError) as error:
                raise SideFailed(malformed("its answer is not HTTP")) from error
        raise AssertionError("unreachable")


async def read_all(response: aiohttp.ClientResponse, *, max_bytes: int) -> bytes:
    """The whole body; ClientPayloadError when it is larger than it may be."""
    parts: list[bytes] = []
    total = 0
    while part := await response.content.readany():
        parts.append(part)
        total += len(part)
        if total > max_bytes:
            response.close()
            raise aiohttp.ClientPayloadError("too large")
    return b"".join(parts)


def _connect(what: str) -> Failed:
    return Failed(kind=FaultKind.CONNECT, message=what)


def timed_out(what: str) -> Failed:
    return Failed(kind=FaultKind.TIMEOUT, message=what)


def malformed(what: str) -> Failed:
    return Failed(kind=FaultKind.MALFORMED, message=what)


def _words(error: OSError) -> str:
    """What the system says of a connection, without the address."""
    inner = getattr(error, "os_error", error)
    text = getattr(inner, "strerror", None)
    if text and "Connect call failed" not in text:
        return str(text).lower()
    return (
        "connection refused"
        if getattr(inner, "errno", None) == errno.ECONNREFUSED
        else "no connection"
    )
