"""Owns the route of one request's row: what its answer could not say yet, its energy above all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.http import V1, Call, Endpoint

PATH = f"{V1}/requests/{{id}}"
METERED_S = 1.0  # its energy follows the answer within a quarter of a second
POLL_S = 0.02
SETTLE_S = 1.0


class OneRequestApi(msgspec.Struct, frozen=True, kw_only=True):
    """``is_active``: whether a request is being answered, or its energy is still being settled."""

    ledger: Ledger
    is_active: Callable[[str], bool]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                method="GET",
                path=PATH,
                summary="One request's row, with its energy as soon as that is known",
                handler=self._row,
                answer=RequestRow,
            ),
        )

    async def _row(self, call: Call) -> RequestRow:
        wanted = call.path["id"]
        loop = asyncio.get_running_loop()
        until = loop.time() + METERED_S
        while self.is_active(wanted):
            if loop.time() >= until:
                raise ZiggieError(
                    "request_under_way",
                    "This request is still being answered.",
                    "Ask again when its answer is complete.",
                    status=409,
                )
            await asyncio.sleep(POLL_S)
        await self.ledger.flush(timeout_s=SETTLE_S)
        rows = await self.ledger.requests(limit=1, filters=Filters(id=wanted))
        if not rows:
            raise ZiggieError(
                "request_unknown",
                "The ledger has no request of this id.",
                "Give the id that its answer carried in X-Ziggie-Request-Id; of requests older "
                "than [ledger] keep_days only the sums are kept.",
                status=404,
            )
        return rows[0]
