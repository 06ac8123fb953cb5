"""Owns the look of the activity page: filters, the table of requests, and the detail of one."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from ziggie_desktop.desktop.presenters.activity import (
    PERIODS,
    ROUTES,
    STATUSES,
    ActivityView,
    Choice,
)
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.card import Card, EmptyState
from ziggie_desktop.desktop.widgets.days import Days
from ziggie_desktop.desktop.widgets.facts import Facts
from ziggie_desktop.desktop.widgets.label import Label
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.table import Column, Table
from ziggie_desktop.desktop.windows.page import Notices, PageFrame

PAUSE_MS = 300  # somebody types
LEAST_HEIGHT = 260
FILE_NAME = "ziggie-requests.csv"


class ActivityPage(PageFrame):
    HEADING = mark("Activity")
    takes_all = True
    choice: Choice = Choice()

    def __init__(self) -> None:
        super().__init__()
        self._view: ActivityView | None = None
        self._export = Button(ButtonView(t("Export as CSV…"), Do(Verb.EXPORT)))
        self._export.clicked.connect(self._choose_file)
        self.head.addWidget(self._export)
        self._notices = Notices()
        self.column.addWidget(self._notices)
        self.column.addLayout(self._filters())
        self._days = Days()
        self._days.changed.connect(self._on_filter)
        self._days.hide()
        self.column.addWidget(self._days)
        columns = (
            Column(t("Time"), 62, fits=True),
            Column(t("Who"), share=6),
            Column(t("Where"), share=6),
            Column(t("Why"), share=5),
            Column(t("Tokens"), 80, is_figure=True, fits=True),
            Column(t("Took"), 54, is_figure=True, fits=True),
            Column(t("Energy"), 64, is_figure=True, fits=True),
            Column(t("Cost"), 64, is_figure=True, fits=True),
        )
        self._table = Table(columns, name=t("Requests"), tall=True)
        self._table.setMinimumHeight(LEAST_HEIGHT)
        self._table.picked.connect(self._on_picked)
        self._empty = EmptyState()
        self._detail, self._detail_card = Facts(), Card()
        self._detail_card.body.addWidget(self._detail)
        self._detail_card.hide()
        self.column.addWidget(self._table, 1)
        self.column.addWidget(self._empty, 1)
        self.column.addLayout(self._turning())
        self.column.addWidget(self._detail_card)
        self.column.addStretch()  # where there is no table to take the room

    def _filters(self) -> QHBoxLayout:
        self._component = Select([("", t("All components"))], name=t("Component"))
        self._route = Select([(k, t(w)) for k, w in ROUTES.items()], name=t("Route"))
        self._status = Select([(k, t(w)) for k, w in STATUSES.items()], name=t("Outcome"))
        self._period = Select([(k, t(w)) for k, w in PERIODS.items()], name=t("Period"))
        self._text = QLineEdit()
        self._text.setAccessibleName(t("Text to look for"))
        self._text.setPlaceholderText(t("Model, task, reason, id"))
        self._text.setMaxLength(200)
        self._text.setClearButtonEnabled(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_filter)
        self._text.textEdited.connect(lambda _text: self._pause.start())
        row = QHBoxLayout()
        row.setSpacing(8)
        for select in (self._component, self._route, self._status, self._period):
            select.chose.connect(lambda _key: self._on_filter())
            row.addWidget(select)
        least = Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self._component.setSizeAdjustPolicy(least)  # a long name must not push the others away
        row.setStretchFactor(self._component, 3)
        row.addWidget(self._text, 4)
        return row

    def _turning(self) -> QHBoxLayout:
        self._summary = Label("dim")
        self._newest = Button(ButtonView(t("Newest"), Do(Verb.OPEN)))
        self._newer = Button(ButtonView(t("Newer"), Do(Verb.OPEN)))
        self._older = Button(ButtonView(t("Older"), Do(Verb.OPEN)))
        self._newest.clicked.connect(lambda: self._turn(()))
        self._newer.clicked.connect(lambda: self._turn(self.choice.pages[:-1]))
        self._older.clicked.connect(self._turn_back)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._summary)
        row.addStretch(1)
        for button in (self._newest, self._newer, self._older):
            row.addWidget(button)
        return row

    def _turn_back(self) -> None:
        if self._view is not None and self._view.has_older:
            self._turn((*self.choice.pages, self._view.last))

    def _turn(self, pages: tuple[str, ...]) -> None:
        self._choose(replace(self.choice, pages=pages, row=""))
        self._table.scrollToTop()

    def _on_filter(self) -> None:
        self._pause.stop()
        free = self._period.key == "days"
        self._days.setVisible(free)
        self._choose(
            Choice(
                since=self._days.since if free else "",
                until=self._days.until if free else "",
                component=self._component.key,
                route=self._route.key,
                status=self._status.key,
                period=self._period.key,
                text=self._text.text(),
            )
        )
        self._table.scrollToTop()

    def explain(self, request_id: str) -> None:
        """That request among those that fell back, whatever was looked for before."""
        for select in (self._component, self._route, self._period):
            select.choose("")
        self._status.choose("fallback")
        self._text.clear()
        self._pause.stop()
        self._days.hide()
        self._choose(Choice(status=self._status.key, row=request_id))

    def _on_picked(self, key: str) -> None:
        if key:
            self._choose(replace(self.choice, row=key))

    def _choose(self, choice: Choice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.chosen.emit()

    def _choose_file(self) -> None:
        """Ask where to, without stopping the rest."""
        dialog = QFileDialog(self.window(), t("Export as CSV"), FILE_NAME, "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Have the service's rows under the filters in force written to ``path``."""
        if self._view is not None:
            self.asked.emit(Do(Verb.EXPORT, path, value=self._view.export))

    def show_view(self, view: ActivityView) -> None:
        if view == self._view:
            return
        self._view = view
        self._notices.show_views((view.notice,) if view.notice else ())
        self._component.offer(view.components)
        self._table.show_lines(view.lines)
        if self._table.chosen != self.choice.row:
            self._table.choose(self.choice.row)
        self._table.setVisible(bool(view.lines))
        self._empty.setVisible(view.empty is not None)
        if view.empty is not None:
            self._empty.show_view(view.empty)
        self._summary.say(view.summary)
        for button in (self._newest, self._newer):
            button.setEnabled(not view.is_first)
        self._older.setEnabled(view.has_older)
        self._detail_card.setVisible(bool(view.detail))
        self._detail.show_pairs(view.detail)
        busy = t("Exporting…") if view.is_exporting else t("Export as CSV…")
        can = bool(view.lines) and not view.is_exporting
        self._export.show_view(ButtonView(busy, Do(Verb.EXPORT), enabled=can))
