"""Owns the thread between Qt and the service: an asyncio loop that runs the client.

Snapshots and events come out as immutable structs by queued signals, wishes go in as coroutines.
Never waits on the Qt thread, except for its own thread at the end, and that bounded.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.desktop.presenters.view import Do, Link
from ziggie_desktop.plain import load_asyncio

if TYPE_CHECKING:
    import asyncio

    from ziggie_desktop.contract.client import Client
    from ziggie_desktop.tasks import Tasks

log = logging.getLogger("ziggie.desktop.bridge")

FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 5.0
PATIENCE = 2  # tries that fail before the window says that there is no connection
END_TIMEOUT_S = 3.0
CLOSELY_S = 2.0  # how often new figures of the sensors come while the window is seen
SELDOM_S = 10.0  # and where nobody sees more than the tray's icon

Wish = Callable[["Client"], Awaitable[object]]


class Refused(msgspec.Struct, frozen=True):
    """What was wished for, and why it was not granted."""

    what: object
    code: str
    title: str
    remedy: str


class Bridge(QObject):
    """``start()`` once, ``stop()`` once; both on the Qt thread."""

    linked = Signal(object)  # Link
    changed = Signal(object)  # a struct of the event stream, the snapshot first
    refused = Signal(object)  # Refused
    granted = Signal(object)  # what was wished for, and what the service answered
    settled = Signal(object)  # what was wished for, granted or not

    def __init__(self, *, client: Callable[[], Client]) -> None:
        super().__init__()
        self._make_client = client
        self._client: Client | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: Tasks  # from when there is a loop
        self._stop: asyncio.Event | None = None
        self._early: list[Coroutine[Any, Any, None]] = []
        self._lock = threading.Lock()  # guards _early and the moment when _loop appears
        self._ended = False
        self._figures_s = SELDOM_S
        self._stream: asyncio.TaskGroup | None = None
        self._following: asyncio.Task[None] | None = None
        self._last_id: str | None = None  # None: the next stream begins with a snapshot
        self._thread = threading.Thread(target=self._run, name="ziggie-bridge", daemon=True)

    def start(self) -> None:
        if not self._thread.is_alive() and not self._ended:
            self._thread.start()

    def stop(self) -> None:
        """End the stream and what is still asked for."""
        with self._lock:
            self._ended = True
            for work in self._early:
                work.close()
            self._early.clear()
            if self._loop is not None and self._stop is not None and self._loop.is_running():
                self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread.is_alive():
            self._thread.join(END_TIMEOUT_S)

    def look(self, *, closely: bool) -> None:
        """How often the sensors' figures are wanted; what happens is told at once in any case."""
        figures_s = CLOSELY_S if closely else SELDOM_S
        with self._lock:
            if figures_s == self._figures_s:
                return
            self._figures_s = figures_s
            if self._loop is not None and self._loop.is_running():
                self._loop.call_soon_threadsafe(self._follow_anew)

    def wish(self, what: object, wish: Wish) -> None:
        """Ask the service for something. ``granted`` or ``refused`` tells how it went."""
        self.spawn(self._grant(what, wish))

    def grant(self, do: Do) -> None:
        """Ask the service for what a person wished."""
        self.wish(do, partial(_granted, do=do))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` on the loop, once there is one; what it raises is logged."""
        with self._lock:
            if self._loop is None and not self._ended:
                self._early.append(work)
            elif self._loop is None or self._ended or not self._loop.is_running():
                work.close()
            else:
                self._begin(work, self._loop)

    def _begin(self, work: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(partial(self._tasks.start, work, name="wish"))

    async def _grant(self, what: object, wish: Wish) -> None:
        if self._client is None:
            return
        try:
            answer = await wish(self._client)
        except ZiggieError as error:
            self.refused.emit(Refused(what, error.code, error.title, error.remedy))
        else:
            self.granted.emit((what, answer))
        finally:
            self.settled.emit(what)

    def _run(self) -> None:
        load_asyncio()  # here, as the HTTP client: the first frame does not wait for it
        import asyncio

        try:
            asyncio.run(self._main())
        except Exception:  # the top of this thread: a bug must show, not hang
            log.exception("the bridge to the service ended")
            self.linked.emit(Link.LOST)

    async def _main(self) -> None:
        import asyncio

        from ziggie_desktop.tasks import Tasks

        self._client = self._make_client()
        self._tasks = Tasks(owner="desktop")
        with self._lock:
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            for work in self._early:
                self._begin(work, self._loop)
            self._early.clear()
            if self._ended:
                self._stop.set()
        async with asyncio.TaskGroup() as self._stream:
            self._follow_anew()
            await self._stop.wait()
            if self._following is not None:
                self._following.cancel()
            self._following = self._stream = None
        await self._tasks.close()  # each by its owner: the loop's own end would end all at once
        await self._client.close()

    def _follow_anew(self) -> None:
        """From the event that came last, in the pace that is wanted now."""
        if self._stream is None or self._client is None:
            return
        if self._following is not None:
            self._following.cancel()
        self._following = self._stream.create_task(self._follow(self._client, self._last_id))

    async def _follow(self, client: Client, last_id: str | None) -> None:
        """Snapshot, then events; after a loss a fresh snapshot, with growing pauses."""
        import asyncio

        failures = 0
        while True:
            try:
                async for event in client.events(last_id, figures_s=self._figures_s):
                    failures = 0
                    self._last_id = event.id
                    self.changed.emit(event.data)
            except ZiggieError as error:
                if not failures:
                    log.info("the service is not reached: %s", error.title)
            self._last_id = last_id = None
            failures += 1
            if failures >= PATIENCE:
                self.linked.emit(Link.LOST)
            await asyncio.sleep(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (failures - 1)))


def _granted(client: Client, *, do: Do) -> Awaitable[object]:
    from ziggie_desktop.desktop.wishes import grant

    return grant(client, do)
