"""AMD cards through a tree of files as amdgpu shows them: readings, losses, and the real child."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.gpu.watched import RESUMED_S, SHOWN_S, ok
from tests.parts.crowd import crowd
from tests.parts.nvml import FakeNvml
from tests.waits import until
from ziggie_desktop.contract.state import GpuState, Quality
from ziggie_desktop.gpu.amd import AmdSampler
from ziggie_desktop.gpu.child import APPLE, INTEL_ONLY, NO_CARD, NO_GPU, absent_words
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.wire import Absent, Card

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sysfs is full of links")
BUS = "0000:03:00.0"
CARD, APU = b"\x78\x00\x01\x03", b"\x80\x00\x02\x02"


class Machine:
    """/sys and /proc of a machine with an RX 7900 XTX."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.drm, self.pci, self.proc = root / "drm", root / "devices", root / "proc"
        for folder in (self.drm, self.pci, self.proc):
            folder.mkdir()
        self.names = root / "amdgpu.ids"
        self.names.write_text("# names\n1.0.0\n744C,\tC8,\tAMD Radeon RX 7900 XTX\n")

    def card(self, number: int = 0, bus: str = BUS, metrics: bytes = CARD) -> Path:
        device = self.pci / bus
        (device / "hwmon/hwmon3").mkdir(parents=True)
        (device / "power").mkdir()
        (self.drm / f"card{number}").mkdir()
        (self.drm / f"card{number}/device").symlink_to(device)
        (device / "gpu_metrics").write_bytes(metrics)
        self.write(
            device,
            {
                "vendor": "0x1002",
                "class": "0x030000",
                "device": "0x744c",
                "revision": "0xc8",
                "unique_id": f"74be6b6f1500000{number}",
                "power/runtime_status": "active",
                "mem_info_vram_total": 25753026560,
                "mem_info_vram_used": 1234567168,
                "gpu_busy_percent": 97,
                "hwmon/hwmon3/power1_average": 303_000_000,
                "hwmon/hwmon3/power1_cap": 339_000_000,
                "hwmon/hwmon3/temp1_input": 61_000,
                "hwmon/hwmon3/temp1_crit": 100_000,
                "hwmon/hwmon3/fan1_input": 1500,
                "hwmon/hwmon3/fan1_max": 3000,
                "hwmon/hwmon3/freq1_input": 2_482_000_000,
            },
        )
        return device

    @staticmethod
    def write(device: Path, files: Mapping[str, object]) -> None:
        for name, value in files.items():
            (device / name).write_text(f"{value}\n")

    def process(self, pid: int, *, fds: Mapping[int, str], name: str = "ollama") -> None:
        """``fds``: what fdinfo says of open files of the card, by number."""
        folder = self.proc / str(pid)
        for part in ("fd", "fdinfo"):
            (folder / part).mkdir(parents=True)
        (folder / "comm").write_text(name + "\n")
        for fd, said in fds.items():
            (folder / f"fd/{fd}").symlink_to("/dev/dri/renderD128")
            (folder / f"fdinfo/{fd}").write_text(said)
        (folder / "fd/0").symlink_to("/dev/null")

    def sampler(self, *, integrated: bool = True) -> AmdSampler:
        return AmdSampler(drm=self.drm, proc=self.proc, names=self.names, integrated=integrated)

    def look(self) -> Card:
        (card,) = self.sampler().sample().cards
        return card


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_every_reading_of_a_card(machine: Machine) -> None:
    machine.card()
    (machine.drm / "card0-DP-1").mkdir()  # a plug is no card
    card = machine.look()
    assert (card.uuid, card.name) == ("AMD-74be6b6f15000000", "AMD Radeon RX 7900 XTX")
    assert (card.memory_used_bytes, card.memory_total_bytes) == (1234567168, 25753026560)
    assert (card.power_average_mw, card.power_limit_mw) == (303_000, 339_000)
    assert (card.temperature_c, card.temperature_limit_c) == (61, 100)
    assert (card.utilization_percent, card.fan_percent, card.clock_mhz) == (97, 50, 2482)
    assert (card.energy_counter_mj, card.power_instant_mw) == (None, None)


def test_a_counter_and_an_instant_power_are_taken_where_they_are(machine: Machine) -> None:
    device = machine.card()
    sensors = {"energy1_input": 5_000_999, "power1_input": 31_000_000}
    machine.write(device / "hwmon/hwmon3", sensors)
    card = machine.look()
    assert (card.energy_counter_mj, card.power_instant_mw) == (5000, 31_000)


def test_what_is_not_there_is_unknown_not_zero(machine: Machine) -> None:
    device = machine.card()
    for file in device.rglob("*"):
        if file.is_file() and file.name not in ("vendor", "class"):
            file.unlink()
    card = machine.look()
    assert (card.uuid, card.name) == (f"AMD-{BUS}", "AMD GPU 1002:")
    readings = {getattr(card, n) for n in card.__struct_fields__ if n[-3:] in ("_mw", "_mj", "tes")}
    assert readings == {None}
    assert card.temperature_c is card.utilization_percent is card.fan_percent is None


