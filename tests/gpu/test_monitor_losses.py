"""The real child over a fake driver: crashes, hangs, losses, and its end with its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

import msgspec
import psutil
import pytest

from tests.gpu.watched import LOOK_S, RESUMED_S, SHOWN_S, monitor_of, ok
from tests.parts.crowd import crowd
from tests.parts.nvml import MIB, VERSION_MISMATCH, FakeNvml, Gpu
from tests.parts.stopwatch import Stopwatch
from tests.waits import until
from ziggie_desktop.contract.state import GpuState, GpuStatus
from ziggie_desktop.gpu.monitor import HANG_S, GpuMonitor, _line
from ziggie_desktop.gpu.wire import Sample

pytestmark = pytest.mark.logs("ziggie.gpu")  # crashes, hangs and losses are told

RSS_LIMIT = 30 * MIB


async def test_a_driver_that_is_updated_while_it_is_read_says_so_at_once(
    fake_nvml: FakeNvml,
) -> None:
    async with monitor_of(fake_nvml, look_s=LOOK_S) as monitor:
        await ok(monitor)
        fake_nvml.lose()
        fake_nvml.fail("nvmlInit", VERSION_MISMATCH)
        assert await until(lambda: "restarts" in monitor.status.reason) < SHOWN_S * crowd()
        assert monitor.status.state is GpuState.ABSENT
        fake_nvml.heal()


@pytest.mark.parametrize("how", ["killed", "segfault"])
async def test_a_crashed_child_is_replaced(fake_nvml: FakeNvml, how: str) -> None:
    async with monitor_of(fake_nvml, look_s=LOOK_S) as monitor:
        await ok(monitor)
        seen: list[GpuStatus] = []
        monitor.subscribe(seen.append)
        first = monitor.child_pid
        assert first is not None
        if how == "killed":
            os.kill(first, signal.SIGKILL)
        else:
            fake_nvml.crash("nvmlDeviceGetFieldValues")
        assert await until(lambda: monitor.status.state is GpuState.LOST) < SHOWN_S * crowd()
        fake_nvml.heal()
        assert await ok(monitor) < RESUMED_S * crowd()
        assert monitor.child_pid != first
        assert not psutil.pid_exists(first)
        assert [s.state for s in seen if s.state is not GpuState.OK] == [GpuState.LOST]


async def test_a_renewed_child_is_another_one_and_no_loss(fake_nvml: FakeNvml) -> None:
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        seen: list[GpuStatus] = []
        monitor.subscribe(seen.append)
        before = monitor.child_pid
        monitor.renew()
        await until(lambda: seen and monitor.child_pid not in (None, before))
        assert [status.state for status in seen if status.state is not GpuState.OK] == []


async def test_a_hanging_driver_is_shown_and_left(fake_nvml: FakeNvml) -> None:
    async with monitor_of(fake_nvml, look_s=LOOK_S) as monitor:
        await ok(monitor)
        first = monitor.child_pid
        fake_nvml.delay("nvmlDeviceGetFieldValues", 60_000)
        began, longest, last = time.monotonic(), 0.0, 0.0

        def hung() -> bool:
            nonlocal longest, last
            longest, last = max(longest, watch.seconds - last), watch.seconds
            return monitor.status.state is GpuState.LOST

        with Stopwatch() as watch:
            shown_s = await until(hung)
        stood_s = time.monotonic() - began - watch.seconds
        # A child that stood still, too, is given its time.
        assert shown_s < SHOWN_S * crowd() + 3 * stood_s
        assert longest < 0.5  # the loop went on all the time
        assert "does not answer" in monitor.status.reason
        fake_nvml.heal()
        assert await ok(monitor) < RESUMED_S * crowd()
        assert monitor.child_pid != first


def test_a_standstill_that_ends_just_in_time_is_no_hang() -> None:
    """By the real clock: the tests' own leaves standstills out."""

    async def heard() -> bytes:
        stream = asyncio.StreamReader()
        async with asyncio.TaskGroup() as group:
            line = group.create_task(_line(stream, HANG_S + 0.2))
            await asyncio.sleep(0)
            time.sleep(HANG_S + 0.15)  # noqa: ASYNC251 - this is the standstill
            await asyncio.sleep(0.25)  # a machine that has much to make up for
            stream.feed_data(b"alive\n")
        return line.result()

    assert asyncio.run(heard()) == b"alive\n"


