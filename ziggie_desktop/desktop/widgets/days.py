"""Owns the choice of a first and a last day, by keyboard or from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.label import Label
from ziggie_desktop.desktop.widgets.select import draw_arrow

SPAN_DAYS = 30  # at first


class Days(QWidget):
    """``changed`` when a person chose another day. Days to come cannot be chosen."""

    changed = Signal()

    def __init__(self, *, today: QDate | None = None) -> None:
        super().__init__()
        last = today or QDate.currentDate()
        self._since = _Day(t("First day"), last.addDays(1 - SPAN_DAYS), last)
        self._until = _Day(t("Last day"), last, last)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, day in ((t("From"), self._since), (t("to"), self._until)):
            row.addWidget(Label("dim", words))
            row.addWidget(day)
            day.dateChanged.connect(lambda _day: self.changed.emit())
        row.addStretch(1)

    @property
    def since(self) -> str:
        return self._since.date().toString(Qt.DateFormat.ISODate)

    @property
    def until(self) -> str:
        return self._until.date().toString(Qt.DateFormat.ISODate)


class _Day(QDateEdit):
    def __init__(self, name: str, day: QDate, last: QDate) -> None:
        super().__init__(day)
        self.setAccessibleName(name)
        self.setMaximumDate(last.addDays(1))  # it may be left open over midnight
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)  # what is half typed is no day yet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; nothing is chosen by accident

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_arrow(self)
