"""Owns the look of the savings page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.ahead import TableView
from ziggie_desktop.desktop.presenters.period import PeriodView
from ziggie_desktop.desktop.presenters.savings import (
    MOST_JOULES,
    BarsView,
    Rules,
    SavingsView,
    Span,
    Wanted,
    priced,
)
from ziggie_desktop.desktop.presenters.view import Do, NoticeView, RowView, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.bars import BarPlot
from ziggie_desktop.desktop.widgets.button import Buttons, Segments
from ziggie_desktop.desktop.widgets.card import BASELINE, Card, Heading
from ziggie_desktop.desktop.widgets.figures import Figures
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.split import Split
from ziggie_desktop.desktop.windows.page import Notices, PageFrame

T = TypeVar("T")
MOST_BYTES = 2**20  # of a policy file
BARS_HEIGHT = 220
APART = 16
RULES_WIDTH = 230


class PeriodCard(Card):
    """A period: the net figure, what it is made of, what is not known of it."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Heading()
        self._net, self._beside = Label("figure"), Label("dim")
        self._parts = Split()
        self._lines, self._counts = Figures(wide=2, left=(0, 2)), Figures(wide=2, left=(0, 2))
        self._unknown = WrapLabel("dim")
        figure = QHBoxLayout()
        figure.setSpacing(12)
        self._beside.setContentsMargins(0, 0, 0, 5)
        figure.addWidget(self._net, 0, BASELINE)
        figure.addWidget(self._beside, 1, BASELINE)
        abreast = QHBoxLayout()
        abreast.setSpacing(APART)
        abreast.addWidget(self._lines, 8, Qt.AlignmentFlag.AlignTop)
        abreast.addWidget(self._counts, 5, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._heading)
        self.body.addLayout(figure)
        self.body.addWidget(self._parts)
        self.body.addLayout(abreast)
        self.body.addWidget(self._unknown)

    def show_view(self, view: PeriodView) -> None:
        self._heading.title.say(view.title)
        self._heading.pill.show_view(view.pill)
        self._net.say(view.net)
        self._net.setAccessibleName(f"{view.title}: {view.net}, {view.beside}")
        self._beside.say(view.beside)
        self._parts.show_parts(view.parts)
        self._lines.show_rows(view.lines)
        self._counts.show_rows(view.counts)
        self._unknown.say("\n".join(view.unknown))
        self._unknown.setVisible(bool(view.unknown))


class BarsCard(Card):
    def __init__(self, groups: Segments) -> None:
        super().__init__()
        self._heading = Heading()
        self._plot = BarPlot()
        self._plot.setMinimumHeight(BARS_HEIGHT)
        self._note = WrapLabel("dim")
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(groups)
        self.body.addLayout(top)
        self.body.addWidget(self._plot, 1)
        self.body.addWidget(self._note)

    def show_view(self, view: BarsView) -> None:
        self._heading.title.say(view.label)
        self._plot.show_view(view)
        self._note.say(view.note)


class TableCard(Card):
    def __init__(self, *, wide: int, left: tuple[int, ...]) -> None:
        super().__init__()
        self._heading = Heading()
        self._table = Figures(wide=wide, left=left)
        self._note = WrapLabel("dim")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._table)
        self.body.addWidget(self._note)

    def show_view(self, view: TableView) -> None:
        self._heading.title.say(view.title)
        self._table.show_rows(view.rows, view.header)
        self._note.say(view.note)
        self._note.setVisible(bool(view.note))


