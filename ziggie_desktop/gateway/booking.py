"""Owns the making of a request's row. Never holds a prompt or an answer."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import msgspec

from ziggie_desktop.contract.records import Attempt, RequestRow, RequestStatus, Timings, Usage
from ziggie_desktop.gateway.events import (
    Event,
    Failed,
    Started,
    Stopped,
    TextDelta,
    ThinkingDelta,
    ToolDelta,
    ToolStart,
)
from ziggie_desktop.gateway.hints import Hints
from ziggie_desktop.routing.request import Decision, Delivery, Side, Target

PROVIDERS = {Side.LOCAL: "ollama", Side.CLOUD: "anthropic"}
CHARS_PER_TOKEN = 4


class Tap:
    """Watches one call's events: what it used, when the first token came, how it ended."""

    __slots__ = ("_used", "chars", "events", "first_at", "pieces", "side", "started", "stopped")

    def __init__(self, side: Side) -> None:
        self.side = side
        self.events: list[Event] = []
        self.started: Started | None = None
        self.stopped: Stopped | None = None
        self.first_at: float | None = None
        self.pieces = 0
        self.chars = 0
        self._used: Usage | None = None

    def observe(self, events: list[Event]) -> bool:
        """Take note; True when there is a real token among them."""
        before = self.pieces
        for event in events:
            match event:
                case TextDelta(text=text):
                    self.pieces += bool(text)
                    self.chars += len(text)
                case ThinkingDelta(text=text):
                    self.pieces += bool(text or event.redacted)
                    self.chars += len(text)
                case ToolStart():
                    self.pieces += 1
                case ToolDelta(json=text):
                    self.pieces += 1
                    self.chars += len(text)
                case Started():
                    self.started = event
                case Stopped():
                    self.stopped = event
                case Failed():
                    pass
        self.events += events
        if self.pieces == before:
            return False
        if self.first_at is None:
            self.first_at = time.monotonic()
        return True

    def usage(self) -> Usage | None:
        """What the side reported; for an answer that was broken off, what came of it is counted."""
        if self._used is not None:
            return self._used
        said = self.started.usage if self.started is not None else None
        if self.stopped is not None:
            self._used = merged(said, self.stopped.usage)  # what an end says stays
            return self._used
        if not self.pieces:
            return said
        return merged(said, Usage(output_tokens=self.tokens))

    @property
    def tokens(self) -> int:
        """How many have come, as far as can be told: Ollama sends one a line."""
        return self.pieces if self.side is Side.LOCAL else -(-self.chars // CHARS_PER_TOKEN)

    @property
    def timings(self) -> Timings | None:
        return self.stopped.timings if self.stopped is not None else None


def merged(first: Usage | None, then: Usage | None) -> Usage | None:
    """The later report wins where it says something."""
    if first is None or then is None:
        return first if then is None else then
    said = {
        name: value
        for name in Usage.__struct_fields__
        if (value := getattr(then, name)) is not None
    }
    return msgspec.structs.replace(first, **said)


class Booking:
    """Collects what one request's row needs, from its arrival to its end."""

    def __init__(
        self,
        *,
        request_id: str,
        dialect: str,
        hints: Hints,
        operation: str,
        model: str,
    ) -> None:
        self.request_id = request_id
        self.started_at = datetime.now(UTC)
        self.began = time.monotonic()
        self.decision: Decision | None = None
        self.reason = ""
        self.first_failure: str | None = None
        self.delivery = Delivery.WHOLE
        self.in_the_cloud: Usage | None = None  # what Claude would have counted, and cached
        self._dialect = dialect
        self._hints = hints
        self._operation = operation
        self._model = model
        self._attempts: list[Attempt] = []

    def decided(self, decision: Decision) -> None:
        self.decision = decision
        self.reason = decision.reason
        self.first_failure = decision.instead_reason

    def tried(self, target: Target, outcome: str, *, began: float, usage: Usage | None) -> None:
        self._attempts.append(
            Attempt(
                route=target.side.value,
                model=target.model,
                outcome=outcome,
                duration_ms=_ms(time.monotonic() - began),
                usage=usage,
            )
        )

    def attempts_with(self, target: Target, usage: Usage | None) -> tuple[Attempt, ...]:
        """Those so far, and the one that is about to be booked."""
        last = Attempt(
            route=target.side.value, model=target.model, outcome="ok", duration_ms=0.0, usage=usage
        )
        return (*self._attempts, last)

    def failed(self, outcome: str) -> None:
        if self.first_failure is None:
            self.first_failure = outcome

    def fallback(self, target: Target) -> tuple[str, str] | None:
        """From which side and why, when ``target`` is not where the request belonged."""
        if self.decision is None:
            return None
        first = self.decision.instead_of or self.decision.target.side
        if first is target.side:
            return None
        return first.value, self.first_failure or "it did not answer"

    def fallback_text(self, target: Target) -> str | None:
        found = self.fallback(target)
        return None if found is None else f"{found[0]}->{target.side.value}; reason={found[1]}"

    def row(
        self,
        status: RequestStatus,
        *,
        target: Target | None,
        tap: Tap | None,
        error_type: str | None = None,
        simulated: bool = False,
    ) -> RequestRow:
        """``target`` is the side that answered, or was answering when it ended; None: nobody."""
        hints, usage = self._hints, None if tap is None else tap.usage()
        stopped = None if tap is None else tap.stopped
        first_at = None if tap is None else tap.first_at
        timings = None if tap is None else tap.timings
        fallback = None if target is None else self.fallback(target)
        if target is None and self.decision is not None and self.first_failure is not None:
            first = self.decision.instead_of or self.decision.target.side
            fallback = (first.value, self.first_failure)
        said = tap.started if tap is not None else None
        return RequestRow(
            id=self.request_id,
            started_at=self.started_at,
            dialect=self._dialect,
            delivery=self.delivery.value,
            component=hints.component,
            task=hints.task,
            priority=None if hints.priority is None else hints.priority.value,
            agent_level=None if hints.agent_level is None else hints.agent_level.value,
            route=None if target is None else target.side.value,
            model=None if target is None else target.model,
            reason=self.reason,
            fallback_from=None if fallback is None else fallback[0],
            fallback_reason=None if fallback is None else fallback[1],
            status=status,
            error_type=error_type,
            ttft_ms=None if first_at is None else _ms(first_at - self.began),
            duration_ms=_ms(time.monotonic() - self.began),
            gen_ai_operation_name=self._operation,
            gen_ai_provider_name=None if target is None else PROVIDERS[target.side],
            gen_ai_request_model=self._model,
            gen_ai_response_model=None if said is None else said.model,
            gen_ai_response_id=None if said is None else said.id,
            gen_ai_response_finish_reason=None if stopped is None else stopped.reason.value,
            gen_ai_usage_input_tokens=None if usage is None else usage.input_tokens,
            gen_ai_usage_output_tokens=None if usage is None else usage.output_tokens,
            gen_ai_usage_cache_read_input_tokens=None
            if usage is None
            else usage.cache_read_input_tokens,
            gen_ai_usage_cache_creation_input_tokens=_cache_creation(usage),
            load_ms=None
            if timings is None or timings.load_ns is None
            else round(timings.load_ns / 1e6, 3),
            counterfactual_usage=self.in_the_cloud
            if target is not None and target.side is Side.LOCAL
            else None,
            simulated=simulated,
            attempts=tuple(self._attempts),
        )


def _cache_creation(usage: Usage | None) -> int | None:
    if usage is None:
        return None
    parts = (usage.cache_creation_5m_input_tokens, usage.cache_creation_1h_input_tokens)
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
