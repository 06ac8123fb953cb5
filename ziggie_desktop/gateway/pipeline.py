"""Owns one request from decision to last byte. Never shows a caller half an answer as a whole one.

Whatever fails before the caller got its first byte is made good on the other side; after it, only
by an answer that begins with the very same text.
"""

from __future__ import annotations

import asyncio
import logging
import random

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.gateway.answer import Diverged, Out, Receive, Replay
from ziggie_desktop.gateway.ask import question
from ziggie_desktop.gateway.deadline import SILENT_S, deadline
from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.gateway.hangup import HangUp
from ziggie_desktop.gateway.hearing import Hearing
from ziggie_desktop.gateway.hints import Hints
from ziggie_desktop.gateway.outcome import clause, exhausted, internal, reason, refused
from ziggie_desktop.gateway.reply import Reply
from ziggie_desktop.gateway.retry import Tried, next_try
from ziggie_desktop.gateway.shared import Gateway
from ziggie_desktop.gateway.sides import Incoming, Unavailable
from ziggie_desktop.gateway.upstream import SideFailed
from ziggie_desktop.gateway.warmth import key_of
from ziggie_desktop.routing.request import (
    Decision,
    Delivery,
    Refusal,
    RouteRequest,
    Target,
)

log = logging.getLogger("ziggie.gateway")

