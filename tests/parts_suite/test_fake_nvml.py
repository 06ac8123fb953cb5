"""The fake NVML, loaded by the real pynvml in a child process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.parts.nvml import (
    FUNCTION_NOT_FOUND,
    GPU_IS_LOST,
    MIB,
    NOT_SUPPORTED,
    VERSION_MISMATCH,
    FakeNvml,
    Gpu,
)

# Evaluates one expression a line and answers with JSON; an NVML error is answered by its name.
CHILD = """
import json, sys
from pynvml import *
def fields(h, *ids):
    return [(f.nvmlReturn, f.value.ullVal if f.valueType == 3 else f.value.uiVal)
            for f in nvmlDeviceGetFieldValues(h, list(ids))]
h = None
for line in sys.stdin:
    try:
        value = eval(line)
    except NVMLError as error:
        value = type(error).__name__
    json.dump(value, sys.stdout, default=str)
    print(flush=True)
"""


class Child:
    def __init__(self, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
            text=True,
        )

    def __call__(self, expression: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(expression + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else None


@pytest.fixture
def ask(fake_nvml: FakeNvml) -> Iterator[Child]:
    child = Child(fake_nvml.env)
    yield child
    child.process.communicate(timeout=60)


@pytest.fixture
def gpu(ask: Child) -> Child:
    """A child with NVML initialised and the first GPU's handle in ``h``."""
    assert ask("nvmlInit()") is None
    ask("globals().update(h=nvmlDeviceGetHandleByIndex(0))")
    return ask


def test_identity(fake_nvml: FakeNvml, gpu: Child) -> None:
    uuid = fake_nvml.gpus[0].uuid
    assert gpu("nvmlDeviceGetCount()") == 1
    assert gpu("nvmlSystemGetDriverVersion()") == "580.95.05"
    assert gpu("nvmlDeviceGetName(h)") == "NVIDIA GeForce RTX 3090"
    assert gpu("nvmlDeviceGetUUID(h)") == uuid
    assert gpu(f"nvmlDeviceGetName(nvmlDeviceGetHandleByUUID({uuid!r}))").endswith("3090")
    assert gpu("nvmlDeviceGetHandleByUUID('GPU-none')") == "NVMLError_NotFound"
    assert gpu("nvmlDeviceGetHandleByIndex(1)") == "NVMLError_InvalidArgument"
    assert gpu("nvmlDeviceGetPciInfo(h).busId") == "00000000:01:00.0"
    assert gpu("nvmlDeviceGetMinorNumber(h)") == 0
    assert gpu("nvmlDeviceGetMigMode(h)") == "NVMLError_NotSupported"
    assert gpu("nvmlDeviceGetCudaComputeCapability(h)") == [8, 6]


