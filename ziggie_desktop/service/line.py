"""Owns the caller's connection as the short way writes to it: bytes, and no message for each piece.

uvicorn reads requests, keeps connections, queues those that come too early and ends them all; it is
told of every answer that was given beside it. Never writes before the answer before it has ended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from ziggie_desktop.gateway.answer import LINE, Headers
from ziggie_desktop.service.cork import CorkedProtocol


class Line:
    """``gateway.answer.Line`` over one request of uvicorn's."""

    __slots__ = ("_chunked", "_cycle", "_head", "_protocol", "_transport")

    def __init__(self, protocol: LineProtocol, cycle: RequestResponseCycle) -> None:
        self._protocol = protocol
        self._transport = protocol.bare
        self._cycle = cycle
        self._head = b""
        self._chunked = False

    def begin(self, status: int, headers: Headers, *, length: int | None) -> None:
        """The head, which leaves with the first bytes of the body."""
        cycle = self._cycle
        lines = [STATUS_LINE[status]]
        for name, value in (*cycle.default_headers, *headers):
            lines += (name, b": ", value, b"\r\n")
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        self._chunked = length is None
        if length is None:
            lines.append(b"transfer-encoding: chunked\r\n\r\n")
        else:
            lines.append(b"content-length: %d\r\n\r\n" % length)
        self._head = b"".join(lines)

    def write(self, data: bytes) -> None:
        """One piece that is not empty."""
        if not self._cycle.disconnected:
            self._send(b"%x\r\n%b\r\n" % (len(data), data))

    def end(self, data: bytes) -> None:
        cycle = self._cycle
        if cycle.disconnected:
            return
        if self._chunked:
            data = b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data) if data else b"0\r\n\r\n"
        self._send(data)
        cycle.response_complete = True
        cycle.scope.pop("extensions", None)  # a ring of references would wait for the collector
        cycle.message_event.set()
        if not cycle.keep_alive:
            self._transport.close()
        cycle.on_response()

    def _send(self, data: bytes) -> None:
        if self._head:
            data, self._head = self._head + data, b""
            self._cycle.response_started = True
        self._transport.write(data)

    @property
    def is_full(self) -> bool:
        return self._cycle.flow.write_paused

    async def drained(self) -> None:
        await self._cycle.flow.drain()

    def on_gone(self, tell: Callable[[], None] | None) -> None:
        self._protocol.gone = tell
        if tell is not None:
            self._cycle.flow.resume_reading()  # else nobody hears of it
            if self._cycle.disconnected:
                tell()


class LineProtocol(CorkedProtocol):
    """uvicorn's own, with such a line in the scope of every request.

    One timer watches an idle connection for as long as it is kept: uvicorn makes and cancels one
    for each request. It may look too early, never too late."""

    bare: Any = None  # the transport, without the cork
    gone: Callable[[], None] | None = None
    _idle_since: float | None = None  # None: a request is coming in or being answered

    def connection_made(self, transport: Any) -> None:
        self.bare = transport
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        gone, self.gone = self.gone, None
        if gone is not None:
            gone()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        cycle.scope["extensions"] = {LINE: Line(self, cycle)}  # type: ignore[dict-item]
        super()._start_asgi_task(cycle, app)

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = None

    def on_response_complete(self) -> None:
        idle = not self.pipeline
        if idle and self.timeout_keep_alive_task is not None and not self.bare.is_closing():
            self.server_state.total_requests += 1
            self.flow.resume_reading()
        else:
            super().on_response_complete()  # answers the one that waits, or sets the timer
        if idle:
            self._idle_since = self.loop.time()

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self._idle_since is None:
            return  # set anew when the answer is given
        left_s = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left_s > 0:
            again = self.loop.call_later(left_s, self.timeout_keep_alive_handler)
            self.timeout_keep_alive_task = again
        else:
            super().timeout_keep_alive_handler()
