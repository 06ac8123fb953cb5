"""Owns which pages there are: their names, their looks, what they show and what they ask for.

A page's modules are imported when it is first opened: the first frame waits for one page only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, assert_never

import msgspec

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.contract.state import State
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.shelf import Ask, Shelf
from ziggie_desktop.desktop.presenters.text import utc_now
from ziggie_desktop.desktop.presenters.view import Do, Page
from ziggie_desktop.desktop.presenters.words import mark
from ziggie_desktop.desktop.windows.page import PageFrame

TITLES = {
    Page.DASHBOARD: mark("Dashboard"),
    Page.MODELS: mark("Models"),
    Page.GPU: mark("GPU"),
    Page.SAVINGS: mark("Savings"),
    Page.ROUTING: mark("Routing"),
    Page.ACTIVITY: mark("Activity"),
    Page.LOGS: mark("Logs"),
    Page.SETTINGS: mark("Settings"),
    Page.NEWS: mark("What's new"),
    Page.ABOUT: mark("About"),
    Page.FIRST: mark("First steps"),
}
UNLISTED = frozenset({Page.FIRST})  # reached from elsewhere than the sidebar


class Seen(msgspec.Struct, frozen=True):
    """All that a page may show."""

    state: State
    history: History
    requests: tuple[RequestRow, ...]
    pending: frozenset[Do]  # asked for and not answered yet
    shelf: Shelf
    here: Callable[[], Here]  # read from files: only where it is shown
    now: datetime
    changelog: Callable[[], str]
    edited: tuple[PolicyRule, ...] | None = None  # rules on the routing page that are not saved


class Entry(msgspec.Struct, frozen=True):
    """``view`` is given what there is and the page's own choice (a filter, a period)."""

    frame: type[PageFrame]
    view: Callable[[Seen, Any], Any]
    needs: Callable[[Any], tuple[Ask, ...]] = lambda choice: ()


def entry(page: Page) -> Entry:
    match page:
        case Page.DASHBOARD:
            from ziggie_desktop.desktop.presenters.dashboard import dashboard, dashboard_needs
            from ziggie_desktop.desktop.windows.dashboard import DashboardPage

            return Entry(
                DashboardPage,
                lambda s, _: dashboard(s.state, s.history, s.now, s.shelf),
                dashboard_needs,
            )
        case Page.MODELS:
            from ziggie_desktop.desktop.presenters.models import models, needs
            from ziggie_desktop.desktop.windows.models import ModelsPage

            return Entry(
                ModelsPage,
                lambda s, c: models(s.state, s.now, s.pending, shelf=s.shelf, choice=c),
                needs,
            )
        case Page.GPU:
            from ziggie_desktop.desktop.presenters.gpu import asked, gpu
            from ziggie_desktop.desktop.windows.gpu import GpuPage

            return Entry(
                GpuPage,
                lambda s, span: gpu(s.state, s.history, s.shelf, span, s.now),
                lambda span: (asked(span),),
            )
        case Page.SAVINGS:
            from ziggie_desktop.desktop.presenters.savings import needs as of_books
            from ziggie_desktop.desktop.presenters.savings import savings
            from ziggie_desktop.desktop.windows.savings import SavingsPage

            return Entry(
                SavingsPage,
                lambda s, wanted: savings(s.state, s.shelf, wanted, s.pending, s.now, s.edited),
                of_books,
            )
        case Page.ROUTING:
            from ziggie_desktop.desktop.presenters.routing import routing, routing_needs
            from ziggie_desktop.desktop.windows.routing import RoutingPage

            return Entry(
                RoutingPage,
                lambda s, choice: routing(s.shelf, choice, s.pending, s.now),
                routing_needs,
            )
        case Page.ACTIVITY:
            from ziggie_desktop.desktop.presenters.activity import activity, activity_needs
            from ziggie_desktop.desktop.windows.activity import ActivityPage

            return Entry(
                ActivityPage,
                lambda s, choice: activity(
                    s.requests, s.shelf, choice, s.pending, s.state.url, s.now
                ),
                lambda choice: activity_needs(choice, utc_now().astimezone().date()),
            )
        case Page.LOGS:
            from ziggie_desktop.desktop.presenters.logs import logs, logs_ask
            from ziggie_desktop.desktop.windows.logs import LogsPage

            return Entry(
                LogsPage,
                lambda s, choice: logs(s.shelf, choice, s.pending),
                lambda choice: (logs_ask(choice),),
            )
        case Page.SETTINGS:
            from ziggie_desktop.desktop.presenters.settings import SETTINGS, settings
            from ziggie_desktop.desktop.windows.settings import SettingsPage

            return Entry(
                SettingsPage,
                lambda s, _: settings(s.state, s.shelf, s.here()),
                lambda _: (SETTINGS,),
            )
        case Page.FIRST:
            from ziggie_desktop.desktop.presenters.first import first, first_needs
            from ziggie_desktop.desktop.windows.first import FirstPage

            return Entry(
                FirstPage,
                lambda s, c: first(s.state, s.shelf, s.here(), s.pending, c),
                first_needs,
            )
        case Page.NEWS:
            from ziggie_desktop.desktop.presenters.news import news
            from ziggie_desktop.desktop.windows.news import NewsPage

            return Entry(NewsPage, lambda s, _: news(s.changelog()))
        case Page.ABOUT:
            from ziggie_desktop import __version__
            from ziggie_desktop.desktop.presenters.news import about
            from ziggie_desktop.desktop.windows.news import AboutPage

            return Entry(AboutPage, lambda s, _: about(s.state, __version__))
        case _:
            assert_never(page)
