"""Owns the look of the savings page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ziggie_desktop.desktop.presenters.savings import PeriodView, SavingsView
from ziggie_desktop.desktop.presenters.view import NoticeView, Tone
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.windows.page import Notices, PageFrame, side_by_side

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PeriodCard(Card):
    """A period: the net figure, what it is made of, what is not known of it."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Heading()
        self._net, self._beside = Label("figure"), Label("dim")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 10, 0, 4)
        self._grid.setVerticalSpacing(9)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._cells: list[tuple[Label, Label, Label]] = []
        self._unknown = WrapLabel("dim")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._net)
        self.body.addWidget(self._beside)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._unknown)
        self.body.addStretch(1)

    def show_view(self, view: PeriodView) -> None:
        self._heading.title.say(view.title)
        self._heading.pill.show_view(view.pill)
        self._net.say(view.net)
        self._beside.say(view.beside)
        for row, line in enumerate(view.lines):
            if row == len(self._cells):
                self._add_line(row)
            for cell, words in zip(self._cells[row], line, strict=True):
                cell.say(words)
            self._cells[row][1].setAccessibleName(" ".join(line))
        self._unknown.say("\n".join(view.unknown))
        self._unknown.setVisible(bool(view.unknown))

    def _add_line(self, row: int) -> None:
        cells = (Label("text"), Label("strong"), Label("dim"))
        for place, cell in enumerate(cells):
            self._grid.addWidget(cell, row, place)
        cells[1].setAlignment(RIGHT)
        self._cells.append(cells)


class SavingsPage(PageFrame):
    HEADING = mark("Savings")

    def __init__(self) -> None:
        super().__init__()
        self._view: SavingsView | None = None
        self._notices = Notices()
        self.column.addWidget(self._notices)
        self._periods = [PeriodCard(), PeriodCard()]
        self.column.addLayout(side_by_side(*self._periods))
        words = NoticeView(
            t("How this is counted"),
            t(
                "Net savings are what the same answers would have cost at Claude's list price,"
                " less what was paid to the cloud, less the electricity of the GPU. What is unknown"
                " is never counted as zero: as long as a part is unknown, so is the net figure."
            ),
            Tone.NEUTRAL,
        )
        how = Notices()
        how.show_views((words,))
        self.column.addWidget(how)
        self.column.addStretch(1)

    def show_view(self, view: SavingsView) -> None:
        if view == self._view:
            return
        self._view = view
        self._notices.show_views((view.notice,) if view.notice else ())
        for card, period in zip(self._periods, view.periods, strict=True):
            card.show_view(period)
