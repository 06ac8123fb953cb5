"""Owns the editor of the electricity price: one price, and others at certain hours."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.tariff import DAY_WORDS, PeriodView, TariffView
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button, Segments
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel

SHORT, HOUR = 96, 72


def _edit(words: str, name: str, width: int, empty: str = "") -> QLineEdit:
    made = QLineEdit(words)
    made.setFixedWidth(width)
    made.setAccessibleName(name)
    made.setPlaceholderText(empty)
    made.setMaxLength(40)
    return made


class PeriodRow(QWidget):
    """A price at certain hours."""

    removed = Signal(object)
    edited = Signal()

    def __init__(self, view: PeriodView) -> None:
        super().__init__()
        self._start = _edit(view.start, t("From"), HOUR, "22:00")
        self._end = _edit(view.end, t("Until"), HOUR, "06:00")
        self._price = _edit(view.price, t("Price of these hours"), SHORT, "0.22")
        self._days = Segments(
            [(k, t(words)) for k, (words, _) in DAY_WORDS.items()], name=t("Days")
        )
        self._days_key = view.days
        self._days.choose(view.days)
        self._days.picked.connect(self._on_days)
        drop = Button(ButtonView(t("Remove"), Do(Verb.OPEN), says=t("Remove these hours")))
        drop.asked.connect(lambda _do: self.removed.emit(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        for widget in (self._start, Label("dim", "–"), self._end, self._days, self._price, drop):
            row.addWidget(widget)
        row.addStretch(1)
        for field in (self._start, self._end, self._price):
            field.textEdited.connect(lambda _text: self.edited.emit())

    def _on_days(self, key: str) -> None:
        self._days_key = key
        self.edited.emit()

    def typed(self) -> PeriodView:
        return PeriodView(self._price.text(), self._start.text(), self._end.text(), self._days_key)


class TariffCard(Card):
    """``saved`` carries what was typed. While somebody edits, what comes from outside waits."""

    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: TariffView | None = None
        self._rows: list[PeriodRow] = []
        self._dirty = False
        self.body.addWidget(Heading(t("Electricity")))
        self._remark = WrapLabel("dim")
        self.body.addWidget(self._remark)
        self._price = _edit("", t("Price per kWh"), SHORT, text.number(0.3, 2))
        self._currency = _edit("", t("Currency"), HOUR, "EUR")
        self._rate = _edit("", t("US dollars for one unit"), SHORT, text.number(1.08, 2))
        line = QHBoxLayout()
        line.setSpacing(8)
        for label, field in (
            (t("Price per kWh"), self._price),
            (t("Currency"), self._currency),
            (t("US dollars for one unit"), self._rate),
        ):
            line.addWidget(Label("text", label))
            line.addWidget(field)
            line.addSpacing(10)
            field.textEdited.connect(lambda _text: self._on_edit())
        line.addStretch(1)
        self.body.addLayout(line)
        self._hours = QVBoxLayout()
        self._hours.setSpacing(0)
        self.body.addLayout(self._hours)
        self._error = Label("error")
        self._error.hide()
        self.body.addWidget(self._error)
        self._add = Button(ButtonView(t("Add other hours"), Do(Verb.OPEN)))
        self._add.asked.connect(lambda _do: self._add_row(PeriodView(), edited=True))
        self._save = Button(ButtonView(t("Save the price"), Do(Verb.OPEN), primary=True))
        self._save.asked.connect(lambda _do: self.saved.emit(self.typed()))
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addStretch(1)
        foot.addWidget(self._save)
        self.body.addLayout(foot)
        self._save.setEnabled(False)

    def show_view(self, view: TariffView) -> None:
        if view == self._view:
            return
        self._view = view
        self._remark.say(view.remark)
        if not self._dirty:
            self._fill(view)

    def typed(self) -> TariffView:
        return TariffView(
            currency=self._currency.text().strip().upper(),
            price=self._price.text().strip(),
            to_usd=self._rate.text().strip(),
            periods=tuple(row.typed() for row in self._rows),
            remark="",
        )

    def say_error(self, words: str) -> None:
        self._error.say(words)
        self._error.setVisible(bool(words))

    def settle(self) -> None:
        """What was typed was handed over."""
        self._dirty = False
        self._save.setEnabled(False)
        self.say_error("")

    def _fill(self, view: TariffView) -> None:
        for field, words in (
            (self._price, view.price),
            (self._currency, view.currency),
            (self._rate, view.to_usd),
        ):
            field.setText(words)
        for row in list(self._rows):
            self._drop(row)
        editable = view.periods is not None
        for period in view.periods or ():
            self._add_row(period, edited=False)
        for widget in (self._price, self._currency, self._rate, self._add):
            widget.setEnabled(editable)

    def _add_row(self, period: PeriodView, *, edited: bool) -> None:
        row = PeriodRow(period)
        row.removed.connect(self._on_removed)
        row.edited.connect(self._on_edit)
        self._rows.append(row)
        self._hours.addWidget(row)
        if edited:
            self._on_edit()

    def _on_removed(self, row: PeriodRow) -> None:
        self._drop(row)
        self._on_edit()

    def _drop(self, row: PeriodRow) -> None:
        self._rows.remove(row)
        self._hours.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_edit(self) -> None:
        self._dirty = True
        self._save.setEnabled(True)
        self.say_error("")
