"""Owns the composition of the service: every part is made here, top to bottom, and told of others.

Read it as the explanation of the program. It decides nothing itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from ziggie_desktop.cloud import price_tables
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import CloudStatus, EngineState
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.upstream import new_session
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.platform.keys import KeyStore
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.platform.sleep import SleepWatch
from ziggie_desktop.routing.decide import decide
from ziggie_desktop.routing.machine import Machine
from ziggie_desktop.routing.policy import Policy
from ziggie_desktop.routing.request import Decision, Refusal, RouteRequest, Side
from ziggie_desktop.service.changes import Changes
from ziggie_desktop.service.cloud_side import CloudSide
from ziggie_desktop.service.door import Door
from ziggie_desktop.service.hub import Hub
from ziggie_desktop.service.local import Local
from ziggie_desktop.service.money import Money
from ziggie_desktop.service.schedule import Job, Schedule
from ziggie_desktop.service.snapshot import Picture
from ziggie_desktop.service.stock import Stock
from ziggie_desktop.service.wishes import USE_LOCAL, Wishes
from ziggie_desktop.tasks import Tasks

UPTIME_EVERY_S = 10.0
FILES_EVERY_S = 2.0
PULLS_EVERY_S = 5.0  # their hours, and the room on their disk
ENERGY_EVERY_S = 60.0
LATE_PRICES_EVERY_S = 10.0  # whether the tariff was changed
LOADS_EVERY_S = 60.0
UPDATES_EVERY_S = 900.0  # whether it is time; it is asked once a day, and only if wished
PINS_EVERY_S = 5.0
KEYRING_EVERY_S = 5.0  # while it is locked
REPORTS_EVERY_S = 600.0  # on the first of the month, or when the machine is next on
RETENTION_EVERY_S = 3600.0  # also on machines that run for an hour or two a day


class Service:
    """``Service(...)``, serve ``app``, ``start()`` what runs behind it, ``close()``."""

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

        # Who is told of changes, and what the owner said
        self.hub = Hub(session=secrets.token_hex(4), snapshot=lambda: self.picture.state())
        self.changes = Changes(hub=self.hub)
        self.wishes = Wishes(home=home, environ=environ, mode_changed=self.changes.mode)

        # The two sides: Ollama with its models, and Claude
        self.session = new_session()
        self.local = Local(
            home=home,
            wishes=self.wishes,
            environ=environ,
            adopt_only=adopt_only,
            session=self.session,
            busy=lambda: self.money.bookkeeper.active > 0,
            gpu=lambda: self.money.gpu.status,
            models_changed=self.changes.models,
            figures=lambda model: self.money.measured.local(model),
            job_changed=self.changes.engine_job,
            yield_changed=self.changes.yielded,
            dress=lambda models, loaded: self.stock.dress(models, loaded),
            memory=lambda: self.stock.memory(),
            speeds=lambda: self.money.bookkeeper.speeds,
            doubts_changed=self.changes.problems,
        )
        self.cloud = CloudSide(
            store=KeyStore(),
            changed=self.changes.cloud,
            session=self.session,
            environment=environ,
        )
        self.breakers = Breakers(clock=asyncio.get_running_loop().time)

        # What it takes and what it costs
        self.money = Money(
            home=home,
            wishes=self.wishes,
            ledger=ledger,
            told=self.changes,
            engine_pids=lambda: self.local.side.pids,
        )

        # What joins the models to the books and the GPU
        self.stock = Stock(local=self.local, money=self.money, wishes=self.wishes)

        # What is seen from outside: the picture of it all, and the routes behind one door
        self.picture = Picture(
            home=home,
            url=self.url,
            wishes=self.wishes,
            local=self.local,
            cloud=self.cloud,
            money=self.money,
            stock=self.stock,
        )
        self.app = Door(
            home=home,
            port=port,
            hub=self.hub,
            wishes=self.wishes,
            local=self.local,
            cloud=self.cloud,
            money=self.money,
            stock=self.stock,
            picture=self.picture,
            session=self.session,
            tasks=self._tasks,
            breakers=self.breakers,
            decide=self.decide,
            decide_by=self.decide_by,
            machine=lambda: self.machine(self.wishes.policy.current.models.cloud),
            settings_changed=self._settings_changed,
            keep_key=self._keep_key,
            stop=stop,
        ).app

        # What happens by itself
        self.schedule = Schedule(
            jobs=(
                Job(name="files", seconds=FILES_EVERY_S, run=self._look_at_files),
                Job(name="pulls", seconds=PULLS_EVERY_S, run=self._look_at_pulls),
                Job(name="energy", seconds=ENERGY_EVERY_S, run=self.money.energy_days.book),
                Job(name="gpu history", seconds=ENERGY_EVERY_S, run=self.money.gpu_history.book),
                Job(name="prices", seconds=LATE_PRICES_EVERY_S, run=self.money.late_prices.look),
                Job(name="loads", seconds=LOADS_EVERY_S, run=self.local.remember),
                Job(name="outlook", seconds=REPORTS_EVERY_S, run=self.money.outlook.look),
                Job(name="reports", seconds=REPORTS_EVERY_S, run=self.money.reports.look),
                Job(name="retention", seconds=RETENTION_EVERY_S, run=self.money.retention.look),
                Job(name="pins", seconds=PINS_EVERY_S, run=self.stock.look),
                Job(name="keyring", seconds=KEYRING_EVERY_S, run=self.cloud.look_again),
                Job(name="uptime", seconds=UPTIME_EVERY_S, run=self._probe),
                Job(name="updates", seconds=UPDATES_EVERY_S, run=self.local.jobs.look),
            )
        )
        self.changes.connect(
            local=self.local, money=self.money, stock=self.stock, picture=self.picture
        )

    async def look_around(self, timeout_s: float) -> None:
        """Wait until it is known what was spent, and whether there is an Ollama with which models:
        the first request must not go elsewhere because nobody has looked yet."""
        await self.money.budgets.load()
        self.local.engine.set_unfinished_pulls(self.local.library.pulls.unfinished)
        with contextlib.suppress(ZiggieError, TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self.local.engine.start()
                await self.local.engine.ensure_ready(timeout_s)
                await self.local.side.refresh()

    async def start(self) -> None:
        """Set going what runs behind the routes; the service answers already."""
        await self.money.measured.load()
        self.money.remember_speeds()
        await self.local.engine.start()  # where there was no time for it
        self._tasks.start(self.local.jobs.resume(), name="engine jobs")
        self._tasks.start(self.local.side.run(), name="models")
        self._tasks.start(self.local.lender.run(), name="lender")
        self._tasks.start(self.local.doubts.run(), name="doubts")
        self._tasks.start(self.local.library.pulls.run(), name="pulls")
        self._tasks.start(self.local.awake.run(), name="awake")
        self._tasks.start(self.money.totals.run(), name="totals")
        self._tasks.start(self.stock.uses.load(), name="uses")
        self._tasks.start(self._look_for_key(), name="key")
        self._tasks.start(price_tables.keep(self._policy_models), name="prices")
        self._tasks.start(SleepWatch().run(self.changes.resumed), name="sleep")
        self._tasks.start(self.money.processor.run(), name="processor")
        await self.money.gpu.start()
        await self.schedule.start()

    async def close(self) -> None:
        """End in the reverse order; what is booked is on disk afterwards."""
        self.hub.close()
        self.schedule.close()
        await self.local.library.close()
        await self._tasks.close()
        await self.local.jobs.close()
        await self.money.close()
        await self.local.engine.close()
        await self.local.remember()
        await self.money.close_books()
        await self.session.close()

    def url(self) -> str:
        return f"http://127.0.0.1:{self._port()}"

    def decide(self, request: RouteRequest) -> Decision | Refusal:
        """Where it goes by the policy in force."""
        return self.decide_by(request, self.wishes.policy.current)

    def decide_by(self, request: RouteRequest, policy: Policy) -> Decision | Refusal:
        """The pure decision, given what is known of the machine at this moment."""
        return decide(request, policy, self.machine(policy.cloud_model(request)))

    def machine(self, claude: str) -> Machine:
        """What either side can do now; of the cloud, what is known of one model."""
        measured = self.money.measured
        figures = measured.cloud(claude, simulated=self.cloud.simulated)
        rates = measured.rates(claude)
        return Machine(
            mode=USE_LOCAL[self.wishes.mode],
            models=self.local.side.candidates(),
            local_lacks=self.local.side.lacks(),
            local_refusal=self.local.side.refusal(),
            cloud_refusal=self.cloud.refusal() or self.money.budgets.refusal(),
            spendings=self.money.budgets.spendings(),
            cloud_figures={} if figures is None else {claude: figures},
            cloud_rates={} if rates is None else {claude: rates},
            yielding=self.local.lender.refusal(),
            failing=self.breakers.failing(),
        )

    async def _keep_key(self, key: str | None) -> CloudStatus:
        status = await self.cloud.keep(key)
        self.breakers.recovered(Side.CLOUD)  # what the old key ran into says nothing of this one
        return status

    def _policy_models(self) -> tuple[str, ...]:
        return (self.wishes.policy.current.models.cloud,)

    async def _look_for_key(self) -> None:
        await self.cloud.look()

    async def _look_at_pulls(self) -> None:
        self.local.library.pulls.look()

    async def _look_at_files(self) -> None:
        self.wishes.look_again()
        self._settings_changed()

    def _settings_changed(self) -> None:
        self.local.settings_changed()
        self.money.processor.settings_changed()
        self.money.totals.look()  # they are shown in another currency, if that was changed
        self.changes.problems()

    async def _probe(self) -> None:
        if self.local.engine.status.state is EngineState.ABSENT:
            return  # what is not on the machine is neither up nor down
        healthy = self.picture.healthy()
        reason = None if healthy else self.local.engine.status.reason
        self.ledger.record_probe(datetime.now(UTC), ok=healthy, reason=reason)
