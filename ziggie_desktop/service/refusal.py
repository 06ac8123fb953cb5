"""Owns the shape of an error outside a request's own dialect code: by path, so that every client
reads it as one of its own."""

from __future__ import annotations

import msgspec
from starlette.types import Scope, Send

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.table import ANTHROPIC, OLLAMA, OPENAI_CHAT


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
        (b"x-ziggie-request-id", request_id.encode()),
        (b"request-id", request_id.encode()),
        (b"x-should-retry", b"false"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if error.status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="ziggie"'))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


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
