"""Records a real NVIDIA GPU at work: `python -m tests.gpu.record --out FILE.jsonl.gz`.

Requests of known length are done by `tests.gpu.burn` while the service's own poller and meter
watch, at the service's own pace. Kept are the poller's samples, and of each request its begin, its
end and what the meter gave it. `tests.gpu.replay` plays it again, without the card. Takes two
minutes; needs PyTorch.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any, Protocol, TextIO

import msgspec

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import GpuState
from ziggie_desktop.gpu.meter import EnergyMeter, Reading
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.wire import Sample

START_TIMEOUT_S = 60.0
REST_S = 2.5
WINDOW_S = 1.0  # as often as with a window open


class Worker(Protocol):
    async def ask(self, **wish: Any) -> int:
        """Do it; the nanoseconds that the card worked for it."""


class Burn:
    """A `tests.gpu.burn`, asked for one thing at a time."""

    async def start(self) -> str:
        """The card's name, once it is warm."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.gpu.burn"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return str((await self._line())["ready"])

    async def ask(self, **wish: Any) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish).encode() + b"\n")
        return int((await self._line())["worked_ns"])

    async def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return found

    async def end(self, number: int = signal.SIGTERM) -> None:
        self._process.send_signal(number)
        await self._process.wait()


class Recording:
    """The service's poller and meter at work, and a line for each thing that they were told."""

    def __init__(self, *, monitor: GpuMonitor, out: TextIO) -> None:
        self._out = out
        self.meter = EnergyMeter(watch=monitor.watch, now_ns=self._now)
        self._at = 0
        self.readings: dict[str, Reading] = {}
        self._stop = monitor.subscribe_samples(self._on_sample)

    def _now(self) -> int:
        """What the meter sees of the clock is in the recording."""
        return self._at

    def _write(self, what: str, **more: Any) -> None:
        self._at = time.monotonic_ns()
        self._out.write(json.dumps({"what": what, "at_ns": self._at, **more}) + "\n")

    def _on_sample(self, sample: Sample) -> None:
        self._write("sample", sample=msgspec.to_builtins(sample))
        self.meter.feed(sample)

    def resident(self, *models: str) -> None:
        self._write("resident", models=models)
        self.meter.resident(frozenset(models))

    async def request(self, worker: Worker, **wish: Any) -> Reading:
        """As the gateway books one: its begin, and its end with Ollama's durations."""
        name = f"{len(self.readings) + 1}: {' '.join(map(str, wish.values()))}"
        self.readings[name] = Reading(None, None)  # the name is taken
        self._write("begin", name=name)
        self.meter.begin(name, self._at)
        worked = await worker.ask(**wish)
        loading = wish["do"] == "load"
        timings = Timings(load_ns=worked if loading else 0, eval_ns=0 if loading else worked)
        self._write("end", name=name, timings=msgspec.to_builtins(timings))
        self.meter.end(name, self._at, timings)
        reading = await self.meter.settle(name)
        self.readings[name] = reading
        self._write("settled", name=name, reading=msgspec.to_builtins(reading))
        return reading

    def close(self) -> None:
        self._stop()
        self._write("books", books=msgspec.to_builtins(self.meter.books))


async def work(recording: Recording) -> None:
    """All that is recorded of a real card, in order."""
    await asyncio.sleep(15)  # nobody is on the card
    workers = [Burn() for _ in range(3)]
    print([await worker.start() for worker in workers])
    recording.resident("burn")
    await asyncio.sleep(12)
    for do in ("matmul", "decode"):
        for seconds in (0.3, 0.3, 0.3, 1.0, 1.0, 1.0, 3.0, 3.0):
            print(do, seconds, await recording.request(workers[0], do=do, seconds=seconds))
            await asyncio.sleep(REST_S)
    print("load", await recording.request(workers[0], do="load", gib=4))
    await asyncio.sleep(REST_S)
    dice = random.Random(7)
    async with asyncio.TaskGroup() as group:  # three at once
        for worker in workers:
            group.create_task(_lane(recording, worker, dice))
    await asyncio.sleep(REST_S)
    await workers[0].end(signal.SIGKILL)  # it dies with its memory
    for worker in workers[1:]:
        await worker.end()
    recording.resident()
    await asyncio.sleep(12)


async def _lane(recording: Recording, worker: Worker, dice: random.Random) -> None:
    for _ in range(5):
        await asyncio.sleep(dice.uniform(0, 1.0))
        do, seconds = dice.choice(("matmul", "decode")), round(dice.uniform(0.5, 3.0), 2)
        print("beside others", do, seconds, await recording.request(worker, do=do, seconds=seconds))


async def record(path: Path) -> None:
    monitor = GpuMonitor(python=sys.executable, engine_pids=frozenset, environment=dict(os.environ))
    with gzip.open(path, "wt", encoding="utf-8") as out:
        recording = Recording(monitor=monitor, out=out)
        await monitor.start()
        with monitor.watch(WINDOW_S):
            async with asyncio.timeout(START_TIMEOUT_S):
                while monitor.status.state is not GpuState.OK:
                    await asyncio.sleep(0.05)
            await work(recording)
        recording.close()
        await monitor.close()
    print(recording.meter.books, recording.meter.quiet_power(), recording.meter.faults)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.gpu.record")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl.gz")
    asyncio.run(record(parser.parse_args().out))
