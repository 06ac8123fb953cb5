"""Owns reading a caller's body: how large, in what form. Never reads more than it may."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.answer import Receive, Scope
from ziggie_desktop.gateway.ports import Caller

MAX_BODY = 32 * 1024 * 1024


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
    return "req_" + os.urandom(12).hex()


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


def _too_large(max_bytes: int) -> ZiggieError:
    return ZiggieError(
        "request_too_large",
        f"The request is larger than {max_bytes // (1024 * 1024)} MiB",
        "Send less at a time.",
        status=413,
    )
