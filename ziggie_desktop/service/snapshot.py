"""Owns the whole picture in one document. Asks nobody: it is put together from what is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from ziggie_desktop import __version__
from ziggie_desktop.contract.state import EngineState, Mode, Problem, State
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.library.library import Library
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service import checks
from ziggie_desktop.service.bookkeeper import Bookkeeper
from ziggie_desktop.service.budgets import Budgets
from ziggie_desktop.service.checks.facts import Facts
from ziggie_desktop.service.cloud_side import CloudSide
from ziggie_desktop.service.policy_file import PolicyFile
from ziggie_desktop.service.settings import SettingsFile
from ziggie_desktop.service.sides import LocalSide
from ziggie_desktop.service.totals import RunningTotals

WORKING = (EngineState.READY, EngineState.ADOPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the snapshot is made of."""

    home: Home
    url: Callable[[], str]
    mode: Callable[[], Mode]
    engine: Engine
    library: Library
    local: LocalSide
    cloud: CloudSide
    gpu: GpuMonitor
    meter: EnergyMeter
    ledger: Ledger
    totals: RunningTotals
    bookkeeper: Bookkeeper
    budgets: Budgets
    settings: SettingsFile
    policy: PolicyFile
    found_at_start: tuple[Problem, ...] = ()

    def state(self) -> State:
        return State(
            version=__version__,
            at=datetime.now(UTC),
            url=self.url(),
            home=str(self.home.root),
            mode=self.mode(),
            engine=self.engine.status,
            gpu=self.gpu.status,
            cloud=self.cloud.status,
            models=self.local.models,
            loaded=self.local.loaded,
            pulls=self.library.pulls.snapshot(),
            today=self.totals.today,
            month=self.totals.month,
            uptime_today=self.totals.uptime_today,
            uptime_month=self.totals.uptime_month,
            fallbacks=tuple(self.totals.fallbacks),
            problems=self.problems(),
            active_requests=self.bookkeeper.active,
        )

    def problems(self) -> tuple[Problem, ...]:
        health = self.ledger.health
        files = (
            self.settings.problem,
            self.policy.problem,
            self.cloud.problem,
            self.budgets.problem,
            health.problem,
        )
        return checks.problems(
            Facts(
                mode=self.mode(),
                engine=self.engine.status,
                gpu=self.gpu.status,
                cloud=self.cloud.status,
                models=len(self.local.models) if self.local.seen else None,
                files=(*self.found_at_start, *(one for one in files if one is not None)),
                ledger_reason=None if health.ok else health.reason,
                loaded=self.local.loaded,
                slow=self.bookkeeper.speeds.slow(),
                spendings=self.budgets.spendings(),
                sensors=self.meter.faults,
            )
        )

    def healthy(self) -> bool:
        """Whether requests are being answered and written down: one side at least can be asked."""
        working = self.engine.status.state in WORKING
        return (working or self.cloud.refusal() is None) and self.ledger.health.ok
