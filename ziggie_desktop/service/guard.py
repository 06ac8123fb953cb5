"""Owns the door: Host, Origin and token of every request, before anything else looks at it.

Every route is closed by default; ``GET /ziggie/v1/health`` is the one exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.body import new_request_id
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.service.refusal import send_error
from ziggie_desktop.service.settings import AccessSettings
from ziggie_desktop.service.tokens import OWNER, Tokens

OPEN = ("GET", "/ziggie/v1/health")
INFERENCE = ("/v1/", "/api/")
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
ANONYMOUS = Caller(component="anonymous", owner=False, anonymous=True)

DECIDING = frozenset(
    {b"host", b"origin", b"sec-fetch-site", b"referer", b"x-api-key", b"authorization"}
)

Headers = list[tuple[bytes, bytes]]
Said = dict[bytes, list[bytes]]  # of the headers that decide, every value


class Guard:
    """ASGI middleware. Who was let in stands in ``scope["state"]["caller"]``."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        port: Callable[[], int],
        tokens: Tokens,
        access: Callable[[], AccessSettings],
    ) -> None:
        self._app = app
        self._port = port
        self._tokens = tokens
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request_id = new_request_id()
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        try:
            said = _said(scope["headers"])
            origin = self._origin(said)
            if origin is not None and scope["method"] == "OPTIONS":
                await _preflight(send, origin, scope["headers"])
                return
            state["caller"] = self._caller(scope, said)
        except ZiggieError as error:
            await send_error(send, scope, error, request_id=request_id)
            return
        if origin:
            scope.pop("extensions", None)  # what is written past ``send`` names no origin
            send = _with_origin(send, origin)
        await self._app(scope, receive, send)

    def _origin(self, said: Said) -> bytes | None:
        """The allowed Origin of the request, None for a request that names none."""
        hosts = said.get(b"host", ())
        if len(hosts) != 1 or not self._is_us(hosts[0].decode("latin-1").lower()):
            raise _forbidden("host_refused", "This name is not one of this service's.")
        origins = said.get(b"origin", ())
        if origins:
            if len(origins) > 1 or not self._may(origins[0].decode("latin-1")):
                raise _forbidden("origin_refused", "Web pages of this origin may not call here.")
            return origins[0]
        for site in said.get(b"sec-fetch-site", ()):
            if site in (b"cross-site", b"same-site"):
                raise _forbidden("origin_refused", "Other web sites may not call here.")
        for referer in said.get(b"referer", ()):
            scheme, host = _place(referer.decode("latin-1"))
            if not self._may(f"{scheme}://{host}") and not self._is_us(host):
                raise _forbidden("origin_refused", "Other web sites may not call here.")
        return None

    def _is_us(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        return name in LOOPBACK_NAMES and port == str(self._port())

    def _may(self, origin: str) -> bool:
        return origin in self._access().allowed_origins

    def _caller(self, scope: Scope, said: Said) -> Caller:
        if (scope["method"], scope["path"]) == OPEN:
            return ANONYMOUS
        token = _token(said)
        if token is None:
            if self._access().local_without_token and scope["path"].startswith(INFERENCE):
                return ANONYMOUS
            raise _unauthorized("No token was sent.")
        name = self._tokens.who(token)
        if name is None:
            raise _unauthorized("The token is not one of this service's.")
        return Caller(component=name, owner=name == OWNER, anonymous=False)


def _said(headers: Headers) -> Said:
    found: Said = {}
    for name, value in headers:
        if name in DECIDING:
            found.setdefault(name, []).append(value)
    return found


def _token(said: Said) -> str | None:
    """The one token that was sent; X-Api-Key counts where both are."""
    keys = said.get(b"x-api-key", ())
    bearers = said.get(b"authorization", ())
    if len(keys) > 1 or len(bearers) > 1:
        raise _unauthorized("More than one token was sent.")
    if keys:
        return keys[0].decode("latin-1").strip() or None
    if not bearers:
        return None
    scheme, _, token = bearers[0].decode("latin-1").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _place(url: str) -> tuple[str, str]:
    """Scheme and host of a URL; empty where it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()


def _all(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _forbidden(code: str, title: str) -> ZiggieError:
    return ZiggieError(
        code,
        title,
        "Call http://127.0.0.1 with the service's port; allow a web page's origin in the settings "
        "under access.allowed_origins.",
        status=403,
    )


def _unauthorized(title: str) -> ZiggieError:
    return ZiggieError(
        "token_missing" if title.startswith("No") else "token_wrong",
        title,
        "Make one with `ziggie-desktop token create NAME` and send it as "
        "'Authorization: Bearer TOKEN' or 'X-Api-Key: TOKEN'.",
        status=401,
    )


async def _preflight(send: Send, origin: bytes, asked: Headers) -> None:
    """The owner allows this origin, so it may send what its client library wants to send."""
    names = b", ".join(_all(asked, b"access-control-request-headers")) or b"authorization"
    headers = [
        *_allow(origin),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", names),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _allow(origin: bytes) -> Iterable[tuple[bytes, bytes]]:
    seen = (
        b"x-ziggie-request-id, x-ziggie-route, x-ziggie-model, x-ziggie-reason, x-ziggie-fallback, "
        b"request-id, x-request-id"
    )
    return (
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", seen),
        (b"vary", b"origin"),
    )


def _with_origin(send: Send, origin: bytes) -> Send:
    async def wrapped(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers") or ()
            message["headers"] = [*headers, *_allow(origin)]  # type: ignore[misc]
        await send(message)

    return wrapped  # type: ignore[return-value]
