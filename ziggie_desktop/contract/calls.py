"""Owns how one call reaches the service and its answer comes back. Knows no route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.wire import decoded, no_service, refusal

if TYPE_CHECKING:
    import aiohttp

CONNECT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 15.0
EVENT_BYTES = 8 * 2**20  # a snapshot is far below this

T = TypeVar("T")


class Calls:
    """One service, one token, one session of the loop that uses it."""

    def __init__(self, *, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            import aiohttp

            # The service is on loopback: no proxy of the environment may get the owner's token.
            self._session = aiohttp.ClientSession(
                headers=self._headers, trust_env=False, read_bufsize=EVENT_BYTES
            )
        return self._session

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
        import aiohttp

        sent = dict(headers or {})
        if data is not None:
            sent["Content-Type"] = "application/json"
        timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=CONNECT_TIMEOUT_S)
        try:
            async with self._open().request(
                method,
                f"{self._url}{path}",
                params=query,
                data=data,
                headers=sent,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                return await answer.read(), answer.status, answer.headers
        except aiohttp.ServerTimeoutError as error:
            raise no_service(self._url) from error
        except TimeoutError as error:
            raise ZiggieError(
                "timeout",
                f"The service did not answer within {timeout_s:.0f} s",
                "Try again; if it stays so, restart Ziggie Desktop and look into its logs",
                status=504,
            ) from error
        except (aiohttp.ClientError, OSError) as error:
            raise no_service(self._url) from error
