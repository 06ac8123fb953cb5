"""Owns the main window: sidebar, pages and the state without a service. Knows no client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, cast

from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ziggie_desktop.contract.api import TokenCreated
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import State
from ziggie_desktop.data import changelog
from ziggie_desktop.desktop import icons
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.shelf import Shelf
from ziggie_desktop.desktop.presenters.status import headline
from ziggie_desktop.desktop.presenters.text import utc_now
from ziggie_desktop.desktop.presenters.view import (
    ButtonView,
    Do,
    Link,
    NoticeView,
    Page,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.card import EmptyState
from ziggie_desktop.desktop.windows.page import Notices, PageFrame
from ziggie_desktop.desktop.windows.pages import Seen, entry
from ziggie_desktop.desktop.windows.sidebar import Sidebar

SMALLEST = (1024, 640)
USUAL = (1120, 780)
TITLE_BAR_PX = 40
REFUSAL_SHOWN_MS = 12_000
REDRAW_MS = 60  # several events within this time make one redraw


class Feed(Protocol):
    """What there is to show. The window only reads it."""

    @property
    def state(self) -> State | None: ...
    @property
    def link(self) -> Link: ...
    @property
    def history(self) -> History: ...
    @property
    def requests(self) -> tuple[RequestRow, ...]: ...
    @property
    def pending(self) -> frozenset[Do]: ...
    @property
    def shelf(self) -> Shelf: ...


class MainWindow(QMainWindow):
    """``asked`` carries wishes, ``wanted`` asks for documents; ``closed`` leaves it to others
    whether to hide or to quit; ``seen`` tells whether anybody can see it."""

    asked = Signal(object)
    wanted = Signal(object)
    closed = Signal()
    seen = Signal(bool)

    def __init__(
        self,
        *,
        feed: Feed,
        here: Callable[[], Here] = Here,
        now: Callable[[], datetime] = utc_now,
        changelog: Callable[[], str] = changelog,
    ) -> None:
        super().__init__()
        self._feed, self._here, self._now, self._changelog = feed, here, now, changelog
        self._page = Page.DASHBOARD
        self.setWindowTitle("Ziggie Desktop")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._sidebar = Sidebar()
        self._sidebar.choose(self._page)
        self._sidebar.page_picked.connect(self.open_page)
        self._offline = EmptyState(path=icons.unplugged())
        self._offline.asked.connect(self.asked)
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self._stack.addWidget(self._offline)
        self._pages: dict[Page, PageFrame] = {}
        self._refusals = Notices()
        self._refusals.hide()
        self.setCentralWidget(self._frame())
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(self.redraw)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(REFUSAL_SHOWN_MS)
        self._quiet.timeout.connect(lambda: self._refusals.show_views(()))

    def _frame(self) -> QWidget:
        frame, body = QWidget(), QWidget()
        frame.setObjectName("pages")
        frame.setAccessibleName("Ziggie Desktop")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._refusals.setContentsMargins(24, 14, 24, 0)
        column.addWidget(self._refusals)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sidebar)
        row.addWidget(body, 1)
        # The first focus rests here, so that no ring shows before somebody uses the keyboard.
        frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        frame.setFocus()
        return frame

    @property
    def page(self) -> Page:
        return self._page

    def open_page(self, page: Page) -> None:
        self._page = page
        self._sidebar.choose(page)
        self.ask()
        self.redraw()

    def choose(self, choice: object) -> None:
        """Show that on the page in front, as if a person had picked it."""
        self._page_in_front().choice = choice
        self._on_chosen()

    def explain(self, request_id: str) -> None:
        """Show that request in full on the page in front, if that is a page of requests."""
        self._page_in_front().explain(request_id)

    @property
    def is_seen(self) -> bool:
        return self.isVisible() and not self.isMinimized()

    def later(self) -> None:
        """Something changed: draw soon, and only if anybody can see it."""
        if self.is_seen and not self._redraw.isActive():
            self._redraw.start()

    def say_refusal(self, title: str, remedy: str) -> None:
        """Show for a while why a wish was not granted."""
        self._refusals.show_views((NoticeView(title, remedy, Tone.BAD),))
        self._quiet.start()

    def say_done(self, title: str, words: str) -> None:
        """Show for a while that something long is done."""
        self._refusals.show_views((NoticeView(title, words, Tone.GOOD),))
        self._quiet.start()

    def reveal(self, made: TokenCreated) -> None:
        """Show a token for the only time."""
        from ziggie_desktop.desktop.windows.secret import Secret

        Secret(made, url=self._feed.state.url if self._feed.state else "", parent=self).open()

    def redraw(self) -> None:
        state, link, now = self._feed.state, self._feed.link, self._now()
        self._sidebar.show_state(headline(state, link, now))
        if state is None or link is not Link.UP:
            self._offline.show_view(offline_notice(link, self._feed.pending))
            self._stack.setCurrentWidget(self._offline)
            return
        self._stack.setCurrentWidget(self._drawn(state, now))

    def _drawn(self, state: State, now: datetime) -> PageFrame:
        """The page in front, up to date."""
        page = self._page_in_front()
        feed = self._feed
        seen = Seen(
            state=state,
            history=feed.history,
            requests=feed.requests,
            pending=feed.pending,
            shelf=feed.shelf,
            here=self._here,
            now=now,
            changelog=self._changelog,
            edited=self._edited(),
        )
        page.show_view(entry(self._page).view(seen, page.choice))
        return page

    def _edited(self) -> tuple[PolicyRule, ...] | None:
        """What somebody changed of the rules and has not saved."""
        page = self._pages.get(Page.ROUTING)
        choice = None if page is None else page.choice
        if choice is None or not getattr(choice, "draft", False):
            return None
        return cast(tuple[PolicyRule, ...] | None, getattr(choice, "rules", None))

    def make_ready(self) -> None:
        """Load the page in front, then make it, while the service is being reached: what comes
        from there has only to be shown. In steps, between which the window answers."""

        def load() -> None:
            entry(self._page)
            QTimer.singleShot(0, self, self._page_in_front)

        QTimer.singleShot(0, self, load)

    def _page_in_front(self) -> PageFrame:
        """Made when it is first wanted."""
        made = self._pages.get(self._page)
        if made is None:
            made = self._pages[self._page] = entry(self._page).frame()
            made.asked.connect(self._on_asked)
            made.chosen.connect(self._on_chosen)
            self._stack.addWidget(made)
        return made

    def ask(self) -> None:
        """Ask for what the page in front shows beside the snapshot, if anybody can see it."""
        if self.is_seen and self._feed.state is not None:
            needs = entry(self._page).needs(self._page_in_front().choice)
            if needs:
                self.wanted.emit(needs)

    def _on_chosen(self) -> None:
        self.ask()
        self.redraw()

    def _on_asked(self, do: Do) -> None:
        """Some wishes need a word first; their dialogs are loaded when one is."""
        if do.verb not in (Verb.REMOVE, Verb.CLEAN_UP, Verb.COPY):
            self.asked.emit(do)
            return
        from ziggie_desktop.desktop.presenters.models import clean_question, remove_question
        from ziggie_desktop.desktop.windows.confirm import ask
        from ziggie_desktop.desktop.windows.naming import copy_naming, name_it

        state = self._feed.state
        if do.verb is Verb.REMOVE and state is not None:
            ask(remove_question(state, do.subject), self, lambda: self.asked.emit(do))
        elif do.verb is Verb.CLEAN_UP and state is not None:
            _, names = cast(tuple[int, tuple[str, ...]], do.value)
            ask(clean_question(state, names), self, lambda: self.asked.emit(do))
        elif do.verb is Verb.COPY and do.value is None:
            name_it(copy_naming(do.subject), self, lambda n: self.asked.emit(replace(do, value=n)))
        else:
            self.asked.emit(do)

    def showEvent(self, event: QShowEvent) -> None:
        self._sidebar.paint_icons()
        self.redraw()
        super().showEvent(event)
        self._on_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange and self.isVisible():
            self._on_seen()

    def _on_seen(self) -> None:
        self.seen.emit(self.is_seen)
        self.later()
        self.ask()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # hiding or quitting is decided where it is known whether a tray is there
        self.closed.emit()

    def place(self, saved: QByteArray) -> None:
        """Where it was last, else as large as usual and as the screen has room for."""
        if not saved.isEmpty() and self.restoreGeometry(saved):
            return
        room = self.screen().availableGeometry()
        self.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height() - TITLE_BAR_PX))


def offline_notice(link: Link, pending: frozenset[Do] = frozenset()) -> NoticeView:
    if link is Link.CONNECTING:
        return NoticeView(t("Connecting to the service…"), "")
    do = Do(Verb.SERVICE_START)
    busy = do in pending
    return NoticeView(
        t("No connection to the service"),
        t(
            "Requests and downloads go on as long as the service runs, and Ziggie keeps trying to"
            " reach it. If it has ended, start it again."
        ),
        Tone.BAD,
        ButtonView(
            t("Starting the service…") if busy else t("Start the service"),
            do,
            primary=True,
            enabled=not busy,
        ),
    )
