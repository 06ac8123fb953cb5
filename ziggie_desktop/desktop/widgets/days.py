"""Owns the choice of a first and a last day, by keyboard or from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QIcon, QPaintEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QHBoxLayout, QToolButton, QWidget

from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.label import Label
from ziggie_desktop.desktop.widgets.select import draw_arrow

SPAN_DAYS = 30  # at first
CALENDAR = (340, 250)
TURNS = {"qt_calendar_prevmonth": "‹", "qt_calendar_nextmonth": "›"}  # Qt's own names


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
        self.setDisplayFormat(written_out(QLocale()))
        self.setCalendarPopup(True)
        _dress(self.calendarWidget())
        self.setKeyboardTracking(False)  # what is half typed is no day yet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; nothing is chosen by accident

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_arrow(self)


def written_out(locale: QLocale) -> str:
    """The region's short form with the whole year: a field is no place for guessing it."""
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return form if "yyyy" in form else form.replace("yy", "yyyy")


def _dress(calendar: QCalendarWidget) -> None:
    """As the rest of the window: Qt's own weekends are red, and its arrows black on any ground."""
    calendar.setMinimumSize(*CALENDAR)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
    for name, sign in TURNS.items():
        turn = calendar.findChild(QToolButton, name)
        if turn is not None:
            turn.setIcon(QIcon())
            turn.setText(sign)
