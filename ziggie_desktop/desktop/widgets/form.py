"""Owns one line of a form: a label, its note, and the control that fits. Knows no service."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.settings import FieldView, NotANumber, typed
from ziggie_desktop.desktop.presenters.settings_table import Kind
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.button import Button, Segments
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.shapes import Switch

FIELD_WIDTH = 300
NUMBER_WIDTH = 132
LONGEST = 4000


class FieldRow(QWidget):
    """``set`` tells path and value when a person changed it; what they type waits for Return or for
    the focus to leave."""

    set = Signal(str, object)

    def __init__(self, view: FieldView) -> None:
        super().__init__()
        self._view = view
        self._error = Label("error")
        self._error.hide()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label("text", view.label))
        if view.note:
            words.addWidget(WrapLabel("dim", view.note))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(words, 1)
        self._edit: QLineEdit | None = None
        self._switch: Switch | None = None
        self._segments: Segments | None = None
        row.addWidget(self._control(), 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 5)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._error, 0, Qt.AlignmentFlag.AlignRight)
        self._show()

    def _control(self) -> QWidget:
        view = self._view
        match view.kind:
            case Kind.SWITCH:
                self._switch = made = Switch("")
                made.setAccessibleName(view.label)
                made.flipped.connect(lambda on: self.set.emit(view.path, on))
                return made
            case Kind.CHOICE:
                self._segments = segments = Segments(view.choices, name=view.label)
                segments.picked.connect(
                    lambda key: self.set.emit(view.path, typed(Kind.CHOICE, key))
                )
                return segments
            case Kind.HIDDEN:
                return self._secret()
            case _:
                return self._line()

    def _line(self) -> QLineEdit:
        view = self._view
        self._edit = made = QLineEdit()
        narrow = view.kind in (Kind.NUMBER, Kind.AMOUNT, Kind.MONEY)
        made.setFixedWidth(NUMBER_WIDTH if narrow else FIELD_WIDTH)
        made.setMaxLength(LONGEST)
        made.setAccessibleName(view.label)
        made.setPlaceholderText(view.empty)
        made.textEdited.connect(lambda _text: self._error.hide())
        made.editingFinished.connect(self._typed)
        return made

    def _secret(self) -> QWidget:
        made = self._line()
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.editingFinished.disconnect(self._typed)
        made.returnPressed.connect(self._hand_over)
        made.setFixedWidth(FIELD_WIDTH - 80)
        store = Button(ButtonView(t("Store"), Do(Verb.KEY_STORE)))
        store.asked.connect(lambda _do: self._hand_over())
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(made)
        row.addWidget(store)
        return both

    def show_view(self, view: FieldView) -> None:
        """Take over what holds now, unless somebody is typing here."""
        self._view = view
        self._show()

    def _show(self) -> None:
        value = self._view.value
        if self._switch is not None:
            self._switch.show_on(bool(value))
        elif self._segments is not None:
            self._segments.choose(str(value))
        elif self._edit is not None:
            self._edit.setPlaceholderText(self._view.empty)
            if not self._edit.hasFocus() and self._view.kind is not Kind.HIDDEN:
                self._edit.setText(str(value))

    def _typed(self) -> None:
        assert self._edit is not None
        words = self._edit.text()
        if words.strip() == self._view.value:
            return
        try:
            value = typed(self._view.kind, words)
        except NotANumber:
            money = self._view.kind is Kind.MONEY
            self._error.say(t("This is no amount") if money else t("This is no number"))
            self._error.show()
            return
        self.set.emit(self._view.path, value)

    def _hand_over(self) -> None:
        """The secret leaves the field as soon as it is handed over."""
        assert self._edit is not None
        words = self._edit.text().strip()
        if words:
            self._edit.clear()
            self.set.emit(self._view.path, words)
