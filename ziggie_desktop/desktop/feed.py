"""Owns the desktop's copy of the snapshot. Changes it by the service's events alone."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import GpuStatus, State
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.notes import Note, Notes
from ziggie_desktop.desktop.presenters.problem_notes import ProblemNotes
from ziggie_desktop.desktop.presenters.recent import Recent
from ziggie_desktop.desktop.presenters.reduce import applied
from ziggie_desktop.desktop.presenters.shelf import Ask, Shelf
from ziggie_desktop.desktop.presenters.text import Purse
from ziggie_desktop.desktop.presenters.view import Do, Link


class Feed(QObject):
    """``moved``: something to show is different. ``noted``: something to notify of."""

    moved = Signal()
    noted = Signal(object)
    connected = Signal()

    def __init__(self, *, monotonic: Callable[[], float], problems: ProblemNotes) -> None:
        super().__init__()
        self.state: State | None = None
        self.link = Link.CONNECTING
        self.history = History()
        self.pending: frozenset[Do] = frozenset()
        self.shelf = Shelf()
        self._recent = Recent()
        self._notes = Notes(now=monotonic)
        self._problems = problems

    @property
    def requests(self) -> tuple[RequestRow, ...]:
        return self._recent.rows

    def on_change(self, change: Struct) -> None:
        if isinstance(change, State):
            fresh, self.link = self.link is not Link.UP, Link.UP
            self.state = change
            self.history.feed(change.gpu)
            if fresh:
                self.connected.emit()
        elif isinstance(change, RequestRow):
            self._recent.feed(change)
        elif self.state is not None:
            self.state = applied(self.state, change)
            if isinstance(change, GpuStatus):
                self.history.feed(change)
        if self.state is not None:
            Purse.own = self.state.currency
        note: Note | None = self._notes.on(change)
        self.moved.emit()
        for one in ((note,) if note is not None else ()) + self._problems.on(change):
            self.noted.emit(one)

    def on_link(self, link: Link) -> None:
        if link is not self.link:
            self.link = link
            self.moved.emit()

    def begin(self, do: Do) -> None:
        """Asked for, not yet answered: shown as under way."""
        self.pending |= {do}
        self.moved.emit()

    def on_settled(self, what: object) -> None:
        if what in self.pending:
            self.pending = frozenset(do for do in self.pending if do != what)
            self.moved.emit()

    def on_found(self, ask: Ask, found: object) -> None:
        """A document that a page asked for, or why it is not there."""
        self.shelf.put(ask, found)
        self.moved.emit()

    def on_requests(self, rows: tuple[RequestRow, ...]) -> None:
        for row in rows:
            self._recent.feed(row)
        self.moved.emit()
