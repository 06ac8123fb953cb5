"""Owns one request from decision to last byte. Never shows a caller half an answer as a whole one.

Whatever fails before the caller got its first byte is made good on the other side; after it, only
by an answer that begins with the very same text.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.gateway.answer import (
    JSON,
    Diverged,
    NoSink,
    Out,
    Receive,
    RelaySink,
    Replay,
    Send,
    Sink,
    WriterSink,
    error_headers,
    failure,
    signed,
)
from ziggie_desktop.gateway.ask import question
from ziggie_desktop.gateway.booking import Booking, Tap
from ziggie_desktop.gateway.breaker import Breakers
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.disclosure import Disclosure
from ziggie_desktop.gateway.events import Event, Failed, FaultKind
from ziggie_desktop.gateway.gather import GatherSink
from ziggie_desktop.gateway.hangup import HangUp
from ziggie_desktop.gateway.hints import Hints
from ziggie_desktop.gateway.outcome import clause, exhausted, internal, reason, refused
from ziggie_desktop.gateway.ports import Decide, Recorder
from ziggie_desktop.gateway.retry import RetryBudget, Tried, next_try
from ziggie_desktop.gateway.sides import (
    Incoming,
    Prepared,
    SideCaller,
    Unavailable,
    check_prompt,
)
from ziggie_desktop.gateway.upstream import Call, SideFailed, Upstream
from ziggie_desktop.gateway.warmth import Warmth, key_of
from ziggie_desktop.gateway.watch import Watch
from ziggie_desktop.gateway.would_cache import WouldCache
from ziggie_desktop.routing.request import (
    Decision,
    Delivery,
    Refusal,
    RouteRequest,
    Side,
    Target,
)
from ziggie_desktop.tasks import Tasks

log = logging.getLogger("ziggie.gateway")

ANTHROPIC = "anthropic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """What all requests share."""

    decide: Decide
    recorder: Recorder
    sides: Mapping[Side, SideCaller]
    upstream: Upstream
    breakers: Breakers
    watch: Watch
    budget: RetryBudget
    warmth: Warmth
    would_cache: WouldCache
    tasks: Tasks


class Exchange:
    """One request. ``run`` always ends with a complete answer, a clear error or a gone caller."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        dialect: Dialect,
        incoming: Incoming,
        hints: Hints,
        receive: Receive,
        send: Send,
    ) -> None:
        self._gw = gateway
        self._dialect = dialect
        self._in = incoming
        self._talk = incoming.conversation
        self._hints = hints
        self._receive = receive
        self._out = Out(send)
        self._hold: int | None = None  # tokens that are held back until they are all there
        self._booking = Booking(
            request_id=incoming.request_id,
            dialect=dialect.name,
            hints=hints,
            operation=self._talk.operation.value,
            model=self._talk.model,
        )
        self._disclosure = Disclosure(
            booking=self._booking,
            dialect=dialect.name,
            asked_model=self._talk.model,
            simulated=lambda side: gateway.sides[side].simulated,
        )
        self._loop = asyncio.get_running_loop()
        self._total_until = self._loop.time() + min(
            gateway.upstream.limits.total_s, hints.deadline_s or float("inf")
        )
        self._tried: list[Tried] = []
        self._shown: list[Event] = []
        self._target: Target | None = None
        self._tap: Tap | None = None
        self._error: ZiggieError | None = None  # the last side's own, with its remedy
        self._barred: ZiggieError | None = None  # why the cloud was not asked, where money was why
        self._booked = False

    async def run(self) -> None:
        self._gw.recorder.started(self._in.request_id)
        hang_up = HangUp(receive=self._receive, out=self._out, tasks=self._gw.tasks)
        async with hang_up:
            try:
                await self._answer()
            except asyncio.CancelledError:
                why = "hang_up" if hang_up.gone else "shutdown"
                self._book(RequestStatus.ABORTED, error_type=why)
                raise
            except Exception:  # top of one request: logged with its traceback, the caller is told
                log.exception("request %s failed by a mistake of ours", self._in.request_id)
                await self._fail(internal(), final=False)

    async def _answer(self) -> None:
        gw = self._gw
        gw.budget.request(self._loop.time())
        self._question = question = self._ask_about()
        decision = gw.decide(question)
        if isinstance(decision, Refusal):
            self._booking.reason = decision.reason
            waits = [wait for side in gw.sides if (wait := gw.breakers.retry_after_s(side))]
            await self._fail(refused(decision), final=True, retry_after_s=min(waits, default=None))
            return
        self._hold = self._held_back(decision)
        whole = self._hold != 0
        self._booking.delivery = Delivery.WHOLE if whole else Delivery.STREAM
        self._booking.decided(decision)
        target = decision.target
        routes = _routes(decision)
        while not await self._attempt(target, hurry=self._is_hurried(target, routes)):
            if self._out.begun:
                await self._go_on(routes)
                return
            now = self._loop.time()
            step = next_try(
                routes,
                self._tried,
                now=now,
                jitter=random.random(),
                retry_allowed=gw.budget.allows(now),
            )
            if step is None or now + step.wait_s >= self._total_until:
                await self._give_up()
                return
            if step.retry:
                gw.budget.retry(now)
                await asyncio.sleep(step.wait_s)
            target = step.target

    def _ask_about(self) -> RouteRequest:
        self._conversation = key_of(self._talk)
        warm = self._gw.warmth.find(self._conversation)
        tokens = self._in.prompt_tokens
        return question(self._talk, self._hints, prompt_tokens=tokens, warm=warm)

    def _held_back(self, decision: Decision) -> int | None:
        """How many tokens; None for all. A call that does not stream is whole in any case."""
        if not self._talk.stream:
            return None
        match self._hints.delivery:
            case None:
                return decision.hold_tokens
            case Delivery.WHOLE:
                return None
            case Delivery.STREAM:
                return 0

    def _is_enough(self, tap: Tap) -> bool:
        """Whether so much of a stream has come that the caller may see it."""
        return self._hold == 0 or (self._hold is not None and tap.tokens > self._hold)

    def _is_hurried(self, target: Target, routes: tuple[Target, ...]) -> bool:
        asked = {t.target for t in self._tried}
        return any(route != target and route not in asked for route in routes)

    async def _attempt(
        self, target: Target, *, hurry: bool = False, replay: Replay | None = None
    ) -> bool:
        """Ask one side; True when the caller has its answer."""
        breakers = self._gw.breakers
        tap = Tap(target.side)
        began = self._loop.time()
        why = breakers.refusal(target.side, target.model)
        if why is None:
            barred = self._gw.recorder.admit(self._in.request_id, self._question, target)
            if barred is not None:
                self._barred, why = barred, barred.title
        if why is not None or not breakers.enter(target):
            self._note(target, tap, began, _left_alone(why), outcome=why)
            return False
        self._target, self._tap = target, tap
        try:
            await self._ask(target, tap, began, hurry=hurry, replay=replay)
        except Diverged:
            breakers.left(target)
            self._note(target, tap, began, None, outcome="answered otherwise, so not continued")
        except Unavailable as error:
            breakers.left(target)
            self._error = error.error
            self._note(target, tap, began, error.failed)
        except SideFailed as error:
            failed = error.failed
            self._error = None
            breakers.failed(target, failed.kind, reason(failed.kind))
            self._gw.watch.wake()
            if failed.kind in _ENGINE_FAULTS:
                self._gw.sides[target.side].report_failure()
            self._note(target, tap, began, failed)
        except asyncio.CancelledError:
            breakers.left(target)
            self._booking.tried(target, "the caller hung up", began=began, usage=tap.usage())
            raise
        else:
            return True
        return False

    def _note(
        self,
        target: Target,
        tap: Tap,
        began: float,
        failed: Failed | None,
        *,
        outcome: str | None = None,
    ) -> None:
        """Book one call that came to nothing."""
        words = outcome or (clause(failed, target.side) if failed is not None else "failed")
        self._booking.tried(target, words, began=began, usage=tap.usage())
        self._booking.failed(words)
        if failed is not None:
            self._tried.append(Tried(target=target, failed=failed, at=self._loop.time()))
            log.info("%s: %s did not answer (%s)", self._in.request_id, target.side, failed.kind)
        if self._out.begun and not self._shown:
            self._shown = tap.events

    async def _ask(
        self, target: Target, tap: Tap, began: float, *, hurry: bool, replay: Replay | None
    ) -> None:
        """One call of one side, from its preparation to the caller's last byte."""
        side = self._gw.sides[target.side]
        left_s = self._total_until - self._loop.time()
        prepared = await side.prepare(
            self._in, target.model, relay=replay is None, hurry=hurry, wait_s=left_s
        )
        try:
            await self._hear(target, tap, began, prepared, replay=replay)
        finally:
            if prepared.seat is not None:
                prepared.seat.left(tap.timings.load_ns if tap.timings is not None else None)

    async def _hear(
        self, target: Target, tap: Tap, began: float, prepared: Prepared, *, replay: Replay | None
    ) -> None:
        """The call itself, until the caller has its last byte."""
        out = self._out
        side = self._gw.sides[target.side]
        asked = self._loop.time()
        sink = self._sink(target, side, relay=prepared.relay)
        held: list[bytes] = []

        def first_token_until() -> float:
            return min(asked + side.first_token_s(self._in, target.model), self._total_until)

        async with Call(
            upstream=self._gw.upstream,
            wire=side.wire,
            first_token_until=first_token_until,
            total_until=self._total_until,
        ) as call:
            await call.open(prepared.url, body=prepared.body, headers=prepared.headers)
            while (got := await call.next()) is not None:
                raw, events = got
                waiting = tap.first_at is None
                token = tap.observe(events)
                if token:
                    call.token_seen()
                    if waiting and prepared.seat is not None:
                        prepared.seat.spoke()
                        self._gw.recorder.progressed(self._in.request_id)
                if tap.stopped is not None:
                    self._disclosure.know_cost(target, tap.usage(), self._gw.recorder)
                if replay is not None:
                    events = replay.filter(events)
                data = sink.push(raw, events)
                if tap.stopped is not None:
                    held.append(data)
                    break
                if out.begun:
                    if data:
                        await out.write(data)
                    continue
                held.append(data)
                if token and self._is_enough(tap):
                    await self._begin(target, sink)
                    await out.write(b"".join(held))
                    held.clear()
            if tap.stopped is None:
                raise SideFailed(
                    Failed(kind=FaultKind.TRUNCATED, message="the answer has no end marker")
                )
            if prepared.seat is not None:
                check_prompt(tap.usage(), prepared.seat.options.get("num_ctx"))
            held.append(sink.finish())
            data = b"".join(held)
            if prepared.relay or self._dialect.name == ANTHROPIC:
                data = signed(data, self._disclosure.document(target))
            await self._finish(target, tap, sink, began, data)
            await call.drain()

    def _sink(self, target: Target, side: SideCaller, *, relay: bool) -> Sink:
        if not self._talk.stream:
            return GatherSink(dialect=self._dialect.name) if relay else NoSink()
        if relay:
            return RelaySink(content_type=side.content_type)
        writer = self._dialect.writer(self._talk, self._disclosure.about(target))
        return WriterSink(writer, shown=self._shown)

    async def _begin(self, target: Target, sink: Sink) -> None:
        await self._out.start(200, self._disclosure.headers(target, sink.content_type))

    async def _finish(
        self, target: Target, tap: Tap, sink: Sink, began: float, data: bytes
    ) -> None:
        """The side said that its answer is complete: book it, then send what is left."""
        self._gw.breakers.succeeded(target)
        self._gw.warmth.answered(self._conversation, target, tap.usage())
        self._booking.in_the_cloud = self._gw.would_cache.answered(
            self._conversation, self._talk, tap.usage()
        )
        body = b""
        if not self._talk.stream:
            about = self._disclosure.about(target)
            if isinstance(sink, GatherSink):
                body = sink.document(about.ziggie)
            else:
                body = self._dialect.whole(self._talk, about, tuple(tap.events))
        self._booking.tried(target, "ok", began=began, usage=tap.usage())
        self._book(RequestStatus.OK)
        if not self._talk.stream:
            await self._out.whole(200, self._disclosure.headers(target, JSON), body)
            return
        if not self._out.begun:
            await self._begin(target, sink)
        await self._out.end(data)

    async def _go_on(self, routes: tuple[Target, ...]) -> None:
        """The stream broke after its first token: continue it elsewhere if that is honest."""
        replay = Replay(self._shown)
        asked = {t.target for t in self._tried}
        left = [route for route in routes if route not in asked]
        broken = self._target, self._tap
        if replay.possible and left and await self._attempt(left[0], replay=replay):
            return
        self._target, self._tap = broken  # what the caller has is the first side's
        await self._give_up()

    async def _give_up(self) -> None:
        last = self._tried[-1]
        error = self._barred or self._error or exhausted(last.failed, last.target)
        retry_after = last.failed.retry_after_s or self._gw.breakers.retry_after_s(
            last.target.side, last.target.model
        )
        await self._fail(error, final=True, retry_after_s=retry_after)

    async def _fail(
        self, error: ZiggieError, *, final: bool, retry_after_s: float | None = None
    ) -> None:
        """Nobody can answer: booked, then said in the dialect's own shape."""
        self._book(RequestStatus.FAILED, error_type=error.code)
        request_id = self._in.request_id
        if self._out.finishing:
            return
        if self._out.begun:
            writer = self._dialect.writer(self._talk, self._disclosure.about(self._target))
            await self._out.end(failure(writer, self._shown, error))
            return
        headers = error_headers(
            self._dialect.name, request_id, final=final, retry_after_s=retry_after_s
        )
        body = self._dialect.error(error, request_id=request_id)
        await self._out.whole(error.status, headers, body)

    def _book(self, status: RequestStatus, *, error_type: str | None = None) -> None:
        """Once, and before the caller has the last byte: a crash after that loses no row."""
        if self._booked:
            return
        self._booked = True
        answering = status is not RequestStatus.FAILED or self._out.begun
        target = self._target if answering else None
        tap = self._tap if answering else None
        row = self._booking.row(
            status,
            target=target,
            tap=tap,
            error_type=error_type,
            simulated=target is not None and self._gw.sides[target.side].simulated,
        )
        self._gw.recorder.finished(row, tap.timings if tap is not None else None)


_ENGINE_FAULTS = frozenset({FaultKind.CONNECT, FaultKind.TIMEOUT, FaultKind.TRUNCATED})


def _routes(decision: Decision) -> tuple[Target, ...]:
    if decision.fallback is None or decision.fallback == decision.target:
        return (decision.target,)
    return (decision.target, decision.fallback)


def _left_alone(why: str | None) -> Failed:
    """A breaker keeps this side closed: no call was made, and waiting for it is no use."""
    return Failed(
        kind=FaultKind.CONNECT, message=why or "it is being tried again", should_retry=False
    )
