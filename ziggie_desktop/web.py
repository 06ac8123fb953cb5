"""Owns who carries a question: our own client to this machine, aiohttp to all else. Asks nothing
of its own.

aiohttp is loaded with the first call that needs it: it takes a third of a start and a quarter of
the memory, and a service that answers with local models alone does without.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from ziggie_desktop.loopback import TooLong, fetch, place_of

NAME = "aiohttp"


class _NeverRaised(Exception):
    """Stands in an ``except`` for an exception of a library that is not loaded."""


class _Later:
    """The library by its name; an attribute of it loads it."""

    def __getattr__(self, name: str) -> Any:
        if name.endswith("Error") and NAME not in sys.modules:
            return _NeverRaised  # an `except` is no reason to load what cannot have raised it
        return getattr(importlib.import_module(NAME), name)


if TYPE_CHECKING:
    import aiohttp as aiohttp
else:
    aiohttp = _Later()


async def load() -> None:
    """In a thread, where it holds up nobody as long as the import would."""
    if NAME not in sys.modules:
        await asyncio.to_thread(importlib.import_module, NAME)


class _LateSession:
    """A session that is made when it is first used. ``close`` makes none."""

    def __init__(self, make: Callable[[], aiohttp.ClientSession]) -> None:
        self._make = make
        self._made: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    async def close(self) -> None:
        self._closed = True
        if self._made is not None:
            await self._made.close()

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            if self._closed:
                raise RuntimeError("Session is closed")
            self._made = self._make()
        return getattr(self._made, name)


def late_session(make: Callable[[], aiohttp.ClientSession]) -> aiohttp.ClientSession:
    """Used as what it will be."""
    return cast("aiohttp.ClientSession", _LateSession(make))


async def question(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    timeout_s: float,
    connect_s: float | None = None,
    most_bytes: int,
) -> tuple[int, bytes]:
    """Status and body of one short call. Raises OSError (TooLong, TimeoutError and what the system
    says), from aiohttp its ClientError too."""
    if place_of(url) is not None:
        return await fetch(
            method,
            url,
            body=body or b"",
            timeout_s=timeout_s,
            connect_s=connect_s,
            most_bytes=most_bytes,
        )
    await load()
    async with http.request(
        method,
        url,
        data=body,
        # Plain, because the session that is handed in may leave compressed bodies as they are.
        headers={"Accept-Encoding": "identity", "Content-Type": "application/json"},
        timeout=aiohttp.ClientTimeout(total=timeout_s, connect=connect_s),
        allow_redirects=False,
    ) as answer:
        found = bytearray()
        async for part in answer.content.iter_any():
            found += part
            if len(found) > most_bytes:
                raise TooLong("the answer is too long")
        return answer.status, bytes(found)
