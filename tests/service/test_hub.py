"""How often a listener is told mere figures, and what the sensors are asked for because of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from ziggie_desktop.contract.power import PowerDocument
from ziggie_desktop.contract.state import (
    EventName,
    Mode,
    ModeDocument,
    PcPower,
    ProcessorPower,
)
from ziggie_desktop.service.hub import Hub

POWER = PowerDocument(processor=ProcessorPower(), pc=PcPower())


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def names(stream: AsyncIterator[bytes], count: int) -> list[str]:
    async with asyncio.timeout(30):
        lines = [(await anext(stream)).decode() for _ in range(count)]
    return [line.split("event: ")[1].split("\n")[0] for line in lines]


async def ended(stream: AsyncIterator[bytes]) -> None:
    """As a client that goes away."""
    assert isinstance(stream, AsyncGenerator)
    await stream.aclose()


async def test_figures_come_as_often_as_a_listener_wants_them_and_changes_at_once() -> None:
    clock = Clock()
    looked: list[float | None] = []
    hub = Hub(session="s", snapshot=lambda: ModeDocument(mode=Mode.AUTO), monotonic=clock)
    hub.listeners_changed = looked.append
    close, seldom = hub.stream(None, 1), hub.stream(None, 10)
    assert await names(close, 1) == await names(seldom, 1) == ["snapshot"]
    for _ in range(12):
        hub.publish(EventName.POWER, POWER, figures=True)
        clock.now += 1.0
    hub.publish(EventName.GPU, POWER)  # not mere figures
    assert await names(close, 13) == ["power"] * 12 + ["gpu"]
    assert await names(seldom, 3) == ["power"] * 2 + ["gpu"]
    await ended(seldom)
    assert looked == [1, 1, 1]


async def test_the_closest_look_counts() -> None:
    looked: list[float | None] = []
    hub = Hub(session="s", snapshot=lambda: ModeDocument(mode=Mode.AUTO))
    hub.listeners_changed = looked.append
    seldom, close = hub.stream(None, 10), hub.stream(None, 2)
    await names(seldom, 1)
    await names(close, 1)
    await ended(close)
    await ended(seldom)
    assert looked == [10, 2, 10, None]
