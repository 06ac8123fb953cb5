"""Owns the wiring of the desktop, top to bottom. Holds no truth: the service does."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.bridge import Bridge
from ziggie_desktop.desktop.desk import Desk
from ziggie_desktop.desktop.endings import Endings
from ziggie_desktop.desktop.feed import Feed
from ziggie_desktop.desktop.first_paint import FirstPaint
from ziggie_desktop.desktop.instance import Instance
from ziggie_desktop.desktop.language import Speech
from ziggie_desktop.desktop.notify import Notifier
from ziggie_desktop.desktop.prefs import LoginEntry, Prefs
from ziggie_desktop.desktop.presenters.mini import MiniView
from ziggie_desktop.desktop.presenters.mini import mini as mini_view
from ziggie_desktop.desktop.presenters.problem_notes import ProblemNotes
from ziggie_desktop.desktop.presenters.status import Sign, headline
from ziggie_desktop.desktop.presenters.text import utc_now
from ziggie_desktop.desktop.presenters.tray import TrayView
from ziggie_desktop.desktop.presenters.tray import tray as tray_view
from ziggie_desktop.desktop.sign_icon import sign_icon
from ziggie_desktop.desktop.tray import Tray
from ziggie_desktop.desktop.unix_look import plain_theme

if TYPE_CHECKING:
    from ziggie_desktop.contract.client import Client
    from ziggie_desktop.desktop.windows.mini import MiniWindow

MINUTE_MS = 60_000
HOUR_MS = 3_600_000


def run(
    *,
    url: str,
    token: str,
    home: str,
    stop_service: Callable[[], None] | None = None,
    start_service: Callable[[], bool] = lambda: False,
    start_hidden: bool = False,
    login: Callable[[], LoginEntry] | None = None,
) -> int:
    """Show tray and window on the service at ``url`` until the person quits.

    A second start for the same home raises the first one's window and returns at once.
    ``stop_service`` is called, after the window is gone, if all is to be stopped; ``start_service``
    when a person wants a lost one back: it may block, and is False where it did not start.
    ``login`` gives the entry that starts the desktop at login; None: there is none to be shown.
    """
    with plain_theme(os.environ):
        app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Ziggie Desktop")
    app.setDesktopFileName("ziggie-desktop")
    app.setWindowIcon(sign_icon(Sign.READY))
    app.setQuitOnLastWindowClosed(False)
    app.setStyle("Fusion")
    instance = Instance(home=home)
    if not instance.claim():
        return 0
    theme.load_font(app)
    desktop = Desktop(
        app=app,
        home=home,
        client=partial(_client, url=url, token=token),
        login=login,
        start_service=start_service,
        settled=_collect_again,
    )
    instance.raised.connect(desktop.desk.show_window)
    desktop.start(hidden=start_hidden)
    endings = Endings(app=app)
    code = app.exec()
    endings.close()
    instance.release()
    desktop.close()
    if desktop.desk.stops_all and stop_service is not None:
        stop_service()
    return code


def _collect_again() -> None:
    """The launcher stopped the garbage collector for the time of the start."""
    gc.freeze()  # what is there now stays: it is not looked through again and again
    gc.enable()


def _client(*, url: str, token: str) -> Client:
    """Made on the bridge's thread; importing it is not the first frame's."""
    from ziggie_desktop.contract.client import Client

    return Client(url=url, token=token)


class Desktop:
    """All parts, made top to bottom, and who hears whom."""

    def __init__(
        self,
        *,
        app: QApplication,
        home: str,
        client: Callable[[], Client],
        login: Callable[[], LoginEntry] | None = None,
        start_service: Callable[[], bool] = lambda: False,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        """``settled`` is called when the first frame and what comes right after it are there,
        and when the service has been reached."""
        self._app = app
        self._settled = settled
        self._prefs = Prefs(home=home, login=login)
        self.speech = Speech(app=app)
        self.speech.speak(self._prefs.language)
        self._problem_notes = ProblemNotes(told=self._prefs.told, now=utc_now)
        self.feed = Feed(monotonic=time.monotonic, problems=self._problem_notes)
        self.bridge = Bridge(client=client)
        self.desk = Desk(
            feed=self.feed,
            bridge=self.bridge,
            prefs=self._prefs,
            tray=lambda: self.tray.was_there,
            start_service=start_service,
        )
        self.tray = Tray(view=self._tray_view, sign=self._sign)
        self.notifier = Notifier(
            bridge=self.bridge, message=self.tray.message, rules=self._prefs.rules
        )
        self.mini: MiniWindow | None = None
        self._first: FirstPaint | None = None
        self._minute = QTimer(app)  # "up 3 h 12 min" moves on without an event
        self._hour = QTimer(app)
        self._dress()
        self._wire()

    def _wire(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.changed.connect(self.feed.on_change, queued)
        self.bridge.linked.connect(self.feed.on_link, queued)
        self.bridge.refused.connect(self.desk.on_refused, queued)
        self.bridge.granted.connect(self.desk.on_granted, queued)
        self.bridge.settled.connect(self.feed.on_settled, queued)
        self.feed.moved.connect(self.desk.on_moved)
        self.feed.moved.connect(self.tray.later)
        self.feed.noted.connect(self.notifier.show)
        self.feed.noted.connect(self._keep_told)
        self.feed.connected.connect(self.desk.on_connected)
        # The client is loaded by then, on a thread of its own.
        self.feed.connected.connect(self._settled, Qt.ConnectionType.SingleShotConnection)
        self.notifier.clicked.connect(self.desk.do, queued)
        self.tray.asked.connect(self.desk.do)
        self.tray.note_clicked.connect(self.notifier.on_message_clicked)
        self.tray.vanished.connect(self._on_tray_gone)
        self.tray.appeared.connect(self.place_mini)
        self.desk.emptied.connect(self._on_emptied)
        self.desk.ended.connect(self._end)
        self.desk.preferred.connect(self._on_preferred)
        self._app.styleHints().colorSchemeChanged.connect(self._dress)
        self._minute.timeout.connect(self.feed.moved)
        self._minute.timeout.connect(self.notifier.minute)
        self._hour.timeout.connect(self._keep_told)

    def start(self, *, hidden: bool) -> None:
        """Show what there is, before the first answer of the service."""
        self._minute.start(MINUTE_MS)
        self._hour.start(HOUR_MS)
        if not hidden:
            self._show_first()
            return
        self._settle()
        if not (self.tray.is_there or self.mini is not None):
            self.desk.window.show()

    def _show_first(self) -> None:
        """The window first: the tray and the client take a while, and nobody waits for them."""
        window = self.desk.window
        self._first = FirstPaint(window)
        self._first.seen.connect(self._settle)
        self._first.seen.connect(window.make_ready)
        window.show()

    def _settle(self) -> None:
        """All that is no part of the first frame, once."""
        self._first = None
        self.tray.redraw()
        self.tray.look()
        self.place_mini()
        self.bridge.start()
        self._settled()

    def close(self) -> None:
        """Take everything down in order: Qt may abort at exit on what is left to chance."""
        if self._first is not None:
            self._first.stop()
        self._minute.stop()
        self._hour.stop()
        self._keep_told()
        self._app.styleHints().colorSchemeChanged.disconnect(self._dress)
        self.desk.close()
        self._close_mini()
        self.tray.close()
        self.bridge.stop()
        self._app.sendPostedEvents()
        self._app.processEvents()

    def _on_emptied(self) -> None:
        """Closing hides where the tray or the small window brings it back; else it ends this."""
        if self.tray.is_there or self.mini is not None:
            self.desk.hide_window()
        else:
            self._end()

    def _end(self) -> None:
        """Not by ``quit``, which asks each window first: one that is never closed would refuse."""
        self._app.exit()

    def _on_tray_gone(self) -> None:
        """Something has to stay within reach."""
        self.place_mini()
        if self.mini is None:
            self.desk.show_window()

    def place_mini(self) -> None:
        """The small window is there where it is wanted and no tray is."""
        wanted = self._prefs.mini and not self.tray.is_there
        if wanted and self.mini is None:
            from ziggie_desktop.desktop.windows.mini import MiniWindow

            self.mini = made = MiniWindow(view=self._mini_view)
            made.place(self._prefs.mini_geometry)
            made.asked.connect(self.desk.do)
            made.menu_wanted.connect(self.tray.open_menu)
            self.feed.moved.connect(made.later)
            made.show()
        elif not wanted:
            self._close_mini()

    def _close_mini(self) -> None:
        if self.mini is not None:
            self._prefs.mini_geometry = self.mini.saveGeometry()
            self.mini.hide()
            self.mini.deleteLater()
            self.mini = None

    def _mini_view(self) -> MiniView:
        return mini_view(self.feed.state, self.feed.link, utc_now())

    def _keep_told(self, *_: object) -> None:
        """What a note told of is not told again after a restart."""
        self._prefs.told = self._problem_notes.told()

    def _on_preferred(self, path: str) -> None:
        match path:
            case "desktop.theme":
                self._dress()
            case "desktop.language":
                self.speech.speak(self._prefs.language)
                self.tray.redraw()
                self._close_mini()
                self.place_mini()
                # Not while a widget of the old window is being clicked.
                QTimer.singleShot(0, self.desk.renew_window)
            case "desktop.mini":
                self.place_mini()
            case _ if path.startswith(("desktop.notify", "desktop.quiet")):
                self.notifier.obey(self._prefs.rules)

    def _dress(self, *_: object) -> None:
        theme.apply(self._app, self._prefs.theme)

    def _sign(self) -> Sign:
        return headline(self.feed.state, self.feed.link, utc_now()).sign

    def _tray_view(self) -> TrayView:
        return tray_view(self.feed.state, self.feed.link, utc_now(), can_stop_all=True)
