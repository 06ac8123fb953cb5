"""Owns what goes back to a caller: status, headers, bytes in order. Never a second start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialect import AnswerWriter
from ziggie_desktop.gateway.events import Event, Started, TextDelta, ThinkingDelta
from ziggie_desktop.routing.request import Target

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

JSON = "application/json"
LINE = "ziggie.line"  # ASGI extension: the caller's own connection, where the server has one
MAX_HEADER = 300
ID_HEADERS = {"anthropic": b"request-id", "openai": b"x-request-id"}  # where its SDK looks for it


class Line(Protocol):
    """The caller's connection. ``begin``'s head leaves with the first bytes after it; ``length``
    None: the answer comes in pieces. ``is_full``: wait until it is ``drained``. ``on_gone``: who is
    told at once that the caller hung up."""

    def begin(self, status: int, headers: Headers, *, length: int | None) -> None: ...
    def write(self, data: bytes) -> None: ...
    def end(self, data: bytes) -> None: ...
    @property
    def is_full(self) -> bool: ...
    async def drained(self) -> None: ...
    def on_gone(self, tell: Callable[[], None] | None) -> None: ...


class Out:
    """One HTTP answer. ``finishing`` is set before the last bytes: a hang-up is none after it."""

    line: Line | None = None

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False
        self.finishing = False

    async def start(self, status: int, headers: Headers) -> None:
        assert not self.begun
        self.begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, data: bytes) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self, data: bytes) -> None:
        self.finishing = True
        await self._send({"type": "http.response.body", "body": data, "more_body": False})

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        headers.append((b"content-length", b"%d" % len(body)))
        self.finishing = True
        await self.start(status, headers)
        await self.end(body)


class LineOut(Out):
    """The same without a message for each piece."""

    line: Line

    def __init__(self, line: Line) -> None:
        self.line = line
        self.begun = False
        self.finishing = False

    async def start(self, status: int, headers: Headers) -> None:
        assert not self.begun
        self.begun = True
        self.line.begin(status, headers, length=None)

    async def write(self, data: bytes) -> None:
        if data:
            self.line.write(data)
        if self.line.is_full:
            await self.line.drained()

    async def end(self, data: bytes) -> None:
        self.finishing = True
        self.line.end(data)

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        assert not self.begun
        self.begun = self.finishing = True
        self.line.begin(status, headers, length=len(body))
        self.line.end(body)


def out_of(scope: Scope, send: Send) -> Out:
    line: Line | None = scope.get("extensions", {}).get(LINE)
    return Out(send) if line is None else LineOut(line)


def plain(value: str) -> bytes:
    """A header value: ASCII, one line, not too long."""
    return _plain(value[:MAX_HEADER])


@lru_cache(maxsize=256)
def _plain(value: str) -> bytes:
    """Kept, for there are few models and reasons."""
    if value.isascii() and value.isprintable():
        return value.strip().encode("ascii")
    text = value.replace("→", "->").replace("–", "-").replace("—", "-").replace("’", "'")
    flat = "".join(c if " " <= c <= "~" else " " if c.isspace() else "?" for c in text)
    return flat[:MAX_HEADER].strip().encode("ascii")


def error_headers(
    dialect: str,
    request_id: str,
    *,
    retry_after_s: float | None = None,
    final: bool = False,
    way: Sequence[tuple[bytes, bytes]] = (),
) -> Headers:
    """``final``: our own routes are used up, so that the client's retries would only repeat it.
    ``way``: what is known of the way that the request went (``way_headers``)."""
    headers = [(b"content-type", JSON.encode()), *id_headers(dialect, request_id), *way]
    if final:
        headers.append((b"x-should-retry", b"false"))
    if retry_after_s is not None and retry_after_s > 0:
        headers.append((b"retry-after", b"%d" % max(1, round(retry_after_s))))
    return headers


def id_headers(dialect: str | None, request_id: str) -> Headers:
    """The id of a request, under our name and under the one that the dialect's SDK knows."""
    named = request_id.encode()
    headers = [(b"x-ziggie-request-id", named)]
    if dialect in ID_HEADERS:
        headers.append((ID_HEADERS[dialect], named))
    return headers


