"""Owns the composition of the service: every part is made here, top to bottom, and told of others.

Read it as the explanation of the program. It decides nothing itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from ziggie_desktop.cloud import prices
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import CloudStatus, Mode, Problem, Severity
from ziggie_desktop.data import resource
from ziggie_desktop.engine.find import find_ollama
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.gateway import endpoints
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.upstream import new_session
from ziggie_desktop.gpu import tariff
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.ledger import periods
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.library.library import Library
from ziggie_desktop.platform.keys import KeyStore
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.platform.sleep import SleepWatch
from ziggie_desktop.routing.decide import decide
from ziggie_desktop.routing.request import Decision, Machine, Refusal, RouteRequest, Side, UseLocal
from ziggie_desktop.service import openapi
from ziggie_desktop.service.actions import ServiceActions
from ziggie_desktop.service.bookkeeper import Bookkeeper
from ziggie_desktop.service.budgets import Budgets
from ziggie_desktop.service.changes import Changes, Parts
from ziggie_desktop.service.cloud_side import CloudSide
from ziggie_desktop.service.energy_days import EnergyDays
from ziggie_desktop.service.guard import Guard
from ziggie_desktop.service.http import starlette_routes
from ziggie_desktop.service.hub import Hub
from ziggie_desktop.service.journal import Journal
from ziggie_desktop.service.policy_file import PolicyFile
from ziggie_desktop.service.query import Query
from ziggie_desktop.service.refusal import mistake, unknown_route, wrong_route
from ziggie_desktop.service.retention import Retention
from ziggie_desktop.service.routes import Api
from ziggie_desktop.service.schedule import Job, Schedule
from ziggie_desktop.service.settings import SettingsFile, zone_known
from ziggie_desktop.service.sides import LocalSide
from ziggie_desktop.service.snapshot import Picture
from ziggie_desktop.service.tokens import Tokens
from ziggie_desktop.service.totals import RunningTotals
from ziggie_desktop.service.wording import Wording
from ziggie_desktop.tasks import Tasks

if TYPE_CHECKING:
    from starlette.types import ASGIApp

UPTIME_EVERY_S = 10.0
FILES_EVERY_S = 2.0
ENERGY_EVERY_S = 60.0
RETENTION_EVERY_S = 3600.0  # also on machines that run for an hour or two a day
MODES = {UseLocal.AUTO: Mode.AUTO, UseLocal.ALWAYS: Mode.LOCAL, UseLocal.NEVER: Mode.CLOUD}
WISHES = {mode: wish for wish, mode in MODES.items()}


class Service:
    """``await Service.open(...)``, serve ``app``, ``start()`` what runs behind it, ``close()``."""

    def __init__(
        self,
        *,
        home: Home,
        ledger: Ledger,
        port: Callable[[], int],
        adopt_only: bool,
        environ: Mapping[str, str],
        stop: Callable[[], None],
    ) -> None:
        self.ledger = ledger
        self._port = port
        self._tasks = Tasks(owner="service")

        # What the owner and the components said
        self.settings = SettingsFile(path=home.settings)
        self.settings.load()
        self.policy = PolicyFile(path=home.policy, default=resource("policy.toml"))
        self.policy.load()
        self.tokens = Tokens(file=home.tokens, owner_file=home.owner_token)
        self.mode = _first_mode(environ, self.settings.current.mode)
        engine_settings = self.settings.current.engine

        # Who is told of changes
        self.hub = Hub(session=secrets.token_hex(4), snapshot=lambda: self.picture.state())
        self.changes = Changes(hub=self.hub)

        # The local side: Ollama and its models
        self.session = new_session()
        models_dir = environ.get("OLLAMA_MODELS") or engine_settings.models
        program, program_problem = _find_program(engine_settings.program, environ)
        self.engine = Engine(
            program=program,
            host=environ.get("OLLAMA_HOST", ""),
            models_dir=models_dir,
            state_file=home.engine,
            adopt_only=adopt_only,
            http=self.session,
            extra_env=engine_settings.environment,
            log_file=home.ollama_log,
            busy=lambda: self.bookkeeper.active > 0,
            num_ctx=lambda name: self.library.num_ctx(name),
        )
        self.library = Library(
            http=self.session,
            engine_url=lambda: self.engine.url,
            ensure_ready=self.engine.ensure_ready,
            pulls_file=home.pulls,
            models_dir=Path(models_dir) if models_dir else None,
            default_num_ctx=engine_settings.num_ctx,
            num_ctx=engine_settings.num_ctx_by_model,
        )
        self.local = LocalSide(
            engine=self.engine,
            library=self.library,
            cloud_models=lambda: (self.policy.current.models.cloud,),
            changed=self.changes.models,
        )

        # The cloud side
        self.cloud = CloudSide(store=KeyStore(), changed=self.changes.cloud, environment=environ)

        # What it takes and what it costs
        self.gpu = GpuMonitor(
            python=sys.executable,
            engine_pids=lambda: self.local.pids,
        )
        self.meter = EnergyMeter(
            watch=self.gpu.watch, calibrations=lambda: self.settings.current.calibration
        )
        self.energy_days = EnergyDays(meter=self.meter, ledger=ledger, zone=self._zone)
        self.totals = RunningTotals(ledger=ledger, zone=self._zone, changed=self.changes.totals)
        self.budgets = Budgets(
            budgets=lambda: self.policy.current.budgets,
            books=ledger,
            price=lambda model, usage, at: prices.price(model, usage, at).cost_pico,
            zone=self._zone,
        )
        self.journal = Journal(path=home.root / "unbooked.jsonl")
        for row in self.journal.left:  # a row that the ledger has already stays as it is
            ledger.record(row)
        self.bookkeeper = Bookkeeper(
            books=ledger,
            journal=self.journal,
            meter=self.meter,
            purse=self.budgets,
            price=prices.price,
            electricity=self._electricity,
            stand_in=self._stand_in,
            zone=self._zone,
            local_date=periods.local_date,
            booked=self.changes.booked,
            active_changed=self.changes.active,
        )

        # The routes: inference in three dialects, then our own, behind one door
        self.breakers = Breakers(clock=asyncio.get_running_loop().time)
        inference = endpoints.routes(
            local=self.local,
            cloud=self.cloud,
            decide=self.decide,
            recorder=self.bookkeeper,
            catalogue=self.local,
            session=self.session,
            tasks=self._tasks,
            breakers=self.breakers,
        )
        self.picture = Picture(
            home=home,
            url=self.url,
            mode=lambda: self.mode,
            engine=self.engine,
            library=self.library,
            local=self.local,
            cloud=self.cloud,
            gpu=self.gpu,
            meter=self.meter,
            ledger=ledger,
            totals=self.totals,
            bookkeeper=self.bookkeeper,
            budgets=self.budgets,
            settings=self.settings,
            policy=self.policy,
            found_at_start=(program_problem,) if program_problem is not None else (),
        )
        wording = Wording(local=self.local, session=self.session)
        actions = ServiceActions(
            home=home,
            engine_=self.engine,
            library=self.library,
            local=self.local,
            ledger=ledger,
            settings_file=self.settings,
            query_=Query(state=self.picture.state, ledger=ledger, word=wording),
            route=self.decide,
            mode_changed=self.set_mode,
            settings_changed=self.changes.problems,
            keep_key=self._keep_key,
            stop=stop,
        )
        own = Api(
            state=self.picture.state,
            healthy=self.picture.healthy,
            hub=self.hub,
            tokens=self.tokens,
            ledger=ledger,
            actions=actions,
            document=lambda: openapi.document(own, openapi.inference(inference)),
            zone=self._zone,
        ).endpoints()
        starlette = Starlette(
            routes=[*inference, *starlette_routes(own)],
            exception_handlers={HTTPException: wrong_route, Exception: mistake},
        )
        starlette.router.default = unknown_route
        starlette.router.redirect_slashes = False
        self.app: ASGIApp = Guard(
            starlette,
            port=port,
            tokens=self.tokens,
            access=lambda: self.settings.current.access,
        )
        retention = Retention(
            ledger=ledger,
            keep_days=lambda: self.settings.current.ledger.keep_days,
            zone=self._zone,
        )
        self.schedule = Schedule(
            jobs=(
                Job(name="files", seconds=FILES_EVERY_S, run=self._look_at_files),
                Job(name="energy", seconds=ENERGY_EVERY_S, run=self.energy_days.book),
                Job(name="retention", seconds=RETENTION_EVERY_S, run=retention.look),
                Job(name="uptime", seconds=UPTIME_EVERY_S, run=self._probe),
            )
        )
        self.changes.connect(
            Parts(
                engine=self.engine,
                library=self.library,
                local=self.local,
                gpu=self.gpu,
                meter=self.meter,
                totals=self.totals,
                picture=self.picture,
            )
        )

    async def look_around(self, timeout_s: float) -> None:
        """Wait until it is known whether there is an Ollama with which models: the first request
        must not go elsewhere because nobody has looked yet."""
        with contextlib.suppress(ZiggieError, TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self.engine.start()
                await self.engine.ensure_ready(timeout_s)
                await self.local.refresh()

    async def catch_up(self) -> None:
        """Have in the ledger what an earlier process answered and was killed before it booked."""
        if self.journal.left and await self.ledger.flush():
            self.journal.clear()

    async def start(self) -> None:
        """Set going what runs behind the routes; the service answers already."""
        await self.budgets.load()
        self.engine.set_unfinished_pulls(self.library.pulls.unfinished)
        await self.engine.start()
        self._tasks.start(self.local.run(), name="models")
        self._tasks.start(self.library.pulls.run(), name="pulls")
        self._tasks.start(self.totals.run(), name="totals")
        self._tasks.start(self._look_for_key(), name="key")
        self._tasks.start(asyncio.to_thread(prices.warm), name="prices")
        self._tasks.start(SleepWatch().run(self.changes.resumed), name="sleep")
        await self.gpu.start()
        await self.schedule.start()

    async def close(self) -> None:
        """End in the reverse order; what is booked is on disk afterwards."""
        self.hub.close()
        self.schedule.close()
        await self.library.pulls.close()
        await self._tasks.close()
        await self.bookkeeper.close()
        if await self.ledger.flush():
            self.journal.clear()
        await self.engine.close()
        await self.gpu.close()
        self.energy_days.close()
        await self.ledger.close()
        self.journal.close()
        await self.session.close()

    def url(self) -> str:
        return f"http://127.0.0.1:{self._port()}"

    def decide(self, request: RouteRequest) -> Decision | Refusal:
        """The pure decision, given what is known of the machine at this moment."""
        machine = Machine(
            mode=WISHES[self.mode],
            models=self.local.candidates(),
            local_refusal=self.local.refusal() or self.breakers.refusal(Side.LOCAL),
            cloud_refusal=self.cloud.refusal()
            or self.breakers.refusal(Side.CLOUD)
            or self.budgets.refusal(),
            spendings=self.budgets.spendings(),
        )
        return decide(request, self.policy.current, machine)

    def set_mode(self, mode: Mode) -> None:
        """In force at once, and again after a restart if the settings can be written."""
        self.mode = mode
        self.changes.mode(mode)
        self.settings.remember_mode(mode)

    async def _keep_key(self, key: str | None) -> CloudStatus:
        status = await self.cloud.keep(key)
        self.breakers.recovered(Side.CLOUD)  # what the old key ran into says nothing of this one
        return status

    # What is done now and then

    async def _look_for_key(self) -> None:
        await self.cloud.look()

    async def _look_at_files(self) -> None:
        before = self.settings.current.mode
        if self.settings.load() and self.settings.current.mode is not before:
            self.mode = self.settings.current.mode
            self.changes.mode(self.mode)
        self.policy.load()
        self.changes.problems()

    async def _probe(self) -> None:
        healthy = self.picture.healthy()
        reason = None if healthy else self.engine.status.reason
        self.ledger.record_probe(datetime.now(UTC), ok=healthy, reason=reason)

    # What the bookkeeper asks

    def _zone(self) -> str:
        return self.settings.current.timezone or _machine_zone()

    def _electricity(self, energy_mj: int, at: datetime) -> int | None:
        """Pico-dollars; None without a tariff, or in a currency without the owner's rate."""
        own = self.settings.current.tariff
        return tariff.to_usd_pico(own, tariff.cost_pico(own, energy_mj, at))

    def _stand_in(self, asked: str | None) -> str:
        """The Claude model that would have answered: the one asked for, else the policy's."""
        if asked is not None and asked.startswith("claude-"):
            return asked
        return self.policy.current.models.cloud


