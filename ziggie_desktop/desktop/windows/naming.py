"""Owns the question for a name. Return takes the name, Escape leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.models import name_error
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel

WIDTH = 420
LONGEST = 255


class Naming(msgspec.Struct, frozen=True):
    title: str
    text: str
    label: str
    go: str


def copy_naming(model: str) -> Naming:
    return Naming(
        title=t("Copy {model}", model=model),
        text=t("A second name for the same files: it takes no more room."),
        label=t("The second name"),
        go=t("Copy"),
    )


class NameDialog(QDialog):
    def __init__(self, naming: Naming, parent: QWidget, then: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._then = then
        self.setWindowTitle(naming.title)
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field, self._error = QLineEdit(), Label("error")
        self._field.setMaxLength(LONGEST)
        self._field.setAccessibleName(naming.label)
        self._field.setPlaceholderText(naming.label)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(8)
        column.addWidget(Label("heading", naming.title))
        column.addWidget(WrapLabel("dim", naming.text))
        column.addWidget(self._field)
        column.addWidget(self._error)
        column.addSpacing(8)
        column.addStretch(1)
        leave = Button(ButtonView(t("Cancel"), Do(Verb.COPY)))
        go = Button(ButtonView(naming.go, Do(Verb.COPY), primary=True))
        leave.clicked.connect(self.reject)
        go.clicked.connect(self._take)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(go)
        column.addLayout(row)
        go.setDefault(True)
        self._field.setFocus()

    def _take(self) -> None:
        name = self._field.text().strip()
        error = name_error(name)
        self._error.say(error or "")
        self._error.setVisible(error is not None)
        if error is None:
            self.accept()
            self._then(name)


def name_it(naming: Naming, parent: QWidget, then: Callable[[str], None]) -> NameDialog:
    """Ask without stopping the rest; ``then`` is given the name."""
    dialog = NameDialog(naming, parent, then)
    dialog.open()
    return dialog
