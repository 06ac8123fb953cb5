"""The smallest house around the gateway: one fixed side, no ledger."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from ziggie_desktop.contract.records import RequestRow, Timings
from ziggie_desktop.contract.state import LoadedModel, Model
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.endpoints import routes
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.gateway.upstream import new_session
from ziggie_desktop.routing.request import Decision, RouteRequest, Side, Target
from ziggie_desktop.tasks import Tasks

CALLER = Caller(component="benchmark")
DECISION = Decision(target=Target(side=Side.LOCAL, model="mock"), reason="the benchmark")


class Ports:
    """Local side, cloud side, ledger and catalogue in one."""

    simulated = True

    def __init__(self, url: str) -> None:
        self.base_url = url

    async def ensure_ready(self, timeout_s: float) -> str:
        return self.base_url

    def url(self) -> str | None:
        return self.base_url

    def report_failure(self) -> None:
        """Nobody watches a mock."""

    def load_options(self, model: str) -> dict[str, Any]:
        return {"num_ctx": 8192}

    def is_loading(self, model: str) -> bool:
        return False

    def expected_load_s(self, model: str) -> float | None:
        return None

    async def headers(self, version: str | None, beta: str | None) -> dict[str, str]:
        return {}

    def started(self, request_id: str) -> None:
        """No ledger."""

    def admit(self, request_id: str, question: RouteRequest, target: Target) -> None:
        """No budget."""

    def progressed(self, request_id: str) -> None:
        """No meter."""

    def finished(self, row: RequestRow, timings: Timings | None) -> None:
        """No ledger."""

    def local_models(self) -> list[Model]:
        return [Model(name="mock")]

    def loaded_models(self) -> list[LoadedModel]:
        return []

    def cloud_models(self) -> list[str]:
        return []

    def engine_version(self) -> str | None:
        return None


def decide(request: RouteRequest) -> Decision:
    return DECISION


def known(app: ASGIApp) -> ASGIApp:
    async def with_caller(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["caller"] = CALLER
        await app(scope, receive, send)

    return with_caller


@asynccontextmanager
async def open_gateway(url: str) -> AsyncIterator[ASGIApp]:
    ports = Ports(url)
    session = new_session()
    tasks = Tasks(owner="gateway")
    try:
        yield known(
            Starlette(
                routes=routes(
                    local=ports,
                    cloud=ports,
                    decide=decide,
                    recorder=ports,
                    catalogue=ports,
                    session=session,
                    tasks=tasks,
                    breakers=Breakers(clock=time.monotonic),
                )
            )
        )
    finally:
        await tasks.close()
        await session.close()
