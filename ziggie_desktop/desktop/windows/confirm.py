"""Owns the question that is asked once before something is lost. Return answers no."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.models import Question
from ziggie_desktop.desktop.presenters.view import ButtonView
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel

WIDTH = 420


class Confirm(QDialog):
    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(question.title)
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(8)
        column.addWidget(Label("heading", question.title))
        column.addWidget(WrapLabel("dim", question.text))
        column.addSpacing(12)
        column.addStretch(1)  # what is too much stands here, not between the words
        keep = Button(ButtonView(question.keep or t("Keep it"), question.go.do))
        go = Button(question.go)
        keep.clicked.connect(self.reject)
        go.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(keep)
        row.addWidget(go)
        column.addLayout(row)
        keep.setDefault(True)
        keep.setFocus()


def ask(question: Question, parent: QWidget, then: Callable[[], None]) -> Confirm:
    """Ask without stopping the rest; ``then`` runs if the answer is yes."""
    dialog = Confirm(question, parent)
    dialog.accepted.connect(then)
    dialog.open()
    return dialog