def _first_mode(environ: Mapping[str, str], remembered: Mode) -> Mode:
    """``USE_LOCAL_LLM`` says the mode that the service starts in."""
    said = environ.get("USE_LOCAL_LLM", "").strip().lower()
    if not said:
        return remembered
    try:
        return MODES[UseLocal(said)]
    except ValueError as error:
        raise ZiggieError(
            "mode_invalid",
            f"USE_LOCAL_LLM is {said!r}.",
            "Set it to auto, always or never, or leave it out.",
        ) from error


def _find_program(
    named: str | None, environ: Mapping[str, str]
) -> tuple[Path | None, Problem | None]:
    """The ollama to start. One that was named and cannot be run is a problem to show, not a reason
    to answer nobody: Claude can still be asked."""
    try:
        return find_ollama(named, environ=environ), None
    except ZiggieError as error:
        return None, Problem(
            code=error.code, title=error.title, remedy=error.remedy, severity=Severity.ERROR
        )


@cache
@cache
def _machine_zone() -> str:
    """An IANA name in any case: TZ may also hold a rule or a path, which nothing here reads."""
    from tzlocal import get_localzone_name

    said = os.environ.get("TZ", "")
    if said and zone_known(said):
        return said
    with contextlib.suppress(Exception):  # a machine without a readable zone keeps its books in UTC
        found = get_localzone_name()
        if found and zone_known(found):
            return str(found)
    return "UTC"