def test_the_power_of_an_apu_is_no_power_of_a_gpu(machine: Machine) -> None:
    """It is the whole chip's: the processor's joules would be booked as the GPU's."""
    machine.write(machine.card(metrics=APU), {"hwmon/hwmon3/power1_input": 45_000_000})
    card = machine.look()
    assert card.power_instant_mw is card.power_average_mw is card.power_limit_mw is None
    assert card.memory_total_bytes == 25753026560
    with pytest.raises(Absent):  # beside another maker's card
        machine.sampler(integrated=False)


def test_programs_and_their_memory(machine: Machine) -> None:
    machine.card()
    used = f"drm-pdev:\t{BUS}\ndrm-client-id:\t7\ndrm-memory-vram:\t2048 KiB\n"
    other = "drm-pdev:\t0000:09:00.0\ndrm-client-id:\t9\ndrm-memory-vram:\t4096 KiB\n"
    machine.process(41, fds={5: used, 6: used, 7: used.replace("7", "8")})
    machine.process(42, fds={3: other})
    machine.process(43, fds={3: used.replace("2048 KiB", "3 MiB")}, name="blender")
    found = [(p.pid, p.name, p.memory_bytes) for p in machine.look().processes]
    assert found == [(41, "ollama", 4096 * 1024), (43, "blender", 3 * 1024 * 1024)]


def test_one_of_two_cards_goes_and_comes_back(machine: Machine) -> None:
    machine.card()
    second = machine.card(1, "0000:0a:00.0")
    sampler = machine.sampler()
    (second / "vendor").unlink()
    seen = sampler.sample()
    assert (seen.state, [card.lost for card in seen.cards]) == ("ok", [False, True])
    machine.write(second, {"vendor": "0x1002"})
    (second / "hwmon/hwmon3").rename(second / "hwmon/hwmon7")  # bound anew
    assert [card.power_average_mw for card in sampler.sample().cards] == [303_000, 303_000]


@asynccontextmanager
async def monitor_of(machine: Machine) -> AsyncIterator[GpuMonitor]:
    monitor = GpuMonitor(
        python=sys.executable,
        engine_pids=lambda: frozenset({os.getpid()}),
        pci=machine.pci,
        drm=machine.drm,
        proc=machine.proc,
    )
    await monitor.start()
    watch = monitor.watch(0.1)
    try:
        yield monitor
    finally:
        watch.close()
        await monitor.close()


async def test_through_the_child_lost_and_back_and_metered(
    machine: Machine, fake_nvml: FakeNvml, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in fake_nvml.env.items():
        monkeypatch.setenv(name, value)
    fake_nvml.fail("nvmlInit", 9)  # no NVIDIA driver here, whatever this machine has
    device = machine.card()
    machine.process(os.getpid(), fds={5: f"drm-pdev:\t{BUS}\ndrm-memory-vram:\t64 KiB\n"})
    machine.write(device, {"hwmon/hwmon3/power1_average": 50_000_000})
    meter = EnergyMeter()
    async with monitor_of(machine) as monitor:
        monitor.subscribe_samples(meter.feed)
        await ok(monitor)
        (gpu,) = monitor.status.gpus
        assert (gpu.power_mw, gpu.processes[0].is_engine) == (50_000, True)
        await asyncio.sleep(1.2)  # the quiet power
        meter.begin("r", time.monotonic_ns())
        meter.progress("r", time.monotonic_ns())
        machine.write(device, {"hwmon/hwmon3/power1_average": 250_000_000})
        began = time.monotonic()
        await asyncio.sleep(1.5)
        took = time.monotonic() - began
        machine.write(device, {"hwmon/hwmon3/power1_average": 50_000_000})
        meter.end("r", time.monotonic_ns())
        reading = await meter.settle("r")
        assert reading.quality is Quality.AVERAGE
        assert reading.energy_mj == pytest.approx(200_000 * took, rel=0.25)

        (device / "vendor").unlink()
        assert await until(lambda: monitor.status.state is GpuState.LOST) < SHOWN_S * crowd()
        machine.write(device, {"vendor": "0x1002"})
        assert await ok(monitor) < RESUMED_S * crowd()


def test_words_for_machines_without_figures() -> None:
    assert absent_words({"0x8086"}, system="linux") == INTEL_ONLY
    assert absent_words(set(), system="linux") == NO_CARD
    assert absent_words({"0x10de", "0x8086"}, system="linux") == NO_GPU
    assert absent_words(set(), system="darwin") == APPLE
    assert absent_words(set(), system="win32") == NO_GPU
