"""Owns what one caller is told, and that it is booked once, before the last byte. Asks no side."""

from __future__ import annotations

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.gateway.answer import (
    JSON,
    NoSink,
    Out,
    RelaySink,
    Sink,
    WriterSink,
    error_headers,
    failure,
)
from ziggie_desktop.gateway.booking import Booking, Tap
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.disclosure import Disclosure
from ziggie_desktop.gateway.events import Event
from ziggie_desktop.gateway.gather import GatherSink
from ziggie_desktop.gateway.hints import Hints
from ziggie_desktop.gateway.shared import Gateway
from ziggie_desktop.gateway.sides import Incoming
from ziggie_desktop.routing.request import Target


class Reply:
    """To one request. ``target`` and ``tap`` are those of the call that is or was under way;
    ``shown`` is what the caller had of a stream before it broke."""

    def __init__(
        self, *, gateway: Gateway, dialect: Dialect, incoming: Incoming, hints: Hints, out: Out
    ) -> None:
        talk = incoming.conversation
        self.out = out
        self.booking = Booking(
            request_id=incoming.request_id,
            dialect=dialect.name,
            hints=hints,
            operation=talk.operation.value,
            model=talk.model,
        )
        self.disclosure = Disclosure(
            booking=self.booking,
            dialect=dialect.name,
            asked_model=talk.model,
            simulated=lambda side: gateway.sides[side].simulated,
        )
        self.shown: list[Event] = []
        self.target: Target | None = None
        self.tap: Tap | None = None
        self._gw = gateway
        self._dialect = dialect
        self._talk = talk
        self._booked = False

    def sink(self, target: Target, *, relay: bool) -> Sink:
        """For one call of a side; ``relay``: its bytes are in the caller's dialect."""
        if not self._talk.stream:
            return GatherSink(dialect=self._dialect.name) if relay else NoSink()
        if relay:
            return RelaySink(content_type=self._gw.sides[target.side].content_type)
        writer = self._dialect.writer(self._talk, self.disclosure.about(target))
        return WriterSink(writer, shown=self.shown)

    async def begin(self, target: Target, sink: Sink) -> None:
        await self.out.start(200, self.disclosure.headers(target, sink.content_type))

    async def complete(
        self, target: Target, tap: Tap, sink: Sink, data: bytes, *, began: float
    ) -> None:
        """Book a complete answer, then send what is left of it."""
        stream = self._talk.stream
        body = b"" if stream else self._body(target, tap, sink)
        self.booking.tried(target, "ok", began=began, usage=tap.usage())
        self.book(RequestStatus.OK)
        if not stream:
            await self.out.whole(200, self.disclosure.headers(target, JSON), body)
            return
        if not self.out.begun:
            await self.begin(target, sink)
        await self.out.end(data)

    def _body(self, target: Target, tap: Tap, sink: Sink) -> bytes:
        about = self.disclosure.about(target)
        if isinstance(sink, GatherSink):
            return sink.document(about.ziggie)
        return self._dialect.whole(self._talk, about, tuple(tap.events))

    async def fail(
        self, error: ZiggieError, *, final: bool, retry_after_s: float | None = None
    ) -> None:
        """Nobody can answer: booked, then said in the dialect's own shape."""
        self.book(RequestStatus.FAILED, error_type=error.code)
        request_id = self.booking.request_id
        if self.out.finishing:
            return
        if self.out.begun:
            writer = self._dialect.writer(self._talk, self.disclosure.about(self.target))
            await self.out.end(failure(writer, self.shown, error))
            return
        headers = error_headers(
            self._dialect.name,
            request_id,
            final=final,
            retry_after_s=retry_after_s,
            way=self.disclosure.way(self.target),
        )
        body = self._dialect.error(error, request_id=request_id)
        await self.out.whole(error.status, headers, body)

    def book(self, status: RequestStatus, *, error_type: str | None = None) -> None:
        """Once, and before the caller has the last byte: a crash after that loses no row."""
        if self._booked:
            return
        self._booked = True
        answering = status is not RequestStatus.FAILED or self.out.begun
        target = self.target if answering else None
        tap = self.tap if answering else None
        row = self.booking.row(
            status,
            target=target,
            tap=tap,
            error_type=error_type,
            simulated=target is not None and self._gw.sides[target.side].simulated,
        )
        self._gw.recorder.finished(row, tap.timings if tap is not None else None)
