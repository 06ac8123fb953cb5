"""Owns which request used which joules. Fed by samples and by the begin and end of requests.

Never invents energy: without a reading it is None, over a gap it is what was seen and says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.accuracy import Calibrated, Calibration, band_percent
from ziggie_desktop.gpu.energy import BUCKET_NS, NS_PER_S, Baseline, Books, Span, Timeline
from ziggie_desktop.gpu.honesty import Honesty, SensorFault
from ziggie_desktop.gpu.wire import Card, Sample

ACTIVE_S = 0.1
SETTLE_TIMEOUT_S = 0.25
TICK_NS = BUCKET_NS  # the counter itself moves about every 100 ms
STALE_NS = 12 * NS_PER_S  # no sample for so long: there is no meter
UNSETTLED_NS = 60 * NS_PER_S  # an ended request that nobody settles is dropped
LONGEST_NS = 6 * 3600 * NS_PER_S


class _Closable(Protocol):
    def close(self) -> None: ...


class Reading(msgspec.Struct, frozen=True):
    """``energy_mj`` above the idle level, over all cards; None where nothing can tell.

    ``band_percent``: it may be off by so much; None where calibrated or unknown. ``load_mj``: what
    of it loaded the model."""

    energy_mj: int | None
    quality: Quality | None
    band_percent: float | None = None
    load_mj: int | None = None


class _Request(msgspec.Struct):
    begin_ns: int
    sign_ns: int | None = None  # its first token: from here on it surely does not queue
    end_ns: int | None = None
    active: Span | None = None
    load: Span | None = None


class _CardMeter:
    """One card's timeline, its quiet power in each state, and a counter where it has none."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self._baselines: dict[frozenset[str], Baseline] = {}
        self._borrowed: int | None = None
        self._power: tuple[int, int] | None = None
        self._integrated = 0  # mW x ns
        self._calibrated = Calibrated()
        self._line: Calibration | None = None
        self.honesty = Honesty()
        self._lied_ns = 0
        self.source = Quality.COUNTER
        self.own_baseline = False
        self.band_percent: float | None = None

    def feed(
        self,
        card: Card,
        *,
        wall_ns: int,
        state: frozenset[str],
        quiet_from_ns: int | None,
        line: Calibration | None = None,
    ) -> None:
        """``quiet_from_ns``: since when nothing was asked of the card, None while something is."""
        self.honesty.look(card)
        if self.honesty.fault is not None:
            self._lied_ns = card.at_ns
        self.band_percent = None if line is not None else band_percent(card.name)
        counter = self._corrected(card, line)
        if counter is None:
            self.timeline.break_off()
            self._power = None
            return
        baseline = self._baselines.setdefault(state, Baseline())
        own = baseline.power_mw
        self.own_baseline = own is not None
        before_ns = self.timeline.newest_ns
        level = own if own is not None else self._borrowed
        step = self.timeline.add(
            at_ns=card.at_ns,
            wall_ns=wall_ns,
            counter_mj=counter,
            baseline_mw=level or 0,
            resident=bool(state),
        )
        quiet = quiet_from_ns is not None and before_ns >= quiet_from_ns
        if step is not None and quiet:
            baseline.add(*step)
            self._borrowed = baseline.power_mw

    def quiet_power(self) -> dict[frozenset[str], int]:
        """By the models in memory, in mW."""
        known = ((state, line.power_mw) for state, line in self._baselines.items())
        return {state: power_mw for state, power_mw in known if power_mw is not None}

    def lied(self, span: Span) -> bool:
        """Whether its sensors were known to lie at some time since then."""
        return self._lied_ns > span.begin_ns

    def _corrected(self, card: Card, line: Calibration | None) -> int | None:
        """The counter by the owner's calibration; a new one starts a new count."""
        counter = self._counter(card)
        if line != self._line:
            self._line, self._calibrated = line, Calibrated()
            self._baselines.clear()
            self._borrowed = None
            self.timeline.break_off()
        if counter is None or line is None:
            return counter
        corrected = self._calibrated.read(counter, card.at_ns, line)
        if corrected is None:  # the driver was reloaded
            self.timeline.break_off()
            corrected = self._calibrated.read(counter, card.at_ns, line)
        return corrected

    def _counter(self, card: Card) -> int | None:
        """The card's own, else power over time: instant where it can, else the 1 s average."""
        if card.energy_counter_mj is not None:
            self.source = Quality.COUNTER
            return card.energy_counter_mj
        power = card.power_instant_mw
        self.source = Quality.INSTANT
        if power is None:
            power, self.source = card.power_average_mw, Quality.AVERAGE
        if power is None:
            return None
        before, self._power = self._power, (card.at_ns, power)
        if before is not None:
            self._integrated += (before[1] + power) * (card.at_ns - before[0]) // 2
        return self._integrated // NS_PER_S


