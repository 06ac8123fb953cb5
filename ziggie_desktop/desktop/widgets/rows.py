"""Owns the list of rows: a name, a line about it, a bar or a pill, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.view import RowView
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Buttons, MoreButton
from ziggie_desktop.desktop.widgets.label import Label, ShortLabel, WrapLabel
from ziggie_desktop.desktop.widgets.shapes import Bar, Pill

ROW_HEIGHT = 46
NOTED_AIR = 5  # above and below an entry of three lines


class Row(QFrame):
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RowView | None = None
        self._title = ShortLabel("strong")
        self._detail = ShortLabel("dim")
        self._note = WrapLabel("dim")
        self._aside = Label("dim")
        self._pill = Pill()
        self._bar = Bar()
        self._buttons = Buttons()
        self._buttons.asked.connect(self.asked)
        self._more = MoreButton()
        self._more.asked.connect(self.asked)
        self._more.hide()
        self._words = words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addWidget(self._note)
        words.addWidget(self._bar)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._aside, 0, middle)
        row.addWidget(self._pill, 0, middle)
        row.addWidget(self._buttons, 0, middle)
        row.addWidget(self._more, 0, middle)
        self.setMinimumHeight(ROW_HEIGHT)

    def show_view(self, view: RowView) -> None:
        if view == self._view:
            return
        self._view = view
        self._title.say(view.title)
        self._detail.say(view.detail)
        self._note.say(view.note)
        self._note.setVisible(bool(view.note))
        air = NOTED_AIR if view.note else 0
        self._words.setContentsMargins(0, air, 0, air)
        self._aside.say(view.aside)
        self._aside.setVisible(bool(view.aside))
        self._pill.show_view(view.pill)
        self._bar.setVisible(view.fraction is not None)
        if view.fraction is not None:
            self._bar.setAccessibleName(t("Progress: {what}", what=view.title))
            self._bar.show_fraction(view.fraction)
        self._buttons.show_views(view.buttons)
        self._more.show_views(view.more, name=t("More for {what}", what=view.title))
        said = (view.title, view.detail, view.note, view.aside)
        self.setAccessibleName(". ".join(words for words in said if words))


class Rows(QWidget):
    """Keeps one row widget for each key, so that focus and pointer stay while figures change."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._rows: dict[str, Row] = {}

    def show_views(self, views: Sequence[RowView]) -> None:
        wanted = {view.key for view in views}
        for key in [key for key in self._rows if key not in wanted]:
            gone = self._rows.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, view in enumerate(views):
            row = self._rows.get(view.key)
            if row is None:
                row = self._rows[view.key] = Row(self)
                row.asked.connect(self.asked)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
            row.show_view(view)
        self.setVisible(bool(views))
