"""Owns one call of one side for one caller, from its preparation to the caller's last byte.

Never tries again and never asks another: whatever goes wrong is raised, and nothing was sent that a
second answer could not follow.
"""

from __future__ import annotations

from ziggie_desktop.gateway.answer import Line, Replay, Sink, signed
from ziggie_desktop.gateway.booking import Tap
from ziggie_desktop.gateway.call import Call
from ziggie_desktop.gateway.events import Event, Failed, FaultKind, Stopped, StopReason
from ziggie_desktop.gateway.reply import Reply
from ziggie_desktop.gateway.shared import Gateway
from ziggie_desktop.gateway.sides import Incoming, Prepared
from ziggie_desktop.gateway.upstream import SideFailed
from ziggie_desktop.routing.request import Target

ANTHROPIC = "anthropic"


class Hearing:
    """``hold``: tokens of a stream that are kept back until they are all there; None: all of them.
    ``until``: when the caller's time is over. ``conversation``: whose prompt it is."""

    __slots__ = (
        "_conversation",
        "_gw",
        "_hold",
        "_in",
        "_loop",
        "_reply",
        "_side",
        "_target",
        "_until",
        "began",
        "tap",
    )

    def __init__(
        self,
        *,
        gateway: Gateway,
        incoming: Incoming,
        reply: Reply,
        target: Target,
        hold: int | None,
        until: float,
        conversation: int,
    ) -> None:
        self._gw = gateway
        self._in = incoming
        self._reply = reply
        self._target = target
        self._hold = hold
        self._until = until
        self._conversation = conversation
        self._side = gateway.sides[target.side]
        self._loop = gateway.upstream.loop
        self.tap = Tap(target.side)
        self.began = self._loop.time()

    async def run(self, *, hurry: bool, replay: Replay | None) -> None:
        """Returns when the caller has its answer. Raises SideFailed or Diverged."""
        prepared = await self._side.prepare(
            self._in,
            self._target.model,
            relay=replay is None,
            hurry=hurry,
            wait_s=self._until - self._loop.time(),
        )
        try:
            await self._hear(prepared, replay)
        finally:
            if prepared.seat is not None:
                timings = self.tap.timings
                prepared.seat.left(timings.load_ns if timings is not None else None)

    async def _hear(self, prepared: Prepared, replay: Replay | None) -> None:
        side, target, tap, reply = self._side, self._target, self.tap, self._reply
        out = reply.out
        asked = self._loop.time()
        sink = reply.sink(target, relay=prepared.relay)
        held: list[bytes] = []

        def first_token_until() -> float:
            return min(asked + side.first_token_s(self._in, target.model), self._until)

        async with Call(
            upstream=self._gw.upstream,
            wire=side.wire,
            first_token_until=first_token_until,
            total_until=self._until,
        ) as call:
            await call.open(prepared.url, body=prepared.body, headers=prepared.headers)
            while (got := await self._next(call, prepared)) is not None:
                raw, events = got
                waiting = tap.first_at is None
                token = tap.observe(events)
                if token:
                    call.token_seen()
                    if waiting and prepared.seat is not None:
                        prepared.seat.spoke()
                        self._gw.recorder.progressed(self._in.request_id)
                data = self._said(sink, raw, events, replay)
                if tap.stopped is not None:
                    held.append(data)
                    break
                if out.begun:
                    if data:
                        await out.write(data)
                    continue
                held.append(data)
                if token and self._is_enough():
                    await reply.begin(target, sink)
                    await out.write(b"".join(held))
                    held.clear()
                    if out.line is not None and prepared.stops is None:
                        await self._pass_on(call, sink, replay, held, line=out.line)
                        break
                elif token and self._hold is None and prepared.stops is None:
                    await self._pass_on(call, sink, replay, held, line=None)
                    break
            if tap.stopped is None:
                raise SideFailed(
                    Failed(kind=FaultKind.TRUNCATED, message="the answer has no end marker")
                )
            side.check(prepared, tap.usage())
            held.append(sink.finish())
            data = b"".join(held)
            if prepared.relay or self._in.dialect == ANTHROPIC:
                data = signed(data, reply.disclosure.document(target))
            self._learn()
            await reply.complete(target, tap, sink, data, began=self.began)
            await call.drain()

    def _said(self, sink: Sink, raw: bytes, events: list[Event], replay: Replay | None) -> bytes:
        """What the caller gets of a piece, and at the end with what it cost."""
        if self.tap.stopped is not None:
            usage = self.tap.usage()
            self._reply.disclosure.know_cost(self._target, usage, self._gw.recorder)
        if replay is not None:
            events = replay.filter(events)
        return sink.push(raw, events)

    async def _pass_on(
        self,
        call: Call,
        sink: Sink,
        replay: Replay | None,
        held: list[bytes],
        *,
        line: Line | None,
    ) -> None:
        """The rest of a stream that the caller sees already on ``line``, or of an answer that it
        gets whole: each piece is dealt with in the turn of the loop in which it came. The last one
        is held for the books."""
        tap = self.tap

        def said(raw: bytes, events: list[Event]) -> bool:
            tap.observe(events)
            data = self._said(sink, raw, events, replay)
            if line is None or tap.stopped is not None:
                held.append(data)
                return tap.stopped is None
            if data:
                line.write(data)
            return not line.is_full

        while tap.stopped is None and await call.listen(said):
            if line is not None:
                await line.drained()

    async def _next(self, call: Call, prepared: Prepared) -> tuple[bytes, list[Event]] | None:
        """What comes next; the side is left where the answer meets a stop sequence."""
        got, stops = await call.next(), prepared.stops
        if got is None or stops is None:
            return got
        events = stops.filter(got[1])
        if stops.hit is not None:
            call.leave()
            usage = await self._side.used(self._in, prepared, self._until)
            reason = StopReason.STOP_SEQUENCE
            events.append(Stopped(reason=reason, stop_sequence=stops.hit, usage=usage))
        return got[0], events

    def _is_enough(self) -> bool:
        """Whether so much of a stream has come that the caller may see it."""
        hold = self._hold
        return hold == 0 or (hold is not None and self.tap.tokens > hold)

    def _learn(self) -> None:
        """The side said that its answer is complete."""
        usage = self.tap.usage()
        self._gw.breakers.succeeded(self._target)
        self._gw.warmth.answered(self._conversation, self._target, usage)
        self._reply.booking.in_the_cloud = self._gw.would_cache.answered(
            self._conversation, self._in.conversation, usage
        )