UNAVAILABLE = 503


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
        out: Out,
    ) -> None:
        self._gw = gateway
        self._in = incoming
        self._talk = incoming.conversation
        self._hints = hints
        self._receive = receive
        self._reply = Reply(
            gateway=gateway, dialect=dialect, incoming=incoming, hints=hints, out=out
        )
        self._booking = self._reply.booking
        self._hold: int | None = None  # tokens that are held back until they are all there
        self._loop = gateway.upstream.loop
        self._deadline = deadline(
            self._loop.time(), asked_s=hints.deadline_s, most_s=gateway.upstream.limits.total_s
        )
        self._tried: list[Tried] = []
        self._error: ZiggieError | None = None  # the last side's own, with its remedy
        self._barred: ZiggieError | None = None  # why the cloud was not asked, where money was why

    async def run(self) -> None:
        self._gw.recorder.started(self._in.request_id)
        hang_up = HangUp(
            receive=self._receive, out=self._reply.out, tasks=self._gw.tasks, loop=self._loop
        )
        async with hang_up:
            try:
                await self._answer()
            except asyncio.CancelledError:
                why = "hang_up" if hang_up.gone else "shutdown"
                self._reply.book(RequestStatus.ABORTED, error_type=why)
                raise
            except Exception:  # top of one request: logged with its traceback, the caller is told
                log.exception("request %s failed by a mistake of ours", self._in.request_id)
                await self._reply.fail(internal(), final=False)

    async def _answer(self) -> None:
        gw = self._gw
        gw.budget.request(self._loop.time())
        self._question = question = self._ask_about()
        decision = gw.decide(question)
        if isinstance(decision, Refusal):
            await self._refuse(decision)
            return
        self._hold = self._held_back(decision)
        whole = self._hold != 0
        self._booking.delivery = Delivery.WHOLE if whole else Delivery.STREAM
        self._booking.decided(decision)
        target = decision.target
        routes = _routes(decision)
        while not await self._attempt(target, hurry=self._is_hurried(target, routes)):
            if self._reply.out.begun:
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
            if step is None or now + step.wait_s >= self._deadline.until:
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

    def _is_hurried(self, target: Target, routes: tuple[Target, ...]) -> bool:
        if len(routes) == 1:
            return False
        asked = {t.target for t in self._tried}
        return any(route != target and route not in asked for route in routes)

    async def _attempt(
        self, target: Target, *, hurry: bool = False, replay: Replay | None = None
    ) -> bool:
        """Ask one side; True when the caller has its answer."""
        reply, breakers = self._reply, self._gw.breakers
        hearing = Hearing(
            gateway=self._gw,
            incoming=self._in,
            reply=reply,
            target=target,
            hold=self._hold,
            until=self._deadline.until,
            conversation=self._conversation,
        )
        why = breakers.refusal(target.side, target.model)
        if why is None:
            barred = self._gw.recorder.admit(self._in.request_id, self._question, target)
            if barred is not None:
                self._barred, why = barred, barred.title
        if why is not None or not breakers.enter(target):
            self._note(target, hearing, _left_alone(why), outcome=why)
            return False
        reply.target, reply.tap = target, hearing.tap
        try:
            await hearing.run(hurry=hurry, replay=replay)
        except Diverged:
            breakers.left(target)
            self._note(target, hearing, None, outcome="answered otherwise, so not continued")
        except Unavailable as error:
            breakers.left(target)
            self._error = error.error
            self._note(target, hearing, error.failed)
        except SideFailed as error:
            failed = self._deadline.verdict(error.failed, self._loop.time())
            self._failed(target, failed, hearing)
            self._note(target, hearing, failed)
        except BaseException as error:  # a half-open breaker would wait for this call for ever
            breakers.left(target)
            gone = isinstance(error, asyncio.CancelledError)
            self._book_call(target, hearing, "the caller hung up" if gone else "a mistake of ours")
            raise
        else:
            return True
        return False

    def _failed(self, target: Target, failed: Failed, hearing: Hearing) -> None:
        """A side that was called did not answer wholly: its breaker and its owner are told."""
        self._error = None
        silent_s = self._loop.time() - hearing.began if hearing.tap.first_at is None else 0.0
        if failed.kind is FaultKind.DEADLINE and silent_s < SILENT_S:
            self._gw.breakers.left(target)
            return
        self._gw.breakers.failed(target, failed.kind, reason(failed.kind))
        self._gw.watch.wake()
        if failed.kind in _ENGINE_FAULTS:
            self._gw.sides[target.side].report_failure()

    def _note(
        self, target: Target, hearing: Hearing, failed: Failed | None, *, outcome: str | None = None
    ) -> None:
        """Book one call that came to nothing."""
        words = outcome or (clause(failed, target.side) if failed is not None else "failed")
        self._book_call(target, hearing, words)
        self._booking.failed(words)
        if failed is not None:
            self._tried.append(Tried(target=target, failed=failed, at=self._loop.time()))
            log.info("%s: %s did not answer (%s)", self._in.request_id, target.side, failed.kind)
        reply = self._reply
        if reply.out.begun and not reply.shown:
            reply.shown = hearing.tap.events

    def _book_call(self, target: Target, hearing: Hearing, outcome: str) -> None:
        usage = hearing.tap.usage()
        self._booking.tried(target, outcome, began=hearing.began, usage=usage)

    async def _go_on(self, routes: tuple[Target, ...]) -> None:
        """The stream broke after its first token: continue it elsewhere if that is honest."""
        replay = Replay(self._reply.shown)
        asked = {t.target for t in self._tried}
        left = [route for route in routes if route not in asked]
        reply = self._reply
        broken = reply.target, reply.tap
        if replay.possible and left and await self._attempt(left[0], replay=replay):
            return
        reply.target, reply.tap = broken  # what the caller has is the first side's
        await self._give_up()

    async def _refuse(self, refusal: Refusal) -> None:
        """Nobody was asked. What is not there now may be when the next breaker lets a call in."""
        self._booking.reason = refusal.reason
        waits = [c.wait_s for c in self._gw.breakers.open_circuits() if c.wait_s is not None]
        wait_s = min(waits, default=None) if refusal.status == UNAVAILABLE else None
        await self._reply.fail(refused(refusal), final=True, retry_after_s=wait_s)

    async def _give_up(self) -> None:
        last = self._tried[-1]
        error = self._barred or self._error or exhausted(last.failed, last.target)
        retry_after = last.failed.retry_after_s or self._gw.breakers.retry_after_s(
            last.target.side, last.target.model
        )
        await self._reply.fail(error, final=True, retry_after_s=retry_after)


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
