"""Owns the look of the models page."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from ziggie_desktop.desktop.presenters.models import MemoryView, ModelsChoice, ModelsView
from ziggie_desktop.desktop.presenters.upkeep import CleanView
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, RowView, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button, Buttons, Segments
from ziggie_desktop.desktop.widgets.card import Card, EmptyState, Heading
from ziggie_desktop.desktop.widgets.getting import GetCard
from ziggie_desktop.desktop.widgets.label import WrapLabel
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.widgets.shapes import Bar
from ziggie_desktop.desktop.windows.page import PageFrame

DAYS = (30, 60, 90)
FULL = 0.95


class RowsCard(Card):
    """A heading, a list below it; gone where the list is empty."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading, self.note = Heading(title), WrapLabel("dim")
        self.rows = Rows()
        self.note.hide()
        self.body.addWidget(self.heading)
        self.body.addWidget(self.note)
        self.body.addWidget(self.rows)


class MemoryCard(Card):
    """What the cards' memory holds."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Heading(t("In the GPU's memory"))
        self._bar, self._words = Bar(t("GPU memory in use")), WrapLabel("dim")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._words)

    def show_view(self, view: MemoryView | None) -> None:
        self.setVisible(view is not None)
        if view is None:
            return
        self._heading.value.say(view.figure)
        self._words.say(view.words)
        if view.fraction is not None:
            tone = Tone.WARN if view.fraction > FULL else Tone.ACCENT
            self._bar.show_fraction(view.fraction, tone)


class CleanCard(Card):
    """What a clean-up would remove. It removes nothing before it was asked once more."""

    def __init__(self, page: ModelsPage) -> None:
        super().__init__()
        self._heading, self._rows, self._go = Heading(t("Clean up")), Rows(), Buttons()
        self._days = Segments(
            [(str(days), t("%Ln day(s)", "", days)) for days in DAYS], name=t("Unused for")
        )
        self._days.picked.connect(lambda days: page.clean(int(days)))
        self._go.asked.connect(page.asked)
        keep = Button(ButtonView(t("Keep all"), Do(Verb.CLEAN_UP)))
        keep.asked.connect(lambda _do: page.clean(None))
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._days)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(keep)
        foot.addWidget(self._go)
        self._remark = WrapLabel("dim")
        self.body.addLayout(top)
        self.body.addWidget(self._remark)
        self.body.addWidget(self._rows)
        self.body.addLayout(foot)
        self.hide()

    def show_view(self, view: CleanView | None) -> None:
        self.setVisible(view is not None)
        if view is not None:
            self._days.choose(str(view.days))
            self._remark.say(view.remark)
            self._rows.show_views(view.rows)
            self._go.show_views([view.go] if view.go else [])


class ModelsPage(PageFrame):
    HEADING = mark("Models")
    choice: ModelsChoice

    def __init__(self) -> None:
        super().__init__()
        self.choice = ModelsChoice()
        self._view: ModelsView | None = None
        self._get = GetCard()
        self._get.asked.connect(self.asked)
        self._get.named.connect(self._on_named)
        self._pulls = RowsCard(t("Downloads"))
        self._jobs = RowsCard(t("Long work"))
        self._installed = RowsCard(t("On this machine"))
        self._empty = EmptyState()
        self._installed.body.addWidget(self._empty)
        self._care, self._care_remark = Buttons(), WrapLabel("dim")
        self._care.asked.connect(self.asked)
        self._clean_button = Button(ButtonView(t("Clean up unused…"), Do(Verb.CLEAN_UP)))
        self._clean_button.asked.connect(lambda _do: self.clean(DAYS[0]))
        self._installed.body.addLayout(self._care_line())
        self._memory, self._clean = MemoryCard(), CleanCard(self)
        self._recommended = RowsCard(t("Recommended for this machine"))
        cards = (self._get, self._pulls, self._jobs, self._clean, self._installed)
        for card in (*cards, self._memory, self._recommended):
            self.column.addWidget(card)
        for card in (self._pulls, self._jobs, self._installed, self._recommended):
            card.rows.asked.connect(self.asked)
        self.column.addStretch(1)

    def _care_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._care_remark, 1)
        row.addStretch(0)
        row.addWidget(self._care, 0, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._clean_button)
        return row

    def _on_named(self, name: str) -> None:
        self._choose(replace(self.choice, name=name))

    def clean(self, days: int | None) -> None:
        """Look at what nobody used for so many days; None: leave it."""
        self._choose(replace(self.choice, days=days))
        if days is not None:
            self.verticalScrollBar().setValue(0)

    def _choose(self, choice: ModelsChoice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.chosen.emit()

    def show_view(self, view: ModelsView) -> None:
        if view == self._view:
            return
        self._view = view
        self._get.show_view(view)
        self._show_list(self._pulls, view.pulls_remark, view.pulls)
        self._show_list(self._jobs, "", view.jobs)
        self._recommended.note.say(view.recommended_remark)
        self._recommended.note.setVisible(bool(view.recommended_remark))
        self._recommended.rows.show_views(view.recommended)
        self._recommended.setVisible(bool(view.recommended or view.recommended_remark))
        self._installed.rows.show_views(view.installed)
        self._installed.heading.remark.say(view.summary)
        self._empty.setVisible(view.empty is not None)
        if view.empty is not None:
            self._empty.show_view(view.empty)
        self._care.show_views(view.care)
        self._care_remark.say(view.care_remark)
        self._care_remark.setVisible(bool(view.care and view.care_remark))
        self._clean_button.setVisible(bool(view.care))
        self._memory.show_view(view.memory)
        self._clean.show_view(view.clean)

    def _show_list(self, card: RowsCard, remark: str, rows: tuple[RowView, ...]) -> None:
        card.heading.remark.say(remark)
        card.rows.show_views(rows)
        card.setVisible(bool(rows))
