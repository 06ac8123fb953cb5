"""Tests that sleep is put off exactly while it is wanted, by logind's locks on a bus of our own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.parts.system_bus import Bus, SleepLocks
from tests.waits import until
from ziggie_desktop.platform import macos, windows
from ziggie_desktop.platform.awake import KeepAwake
from ziggie_desktop.platform.linux import Linux
from ziggie_desktop.tasks import Tasks

WHY = "A model is being downloaded"


@asynccontextmanager
async def keeping(awake: KeepAwake) -> AsyncIterator[KeepAwake]:
    tasks = Tasks(owner="test")
    tasks.start(awake.run(), name="awake")
    try:
        yield awake
    finally:
        await tasks.close()


@pytest.fixture
def system_bus(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Bus:
    """The bus as the one that programs take for the machine's own."""
    pytest.importorskip("jeepney", reason="D-Bus is Linux's")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    return bus


async def test_one_lock_is_held_while_it_is_wanted(system_bus: Bus) -> None:
    with SleepLocks(system_bus) as locks:
        async with keeping(KeepAwake(why=WHY, stay_awake=Linux().stay_awake)) as awake:
            awake.want(True)
            awake.want(True)
            await until(lambda: locks.held == 1)
            assert locks.asked == [("sleep", "Ziggie Desktop", WHY, "block")]
            awake.want(False)
            await until(lambda: locks.held == 0)
            awake.want(True)
            await until(lambda: locks.held == 1)
        await until(lambda: locks.held == 0)
        assert len(locks.asked) == 2


@pytest.mark.parametrize("refuse", [True, False], ids=["not allowed", "no logind"])
async def test_a_machine_that_does_not_let_us_is_no_fault(
    system_bus: Bus, refuse: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="ziggie.platform")
    if refuse:
        with SleepLocks(system_bus, refuse=True):
            await _wanted_in_vain(caplog)
    else:
        system_bus.stop()
        await _wanted_in_vain(caplog)
    assert sum("cannot be kept awake" in text for text in caplog.messages) == 1


async def _wanted_in_vain(caplog: pytest.LogCaptureFixture) -> None:
    async with keeping(KeepAwake(why=WHY, stay_awake=Linux().stay_awake)) as awake:
        for wanted in (True, False, True):
            awake.want(wanted)
            await asyncio.sleep(0.1)
        await until(lambda: any("cannot be kept awake" in text for text in caplog.messages))


async def test_it_begins_and_ends_in_one_thread() -> None:
    """Windows forgets the wish of a thread that has ended, and hears no other about it."""
    seen: list[tuple[str, int]] = []

    def stay_awake(why: str) -> Callable[[], None]:
        seen.append(("begin", threading.get_ident()))
        return lambda: seen.append(("end", threading.get_ident()))

    async with keeping(KeepAwake(why=WHY, stay_awake=stay_awake)) as awake:
        for count in range(1, 7):
            awake.want(bool(count % 2))
            await until(lambda count=count: len(seen) == count)  # type: ignore[misc]
        awake.want(True)
        await until(lambda: len(seen) == 7)
    await until(lambda: len(seen) == 8)
    assert [what for what, _ in seen] == ["begin", "end"] * 4
    assert len({thread for _, thread in seen}) == 1
    assert seen[0][1] != threading.get_ident()


def test_what_windows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(windows, "set_execution_state", told.append)
    windows.Windows().stay_awake(WHY)()
    assert told == [0x80000001, 0x80000000]


def test_what_macos_starts() -> None:
    assert macos.awake_command(42) == ("/usr/bin/caffeinate", "-i", "-w", "42")
