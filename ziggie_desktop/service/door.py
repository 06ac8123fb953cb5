"""Owns how the routes are put together: inference in three dialects, then our own, behind a guard.

It wires; the rooms decide.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from ziggie_desktop.contract.state import CloudStatus
from ziggie_desktop.gateway import endpoints
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.ports import Decide
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.routing.machine import Machine
from ziggie_desktop.routing.policy import Policy
from ziggie_desktop.routing.request import Decision, Refusal, RouteRequest
from ziggie_desktop.service import openapi
from ziggie_desktop.service.actions import ServiceActions
from ziggie_desktop.service.books import BooksApi
from ziggie_desktop.service.calibrate import CalibrateApi
from ziggie_desktop.service.cloud_side import CloudSide
from ziggie_desktop.service.diagnostics import Diagnostics
from ziggie_desktop.service.direct import Direct
from ziggie_desktop.service.exports import Exports
from ziggie_desktop.service.feedback import FeedbackApi
from ziggie_desktop.service.guard import Guard
from ziggie_desktop.service.http import starlette_routes
from ziggie_desktop.service.hub import Hub
from ziggie_desktop.service.ledger_place import LedgerApi
from ziggie_desktop.service.library_api import LibraryApi
from ziggie_desktop.service.local import Local
from ziggie_desktop.service.money import Money
from ziggie_desktop.service.one_request import OneRequestApi
from ziggie_desktop.service.query import Query
from ziggie_desktop.service.refusal import mistake, unknown_route, wrong_route
from ziggie_desktop.service.routes import Api
from ziggie_desktop.service.routing_api import RoutingApi
from ziggie_desktop.service.settings import plain
from ziggie_desktop.service.snapshot import Picture
from ziggie_desktop.service.stock import Stock
from ziggie_desktop.service.timeline import TimelineApi
from ziggie_desktop.service.wishes import Wishes
from ziggie_desktop.service.wording import Wording
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class Door:
    """``app`` is what the HTTP server calls."""

    def __init__(
        self,
        *,
        home: Home,
        port: Callable[[], int],
        hub: Hub,
        wishes: Wishes,
        local: Local,
        cloud: CloudSide,
        money: Money,
        stock: Stock,
        picture: Picture,
        session: aiohttp.ClientSession,
        tasks: Tasks,
        breakers: Breakers,
        decide: Decide,
        decide_by: Callable[[RouteRequest, Policy], Decision | Refusal],
        machine: Callable[[], Machine],
        settings_changed: Callable[[], None],
        keep_key: Callable[[str | None], Awaitable[CloudStatus]],
        stop: Callable[[], None],
    ) -> None:
        inference = endpoints.routes(
            local=local.side,
            cloud=cloud,
            decide=decide,
            recorder=money.bookkeeper,
            catalogue=local.side,
            session=session,
            tasks=tasks,
            breakers=breakers,
        )
        wording = Wording(local=local.side, session=session)
        actions = ServiceActions(
            home=home,
            engine_=local.engine,
            jobs=local.jobs,
            library=local.library,
            local=local.side,
            lender=local.lender,
            stock=stock,
            ledger=money.ledger,
            settings_file=wishes.file,
            query_=Query(
                state=picture.state,
                ledger=money.ledger,
                period=money.standby.totals,
                word=wording,
                currency=money.currency,
                own_electricity=money.standby.in_own_currency,
                zone=wishes.zone,
            ),
            mode_changed=wishes.set_mode,
            settings_changed=settings_changed,
            keep_key=keep_key,
            stop=stop,
        )
        own = Api(
            state=picture.state,
            healthy=picture.healthy,
            hub=hub,
            tokens=wishes.tokens,
            ledger=money.ledger,
            actions=actions,
            standby=money.standby,
            exports=Exports(hardware=lambda: wishes.hardware, zone=wishes.zone),
            document=lambda: openapi.document(own, openapi.inference(inference)),
            zone=wishes.zone,
            more=LibraryApi(library=local.library, advice=stock.advice).endpoints(),
        ).endpoints()
        own += BooksApi(
            ledger=money.ledger,
            counsel=money.counsel,
            ahead=money.ahead,
            reports=money.reports,
            zone=wishes.zone,
        ).endpoints()
        own += RoutingApi(
            policy=wishes.policy,
            mode=lambda: wishes.mode,
            decide=decide_by,
            machine=machine,
            breakers=breakers,
            spendings=money.budgets.spendings,
            changed=settings_changed,
        ).endpoints()
        own += FeedbackApi(ledger=money.ledger, zone=wishes.zone).endpoints()
        own += LedgerApi(
            home=home,
            environ=os.environ,
            ledger=money.ledger,
            settings=wishes.file,
            url=wishes.settings.ledger.url,
        ).endpoints()
        own += money.gpu_history.endpoints()
        own += OneRequestApi(ledger=money.ledger, is_active=money.bookkeeper.is_active).endpoints()
        own += TimelineApi(ledger=money.ledger, zone=wishes.zone).endpoints()
        own += CalibrateApi(
            gpu=money.gpu,
            processor=lambda: money.processor.power,
            power=lambda: wishes.settings.power,
            change=actions.change_settings,
        ).endpoints()
        own += Diagnostics(
            home=home,
            state=picture.state,
            settings=lambda: plain(wishes.settings),
            environ=os.environ,
        ).endpoints()
        starlette = Starlette(
            routes=[*inference, *starlette_routes(own)],
            exception_handlers={HTTPException: wrong_route, Exception: mistake},
        )
        starlette.router.default = unknown_route
        starlette.router.redirect_slashes = False
        self.app: ASGIApp = Guard(
            Direct(starlette, inference),
            port=port,
            tokens=wishes.tokens,
            access=lambda: wishes.settings.access,
        )