class WhatIfCard(TableCard):
    """The table, and what shall be otherwise; ``page`` gets what was typed."""

    def __init__(self, page: SavingsPage) -> None:
        super().__init__(wide=5, left=(0, 5))
        self._page = page
        self._price, self._model, self._joules = QLineEdit(), QLineEdit(), QLineEdit()
        self._rules = Select((), name=t("Rules"))
        self._rules.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToContents)  # filled below
        self._rules.setMaximumWidth(RULES_WIDTH)  # a file's name may be long
        self._rules.chose.connect(self._on_rules)
        self._error = Label("error")
        self._error.hide()
        self._kwh = Label("dim")
        self._buttons = Buttons()
        self._buttons.asked.connect(page.asked)
        self._form = QGridLayout()
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(4)
        self._field(self._kwh, self._price, text.number(0.3, 2), share=2)
        self._field(Label("dim", t("Claude model")), self._model, "claude-haiku-4-5", share=3)
        joules = Label("dim", t("GPU at J a token"))
        self._field(joules, self._joules, text.number(3.3, 1), share=2)
        self._place(Label("dim", t("Rules")), self._rules, share=0)
        self._form.addWidget(self._buttons, 1, self._form.columnCount())
        self.body.addLayout(self._form)
        self.body.addWidget(self._error)

    def show_view(self, view: TableView) -> None:
        super().show_view(view)
        self._buttons.show_views((view.button,) if view.button else ())

    def show_choices(self, view: SavingsView) -> None:
        self._rules.offer(view.rules)
        self._rules.choose(view.wanted.rules.value)
        self._kwh.say(view.kwh_label)
        self._price.setAccessibleName(view.kwh_label)

    def _field(self, label: Label, edit: QLineEdit, hint: str, *, share: int) -> None:
        edit.setPlaceholderText(hint)
        edit.setAccessibleName(label.text())
        edit.editingFinished.connect(self._typed)
        self._place(label, edit, share=share)

    def _place(self, label: Label, field: QWidget, *, share: int) -> None:
        """Each field with its name above it, in one line, however narrow the window."""
        column = self._form.columnCount()
        self._form.addWidget(label, 0, column)
        self._form.addWidget(field, 1, column)
        self._form.setColumnStretch(column, share)

    def _typed(self) -> None:
        price, known = priced(self._price.text())
        joules, sound = priced(self._joules.text(), MOST_JOULES)
        self._error.setVisible(not (known and sound))
        if not (known and sound):
            self._error.say(t("Give a number such as 0.30, or nothing."))
            return
        model = self._model.text().strip()
        self._page.want(replace(self._page.wanted, kwh=price, model=model, joules=joules))

    def _on_rules(self, key: str) -> None:
        """Which file is asked first; nothing waits for the answer."""
        wanted = self._page.wanted
        if key != Rules.FILE:
            self._page.want(replace(wanted, rules=Rules(key)))
            return
        self._rules.choose(wanted.rules.value)
        dialog = QFileDialog(self, t("Choose a policy file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter("TOML (*.toml)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._read)
        dialog.open()

    def _read(self, name: str) -> None:
        path = Path(name)
        try:
            words = path.read_text(encoding="utf-8") if path.stat().st_size < MOST_BYTES else None
        except (OSError, UnicodeDecodeError):
            words = None
        self._error.setVisible(words is None)
        if words is None:
            self._error.say(t("{file} cannot be read as a policy.", file=path.name))
            return
        wanted = replace(self._page.wanted, rules=Rules.FILE, policy=words, file=path.name)
        self._page.want(wanted)


class RowsCard(Card):
    def __init__(self, title: str, nothing: str) -> None:
        super().__init__()
        self.rows = Rows()
        self._nothing = WrapLabel("dim", nothing)
        self.body.addWidget(Heading(title))
        self.body.addWidget(self.rows)
        self.body.addWidget(self._nothing)

    def show_views(self, views: tuple[RowView, ...]) -> None:
        self.rows.show_views(views)
        self._nothing.setVisible(not views)


class SavingsPage(PageFrame):
    HEADING = mark("Savings")

    def __init__(self) -> None:
        super().__init__()
        self._view: SavingsView | None = None
        self.choice: Wanted = Wanted()
        self._spans: Segments | None = None
        self._groups: Segments | None = None
        self._notices = Notices()
        self._notices.asked.connect(self.asked)
        self._period = PeriodCard()
        self._bars: BarsCard | None = None
        self._what_if = WhatIfCard(self)
        self._projection = TableCard(wide=4, left=(0, 4))
        self._scorecard = TableCard(wide=4, left=(0, 4))
        self._advice = RowsCard(t("What to do"), t("Nothing follows from the figures so far."))
        self._reports = RowsCard(
            t("Monthly reports"), t("A month with requests has a report; there is none yet.")
        )
        self._reports.rows.asked.connect(self._on_report)
        cards: tuple[QWidget, ...] = (
            self._notices,
            self._period,
            self._what_if,
            self._projection,
            self._scorecard,
            self._advice,
            self._reports,
            _how(),
        )
        for card in cards:
            self.column.addWidget(card)
        self.column.addStretch(1)

    @property
    def wanted(self) -> Wanted:
        return self.choice

    def want(self, wanted: Wanted) -> None:
        if wanted != self.choice:
            self.choice = wanted
            self.chosen.emit()

    def show_view(self, view: SavingsView) -> None:
        if view == self._view:
            return
        self._view = view
        self._show_choices(view)
        self._notices.show_views((view.notice,) if view.notice else ())
        self._what_if.show_view(view.what_if)
        self._what_if.show_choices(view)
        _show_or_hide(self._period, view.period, self._period.show_view)
        _show_or_hide(self._projection, view.projection, self._projection.show_view)
        _show_or_hide(self._scorecard, view.scorecard, self._scorecard.show_view)
        _show_or_hide(self._advice, view.advice, self._advice.show_views)
        _show_or_hide(self._reports, view.reports, self._reports.show_views)

    def _on_report(self, do: Do) -> None:
        """Where the PDF goes is asked first; nothing waits for the answer."""
        if do.verb is not Verb.REPORT_PDF:
            self.asked.emit(do)
            return
        dialog = QFileDialog(self, t("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"ziggie-{do.subject}.pdf")
        dialog.fileSelected.connect(lambda file: self.asked.emit(replace(do, value=file)))
        dialog.open()

    def _show_choices(self, view: SavingsView) -> None:
        if self._spans is None or self._groups is None or self._bars is None:
            self._spans = Segments(view.spans, name=t("Time shown"))
            self._spans.picked.connect(lambda key: self.want(replace(self.choice, span=Span(key))))
            self.head.addWidget(self._spans, 0, Qt.AlignmentFlag.AlignVCenter)
            self._groups = Segments(view.groups, name=t("Bars"))
            self._groups.picked.connect(lambda key: self.want(replace(self.choice, by=key)))
            self._bars = BarsCard(self._groups)
            self.column.insertWidget(self.column.indexOf(self._period) + 1, self._bars)
        self._spans.choose(view.wanted.span.value)
        self._groups.choose(view.wanted.by)
        _show_or_hide(self._bars, view.bars, self._bars.show_view)


def _show_or_hide(card: QWidget, view: T | None, show: Callable[[T], None]) -> None:
    card.setVisible(view is not None)
    if view is not None:
        show(view)


def _how() -> Notices:
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
    return how