async def test_a_driver_that_is_slow_to_open_does_not_hang(fake_nvml: FakeNvml) -> None:
    """A cold one takes seconds, at each start of the reader and after each sleep of the card."""
    fake_nvml.delay("nvmlInit", 3_000)
    async with monitor_of(fake_nvml, look_s=0.2) as monitor:
        seen: list[GpuStatus] = []
        monitor.subscribe(seen.append)
        await until(lambda: monitor.child_pid is not None)
        first = monitor.child_pid
        began = time.monotonic()
        await ok(monitor)
        assert time.monotonic() - began > 2.0
        assert monitor.child_pid == first
        assert {status.state for status in seen} == {GpuState.OK}


async def test_one_lost_card_leaves_the_others_their_figures(fake_nvml: FakeNvml) -> None:
    fake_nvml.add(Gpu(name="second"))
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        child = monitor.child_pid
        fake_nvml.lose(0)
        await until(lambda: monitor.status.gpus[0].energy_counter_mj is None)
        assert monitor.status.state is GpuState.OK
        assert monitor.status.gpus[1].energy_counter_mj is not None
        fake_nvml.heal()
        back = await until(lambda: monitor.status.gpus[0].energy_counter_mj is not None)
        assert back < RESUMED_S * crowd()
        assert monitor.child_pid == child


async def test_a_lost_gpu_is_shown_and_comes_back(fake_nvml: FakeNvml) -> None:
    async with monitor_of(fake_nvml, look_s=LOOK_S) as monitor:
        await ok(monitor)
        fake_nvml.lose()
        assert await until(lambda: monitor.status.state is GpuState.LOST) < SHOWN_S * crowd()
        fake_nvml.heal()
        assert await ok(monitor) < RESUMED_S * crowd()


async def test_a_driver_that_was_unloaded_is_lost_not_absent(fake_nvml: FakeNvml) -> None:
    async with monitor_of(fake_nvml, absent_retry_s=60) as monitor:
        await ok(monitor)
        fake_nvml.lose()
        fake_nvml.fail("nvmlInit", 9)
        await until(lambda: "went away" in monitor.status.reason)
        assert monitor.status.state is GpuState.LOST
        fake_nvml.heal()
        assert await ok(monitor) < RESUMED_S * crowd()


async def test_the_child_ends_with_its_parent(fake_nvml: FakeNvml) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ziggie_desktop.gpu.child",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **fake_nvml.env},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    msgspec.json.decode(await child.stdout.readline(), type=Sample)
    memory = psutil.Process(child.pid).memory_info().rss
    fake_nvml.delay("nvmlDeviceGetFieldValues", 60_000)  # even from within a hanging driver
    await asyncio.sleep(1.2)
    child.stdin.close()
    async with asyncio.timeout(40):  # below the minute that the driver would take
        await child.communicate()
        assert await child.wait() == 0
    assert memory <= RSS_LIMIT, memory / MIB


async def test_closing_leaves_no_child(fake_nvml: FakeNvml) -> None:
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        child = monitor.child_pid
        assert child is not None
    assert not psutil.pid_exists(child)


async def test_a_child_that_makes_no_sense_is_replaced() -> None:
    monitor = GpuMonitor(python=sys.executable, engine_pids=frozenset, module="tests.gpu.babbler")
    await monitor.start()
    await until(lambda: monitor.child_pid is not None)
    first = monitor.child_pid
    await until(lambda: monitor.status.state is GpuState.LOST)
    await until(lambda: monitor.child_pid not in (None, first))
    await monitor.close()
    assert first is not None
    assert not psutil.pid_exists(first)
