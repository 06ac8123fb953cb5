"""Owns the cards: the plain ground, the tile with one figure, the notice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.text import sentences
from ziggie_desktop.desktop.presenters.view import NoticeView, TileView
from ziggie_desktop.desktop.widgets.button import Buttons
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.shapes import PILL_HEIGHT, Bar, Pill, ToneIcon

WORDS_WIDTH = 460  # a line that reads well
BASELINE = Qt.AlignmentFlag.AlignBottom


class Card(QFrame):
    """A ground with an edge. ``body`` is the column to fill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 13, 16, 14)
        self.body.setSpacing(6)


class Heading(QWidget):
    """A card's first line: its name, a dim remark, a pill and the figure at the right."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.title = Label("heading", title)
        self.remark = Label("dim")
        self.pill = Pill()
        self.value = Label("value")
        row.addWidget(self.title)
        row.addWidget(self.remark)
        row.addWidget(self.pill)
        row.addStretch(1)
        row.addWidget(self.value)
        self.title.setMinimumHeight(PILL_HEIGHT)  # with or without a pill, neighbours line up
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class Tile(Card):
    """One figure with its unit, a bar where it is a part of something, and a remark."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: TileView | None = None
        self._label = Label("dim")
        self._pill = Pill()
        self._value = Label("figure")
        self._unit = Label("unit")
        self._bar = Bar()
        self._note = WrapLabel("dim")
        top = QHBoxLayout()
        self._label.setMinimumHeight(PILL_HEIGHT)
        top.addWidget(self._label)
        top.addStretch(1)
        top.addWidget(self._pill)
        figure = QHBoxLayout()
        figure.setSpacing(6)
        figure.addWidget(self._value, 0, BASELINE)
        self._unit.setContentsMargins(0, 0, 0, 4)
        figure.addWidget(self._unit, 0, BASELINE)
        figure.addStretch(1)
        self.body.addLayout(top)
        self.body.addLayout(figure)
        self.body.addStretch(1)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._note)
        self._way = Buttons()
        self._way.asked.connect(self.asked)
        self.body.addWidget(self._way, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_view(self, view: TileView) -> None:
        if view == self._view:
            return
        self._view = view
        self._label.say(view.label)
        self._value.say(view.value)
        self._unit.say(view.unit)
        self._note.say(view.note)
        self._pill.show_view(view.pill)
        self._bar.setVisible(view.fraction is not None)
        if view.fraction is not None:
            self._bar.setAccessibleName(view.label)
            self._bar.show_fraction(view.fraction, view.tone)
        self._way.show_views((view.button,) if view.button else ())
        self.setAccessibleName(f"{view.label}: {view.value} {view.unit}".strip())


class NoticeCard(Card):
    """A problem with its remedy: icon, what is, what to do."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: NoticeView | None = None
        self._icon = ToneIcon(22)
        self._title = WrapLabel("strong")
        self._text = WrapLabel("dim")
        self._buttons = Buttons()
        self._buttons.asked.connect(self.asked)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._buttons)
        self.body.addLayout(row)

    def show_view(self, view: NoticeView) -> None:
        if view == self._view:
            return
        self._view = view
        self._icon.show_tone(view.tone)
        self._title.say(view.title)
        self._text.say(view.text)
        self._text.setVisible(bool(view.text))
        self._buttons.show_views([view.button] if view.button else [])
        self.setAccessibleName(sentences(view.title, view.text))


class EmptyState(QWidget):
    """What stands where there is nothing: a large icon, what is, what to do."""

    asked = Signal(object)

    def __init__(self, *, path: QPainterPath | None = None) -> None:
        super().__init__()
        self._view: NoticeView | None = None
        self._icon = ToneIcon(40, path=path)
        self._title = WrapLabel("heading")
        self._text = WrapLabel("dim")
        self._buttons = Buttons()
        self._buttons.asked.connect(self.asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(self._icon, 0, centre)
        for label in (self._title, self._text):
            label.setAlignment(centre)
            label.setFixedWidth(WORDS_WIDTH)
            column.addWidget(label, 0, centre)
        column.addWidget(self._buttons, 0, centre)
        column.addStretch(1)

    def show_view(self, view: NoticeView) -> None:
        if view == self._view:
            return
        self._view = view
        self._icon.show_tone(view.tone)
        self._title.say(view.title)
        self._text.say(view.text)
        self._text.setVisible(bool(view.text))
        self._buttons.show_views([view.button] if view.button else [])
        self.setAccessibleName(sentences(view.title, view.text))
