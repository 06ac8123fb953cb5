"""Owns how one call reaches the service and its answer comes back. Knows no route."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Self, TypeVar
from urllib.parse import urlencode

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.wire import decoded, no_service, refusal
from ziggie_desktop.loopback import Connection, asked, place_of

CONNECT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 15.0

T = TypeVar("T")


class Calls:
    """One service, one token. Each call has a connection of its own: nothing is kept open."""

    def __init__(self, *, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """What is still asked for ends with the task that asked."""

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str],
        data: bytes = b"",
    ) -> AbstractAsyncContextManager[Connection]:
        """The head of the answer. The service is on loopback: nobody else gets the token."""
        url = f"{self._url}{path}" + (f"?{urlencode(query)}" if query else "")
        if place_of(url) is None:
            raise no_service(self._url)
        return asked(
            method,
            url,
            body=data,
            headers={**self._headers, **headers},
            connect_s=CONNECT_TIMEOUT_S,
        )

    async def _get(
        self,
        route: str,
        kind: type[T],
        query: dict[str, str] | None = None,
        timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> T:
        return await self._call("GET", route, kind, query=query, timeout_s=timeout_s)

    async def _post(
        self,
        route: str,
        body: object,
        kind: type[T],
        *,
        headers: dict[str, str] | None = None,
        timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> T:
        data = msgspec.json.encode(body)
        return await self._call(
            "POST", route, kind, data=data, headers=headers, timeout_s=timeout_s
        )

    async def _call(
        self,
        method: str,
        route: str,
        kind: type[T],
        *,
        query: dict[str, str] | None = None,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> T:
        raw, status, _ = await self._send(
            method,
            f"/ziggie/v1/{route}",
            query=query,
            data=data,
            headers=headers,
            timeout_s=timeout_s,
        )
        if status >= 300:
            raise refusal(raw, status)
        return decoded(raw, kind)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout_s: float,
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """The body, the status, and the headers by their names in small letters."""
        limit = asyncio.timeout(timeout_s)
        asking = self._ask(method, path, query=query, headers=headers or {}, data=data or b"")
        try:
            async with limit, asking as answer:
                return await answer.whole(), answer.status, answer.headers
        except OSError as error:
            if not limit.expired():
                raise no_service(self._url) from error
            raise ZiggieError(
                "timeout",
                f"The service did not answer within {timeout_s:.0f} s",
                "Try again; if it stays so, restart Ziggie Desktop and look into its logs",
                status=504,
            ) from error
