"""Owns noticing that a caller is gone. Then all that is done for it ends at once."""

from __future__ import annotations

import asyncio
from types import TracebackType

from ziggie_desktop.gateway.answer import Out, Receive
from ziggie_desktop.tasks import Tasks

LISTEN_AFTER_S = 0.05  # what is answered sooner needs nobody to listen


class HangUp:
    """A context around one request's work, after its body was read.

    When the caller hangs up before the last bytes were sent, the work inside is cancelled and the
    context ends quietly; ``gone`` says so to who books it. Other cancellations pass.
    """

    def __init__(
        self, *, receive: Receive, out: Out, tasks: Tasks, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.gone = False
        self._receive = receive
        self._out = out
        self._tasks = tasks
        self._loop = loop
        self._work: asyncio.Task[object] | None = None
        self._watch: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> HangUp:
        self._work = asyncio.current_task(self._loop)
        if self._out.line is not None:
            self._out.line.on_gone(self._end)
        else:
            self._timer = self._loop.call_later(LISTEN_AFTER_S, self._start)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        assert self._work is not None
        if self._out.line is not None:
            self._out.line.on_gone(None)
        if self._timer is not None:
            self._timer.cancel()
        if self._watch is not None:
            self._watch.cancel()
        if self.gone and isinstance(error, asyncio.CancelledError):
            self._work.uncancel()
            return True
        return False

    def _start(self) -> None:
        self._watch = self._tasks.start(self._listen(), name="hang-up")

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._end()

    def _end(self) -> None:
        if self._work is not None and not self._out.finishing:
            self.gone = True
            self._work.cancel()
