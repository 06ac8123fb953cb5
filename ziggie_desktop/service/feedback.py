"""Owns the routes on what callers found of answers. A verdict is of who asked, or of the owner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from ziggie_desktop.contract import api
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.ledger import feedback
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.http import V1, Call, Endpoint
from ziggie_desktop.service.routes import moment, wrong

SETTLE_S = 1.0


class FeedbackApi(msgspec.Struct, frozen=True, kw_only=True):
    ledger: Ledger
    zone: Callable[[], str]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                method="POST",
                path=f"{V1}/feedback",
                summary="Say whether an answer was good, by its request id",
                handler=self._take,
                body=api.Feedback,
                answer=api.ReportAnswer,
                status=202,
            ),
            Endpoint(
                method="GET",
                path=f"{V1}/feedback",
                summary="How many answers were good, here and at Claude",
                handler=self._read,
                answer=api.FeedbackDocument,
                query=("from", "to", "by"),
            ),
        )

    async def _take(self, call: Call) -> api.ReportAnswer:
        said: api.Feedback = call.body
        await self.ledger.flush(timeout_s=SETTLE_S)
        found = await self.ledger.requests(limit=1, filters=Filters(id=said.request_id))
        caller = call.caller
        if not found or not (caller.owner or found[0].component == caller.component):
            raise ZiggieError(
                "request_unknown",
                "There is no request of this caller with that id in the ledger.",
                "Give the X-Ziggie-Request-Id of an answer that you got.",
                status=404,
            )
        if found[0].status is not RequestStatus.OK or found[0].route is None:
            raise ZiggieError(
                "request_unanswered",
                "That request was not answered, so there is nothing to judge.",
                "Judge answers alone; what failed is counted as such already.",
                status=409,
            )
        if found[0].simulated:
            raise ZiggieError(
                "request_simulated",
                "A simulated cloud answered that request: a verdict would say nothing of Claude.",
                "Judge answers of local models, and of the real Claude.",
                status=409,
            )
        self.ledger.put(feedback.entry(said, found[0], component=caller.component))
        return api.ReportAnswer(said.request_id)

    async def _read(self, call: Call) -> api.FeedbackDocument:
        by = call.query.get("by", "route")
        if by not in feedback.KEYS:
            raise wrong("by", f"one of {', '.join(feedback.KEYS)}")
        zone = ZoneInfo(self.zone())
        since, until = moment(call, "from", zone, end=False), moment(call, "to", zone, end=True)
        await self.ledger.flush(timeout_s=SETTLE_S)
        read = partial(feedback.verdicts, since=since, until=until)
        rows = await self.ledger.ask(partial(read, by=by))
        return api.FeedbackDocument(
            by=by,
            rows=rows,
            parity_percent=feedback.parity_percent(rows),
            fewest=feedback.FEWEST,
        )
