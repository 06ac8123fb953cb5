"""Owns the one thread that writes the ledger. Never blocks who hands it a row.

Rows wait in a bounded queue; each commit takes all that wait, at most two a second unless somebody
waits for it. While the disk is full or locked, or the server is away, they stay queued, the writer
tries again with growing pauses, and says so.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Problem, Severity
from ziggie_desktop.ledger.backend import Backend, Connection

log = logging.getLogger("ziggie.ledger")

QUEUE_LIMIT = 20_000  # about 30 MB: hours of requests on one workstation
BATCH_LIMIT = 500
LINGER_S = 0.05  # rows come in bunches, and a commit for each would hold up who answers requests
APART_S = 0.5  # while they keep coming: a commit for many costs little more than one for few
RETRY_FIRST_S = 0.05
RETRY_LONGEST_S = 2.0
LAST_TRIES = 3  # while closing; each may wait out the busy timeout
CLOSE_TIMEOUT_S = 4.0


class Entry(msgspec.Struct, frozen=True):
    """``values`` is called in the writer's thread: encoding a row costs the event loop nothing.

    ``then``: more statements for the same values, all or none with the first. ``frees_room``: many
    rows went with it."""

    sql: str
    values: Callable[[], tuple[Any, ...]]
    then: tuple[str, ...] = ()
    frees_room: bool = False

    def run(self, connection: Connection) -> None:
        values = self.values()
        connection.execute(self.sql, values)
        for sql in self.then:
            connection.execute(sql, values)


Work = Callable[[Backend], tuple[Connection, dict[str, int]]]


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """``work`` moves what is booked so far to ``target`` and answers the connection that writes
    there, and how many rows went; nothing is written meanwhile."""

    target: Backend
    work: Work
    done: Future[dict[str, int]]


class LedgerHealth(msgspec.Struct, frozen=True, kw_only=True):
    """``queued`` rows are not on disk yet; ``dropped`` ones never will be."""

    ok: bool
    reason: str
    queued: int = 0
    dropped: int = 0
    problem: Problem | None = None


class Writer:
    """Start with ``start()``; ``put`` from any thread; ``close()`` waits for the last commit."""

    def __init__(
        self,
        *,
        backend: Backend,
        queue_limit: int = QUEUE_LIMIT,
    ) -> None:
        self._backend = backend
        self._healable: tuple[type[Exception], ...] = (*backend.world, ZiggieError)
        self._limit = queue_limit
        self._queue: deque[Entry | Future[bool] | Handover] = deque()
        self._handover: Handover | None = None
        self._wake = threading.Event()
        self._hurry = threading.Event()  # somebody waits for what is queued
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ziggie-ledger", daemon=True)
        self._connection: Connection | None = None
        self._committed_at = 0.0
        self._fault: str | None = None
        self._aside: str | None = None
        self._in_hand = 0
        self._dropped = 0

    def start(self) -> None:
        """Open the database and begin. Raises ZiggieError where a person must act first."""
        try:
            self._open()
        except self._backend.world as error:
            self._failed(error)
        self._thread.start()

    def put(self, entry: Entry) -> None:
        if len(self._queue) >= self._limit:
            self._dropped += 1
            if self._dropped == 1:
                log.error("the ledger's queue is full: requests are no longer booked")
            return
        self._queue.append(entry)
        if not self._wake.is_set():
            self._wake.set()

    def flushed(self) -> Future[bool]:
        """Done when all that was put before is on disk; False where it could not be written."""
        mark: Future[bool] = Future()
        self._queue.append(mark)
        self._hurry.set()
        self._wake.set()
        return mark

    def hand_over(self, target: Backend, work: Work) -> Future[dict[str, int]]:
        """After all that was put before; what is put after it is written to ``target``, unless it
        fails. Done with how many rows each table has, or a ZiggieError."""
        wish = Handover(target=target, work=work, done=Future())
        self._queue.append(wish)
        self._hurry.set()
        self._wake.set()
        return wish.done

    def close(self) -> None:
        self._closing.set()
        self._hurry.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_TIMEOUT_S)

    @property
    def health(self) -> LedgerHealth:
        queued = self._in_hand + len(self._queue)
        return LedgerHealth(
            ok=self._fault is None and self._dropped == 0,
            reason=self._fault or "Every request is booked.",
            queued=queued,
            dropped=self._dropped,
            problem=self._problem(queued),
        )

    def _problem(self, queued: int) -> Problem | None:
        if self._fault is not None:
            return Problem(
                code="ledger_unwritable",
                title=f"The ledger cannot be written: {self._fault} {queued} entries wait,"
                f" {self._dropped} are lost.",
                remedy=self._backend.remedy,
                severity=Severity.ERROR,
            )
        if self._aside is not None:
            return Problem(
                code="ledger_corrupt",
                title=f"The ledger was damaged. It was set aside as {self._aside} and a new"
                " one was begun.",
                remedy="Earlier costs are missing until you restore a backup of the ledger.",
                severity=Severity.ERROR,
            )
        if self._dropped:
            return Problem(
                code="ledger_dropped",
                title=f"{self._dropped} entries could not be booked: the disk failed too long.",
                remedy="The figures since then are too low. Restart Ziggie Desktop to clear this.",
            )
        return None

    def _run(self) -> None:
        pending: list[Entry] = []
        try:
            if self._fault is not None:
                self._write_until_done(pending, [])
            while not (self._closing.is_set() and not self._queue):
                self._wake.wait()
                due = self._committed_at + APART_S - time.monotonic()
                self._hurry.wait(max(LINGER_S, due))
                self._hurry.clear()
                self._wake.clear()
                while self._queue:
                    marks = self._take(pending)
                    if not self._write_until_done(pending, marks):
                        return
                    self._move()
        except Exception:
            # The top of the thread: a bug is logged and shown, and the router goes on answering.
            log.exception("the ledger's writer stopped")
            self._fault = "Its writer stopped by a fault of ours; restart Ziggie Desktop."
        finally:
            self._dropped += len(pending)
            self._end_marks()
            self._close_connection()

    def _take(self, pending: list[Entry]) -> list[Future[bool]]:
        """Fill ``pending`` up to the first flush mark, which this batch then answers."""
        while self._queue and len(pending) < BATCH_LIMIT:
            item = self._queue.popleft()
            if isinstance(item, Future):
                return [item]
            if isinstance(item, Handover):
                self._handover = item
                return []
            self._in_hand += 1
            pending.append(item)
        return []

    def _write_until_done(self, pending: list[Entry], marks: list[Future[bool]]) -> bool:
        """Write ``pending`` and empty it; gives up (False) only while closing."""
        pause = RETRY_FIRST_S
        last_tries = LAST_TRIES
        while last_tries:
            try:
                self._write(pending)
            except self._healable as error:
                self._failed(error)
                for mark in marks:
                    _answer(mark, done=False)
                # Not the wake event: each new row would set it and make this spin.
                if self._closing.wait(pause):
                    last_tries -= 1
                pause = min(pause * 2, RETRY_LONGEST_S)
                continue
            pending.clear()
            self._in_hand = 0
            self._committed_at = time.monotonic()
            self._recovered()
            for mark in marks:
                _answer(mark, done=True)
            return True
        return False

    def _write(self, pending: list[Entry]) -> None:
        connection = self._connection or self._open()
        if not pending:
            return
        connection.execute(self._backend.begin)
        try:
            for entry in pending:
                entry.run(connection)
            connection.execute("COMMIT")
        except self._backend.poison:
            connection.execute("ROLLBACK")
            self._drop_poison(connection, pending)
        if any(entry.frees_room for entry in pending):
            self._backend.give_room_back(connection)

    def _drop_poison(self, connection: Connection, pending: list[Entry]) -> None:
        """One by one, so that a value that is refused takes no other row with it."""
        for entry in list(pending):
            connection.execute(self._backend.begin)
            try:
                entry.run(connection)
                connection.execute("COMMIT")
            except self._backend.poison as error:
                connection.execute("ROLLBACK")
                self._dropped += 1
                log.error("an entry cannot be booked: %s", type(error).__name__)
            pending.remove(entry)

    def _move(self) -> None:
        wish = self._handover
        if wish is None:
            return
        self._handover = None
        try:
            connection, counts = wish.work(self._backend)
        except Exception as error:  # noqa: BLE001 - the top of one move: the writer goes on, who asked is told
            log.error("the ledger was not moved: %s", getattr(error, "title", type(error).__name__))
            wish.done.set_exception(error)
            return
        self._close_connection()
        self._backend, self._connection = wish.target, connection
        self._healable = (*wish.target.world, ZiggieError)
        log.info("the ledger was moved")
        wish.done.set_result(counts)

    def _open(self) -> Connection:
        opened = self._backend.open_for_writing()
        if opened.set_aside is not None:
            self._aside = opened.set_aside
            log.error("the ledger was damaged and set aside as %s", opened.set_aside)
        self._connection = opened.connection
        return opened.connection

    def _failed(self, error: Exception) -> None:
        """A connection after a fault is not trusted: the next try opens it anew."""
        self._close_connection()
        words = self._backend.words(error)
        if self._fault != words:
            log.error("the ledger cannot be written: %s", words)
        self._fault = words

    def _recovered(self) -> None:
        if self._fault is not None:
            log.warning("the ledger can be written again")
        self._fault = None

    def _close_connection(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(*self._backend.world):
                self._connection.close()
        self._connection = None

    def _end_marks(self) -> None:
        if self._handover is not None:
            self._handover.done.set_exception(_not_moved())
        while self._queue:
            item = self._queue.popleft()
            if isinstance(item, Future):
                _answer(item, done=False)
            elif isinstance(item, Handover):
                item.done.set_exception(_not_moved())
            else:
                self._dropped += 1


def _not_moved() -> ZiggieError:
    return ZiggieError(
        "ledger_move_failed",
        "The ledger was not moved: it is being closed, or cannot be written.",
        "Look at `ziggie-desktop doctor`, then move it again.",
        status=503,
    )


def _answer(mark: Future[bool], *, done: bool) -> None:
    if not mark.done():
        mark.set_result(done)
