"""Owns the way of a note to the screen: if it is wanted, not in quiet hours, not too often, by the
platform's own means. Decides nothing of what is worth a note."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ziggie_desktop.desktop.bridge import Bridge
from ziggie_desktop.desktop.presenters.notes import Note, morning_note
from ziggie_desktop.desktop.presenters.rules import Rules

if TYPE_CHECKING:
    from ziggie_desktop.desktop.freedesktop import FreedesktopNotes

HUSHED_KEPT = 100
LEAST_APART_MS = 1500  # notes with one tag; the last of them wins


class Notifier(QObject):
    """``freedesktop``: straight over D-Bus; else, or where that fails, by ``message``.

    ``clicked`` carries the wish of a clicked note, on the Qt thread.
    """

    clicked = Signal(object)

    def __init__(
        self,
        *,
        bridge: Bridge,
        message: Callable[[str, str], None],
        rules: Rules,
        freedesktop: bool = sys.platform.startswith("linux"),
        clock: Callable[[], time] = lambda: datetime.now().time(),  # noqa: DTZ005 - the person's own
    ) -> None:
        super().__init__()
        self._rules = rules
        self._clock = clock
        self._hushed: dict[str, Note] = {}
        self._bridge = bridge
        self._message = message
        self._last: Note | None = None
        self._resting: dict[str, QTimer] = {}
        self._waiting: dict[str, Note] = {}
        self._desktop: FreedesktopNotes | None = None
        if freedesktop:
            bridge.spawn(self._run())

    async def _run(self) -> None:
        """On the bridge's loop, before the first event comes."""
        from ziggie_desktop.desktop.freedesktop import FreedesktopNotes

        self._desktop = made = FreedesktopNotes(on_click=self.clicked.emit)
        await made.run()

    def obey(self, rules: Rules) -> None:
        """From now on; what other quiet hours kept back does not wait for the next minute."""
        self._rules = rules
        self.minute()

    def minute(self) -> None:
        """The quiet hours may be over: what they kept back comes as one note."""
        if self._hushed and not self._rules.hushes(self._clock()):
            kept = [note for note in self._hushed.values() if self._rules.wants(note.kind)]
            self._hushed.clear()
            if kept:
                self.show(morning_note(kept))

    def show(self, note: Note) -> None:
        """Show it now, or with the next one of its kind if one has just been shown."""
        if not self._rules.wants(note.kind):
            return
        if not note.urgent and self._rules.hushes(self._clock()):
            self._hushed.pop(note.tag, None)
            self._hushed[note.tag] = note
            while len(self._hushed) > HUSHED_KEPT:
                del self._hushed[next(iter(self._hushed))]
            return
        if note.tag in self._resting:
            self._waiting[note.tag] = note
            return
        self._send(note)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda tag=note.tag: self._rested(tag))
        timer.start(LEAST_APART_MS)
        self._resting[note.tag] = timer

    def on_message_clicked(self) -> None:
        """Qt does not say which message was clicked: the last one it was."""
        if self._last is not None:
            self.clicked.emit(self._last.click)

    def _rested(self, tag: str) -> None:
        self._resting.pop(tag).deleteLater()
        note = self._waiting.pop(tag, None)
        if note is not None:
            self.show(note)

    def _send(self, note: Note) -> None:
        self._last = note
        if self._desktop is not None and self._desktop.works:
            self._bridge.spawn(self._desktop.put(note))
        else:
            self._message(note.title, note.body)
