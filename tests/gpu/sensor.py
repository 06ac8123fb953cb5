"""Owns a card in arithmetic: a power trace, a counter that moves every 100 ms, and its sampling.

Time is virtual, so that hours of requests take milliseconds.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.gpu.meter import EnergyMeter, Reading
from ziggie_desktop.gpu.wire import Card, Sample

MS = 1_000_000
S = 1_000 * MS
TICK = 100 * MS
IDLE_MW = 28_000
BUSY_MW = 330_000
START = 1_000 * S


@dataclass(frozen=True)
class Job:
    """A request in truth: when it came, when the card worked for it."""

    name: str
    begin: int
    end: int
    timings: Timings | None = None
    came: int | None = None  # earlier than ``begin`` where it had to queue


@dataclass
class Run:
    """Plays jobs against a meter. A card that works draws BUSY_MW, however many share it."""

    jobs: list[Job]
    seed: int = 0
    counter_offset: int = 123_456_789
    readings: dict[str, Reading] = field(default_factory=dict)
    now: int = START

    def __post_init__(self) -> None:
        self.meter = EnergyMeter(now_ns=lambda: self.now)
        self._dice = random.Random(self.seed)
        edges = sorted({t for job in self.jobs for t in (job.begin, job.end)})
        self._stretches = [
            (a, b, sum(j.begin <= a < j.end for j in self.jobs)) for a, b in pairwise(edges)
        ]

    def energy_mj(self, until: int) -> float:
        """What the card used since START, as an ideal meter sees it."""
        busy = sum(max(0, min(b, until) - a) for a, b, n in self._stretches if n)
        return (IDLE_MW * (until - START) + (BUSY_MW - IDLE_MW) * busy) / S

    def truth_mj(self, job: Job) -> float:
        """Its equal share of what was drawn above idle while it was active."""
        shares = (
            max(0, min(b, job.end) - max(a, job.begin)) / n for a, b, n in self._stretches if n
        )
        return sum(shares) * (BUSY_MW - IDLE_MW) / S

    def sample(self, at: int, *, followed: bool) -> None:
        """``followed``: just after a tick; else the child takes half a tick off."""
        self.now = at
        ticked = at - at % TICK
        counter = self.counter_offset + int(self.energy_mj(max(ticked, START)))
        card = Card(
            uuid="GPU-1",
            index=0,
            at_ns=at - (0 if followed else TICK // 2),
            energy_counter_mj=counter,
        )
        self.meter.feed(Sample(state="ok", reason="", at_ns=at, wall_us=at // 1000, cards=(card,)))

    async def play(self) -> None:
        """20 s of quiet, the jobs with samples every 100 ms, and 2 s of quiet."""
        first = min(j.begin for j in self.jobs)
        last = max(j.end for j in self.jobs)
        assert first >= START + 20 * S
        events: list[tuple[int, int, Job | None]] = []
        at = START
        while at < first:
            events.append((at, 1, None))
            at += S + self._dice.randrange(-9 * MS, 10 * MS)  # no tick is followed while quiet
        at = first + self._dice.randrange(1, 5 * MS)  # a new watch samples at once
        events.append((at, 1, None))
        first_dense = at
        while at < last + 2 * S:  # then the child follows the counter's ticks
            at += TICK - at % TICK + self._dice.randrange(4 * MS)
            events.append((at, 1, None))
        for each in self.jobs:
            came = each.begin if each.came is None else each.came
            events += [(came, 0, each), (each.begin + MS, 3, each), (each.end, 2, each)]
        waiting: list[Job] = []
        for at, kind, job in sorted(events, key=lambda e: e[:2]):
            self.now = at
            if job is None:
                self.sample(at, followed=at > first_dense)
                for done in [j for j in waiting if at >= j.end + TICK]:
                    waiting.remove(done)
                    self.readings[done.name] = await self.meter.settle(done.name, timeout_s=0)
            elif kind == 0:
                self.meter.begin(job.name, at)
            elif kind == 3:
                self.meter.progress(job.name, at)
            else:
                self.meter.end(job.name, at, job.timings)
                waiting.append(job)
        assert not waiting

    def error(self, job: Job) -> float:
        """Relative, of the joules that it was given."""
        reading = self.readings[job.name].energy_mj
        assert reading is not None
        return abs(reading - self.truth_mj(job)) / self.truth_mj(job)


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def alone(length: int, *, seed: int) -> Run:
    dice = random.Random(seed)
    begin = START + 25 * S + dice.randrange(S)
    return Run(jobs=[Job("only", begin, begin + length)], seed=seed)


def crowd(count: int, *, seed: int, at_once: int = 4) -> Run:
    """Overlapping requests of 0.5 to 8 s, at most so many at once."""
    dice = random.Random(seed)
    free = [START + 25 * S] * at_once
    jobs = []
    for number in range(count):
        lane = min(range(at_once), key=free.__getitem__)
        begin = free[lane] + dice.randrange(3 * S)
        end = begin + dice.randrange(S // 2, 8 * S)
        free[lane] = end
        jobs.append(Job(str(number), begin, end))
    return Run(jobs=jobs, seed=seed)
