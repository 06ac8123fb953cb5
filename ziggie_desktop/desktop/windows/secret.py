"""Owns the dialog that shows a new token for the only time. Keeps nothing of it afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ziggie_desktop.contract.api import TokenCreated
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel

WIDTH = 520


class Secret(QDialog):
    def __init__(self, made: TokenCreated, *, url: str, parent: QWidget) -> None:
        super().__init__(parent)
        title = t("The token of {name}", name=made.name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(8)
        column.addWidget(Label("heading", title))
        words = t(
            "It is shown this once and kept nowhere. Give it to the program as its API key, with"
            " {url} as the base URL.",
            url=url,
        )
        column.addWidget(WrapLabel("dim", words))
        self._token = QLineEdit(made.token)
        self._token.setReadOnly(True)
        self._token.setAccessibleName(title)
        self._token.setCursorPosition(0)
        self._copied = Label("dim")
        copy = Button(ButtonView(t("Copy"), Do(Verb.OPEN), primary=True))
        copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.addWidget(self._token, 1)
        row.addWidget(copy)
        column.addLayout(row)
        column.addStretch(1)
        done = Button(ButtonView(t("Done"), Do(Verb.OPEN)))
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self._copied)
        foot.addStretch(1)
        foot.addWidget(done)
        column.addLayout(foot)
        copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._token.text())
        self._copied.say(t("Copied to the clipboard"))
