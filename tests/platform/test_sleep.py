"""Tests that a sleep is noticed: by the clocks anywhere, by logind's signal on a bus of our own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import ModuleType

import pytest

from tests.parts.system_bus import Bus
from tests.waits import until
from ziggie_desktop.platform import logind, macos_power, sleep, windows_power
from ziggie_desktop.platform.linux import Linux
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


async def test_logind_tells_the_end_of_a_sleep_and_not_its_begin(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sleep, "ONCE_WITHIN_S", 0.0)
    async with watching(SleepWatch(bus=bus.address)) as told:
        login = bus.logind()
        try:
            await until(lambda: told, act=lambda: _say(login, "PrepareForSleep", False))
            await asyncio.sleep(0.1)
            before = len(told)
            _say(login, "PrepareForSleep", True)
            _say(login, "PrepareForShutdown", False)
            await asyncio.sleep(0.1)
            assert len(told) == before
            _say(login, "PrepareForSleep", False)
            await until(lambda: len(told) == before + 1)
        finally:
            login.close()


async def test_signal_of_a_stranger_is_not_believed(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sleep, "ONCE_WITHIN_S", 0.0)
    async with watching(SleepWatch(bus=bus.address)) as told:
        login, stranger = bus.logind(), open_dbus_connection(bus.address)
        try:
            await until(lambda: told, act=lambda: _say(login, "PrepareForSleep", False))
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
            await until(lambda: told, act=lambda: _say(login, "PrepareForSleep", False))
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
        await until(lambda: len(told) == 1)
        times["now"] += 40
        await asyncio.sleep(0.1)
        assert len(told) == 1
        times["now"] += 3600
        await until(lambda: len(told) == 2)


class Told(Linux):
    """A system that tells of sleep from a thread of its own, as Windows and macOS do."""

    def __init__(self) -> None:
        self.told: list[Callable[[], None]] = []
        self.ended = 0

    def hear_resumes(self, told: Callable[[], None]) -> Callable[[], None]:
        self.told.append(told)
        return self._end

    def _end(self) -> None:
        self.ended += 1


async def test_a_system_may_tell_from_a_thread_of_its_own() -> None:
    system = Told()
    async with watching(SleepWatch(bus=None, system=system)) as told:
        await until(lambda: system.told)
        await asyncio.to_thread(system.told[0])
        await until(lambda: told)
    assert (len(told), system.ended) == (1, 1)


def test_a_word_after_the_end_is_no_fault() -> None:
    system = Told()

    async def a_moment() -> None:
        async with watching(SleepWatch(bus=None, system=system)):
            await until(lambda: system.told)

    asyncio.run(a_moment())
    system.told[0]()


async def test_a_system_that_does_not_tell_leaves_it_to_the_clocks() -> None:
    class Refuses(Linux):
        def hear_resumes(self, told: Callable[[], None]) -> None:
            raise OSError("no")

    times = iter((0.0, 1000.0))
    clocks = Clocks(wall=lambda: next(times, 1000.0), monotonic=lambda: 0.0)
    watch = SleepWatch(bus=None, system=Refuses(), clocks=clocks, poll_s=0.01)
    async with watching(watch) as told:
        await until(lambda: told)


@pytest.mark.parametrize(
    ("kind", "resumed"), [(0x4, False), (0x7, False), (0x12, True), (0xA, False)]
)
def test_windows_tells_each_end_of_a_sleep_once(kind: int, resumed: bool) -> None:
    assert windows_power.is_resume(kind) is resumed


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (macos_power.CAN_SLEEP, macos_power.Answer.AGREE),
        (macos_power.WILL_SLEEP, macos_power.Answer.AGREE),
        (macos_power.HAS_POWERED_ON, macos_power.Answer.TELL),
        (0xE0000320, macos_power.Answer.NOTHING),  # will power on: the devices are not there yet
    ],
)
def test_macos_is_answered(message: int, answer: macos_power.Answer) -> None:
    assert macos_power.answer(message) is answer


@pytest.mark.parametrize("power", [windows_power, macos_power])
def test_other_systems_are_not_asked(power: ModuleType) -> None:
    with pytest.raises(OSError, match="this is not"):
        power.hear_resumes(lambda: None)
