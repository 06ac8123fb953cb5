"""Owns the way of a note to the screen: on or off, not too often, by the platform's own means."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ziggie_desktop.desktop.bridge import Bridge
from ziggie_desktop.desktop.freedesktop import FreedesktopNotes
from ziggie_desktop.desktop.presenters.notes import Note

LEAST_APART_MS = 1500  # notes with one tag; the last of them wins


class Notifier(QObject):
    """``clicked`` carries the wish of a clicked note, on the Qt thread."""

    clicked = Signal(object)

    def __init__(
        self, *, bridge: Bridge, message: Callable[[str, str], None], enabled: bool
    ) -> None:
        super().__init__()
        self._enabled = enabled
        self._bridge = bridge
        self._message = message
        self._last: Note | None = None
        self._resting: dict[str, QTimer] = {}
        self._waiting: dict[str, Note] = {}
        self._desktop: FreedesktopNotes | None = None
        if sys.platform.startswith("linux"):
            self._desktop = FreedesktopNotes(on_click=self.clicked.emit)
            bridge.spawn(self._desktop.run())

    def enable(self, on: bool) -> None:
        self._enabled = on

    def show(self, note: Note) -> None:
        """Show it now, or with the next one of its kind if one has just been shown."""
        if not self._enabled:
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
