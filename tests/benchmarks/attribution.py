"""How far the joules of a request are off: `python -m tests.benchmarks.attribution`.

A card in arithmetic (a counter that moves every 100 ms, 28 W idle, 330 W busy) in virtual time;
the error is the method's own, a real sensor adds its bias. Beside ours: the counter read at a
request's begin and end, as most tools do, which counts overlapping requests twice.
"""

from __future__ import annotations

import asyncio
import statistics

from tests.gpu.sensor import IDLE_MW, MS, TICK, Run, S, alone, crowd, p95

RUNS = 200
CROWDS = 10


def naive_mj(run: Run, begin: int, end: int) -> float:
    """The counter's difference over the request's own window, above idle."""
    first, last = (run.energy_mj(t - t % TICK) for t in (begin, end))
    return last - first - IDLE_MW * (end - begin) / S


async def one_alone(length: int) -> None:
    ours, naive = [], []
    for seed in range(RUNS):
        run = alone(length, seed=seed)
        await run.play()
        (job,) = run.jobs
        ours.append(run.error(job))
        truth = run.truth_mj(job)
        naive.append(abs(naive_mj(run, job.begin, job.end) - truth) / truth)
    print(
        f"alone {length / S:4.1f} s   median {statistics.median(ours):7.2%}  p95 {p95(ours):7.2%}"
        f"   counter at the edges: p95 {p95(naive):7.2%}"
    )


async def several_at_once() -> None:
    ours, naive, given, counted, naive_sum, truth_sum = [], [], 0, 0, 0.0, 0.0
    for seed in range(CROWDS):
        run = crowd(40, seed=seed)
        await run.play()
        books = run.meter.books
        given += books.attributed_mj + books.background_mj + books.resident_mj + books.idle_mj
        counted += books.counter_mj
        for job in run.jobs:
            ours.append(run.error(job))
            truth, simple = run.truth_mj(job), naive_mj(run, job.begin, job.end)
            naive.append(abs(simple - truth) / truth)
            naive_sum, truth_sum = naive_sum + simple, truth_sum + truth
    print(
        f"up to 4 at once median {statistics.median(ours):7.2%}  p95 {p95(ours):7.2%}"
        f"   counter at the edges: p95 {p95(naive):7.2%}, in sum {naive_sum / truth_sum - 1:+.0%}"
    )
    print(f"all lines together: {given} mJ, the counter: {counted} mJ, off by {given - counted} mJ")


async def main() -> None:
    for length in (300 * MS, S, 3 * S, 10 * S):
        await one_alone(length)
    await several_at_once()


if __name__ == "__main__":
    asyncio.run(main())
