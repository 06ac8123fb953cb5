"""Owns what callers may learn of models: the lists of three dialects, and Ollama's own facts.

What the engine says is passed on; where it is away, what was last seen of it stands in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import LoadedModel, Model
from ziggie_desktop.gateway.answer import JSON, Out, Receive, Scope, Send, id_headers
from ziggie_desktop.gateway.body import CallerGone, header_map, read_body, refuse, request_id_of
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.ports import Catalogue, Decide, LocalPort
from ziggie_desktop.gateway.upstream import SideFailed, Upstream, read_all
from ziggie_desktop.routing.request import Decision, RouteRequest, Side, Target
from ziggie_desktop.web import aiohttp

AUTO = "ziggie-auto"
CLAUDE = "claude-"
TIMEOUT_S = 10.0
MAX_ANSWER = 16 * 1024 * 1024
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = datetime(2318, 1, 1, tzinfo=UTC)  # as Ollama says «until somebody unloads it»
CLOUD_CAPABILITIES = ("completion", "tools", "vision", "thinking")


class Engine:
    """The engine's read-only routes, relayed; nothing here makes it load or start."""

    def __init__(self, *, local: LocalPort, upstream: Upstream, catalogue: Catalogue) -> None:
        self._local = local
        self._upstream = upstream
        self._catalogue = catalogue

    async def tags(self, request: Request) -> Response:
        found = await self.ask("/api/tags")
        models = _listed(found)
        if models is None:
            models = [_tag(model) for model in self._catalogue.local_models()]
        models += [_cloud_tag(name) for name in (AUTO, *self._catalogue.cloud_models())]
        return _json(request, {"models": models})

    async def ps(self, request: Request) -> Response:
        models = _listed(await self.ask("/api/ps"))
        if models is None:
            models = [_loaded(model) for model in self._catalogue.loaded_models()]
        return _json(request, {"models": models})

    async def version(self, request: Request) -> Response:
        found = await self.ask("/api/version")
        if found is not None and found[0] == 200:
            return _answer(request, found[1])
        return _json(request, {"version": self._catalogue.engine_version() or "0.0.0"})

    async def ask(self, path: str, body: bytes | None = None) -> tuple[int, bytes] | None:
        """What the engine answers; None when it is away or does not answer in time."""
        base = self._local.url()
        if base is None:
            return None
        until = asyncio.get_running_loop().time() + TIMEOUT_S
        try:
            response = await self._upstream.send(
                base.rstrip("/") + path, body=body, headers={}, until=until
            )
            try:
                async with asyncio.timeout_at(until):
                    return response.status, await read_all(response, max_bytes=MAX_ANSWER)
            finally:
                response.release()
        except (SideFailed, TimeoutError, aiohttp.ClientError, OSError):
            return None


class Show:
    """``POST /api/show``: the engine's answer, of the model that stands in for a name where nothing
    of that name is installed; for names that the cloud answers to, ours."""

    def __init__(
        self, *, engine: Engine, catalogue: Catalogue, dialect: Dialect, decide: Decide
    ) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._dialect = dialect
        self._decide = decide

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = request_id_of(scope)
        out = Out(send)
        try:
            body = await read_body(header_map(scope), receive)
            name = _asked(body)
            target = self._stand_in(name)
            if name == AUTO or (target is not None and target.side is Side.CLOUD):
                await _whole(out, request_id, 200, _cloud_show(name))
                return
            if target is not None:
                body = _renamed(body, target.model)
            found = await self._engine.ask("/api/show", body)
            if found is not None:
                await _whole(out, request_id, *found)
                return
            raise ZiggieError(
                "engine_unavailable",
                "The engine is not ready, so nothing is known of the model",
                "See `ziggie-desktop status` for the engine's state.",
                status=503,
            )
        except CallerGone:
            return
        except ZiggieError as error:
            await refuse(self._dialect, error, request_id, receive, send)

    def _stand_in(self, name: str) -> Target | None:
        """Who would answer to a name of none of the installed models; None: nobody does."""
        if name.startswith(CLAUDE):
            return Target(side=Side.CLOUD, model=name)
        if {name, f"{name}:latest"} & {model.name for model in self._catalogue.local_models()}:
            return None
        found = self._decide(RouteRequest(model=name))
        return found.target if isinstance(found, Decision) else None


