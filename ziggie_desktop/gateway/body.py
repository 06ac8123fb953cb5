"""Owns the door of a route: who calls, how large a body, and the refusal before any work."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Mapping

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.answer import Headers, Out, Receive, Scope, Send, error_headers
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.ports import Caller

MAX_BODY = 32 * 1024 * 1024
LINGER_BYTES = 64 * 1024 * 1024
LINGER_S = 2.0

_draw = random.Random(os.urandom(32)).getrandbits


class CallerGone(Exception):
    """The caller hung up before its request was complete."""


def header_map(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def caller_of(scope: Scope) -> Caller:
    """Who the service's authentication found; it stands before every one of our routes."""
    caller = scope["state"]["caller"]
    assert isinstance(caller, Caller)
    return caller


def new_request_id() -> str:
    """Unlike any other, and no secret: so no system call for each."""
    return f"req_{_draw(96):024x}"


def request_id_of(scope: Scope) -> str:
    """The one that the door gave it."""
    found: str = scope["state"].get("request_id") or new_request_id()
    return found


async def read_body(
    headers: Mapping[str, str], receive: Receive, *, max_bytes: int = MAX_BODY
) -> bytes:
    """The whole body; ZiggieError 413 or 415 as soon as it cannot be taken."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise ZiggieError(
            "unsupported_encoding",
            "The body is compressed, which is not taken here",
            "Send it without Content-Encoding.",
            status=415,
        )
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > max_bytes:
        raise _too_large(max_bytes)
    message = await receive()
    if message["type"] == "http.disconnect":
        raise CallerGone
    first: bytes = message.get("body", b"")
    if not message.get("more_body", False):
        if len(first) > max_bytes:
            raise _too_large(max_bytes)
        return first
    parts, total = [first], len(first)
    while message.get("more_body", False):
        if total > max_bytes:
            raise _too_large(max_bytes)
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerGone
        part = message.get("body", b"")
        total += len(part)
        parts.append(part)
    if total > max_bytes:
        raise _too_large(max_bytes)
    return b"".join(parts)


async def refuse(
    dialect: Dialect, error: ZiggieError, request_id: str, receive: Receive, send: Send
) -> None:
    """An error before anything was asked of anybody: nothing was used, so nothing is booked."""
    headers: Headers = error_headers(dialect.name, request_id)
    body = dialect.error(error, request_id=request_id)
    out = Out(send)
    if error.status != 413:
        await out.whole(error.status, headers, body)
        return
    headers += [(b"connection", b"close"), (b"content-length", b"%d" % len(body))]
    await out.start(error.status, headers)
    await out.write(body)
    await _discard(receive)
    await out.end(b"")


async def _discard(receive: Receive) -> None:
    """Take in, and forget, what a caller still sends after it was refused, for a while.

    Closing a connection with unread bytes resets it, and the caller would never see why.
    """
    left = LINGER_BYTES
    try:
        async with asyncio.timeout(LINGER_S):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def _too_large(max_bytes: int) -> ZiggieError:
    return ZiggieError(
        "request_too_large",
        f"The request is larger than {max_bytes // (1024 * 1024)} MiB",
        "Send less at a time.",
        status=413,
    )
