"""Owns one of the first steps as a card: a line when it is closed, all that it asks when open."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ziggie_desktop.desktop import icons
from ziggie_desktop.desktop.presenters.first import Step, StepView
from ziggie_desktop.desktop.presenters.text import sentences
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button, Buttons
from ziggie_desktop.desktop.widgets.card import Card
from ziggie_desktop.desktop.widgets.getting import TYPING_MS, FitLine
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.widgets.shapes import Pill, ToneIcon

LONGEST = 2000
COPIED_MS = 2000
NAME_WIDTH = 190
# What is typed, and the word on its button, in the steps that have a field.
FIELDS = {
    Step.MODEL: (mark("Name of the model to get"), mark("Get model")),
    Step.KEY: (mark("Claude key"), mark("Store")),
    Step.QUESTION: (mark("Your question"), mark("Ask")),
    Step.PROGRAM: (mark("The program's name"), mark("Create token")),
}


class CopyLine(QWidget):
    """A name, its value, and a button that copies it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._value = Label("dim", name), QLineEdit()
        self._name.setFixedWidth(NAME_WIDTH)
        self._value.setReadOnly(True)
        self._value.setAccessibleName(name)
        self._copy = Button(ButtonView(t("Copy"), Do(Verb.COPY), says=t("Copy {name}", name=name)))
        self._copy.asked.connect(lambda _do: self._take())
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(COPIED_MS)
        self._again.timeout.connect(lambda: self._copy.setText(t("Copy")))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._value, 1)
        row.addWidget(self._copy)

    def say(self, value: str) -> None:
        if value != self._value.text():
            self._value.setText(value)
            self._value.setCursorPosition(0)

    def _take(self) -> None:
        QGuiApplication.clipboard().setText(self._value.text())
        self._copy.setText(t("Copied"))
        self._again.start()


class StepCard(Card):
    """``opened`` wants to be shown; ``entered`` has what was typed; ``typing`` what is being."""

    asked = Signal(object)
    opened = Signal(object)
    entered = Signal(object, str)
    typing = Signal(object, str)

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step = step
        self._touched = False
        self._icon, self._title, self._pill = ToneIcon(22), Label("strong"), Pill()
        self._words = WrapLabel("dim")
        self._show = Button(ButtonView(t("Show"), Do(Verb.OPEN)))
        self._show.asked.connect(lambda _do: self.opened.emit(self._step))
        self.body.addLayout(self._top())
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(34, 2, 0, 2)
        self._column.setSpacing(8)
        self._text, self._answer, self._fit = WrapLabel("text"), WrapLabel("strong"), FitLine()
        self._work, self._buttons = Rows(), Buttons()
        self._skip = Button(
            ButtonView(t("Skip"), Do(Verb.PREFER, "desktop.first.skip", step.value))
        )
        for part in (self._work, self._buttons, self._skip):
            part.asked.connect(self.asked)
        self._lines: dict[str, CopyLine] = {}
        self._line_column = QVBoxLayout()
        self._line_column.setSpacing(6)
        self._column.addWidget(self._text)
        self._field: QLineEdit | None = None
        self._go: Button | None = None
        if step in FIELDS:
            self._column.addLayout(self._entry(*FIELDS[step]))
        self._column.addWidget(self._fit)
        self._column.addWidget(self._answer)
        self._column.addWidget(self._work)
        self._column.addLayout(self._line_column)
        self._column.addLayout(self._foot())
        self.body.addWidget(self._inside)

    def _top(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._icon, 0, middle)
        row.addLayout(words, 1)
        row.addWidget(self._pill, 0, middle)
        row.addWidget(self._show, 0, middle)
        return row

    def _entry(self, label: str, go: str) -> QHBoxLayout:
        self._field = field = QLineEdit()
        field.setAccessibleName(t(label))
        field.setPlaceholderText(t(label))
        field.setMaxLength(LONGEST)
        if self._step is Step.KEY:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText("sk-ant-…")
        field.returnPressed.connect(self._enter)
        field.textEdited.connect(self._on_typed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_MS)
        self._rest.timeout.connect(lambda: self.typing.emit(self._step, field.text().strip()))
        self._go = Button(ButtonView(t(go), Do(Verb.LOOK), primary=True))
        self._go.asked.connect(lambda _do: self._enter())
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(field, 1)
        row.addWidget(self._go)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._buttons)
        row.addStretch(1)
        row.addWidget(self._skip)
        return row

    def _on_typed(self, _text: str) -> None:
        self._touched = True
        self._rest.start()

    def _enter(self) -> None:
        assert self._field is not None
        words = self._field.text().strip()
        if not words:
            return
        self._rest.stop()
        if self._step is Step.KEY:
            self._field.clear()  # the secret leaves the field as soon as it is handed over
        self.entered.emit(self._step, words)

    def show_view(self, view: StepView, *, opened: bool) -> None:
        self._icon.show_tone(Tone.GOOD if view.done else Tone.ACCENT if opened else Tone.NEUTRAL)
        self._icon.show_path(None if view.done else icons.open_circle())
        self._title.say(view.title)
        self._words.say(view.words)
        self._words.setVisible(bool(view.words))
        self._pill.show_view(view.pill)
        self._show.setVisible(not opened)
        self._show.setAccessibleName(t("Show: {what}", what=view.title))
        self._inside.setVisible(opened)
        self.setAccessibleName(sentences(view.title, view.words))
        if opened:
            self._fill(view)

    def _fill(self, view: StepView) -> None:
        self._text.say(view.text)
        self._text.setVisible(bool(view.text))
        self._answer.say(view.answer)
        self._answer.setVisible(bool(view.answer))
        self._fit.show_view(view.fit)
        self._work.show_views((view.work,) if view.work else ())
        self._buttons.show_views(view.buttons)
        self._skip.setVisible(not view.done)
        self._skip.setAccessibleName(t("Skip: {what}", what=view.title))
        if self._field is not None and self._go is not None:
            self._field.setEnabled(view.enabled)
            self._go.setEnabled(view.enabled)
            if view.field and not self._touched and not self._field.hasFocus():
                self._field.setText(view.field)
        for name, value in view.lines:
            if name not in self._lines:
                self._lines[name] = CopyLine(name)
                self._line_column.addWidget(self._lines[name])
            self._lines[name].say(value)