class ModelList:
    """``GET /v1/models`` in Anthropic's shape when ``anthropic-version`` is sent, else OpenAI's."""

    def __init__(
        self, *, catalogue: Catalogue, anthropic: Dialect, openai: Dialect, decide: Decide
    ) -> None:
        self._decide = decide
        self._catalogue = catalogue
        self._anthropic = anthropic
        self._openai = openai

    async def all(self, request: Request) -> Response:
        if "anthropic-version" in request.headers:
            models = [self._anthropic_model(name, at) for name, at, _ in self._names()]
            return _json(
                request,
                {
                    "data": models,
                    "has_more": False,
                    "first_id": models[0]["id"],
                    "last_id": models[-1]["id"],
                },
            )
        models = [self._openai_model(name, at, by) for name, at, by in self._names()]
        return _json(request, {"object": "list", "data": models})

    async def one(self, request: Request) -> Response:
        wanted = request.path_params["name"]
        as_anthropic = "anthropic-version" in request.headers
        for name, at, by in (*self._names(), *self._answered(wanted)):
            if name == wanted:
                return _json(
                    request,
                    self._anthropic_model(name, at)
                    if as_anthropic
                    else self._openai_model(name, at, by),
                )
        error = ZiggieError(
            "model_not_found",
            "There is no model of that name here",
            "GET /v1/models lists them.",
            status=404,
        )
        dialect = self._anthropic if as_anthropic else self._openai
        body = dialect.error(error, request_id=request_id_of(request.scope))
        return _answer(request, body, status=404)

    def _names(self) -> Iterable[tuple[str, datetime, str]]:
        yield AUTO, EPOCH, "ziggie"
        for model in self._catalogue.local_models():
            yield model.name, model.modified_at or EPOCH, "ollama"
        for name in self._catalogue.cloud_models():
            yield name, EPOCH, "anthropic"

    def _answered(self, name: str) -> Iterable[tuple[str, datetime, str]]:
        """A name that requests may use although it is none of a model's: another stands in."""
        if isinstance(self._decide(RouteRequest(model=name)), Decision):
            yield name, EPOCH, "anthropic" if name.startswith(CLAUDE) else "ziggie"

    def _anthropic_model(self, name: str, at: datetime) -> dict[str, Any]:
        return {"type": "model", "id": name, "display_name": name, "created_at": at}

    def _openai_model(self, name: str, at: datetime, by: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": int(at.timestamp()), "owned_by": by}


def _listed(found: tuple[int, bytes] | None) -> list[Any] | None:
    if found is None or found[0] != 200:
        return None
    try:
        models = msgspec.json.decode(found[1])["models"]
    except (msgspec.MsgspecError, KeyError, TypeError):
        return None
    return models if isinstance(models, list) else None


def _asked(body: bytes) -> str:
    try:
        fields = msgspec.json.decode(body)
        name = fields.get("model") or fields.get("name")
    except (msgspec.MsgspecError, AttributeError, RecursionError):
        name = None
    if not isinstance(name, str):
        raise ZiggieError(
            "invalid_request", "The body names no model", 'Send {"model": "NAME"}.', status=400
        )
    return name


def _renamed(body: bytes, name: str) -> bytes:
    fields = msgspec.json.decode(body, type=dict[str, Any])
    fields.pop("name", None)
    return msgspec.json.encode({**fields, "model": name})


def _tag(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "model": model.name,
        "modified_at": model.modified_at or EPOCH,
        "size": model.size_bytes,
        "digest": model.digest,
        "details": {
            "family": model.family or "",
            "parameter_size": model.parameters or "",
            "quantization_level": model.quantization or "",
        },
    }


def _cloud_tag(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "model": name,
        "modified_at": EPOCH,
        "size": None,
        "digest": None,
        "details": {"family": "claude" if name != AUTO else "ziggie"},
    }


def _cloud_show(name: str) -> bytes:
    return msgspec.json.encode(
        {
            "details": {"family": "claude" if name != AUTO else "ziggie"},
            "model_info": {},
            "capabilities": CLOUD_CAPABILITIES,
            "modified_at": EPOCH,
        }
    )


def _loaded(model: LoadedModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "model": model.name,
        "size": model.size_bytes,
        "size_vram": model.size_vram_bytes,
        "expires_at": model.expires_at or KEPT,
        "context_length": model.context_length,
    }


def _json(request: Request, value: object) -> Response:
    return _answer(request, msgspec.json.encode(value))


def _answer(request: Request, body: bytes, *, status: int = 200) -> Response:
    dialect = None
    if "anthropic-version" in request.headers:
        dialect = "anthropic"
    elif request.url.path.startswith("/v1/"):
        dialect = "openai"
    answer = Response(body, status_code=status, media_type=JSON)
    answer.raw_headers.extend(id_headers(dialect, request_id_of(request.scope)))
    return answer


async def _whole(out: Out, request_id: str, status: int, body: bytes) -> None:
    headers = [(b"content-type", JSON.encode()), *id_headers(None, request_id)]
    await out.whole(status, headers, body)
