"""Owns noticing that a side is back. Asks only while a breaker is open, and asks no model.

A health answer says that a server runs, not that its models answer: when it turns from bad to good
the breaker lets one call find out, sooner than it would have by itself. A server that was well all
along, while its models failed, tells nothing: there the breaker's own waits hold.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.ports import CloudPort, LocalPort
from ziggie_desktop.gateway.upstream import SideFailed, Upstream
from ziggie_desktop.routing.request import Side
from ziggie_desktop.tasks import Tasks
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.gateway")


class Watch:
    """``wake`` after each failure; the watching ends by itself when all breakers are closed."""

    def __init__(
        self,
        *,
        breakers: Breakers,
        local: LocalPort,
        cloud: CloudPort,
        upstream: Upstream,
        tasks: Tasks,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._breakers = breakers
        self._local = local
        self._cloud = cloud
        self._upstream = upstream
        self._tasks = tasks
        self._sleep = sleep
        self._running = False

    def wake(self) -> None:
        if not self._running and self._breakers.open_sides():
            self._running = True
            self._tasks.start(self._run(), name="watch")

    async def _run(self) -> None:
        good: dict[Side, bool] = {}
        try:
            while sides := self._breakers.open_sides():
                for side in sides:
                    was = good.get(side, not self._breakers.is_lost(side))
                    now = await self._is_up(side)
                    good[side] = now
                    if now and not was:
                        log.info("the %s side answers again: one call may try it", side)
                        self._breakers.recovered(side)
                await self._sleep(self._upstream.limits.watch_s)
        finally:
            self._running = False

    async def _is_up(self, side: Side) -> bool:
        if side is Side.LOCAL:
            base = self._local.url()
            if base is None:
                return False
            url = base.rstrip("/") + "/api/version"
        else:
            url = self._cloud.base_url  # without the key: any answer of its own will do
        until = asyncio.get_running_loop().time() + self._upstream.limits.connect_s
        try:
            response = await self._upstream.send(url, body=None, headers={}, until=until)
        except (SideFailed, aiohttp.ClientError, OSError):
            return False
        response.close()
        return response.status < 500
