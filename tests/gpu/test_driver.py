"""One contract suite over the fake driver and, where there is one, the real NVIDIA driver."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from tests.gpu.watched import RESUMED_S, ok
from tests.parts.crowd import crowd
from tests.parts.nvml import FakeNvml
from tests.waits import until
from ziggie_desktop.contract.state import GpuState
from ziggie_desktop.gpu.monitor import GpuMonitor
from ziggie_desktop.gpu.wire import Card, Sample

# A reader that stood still with its machine for a moment is started anew, and that is told.
pytestmark = pytest.mark.logs("ziggie.gpu")

WATCHED_S = 3.0


def real_driver() -> bool:
    """Whether NVML is there and shows a card: asked in this process, as nothing else uses it."""
    import pynvml

    with suppress(pynvml.NVMLError):
        pynvml.nvmlInit()
        try:
            return bool(pynvml.nvmlDeviceGetCount())
        finally:
            pynvml.nvmlShutdown()
    return False


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.gpu)])
async def monitor(
    request: pytest.FixtureRequest,
) -> AsyncIterator[GpuMonitor]:
    environment = dict(os.environ)
    if request.param == "fake":
        fake: FakeNvml = request.getfixturevalue("fake_nvml")
        fake.power(120_000)
        environment |= fake.env
    elif not real_driver():
        pytest.skip("this machine has no NVIDIA GPU that its driver shows")
    found = GpuMonitor(
        python=sys.executable, engine_pids=lambda: frozenset(), environment=environment
    )
    await found.start()
    yield found
    await found.close()


async def samples(monitor: GpuMonitor, seconds: float) -> list[Sample]:
    heard: list[Sample] = []
    stop = monitor.subscribe_samples(heard.append)
    with monitor.watch(0.1):
        await asyncio.sleep(seconds)
    stop()
    return heard


async def test_each_card_is_known_by_its_uuid_and_its_readings_are_possible(
    monitor: GpuMonitor,
) -> None:
    with monitor.watch(0.2):
        await ok(monitor, 20.0)
    status = monitor.status
    assert status.driver_version
    assert len({gpu.uuid for gpu in status.gpus}) == len(status.gpus) > 0
    for gpu in status.gpus:
        assert gpu.uuid.startswith(("GPU-", "MIG-"))
        assert gpu.name
        used, total = gpu.memory_used_bytes, gpu.memory_total_bytes
        assert (used is None) == (total is None)
        assert used is None or total is None or 0 <= used <= total
        assert gpu.temperature_c is None or 0 < gpu.temperature_c < 130
        assert gpu.power_mw is None or 0 < gpu.power_mw < 2_000_000
        assert gpu.utilization_percent is None or 0 <= gpu.utilization_percent <= 100


async def test_the_energy_counter_never_goes_back_and_agrees_with_the_power(
    monitor: GpuMonitor,
) -> None:
    """Where a card has both. The meter's own rule calls 15 % over 10 s of steady power a fault;
    three seconds of whatever the card does are held to a third."""
    heard = [one for one in await samples(monitor, WATCHED_S + 1.0) if one.state == "ok"]
    assert len(heard) > 5
    for uuid in {card.uuid for card in heard[0].cards}:
        cards = [card for one in heard for card in one.cards if card.uuid == uuid]
        counters = [card.energy_counter_mj for card in cards]
        if None in counters:
            continue
        known = [counter for counter in counters if counter is not None]
        assert known == sorted(known)
        power = [mw for card in cards if (mw := _power(card)) is not None]
        seconds = (cards[-1].at_ns - cards[0].at_ns) / 1e9
        if power and seconds > 2:
            measured = (known[-1] - known[0]) / seconds
            assert measured == pytest.approx(sum(power) / len(power), rel=0.33)


async def test_a_killed_child_is_back_within_seconds(monitor: GpuMonitor) -> None:
    with monitor.watch(0.2):
        await ok(monitor, 20.0)
        pid = monitor.child_pid
        assert pid is not None
        os.kill(pid, 9)
        await until(lambda: monitor.status.state is GpuState.LOST)
        assert await ok(monitor) < RESUMED_S * crowd()
        assert monitor.child_pid != pid


def _power(card: Card) -> int | None:
    return card.power_average_mw if card.power_instant_mw is None else card.power_instant_mw
