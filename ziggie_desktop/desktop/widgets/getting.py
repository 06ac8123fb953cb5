"""Owns the card to get a model: by its name, with its fit as one types, or made from a file."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from ziggie_desktop.desktop.presenters.models import EXAMPLE, ModelsView, name_error
from ziggie_desktop.desktop.presenters.upkeep import FitView, fit_ask
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button, Segments
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.shapes import Pill

TYPING_MS = 500  # who stops typing for so long has written the name
LONGEST = 255
LONGEST_PATH = 4096
BY_NAME, FROM_FILE = "name", "file"


class FitLine(QWidget):
    """Whether it fits: a word, and how that was found."""

    def __init__(self) -> None:
        super().__init__()
        self._pill, self._words = Pill(), WrapLabel("dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._pill)
        row.addWidget(self._words, 1)
        self.hide()

    def show_view(self, view: FitView | None) -> None:
        self.setVisible(view is not None)
        if view is not None:
            self._pill.show_view(view.pill)
            self._words.say(view.words)


class GetCard(Card):
    """``named`` tells the name that was typed, once the typing rests."""

    asked = Signal(object)
    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._error, self._note, self._fit = Label("error"), WrapLabel("dim"), FitLine()
        self._error.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_MS)
        self._rest.timeout.connect(self._rested)
        heading = Heading(t("Get a model"))
        self._ways = Segments(
            [(BY_NAME, t("By its name")), (FROM_FILE, t("From a file"))], name=t("Get a model")
        )
        self._ways.choose(BY_NAME)
        self._ways.picked.connect(self._choose_way)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self._ways)
        self.body.addLayout(top)
        self._way = BY_NAME
        self.body.addWidget(self._line())
        self.body.addWidget(self._file_line())
        self.body.addWidget(self._error)
        self.body.addWidget(self._fit)
        self.body.addWidget(self._note)
        self._choose_way(BY_NAME)

    def _line(self) -> QWidget:
        line = QWidget()
        self._name = QLineEdit()
        self._name.setPlaceholderText(t("Name, for example {name}", name=EXAMPLE))
        self._name.setAccessibleName(t("Name of the model to get"))
        self._name.setMaxLength(LONGEST)
        self._name.returnPressed.connect(self._get)
        self._name.textEdited.connect(self._edited)
        self._get_button = Button(ButtonView(t("Get model"), Do(Verb.PULL), primary=True))
        self._get_button.asked.connect(lambda _do: self._get())
        self._make_button = Button(ButtonView(t("Make model"), Do(Verb.CREATE), primary=True))
        self._make_button.asked.connect(lambda _do: self._get())
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._name, 1)
        row.addWidget(self._get_button)
        row.addWidget(self._make_button)
        return line

    def _file_line(self) -> QWidget:
        self._file_row = QWidget()
        self._path = QLineEdit()
        self._path.setPlaceholderText(t("Whole path of a Modelfile or GGUF file"))
        self._path.setAccessibleName(t("Path of the file"))
        self._path.setMaxLength(LONGEST_PATH)
        self._path.returnPressed.connect(self._get)
        self._path.textEdited.connect(lambda _text: self._error.hide())
        self._browse_button = Button(ButtonView(t("Browse…"), Do(Verb.CREATE)))
        self._browse_button.asked.connect(lambda _do: self._browse())
        row = QHBoxLayout(self._file_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._path, 1)
        row.addWidget(self._browse_button)
        return self._file_row

    def show_view(self, view: ModelsView) -> None:
        for control in (self._name, self._path, self._get_button, self._make_button):
            control.setEnabled(view.can_get)
        self._browse_button.setEnabled(view.can_get)
        self._note.say(view.get_note)
        self._fit.show_view(view.fit if self._way == BY_NAME else None)
        self._note.setVisible(self._fit.isHidden() and self._way == BY_NAME)

    def _choose_way(self, way: str) -> None:
        self._way = way
        by_name = way == BY_NAME
        self._get_button.setVisible(by_name)
        self._make_button.setVisible(not by_name)
        self._file_row.setVisible(not by_name)
        self._note.setVisible(by_name)
        self._error.hide()
        if not by_name:
            self._fit.hide()

    def _edited(self, _text: str) -> None:
        self._error.hide()
        self._rest.start()

    def _rested(self) -> None:
        name = self._name.text().strip()
        if self._way != BY_NAME:
            return
        self.named.emit(name)
        if name and name_error(name) is None:
            self.asked.emit(Do(Verb.LOOK, value=fit_ask(name)))

    def _browse(self) -> None:
        dialog = QFileDialog(self, t("A Modelfile or a GGUF file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._path.setText)
        dialog.open()

    def _get(self) -> None:
        name, path = self._name.text().strip(), self._path.text().strip()
        error = name_error(name)
        if error is None and self._way == FROM_FILE and not path:
            error = t("Write the path of the file too")
        self._error.say(error or "")
        self._error.setVisible(error is not None)
        if error is not None:
            return
        self._rest.stop()
        self._name.clear()
        self.named.emit("")
        if self._way == BY_NAME:
            self.asked.emit(Do(Verb.PULL, name))
        else:
            self._path.clear()
            self.asked.emit(Do(Verb.CREATE, name, path))
