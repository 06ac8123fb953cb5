"""A laptop's GPU that sleeps is left asleep (goal 15), and read again once it is used."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.gpu.watched import monitor_of, ok
from tests.parts.nvml import FakeNvml
from tests.waits import until
from ziggie_desktop.contract.state import GpuState
from ziggie_desktop.gpu.child import ASLEEP, REST_S, Reader
from ziggie_desktop.gpu.pci import PciPower
from ziggie_desktop.gpu.wire import Sample

AUTOSUSPEND_S = 9.0


class Laptop:
    """sysfs of a machine with one NVIDIA card that may sleep, its sound part, and another card."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._add("0000:00:02.0", vendor="0x8086", kind="0x030000", status="suspended")
        self._add("0000:01:00.0", vendor="0x10de", kind="0x030000", status="suspended")
        self._add("0000:01:00.1", vendor="0x10de", kind="0x040300", status="suspended")
        self.slept(0)

    def _add(self, name: str, *, vendor: str, kind: str, status: str) -> None:
        power = self.root / name / "power"
        power.mkdir(parents=True)
        (power.parent / "vendor").write_text(vendor + "\n")
        (power.parent / "class").write_text(kind + "\n")
        (power / "runtime_status").write_text(status + "\n")

    def status(self, status: str) -> None:
        (self.root / "0000:01:00.0/power/runtime_status").write_text(status + "\n")

    def slept(self, milliseconds: int) -> None:
        (self.root / "0000:01:00.0/power/runtime_suspended_time").write_text(f"{milliseconds}\n")


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "devices")


class Nvml:
    """Counts what would have been calls of the driver."""

    def __init__(self) -> None:
        self.calls = 0
        self.open = False

    def opener(self) -> Nvml:
        self.calls += 1
        self.open = True
        return self

    def sample(self) -> Sample:
        self.calls += 1
        return Sample(state="ok", reason="", at_ns=time.monotonic_ns(), wall_us=0)

    def close(self) -> None:
        self.open = False


def test_no_call_in_ten_minutes_while_it_sleeps(laptop: Laptop) -> None:
    nvml, now = Nvml(), 0.0
    reader = Reader(opener=nvml.opener, power=PciPower(laptop.root), now=lambda: now)
    for _ in range(600):  # as when somebody looks at the window
        assert reader.look(asked=False).reason == ASLEEP
        now += 1
    assert nvml.calls == 0
    reader.look(asked=True)
    assert nvml.open, "a request asks for it"


def test_a_card_that_is_awake_can_fall_asleep_between_looks(laptop: Laptop) -> None:
    laptop.slept(60_000)
    laptop.status("active")
    nvml, now, closed_at = Nvml(), 0.0, 0.0
    reader = Reader(opener=nvml.opener, power=PciPower(laptop.root), now=lambda: now)
    for second in range(60):
        before = nvml.calls
        reader.look(asked=False)
        assert not nvml.open, "an open NVML keeps it awake"
        if nvml.calls != before:
            closed_at = now
        elif now - closed_at > AUTOSUSPEND_S:
            laptop.status("suspended")
        now += 1
        assert second < AUTOSUSPEND_S or nvml.calls == 2
    assert REST_S > AUTOSUSPEND_S


def test_a_desktop_card_that_never_slept_is_read_each_time(laptop: Laptop) -> None:
    laptop.status("active")
    nvml = Nvml()
    reader = Reader(opener=nvml.opener, power=PciPower(laptop.root))
    for _ in range(10):
        reader.look(asked=False)
    assert nvml.calls == 11
    assert nvml.open


def test_no_sysfs_no_sleep(tmp_path: Path) -> None:
    power = PciPower(tmp_path / "nowhere")
    assert not power.asleep()
    assert not power.sleepable()


async def test_the_child_leaves_the_driver_alone(fake_nvml: FakeNvml, laptop: Laptop) -> None:
    async with monitor_of(fake_nvml, pci=laptop.root) as monitor:
        await ok(monitor)
        seen: list[Sample] = []
        monitor.subscribe_samples(seen.append)
        await until(lambda: len(seen) >= 5)
        assert monitor.status.reason == ASLEEP
        assert monitor.status.gpus == ()
        assert fake_nvml.calls() == {}
        with monitor.watch(0.1):  # a request
            await until(lambda: monitor.status.gpus)
        assert monitor.status.state is GpuState.OK
        monitor.set_in_use(True)  # its model stays
        laptop.status("active")
        seen.clear()
        await until(lambda: len(seen) >= 3)
        assert all(sample.cards for sample in seen[1:])
        monitor.set_in_use(False)
        laptop.status("suspended")
        await until(lambda: monitor.status.reason == ASLEEP)
        await asyncio.sleep(0)
        before = fake_nvml.calls()
        seen.clear()
        await until(lambda: len(seen) >= 5)
        assert fake_nvml.calls() == before