def test_memory_and_processes(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.set(memory_used=6144 * MIB, compute=f"41:{6000 * MIB},42:na")
    first = "(lambda m: [m.total, m.used, m.free])(nvmlDeviceGetMemoryInfo(h))"
    assert gpu(first) == [24576 * MIB, 6544 * MIB, 18032 * MIB]
    second = "(lambda m: [m.used, m.reserved])(nvmlDeviceGetMemoryInfo(h, version=nvmlMemory_v2))"
    assert gpu(second) == [6144 * MIB, 400 * MIB]
    listing = "[(p.pid, p.usedGpuMemory) for p in nvmlDeviceGetComputeRunningProcesses(h)]"
    assert gpu(listing) == [[41, 6000 * MIB], [42, None]]
    assert gpu("nvmlDeviceGetGraphicsRunningProcesses(h)") == []
    fake_nvml.set(memory_total=None)
    assert gpu("nvmlDeviceGetMemoryInfo(h)") == "NVMLError_NotSupported"


def test_sensors(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.set(temperature_c=71, utilization=97, reasons=0x24, fan_percent=55)
    assert gpu("nvmlDeviceGetTemperatureV(h, 0)") == 71
    assert gpu("nvmlDeviceGetTemperature(h, 0)") == 71
    assert gpu("nvmlDeviceGetTemperatureThreshold(h, 1)") == 95
    assert gpu("nvmlDeviceGetUtilizationRates(h).gpu") == 97
    assert gpu("nvmlDeviceGetCurrentClocksEventReasons(h)") == 0x24
    assert gpu("[nvmlDeviceGetFanSpeed_v2(h, i) for i in range(nvmlDeviceGetNumFans(h))]") == [
        55,
        55,
    ]
    assert gpu("nvmlDeviceGetFanSpeed_v2(h, 2)") == "NVMLError_InvalidArgument"
    assert gpu("[nvmlDeviceGetClockInfo(h, k) for k in (1, 2)]") == [210, 405]
    assert gpu("nvmlDeviceGetEnforcedPowerLimit(h)") == 350_000
    assert gpu("nvmlDeviceSetPowerManagementLimit(h, 1)") == "NVMLError_NoPermission"
    fake_nvml.set(fans=0)
    assert gpu("nvmlDeviceGetFanSpeed_v2(h, 0)") == "NVMLError_NotSupported"


def test_power_and_energy_over_a_held_clock(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.hold_clock()
    fake_nvml.power(100_000)
    energy = "nvmlDeviceGetTotalEnergyConsumption(h)"
    fake_nvml.advance(10)
    before = gpu(energy)
    fake_nvml.advance(3600)
    assert gpu(energy) - before == 360_000_000  # 100 W for an hour, in mJ
    fake_nvml.trace([(0, 100_000), (1, 300_000), (3, 50_000)])
    start = gpu(energy)
    fake_nvml.advance(1.5)
    assert gpu("fields(h, 186, 185)") == [[0, 300_000], [0, 200_000]]
    assert gpu("nvmlDeviceGetPowerUsage(h)") == 200_000
    fake_nvml.advance(2.5)
    assert abs(gpu(energy) - start - 750_000) <= 30_000  # one tick at most
    assert gpu("fields(h, 83)[0][1]") == gpu(energy)
    fake_nvml.set(energy_mj=-1)
    assert gpu(energy) == "NVMLError_NotSupported"
    assert gpu("fields(h, 83, 186)") == [[NOT_SUPPORTED, 0], [0, 50_000]]


def test_energy_rises_with_the_real_clock(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.power(400_000)
    began = time.monotonic()
    first = gpu("nvmlDeviceGetTotalEnergyConsumption(h)")
    gpu("__import__('time').sleep(0.3)")
    used = gpu("nvmlDeviceGetTotalEnergyConsumption(h)") - first
    assert 60_000 <= used <= 400_000 * (time.monotonic() - began)


def test_failures(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.fail("nvmlDeviceGetTemperatureV", FUNCTION_NOT_FOUND)
    assert gpu("nvmlDeviceGetTemperatureV(h, 0)") == "NVMLError_FunctionNotFound"
    assert gpu("nvmlDeviceGetTemperature(h, 0)") == 41
    fake_nvml.fail("field.186", NOT_SUPPORTED, gpu=0)
    assert gpu("fields(h, 186)") == [[NOT_SUPPORTED, 0]]
    fake_nvml.heal()
    assert gpu("fields(h, 186)") == [[0, 28_000]]
    assert gpu("nvmlShutdown()") is None
    assert gpu("nvmlDeviceGetCount()") == "NVMLError_Uninitialized"
    fake_nvml.fail("nvmlInit", VERSION_MISMATCH)
    assert gpu("nvmlInit()") == "NVMLError_LibRmVersionMismatch"


def test_one_gpu_of_two_is_lost(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.add(Gpu(name="Tesla P40", energy_mj=-1))
    fake_nvml.lose(0)
    assert gpu("nvmlDeviceGetCount()") == 2
    assert gpu("nvmlDeviceGetPowerUsage(h)") == "NVMLError_GpuIsLost"
    assert gpu("nvmlDeviceGetName(nvmlDeviceGetHandleByIndex(1))") == "Tesla P40"
    assert gpu("nvmlErrorString(15)") == "GPU is lost"
    assert GPU_IS_LOST == 15


def test_calls_are_counted_and_can_be_slow(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.delay("nvmlDeviceGetName", 200)
    took = "(lambda t: [t(), nvmlDeviceGetName(h), t()])(__import__('time').monotonic)"
    began, _, ended = gpu(took)
    assert ended - began >= 0.2
    assert fake_nvml.calls()["nvmlDeviceGetName"] == 1


def test_a_stale_handle_kills_the_process(fake_nvml: FakeNvml, gpu: Child) -> None:
    fake_nvml.crash("nvmlDeviceGetPowerUsage")
    assert gpu("nvmlDeviceGetPowerUsage(h)") is None
    assert gpu.process.wait(60) == -signal.SIGSEGV


def test_state_may_be_replaced_under_load(fake_nvml: FakeNvml, gpu: Child) -> None:
    loop = "sum(nvmlDeviceGetTemperatureV(h, 0) in (1, 2) for _ in range(20000))"
    fake_nvml.set(temperature_c=1)
    assert gpu.process.stdin is not None
    assert gpu.process.stdout is not None
    gpu.process.stdin.write(loop + "\n")
    gpu.process.stdin.flush()
    for round_ in range(200):
        fake_nvml.set(temperature_c=1 + round_ % 2)
    assert json.loads(gpu.process.stdout.readline()) == 20000
