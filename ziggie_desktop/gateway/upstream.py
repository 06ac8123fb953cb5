"""Owns one HTTP call of a side: its limits, its bytes, its faults in our terms.

Never follows a redirect, never unpacks, never sends a header that it was not given.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Protocol

import msgspec

from ziggie_desktop.gateway.dialect import AnswerReader
from ziggie_desktop.gateway.events import Event, Failed, FaultKind
from ziggie_desktop.loopback import Connection, Heard, Loopback, NotHttp, Reset, place_of
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp, late_session, load

RECHECK_S = 0.25  # while the caller, not the side, is waited for


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


class Reading(Protocol):
    """How a side's answers are read."""

    def reader(self) -> AnswerReader: ...
    def read_error(self, status: int, headers: dict[str, str], body: bytes) -> Failed: ...


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
            raise SideFailed(_malformed("its answer is not HTTP")) from error

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
            raise SideFailed(_malformed("its answer is not HTTP")) from error

    async def listen(self, heard: Heard) -> bool:
        if self._connection is None:
            return False
        try:
            return await self._connection.listen(heard)
        except NotHttp as error:
            raise SideFailed(_malformed("its answer is not HTTP")) from error

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
            raise SideFailed(_malformed("its answer is not HTTP")) from error
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
            raise SideFailed(_timeout("no answer in time")) from error

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
                        raise SideFailed(_malformed("its answer is larger than any answer may be"))
        except TimeoutError as error:
            raise SideFailed(_timeout("no whole answer in time")) from error
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
                raise SideFailed(_malformed("its answer is not HTTP")) from error
        raise AssertionError("unreachable")


class Call:
    """One streaming call of one side, from request to end marker. Used once, as a context.

    One timer watches all of it; what is done between two reads does not count against the side.
    Leaving the context closes the connection unless the answer was read to its end.
    """

    def __init__(
        self,
        *,
        upstream: Upstream,
        wire: Reading,
        first_token_until: Callable[[], float],
        total_until: float,
    ) -> None:
        self._upstream = upstream
        self._limits = upstream.limits
        self._wire = wire
        self._first_token_until = first_token_until
        self._total_until = total_until
        self._answer: Answer | None = None
        self._reader: AnswerReader = wire.reader()
        self._loop = upstream.loop
        self._received = 0
        self._token_seen = False
        self._waiting_since: float | None = None
        self._expired = ""
        self._ended = False

    async def __aenter__(self) -> Call:
        self._task = asyncio.current_task(self._loop)
        self._cancelling = 0 if self._task is None else self._task.cancelling()
        self._waiting_since = self._loop.time()
        self._handle = self._loop.call_at(self._due(), self._check)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._handle.cancel()
        if self._answer is not None:
            self._answer.close()
        if self._expired and self._task is not None:
            # As asyncio.timeout does: another's wish to cancel is not ours to take back.
            others = self._task.uncancel() > self._cancelling
            if isinstance(error, asyncio.CancelledError) and not others:
                raise SideFailed(_timeout(self._expired)) from error

    async def open(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> None:
        """Send the request; anything but a 200 stream is raised as SideFailed."""
        answer = await self._upstream.ask(url, body=body, headers=headers)
        self._answer = answer
        if answer.status != 200:
            raise SideFailed(await self._refusal(answer))
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise SideFailed(_malformed("its answer is compressed, which was not asked for"))
        self._waiting_since = None

    async def next(self) -> tuple[bytes, list[Event]] | None:
        """The next bytes and what they say; None after the last. Raises SideFailed."""
        if self._ended or self._answer is None:
            return None
        self._waiting_since = self._loop.time()
        data = await self._answer.read()
        self._waiting_since = None
        if not data:
            self._ended = True
            return b"", _checked(self._reader.close())
        return data, self._read(data)

    async def listen(self, said: Callable[[bytes, list[Event]], bool]) -> bool:
        """What ``next`` would give, handed on as it comes, with no turn of the task for each. True
        when ``said`` has heard enough for now, False after the last. Raises SideFailed."""
        if self._ended or self._answer is None:
            return False

        def heard(data: bytes) -> bool:
            self._waiting_since = self._loop.time()
            return said(data, self._read(data))

        self._waiting_since = self._loop.time()
        more = await self._answer.listen(heard)
        self._waiting_since = None
        if not more:
            self._ended = True
            said(b"", _checked(self._reader.close()))
        return more

    def _read(self, data: bytes) -> list[Event]:
        self._received += len(data)
        if self._received > self._limits.max_answer_bytes:
            raise SideFailed(_malformed("its answer is larger than any answer may be"))
        return _checked(self._reader.feed(data))

    def token_seen(self) -> None:
        """From here on the limit is the gap between two pieces, not the first token's."""
        if self._token_seen:
            return
        self._token_seen = True
        gap_until = self._loop.time() + self._limits.gap_s
        if gap_until < self._handle.when():
            self._handle.cancel()  # a model that is loading has minutes, a gap has not
            self._handle = self._loop.call_at(gap_until, self._check)

    def leave(self) -> None:
        """Enough was heard: the side may stop."""
        answer, self._answer = self._answer, None
        if answer is not None:
            answer.close()

    async def drain(self) -> None:
        """Read what follows the end marker, so that the connection can serve again."""
        answer = self._answer
        if answer is None or answer.at_eof():
            return
        try:
            async with asyncio.timeout(self._limits.drain_s):
                while not answer.at_eof():
                    await answer.read()
        except (TimeoutError, SideFailed):
            return  # the context closes it

    def _due(self) -> float:
        if not self._token_seen:
            return self._first_token_until()
        if self._waiting_since is None:
            return min(self._loop.time() + RECHECK_S, self._total_until)
        return min(self._waiting_since + self._limits.gap_s, self._total_until)

    def _check(self) -> None:
        due, now = self._due(), self._loop.time()
        if self._waiting_since is None and now < self._total_until:
            due = max(due, now + RECHECK_S)
        if due > now:
            self._handle = self._loop.call_at(due, self._check)
            return
        if now >= self._total_until:
            self._expired = "the answer was not complete in time"
        elif self._token_seen:
            self._expired = f"it fell silent for {self._limits.gap_s:g} s within the answer"
        else:
            self._expired = "no first token in time"
        if self._task is not None:
            self._task.cancel()

    async def _refusal(self, answer: Answer) -> Failed:
        if 300 <= answer.status < 400:
            return _malformed("it sends us elsewhere, and redirects are not followed")
        if answer.status < 300:
            return _malformed(f"it answered with status {answer.status}")
        body = b""
        with contextlib.suppress(SideFailed):
            while len(body) < self._limits.max_error_bytes and (data := await answer.read()):
                body += data
        return self._wire.read_error(answer.status, dict(answer.headers), body)


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


def _checked(events: list[Event]) -> list[Event]:
    if events and isinstance(events[-1], Failed):
        raise SideFailed(events[-1])
    return events


def _connect(what: str) -> Failed:
    return Failed(kind=FaultKind.CONNECT, message=what)


def _timeout(what: str) -> Failed:
    return Failed(kind=FaultKind.TIMEOUT, message=what)


def _malformed(what: str) -> Failed:
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
