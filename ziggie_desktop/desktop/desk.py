"""Owns what follows from a wish, whoever made it: a page, a call of the service, the end.

Makes the window when it is first wanted. Decides nothing that the service decides.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from ziggie_desktop import __version__
from ziggie_desktop.contract.api import RequestsDocument, TokenCreated
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.library import UpdatesDocument
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.desktop.bridge import Bridge, Refused
from ziggie_desktop.desktop.feed import Feed
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.recent import KEPT
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import SLOW, Ask, Missing
from ziggie_desktop.desktop.presenters.status import empty_handed
from ziggie_desktop.desktop.presenters.upkeep import UPDATES, merged
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.presenters.words import t

if TYPE_CHECKING:
    from ziggie_desktop.contract.client import Client
    from ziggie_desktop.desktop.reports import Reports
    from ziggie_desktop.desktop.windows.main import MainWindow

SHUTDOWN_TIMEOUT_MS = 5000
SLOW_S = 120.0  # so long a document that takes long will do
ASK_AGAIN_MS = 10_000  # while the page is seen
RESTING_TURNS = 6  # of them for the dashboard, while nothing is booked
RECENT = "recent requests"
SHUTDOWN = "shutdown"


class Desk(QObject):
    """``ended``: this program is to end. ``emptied``: the window was closed."""

    ended = Signal()
    emptied = Signal()
    preferred = Signal(str)  # which setting of this desktop is another now

    def __init__(
        self,
        *,
        feed: Feed,
        bridge: Bridge,
        prefs: Prefs,
        tray: Callable[[], bool],
        start_service: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.stops_all = False
        self._feed = feed
        self._bridge = bridge
        self._prefs = prefs
        self._tray = tray  # whether one is there
        self._start_service = start_service  # takes its time
        self._window: MainWindow | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHUTDOWN_TIMEOUT_MS)
        self._patience.timeout.connect(self.ended)
        self._led = False  # to the first steps
        self._slow: dict[Ask, float] = {}  # when it was asked for
        self._made_reports: Reports | None = None
        self._asked: set[Ask] = set()  # and not answered yet
        self._asked_for: tuple[Totals | None, int] = (None, 0)  # today's sums then, turns since
        self._again = QTimer(self)
        self._again.timeout.connect(self._ask_again)
        self._again.start(ASK_AGAIN_MS)

    @property
    def window(self) -> MainWindow:
        """The window, made when it is first wanted: in the tray alone it would be dead weight."""
        if self._window is None:
            from ziggie_desktop.desktop.windows.main import MainWindow

            self._window = window = MainWindow(feed=self._feed, here=self._here)
            window.place(self._prefs.geometry)
            window.asked.connect(self.do)
            window.wanted.connect(self._on_wanted)
            window.closed.connect(self.emptied)
            window.seen.connect(lambda seen: self._bridge.look(closely=seen))
            is_new = self._prefs.upgraded(__version__)
            if self._led:
                window.open_page(Page.FIRST)
            elif is_new:
                window.open_page(Page.NEWS)
        return self._window

    def _here(self) -> Here:
        return self._prefs.here(tray=self._tray())

    def do(self, wish: Do) -> None:
        """What a person asked for, wherever they did."""
        match wish.verb:
            case Verb.OPEN:
                self.window.open_page(Page(wish.subject))
                if wish.value is not None:
                    self.window.explain(str(wish.value))
                self.show_window()
            case Verb.LOOK:
                assert isinstance(wish.value, Ask)
                self._feed.begin(wish)
                self._bridge.wish(wish, partial(_fetched, ask=wish.value))
            case Verb.LINK:
                QDesktopServices.openUrl(QUrl(wish.subject))
            case Verb.PREFER:
                self._prefer(wish.subject, wish.value)
            case Verb.SERVICE_START:
                self._feed.begin(wish)
                self._bridge.wish(wish, lambda _client: _started(self._start_service))
            case Verb.QUIT:
                self.ended.emit()
            case Verb.QUIT_ALL:
                self.stops_all = True
                self._bridge.wish(SHUTDOWN, lambda client: client.shutdown())
                self._patience.start()
            case _:
                self._feed.begin(wish)
                self._bridge.grant(wish)

    def show_window(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def hide_window(self) -> None:
        self.keep_place()
        self.window.hide()

    def keep_place(self) -> None:
        if self._window is not None:
            self._prefs.geometry = self._window.saveGeometry()

    def close(self) -> None:
        self._patience.stop()
        self._again.stop()
        self.keep_place()
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
            self._window = None

    def _lead(self) -> None:
        """Open the first steps where there is nothing to work with yet, once in a run."""
        state = self._feed.state
        if self._led or state is None or self._prefs.first_done or not empty_handed(state):
            return
        self._led = True
        if self._window is not None and self._window.page is Page.DASHBOARD:
            self._window.open_page(Page.FIRST)

    def on_moved(self) -> None:
        self._lead()
        if self._window is not None:
            self._window.later()

    def on_connected(self) -> None:
        """The stream has what happens from now on; what was before is asked for."""
        self._slow.clear()
        self._bridge.wish(RECENT, lambda client: client.requests(limit=KEPT))
        self._ask_again()

    def on_refused(self, refused: Refused) -> None:
        ask = _asked_for(refused.what)
        if ask is not None:
            self._asked.discard(ask)
            self._slow.pop(ask, None)
            self._feed.on_found(ask, Missing(refused.title, refused.remedy))
            return
        if self.stops_all:
            self.ended.emit()
            return
        self.window.say_refusal(said(refused.title), said(refused.remedy))
        self.show_window()

    def on_granted(self, granted: tuple[object, object]) -> None:
        match granted:
            case (str() as name, RequestsDocument(requests=rows)) if name == RECENT:
                self._feed.on_requests(rows)
            case (str() as name, _) if name == SHUTDOWN:
                self.ended.emit()
            case (Do(verb=Verb.UPDATE), UpdatesDocument() as queued):
                known = self._feed.shelf.get(UPDATES, UpdatesDocument)
                self._feed.on_found(UPDATES, merged(known, queued))
            case (what, found) if (ask := _asked_for(what)) is not None:
                self._asked.discard(ask)
                self._feed.on_found(ask, found)
            case (Do(verb=Verb.EXPORT) as do, int() as count):
                self.window.say_done(t("%Ln request(s) saved", "", count), do.subject)
            case (Do(verb=Verb.BUNDLE) as do, _):
                self.window.say_done(t("Saved"), do.subject)
            case (Do(verb=Verb.REPORT_OPEN, subject=month), bytes() as page):
                self._reports().show(page, month)
            case (Do(verb=Verb.REPORT_PDF, value=file), bytes() as page):
                self._reports().keep(page, Path(str(file)))
            case (Do(verb=Verb.TOKEN_CREATE), TokenCreated() as made):
                self.window.reveal(made)
                self.window.ask()
            case _:  # what changed comes as an event, but for what a page asked for
                self._slow.clear()
                if self._window is not None:
                    self._window.ask()

    def _reports(self) -> Reports:
        """Made when it is first wanted."""
        if self._made_reports is None:
            from ziggie_desktop.desktop.reports import Reports

            self._made_reports = made = Reports(self)
            made.failed.connect(self._on_report_failed)
            made.kept.connect(self._on_report_kept)
        return self._made_reports

    def _on_report_failed(self, why: str) -> None:
        self.window.say_refusal(t("The report was not written"), why)

    def _on_report_kept(self, file: str) -> None:
        self.window.say_done(t("The report is saved"), file)

    def _on_wanted(self, asks: tuple[Ask, ...]) -> None:
        for ask in asks:
            if ask not in self._asked and not self._fresh(ask):
                self._asked.add(ask)
                self._bridge.wish(ask, partial(_fetched, ask=ask))

    def _fresh(self, ask: Ask) -> bool:
        """Whether a document that takes long was had a moment ago."""
        if ask.doc not in SLOW:
            return False
        now = time.monotonic()
        if now - self._slow.get(ask, -SLOW_S) < SLOW_S:
            return True
        self._slow[ask] = now
        return False

    def _ask_again(self) -> None:
        """The dashboard's documents are of what is booked: without that they stay as they are."""
        if self._window is None:
            return
        state, (known, turns) = self._feed.state, self._asked_for
        today = None if state is None else state.today
        rests = today is not None and today == known and turns < RESTING_TURNS
        if rests and self._window.page is Page.DASHBOARD:
            self._asked_for = (today, turns + 1)
            return
        self._asked_for = (today, 1)
        self._window.ask()

    def _prefer(self, path: str, value: object) -> None:
        try:
            self._prefs.prefer(path, value)
        except ZiggieError as error:
            self.window.say_refusal(said(error.title), said(error.remedy))
        self.preferred.emit(path)
        self.window.redraw()

    def renew_window(self) -> None:
        """Make it again on the page that is in front: it speaks another language now."""
        if self._window is None:
            return
        old, page, seen = self._window, self._window.page, self._window.isVisible()
        self.keep_place()
        self._window = None
        self.window.open_page(page)
        if seen:
            self.show_window()
        old.hide()
        old.deleteLater()


def _asked_for(what: object) -> Ask | None:
    """The document that was asked for, by a page or by a person's hand."""
    if isinstance(what, Do) and what.verb is Verb.LOOK:
        what = what.value
    return what if isinstance(what, Ask) else None


async def _started(start: Callable[[], bool]) -> None:
    """It runs once this returns; the bridge finds it by itself."""
    import asyncio

    if not await asyncio.to_thread(start):
        raise ZiggieError(
            "service_not_started",
            t("The service did not start"),
            t("Start it in a terminal to see why: ziggie-desktop serve"),
        )


def _fetched(client: Client, *, ask: Ask) -> Awaitable[object]:
    from ziggie_desktop.desktop.asks import fetch  # with the client, after the first frame

    return fetch(client, ask)
