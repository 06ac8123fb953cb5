"""Owns the dialog in which one rule of the policy is written. Saves nothing."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ziggie_desktop.contract.routing import Level, PolicyRule, PriorityName, SideName
from ziggie_desktop.desktop.presenters.routing import LEVELS, PRIORITIES
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.select import Select

WIDTH = 480


class RuleDialog(QDialog):
    """``made`` carries the rule when it was taken."""

    made = Signal(object)

    def __init__(self, rule: PolicyRule | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._was = rule.was if rule else None
        title = t("Edit the rule") if rule else t("A new rule")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = rule or PolicyRule(route="local", because="", fallback="cloud")
        anything = ("", t("any"))
        self._level = Select([anything, *((x, x) for x in LEVELS)], name=t("Agent level"))
        self._level.choose(shown.agent_level or "")
        names = [anything, *((key, t(words)) for key, words in PRIORITIES.items())]
        self._priority = Select(names, name=t("Priority"))
        self._priority.choose(shown.priority or "")
        self._component = _edit(shown.component, t("Component"), t("any, or such as kb-*"))
        self._task = _edit(shown.task, t("Task"), t("any, or such as kb.*"))
        sides = [("local", t("Local")), ("cloud", t("Cloud"))]
        self._route = Select(sides, name=t("Goes to"))
        self._route.choose(shown.route)
        self._route.chose.connect(lambda _key: self._offer_other_side())
        self._fallback = Select([], name=t("Else"))
        self._offer_other_side()
        self._fallback.choose(shown.fallback)
        self._because = _edit(shown.because, t("Because"), t("Each answer says so as its reason"))
        self._error = Label("error")
        self._error.hide()
        self._lay_out(title)

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(Label("heading", title))
        note = t("All conditions that are given must hold. * matches any ending.")
        column.addWidget(WrapLabel("dim", note))
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (self._level, self._priority, self._component, self._task)
        for widget in (*fields, self._route, self._fallback, self._because):
            name = Label("text", widget.accessibleName())
            name.setMinimumHeight(widget.sizeHint().height())  # level with its field
            form.addRow(name, widget)
        column.addLayout(form)
        column.addWidget(self._error)
        column.addStretch(1)
        cancel = Button(ButtonView(t("Cancel"), Do(Verb.OPEN)))
        cancel.clicked.connect(self.reject)
        take = Button(ButtonView(t("Take it"), Do(Verb.OPEN), primary=True))
        take.clicked.connect(self._take)
        take.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(take)
        column.addLayout(row)

    def _offer_other_side(self) -> None:
        other = ("cloud", t("Cloud")) if self._route.key == "local" else ("local", t("Local"))
        self._fallback.offer([other, ("none", t("nobody"))])

    def _take(self) -> None:
        because = self._because.text().strip()
        if not because:
            self._error.say(t("Say why: it stands in each answer as the reason"))
            self._error.show()
            self._because.setFocus()
            return
        rule = PolicyRule(
            route=cast(SideName, self._route.key),
            because=because,
            fallback=cast("SideName", self._fallback.key),
            agent_level=cast(Level, self._level.key) if self._level.key else None,
            priority=cast(PriorityName, self._priority.key) if self._priority.key else None,
            component=self._component.text().strip() or None,
            task=self._task.text().strip() or None,
            was=self._was,
        )
        self.made.emit(rule)
        self.accept()


def _edit(value: str | None, name: str, empty: str) -> QLineEdit:
    made = QLineEdit(value or "")
    made.setAccessibleName(name)
    made.setPlaceholderText(empty)
    made.setMaxLength(200)
    return made
