"""Owns what follows when a part changes: who is told, and what else must look again."""

from __future__ import annotations

from dataclasses import dataclass

from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import (
    ActivityDocument,
    CloudStatus,
    EngineStatus,
    EventName,
    GpuStatus,
    Mode,
    ModeDocument,
    ModelsDocument,
    Problem,
    ProblemsDocument,
    Pull,
    PullState,
    TotalsDocument,
)
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.monitor import GpuMonitor, Watch
from ziggie_desktop.library.library import Library
from ziggie_desktop.service.bookkeeper import fallback_of
from ziggie_desktop.service.hub import Hub
from ziggie_desktop.service.sides import LocalSide
from ziggie_desktop.service.snapshot import Picture
from ziggie_desktop.service.totals import RunningTotals

WATCHED_S = 1.0  # how often the GPU is read while somebody looks


@dataclass(slots=True, kw_only=True)
class Parts:
    """Whom a change concerns. Known once all parts are made."""

    engine: Engine
    library: Library
    local: LocalSide
    gpu: GpuMonitor
    meter: EnergyMeter
    totals: RunningTotals
    picture: Picture


class Changes:
    """Its methods are the callbacks of the parts; ``connect`` comes before the first of them."""

    def __init__(self, *, hub: Hub) -> None:
        self._hub = hub
        self._parts: Parts | None = None
        self._problems: tuple[Problem, ...] = ()
        self._watch: Watch | None = None

    def connect(self, parts: Parts) -> None:
        """Hear the parts that have subscribers; the others were given our methods."""
        self._parts = parts
        parts.engine.subscribe(self.engine)
        parts.gpu.subscribe(self.gpu)
        parts.gpu.subscribe_samples(parts.meter.feed)
        parts.library.pulls.subscribe(self.pull)
        self._hub.listeners_changed = self.listeners

    @property
    def parts(self) -> Parts:
        assert self._parts is not None, "a part changed before all parts were connected"
        return self._parts

    def engine(self, status: EngineStatus) -> None:
        self._hub.publish(EventName.ENGINE, status)
        self.parts.local.look()
        self.problems()

    def models(self, document: ModelsDocument) -> None:
        self.parts.meter.resident(frozenset(model.name for model in document.loaded))
        self.parts.gpu.set_in_use(bool(document.loaded))
        self._hub.publish(EventName.MODELS, document)
        self.problems()

    def pull(self, pull: Pull) -> None:
        self._hub.publish(EventName.PULL, pull)
        self.parts.engine.set_unfinished_pulls(self.parts.library.pulls.unfinished)
        if pull.state is PullState.DONE:
            self.parts.local.look()

    def gpu(self, status: GpuStatus) -> None:
        self._hub.publish(EventName.GPU, status)
        self.problems()

    def cloud(self, status: CloudStatus) -> None:
        self._hub.publish(EventName.CLOUD, status)
        self.problems()

    def mode(self, mode: Mode) -> None:
        self._hub.publish(EventName.MODE, ModeDocument(mode=mode))
        self.problems()

    def totals(self, document: TotalsDocument) -> None:
        self._hub.publish(EventName.TOTALS, document)

    def active(self, active: int) -> None:
        self._hub.publish(EventName.ACTIVITY, ActivityDocument(active_requests=active))

    def booked(self, row: RequestRow) -> None:
        if row.route == "local" and row.status is RequestStatus.OK:
            self.parts.engine.answered(row.model)
        self._hub.publish(EventName.REQUEST, row)
        fallback = fallback_of(row)
        if fallback is not None:
            self.parts.totals.fallbacks.appendleft(fallback)
            self._hub.publish(EventName.FALLBACK, fallback)
        self.parts.totals.look()

    def resumed(self) -> None:
        """The machine was asleep: the GPU may be lost, and Ollama silently on the processor."""
        self.parts.engine.check()
        self.parts.gpu.renew()
        self.parts.local.look()

    def problems(self) -> None:
        """Run the checks; tell when what they find is not what it was."""
        found = self.parts.picture.problems()
        if found != self._problems:
            self._problems = found
            self._hub.publish(EventName.PROBLEMS, ProblemsDocument(problems=found))

    def listeners(self, count: int) -> None:
        """The GPU is read more often while somebody looks, and rarely while nobody does."""
        if count and self._watch is None:
            self._watch = self.parts.gpu.watch(WATCHED_S)
        elif not count and self._watch is not None:
            self._watch.close()
            self._watch = None
