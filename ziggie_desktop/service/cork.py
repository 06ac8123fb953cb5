"""Owns how an answer leaves the server: its head together with the first of its body.

uvicorn writes them one after the other, and each write is a system call, a packet and a wake-up of
who reads. Never holds a head longer than the turn of the loop that it was written in.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = b"HTTP/1."


class Cork:
    """A transport that keeps an answer's head back for the write that follows at once."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._head = b""
        self._loop = asyncio.get_running_loop()

    def write(self, data: bytes) -> None:
        if self._head:
            data, self._head = self._head + data, b""
        elif data.startswith(HEAD):
            self._head = data
            self._loop.call_soon(self._flush)
            return
        self._transport.write(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class CorkedProtocol(HttpToolsProtocol):
    """uvicorn's own, over such a transport."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(Cork(transport))  # type: ignore[arg-type]
