"""Owns the look of the pages on this program itself: What's new and About."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.news import AboutView, NewsView, Part, Release
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button, Buttons
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.facts import Facts
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.table import Column, Table
from ziggie_desktop.desktop.windows.page import PageFrame

FIRST = 4  # lines of a part that are seen before it is unfolded
TOP = Qt.AlignmentFlag.AlignTop


class PartList(QWidget):
    """What belongs together: its first lines, and a button for the rest."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        if part.title:
            column.addWidget(Label("strong", part.title))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        first = part.items if len(part.items) <= FIRST + 1 else part.items[:FIRST]
        self._rest = part.items[len(first) :]
        self._add(first)
        if self._rest:
            words = t("Show %Ln more", "", len(self._rest))
            says = f"{words}: {part.title}" if part.title else words
            self._more = Button(ButtonView(words, Do(Verb.OPEN), says=says))
            self._more.clicked.connect(self._unfold)
            column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self) -> None:
        self._more.hide()
        self._add(self._rest)

    def _add(self, items: tuple[str, ...]) -> None:
        for row, item in enumerate(items, self._grid.rowCount()):
            self._grid.addWidget(Label("dim", "•"), row, 0, TOP)
            self._grid.addWidget(WrapLabel("text", item), row, 1, TOP)


class ReleaseCard(Card):
    """One version and what it brought; folded where it is not the newest."""

    def __init__(self, release: Release, *, is_open: bool) -> None:
        super().__init__()
        self._release = release
        head = QHBoxLayout()
        head.addWidget(Heading(release.title), 1)
        self.body.addLayout(head)
        if is_open:
            self._fill()
            return
        words = t("Show")
        self._show = Button(ButtonView(words, Do(Verb.OPEN), says=f"{words}: {release.title}"))
        self._show.clicked.connect(self._open)
        head.addWidget(self._show)

    def _open(self) -> None:
        self._show.hide()
        self._fill()

    def _fill(self) -> None:
        for part in self._release.parts:
            self.body.addWidget(PartList(part))


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
            for place, release in enumerate(view.releases):
                card = ReleaseCard(release, is_open=place == 0)
                self.column.insertWidget(self.column.count() - 1, card)


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
