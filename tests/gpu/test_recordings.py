"""Recordings of cards at work: one of the fake driver's, made here, and those of real cards that
are kept in ``tests/gpu/recordings``. None of a real card is there yet."""

from __future__ import annotations

import asyncio
import gzip
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gpu.record import Recording
from tests.gpu.replay import Replay
from tests.gpu.test_monitor import ok
from tests.parts.nvml import FakeNvml
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.gpu.monitor import GpuMonitor

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
        with monitor.watch(0.5):
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
    recording = await recorded(fake_nvml, path)
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


async def holds(replay: Replay) -> None:
    """What is true of each recording, whatever the card."""
    assert replay.readings == replay.recorded
    books = replay.books
    assert books == replay.recorded_books
    parts = books.attributed_mj + books.background_mj + books.resident_mj + books.idle_mj
    assert parts == books.counter_mj > 0
    assert all((reading.energy_mj or 0) > 0 for reading in replay.readings.values())
    assert not replay.meter.faults
