"""Recordings of cards at work: one of the fake driver's, made here, and those of real cards that
are kept in ``tests/gpu/recordings``. None of a real card is there yet."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.gpu.record import Recording
from tests.gpu.replay import Replay
from tests.gpu.watched import monitor_of, ok
from tests.parts.nvml import FakeNvml
from tests.parts.stopwatch import STILL_S, undisturbed
from tests.waits import until
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.wire import Sample

# A reader that stood still with its machine for a moment is started anew, and that is told.
pytestmark = pytest.mark.logs("ziggie.gpu")

LOOK_S = 0.5
STRETCH_NS = 3_000_000_000
KEPT = Path(__file__).parent / "recordings"
IDLE_MW, BUSY_MW = 28_000, 330_000


class FakeWork:
    """Lets the fake card draw its power for the time that is asked."""

    def __init__(self, fake: FakeNvml) -> None:
        self._fake = fake

    async def ask(self, **wish: Any) -> int:
        self._fake.trace([(0.0, BUSY_MW), (wish["seconds"], IDLE_MW)])
        await asyncio.sleep(wish["seconds"])
        return int(wish["seconds"] * 1e9)


async def recorded(fake: FakeNvml, path: Path) -> Recording:
    fake.power(IDLE_MW)
    monitor = GpuMonitor(
        python=sys.executable, engine_pids=frozenset, environment={**os.environ, **fake.env}
    )
    with gzip.open(path, "wt", encoding="utf-8") as out:
        recording = Recording(monitor=monitor, out=out)
        await monitor.start()
        with monitor.watch(LOOK_S):
            await ok(monitor)
            await asyncio.sleep(2.0)  # the quiet power is seen
            for seconds in (0.3, 1.0):
                await recording.request(FakeWork(fake), do="work", seconds=seconds)
                await asyncio.sleep(1.5)
        recording.close()
        await monitor.close()
    return recording


async def test_a_recording_gives_the_same_joules_again(fake_nvml: FakeNvml, tmp_path: Path) -> None:
    """So do those that are kept."""
    path = tmp_path / "fake.jsonl.gz"
    recording = await undisturbed(lambda: recorded(fake_nvml, path), lambda _: even(path))
    again = await Replay().play(path)
    assert again.samples > 10
    assert again.recorded == recording.readings
    assert again.recorded_books == recording.meter.books
    await holds(again)
    short, long = again.readings.values()
    truth = [(BUSY_MW - IDLE_MW) * seconds for seconds in (0.3, 1.0)]
    assert [short.energy_mj, long.energy_mj] == pytest.approx(truth, rel=0.1)
    assert {short.quality, long.quality} == {Quality.COUNTER}
    for kept in sorted(KEPT.glob("*.jsonl.gz")):
        await holds(await Replay().play(kept))


async def test_the_fake_driver_replays_a_recording_to_the_real_reader(
    fake_nvml: FakeNvml, tmp_path: Path
) -> None:
    """The first request of each: every counter that is read is one that was recorded, in order."""
    made = tmp_path / "fake.jsonl.gz"
    await undisturbed(lambda: recorded(fake_nvml, made), lambda _: even(made))
    for path in (made, *sorted(KEPT.glob("*.jsonl.gz"))):
        ticks, power = first_request(path)
        assert len(ticks) > 10
        counters = [counter for _, counter in ticks]
        heard, _ = await undisturbed(
            partial(replayed, fake_nvml, ticks, power), lambda found: no_gap(found[1])
        )
        while heard[0] not in counters:  # read before the replay began
            heard.pop(0)
        assert set(heard) <= set(counters)
        assert heard == sorted(heard)
        assert len(set(heard)) > len(ticks) / 2


async def replayed(
    fake: FakeNvml, ticks: list[tuple[int, int]], power: list[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """The counters that the child reads until the recorded stretch is over; when it began, and
    when each came."""
    heard: list[int] = []

    def hear(sample: Sample) -> None:
        heard.append(sample.cards[0].energy_counter_mj or 0)
        at_ns.append(time.monotonic_ns())

    async with monitor_of(fake, look_s=0.1) as monitor:
        await ok(monitor)
        fake.replay(ticks, power)
        at_ns = [time.monotonic_ns()]
        monitor.subscribe_samples(hear)
        await until(lambda: heard and heard[-1] == ticks[-1][1])
    return heard, at_ns


def even(path: Path) -> bool:
    """Whether the reader went on through the whole recording."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        said = [json.loads(line) for line in lines]
    return no_gap([line["at_ns"] for line in said if line["what"] == "sample"])


def no_gap(at_ns: list[int]) -> bool:
    return all(later - sooner < (LOOK_S + STILL_S) * 1e9 for sooner, later in pairwise(at_ns))


def first_request(path: Path) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """How the counter (us, mJ) and the power (us, mW) of the first card changed around it."""
    ticks: list[tuple[int, int]] = []
    power: list[tuple[int, int]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        said = [json.loads(line) for line in lines]
    begin = next(line["at_ns"] for line in said if line["what"] == "begin")
    for line in said:
        if line["what"] != "sample" or not 0 <= line["at_ns"] - begin < STRETCH_NS:
            continue
        card, us = line["sample"]["cards"][0], (line["at_ns"] - begin) // 1000
        for kept, value in (
            (ticks, card["energy_counter_mj"]),
            (power, card["power_instant_mw"]),
        ):
            if value is not None and (not kept or kept[-1][1] != value):
                kept.append((us, value))
    return ticks, power


async def holds(replay: Replay) -> None:
    """What is true of each recording, whatever the card."""
    assert replay.readings == replay.recorded
    books = replay.books
    assert books == replay.recorded_books
    parts = books.attributed_mj + books.background_mj + books.resident_mj + books.idle_mj
    assert parts == books.counter_mj > 0
    assert all((reading.energy_mj or 0) > 0 for reading in replay.readings.values())
    assert not replay.meter.faults
