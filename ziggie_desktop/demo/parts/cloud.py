"""Owns the simulated Anthropic API: real shapes, no intelligence, faults on demand.

It knows the versions 2023-06-01 and 2026-10-21, takes the key as X-Api-Key or Bearer, and says in
its answers that they are simulated. Never calls out. Its owner steers it in process; other
processes do by ``/_sim/faults``, ``/_sim/requests`` and ``/_sim/settings``.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import msgspec
from aiohttp import web

from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_answers import Answer, Mind, input_tokens, is_prefilled
from ziggie_desktop.demo.parts.cloud_faults import CloudFault, Fault, FaultQueue
from ziggie_desktop.demo.parts.cloud_replies import Reply, refusing_error
from ziggie_desktop.demo.parts.cloud_rules import ApiError, Body, check_body, check_version
from ziggie_desktop.demo.parts.local_server import LocalServer, main_of, run_until_signal

DEFAULT_KEY = "sk-ant-sim-key"
BODY_LIMIT = 32 * 1024 * 1024
MODELS = {
    "claude-haiku-5-5": "Claude Haiku 5.5",
    "claude-sonnet-5-5": "Claude Sonnet 5.5",
    "claude-opus-5-5": "Claude Opus 5.5",
    "claude-haiku-4-5": "Claude Haiku 4.5",
    "claude-sonnet-4-6": "Claude Sonnet 4.6",
    "claude-opus-4-6": "Claude Opus 4.6",
}


class Received(msgspec.Struct, kw_only=True):
    """One request as it came in, and how it ended."""

    method: str
    path: str
    version: str | None
    headers: dict[str, str]
    body: Any
    request_id: str
    at: float
    fault: str | None = None
    status: int | None = None
    tokens_sent: int = 0
    ended: str = "open"  # "whole", "broken" by a fault, or "left" by the caller


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What ``/_sim/settings`` may change; a field that is left out stays as it is."""

    canonical: bool | str | msgspec.UnsetType = msgspec.UNSET
    delay_s: float | msgspec.UnsetType = msgspec.UNSET
    tokens_per_s: float | msgspec.UnsetType | None = msgspec.UNSET


