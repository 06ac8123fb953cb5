"""Tests that a sleep is noticed: by the clocks anywhere, by logind's signal on a bus of our own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.parts.system_bus import Bus
from ziggie_desktop.platform import logind, sleep
from ziggie_desktop.platform.sleep import Clocks, SleepWatch
from ziggie_desktop.tasks import Tasks

pytest.importorskip("jeepney", reason="D-Bus is Linux's")

from jeepney import DBusAddress, new_signal  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]

MANAGER = DBusAddress(logind.PATH, interface=logind.INTERFACE)


@asynccontextmanager
async def watching(watch: SleepWatch) -> AsyncIterator[list[float]]:
    """The moments at which the watch said that the machine had slept."""
    told: list[float] = []
    tasks = Tasks(owner="test")
    tasks.start(watch.run(lambda: told.append(time.monotonic())), name="sleep")
    try:
        yield told
    finally:
        await tasks.close()


async def until(act: Callable[[], None], condition: Callable[[], object]) -> None:
    """Do ``act`` again and again until it shows."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "the deadline passed"
        act()
        await asyncio.sleep(0.02)


async def test_logind_tells_the_end_of_a_sleep_and_not_its_begin(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sleep, "ONCE_WITHIN_S", 0.0)
    async with watching(SleepWatch(bus=bus.address)) as told:
        login = bus.logind()
        try:
            await until(lambda: _say(login, "PrepareForSleep", False), lambda: told)
            await asyncio.sleep(0.1)
            before = len(told)
            _say(login, "PrepareForSleep", True)
            _say(login, "PrepareForShutdown", False)
            await asyncio.sleep(0.1)
            assert len(told) == before
            _say(login, "PrepareForSleep", False)
            await until(lambda: None, lambda: len(told) == before + 1)
        finally:
            login.close()


async def test_signal_of_a_stranger_is_not_believed(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sleep, "ONCE_WITHIN_S", 0.0)
    async with watching(SleepWatch(bus=bus.address)) as told:
        login, stranger = bus.logind(), open_dbus_connection(bus.address)
        try:
            await until(lambda: _say(login, "PrepareForSleep", False), lambda: told)
            await asyncio.sleep(0.1)
            before = len(told)
            for _ in range(20):
                _say(stranger, "PrepareForSleep", False)
                await asyncio.sleep(0.01)
            assert len(told) == before
        finally:
            stranger.close()
            login.close()


async def test_bus_that_goes_away_is_asked_again(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logind, "AGAIN_S", 0.05)
    bus.stop()
    async with watching(SleepWatch(bus=bus.address)) as told:
        await asyncio.sleep(0.1)
        bus.start()
        login = bus.logind()
        try:
            await until(lambda: _say(login, "PrepareForSleep", False), lambda: told)
        finally:
            login.close()


def _say(connection: DBusConnection, signal: str, value: bool) -> None:
    connection.send(new_signal(MANAGER, signal, "b", (value,)))


@pytest.mark.parametrize(
    ("wall", "monotonic", "slept"),
    [(5, 5, False), (30, 5, False), (3600, 5, True), (3600, 3600, True), (5, 3600, True),
     (-3600, 5, False)],
)  # fmt: skip
def test_clocks_tell_a_sleep(wall: float, monotonic: float, slept: bool) -> None:
    times = {"wall": 1000.0, "monotonic": 50.0}
    clocks = Clocks(wall=lambda: times["wall"], monotonic=lambda: times["monotonic"])
    times["wall"] += wall
    times["monotonic"] += monotonic
    assert clocks.slept() is slept
    assert clocks.slept() is False


async def test_one_sleep_is_told_once_and_the_next_again() -> None:
    times = {"now": 1000.0}
    clocks = Clocks(wall=lambda: times["now"], monotonic=lambda: 0.0)
    watch = SleepWatch(bus=None, clocks=clocks, monotonic=lambda: times["now"], poll_s=0.01)
    async with watching(watch) as told:
        times["now"] += 50
        await until(lambda: None, lambda: len(told) == 1)
        times["now"] += 40
        await asyncio.sleep(0.1)
        assert len(told) == 1
        times["now"] += 3600
        await until(lambda: None, lambda: len(told) == 2)
