"""Owns the route that tells how requests were spread over a time. Counts nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.timeline import TimelineDocument
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.ledger.timeline import timeline
from ziggie_desktop.service.http import Call, Endpoint
from ziggie_desktop.service.routes import moment

PATH = "/ziggie/v1/timeline"
USUAL_STEP_S = 1800
MOST_BARS = 1000
DAY = timedelta(days=1)
SETTLE_S = 1.0


class TimelineApi(msgspec.Struct, frozen=True, kw_only=True):
    ledger: Ledger
    zone: Callable[[], str]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                method="GET",
                path=PATH,
                summary="How many requests were answered by whom, step by step",
                handler=self._answer,
                answer=TimelineDocument,
                query=("from", "to", "step"),
            ),
        )

    async def _answer(self, call: Call) -> TimelineDocument:
        zone = ZoneInfo(self.zone())
        until = moment(call, "to", zone, end=True) or datetime.now(UTC)
        since = moment(call, "from", zone, end=False) or until - DAY
        step_s = _step(call)
        if not 0 < (until - since).total_seconds() / step_s <= MOST_BARS:
            raise ZiggieError(
                "query_invalid",
                f"That time has no step in it, or more than {MOST_BARS}.",
                "Give a time in from that lies before the one in to, and a longer step in seconds.",
                status=400,
            )
        await self.ledger.flush(timeout_s=SETTLE_S)
        bars = await self.ledger.ask(partial(timeline, since=since, until=until, step_s=step_s))
        return TimelineDocument(since=since, until=until, step_s=step_s, bars=bars)


def _step(call: Call) -> int:
    text = call.query.get("step", str(USUAL_STEP_S))
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= DAY.total_seconds():
        raise ZiggieError(
            "query_invalid",
            "The parameter 'step' is wrong.",
            "Give a whole number of seconds, at most a day.",
            status=400,
        )
    return int(text)
