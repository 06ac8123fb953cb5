"""Owns a GPU monitor on a fake driver for tests; gone afterwards, with its child."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.parts.nvml import FakeNvml
from tests.waits import until
from ziggie_desktop.contract.state import GpuState
from ziggie_desktop.gpu.monitor import GpuMonitor

LOOK_S = 1.0  # as a window looks
SHOWN_S = 2.0
RESUMED_S = 5.0


@asynccontextmanager
async def monitor_of(
    fake: FakeNvml,
    *,
    absent_retry_s: float = 60.0,
    pci: Path | None = None,
    look_s: float = 0.2,
) -> AsyncIterator[GpuMonitor]:
    monitor = GpuMonitor(
        python=sys.executable,
        engine_pids=lambda: frozenset({os.getpid()}),
        environment={**os.environ, **fake.env},
        absent_retry_s=absent_retry_s,
        pci=pci,
    )
    await monitor.start()
    watch = monitor.watch(look_s)
    try:
        yield monitor
    finally:
        watch.close()
        await monitor.close()


async def ok(monitor: GpuMonitor, timeout_s: float = 10.0) -> float:
    return await until(lambda: monitor.status.state is GpuState.OK, timeout_s)
