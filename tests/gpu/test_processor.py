"""The processor's own counter, through a tree of files; its estimate; and the whole computer's."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import Gpu, GpuState, GpuStatus, ProcessorPower, Quality
from ziggie_desktop.gpu.energy import NS_PER_S
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.pc import pc_power
from ziggie_desktop.gpu.processor import ProcessorMonitor
from ziggie_desktop.gpu.rapl import FORBIDDEN, Rapl, Unreadable
from ziggie_desktop.gpu.wire import Card, Sample
from ziggie_desktop.service.joules import Joules

RANGE_UJ = 262_143_328_850
NO_GPU = GpuStatus(state=GpuState.ABSENT, reason="none")
DRAWN = ProcessorPower(power_mw=60_000, quality=Quality.COUNTER)


class Powercap:
    """/sys/class/powercap of a machine with some packages, their cores and the platform."""

    def __init__(self, root: Path, packages: int = 1) -> None:
        self.root = root
        for number in range(packages):
            self.zone(f"intel-rapl:{number}", f"package-{number}")
            self.zone(f"intel-rapl:{number}:0", "core")  # a part of the package
        self.zone(f"intel-rapl:{packages}", "psys")  # holds the packages
        self.zone("intel-rapl-mmio:0", "package-0")  # the same package once more

    def zone(self, folder: str, name: str) -> None:
        zone = self.root / folder
        zone.mkdir(parents=True)
        (zone / "name").write_text(name + "\n")
        (zone / "max_energy_range_uj").write_text(f"{RANGE_UJ}\n")
        (zone / "energy_uj").write_text("1000000\n")

    def count(self, microjoules: int, package: int = 0) -> None:
        (self.root / f"intel-rapl:{package}/energy_uj").write_text(f"{microjoules}\n")


def counters(rapl: Rapl) -> list[int | None]:
    return [card.energy_counter_mj for card in rapl.read()]


def test_each_package_counts_once(tmp_path: Path) -> None:
    cap = Powercap(tmp_path / "p", packages=2)
    rapl = Rapl(cap.root)
    assert [card.uuid for card in rapl.read()] == ["cpu-package-0", "cpu-package-1"]
    cap.count(4_000_000)
    cap.count(1_500_000, package=1)
    time.sleep(0.01)  # 3 J in less would be no processor
    assert counters(rapl) == [3000, 500]


def test_a_counter_that_ran_over_goes_on(tmp_path: Path) -> None:
    cap = Powercap(tmp_path / "p")
    cap.count(RANGE_UJ - 2_000_000)
    rapl = Rapl(cap.root)
    rapl.read()
    cap.count(1_000_000)
    time.sleep(0.01)
    assert counters(rapl) == [3000]


def test_a_counter_that_began_anew_after_a_sleep_gives_no_joules(tmp_path: Path) -> None:
    cap = Powercap(tmp_path / "p")
    cap.count(90_000_000_000)
    rapl = Rapl(cap.root)
    rapl.read()
    cap.count(90_002_000_000)
    time.sleep(0.01)
    rapl.read()
    cap.count(5_000_000)
    assert counters(rapl) == [0]


def test_no_counter_no_figure(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as none:
        Rapl(tmp_path / "nothing").read()
    assert none.value.args[1] is None
    cap = Powercap(tmp_path / "p")
    (cap.root / "intel-rapl:0/name").unlink()
    with pytest.raises(Unreadable):
        Rapl(cap.root).read()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are those of Linux")
def test_a_counter_for_administrators_is_unknown_with_the_way_to_allow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cap = Powercap(tmp_path / "p")
    if os.geteuid() == 0:  # nothing is forbidden to root
        secret, read = cap.root / "intel-rapl:0/energy_uj", Path.read_text

        def refused(self: Path, *args: Any, **kwargs: Any) -> str:
            if self == secret:
                raise PermissionError
            return read(self, *args, **kwargs)

        monkeypatch.setattr(Path, "read_text", refused)
    else:
        (cap.root / "intel-rapl:0/energy_uj").chmod(0)
    fed: list[Sample] = []
    monitor = ProcessorMonitor(tdp_w=lambda: None, fed=fed.append, packages=Rapl(cap.root))
    monitor.look()
    assert (monitor.power.power_mw, monitor.power.reason, fed) == (None, FORBIDDEN, [])
    assert "udev" in (monitor.power.remedy or "")
    assert "sudo" not in (monitor.power.remedy or "")


async def test_joules_of_an_answer_on_a_machine_without_a_gpu(tmp_path: Path) -> None:
    """20 W, 80 W while the answer was made: what lies above the quiet power is its own."""
    cap, now, counted = Powercap(tmp_path / "p"), 10 * NS_PER_S, 0.0

    def clock() -> int:
        return now

    meter, gpu = EnergyMeter(now_ns=clock), EnergyMeter(now_ns=clock)
    packages = Rapl(cap.root, now_ns=clock)
    monitor = ProcessorMonitor(tdp_w=lambda: 65, fed=meter.feed, packages=packages, now_ns=clock)
    joules = Joules(gpu=gpu, processor=meter, monitor=monitor)
    assert joules.live is False
    wall = time.time_ns()

    async def draw(watts: float, seconds: float) -> None:
        nonlocal counted, now
        for _ in range(round(seconds / 0.02)):
            await asyncio.sleep(0)
            now += NS_PER_S // 50
            counted += watts * 0.02
            cap.count(round(counted * 1e6))
            with pytest.MonkeyPatch.context() as wall_clock:
                wall_clock.setattr(time, "time_ns", lambda at=wall + now: at)
                monitor.look()

    await draw(20, 1.0)
    joules.begin("r", now)
    joules.progress("r", now)
    await draw(80, 1.0)
    joules.end("r", now, Timings(eval_ns=NS_PER_S))
    found, _ = await asyncio.gather(joules.settle("r"), draw(20, 0.3))
    assert found.source == "processor"
    assert found.quality is Quality.COUNTER
    assert found.energy_mj == pytest.approx(60_000, rel=0.1)
    assert monitor.power.quality is Quality.COUNTER


@pytest.mark.parametrize("estimated", [False, True])
async def test_beside_a_gpu_the_processors_joules_are_in_no_row_but_on_their_own(
    tmp_path: Path, estimated: bool
) -> None:
    """20 W, and 60 W while two requests overlap for a second: 40 J in all, not 80."""
    now = 10 * NS_PER_S
    gpu, meter = EnergyMeter(now_ns=lambda: now), EnergyMeter(now_ns=lambda: now)
    monitor = SimpleNamespace(estimates=estimated)
    joules = Joules(gpu=gpu, processor=meter, monitor=monitor)
    counters = {"gpu": 0, "cpu": 0}

    def draw(seconds: float, **watts: int) -> None:
        nonlocal now
        for _ in range(round(seconds * 10)):
            now += NS_PER_S // 10
            for name, fed in (("gpu", gpu), ("cpu", meter)):
                counters[name] += watts[name] * 100
                card = Card(uuid=name, index=0, at_ns=now, energy_counter_mj=counters[name])
                wall_us = now // 1000
                fed.feed(Sample(state="ok", reason="", at_ns=now, wall_us=wall_us, cards=(card,)))

    draw(10, gpu=30, cpu=20)
    for name in ("a", "b"):
        joules.begin(name, now)
        joules.progress(name, now)
    draw(1, gpu=330, cpu=60)
    for name in ("a", "b"):
        joules.end(name, now, None)
    draw(0.5, gpu=30, cpu=20)
    rows = [await joules.settle(name) for name in ("a", "b")]
    assert {row.source for row in rows} == {"gpu"}
    assert sum(row.energy_mj or 0 for row in rows) == pytest.approx(300_000, rel=0.01)
    counted, guessed = joules.beside
    assert (counted if not estimated else guessed) == pytest.approx(40_000, rel=0.01)
    assert (guessed if not estimated else counted) == 0


async def test_an_estimate_is_called_one(tmp_path: Path) -> None:
    now, busy = 10 * NS_PER_S, 0.0
    meter = EnergyMeter(now_ns=lambda: now)
    monitor = ProcessorMonitor(
        tdp_w=lambda: 100.0,
        fed=meter.feed,
        packages=Rapl(tmp_path / "nothing"),
        busy_percent=lambda: busy,
        now_ns=lambda: now,
    )
    joules = Joules(gpu=EnergyMeter(now_ns=lambda: now), processor=meter, monitor=monitor)
    wall = time.time_ns()
    for step in range(60):
        busy = 50.0 if 20 <= step < 40 else 0.0
        if step == 20:
            joules.begin("r", now)
            joules.progress("r", now)
        now += NS_PER_S // 10
        with pytest.MonkeyPatch.context() as clock:
            clock.setattr(time, "time_ns", lambda at=wall + now: at)
            monitor.look()
        if step == 39:
            joules.end("r", now, None)
            assert monitor.power.power_mw == pytest.approx(50_000, rel=0.01)
            assert monitor.power.quality is Quality.ESTIMATE
    found = await joules.settle("r")
    assert (found.quality, found.band_percent, found.source) == (
        Quality.ESTIMATE, 50.0, "processor",
    )  # fmt: skip
    assert found.energy_mj == pytest.approx(100_000, rel=0.05)


async def test_nobody_looks_often_where_nothing_can_be_read(tmp_path: Path) -> None:
    monitor = ProcessorMonitor(tdp_w=lambda: None, fed=list, packages=Rapl(tmp_path))  # type: ignore[arg-type]
    monitor.look()
    with monitor.watch(0.1):
        assert monitor.interval_s == 60.0


def test_the_whole_computer() -> None:
    card = GpuStatus(state=GpuState.OK, reason="", gpus=(Gpu(uuid="G", index=0, power_mw=300_000),))
    found = pc_power(card, DRAWN, rest_w=35, psu_efficiency=0.9)
    assert (found.power_mw, found.band_percent) == (438_889, 15.0)  # 395 W behind the supply
    assert "Estimated" in found.reason
    assert pc_power(NO_GPU, DRAWN, rest_w=30, psu_efficiency=0.9).power_mw == 100_000


@pytest.mark.parametrize(
    ("gpu", "processor"),
    [
        (NO_GPU, ProcessorPower(reason="Forbidden.")),
        (GpuStatus(state=GpuState.LOST, reason="lost"), DRAWN),
        (GpuStatus(state=GpuState.OK, reason="", gpus=(Gpu(uuid="G", index=0),)), DRAWN),
    ],
)
def test_a_sum_without_a_part_is_no_sum(gpu: GpuStatus, processor: ProcessorPower) -> None:
    found = pc_power(gpu, processor, rest_w=35, psu_efficiency=0.9)
    assert found.power_mw is None
    assert "unknown" in found.reason