def way_headers(target: Target | None, *, reason: str, fallback: str | None) -> Headers:
    """Where a request went and why. ``target`` is who answered, or whose error it is; None where
    nobody was asked."""
    headers = []
    if target is not None:
        headers.append((b"x-ziggie-route", target.side.value.encode()))
        headers.append((b"x-ziggie-model", plain(target.model)))
    if reason:
        headers.append((b"x-ziggie-reason", plain(reason)))
    if fallback is not None:
        headers.append((b"x-ziggie-fallback", plain(fallback)))
    return headers


def answer_headers(
    dialect: str,
    request_id: str,
    *,
    content_type: str,
    target: Target,
    reason: str,
    fallback: str | None,
) -> Headers:
    headers = [
        (b"content-type", content_type.encode()),
        *id_headers(dialect, request_id),
        *way_headers(target, reason=reason, fallback=fallback),
    ]
    if content_type != JSON:
        headers.append((b"cache-control", b"no-cache"))
    return headers


class Sink(Protocol):
    """Turns what a side sends into what the caller gets, piece by piece."""

    content_type: str

    def push(self, raw: bytes, events: list[Event]) -> bytes: ...
    def finish(self) -> bytes: ...


def signed(last: bytes, ziggie: dict[str, Any]) -> bytes:
    """The last record of a stream with what Ziggie says of the answer, known only now; every other
    byte stays as it came. The brace that ends such a record closes its one JSON object."""
    end = last.rfind(b"}")
    if end < 0:
        return last
    return b'%b,"ziggie":%b%b' % (last[:end], msgspec.json.encode(ziggie), last[end:])


class RelaySink:
    """The side's own bytes, cut only between two records, so that an error can follow cleanly."""

    def __init__(self, *, content_type: str) -> None:
        self.content_type = content_type
        self._marks = (b"\n",) if "ndjson" in content_type else (b"\n\n", b"\r\n\r\n")
        self._rest = b""

    def push(self, raw: bytes, events: list[Event]) -> bytes:
        if self._rest:
            raw = self._rest + raw
        end = max(raw.rfind(mark) + len(mark) if mark in raw else 0 for mark in self._marks)
        self._rest = raw[end:]
        return raw[:end] if self._rest else raw

    def finish(self) -> bytes:
        rest, self._rest = self._rest, b""
        if not rest.strip():
            return b""
        return rest.rstrip(b"\r\n") + self._marks[0]


class WriterSink:
    """Another dialect's events, written in the caller's."""

    def __init__(self, writer: AnswerWriter, *, shown: list[Event]) -> None:
        self._writer = writer
        self.content_type = writer.content_type
        for event in shown:
            writer.write(event)  # already with the caller: only the writer's state matters

    def push(self, raw: bytes, events: list[Event]) -> bytes:
        write = self._writer.write
        if len(events) == 1:
            return write(events[0])
        return b"".join([write(event) for event in events])

    def finish(self) -> bytes:
        return b""


class NoSink:
    """For answers that are made of all their events at the end."""

    content_type = JSON

    def push(self, raw: bytes, events: list[Event]) -> bytes:
        return b""

    def finish(self) -> bytes:
        return b""


class Diverged(Exception):
    """Another side's answer does not begin with what the caller already has."""


class Replay:
    """Lets a second answer through from where the first one broke off.

    Only plain text can be continued; what the caller has must be repeated to the letter.
    """

    def __init__(self, shown: list[Event]) -> None:
        self.possible = all(isinstance(e, Started | TextDelta) for e in shown)
        self._rest = "".join(e.text for e in shown if isinstance(e, TextDelta))

    def filter(self, events: list[Event]) -> list[Event]:
        return [kept for event in events if (kept := self._one(event)) is not None]

    def _one(self, event: Event) -> Event | None:
        if isinstance(event, Started):
            return None
        if not self._rest:
            return event
        if isinstance(event, ThinkingDelta):
            return None  # a side that thinks before it repeats the text
        if not isinstance(event, TextDelta):
            raise Diverged
        text, rest = event.text, self._rest
        if rest.startswith(text):
            self._rest = rest[len(text) :]
            return None
        if text.startswith(rest):
            self._rest = ""
            return TextDelta(text=text[len(rest) :])
        raise Diverged


def failure(writer: AnswerWriter, shown: list[Event], error: ZiggieError) -> bytes:
    """The end of a stream that was begun and cannot be completed."""
    for event in shown:
        writer.write(event)
    return writer.fail(error)
