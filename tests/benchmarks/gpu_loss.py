"""How soon a lost GPU is shown and back: `python -m tests.benchmarks.gpu_loss`.

Over the fake driver, at the pace at which a person looks, one sample a second; each fault comes
at a random moment.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.parts.nvml import FakeNvml, build_library
from ziggie_desktop.contract.state import GpuState
from ziggie_desktop.gpu.monitor import GpuMonitor

ROUNDS = 10
PACE_S = 1.0
PATIENCE_S = 20.0
APART_S = 8.5  # a reader that ends again and again is started more and more rarely
HANG_MS = 60_000


async def until(monitor: GpuMonitor, state: GpuState) -> float:
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE_S):
        while monitor.status.state is not state:
            await asyncio.sleep(0.005)
    return time.monotonic() - began


async def measure(
    name: str, monitor: GpuMonitor, fault: Callable[[], object], heal: Callable[[], object]
) -> None:
    shown, back = [], []
    for _ in range(ROUNDS):
        await until(monitor, GpuState.OK)
        await asyncio.sleep(APART_S + PACE_S * random.random())
        fault()
        shown.append(await until(monitor, GpuState.LOST))
        await asyncio.sleep(random.random())
        heal()
        back.append(await until(monitor, GpuState.OK))
    print(
        f"{name:32} shown after {statistics.median(shown):5.2f} s, at most {max(shown):5.2f} s;"
        f" back after {statistics.median(back):5.2f} s, at most {max(back):5.2f} s"
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fake = FakeNvml(library=build_library(), root=Path(folder))
        monitor = GpuMonitor(
            python=sys.executable, engine_pids=frozenset, environment={**os.environ, **fake.env}
        )
        await monitor.start()
        with monitor.watch(PACE_S):
            await measure("the GPU fell off the bus", monitor, fake.lose, fake.heal)
            await measure("the reader was killed", monitor, lambda: kill(monitor), list)
            await measure(
                "the driver hangs",
                monitor,
                lambda: fake.delay("nvmlDeviceGetFieldValues", HANG_MS),
                fake.heal,
            )
        await monitor.close()


def kill(monitor: GpuMonitor) -> None:
    assert monitor.child_pid is not None
    os.kill(monitor.child_pid, 9)


if __name__ == "__main__":
    asyncio.run(main())
