"""A minute's outage with the limits that are shipped: its time is virtual, its calls are real."""

from __future__ import annotations

import asyncio

import pytest

from tests.gateway.speech import say
from tests.gateway.stand import LOCAL, Stand
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.gateway.breaker import OPEN_AFTER
from ziggie_desktop.gateway.upstream import Limits

OUTAGE_S = 60
NOTICED_S = 5
STEP_S = 0.5
SETTLED_S = 30.0  # at most, of real time, for one look of the watch


class World:
    """A clock that moves when it is told to, and what sleeps by it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sleepers = 0
        self._ticked = asyncio.Event()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        self.sleepers += 1
        try:
            while self.now < until:
                await self._ticked.wait()
        finally:
            self.sleepers -= 1

    async def pass_by(self, seconds: float, stand: Stand) -> None:
        """Time in which the watch looks when it is due."""
        for _ in range(int(seconds / STEP_S)):
            self.now += STEP_S
            ticked, self._ticked = self._ticked, asyncio.Event()
            ticked.set()
            await asyncio.sleep(0)
            async with asyncio.timeout(SETTLED_S):
                while stand.breakers.open_sides() and not self.sleepers:
                    await asyncio.sleep(0.001)


@pytest.mark.parametrize("lost", [True, False], ids=["no connection", "every call fails"])
async def test_a_minute_without_the_local_side(lost: bool) -> None:
    world = World()
    async with Stand(limits=Limits(), clock=world, sleep=world.sleep) as stand:
        stand.cloud.canonical = stand.ollama.canonical = CANONICAL_TEXT

        async def ask() -> str:
            heard = await say(stand.client, stand.url, "anthropic", stream=False)
            assert (heard.text, heard.finished) == (CANONICAL_TEXT, True)
            return heard.headers["x-ziggie-route"]

        if lost:
            await stand.ollama.stop()
        else:
            stand.ollama.fail(OllamaFault.SERVER_ERROR, times=None)
        for _ in range(OUTAGE_S):
            assert await ask() == "cloud"
            await world.pass_by(1.0, stand)
        words = [row.attempts[0].outcome for row in stand.book.rows]
        asked = [said for said in words if "left alone" not in said]
        assert OPEN_AFTER <= len(asked) <= OPEN_AFTER + 3, "at most three probes"
        if lost:
            await stand.ollama.start()
            waited = 0
            while await ask() == "cloud":
                assert waited < NOTICED_S, "the recovery is noticed"
                await world.pass_by(1.0, stand)
                waited += 1
            assert stand.breakers.enter(LOCAL)
