"""Owns what an answer says of itself: route, model, reason, fallback, cost. Sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.answer import Headers, answer_headers, way_headers
from ziggie_desktop.gateway.booking import Booking
from ziggie_desktop.gateway.dialect import About
from ziggie_desktop.gateway.ports import Recorder
from ziggie_desktop.routing.request import Side, Target

DETAILS = "/ziggie/v1/requests/"


class Disclosure:
    """Of one request, in headers and under ``ziggie`` in what is JSON."""

    def __init__(
        self,
        *,
        booking: Booking,
        dialect: str,
        asked_model: str,
        simulated: Callable[[Side], bool],
    ) -> None:
        self._booking = booking
        self._dialect = dialect
        self._asked_model = asked_model
        self._simulated = simulated
        self._documents: dict[Target, dict[str, Any]] = {}

    def headers(self, target: Target, content_type: str) -> Headers:
        return answer_headers(
            self._dialect,
            self._booking.request_id,
            content_type=content_type,
            target=target,
            reason=self._booking.reason,
            fallback=self._booking.fallback_text(target),
        )

    def way(self, target: Target | None) -> Headers:
        """For an error: what is known of its way."""
        fallback = None if target is None else self._booking.fallback_text(target)
        return way_headers(target, reason=self._booking.reason, fallback=fallback)

    def about(self, target: Target | None) -> About:
        return About(
            request_id=self._booking.request_id,
            model=self._asked_model if target is None else target.model,
            created_at=self._booking.started_at.timestamp(),
            ziggie=None if target is None else self.document(target),
        )

    def document(self, target: Target) -> dict[str, Any]:
        """The same object for all who write it: ``cost_pico`` comes in at the answer's end.
        ``energy_mj`` is known a moment after it, when the sensors have told: whoever wants it finds
        it at ``details``."""
        found = self._documents.get(target)
        if found is None:
            found = self._documents[target] = {
                "request_id": self._booking.request_id,
                "route": target.side.value,
                "model": target.model,
                "reason": self._booking.reason,
                "fallback": self._booking.fallback_text(target),
                "simulated": self._simulated(target.side),
                "cost_pico": None,
                "energy_mj": None,
                "details": DETAILS + self._booking.request_id,
            }
        return found

    def know_cost(self, target: Target, usage: Usage | None, recorder: Recorder) -> None:
        """The answer is complete, so what it used is known, and with it its price."""
        attempts = self._booking.attempts_with(target, usage)
        cost = recorder.cost_pico(attempts, self._booking.started_at)
        self.document(target)["cost_pico"] = cost
