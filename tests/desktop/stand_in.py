"""Owns a small stand-in of the service: serves a snapshot and events, keeps what was asked of it.

A test double for the desktop and the client. The routes and shapes are those of the contract.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
from aiohttp import web
from msgspec.structs import replace

from ziggie_desktop.contract import api
from ziggie_desktop.contract.errors import ErrorBody, ErrorDocument
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import (
    EventName,
    Fallback,
    Mode,
    ModelsDocument,
    Pull,
    PullState,
    State,
)
from ziggie_desktop.demo.parts.local_server import LocalServer
from ziggie_desktop.desktop import samples

TOKEN = "owner-token-of-the-stand-in"
START_S = 60.0


class StandIn:
    """``asked`` has (route, body) of each POST, in order, without what says nothing. ``tell``
    publishes an event."""

    def __init__(self, state: State = samples.BUSY, requests: tuple[RequestRow, ...] = ()) -> None:
        self.state = state
        self.requests = requests
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.refusal: ErrorBody | None = None
        self.hold: asyncio.Event | None = None  # answers to POST wait for it
        self.snapshots = 0
        self.paces: list[str | None] = []  # how often figures were wanted, of each stream
        self.logs: list[str] = []
        self.bundle = b"PK stands in for a zip"
        self.raw: dict[str, web.Response] = {}
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self.url = ""
        self.port = 0

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def tell(self, name: EventName, data: msgspec.Struct) -> None:
        for queue in self._listeners:
            queue.put_nowait(_line(name, data))

    def tell_fallback(self, fallback: Fallback) -> None:
        self.state = replace(self.state, fallbacks=(fallback, *self.state.fallbacks))
        self.tell(EventName.FALLBACK, fallback)

    def cut(self) -> None:
        """End all event streams, as a service that goes away."""
        for queue in self._listeners:
            queue.put_nowait(None)

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[StandIn]:
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/ziggie/v1/events", self._events)
        app.router.add_get("/ziggie/v1/{route}", self._get)
        app.router.add_post("/ziggie/v1/{route}", self._post)
        server = LocalServer(app, port=port)
        await server.start()
        self.port, self.url = server.port, server.url
        try:
            yield self
        finally:
            self.cut()
            await server.stop()

    @web.middleware
    async def _guard(self, request: web.Request, handler: object) -> web.StreamResponse:
        open_to_all = request.path.endswith("/health")
        if not open_to_all and request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _error(401, ErrorBody(code="token_missing", title="No token", remedy="Send one"))
        return await handler(request)  # type: ignore[operator,no-any-return]

    async def _get(self, request: web.Request) -> web.Response:
        route = request.match_info["route"]
        if route in self.raw:
            return self.raw.pop(route)
        if route == "diagnostics":
            return web.Response(body=self.bundle, content_type="application/zip")
        models = ModelsDocument(models=self.state.models, loaded=self.state.loaded)
        total = api.UsageDocument(by="day", rows=(), total=self.state.month)
        answers: dict[str, object] = {
            "health": api.Health("ok", "0.1.0"),
            "state": self.state,
            "models": models,
            "pulls": api.PullsDocument(self.state.pulls),
            "requests": api.RequestsDocument(self.requests),
            "fallbacks": api.FallbacksDocument(self.state.fallbacks),
            "usage": total,
            "savings": total,
            "settings": {},
            "logs": {"lines": self.logs},
            "tokens": api.TokensDocument(()),
        }
        if route not in answers:
            return _error(404, ErrorBody(code="route_unknown", title="No such route", remedy="See"))
        return _json(answers[route])

    async def _post(self, request: web.Request) -> web.Response:
        route = request.match_info["route"]
        body = await request.json()
        said = {name: value for name, value in (body or {}).items() if value not in (None, False)}
        self.asked.append((route, said))
        if self.hold is not None:
            await self.hold.wait()
        if self.refusal is not None:
            return _error(409, self.refusal)
        match route:
            case "mode":
                self.state = replace(self.state, mode=Mode(body["mode"]))
                answer = api.ModeAnswer(self.state.mode)
                self.tell(EventName.MODE, answer)
                return _json(answer)
            case "engine":
                return _json(self.state.engine)
            case "models":
                return _json(ModelsDocument(models=self.state.models, loaded=self.state.loaded))
            case "pulls":
                name = str(body.get("model") or body.get("id"))
                return _json(Pull(id="new", model=name, state=PullState.QUEUED), status=202)
            case "tokens":
                return _json({"name": body["name"], "token": "secret"})
            case "decide":
                return _json(
                    api.DecideAnswer(route="local", model="m", reason="said so", fallback="cloud")
                )
            case "query":
                return _json(api.Reply(answer="Plenty.", facts={}, route=None))
            case _:
                return _json({"status": "stopping"}, status=202)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._listeners.add(queue)
        self.paces.append(request.query.get("figures_s"))
        self.snapshots += 1
        try:
            await answer.prepare(request)
            await answer.write(_line(EventName.SNAPSHOT, self.state))
            while (line := await queue.get()) is not None:
                await answer.write(line)
        finally:
            self._listeners.discard(queue)
        return answer


def _line(name: EventName, data: object) -> bytes:
    return f"id: t-1\nevent: {name}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"


def _json(data: object, *, status: int = 200) -> web.Response:
    body = msgspec.json.encode(data)
    return web.Response(body=body, status=status, content_type="application/json")


def _error(status: int, body: ErrorBody) -> web.Response:
    return _json(ErrorDocument(body), status=status)


class StandInThread:
    """The stand-in on a loop of its own thread, for tests that wait on other programs."""

    def __init__(self, stand_in: StandIn, *, port: int = 0) -> None:
        self.service = stand_in
        self._port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()))

    def __enter__(self) -> StandInThread:
        self._thread.start()
        assert self._up.wait(START_S)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._end is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _main(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with self.service.serving(self._port):
            self._up.set()
            await self._end.wait()

    def do(self, work: Callable[[], None]) -> None:
        """Run ``work`` where the stand-in lives."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(work)