class CloudSimulator:
    """The simulated API: ``async with CloudSimulator() as cloud: … cloud.url, cloud.key``.

    ``canonical`` is the text of every answer (None: an answer that names itself as simulated),
    ``delay_s`` the time before the first byte, ``tokens_per_s`` the pace (None: at once).
    """

    def __init__(
        self,
        *,
        key: str = DEFAULT_KEY,
        canonical: str | None = None,
        delay_s: float = 0.0,
        tokens_per_s: float | None = None,
        port: int = 0,
    ) -> None:
        self.key = key
        self.delay_s = delay_s
        self.tokens_per_s = tokens_per_s
        self.requests: list[Received] = []
        self._mind = Mind(canonical=canonical)
        self._faults = FaultQueue()
        self._numbered = 0
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post("/v1/messages", self._on_messages)
        app.router.add_post("/v1/messages/count_tokens", self._on_count)
        app.router.add_get("/v1/models", self._on_models)
        app.router.add_get("/v1/models/{id}", self._on_models)
        app.router.add_route("*", "/_sim/faults", self._on_faults)
        app.router.add_route("*", "/_sim/requests", self._on_requests)
        app.router.add_post("/_sim/settings", self._on_settings)
        app.router.add_route("*", "/{rest:.*}", self._on_unknown)
        self._server = LocalServer(app, port=port)

    async def __aenter__(self) -> CloudSimulator:
        await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def canonical(self) -> str | None:
        return self._mind.canonical

    @canonical.setter
    def canonical(self, text: str | None) -> None:
        self._mind.canonical = text

    def fail(self, kind: CloudFault, **details: Any) -> None:
        """Queue a fault; ``times=None`` lets it stand. Details are the fields of ``Fault``."""
        self._faults.add(Fault(kind=kind, **details))

    def heal(self) -> None:
        """Forget all faults that are still waiting or standing."""
        self._faults.clear()

    def messages(self) -> list[Received]:
        """The requests to ``/v1/messages`` so far."""
        return [request for request in self.requests if request.path == "/v1/messages"]

    async def _on_messages(self, request: web.Request) -> web.StreamResponse:
        received, body = await self._receive(request)
        try:
            self._check_key(request)
            check_version(received.version)
            fault = self._strike(received, body)
            if fault is not None and fault.kind in (CloudFault.RESET, CloudFault.NO_ANSWER):
                return await self._reply(request, received, fault).nothing()
            error = refusing_error(fault) if fault is not None else None
            if error is not None:
                raise error
            answer = self._answer(received, body)
            await asyncio.sleep(self.delay_s)
            reply = self._reply(request, received, fault)
            return await (reply.stream(answer) if body.get("stream") else reply.whole(answer))
        except ApiError as error:
            return self._refuse(received, error)
        except (asyncio.CancelledError, ConnectionError):
            if received.ended == "open":
                received.ended = "left"
            raise

    def _answer(self, received: Received, body: Body) -> Answer:
        check_body(body, version=received.version or "")
        if not body["model"].startswith("claude-"):
            raise ApiError(404, f"model: {body['model']}")
        return self._mind.answer(body)

    async def _on_count(self, request: web.Request) -> web.StreamResponse:
        received, body = await self._receive(request)
        try:
            self._check_key(request)
            check_version(received.version)
            self._raise_fault(received, body)
            check_body(body, version=received.version or "", counting=True)
        except ApiError as error:
            return self._refuse(received, error)
        return self._json(received, {"input_tokens": input_tokens(body)})

    async def _on_models(self, request: web.Request) -> web.StreamResponse:
        received, body = await self._receive(request)
        try:
            self._check_key(request)
            check_version(received.version)
            self._raise_fault(received, body)
            wanted = request.match_info.get("id")
            if wanted is not None and wanted not in MODELS:
                raise ApiError(404, f"model: {wanted}")
        except ApiError as error:
            return self._refuse(received, error)
        if wanted is not None:
            return self._json(received, _model(wanted))
        names = list(MODELS)
        page = {
            "data": [_model(name) for name in names],
            "has_more": False,
            "first_id": names[0],
            "last_id": names[-1],
        }
        return self._json(received, page)

    async def _on_unknown(self, request: web.Request) -> web.StreamResponse:
        received, _ = await self._receive(request)
        return self._refuse(received, ApiError(404, "Not found"))

    async def _receive(self, request: web.Request) -> tuple[Received, Body]:
        self._numbered += 1
        raw = await request.read()
        try:
            body = msgspec.json.decode(raw) if raw else {}
        except msgspec.DecodeError:
            body = {}
        received = Received(
            method=request.method,
            path=request.path,
            version=request.headers.get("anthropic-version"),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=body,
            request_id=f"req_sim{self._numbered:08d}",
            at=time.time(),
        )
        self.requests.append(received)
        return received, body if isinstance(body, dict) else {}

    def _check_key(self, request: web.Request) -> None:
        """Where both headers are sent, X-Api-Key counts, as with the real API."""
        key = request.headers.get("X-Api-Key")
        if key is None:
            scheme, _, key = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                raise ApiError(401, "x-api-key header is required")
        if key != self.key:
            raise ApiError(401, "invalid x-api-key")

    def _strike(self, received: Received, body: Body) -> Fault | None:
        fault = self._faults.strike(received.path, prefilled=is_prefilled(body))
        if fault is not None:
            received.fault = fault.kind.value
        return fault

    def _raise_fault(self, received: Received, body: Body) -> None:
        fault = self._strike(received, body)
        error = refusing_error(fault) if fault is not None else None
        if error is not None:
            raise error

    def _reply(self, request: web.Request, received: Received, fault: Fault | None) -> Reply:
        return Reply(
            request=request,
            received=received,
            fault=fault,
            tokens_per_s=self.tokens_per_s,
        )

    def _json(self, received: Received, body: object) -> web.Response:
        received.status, received.ended = 200, "whole"
        return web.json_response(body, headers={"request-id": received.request_id})

    def _refuse(self, received: Received, error: ApiError) -> web.Response:
        received.status, received.ended = error.status, "whole"
        headers = {"request-id": received.request_id}
        if error.retry_after_s is not None:
            headers["retry-after"] = str(error.retry_after_s)
        body = {
            "type": "error",
            "error": {"type": error.type, "message": error.message},
            "request_id": received.request_id,
        }
        return web.json_response(body, status=error.status, headers=headers)

    async def _on_faults(self, request: web.Request) -> web.Response:
        """POST one fault or a list of them, GET those waiting, DELETE them."""
        if request.method == "POST":
            given = msgspec.json.decode(await request.read(), type=Fault | list[Fault])
            for fault in given if isinstance(given, list) else [given]:
                self._faults.add(fault)
        elif request.method == "DELETE":
            self.heal()
        return _plain(self._faults.waiting())

    async def _on_requests(self, request: web.Request) -> web.Response:
        """GET what came in so far, DELETE it. Keys are not repeated."""
        if request.method == "DELETE":
            self.requests.clear()
        return _plain([_without_key(received) for received in self.requests])

    async def _on_settings(self, request: web.Request) -> web.Response:
        settings = msgspec.json.decode(await request.read(), type=Settings)
        if isinstance(settings.canonical, str):
            self.canonical = settings.canonical
        elif isinstance(settings.canonical, bool):
            self.canonical = CANONICAL_TEXT if settings.canonical else None
        if settings.delay_s is not msgspec.UNSET:
            self.delay_s = settings.delay_s
        if settings.tokens_per_s is not msgspec.UNSET:
            self.tokens_per_s = settings.tokens_per_s
        return _plain({})


def _model(name: str) -> dict[str, Any]:
    return {
        "type": "model",
        "id": name,
        "display_name": MODELS[name],
        "created_at": "2026-10-01T00:00:00Z",
        "lifecycle": "active",
        "line": name.split("-")[1],
        "max_input_tokens": 200_000,
        "max_tokens": 64_000,
    }


def _plain(value: object) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")


def _without_key(received: Received) -> Received:
    headers = {
        name: "…" if name in ("x-api-key", "authorization") else value
        for name, value in received.headers.items()
    }
    return msgspec.structs.replace(received, headers=headers)


async def _main(arguments: list[str]) -> None:
    options = main_of("ziggie_desktop.demo.parts.cloud", "A simulated Anthropic API.")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--key", default=DEFAULT_KEY)
    options.add_argument("--canonical", action="store_true", help="always answer the 60 words")
    options.add_argument("--delay", type=float, default=0.0, help="seconds before the first byte")
    options.add_argument("--tokens-per-second", type=float)
    given = options.parse_args(arguments)
    simulator = CloudSimulator(
        key=given.key,
        canonical=CANONICAL_TEXT if given.canonical else None,
        delay_s=given.delay,
        tokens_per_s=given.tokens_per_second,
        port=given.port,
    )
    async with simulator:
        await run_until_signal(simulator.url)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
