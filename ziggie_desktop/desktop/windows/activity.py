"""Owns the look of the activity page."""

from __future__ import annotations

from ziggie_desktop.desktop.presenters.activity import ActivityView
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.card import Card, EmptyState, Heading
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.windows.page import PageFrame


class ActivityPage(PageFrame):
    HEADING = mark("Activity")

    def __init__(self) -> None:
        super().__init__()
        self._view: ActivityView | None = None
        self._rows, self._empty = Rows(), EmptyState()
        card = Card()
        card.body.addWidget(Heading(t("Requests, the newest first")))
        card.body.addWidget(self._rows)
        card.body.addWidget(self._empty)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_view(self, view: ActivityView) -> None:
        if view == self._view:
            return
        self._view = view
        self._rows.show_views(view.rows)
        self._empty.setVisible(view.empty is not None)
        if view.empty is not None:
            self._empty.show_view(view.empty)
