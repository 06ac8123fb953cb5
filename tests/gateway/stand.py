"""The gateway's routes on a real port, between a simulated cloud and a stand-in for Ollama."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from tests.parts.ollama_fake import OllamaFake
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import Attempt, RequestRow, Timings
from ziggie_desktop.contract.state import LoadedModel, Model
from ziggie_desktop.demo.parts.cloud import CloudSimulator
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.endpoints import Inference, routes
from ziggie_desktop.gateway.ports import Caller, LoadWish, Seat
from ziggie_desktop.gateway.upstream import Limits, new_session
from ziggie_desktop.routing.request import (
    Decision,
    Refusal,
    RouteRequest,
    Side,
    Target,
    UseLocal,
)
from ziggie_desktop.service.line import LineProtocol
from ziggie_desktop.tasks import Tasks

LOCAL_MODEL = "llama3.2:3b"
CLOUD_MODEL = "claude-haiku-4-5"
LOCAL = Target(side=Side.LOCAL, model=LOCAL_MODEL)
CLOUD = Target(side=Side.CLOUD, model=CLOUD_MODEL)
UNKNOWN = Refusal(code="model_not_found", reason="there is no such model", remedy="-", status=404)

PATIENT = Limits(
    connect_s=20.0,
    ready_s=1.0,
    ready_hurry_s=0.3,
    first_token_cloud_s=20.0,
    first_token_local_s=20.0,
    first_token_cold_s=20.0,
    gap_s=20.0,
    total_s=60.0,
    watch_s=0.1,
)  # beyond what a busy machine stands still; a test whose subject is a limit has ``@limits``


def limits(**seconds: float) -> pytest.MarkDecorator:
    """The limits of ``stand`` in the test that is marked so, by the names of `Limits`."""
    return pytest.mark.limits(**seconds)


class SeatStand:
    """Counts the calls that have not ended."""

    keep_alive = None

    def __init__(self, local: LocalStand) -> None:
        self.options: dict[str, Any] = dict(local.options)
        self._local = local
        local.seated += 1

    def spoke(self) -> None:
        self._local.loading = False

    def left(self, load_ns: int | None = None) -> None:
        self._local.seated -= 1


class LocalStand:
    def __init__(self, fake: OllamaFake) -> None:
        self.fake = fake
        self.ready = True
        self.loading = False
        self.failures = 0
        self.wishes: list[LoadWish] = []
        self.refuses: ZiggieError | None = None
        self.load_s: float | None = None  # what loads took so far
        self.seated = 0
        self.options: dict[str, Any] = {"num_ctx": 2048}
        self.at: str | None = None  # elsewhere than at the stand-in

    async def ensure_ready(self, timeout_s: float) -> str:
        if not self.ready:
            raise ZiggieError("engine_stopped", "The engine is stopped", "Start it.", status=503)
        return self.at or self.fake.url

    def url(self) -> str | None:
        return (self.at or self.fake.url) if self.ready else None

    def report_failure(self) -> None:
        self.failures += 1

    async def seat(self, model: str, wish: LoadWish) -> Seat:
        self.wishes.append(wish)
        if self.refuses is not None:
            raise self.refuses
        return SeatStand(self)

    def is_loading(self, model: str) -> bool:
        return self.loading

    def expected_load_s(self, model: str) -> float | None:
        return self.load_s


class CloudStand:
    def __init__(self, simulator: CloudSimulator) -> None:
        self.simulator = simulator
        self.simulated = True
        self.key: str | None = simulator.key
        self.at: str | None = None  # elsewhere than at the simulator

    @property
    def base_url(self) -> str:
        return self.at or self.simulator.url

    async def headers(self, version: str | None, beta: str | None) -> dict[str, str]:
        if self.key is None:
            raise ZiggieError(
                "cloud_key_missing", "There is no Claude key", "Store one.", status=503
            )
        headers = {"x-api-key": self.key, "anthropic-version": version or "2023-06-01"}
        if beta:
            headers["anthropic-beta"] = beta
        return headers


class Book:
    """A recorder that keeps what it is told, with the time."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.progress: list[str] = []
        self.barred: dict[Side, ZiggieError] = {}
        self.rows: list[RequestRow] = []
        self.timings: list[Timings | None] = []
        self.at: list[float] = []

    def started(self, request_id: str) -> None:
        self.begun.append(request_id)

    def admit(self, request_id: str, question: RouteRequest, target: Target) -> ZiggieError | None:
        return self.barred.get(target.side)

    def cost_pico(self, attempts: Sequence[Attempt], at: datetime) -> int | None:
        return 1000 if any(attempt.route == "cloud" for attempt in attempts) else None

    def progressed(self, request_id: str) -> None:
        self.progress.append(request_id)

    def finished(self, row: RequestRow, timings: Timings | None) -> None:
        self.rows.append(row)
        self.timings.append(timings)
        self.at.append(time.monotonic())


