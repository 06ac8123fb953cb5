"""The real pynvml over a fake driver, in the real child: readings, and what they cost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from tests.gpu.watched import monitor_of, ok
from tests.parts.nvml import FUNCTION_NOT_FOUND, MIB, NOT_SUPPORTED, VERSION_MISMATCH, FakeNvml
from tests.waits import until
from ziggie_desktop.contract.state import GpuState, Quality
from ziggie_desktop.gpu.child import NO_CARD, NO_GPU
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.wire import Sample

NO_PERMISSION = 4

pytestmark = pytest.mark.logs("ziggie.gpu")  # crashes, hangs and losses are told


async def test_every_reading_of_a_card(fake_nvml: FakeNvml) -> None:
    fake_nvml.set(
        memory_used=6 * 1024 * MIB,
        temperature_c=61,
        utilization=87,
        reasons=0x1 | 0x4 | 0x40,
        compute=f"{os.getpid()}:{5 * 1024 * MIB},4000000:5,1:{2**60}",
        graphics="",
    )
    fake_nvml.power(330_000)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        status = monitor.status
        (gpu,) = status.gpus
        assert status.driver_version == "580.95.05"
        assert gpu.name == "NVIDIA GeForce RTX 3090"
        assert gpu.uuid == fake_nvml.gpus[0].uuid
        # As nvidia-smi says: without the 400 MiB that the driver reserves.
        assert gpu.memory_used_bytes == 6 * 1024 * MIB
        assert gpu.memory_total_bytes == 24_576 * MIB
        assert (gpu.temperature_c, gpu.temperature_limit_c) == (61, 95)
        assert gpu.power_mw == pytest.approx(330_000, rel=0.01)
        assert gpu.power_limit_mw == 350_000
        assert (gpu.utilization_percent, gpu.fan_percent, gpu.clock_mhz) == (87, 30, 210)
        assert gpu.throttled == ("too hot (hardware)",)
        (process,) = gpu.processes  # nobody has those pids or that much memory
        assert (process.pid, process.is_engine) == (os.getpid(), True)
        assert process.memory_bytes == 5 * 1024 * MIB
        before = gpu.energy_counter_mj or 0
        await until(lambda: (monitor.status.gpus[0].energy_counter_mj or 0) > before)


@pytest.mark.parametrize(
    ("said", "limit", "usual"),
    [
        ({"margin_c": 55, "slowdown_tlimit_c": -2, "slowdown_c": None}, 88, False),
        ({"margin_c": 55, "slowdown_tlimit_c": -2, "slowdown_c": 95}, 88, False),
        ({"margin_c": 55}, 95, False),
        ({"slowdown_c": None}, 90, True),
    ],
)
async def test_where_a_card_slows_down_by_its_margin_by_its_threshold_or_as_most_do(
    fake_nvml: FakeNvml, said: dict[str, Any], limit: int, usual: bool
) -> None:
    fake_nvml.set(temperature_c=31, **said)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        (gpu,) = monitor.status.gpus
        assert (gpu.temperature_limit_c, gpu.temperature_limit_is_usual) == (limit, usual)


async def test_idle_and_power_cap_are_no_warning(fake_nvml: FakeNvml) -> None:
    fake_nvml.set(reasons=0x1 | 0x4)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        assert monitor.status.gpus[0].throttled == ()


async def test_what_a_card_does_not_have_is_unknown_not_zero(fake_nvml: FakeNvml) -> None:
    fake_nvml.set(
        memory_total=None,
        temperature_c=None,
        slowdown_c=None,
        power_limit_mw=None,
        power_unsupported=1,
        energy_mj=-1,
        utilization=None,
        clock_sm_mhz=None,
        fans=0,
        fan_percent=None,
        reasons=None,
    )
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        gpu = msgspec.structs.asdict(monitor.status.gpus[0])
    known = {n for n, v in gpu.items() if not (v is None or v is False or v == ())}
    assert known == {"uuid", "index", "name"}


async def test_an_old_driver_is_asked_the_old_way(fake_nvml: FakeNvml) -> None:
    for function in (
        "nvmlDeviceGetTemperatureV",
        "nvmlDeviceGetMemoryInfo_v2",
        "nvmlDeviceGetCurrentClocksEventReasons",
        "nvmlDeviceGetFanSpeed_v2",
        "nvmlDeviceGetFieldValues",
    ):
        fake_nvml.fail(function, FUNCTION_NOT_FOUND)
    fake_nvml.set(memory_used=100 * MIB)
    fake_nvml.power(100_000)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        (gpu,) = monitor.status.gpus
    assert gpu.temperature_c == 41
    assert gpu.memory_used_bytes == 500 * MIB  # v1 cannot tell the reserved part
    assert gpu.fan_percent == 30
    assert gpu.power_mw is not None
    assert gpu.energy_counter_mj is not None


async def test_memory_of_a_process_that_windows_hides_is_unknown(fake_nvml: FakeNvml) -> None:
    fake_nvml.set(compute=f"{os.getpid()}:na")
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        (process,) = monitor.status.gpus[0].processes
    assert process.memory_bytes is None


async def test_without_a_driver_it_is_absent_in_words_and_at_rest(tmp_path: Path) -> None:
    monitor = GpuMonitor(
        python=sys.executable, engine_pids=frozenset, pci=tmp_path, drm=tmp_path / "drm"
    )
    await monitor.start()
    try:
        await until(lambda: monitor.status.state is not GpuState.STARTING)
        if monitor.status.state is GpuState.OK:
            pytest.skip("this machine has an NVIDIA GPU")
        assert monitor.status.state is GpuState.ABSENT
        assert monitor.status.reason == (NO_CARD if sys.platform == "linux" else NO_GPU)
        await until(lambda: monitor.child_pid is None)
        assert monitor.status.gpus == ()
    finally:
        await monitor.close()


async def test_a_driver_that_appears_is_found(fake_nvml: FakeNvml) -> None:
    fake_nvml.fail("nvmlInit", 9)
    async with monitor_of(fake_nvml, absent_retry_s=0.3) as monitor:
        await until(lambda: monitor.status.state is GpuState.ABSENT)
        fake_nvml.heal()
        await ok(monitor)


async def test_an_updated_driver_says_so(fake_nvml: FakeNvml) -> None:
    fake_nvml.fail("nvmlInit", VERSION_MISMATCH)
    async with monitor_of(fake_nvml) as monitor:
        await until(lambda: monitor.status.state is GpuState.ABSENT)
        assert "restart" in monitor.status.reason


async def test_a_card_that_is_cut_into_instances_shows_what_it_still_tells(
    fake_nvml: FakeNvml,
) -> None:
    """MIG: no utilization at all, and the memory only to those who may."""
    fake_nvml.fail("nvmlDeviceGetUtilizationRates", NOT_SUPPORTED)
    for function in ("nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetMemoryInfo"):
        fake_nvml.fail(function, NO_PERMISSION)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        (gpu,) = monitor.status.gpus
    assert gpu.utilization_percent is gpu.memory_used_bytes is gpu.memory_total_bytes is None
    assert gpu.uuid == fake_nvml.gpus[0].uuid
    assert gpu.power_mw is not None


async def test_joules_of_a_request_through_the_real_child(fake_nvml: FakeNvml) -> None:
    fake_nvml.power(28_000)
    async with monitor_of(fake_nvml) as monitor:
        meter = EnergyMeter(watch=monitor.watch)
        monitor.subscribe_samples(meter.feed)
        await ok(monitor)
        await until(lambda: meter.books.counter_mj > 40_000)
        meter.begin("r", time.monotonic_ns())
        fake_nvml.power(330_000)
        began_us = fake_nvml.gpus[0].epoch_us
        await asyncio.sleep(1.0)
        fake_nvml.power(28_000)
        took = (fake_nvml.gpus[0].epoch_us - began_us) / 1e6
        meter.end("r", time.monotonic_ns())
        reading = await meter.settle("r", timeout_s=60)  # a busy machine may starve the child
        assert reading.quality is Quality.COUNTER
        assert reading.energy_mj == pytest.approx(took * 302_000, rel=0.05)
        books = meter.books
        assert books.attributed_mj == reading.energy_mj


async def test_a_counter_reset_gives_no_phantom_joules(fake_nvml: FakeNvml) -> None:
    fake_nvml.power(28_000)
    async with monitor_of(fake_nvml) as monitor:
        meter = EnergyMeter(watch=monitor.watch)
        monitor.subscribe_samples(meter.feed)
        await ok(monitor)
        await until(lambda: meter.books.counter_mj > 10_000)
        fake_nvml.set(energy_mj=0, epoch_us=time.time_ns() // 1000)
        before, began = meter.books.counter_mj, time.monotonic()
        await asyncio.sleep(1.0)
        grown = meter.books.counter_mj - before
        assert 0 <= grown < 28_000 * (time.monotonic() - began + 1.0)


async def test_calls_of_the_driver_are_few(fake_nvml: FakeNvml) -> None:
    monitor = GpuMonitor(
        python=sys.executable,
        engine_pids=frozenset,
        environment={**os.environ, **fake_nvml.env},
    )
    with monitor.watch(1.0):
        await monitor.start()
        await ok(monitor)
        before, began = sum(fake_nvml.calls().values()), time.monotonic()
        await asyncio.sleep(3.2)
        calls = sum(fake_nvml.calls().values()) - before
        await monitor.close()
    assert calls / (time.monotonic() - began) <= 8


async def test_a_reading_that_fails_for_once_is_asked_again(fake_nvml: FakeNvml) -> None:
    fake_nvml.fail("nvmlDeviceGetUtilizationRates", 999)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        assert monitor.status.gpus[0].utilization_percent is None
        fake_nvml.heal()
        await until(lambda: monitor.status.gpus[0].utilization_percent == 0)


async def test_a_reading_that_is_not_supported_is_asked_once(fake_nvml: FakeNvml) -> None:
    fake_nvml.fail("nvmlDeviceGetUtilizationRates", NOT_SUPPORTED)
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        samples: list[Sample] = []
        monitor.subscribe_samples(samples.append)
        await until(lambda: len(samples) >= 12)
        assert fake_nvml.calls()["nvmlDeviceGetUtilizationRates"] == 1


async def test_a_broken_subscriber_does_not_end_the_figures_of_others(
    fake_nvml: FakeNvml, caplog: pytest.LogCaptureFixture
) -> None:
    async with monitor_of(fake_nvml) as monitor:
        samples: list[Sample] = []

        def broken(_: Sample) -> None:
            raise RuntimeError("a bug")

        monitor.subscribe_samples(broken)
        monitor.subscribe_samples(samples.append)
        await until(lambda: len(samples) >= 2)
    assert "a subscriber to the GPU failed" in caplog.text


def test_the_child_imports_nothing_of_the_service() -> None:
    code = "import sys, ziggie_desktop.gpu.child; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stdout.split())
    assert "pynvml" in loaded
    assert not loaded & {"asyncio", "aiohttp", "sqlite3", "psutil", "ziggie_desktop.contract"}


def test_only_the_child_imports_pynvml() -> None:
    code = "import sys, ziggie_desktop.gpu.monitor, ziggie_desktop.gpu.meter; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "pynvml" not in done.stdout.split()


async def test_the_child_knows_no_secret(
    fake_nvml: FakeNvml, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-canary")
    async with monitor_of(fake_nvml) as monitor:
        await ok(monitor)
        assert monitor.child_pid is not None
        environment = psutil.Process(monitor.child_pid).environ()
    assert "ANTHROPIC_API_KEY" not in environment
    assert "FAKE_NVML_STATE" in environment
