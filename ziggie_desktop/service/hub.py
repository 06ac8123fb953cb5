"""Owns the stream of changes: numbers them, keeps the last ones, hands them to who listens.

A listener that is too slow is cut off and comes back with ``Last-Event-ID``; it never slows others.
One that wants figures less often is spared those that the next ones say anyway.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable

import msgspec

from ziggie_desktop.contract.state import EventName

KEPT = 1000
BEHIND_LIMIT = 1000
SILENCE_S = 15.0


EARLY_S = 0.5  # figures that come this much before their time go along


class Listener(msgspec.Struct, eq=False):
    """``figures_s``: how often it wants figures. ``told``: when it had the last ones of a name."""

    figures_s: float
    queue: asyncio.Queue[bytes | None] = msgspec.field(default_factory=asyncio.Queue)
    told: dict[EventName, float] = msgspec.field(default_factory=dict)

    def wants(self, name: EventName, now: float) -> bool:
        """Whether it is time for new figures, which it then has."""
        if now - self.told.get(name, -self.figures_s) < self.figures_s - EARLY_S:
            return False
        self.told[name] = now
        return True


class Hub:
    """``session`` sets this run apart, so that an id of an earlier run is not taken for ours."""

    def __init__(
        self,
        *,
        session: str,
        snapshot: Callable[[], msgspec.Struct],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._session = session
        self._snapshot = snapshot
        self._number = 0
        self._kept: deque[tuple[int, EventName, msgspec.Struct]] = deque(maxlen=KEPT)
        self._listeners: set[Listener] = set()
        self.listeners_changed: Callable[[float | None], None] = lambda _: None
        self._encoder = msgspec.json.Encoder()
        self._closed = False

    def publish(self, name: EventName, data: msgspec.Struct, *, figures: bool = False) -> None:
        """Number a change and hand it to all listeners. Never blocks.

        It is put into words only where somebody listens: most are published for nobody.
        ``figures``: nothing but new figures, which the next ones replace."""
        self._number += 1
        self._kept.append((self._number, name, data))
        if not self._listeners:
            return
        now = self._monotonic()
        heard = [one for one in self._listeners if not figures or one.wants(name, now)]
        if not heard:
            return
        line = self._line(self._number, name, data)
        for one in heard:
            if one.queue.qsize() >= BEHIND_LIMIT:
                self._listeners.discard(one)
                one.queue.put_nowait(None)
            else:
                one.queue.put_nowait(line)

    def close(self) -> None:
        """End all streams, and those that are only just asked for after their snapshot."""
        self._closed = True
        for one in self._listeners:
            one.queue.put_nowait(None)
        self._listeners.clear()

    async def stream(
        self, last_event_id: str | None, figures_s: float = 0.0
    ) -> AsyncIterator[bytes]:
        """Server-sent events: what was missed since ``last_event_id`` or a snapshot, then each
        change; a comment every 15 s, so that a dead connection is noticed. Mere figures come at
        most each ``figures_s``."""
        listener = Listener(figures_s)
        queue = listener.queue
        missed = self._missed(last_event_id)
        first = None
        if missed is None:
            first = self._line(self._number, EventName.SNAPSHOT, self._snapshot())
        self._listeners.add(listener)
        self._tell_how_closely()
        try:
            for line in [first] if first is not None else (missed or []):
                yield line
            while not self._closed or not queue.empty():
                try:
                    async with asyncio.timeout(SILENCE_S):
                        line_or_end = await queue.get()
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if line_or_end is None:
                    return
                yield line_or_end
        finally:
            self._listeners.discard(listener)
            self._tell_how_closely()

    def _tell_how_closely(self) -> None:
        """How often somebody wants figures; None where nobody listens."""
        self.listeners_changed(min((one.figures_s for one in self._listeners), default=None))

    def _missed(self, last_event_id: str | None) -> list[bytes] | None:
        """What came after that id; None when that is no longer known."""
        session, _, number = (last_event_id or "").rpartition("-")
        if session != self._session or not number.isdigit():
            return None
        seen = int(number)
        oldest = self._kept[0][0] if self._kept else self._number + 1
        if seen > self._number or seen + 1 < oldest:
            return None
        return [self._line(*kept) for kept in self._kept if kept[0] > seen]

    def _line(self, number: int, name: EventName, data: msgspec.Struct) -> bytes:
        head = f"id: {self._session}-{number}\nevent: {name.value}\ndata: ".encode()
        return head + self._encoder.encode(data) + b"\n\n"