class Shelf:
    """A catalogue with one local model and one cloud model."""

    def __init__(self, ollama: OllamaFake) -> None:
        self._ollama = ollama

    def local_models(self) -> list[Model]:
        return [Model(name=LOCAL_MODEL)]

    def loaded_models(self) -> list[LoadedModel]:
        return [LoadedModel(name=LOCAL_MODEL)]

    def cloud_models(self) -> list[str]:
        return [CLOUD_MODEL]

    def engine_version(self) -> str | None:
        return self._ollama.version


@dataclass
class Way:
    """How the stand decides: ``first``, then ``then``; tests change it."""

    first: Target | Refusal = LOCAL
    then: Target | None = CLOUD
    hold: int | None = 0
    asked: list[RouteRequest] = field(default_factory=list)

    def __call__(self, request: RouteRequest) -> Decision | Refusal:
        self.asked.append(request)
        if isinstance(self.first, Refusal):
            return self.first
        if request.use_local is UseLocal.ALWAYS:
            return Decision(target=LOCAL, reason="the request says local only")
        if request.use_local is UseLocal.NEVER:
            return Decision(target=CLOUD, reason="the request says cloud only")
        return Decision(
            target=self.first,
            reason="the test – says so",
            fallback=self.then,
            hold_tokens=self.hold,
        )


class _As:
    """Stands for the service's authentication: every call is ``caller``'s."""

    def __init__(self, app: ASGIApp, caller: Caller) -> None:
        self.app = app
        self.caller = caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["caller"] = self.caller
        await self.app(scope, receive, send)


class Stand:
    """``async with Stand() as stand``; ``stand.url`` is the gateway."""

    def __init__(
        self,
        *,
        limits: Limits = PATIENT,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.cloud = CloudSimulator()
        self.ollama = OllamaFake()
        self.way = Way()
        self.book = Book()
        self.breakers = Breakers(clock=clock or time.monotonic)
        self.local = LocalStand(self.ollama)
        self.claude = CloudStand(self.cloud)
        self.caller = Caller(component="tester")
        self.tasks = Tasks(owner="gateway")
        self._limits = limits
        self._sleep = sleep

    async def __aenter__(self) -> Stand:
        await self.cloud.__aenter__()
        await self.ollama.start()
        self.upstream = new_session()
        self.routes = routes(
            local=self.local,
            cloud=self.claude,
            decide=self.way,
            recorder=self.book,
            catalogue=Shelf(self.ollama),
            session=self.upstream,
            tasks=self.tasks,
            breakers=self.breakers,
            limits=self._limits,
            sleep=self._sleep,
        )
        app = Starlette(routes=self.routes)
        self._auth = _As(app, self.caller)
        self._socket = socket.socket(proto=socket.IPPROTO_TCP)  # else asyncio leaves Nagle on
        self._socket.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            self._auth, http=LineProtocol, log_config=None, access_log=False, lifespan="off"
        )
        config.load()
        self._serving = ServerState()
        self._server = await asyncio.get_running_loop().create_server(
            lambda: config.http_protocol_class(  # type: ignore[call-arg]
                config=config, server_state=self._serving, app_state={}
            ),
            sock=self._socket,
        )
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.client = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.client.close()
        self._server.close()
        for connection in list(self._serving.connections):
            connection.shutdown()
        for task in list(self._serving.tasks):
            task.cancel()
        await asyncio.gather(*self._serving.tasks, return_exceptions=True)
        await self.tasks.close()
        await self.upstream.close()
        await self.ollama.stop()
        await self.cloud.__aexit__(kind, error, trace)
        self._socket.close()

    def budget_of_retries(self, count: int) -> None:
        """Leave ``count`` retries to the gateway, whatever it has seen so far."""
        for route in self.routes:
            if isinstance(route.app, Inference):
                budget = route.app._gateway.budget
                budget._minimum, budget._share = count, 0.0

    def call_as(self, caller: Caller) -> None:
        self._auth.caller = caller

    async def row(self) -> RequestRow:
        """The last booked row, waited for."""
        until = time.monotonic() + 20
        while len(self.book.rows) < len(self.book.begun):
            assert time.monotonic() < until, "a request was begun and never booked"
            await asyncio.sleep(0.005)
        return self.book.rows[-1]
