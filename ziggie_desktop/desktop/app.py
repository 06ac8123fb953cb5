"""Owns the wiring of the desktop, top to bottom. Holds no truth: the service does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ziggie_desktop.contract.api import RequestsDocument
from ziggie_desktop.contract.client import Client
from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.bridge import Bridge, Refused
from ziggie_desktop.desktop.endings import Endings
from ziggie_desktop.desktop.feed import Feed
from ziggie_desktop.desktop.instance import Instance
from ziggie_desktop.desktop.notify import Notifier
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.activity import KEPT
from ziggie_desktop.desktop.presenters.status import Sign
from ziggie_desktop.desktop.presenters.text import settle_locale, utc_now
from ziggie_desktop.desktop.presenters.tray import TrayView
from ziggie_desktop.desktop.presenters.tray import tray as tray_view
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.sign_icon import sign_icon
from ziggie_desktop.desktop.tray import Tray
from ziggie_desktop.desktop.wishes import grant

if TYPE_CHECKING:
    from ziggie_desktop.desktop.windows.main import MainWindow

TRAY_REDRAW_MS = 1000  # a tray host redraws its menu over D-Bus: once a second is enough
MINUTE_MS = 60_000
FIRST_FRAME_MS = 60
SHUTDOWN_TIMEOUT_MS = 5000
RECENT = "recent requests"
SHUTDOWN = "shutdown"


def run(
    *,
    url: str,
    token: str,
    home: str,
    stop_service: Callable[[], None] | None = None,
    start_hidden: bool = False,
) -> int:
    """Show tray and window on the service at ``url`` until the person quits.

    A second start for the same home raises the first one's window and returns at once.
    ``stop_service`` is called, after the window is gone, if all is to be stopped.
    """
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
    settle_locale()
    theme.load_font(app)
    desktop = Desktop(app=app, home=home, client=lambda: Client(url=url, token=token))
    instance.raised.connect(desktop.show_window)
    desktop.start(hidden=start_hidden)
    endings = Endings(app=app)
    code = app.exec()
    endings.close()
    instance.release()
    desktop.close()
    if desktop.stops_all and stop_service is not None:
        stop_service()
    return code


class Desktop(QObject):
    """The parts and how they hear of one another."""

    def __init__(self, *, app: QApplication, home: str, client: Callable[[], Client]) -> None:
        super().__init__()
        self.stops_all = False
        self._app = app
        self._prefs = Prefs(home=home)
        theme.apply(app, self._prefs.theme)
        self.feed = Feed(monotonic=time.monotonic)
        self.bridge = Bridge(client=client)
        self._window: MainWindow | None = None
        self.tray = Tray()
        self.notifier = Notifier(bridge=self.bridge, message=self.tray.message)
        self._shown_sign: Sign | None = None
        self._tray_timer = self._timer(TRAY_REDRAW_MS, self._redraw_tray)
        self._wire()

    def _timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def _wire(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.changed.connect(self.feed.on_change, queued)
        self.bridge.linked.connect(self.feed.on_link, queued)
        self.bridge.refused.connect(self._on_refused, queued)
        self.bridge.granted.connect(self._on_granted, queued)
        self.feed.moved.connect(self._on_moved)
        self.feed.noted.connect(self.notifier.show)
        self.feed.connected.connect(self._fetch_recent)
        self.notifier.clicked.connect(self.do, queued)
        self.tray.asked.connect(self.do)
        self.tray.note_clicked.connect(self.notifier.on_message_clicked)
        self.tray.vanished.connect(self.show_window)
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: theme.apply(self._app, self._prefs.theme))
        self._minute = QTimer(self)  # "up 3 h 12 min" moves on without an event
        self._minute.timeout.connect(self.feed.moved)

    def start(self, *, hidden: bool) -> None:
        """Show what there is, before the first answer of the service."""
        self.notifier.enabled = self._prefs.notify
        self._redraw_tray()
        self.tray.look()
        if not hidden or not self.tray.is_there:
            self.window.show()
        self._minute.start(MINUTE_MS)
        # Importing the HTTP client takes the interpreter for a while: after the first frame.
        QTimer.singleShot(0 if hidden else FIRST_FRAME_MS, self.bridge.start)

    @property
    def window(self) -> MainWindow:
        """The window, made when it is first wanted: in the tray alone it would be dead weight."""
        if self._window is None:
            from ziggie_desktop.desktop.windows.main import MainWindow

            self._window = window = MainWindow(feed=self.feed)
            window.choose(theme=self._prefs.theme, notify=self._prefs.notify)
            window.place(self._prefs.geometry)
            window.asked.connect(self.do)
            window.closed.connect(self._on_closed)
            window.theme_picked.connect(self._on_theme)
            window.notify_flipped.connect(self._on_notify)
        return self._window

    def close(self) -> None:
        """Take everything down in order: Qt may abort at exit on what is left to chance."""
        self._minute.stop()
        self._tray_timer.stop()
        if self._window is not None:
            self._prefs.geometry = self._window.saveGeometry()
            self._window.hide()
            self._window.deleteLater()
        self.tray.close()
        self.bridge.stop()
        self._app.sendPostedEvents()
        self._app.processEvents()

    def do(self, wish: Do) -> None:
        """What a person asked for, wherever they did."""
        match wish.verb:
            case Verb.OPEN:
                self.window.open_page(Page(wish.subject))
                self.show_window()
            case Verb.QUIT:
                self._app.quit()
            case Verb.QUIT_ALL:
                self.stops_all = True
                self.bridge.wish(SHUTDOWN, lambda client: client.shutdown())
                self._timer(SHUTDOWN_TIMEOUT_MS, self._app.quit).start()
            case _:
                self.bridge.wish(wish.verb.value, lambda client: grant(client, wish))

    def show_window(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _on_closed(self) -> None:
        """Closing hides where a tray brings the window back; else it ends this program."""
        self._prefs.geometry = self.window.saveGeometry()
        if self.tray.is_there:
            self.window.hide()
        else:
            self._app.quit()

    def _on_refused(self, refused: Refused) -> None:
        if self.stops_all:
            self._app.quit()
            return
        self.window.say_refusal(refused.title, refused.remedy)
        self.show_window()

    def _on_granted(self, granted: tuple[str, object]) -> None:
        match granted:
            case (str() as name, RequestsDocument(requests=rows)) if name == RECENT:
                self.feed.on_requests(rows)
            case (str() as name, _) if name == SHUTDOWN:
                self._app.quit()
            case _:
                pass  # what changed comes as an event

    def _fetch_recent(self) -> None:
        self.bridge.wish(RECENT, lambda client: client.requests(limit=KEPT))

    def _on_theme(self, choice: theme.Choice) -> None:
        self._prefs.theme = choice
        theme.apply(self._app, choice)

    def _on_notify(self, on: bool) -> None:
        self._prefs.notify = on
        self.notifier.enabled = on
        self.window.choose(theme=self._prefs.theme, notify=on)

    def _on_moved(self) -> None:
        if self._window is not None:
            self._window.later()
        if not self._tray_timer.isActive():
            self._tray_timer.start(0 if self._tray_is_behind() else TRAY_REDRAW_MS)

    def _tray_is_behind(self) -> bool:
        """The icon's state must not lag; the figures in the menu may."""
        return self._tray_view().sign is not self._shown_sign

    def _tray_view(self) -> TrayView:
        return tray_view(self.feed.state, self.feed.link, utc_now(), can_stop_all=True)

    def _redraw_tray(self) -> None:
        view = self._tray_view()
        self._shown_sign = view.sign
        self.tray.show_view(view)
