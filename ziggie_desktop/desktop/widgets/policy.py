"""Owns the card of the policy: its rules as a table that is edited, and its file as text.

Edits stay here until they are saved; knows no service.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.desktop.presenters.routing import RoutingView
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button, Segments
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.label import Label, ShortLabel
from ziggie_desktop.desktop.widgets.rule import RuleDialog
from ziggie_desktop.desktop.widgets.table import Column, Table

FILE_HEIGHT = 360
PICKED = ("up", "down", "edit", "remove")  # what needs a chosen rule


class PolicyCard(Card):
    """``edited`` carries the rules as they are now, None to drop the edits; ``saved`` what is to be
    saved: the rules, or the whole text."""

    edited = Signal(object)
    rules_saved = Signal()
    text_saved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view: RoutingView | None = None
        self._text_mark = ""
        top = QHBoxLayout()
        top.addWidget(Heading(t("Rules: the first that matches decides")), 1)
        ways = Segments([("table", t("Table")), ("file", t("File"))], name=t("Policy as"))
        ways.choose("table")
        ways.picked.connect(self._on_way)
        top.addWidget(ways)
        self.body.addLayout(top)
        self._sides = {"table": self._table_side(), "file": self._file_side()}
        for side in self._sides.values():
            self.body.addWidget(side)
        self._on_way("table")

    def _table_side(self) -> QWidget:
        columns = (
            Column("", 46),
            Column(t("Level"), 50, fits=True),
            Column(t("Priority"), 60, fits=True),
            Column(t("Component"), share=2),
            Column(t("Task"), share=2),
            Column(t("Goes to"), 60, fits=True),
            Column(t("Else"), 60, fits=True),
            Column(t("Because"), share=4),
        )
        self.table = Table(columns, name=t("Rules of the policy"))
        self.table.picked.connect(lambda _key: self._enable())
        self.table.opened.connect(lambda _key: self._edit())
        self._acts: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, label, says, act in (
            ("up", "↑", t("Move the rule up"), lambda: self._move(-1)),
            ("down", "↓", t("Move the rule down"), lambda: self._move(1)),
            ("edit", t("Edit…"), t("Edit the rule"), self._edit),
            ("add", t("Add…"), t("Add a rule"), self._add),
            ("remove", t("Remove"), t("Remove the rule"), self._remove),
        ):
            made = Button(ButtonView(label, Do(Verb.OPEN), says=says))
            made.clicked.connect(act)
            self._acts[name] = made
            row.addWidget(made)
        row.addStretch(1)
        self._discard = Button(ButtonView(t("Discard"), Do(Verb.OPEN)))
        self._discard.clicked.connect(lambda: self.edited.emit(None))
        self._save = Button(ButtonView(t("Save the rules"), Do(Verb.OPEN), primary=True))
        self._save.clicked.connect(self.rules_saved)
        row.addWidget(self._discard)
        row.addWidget(self._save)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addLayout(row)
        return side

    def _file_side(self) -> QWidget:
        self._path = ShortLabel("dim")
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(t("The policy file"))
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(FILE_HEIGHT)
        self._text.textChanged.connect(self._enable)
        back = Button(ButtonView(t("Discard"), Do(Verb.OPEN), says=t("Discard what was typed")))
        back.clicked.connect(self._fill_text)
        save = Button(ButtonView(t("Save the file"), Do(Verb.OPEN), primary=True))
        save.clicked.connect(lambda: self.text_saved.emit(self._text.toPlainText()))
        self._file_acts = (back, save)
        note = Label("dim", t("Budgets, weights and confidence are set here too."))
        row = QHBoxLayout()
        row.addWidget(note)
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(save)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._path)
        column.addWidget(self._text)
        column.addLayout(row)
        return side

    @property
    def text_mark(self) -> str:
        """Which file what was typed began from."""
        return self._text_mark

    def show_view(self, view: RoutingView) -> None:
        before, self._view = self._view, view
        self.table.show_lines(view.lines)
        self.table.fit()
        self._path.say(view.file)
        typed = before is not None and self._text.toPlainText() not in (
            before.file_text,
            view.file_text,
        )
        if not typed:
            self._fill_text()
        self._enable()

    def _fill_text(self) -> None:
        assert self._view is not None
        self._text_mark = self._view.mark
        if self._text.toPlainText() != self._view.file_text:
            self._text.setPlainText(self._view.file_text)

    def _enable(self) -> None:
        view = self._view
        if view is None:
            return
        place = self._place()
        for name in PICKED:
            self._acts[name].setEnabled(view.can_edit and place is not None)
        if place is not None and view.can_edit:
            self._acts["up"].setEnabled(place > 0)
            self._acts["down"].setEnabled(place < len(view.rules) - 1)
            self._acts["remove"].setEnabled(len(view.rules) > 1)
        self._acts["add"].setEnabled(view.can_edit)
        for button in (self._save, self._discard):
            button.setEnabled(view.is_changed and not view.is_saving)
        for button in self._file_acts:
            differs = self._text.toPlainText() != view.file_text
            button.setEnabled(differs and not view.is_saving)

    def _on_way(self, way: str) -> None:
        for name, side in self._sides.items():
            side.setVisible(name == way)

    def _place(self) -> int | None:
        return int(self.table.chosen) if self.table.chosen else None

    def _rules(self) -> list[PolicyRule]:
        assert self._view is not None
        return list(self._view.rules)

    def _move(self, by: int) -> None:
        place, rules = self._place(), self._rules()
        if place is not None and 0 <= place + by < len(rules):
            rules.insert(place + by, rules.pop(place))
            self.edited.emit(tuple(rules))
            self.table.choose(str(place + by))

    def _remove(self) -> None:
        place, rules = self._place(), self._rules()
        if place is not None:
            del rules[place]
            self.edited.emit(tuple(rules))

    def _edit(self) -> None:
        place = self._place()
        if place is None or self._view is None or not self._view.can_edit:
            return

        def put(rule: PolicyRule) -> None:
            rules = self._rules()
            rules[place] = rule
            self.edited.emit(tuple(rules))

        dialog = RuleDialog(self._rules()[place], self.window())
        dialog.made.connect(put)
        dialog.open()

    def _add(self) -> None:
        """Before the rule that is chosen, else first: behind one without conditions none counts."""
        dialog = RuleDialog(None, self.window())
        dialog.made.connect(self._put_new)
        dialog.open()

    def _put_new(self, rule: PolicyRule) -> None:
        rules, place = self._rules(), self._place() or 0
        rules.insert(place, rule)
        self.edited.emit(tuple(rules))
        self.table.choose(str(place))