class EnergyMeter:
    """``watch`` asks for denser samples while a request is active (``GpuMonitor.watch``)."""

    def __init__(
        self,
        *,
        watch: Callable[[float], _Closable] | None = None,
        calibrations: Callable[[], Mapping[str, Calibration]] = dict,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._watch = watch
        self._calibrations = calibrations
        self._watching: _Closable | None = None
        self._now_ns = now_ns
        self._cards: dict[str, _CardMeter] = {}
        self._open: dict[str, _Request] = {}
        self._models: frozenset[str] = frozenset()
        self._ticked = asyncio.Event()
        self._quiet_from_ns = 0

    @property
    def books(self) -> Books:
        """All cards since the service started."""
        books = [card.timeline.books for card in self._cards.values()]
        return Books(
            counter_mj=sum(b.counter_mj for b in books),
            attributed_mj=sum(b.attributed_mj for b in books),
            background_mj=sum(b.background_mj for b in books),
            resident_mj=sum(b.resident_mj for b in books),
            idle_mj=sum(b.idle_mj for b in books),
            load_mj=sum(b.load_mj for b in books),
            gaps=sum(b.gaps for b in books),
        )

    def books_by_card(self, *, final: bool = False) -> dict[str, Books]:
        """By UUID, since the service started. What open requests may still get is left out, and
        so each figure only grows; at the end (``final``) it is background."""
        timelines = {uuid: card.timeline for uuid, card in self._cards.items()}
        return {uuid: t.books if final else t.settled for uuid, t in timelines.items()}

    @property
    def faults(self) -> dict[str, SensorFault]:
        """The cards, by UUID, whose sensors are not to be believed now."""
        found = {uuid: card.honesty.fault for uuid, card in self._cards.items()}
        return {uuid: fault for uuid, fault in found.items() if fault is not None}

    def quiet_power(self) -> dict[frozenset[str], int]:
        """What all cards draw while nothing is asked, by the models in memory, in mW; only states
        that were seen."""
        found: dict[frozenset[str], int] = {}
        for card in self._cards.values():
            for state, power_mw in card.quiet_power().items():
                found[state] = found.get(state, 0) + power_mw
        return found

    def resident(self, models: frozenset[str]) -> None:
        """Which models are loaded: each set has a quiet power of its own."""
        if models != self._models:
            self._models = models
            self._quiet_from_ns = max(self._quiet_from_ns, self._now_ns())

    def feed(self, sample: Sample) -> None:
        """One sample of the child; a lost or absent card breaks its timeline off."""
        quiet_from = None if self._open else self._quiet_from_ns
        wall_ns = sample.wall_us * 1000
        lines = self._calibrations()
        for card in sample.cards:
            meter = self._cards.setdefault(card.uuid, _CardMeter())
            meter.feed(
                card,
                wall_ns=wall_ns,
                state=self._models,
                quiet_from_ns=quiet_from,
                line=lines.get(card.uuid),
            )
        if sample.state != "ok":
            for meter in self._cards.values():
                meter.timeline.break_off()
        self._forget(sample.at_ns)
        ticked, self._ticked = self._ticked, asyncio.Event()
        ticked.set()

    def begin(self, request_id: str, monotonic_ns: int) -> None:
        self._open[request_id] = _Request(begin_ns=monotonic_ns)
        if self._watching is None and self._watch is not None:
            self._watching = self._watch(ACTIVE_S)

    def progress(self, request_id: str, monotonic_ns: int) -> None:
        """Its first token is here. Until then a request may still queue in Ollama, and shares
        no energy with one that ends meanwhile."""
        request = self._open.get(request_id)
        if request is not None and request.sign_ns is None:
            request.sign_ns = monotonic_ns

    def end(self, request_id: str, monotonic_ns: int, timings: Timings | None = None) -> None:
        """Ollama's own durations say how long it was active; HTTP time holds queueing too."""
        request = self._open.get(request_id)
        if request is None:
            return
        begin = request.begin_ns
        if timings is not None and timings.eval_ns is not None:
            worked = (timings.load_ns or 0) + (timings.prompt_eval_ns or 0) + timings.eval_ns
            begin = max(begin, monotonic_ns - worked)
        request.end_ns = monotonic_ns
        request.active = Span(begin, monotonic_ns)
        if timings is not None and timings.load_ns and timings.eval_ns is not None:
            request.load = Span(begin, min(begin + timings.load_ns, monotonic_ns))

    def drop(self, request_id: str) -> None:
        """It never reached the GPU: no books for it."""
        self._open.pop(request_id, None)
        self._relax()

    async def settle(self, request_id: str, *, timeout_s: float = SETTLE_TIMEOUT_S) -> Reading:
        """Close a request's books one tick after its end. At once where there is no meter."""
        request = self._open.get(request_id)
        if request is None or request.active is None or not self.live:
            self.drop(request_id)
            return Reading(None, None)
        wanted = request.active.end_ns + TICK_NS
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while self.live and self._newest_ns() < wanted:
                    await self._ticked.wait()
        reading = self._take(request_id, request.active)
        self.drop(request_id)
        return reading

    def _take(self, request_id: str, span: Span) -> Reading:
        others = [
            other
            for name, request in self._open.items()
            if name != request_id and (other := self._active(request)) is not None
        ]
        # A card that was gone before, and did not come back, has no part in it.
        here = [c for c in self._metered() if c.timeline.newest_ns > span.begin_ns - STALE_NS]
        metered = here or self._metered()
        if not metered:
            return Reading(None, None)
        # Who waited begins as this one ends: then what comes late cannot be told apart.
        waits = any(r.end_ns is None for name, r in self._open.items() if name != request_id)
        tail_ns = 0 if waits else 2 * TICK_NS
        load = self._open[request_id].load
        taken = [c.timeline.take(span, others, tail_ns=tail_ns, load=load) for c in metered]
        if all(c.timeline.newest_ns <= span.begin_ns for c in metered):
            return Reading(None, Quality.GAP)
        bands = [c.band_percent for c in metered if c.band_percent is not None]
        return Reading(
            sum(energy for energy, _ in taken),
            self._quality(metered, span),
            max(bands, default=None),
            sum(loading for _, loading in taken),
        )

    def _quality(self, metered: list[_CardMeter], span: Span) -> Quality:
        if any(c.timeline.in_gap(span) or c.timeline.newest_ns < span.end_ns for c in metered):
            return Quality.GAP
        if any(c.timeline.in_coarse(span) or not c.own_baseline or c.lied(span) for c in metered):
            return Quality.ESTIMATE
        worst = (Quality.AVERAGE, Quality.INSTANT, Quality.COUNTER)
        return next(q for q in worst if any(c.source is q for c in metered))

    def _active(self, request: _Request) -> Span | None:
        if request.active is not None:
            return request.active
        if request.sign_ns is None:
            return None
        return Span(request.sign_ns, self._now_ns() + NS_PER_S)

    def _metered(self) -> list[_CardMeter]:
        return [c for c in self._cards.values() if c.timeline.newest_ns]

    @property
    def live(self) -> bool:
        """Whether samples come: without, no request has joules to wait for."""
        if not self._cards:
            return False  # as on every machine without a GPU, for every request
        newest = self._newest_ns()
        return newest > 0 and self._now_ns() - newest < STALE_NS

    def _newest_ns(self) -> int:
        return max((c.timeline.newest_ns for c in self._cards.values()), default=0)

    def _relax(self) -> None:
        """Back to rare samples when the last request is settled; its tail is not quiet yet."""
        if self._open:
            return
        self._quiet_from_ns = self._now_ns() + 10 * TICK_NS
        if self._watching is not None:
            self._watching.close()
            self._watching = None

    def _forget(self, now_ns: int) -> None:
        for name, request in list(self._open.items()):
            ended = request.end_ns is not None and now_ns - request.end_ns > UNSETTLED_NS
            if ended or now_ns - request.begin_ns > LONGEST_NS:
                self.drop(name)
        oldest = min((r.begin_ns for r in self._open.values()), default=now_ns)
        for card in self._cards.values():
            card.timeline.forget_before(min(oldest - 2 * TICK_NS, now_ns - 10 * TICK_NS))
