"""Owns the shape of an error outside a request's own dialect code: by path, so that every client
reads it as one of its own."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.answer import Headers, id_headers
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.table import ANTHROPIC, DIALECTS, OLLAMA, OPENAI_CHAT

ASKED = frozenset(
    {
        *DIALECTS, "/v1/messages/count_tokens", "/v1/embeddings", "/v1/models", "/api/embed",
        "/api/embeddings", "/api/show", "/api/tags", "/api/ps", "/api/version",
    }
)  # fmt: skip

# What the SDKs can ask for besides, by the path's beginning, and what to do instead.
NOT_HERE = {
    ("/api/pull", "/api/push", "/api/delete", "/api/create", "/api/copy", "/api/blobs"):
        "Models are the owner's to change: `ziggie-desktop pull`, `remove`, `create` or `copy`.",
    ("/v1/messages/batches", "/v1/batches", "/v1/files"):
        "Send the requests one by one; batches and files are had from the provider itself alone.",
    ("/v1/responses/",): "Nothing is kept here: an answer is there once, when it is asked for.",
}  # fmt: skip


def body_of(scope: Scope, error: ZiggieError, *, request_id: str) -> bytes:
    """The error as JSON: the Anthropic, OpenAI or Ollama shape on their routes, ours elsewhere."""
    dialect = _dialect(scope)
    if dialect is None:
        return msgspec.json.encode(error.document(request_id))
    return dialect.error(error, request_id=request_id)


async def send_error(send: Send, scope: Scope, error: ZiggieError, *, request_id: str) -> None:
    body = body_of(scope, error, request_id=request_id)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *_named(scope, request_id),
        (b"x-should-retry", b"false"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if error.status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="ziggie"'))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _remedy(path: str) -> str:
    """A client's base URL is what newcomers get wrong: some clients add /v1 themselves."""
    if f"/v1{path}" in ASKED:
        return "This client needs /v1 at the end of its base URL."
    if path.removeprefix("/v1") in ASKED:
        return "Leave /v1 out of the base URL: this client adds what it needs."
    if path.rstrip("/").replace("//", "/") in ASKED:
        return "Leave the slash at the end of the base URL out."
    for beginnings, remedy in NOT_HERE.items():
        if path.startswith(beginnings):
            return remedy
    return "See /openapi.json for all routes."


async def unknown_route(scope: Scope, receive: Receive, send: Send) -> None:
    error = ZiggieError(
        "route_unknown",
        f"There is no route {scope['path']}.",
        _remedy(scope["path"]),
        status=404,
    )
    await send_error(send, scope, error, request_id=scope["state"]["request_id"])


async def wrong_route(request: Request, exception: Exception) -> Response:
    """What Starlette itself refuses: a method that a route does not take."""
    status = getattr(exception, "status_code", 405)
    headers = dict(getattr(exception, "headers", None) or {})
    error = ZiggieError(
        "method_not_allowed",
        f"{request.scope['path']} does not take {request.method}.",
        f"It takes {headers.get('Allow', 'other methods')}.",
        status=status,
    )
    return _response(request.scope, error, headers)


async def mistake(request: Request, _: Exception) -> Response:
    """A bug of ours; the server logs its traceback."""
    return _response(request.scope, bug(), {})


def bug() -> ZiggieError:
    return ZiggieError(
        "internal",
        "Ziggie Desktop made a mistake with this request.",
        "Look into the log (`ziggie-desktop logs`) and report what it says.",
    )


def _response(scope: Any, error: ZiggieError, headers: dict[str, str]) -> Response:
    request_id = scope["state"]["request_id"]
    named = {name.decode(): value.decode() for name, value in _named(scope, request_id)}
    return Response(
        body_of(scope, error, request_id=request_id),
        status_code=error.status,
        media_type="application/json",
        headers={**headers, **named, "x-should-retry": "false"},
    )


def _named(scope: Scope, request_id: str) -> Headers:
    dialect = _dialect(scope)
    return id_headers(None if dialect is None else dialect.name, request_id)


def _dialect(scope: Scope) -> Dialect | None:
    path: str = scope["path"]
    if path.startswith("/api/"):
        return OLLAMA
    if not path.startswith("/v1/"):
        return None
    anthropic = path.startswith("/v1/messages") or any(
        key == b"anthropic-version" for key, _ in scope["headers"]
    )
    return ANTHROPIC if anthropic else OPENAI_CHAT
