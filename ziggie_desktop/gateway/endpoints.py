"""Owns the inference routes: from an ASGI call to an Exchange. Never decides or calls a side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from starlette.routing import Route

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.answer import Receive, Scope, Send, out_of
from ziggie_desktop.gateway.body import (
    CallerGone,
    caller_of,
    header_map,
    read_body,
    refuse,
    request_id_of,
)
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.estimate import prompt_tokens
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.dialects.table import ANTHROPIC, DIALECTS, OLLAMA, OPENAI_CHAT
from ziggie_desktop.gateway.embeddings import Embeddings
from ziggie_desktop.gateway.hints import read_hints
from ziggie_desktop.gateway.lengths import Lengths
from ziggie_desktop.gateway.models import Engine, ModelList, Show
from ziggie_desktop.gateway.pipeline import Exchange
from ziggie_desktop.gateway.ports import Catalogue, CloudPort, Decide, LocalPort, Recorder
from ziggie_desktop.gateway.retry import RetryBudget
from ziggie_desktop.gateway.shared import Gateway
from ziggie_desktop.gateway.sides import CloudSide, Incoming, LocalSide
from ziggie_desktop.gateway.tokens import CountTokens
from ziggie_desktop.gateway.upstream import Limits, Upstream
from ziggie_desktop.gateway.warmth import Warmth
from ziggie_desktop.gateway.watch import Watch
from ziggie_desktop.gateway.would_cache import WouldCache
from ziggie_desktop.routing.request import Side
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp

DEFAULT_LIMITS = Limits()


class Inference:
    """``POST`` of one dialect's path: read, check, hand on."""

    def __init__(self, *, gateway: Gateway, dialect: Dialect) -> None:
        self._gateway = gateway
        self._dialect = dialect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = request_id_of(scope)
        try:
            caller = caller_of(scope)
            headers = header_map(scope)
            body = await read_body(headers, receive)
            path = scope["path"]
            talk = self._dialect.read_request(body, path=path)
            hints = read_hints(headers, talk.hints, caller)
            incoming = Incoming(
                request_id=request_id,
                path=path,
                dialect=self._dialect.name,
                headers=headers,
                body=body,
                conversation=talk,
                prompt_tokens=prompt_tokens(talk),
            )
        except CallerGone:
            return
        except ZiggieError as error:
            await refuse(self._dialect, error, request_id, receive, send)
            return
        await Exchange(
            gateway=self._gateway,
            dialect=self._dialect,
            incoming=incoming,
            hints=hints,
            receive=receive,
            out=out_of(scope, send),
        ).run()


def routes(
    *,
    local: LocalPort,
    cloud: CloudPort,
    decide: Decide,
    recorder: Recorder,
    catalogue: Catalogue,
    session: aiohttp.ClientSession,
    tasks: Tasks,
    breakers: Breakers,
    limits: Limits = DEFAULT_LIMITS,
    own_client: bool = True,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> list[Route]:
    """All inference routes. ``session`` (``upstream.new_session``) and ``tasks`` are the caller's
    to close; ``breakers`` are shared with what tells ``decide`` how the sides are. ``own_client``:
    for sides on this machine; without, aiohttp calls them too. ``sleep``: between two looks at a
    side that failed."""
    upstream = Upstream(session=session, limits=limits, tasks=tasks, own_client=own_client)
    local_side = LocalSide(
        port=local,
        wire=OllamaWire(),
        limits=limits,
        catalogue=catalogue,
        lengths=Lengths(upstream=upstream, version=catalogue.engine_version),
    )
    cloud_side = CloudSide(port=cloud, wire=AnthropicWire(), limits=limits)
    gateway = Gateway(
        decide=decide,
        recorder=recorder,
        sides={Side.LOCAL: local_side, Side.CLOUD: cloud_side},
        upstream=upstream,
        breakers=breakers,
        watch=Watch(
            breakers=breakers,
            local=local,
            cloud=cloud,
            upstream=upstream,
            tasks=tasks,
            sleep=sleep,
        ),
        budget=RetryBudget(),
        warmth=Warmth(clock=time.monotonic),
        would_cache=WouldCache(clock=time.monotonic),
        tasks=tasks,
    )
    found = [
        Route(path, Inference(gateway=gateway, dialect=dialect), methods=["POST"])
        for path, dialect in DIALECTS.items()
    ]
    found.append(
        _post(
            "/v1/messages/count_tokens",
            CountTokens(gateway=gateway, cloud=cloud_side, dialect=ANTHROPIC),
        )
    )
    for path, dialect in (
        ("/v1/embeddings", OPENAI_CHAT),
        ("/api/embed", OLLAMA),
        ("/api/embeddings", OLLAMA),
    ):
        found.append(_post(path, Embeddings(gateway=gateway, local=local_side, dialect=dialect)))
    engine = Engine(local=local, upstream=upstream, catalogue=catalogue)
    found.append(
        _post("/api/show", Show(engine=engine, catalogue=catalogue, dialect=OLLAMA, decide=decide))
    )
    found += _gets(engine.tags, engine.ps, engine.version)
    models = ModelList(catalogue=catalogue, anthropic=ANTHROPIC, openai=OPENAI_CHAT, decide=decide)
    found.append(Route("/v1/models", models.all, methods=["GET"]))
    found.append(Route("/v1/models/{name:path}", models.one, methods=["GET"]))
    return found


def _post(path: str, endpoint: object) -> Route:
    return Route(path, endpoint, methods=["POST"])  # type: ignore[arg-type]


def _gets(*endpoints: object) -> Sequence[Route]:
    paths = ("/api/tags", "/api/ps", "/api/version")
    return [
        Route(path, endpoint, methods=["GET"])  # type: ignore[arg-type]
        for path, endpoint in zip(paths, endpoints, strict=True)
    ]
