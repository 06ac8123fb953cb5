"""Owns the seams between a dialect and the pipeline. Sans-I/O: bytes and values, no sockets.

A dialect is one file: how its requests are read and its answers written (toward callers), and,
where a side speaks it, how requests are written and answers read (toward that side).
"""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.events import Event, Failed
from ziggie_desktop.gateway.turns import Conversation


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer says of itself.

    ``ziggie`` is put under that name into JSON bodies that allow further fields.
    """

    request_id: str
    model: str
    created_at: float
    ziggie: dict[str, Any] | None = None


class AnswerWriter(Protocol):
    """Turns neutral events into the caller's stream. One answer, used once.

    ``write`` may return nothing for an event. ``fail`` ends a stream that was begun so that no
    client takes it for finished. After ``Stopped`` or ``fail`` nothing more is written.
    """

    content_type: str

    def write(self, event: Event) -> bytes: ...
    def fail(self, error: ZiggieError) -> bytes: ...


class Dialect(Protocol):
    """Toward callers.

    ``read_request`` raises ZiggieError (400) in words. ``whole`` takes the events of a complete
    answer. ``error`` gives status and body in the dialect's own shape.
    """

    name: str

    def read_request(self, body: bytes, *, path: str) -> Conversation: ...
    def writer(self, conversation: Conversation, about: About) -> AnswerWriter: ...
    def whole(
        self, conversation: Conversation, about: About, events: tuple[Event, ...]
    ) -> bytes: ...
    def error(self, error: ZiggieError, *, request_id: str) -> bytes: ...


class AnswerReader(Protocol):
    """Turns a side's bytes, split anywhere, into neutral events.

    ``close`` is called when the body ended: it reports ``Failed(TRUNCATED)`` unless the end marker
    was seen. Never more than one ``Stopped`` or ``Failed``.
    """

    def feed(self, data: bytes) -> list[Event]: ...
    def close(self) -> list[Event]: ...


class Wire(Protocol):
    """Toward a side that speaks the dialect. Requests are always written as streaming ones."""

    name: str

    def write_request(self, conversation: Conversation, *, model: str) -> bytes: ...
    def reader(self) -> AnswerReader: ...
    def read_error(self, status: int, headers: dict[str, str], body: bytes) -> Failed: ...
