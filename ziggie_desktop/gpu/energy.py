"""Owns the arithmetic from counter readings to the joules of a request. Pure: no clock, no I/O.

A timeline holds 100 ms buckets of one card, in integer millijoules. Of what the counter counted,
each millijoule is attributed to one request, or is idle, resident or background: the sums agree
exactly. A counter that was reset gives nothing negative; over a gap nothing is invented.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from itertools import takewhile

import msgspec
from msgspec.structs import replace

BUCKET_NS = 100_000_000
NS_PER_S = 1_000_000_000
COARSE_NS = 1_500_000_000  # wider steps tell when less exactly
GAP_NS = 8_000_000_000  # wider than the rarest sampling: nobody knows when it was used
SLEEP_SLACK_NS = 2_000_000_000  # wall and monotonic clock differ by more: the machine slept
BASELINE_NS = 900 * NS_PER_S
STRETCH_NS = 5 * NS_PER_S
FIRST_STRETCH_NS = 500_000_000


class Span(msgspec.Struct, frozen=True):
    """A stretch of monotonic time, end exclusive."""

    begin_ns: int
    end_ns: int

    def overlap_ns(self, other: Span) -> int:
        return max(0, min(self.end_ns, other.end_ns) - max(self.begin_ns, other.begin_ns))


class Bucket(msgspec.Struct):
    """``active_mj`` is what lies above the baseline and was not given to a request yet."""

    active_mj: int = 0


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """counter = attributed + background + resident + idle, exactly, in millijoules.

    ``load_mj``: of the attributed, what loading models took.

    ``gaps``: stretches of which nobody knows when in them it was used, or that were not counted."""

    counter_mj: int = 0
    attributed_mj: int = 0
    background_mj: int = 0
    resident_mj: int = 0
    idle_mj: int = 0
    load_mj: int = 0
    gaps: int = 0


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Integers that sum to ``total`` exactly, in proportion; the largest remainders round up."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    missing = total - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[:missing]:
        parts[i] += 1
    return parts


class Baseline:
    """The power of a quiet card in one state: the median of the lowest decile over 15 minutes.

    Not the minimum ever seen: one wrong low reading would count against every request for ever.
    Taken over stretches of 5 s, as a counter that moves in steps is wrong by up to one step: over
    shorter stretches the lowest decile would be the quantisation. Until the first is full, the
    mean so far stands in.
    """

    def __init__(self) -> None:
        self._full: deque[tuple[int, int]] = deque()
        self._value: int | None = None
        self._begin_ns = self._end_ns = self._energy_mj = 0

    def add(self, span: Span, energy_mj: int) -> None:
        if span.begin_ns != self._end_ns:
            self._begin_ns, self._energy_mj = span.begin_ns, 0
        self._end_ns = span.end_ns
        self._energy_mj += energy_mj
        width = self._end_ns - self._begin_ns
        mean = self._energy_mj * NS_PER_S // width
        if width >= STRETCH_NS:
            self._full.append((span.end_ns, mean))
            self._begin_ns, self._energy_mj = span.end_ns, 0
            while self._full[0][0] < span.end_ns - BASELINE_NS:
                self._full.popleft()
            powers = sorted(mw for _, mw in self._full)
            lowest = powers[: max(1, len(powers) // 10)]
            self._value = lowest[(len(lowest) - 1) // 2]
        elif not self._full and width >= FIRST_STRETCH_NS:
            self._value = mean

    @property
    def power_mw(self) -> int | None:
        return self._value


class Timeline:
    """One card's buckets. Fed with counter readings in order of time."""

    def __init__(self) -> None:
        self._buckets: dict[int, Bucket] = {}
        self._last: tuple[int, int, int] | None = None
        self._newest = 0
        self._gaps: deque[Span] = deque(maxlen=100)
        self._coarse: deque[Span] = deque(maxlen=100)
        self._counter = self._attributed = self._resident = self._idle = self._gap_count = 0
        self._load = 0

    @property
    def newest_ns(self) -> int:
        """When the last reading was taken, 0 before the first."""
        return self._newest

    @property
    def books(self) -> Books:
        quiet = self._resident + self._idle
        return Books(
            counter_mj=self._counter,
            attributed_mj=self._attributed,
            background_mj=self._counter - self._attributed - quiet,
            resident_mj=self._resident,
            idle_mj=self._idle,
            load_mj=self._load,
            gaps=self._gap_count,
        )

    @property
    def settled(self) -> Books:
        """The books without what an open request may still be given: none of it is ever less."""
        books = self.books
        pending = sum(bucket.active_mj for bucket in self._buckets.values())
        return replace(
            books,
            counter_mj=books.counter_mj - pending,
            background_mj=books.background_mj - pending,
        )

    def add(
        self, *, at_ns: int, wall_ns: int, counter_mj: int, baseline_mw: int, resident: bool
    ) -> tuple[Span, int] | None:
        """Take a reading. Returns since when, and the energy since then; None after a gap."""
        last, self._last = self._last, (at_ns, wall_ns, counter_mj)
        before, self._newest = self._newest, at_ns
        if last is None and before:
            self._gap(Span(before, at_ns))
        if last is None or at_ns <= last[0]:
            return None
        span = Span(last[0], at_ns)
        width = at_ns - last[0]
        delta = counter_mj - last[2]
        slept = abs((wall_ns - last[1]) - width) > SLEEP_SLACK_NS
        if delta < 0 or slept or width > GAP_NS:
            self._gap(span)
            self._counter += max(0, delta)  # it was used, nobody knows when: background
            return None
        if width > COARSE_NS:
            self._coarse.append(span)
        self._counter += delta
        base = min(delta, baseline_mw * width // NS_PER_S)
        if resident:
            self._resident += base
        else:
            self._idle += base
        self._fill(span, delta - base)
        return span, delta

    def break_off(self) -> None:
        """The card was lost: what comes next does not continue what was."""
        self._last = None

    def take(
        self,
        share_of: Span,
        others: Sequence[Span],
        *,
        tail_ns: int,
        load: Span | None = None,
    ) -> tuple[int, int]:
        """Give one request its part and return it in mJ, and what of it went into ``load``, the
        stretch in which its model was loaded.

        In each bucket what is left is shared by the time that each was active in it. What lies
        one tick before its begin or in the tail after its end, while nobody else was active, is
        its own too: the counter moves in steps.
        """
        given = loading = 0
        for index in self._within(share_of):
            bucket = self._buckets[index]
            here = Span(index * BUCKET_NS, (index + 1) * BUCKET_NS)
            weights = [share_of.overlap_ns(here), *(o.overlap_ns(here) for o in others)]
            own = _give(bucket, split(bucket.active_mj, weights)[0])
            given += own
            if load is not None:
                loading += own * load.overlap_ns(here) // max(weights[0], 1)
        for edge in (
            Span(share_of.begin_ns - BUCKET_NS, share_of.begin_ns),
            Span(share_of.end_ns, share_of.end_ns + tail_ns),
        ):
            for index in self._within(edge):
                here = Span(index * BUCKET_NS, (index + 1) * BUCKET_NS)
                if not any(o.overlap_ns(here) for o in others):
                    given += _give(self._buckets[index], self._buckets[index].active_mj)
        self._attributed += given
        self._load += loading
        return given, loading

    def in_gap(self, span: Span) -> bool:
        return any(span.overlap_ns(gap) for gap in self._gaps)

    def in_coarse(self, span: Span) -> bool:
        """An edge that a wide step just touches does not count."""
        return any(span.overlap_ns(coarse) > 2 * BUCKET_NS for coarse in self._coarse)

    def forget_before(self, at_ns: int) -> None:
        """Drop buckets that no open request reaches back to; the sums stay."""
        young = at_ns // BUCKET_NS
        old = takewhile(lambda index: index < young, self._buckets)  # in order of time
        for index in list(old):
            del self._buckets[index]

    def _gap(self, span: Span) -> None:
        self._gaps.append(span)
        self._gap_count += 1

    def _fill(self, span: Span, active_mj: int) -> None:
        first, last = span.begin_ns // BUCKET_NS, (span.end_ns - 1) // BUCKET_NS
        indexes = range(first, last + 1)
        weights = [Span(i * BUCKET_NS, (i + 1) * BUCKET_NS).overlap_ns(span) for i in indexes]
        for index, part in zip(indexes, split(active_mj, weights), strict=True):
            self._buckets.setdefault(index, Bucket()).active_mj += part

    def _within(self, span: Span) -> list[int]:
        if span.end_ns <= span.begin_ns:
            return []
        keys = list(self._buckets)  # filled in order of time
        begin = bisect_left(keys, span.begin_ns // BUCKET_NS)
        end = bisect_left(keys, (span.end_ns - 1) // BUCKET_NS + 1)
        return keys[begin:end]


def _give(bucket: Bucket, part_mj: int) -> int:
    bucket.active_mj -= part_mj
    return part_mj
