"""Owns one streaming call of a side: its limits in time and size, and what its bytes say.

Never waits without a limit, never gives an answer that was not checked to be sound.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Protocol

from ziggie_desktop.gateway.dialect import AnswerReader
from ziggie_desktop.gateway.events import Event, Failed
from ziggie_desktop.gateway.upstream import Answer, SideFailed, Upstream, malformed, timed_out

RECHECK_S = 0.25  # while the caller, not the side, is waited for


class Reading(Protocol):
    """How a side's answers are read."""

    def reader(self) -> AnswerReader: ...
    def read_error(self, status: int, headers: dict[str, str], body: bytes) -> Failed: ...


class Call:
    """One streaming call of one side, from request to end marker. Used once, as a context.

    One timer watches all of it; what is done between two reads does not count against the side.
    Leaving the context closes the connection unless the answer was read to its end.
    """

    def __init__(
        self,
        *,
        upstream: Upstream,
        wire: Reading,
        first_token_until: Callable[[], float],
        total_until: float,
    ) -> None:
        self._upstream = upstream
        self._limits = upstream.limits
        self._wire = wire
        self._first_token_until = first_token_until
        self._total_until = total_until
        self._answer: Answer | None = None
        self._reader: AnswerReader = wire.reader()
        self._loop = upstream.loop
        self._received = 0
        self._token_seen = False
        self._waiting_since: float | None = None
        self._expired = ""
        self._ended = False

    async def __aenter__(self) -> Call:
        self._task = asyncio.current_task(self._loop)
        self._cancelling = 0 if self._task is None else self._task.cancelling()
        self._waiting_since = self._loop.time()
        self._look_at(self._due(), self._waiting_since)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._handle.cancel()
        if self._answer is not None:
            self._answer.close()
        if self._expired and self._task is not None:
            # As asyncio.timeout does: another's wish to cancel is not ours to take back.
            others = self._task.uncancel() > self._cancelling
            if isinstance(error, asyncio.CancelledError) and not others:
                raise SideFailed(timed_out(self._expired)) from error

    async def open(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> None:
        """Send the request; anything but a 200 stream is raised as SideFailed."""
        answer = await self._upstream.ask(url, body=body, headers=headers)
        self._answer = answer
        if answer.status != 200:
            raise SideFailed(await self._refusal(answer))
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise SideFailed(malformed("its answer is compressed, which was not asked for"))
        self._waiting_since = None

    async def next(self) -> tuple[bytes, list[Event]] | None:
        """The next bytes and what they say; None after the last. Raises SideFailed."""
        if self._ended or self._answer is None:
            return None
        self._waiting_since = self._loop.time()
        data = await self._answer.read()
        self._waiting_since = None
        if not data:
            self._ended = True
            return b"", _checked(self._reader.close())
        return data, self._read(data)

    async def listen(self, said: Callable[[bytes, list[Event]], bool]) -> bool:
        """What ``next`` would give, handed on as it comes, with no turn of the task for each. True
        when ``said`` has heard enough for now, False after the last. Raises SideFailed."""
        if self._ended or self._answer is None:
            return False

        def heard(data: bytes) -> bool:
            self._waiting_since = self._loop.time()
            return said(data, self._read(data))

        self._waiting_since = self._loop.time()
        more = await self._answer.listen(heard)
        self._waiting_since = None
        if not more:
            self._ended = True
            said(b"", _checked(self._reader.close()))
        return more

    def _read(self, data: bytes) -> list[Event]:
        self._received += len(data)
        if self._received > self._limits.max_answer_bytes:
            raise SideFailed(malformed("its answer is larger than any answer may be"))
        return _checked(self._reader.feed(data))

    def token_seen(self) -> None:
        """From here on the limit is the gap between two pieces, not the first token's."""
        self._token_seen = True

    def leave(self) -> None:
        """Enough was heard: the side may stop."""
        answer, self._answer = self._answer, None
        if answer is not None:
            answer.close()

    async def drain(self) -> None:
        """Read what follows the end marker, so that the connection can serve again."""
        answer = self._answer
        if answer is None or answer.at_eof():
            return
        try:
            async with asyncio.timeout(self._limits.drain_s):
                while not answer.at_eof():
                    await answer.read()
        except (TimeoutError, SideFailed):
            return  # the context closes it

    def _due(self) -> float:
        if not self._token_seen:
            return self._first_token_until()
        if self._waiting_since is None:
            return min(self._loop.time() + RECHECK_S, self._total_until)
        return min(self._waiting_since + self._limits.gap_s, self._total_until)

    def _look_at(self, due: float, now: float) -> None:
        """A model that is loading has minutes, a gap has not: so that the first token, which nearly
        every call has, need not set the timer anew, it never runs for longer than a gap."""
        self._handle = self._loop.call_at(min(due, now + self._limits.gap_s), self._check)

    def _check(self) -> None:
        due, now = self._due(), self._loop.time()
        if self._waiting_since is None and now < self._total_until:
            due = max(due, now + RECHECK_S)
        if due > now:
            self._look_at(due, now)
            return
        if now >= self._total_until:
            self._expired = "the answer was not complete in time"
        elif self._token_seen:
            self._expired = f"it fell silent for {self._limits.gap_s:g} s within the answer"
        else:
            self._expired = "no first token in time"
        if self._task is not None:
            self._task.cancel()

    async def _refusal(self, answer: Answer) -> Failed:
        if 300 <= answer.status < 400:
            return malformed("it sends us elsewhere, and redirects are not followed")
        if answer.status < 300:
            return malformed(f"it answered with status {answer.status}")
        body = b""
        with contextlib.suppress(SideFailed):
            while len(body) < self._limits.max_error_bytes and (data := await answer.read()):
                body += data
        return self._wire.read_error(answer.status, dict(answer.headers), body)


def _checked(events: list[Event]) -> list[Event]:
    if events and isinstance(events[-1], Failed):
        raise SideFailed(events[-1])
    return events
