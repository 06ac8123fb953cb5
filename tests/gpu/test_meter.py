"""Whose joules: one request alone, several at once, queues, resets, gaps and sleep."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gpu.sensor import BUSY_MW, IDLE_MW, MS, START, TICK, Job, Run, S, alone, crowd, p95
from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.meter import EnergyMeter, Reading
from ziggie_desktop.gpu.wire import Card, Sample

SEEDS = range(60)


@pytest.mark.parametrize(("length", "limit"), [(300 * MS, 0.03), (S, 0.01), (3 * S, 0.01)])
async def test_one_request_alone(length: int, limit: float) -> None:
    errors = []
    for seed in SEEDS:
        run = alone(length, seed=seed)
        await run.play()
        errors.append(run.error(run.jobs[0]))
        assert run.readings["only"].quality is Quality.COUNTER
    assert p95(errors) <= limit, p95(errors)


async def test_overlapping_requests_share_and_the_sum_is_exact() -> None:
    errors = []
    for seed in range(8):
        run = crowd(40, seed=seed)
        await run.play()
        errors += [run.error(job) for job in run.jobs]
        books = run.meter.books
        given_mj = sum(r.energy_mj or 0 for r in run.readings.values())
        assert books.attributed_mj == given_mj
        parts = books.attributed_mj + books.background_mj + books.resident_mj + books.idle_mj
        assert parts == books.counter_mj
    assert p95(errors) <= 0.02, p95(errors)


async def test_a_request_that_queued_gets_only_what_it_worked() -> None:
    """Two come at once, the second waits in Ollama: its HTTP time is twice its work."""
    begin, half = START + 30 * S, S // 2
    work = Timings(load_ns=0, prompt_eval_ns=half, eval_ns=3 * half)
    jobs = [
        Job("first", begin, begin + 2 * S, work),
        Job("second", begin + 2 * S, begin + 4 * S, work, came=begin + 10 * MS),
    ]
    run = Run(jobs=jobs)
    await run.play()
    for job in jobs:
        assert run.error(job) < 0.02, (job.name, run.error(job))


async def test_what_loading_the_model_took_stands_alone() -> None:
    begin = START + 30 * S
    work = Timings(load_ns=2 * S, prompt_eval_ns=0, eval_ns=3 * S)
    run = Run(jobs=[Job("cold", begin, begin + 5 * S, work)])
    await run.play()
    reading = run.readings["cold"]
    assert reading.load_mj == pytest.approx(2 * (BUSY_MW - IDLE_MW), rel=0.02)
    assert run.error(run.jobs[0]) < 0.02
    assert run.meter.books.load_mj == reading.load_mj


async def test_a_card_that_was_taken_out_spoils_no_later_figure() -> None:
    """Two cards; one is gone 20 s before the request, the other works for it."""
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    for step in range(400):
        clock.now = START + step * TICK
        if step == 300:
            meter.begin("r", clock.now)
            meter.progress("r", clock.now)
        busy = max(0, step - 300) * 10_000
        cards = [Card(uuid="A", index=0, at_ns=clock.now, energy_counter_mj=step * 3_000 + busy)]
        if step < 100:
            other = Card(uuid="B", index=1, at_ns=clock.now, energy_counter_mj=step * 1_000)
            cards.insert(0, other)  # and the order changed
        wall_us = clock.now // 1000
        meter.feed(
            Sample(state="ok", reason="", at_ns=clock.now, wall_us=wall_us, cards=tuple(cards))
        )
        if step == 350:
            meter.end("r", clock.now)
    reading = await meter.settle("r")
    assert reading.quality is Quality.COUNTER
    assert reading.energy_mj == pytest.approx(50 * 10_000, rel=0.05)


def feed(
    meter: EnergyMeter, at: int, counter: int | None, *, wall: int | None = None, **more: int
) -> None:
    card = Card(uuid="GPU-1", index=0, at_ns=at, energy_counter_mj=counter, **more)  # type: ignore[arg-type]
    wall_us = (at if wall is None else wall) // 1000
    meter.feed(Sample(state="ok", reason="", at_ns=at, wall_us=wall_us, cards=(card,)))


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now


async def test_without_a_gpu_the_answer_is_at_once_and_unknown() -> None:
    meter = EnergyMeter()
    meter.begin("r", 1)
    meter.end("r", 2)
    async with asyncio.timeout(0.05):
        assert await meter.settle("r") == Reading(None, None)
    assert meter.books.counter_mj == 0


async def test_a_reset_gives_nothing_negative_and_is_flagged() -> None:
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    counter = 10**9
    for second in range(10):
        feed(meter, START + second * S, counter + second * 28_000)
    meter.begin("r", START + 10 * S)
    for tick in range(10, 30):
        clock.now = START + 9 * S + tick * TICK
        value = counter + 9 * 28_000 + tick * 3_300 if tick < 20 else (tick - 20) * 3_300
        feed(meter, clock.now, value)
    meter.end("r", START + 11 * S + 500 * MS)
    reading = await meter.settle("r", timeout_s=0)
    assert reading.quality is Quality.GAP
    assert reading.energy_mj is not None
    assert 0 < reading.energy_mj < 1_500 * 330
    books = meter.books
    assert books.background_mj >= 0


async def test_a_lost_card_gives_what_was_seen_and_says_gap() -> None:
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    for second in range(10):
        feed(meter, START + second * S, second * 28_000)
    clock.now = START + 9 * S
    meter.begin("r", clock.now)
    for tick in range(1, 6):
        clock.now += TICK
        feed(meter, clock.now, 9 * 28_000 + tick * 33_000)
    meter.feed(Sample(state="lost", reason="", at_ns=clock.now, wall_us=clock.now // 1000))
    clock.now += 2 * S
    meter.end("r", clock.now)
    reading = await meter.settle("r", timeout_s=0.01)
    assert reading.quality is Quality.GAP
    assert reading.energy_mj == 5 * (33_000 - 2_800)


async def test_sleep_is_no_energy_of_anybody() -> None:
    """The monotonic clock stood still for an hour in which the counter went on."""
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    for second in range(10):
        feed(meter, START + second * S, second * 28_000)
    meter.begin("r", START + 9 * S)
    clock.now = START + 10 * S
    feed(meter, clock.now, 10**8, wall=clock.now + 3_600 * S)
    feed(meter, clock.now + S, 10**8 + 30_000, wall=clock.now + 3_601 * S)
    meter.end("r", clock.now + 800 * MS)
    reading = await meter.settle("r", timeout_s=0)
    assert reading.quality is Quality.GAP
    assert reading.energy_mj is not None
    assert reading.energy_mj <= 2_000


@pytest.mark.parametrize(
    ("reading_name", "quality"),
    [("power_instant_mw", Quality.INSTANT), ("power_average_mw", Quality.AVERAGE)],
)
async def test_a_card_without_counter_is_integrated(reading_name: str, quality: Quality) -> None:
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    for second in range(20):
        feed(meter, START + second * S, None, **{reading_name: IDLE_MW})
    clock.now = START + 19 * S + TICK
    meter.begin("r", clock.now)
    for _ in range(50):
        feed(meter, clock.now, None, **{reading_name: BUSY_MW})
        clock.now += TICK
    meter.end("r", clock.now)
    for _ in range(3):
        feed(meter, clock.now, None, **{reading_name: IDLE_MW})
        clock.now += TICK
    reading = await meter.settle("r", timeout_s=0)
    assert reading.quality is quality
    assert reading.energy_mj == pytest.approx(5 * (BUSY_MW - IDLE_MW), rel=0.01)


async def test_without_a_known_baseline_the_figure_is_an_estimate() -> None:
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    feed(meter, START, 0)
    meter.begin("r", START)
    for tick in range(1, 15):
        clock.now = START + tick * TICK
        feed(meter, clock.now, tick * 33_000)
    meter.end("r", START + S)
    assert (await meter.settle("r", timeout_s=0)).quality is Quality.ESTIMATE


async def test_a_resident_model_has_a_baseline_and_a_line_of_its_own() -> None:
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    for second in range(10):
        clock.now = START + second * S
        feed(meter, clock.now, second * 28_000)
    meter.resident(frozenset({"m"}))
    for second in range(10, 20):
        clock.now = START + second * S
        feed(meter, clock.now, 9 * 28_000 + (second - 9) * 60_000)
    books = meter.books
    # The first second of each state is counted before its baseline is known.
    assert books.idle_mj == 8 * 28_000
    assert books.resident_mj == 28_000 + 9 * 60_000
    assert books.background_mj == 28_000 + 32_000
    assert books.counter_mj == 9 * 28_000 + 10 * 60_000


async def test_settle_waits_for_one_tick_and_no_longer() -> None:
    clock = Clock()
    meter = EnergyMeter(now_ns=clock)
    for second in range(10):
        feed(meter, START + second * S, second * 28_000)
    clock.now = START + 9 * S
    meter.begin("r", clock.now)
    clock.now += S
    feed(meter, clock.now, 9 * 28_000 + 330_000)
    meter.end("r", clock.now)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        settling = group.create_task(meter.settle("r", timeout_s=30))
        await asyncio.sleep(0)
        assert not settling.done()
        clock.now += 2 * TICK
        feed(meter, clock.now, 9 * 28_000 + 330_000 + 5_600)
    assert settling.result().energy_mj == 330_000 - 28_000


async def test_dense_samples_only_while_something_is_active() -> None:
    asked: list[float] = []
    closed: list[float] = []

    class Watch:
        def close(self) -> None:
            closed.append(1)

    def watch(interval_s: float) -> Watch:
        asked.append(interval_s)
        return Watch()

    meter = EnergyMeter(watch=watch)
    meter.begin("a", 1)
    meter.begin("b", 1)
    meter.end("a", 2)
    await meter.settle("a")
    assert (asked, closed) == ([0.1], [])
    meter.drop("b")
    assert closed == [1]


class TestAnything:
    """Whatever the counter, the clock and the requests do, the books add up."""

    steps = st.lists(
        st.tuples(
            st.integers(1, 12 * S),  # time goes on
            st.integers(-(10**6), 10**7),  # the counter moves, or was reset
            st.sampled_from(["none", "begin", "progress", "end", "settle", "model", "lost"]),
            st.integers(0, 3),
        ),
        max_size=40,
    )

    @settings(max_examples=150, deadline=None)
    @given(steps)
    async def test_the_books_add_up_and_nothing_is_negative(
        self, steps: list[tuple[int, int, str, int]]
    ) -> None:
        clock = Clock()
        meter = EnergyMeter(now_ns=clock)
        counter = given_mj = 0
        for width, delta, what, who in steps:
            clock.now += width
            counter = max(0, counter + delta)
            feed(meter, clock.now, counter)
            name = str(who)
            match what:
                case "begin":
                    meter.begin(name, clock.now)
                case "progress":
                    meter.progress(name, clock.now)
                case "end":
                    meter.end(name, clock.now, Timings(eval_ns=width))
                case "settle":
                    reading = await meter.settle(name, timeout_s=0)
                    assert reading.energy_mj is None or reading.energy_mj >= 0
                    given_mj += reading.energy_mj or 0
                case "model":
                    meter.resident(frozenset({name}))
                case "lost":
                    meter.feed(
                        Sample(state="lost", reason="", at_ns=clock.now, wall_us=clock.now // 1000)
                    )
            books = meter.books
            assert books.attributed_mj == given_mj
            assert min(books.background_mj, books.resident_mj, books.idle_mj) >= 0
            assert books.counter_mj == (
                books.attributed_mj + books.background_mj + books.resident_mj + books.idle_mj
            )
