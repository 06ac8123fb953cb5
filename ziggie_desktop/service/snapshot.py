"""Owns the whole picture in one document. Asks nobody: it is put together from what is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from ziggie_desktop import __version__
from ziggie_desktop.contract.state import EngineState, Problem, State
from ziggie_desktop.engine.settings import warnings
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service import checks
from ziggie_desktop.service.checks.facts import Facts
from ziggie_desktop.service.cloud_side import CloudSide
from ziggie_desktop.service.local import Local
from ziggie_desktop.service.money import Money
from ziggie_desktop.service.stock import Stock
from ziggie_desktop.service.wishes import Wishes

WORKING = (EngineState.READY, EngineState.ADOPTED)


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What the snapshot is made of."""

    home: Home
    url: Callable[[], str]
    wishes: Wishes
    local: Local
    cloud: CloudSide
    money: Money
    stock: Stock

    def state(self) -> State:
        side, totals = self.local.side, self.money.totals
        return State(
            version=__version__,
            at=datetime.now(UTC),
            url=self.url(),
            home=str(self.home.root),
            mode=self.wishes.mode,
            engine=self.local.status,
            gpu=self.money.gpu.status,
            processor=self.money.processor.power,
            pc=self.money.pc(),
            cloud=self.cloud.status,
            models=side.models,
            loaded=side.loaded,
            loads=side.loads(),
            yielded=self.local.lender.yielded,
            pulls=self.local.library.pulls.snapshot(),
            jobs=self.local.library.upkeep.chores.snapshot(),
            disk_bytes=self.local.library.upkeep.disk_bytes,
            today=totals.today,
            month=totals.month,
            uptime_today=totals.uptime_today,
            uptime_month=totals.uptime_month,
            incidents_today=totals.incidents_today,
            incidents_month=totals.incidents_month,
            fallbacks=tuple(totals.fallbacks),
            problems=self.problems(),
            active_requests=self.money.bookkeeper.active,
            currency=self.money.currency(),
        )

    def problems(self) -> tuple[Problem, ...]:
        health = self.money.ledger.health
        found = (
            self.local.problem,
            self.wishes.file.problem,
            self.wishes.policy.problem,
            self.cloud.problem,
            self.money.budgets.problem,
            self.money.outlook.problem,
            health.problem,
        )
        return checks.problems(
            Facts(
                mode=self.wishes.mode,
                engine=self.local.engine.status,
                gpu=self.money.gpu.status,
                cloud=self.cloud.status,
                models=len(self.local.side.models) if self.local.side.seen else None,
                files=(*(p for p in found if p is not None), *self.stock.problems()),
                ledger_reason=None if health.ok else health.reason,
                loaded=self.local.doubts.watched(),
                engine_warnings=warnings(self.wishes.settings.engine),
                slow=self.money.bookkeeper.speeds.slow(),
                doubts=self.local.doubts.words(),
                spendings=self.money.budgets.spendings(),
                sensors=self.money.meter.faults,
                update=self.local.jobs.update(),
                currency=self.money.currency(),
            )
        )

    def healthy(self) -> bool:
        """Whether requests are being answered and written down: one side at least can be asked."""
        working = self.local.engine.status.state in WORKING
        return (working or self.cloud.refusal() is None) and self.money.ledger.health.ok
