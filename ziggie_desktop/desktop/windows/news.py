"""Owns the look of the pages on this program itself: What's new and About."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ziggie_desktop.desktop.presenters.news import AboutView, NewsView, Release
from ziggie_desktop.desktop.presenters.view import Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Buttons
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.facts import Facts
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.table import Column, Table
from ziggie_desktop.desktop.windows.page import PageFrame

TOP = Qt.AlignmentFlag.AlignTop


class ReleaseCard(Card):
    """One version and what it brought."""

    def __init__(self, release: Release) -> None:
        super().__init__()
        self.body.addWidget(Heading(release.title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for row, item in enumerate(release.items):
            grid.addWidget(Label("dim", "•"), row, 0, TOP)
            grid.addWidget(WrapLabel("text", item), row, 1, TOP)
        self.body.addLayout(grid)


class NewsPage(PageFrame):
    HEADING = mark("What's new")

    def __init__(self) -> None:
        super().__init__()
        self._view: NewsView | None = None
        self._remark = WrapLabel("dim")
        self.column.addWidget(self._remark)
        self.column.addStretch(1)

    def show_view(self, view: NewsView) -> None:
        if view == self._view:
            return
        first, self._view = self._view is None, view
        self._remark.say(view.remark)
        if first:  # what ships does not change while it runs
            for release in view.releases:
                self.column.insertWidget(self.column.count() - 1, ReleaseCard(release))


class AboutPage(PageFrame):
    HEADING = mark("About")

    def __init__(self) -> None:
        super().__init__()
        self._view: AboutView | None = None
        self._facts, self._licence, self._qt = Facts(1), WrapLabel("text"), WrapLabel("dim")
        self._links = Buttons()
        self._links.asked.connect(self.asked)
        head = Card()
        head.body.addWidget(Heading("Ziggie Desktop"))
        head.body.addWidget(self._facts)
        head.body.addWidget(self._licence)
        self.column.addWidget(head)
        qt = Card()
        qt.body.addWidget(Heading("Qt"))
        qt.body.addWidget(self._qt)
        qt.body.addWidget(self._links, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(qt)
        columns = (Column(t("Part"), 180), Column(t("Licence"), 230), Column(t("Where")))
        self._parts = Table(columns, name=t("What it is made of"))
        self._parts.opened.connect(lambda where: self.asked.emit(Do(Verb.LINK, where)))
        parts = Card()
        parts.body.addWidget(Heading(t("What it is made of")))
        parts.body.addWidget(self._parts)
        self.column.addWidget(parts)
        self.column.addStretch(1)

    def show_view(self, view: AboutView) -> None:
        if view == self._view:
            return
        self._view = view
        self._facts.show_pairs(view.facts)
        self._licence.say(view.licence)
        self._qt.say(view.qt)
        self._links.show_views(view.links)
        self._parts.show_lines(view.parts)
        self._parts.fit()
