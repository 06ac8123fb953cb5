"""Owns the look of the models page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from ziggie_desktop.desktop.presenters.models import EXAMPLE, ModelsView, name_error
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.card import Card, EmptyState, Heading
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.windows.page import PageFrame


class ModelsPage(PageFrame):
    HEADING = mark("Models")

    def __init__(self) -> None:
        super().__init__()
        self._view: ModelsView | None = None
        self._name = QLineEdit()
        self._name.setPlaceholderText(t("Name, for example {name}", name=EXAMPLE))
        self._name.setAccessibleName(t("Name of the model to get"))
        self._name.setMaxLength(255)
        self._name.returnPressed.connect(self._get)
        self._get_button = Button(ButtonView(t("Get model"), Do(Verb.PULL), primary=True))
        self._get_button.asked.connect(lambda _do: self._get())
        self._note, self._error = WrapLabel("dim"), Label("error")
        self._name.textEdited.connect(lambda _text: self._error.hide())
        self.column.addWidget(self._get_card())
        self._pulls = Rows()
        self._pulls.asked.connect(self.asked)
        self._pulls_card = Card()
        self._pulls_card.body.addWidget(Heading(t("Downloads")))
        self._pulls_card.body.addWidget(self._pulls)
        self.column.addWidget(self._pulls_card)
        self._installed, self._empty = Rows(), EmptyState()
        self._installed.asked.connect(self.asked)
        self._heading = Heading(t("On this machine"))
        card = Card()
        card.body.addWidget(self._heading)
        card.body.addWidget(self._installed)
        card.body.addWidget(self._empty)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def _get_card(self) -> Card:
        card = Card()
        card.body.addWidget(Heading(t("Get a model")))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._name, 1)
        row.addWidget(self._get_button)
        card.body.addLayout(row)
        self._error.hide()
        card.body.addWidget(self._error)
        card.body.addWidget(self._note)
        return card

    def _get(self) -> None:
        name = self._name.text().strip()
        error = name_error(name)
        self._error.say(error or "")
        self._error.setVisible(error is not None)
        if error is None:
            self._name.clear()
            self.asked.emit(Do(Verb.PULL, name))

    def show_view(self, view: ModelsView) -> None:
        if view == self._view:
            return
        self._view = view
        self._name.setEnabled(view.can_get)
        self._get_button.setEnabled(view.can_get)
        self._note.say(view.get_note)
        self._pulls.show_views(view.pulls)
        self._pulls_card.setVisible(bool(view.pulls))
        self._installed.show_views(view.installed)
        self._heading.remark.say(view.summary)
        self._empty.setVisible(view.empty is not None)
        if view.empty is not None:
            self._empty.show_view(view.empty)
