"""What the GPU child costs, over the fake driver: `python -m tests.benchmarks.poller_cpu`.

CPU of one core, memory and driver calls a second, at the service's three paces. A real driver
adds its own time to each call.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.parts.nvml import FakeNvml, build_library
from ziggie_desktop.contract.state import GpuState
from ziggie_desktop.gpu.monitor import GpuMonitor

SECONDS = 12.0
START_TIMEOUT_S = 10.0
PACES = {"nobody looks, 5 s": 5.0, "somebody looks, 1 s": 1.0, "a request is active, 0.1 s": 0.1}


async def measure(name: str, interval_s: float, fake: FakeNvml, monitor: GpuMonitor) -> None:
    with monitor.watch(interval_s):
        await asyncio.sleep(1.0)
        assert monitor.child_pid is not None
        child = psutil.Process(monitor.child_pid)
        began, before, calls = time.monotonic(), child.cpu_times(), sum(fake.calls().values())
        await asyncio.sleep(SECONDS)
        took, after = time.monotonic() - began, child.cpu_times()
        used = after.user + after.system - before.user - before.system
        calls = sum(fake.calls().values()) - calls
        rss = child.memory_info().rss / 2**20
        print(
            f"{name:28} {max(0.0, used) / took:6.2%} of a core   {calls / took:6.1f} driver calls/s"
            f"   {rss:5.1f} MiB"
        )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fake = FakeNvml(library=build_library(), root=Path(folder))
        monitor = GpuMonitor(
            python=sys.executable,
            engine_pids=frozenset,
            environment={**os.environ, **fake.env},
        )
        await monitor.start()
        async with asyncio.timeout(START_TIMEOUT_S):
            while monitor.status.state is not GpuState.OK:
                await asyncio.sleep(0.05)
        for name, interval_s in PACES.items():
            await measure(name, interval_s, fake, monitor)
        await monitor.close()


if __name__ == "__main__":
    asyncio.run(main())
