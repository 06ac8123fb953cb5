"""Owns what follows when a part changes: who is told, and what else must look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ziggie_desktop.contract.power import PowerDocument
from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import (
    ActivityDocument,
    CloudStatus,
    EngineStatus,
    EventName,
    GpuState,
    GpuStatus,
    LibraryJob,
    Mode,
    ModeDocument,
    ModelsDocument,
    Problem,
    ProblemsDocument,
    Pull,
    PullState,
    TotalsDocument,
    YieldDocument,
    Yielded,
)
from ziggie_desktop.gpu.monitor import Watch
from ziggie_desktop.ledger import queries
from ziggie_desktop.service.hub import Hub

if TYPE_CHECKING:  # they are made with our methods
    from ziggie_desktop.service.local import Local
    from ziggie_desktop.service.money import Money
    from ziggie_desktop.service.snapshot import Picture
    from ziggie_desktop.service.stock import Stock

WATCHED_S = 1.0  # how often the GPU is read while somebody looks closely


class Changes:
    """Its methods are the callbacks of the parts; ``connect`` comes before the first of them."""

    def __init__(self, *, hub: Hub) -> None:
        self._hub = hub
        self._problems: tuple[Problem, ...] = ()
        self._watch: Watch | None = None
        self._gpu_state: GpuState | None = None
        self._power: PowerDocument | None = None

    def connect(self, *, local: Local, money: Money, stock: Stock, picture: Picture) -> None:
        """Hear the parts that have subscribers; the others were given our methods."""
        self._local, self._money, self._stock, self._picture = local, money, stock, picture
        local.engine.subscribe(self.engine)
        money.gpu.subscribe(self.gpu)
        money.gpu.subscribe(money.gpu_history.feed)
        money.gpu.subscribe_samples(money.meter.feed)
        local.library.pulls.subscribe(self.pull)
        local.library.upkeep.chores.subscribe(self.job)
        self._hub.listeners_changed = self.listeners

    def engine(self, _: EngineStatus) -> None:
        self.engine_job()
        self._local.side.look()

    def engine_job(self) -> None:
        self._hub.publish(EventName.ENGINE, self._local.status)
        self.problems()

    def models(self, document: ModelsDocument) -> None:
        self._money.meter.resident(frozenset(model.name for model in document.loaded))
        self._money.gpu.set_in_use(bool(document.loaded))
        self._hub.publish(EventName.MODELS, document)
        self.problems()

    def pull(self, pull: Pull) -> None:
        self._hub.publish(EventName.PULL, pull)
        self._local.engine.set_unfinished_pulls(self._local.library.pulls.unfinished)
        self._local.awake.want(self._local.library.pulls.active)
        if pull.state is PullState.DONE:
            self._local.side.look()

    def job(self, job: LibraryJob) -> None:
        self._hub.publish(EventName.JOB, job)
        if job.state is not PullState.RUNNING:
            self._local.side.look()

    def gpu(self, status: GpuStatus) -> None:
        same, self._gpu_state = status.state is self._gpu_state, status.state
        self._hub.publish(EventName.GPU, status, figures=same)
        self.problems()

    def power(self) -> None:
        """The processor was looked at."""
        processor, pc = self._money.processor.power, self._money.pc()
        document = PowerDocument(processor=processor, pc=pc)
        same = document == self._power
        self._power = document
        if not same:
            self._hub.publish(EventName.POWER, document, figures=True)

    def cloud(self, status: CloudStatus) -> None:
        self._hub.publish(EventName.CLOUD, status)
        self.problems()

    def mode(self, mode: Mode) -> None:
        self._hub.publish(EventName.MODE, ModeDocument(mode=mode))
        self.problems()

    def yielded(self, yielded: Yielded | None) -> None:
        self._hub.publish(EventName.YIELD, YieldDocument(yielded=yielded))

    def totals(self, document: TotalsDocument) -> None:
        self._hub.publish(EventName.TOTALS, document)

    def active(self, active: int) -> None:
        self._hub.publish(EventName.ACTIVITY, ActivityDocument(active_requests=active))

    def booked(self, row: RequestRow) -> None:
        if row.route == "local" and row.status is RequestStatus.OK:
            self._local.engine.answered(row.model)
            self._stock.booked(row)
        self._hub.publish(EventName.REQUEST, row)
        if row.fallback_from is not None:
            fallback = queries.fallback(row)
            self._money.totals.fallbacks.appendleft(fallback)
            self._hub.publish(EventName.FALLBACK, fallback)
        self._money.totals.look()

    def resumed(self) -> None:
        """The machine was asleep: the GPU may be lost, and Ollama silently on the processor."""
        self._local.engine.check()
        self._money.gpu.renew()
        self._local.side.look()

    def problems(self) -> None:
        """Run the checks; tell when what they find is not what it was."""
        found = self._picture.problems()
        if found != self._problems:
            self._problems = found
            self._hub.publish(EventName.PROBLEMS, ProblemsDocument(problems=found))

    def listeners(self, figures_s: float | None) -> None:
        """The GPU is read as often as somebody wants to know, and rarely while nobody does."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if figures_s is not None:
            self._watch = self._money.gpu.watch(max(WATCHED_S, figures_s))
