"""Owns the look of the logs page: the service's log as it grows, and the bundle for others."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit

from ziggie_desktop.desktop.presenters.logs import LEVELS, Choice, LogsView
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.card import EmptyState
from ziggie_desktop.desktop.widgets.label import WrapLabel
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.table import Column, Table
from ziggie_desktop.desktop.windows.page import Notices, PageFrame

AGAIN_MS = 2000  # while the page is seen
LEAST_HEIGHT = 240
DETAIL_HEIGHT = 130
FILE_NAME = "ziggie-diagnostics.zip"


class LogsPage(PageFrame):
    HEADING = mark("Logs")
    takes_all = True
    choice: Choice = Choice()

    def __init__(self) -> None:
        super().__init__()
        self._view: LogsView | None = None
        self._save = Button(ButtonView(t("Save diagnostics…"), Do(Verb.BUNDLE)))
        self._save.clicked.connect(self._choose_file)
        self.head.addWidget(self._save)
        self._notices = Notices()
        self.column.addWidget(self._notices)
        self._level = Select([(k, t(words)) for k, words in LEVELS.items()], name=t("Level"))
        self._subject = Select([("", t("All subjects"))], name=t("Subject"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for select in (self._level, self._subject):
            select.chose.connect(lambda _key: self._on_filter())
            row.addWidget(select)
        row.addStretch(1)
        self.column.addLayout(row)
        columns = (
            Column(t("Time"), 120, fits=True),
            Column(t("Level"), 84, fits=True),
            Column(t("Subject"), 136),
            Column(t("Message")),
        )
        self._table = Table(columns, name=t("Log, the newest first"))
        self._table.setMinimumHeight(LEAST_HEIGHT)
        self._table.picked.connect(self._on_picked)
        self._empty = EmptyState()
        self._detail = QPlainTextEdit()
        self._detail.setReadOnly(True)
        self._detail.setTabChangesFocus(True)
        self._detail.setAccessibleName(t("The whole record"))
        self._detail.setFixedHeight(DETAIL_HEIGHT)
        self._detail.hide()
        self.column.addWidget(self._table, 1)
        self.column.addWidget(self._empty, 1)
        self.column.addWidget(self._detail)
        words = t(
            "The diagnostics are one file for whoever looks for a fault: versions, settings, state"
            " and the last of this log. Keys are taken out; prompts and answers are never in it."
        )
        self._words = WrapLabel("dim", words)
        self.column.addWidget(self._words)
        self.column.addStretch()  # where there is no table to take the room
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.chosen)

    def _on_filter(self) -> None:
        self.choice = Choice(level=self._level.key, subject=self._subject.key)
        self.chosen.emit()
        self._table.scrollToTop()

    def _on_picked(self, key: str) -> None:
        if key and key != self.choice.line:
            self.choice = replace(self.choice, line=key)
            self.chosen.emit()

    def _choose_file(self) -> None:
        """Ask where to, without stopping the rest."""
        dialog = QFileDialog(self.window(), t("Save diagnostics"), FILE_NAME, "ZIP (*.zip)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: str) -> None:
        self.asked.emit(Do(Verb.BUNDLE, path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    def show_view(self, view: LogsView) -> None:
        if view == self._view:
            return
        self._view = view
        self._notices.show_views((view.notice,) if view.notice else ())
        self._subject.offer(view.subjects)
        self._table.show_lines(view.lines)
        self._table.setVisible(bool(view.lines))
        self._empty.setVisible(view.empty is not None)
        if view.empty is not None:
            self._empty.show_view(view.empty)
        if self._detail.toPlainText() != view.detail:
            self._detail.setPlainText(view.detail)
        self._detail.setVisible(bool(view.detail))
        words = t("Saving…") if view.is_saving else t("Save diagnostics…")
        self._save.show_view(ButtonView(words, Do(Verb.BUNDLE), enabled=not view.is_saving))
