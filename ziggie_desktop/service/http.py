"""Owns how one of our own routes is declared, checked and answered. Knows no route itself."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.service.refusal import bug

log = logging.getLogger("ziggie.service")

V1 = "/ziggie/v1"
BODY_LIMIT = 32 * 2**20
HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request to a route of ours: ``body`` is of the route's type, None where it has none;
    ``path`` has what stands for the names in the route's path."""

    body: Any
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    caller: Caller
    request_id: str


Handler = Callable[[Call], Awaitable[Any]]


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """``answer`` is the struct that is sent; ``owner`` routes take the owner's token alone."""

    method: str
    path: str
    summary: str
    handler: Handler
    answer: Any = None
    body: Any = None
    query: tuple[str, ...] = ()
    owner: bool = False
    status: int = 200


def get(
    name: str,
    summary: str,
    handler: Handler,
    answer: Any = None,
    query: tuple[str, ...] = (),
    *,
    owner: bool = False,
) -> Endpoint:
    """A route under ``/ziggie/v1`` that changes nothing."""
    return Endpoint(
        method="GET",
        path=f"{V1}/{name}",
        summary=summary,
        handler=handler,
        answer=answer,
        query=query,
        owner=owner,
    )


def post(
    name: str,
    summary: str,
    handler: Handler,
    body: Any = None,
    answer: Any = None,
    *,
    owner: bool = True,
    status: int = 200,
) -> Endpoint:
    """A route that changes something, and so is the owner's where nothing else is said."""
    return Endpoint(
        method="POST",
        path=f"{V1}/{name}",
        summary=summary,
        handler=handler,
        body=body,
        answer=answer,
        owner=owner,
        status=status,
    )


def starlette_routes(endpoints: tuple[Endpoint, ...]) -> list[Route]:
    """One Starlette route a path, so that another method is answered with 405 and ``Allow``."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return [
        Route(path, _dispatch(methods), methods=list(methods)) for path, methods in by_path.items()
    ]


def _dispatch(methods: dict[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        request_id: str = request.scope["state"]["request_id"]
        try:
            value = await endpoint.handler(await _call(request, endpoint, request_id))
        except ZiggieError as error:
            return json_response(error.document(request_id), status=error.status, id=request_id)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception:  # top of one request: logged with its traceback, the caller is told
            log.exception("route %s %s failed", request.method, request.scope["path"])
            return json_response(bug().document(request_id), status=500, id=request_id)
        if isinstance(value, StreamingResponse) and request.method == "HEAD":
            value = Response(media_type=value.media_type)  # a stream without an end has no HEAD
        if isinstance(value, Response):
            value.headers["x-ziggie-request-id"] = request_id
            return value
        return json_response(value, status=endpoint.status, id=request_id)

    return answer


async def _call(request: Request, endpoint: Endpoint, request_id: str) -> Call:
    caller: Caller = request.scope["state"]["caller"]
    if endpoint.owner and not caller.owner:
        raise ZiggieError(
            "owner_only",
            "Only the owner's token may do this.",
            "Use the token that the service wrote for this user (`ziggie-desktop` does so).",
            status=403,
        )
    unknown = sorted(set(request.query_params) - set(endpoint.query))
    if unknown:
        raise ZiggieError(
            "query_unknown",
            f"This route does not know the parameter {unknown[0]!r}.",
            f"It knows: {', '.join(endpoint.query) or 'none'}.",
            status=400,
        )
    return Call(
        body=None if endpoint.body is None else _decode(await _read(request), endpoint.body),
        path=request.path_params,
        query=dict(request.query_params),
        headers=request.headers,
        caller=caller,
        request_id=request_id,
    )


async def _read(request: Request) -> bytes:
    """The body, given up on as soon as it is too large."""
    declared = request.headers.get("content-length", "0")
    size = int(declared) if declared.isdigit() else 0
    parts: list[bytes] = []
    if size <= BODY_LIMIT:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > BODY_LIMIT:
                break
            parts.append(part)
    if size > BODY_LIMIT:
        raise ZiggieError(
            "body_too_large",
            f"The body is larger than {BODY_LIMIT // 2**20} MiB.",
            "Send a smaller one.",
            status=413,
        )
    return b"".join(parts)


def _decode(raw: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ZiggieError(
            "body_invalid",
            f"The body is not what this route takes: {error}",
            "See /openapi.json for the route's schema.",
            status=400,
        ) from error


def json_response(value: Any, *, status: int = 200, id: str) -> Response:
    return Response(
        msgspec.json.encode(value),
        status_code=status,
        media_type="application/json",
        headers={**HEADERS, "x-ziggie-request-id": id},
    )
