"""Owns the table: rows of words under headings, drawn only as far as they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ziggie_desktop.desktop.presenters.view import LineView, Tone
from ziggie_desktop.desktop.theme import Theme, even_figures, tone_inks

LINE_HEIGHT = 28
TALL = 44  # with two lines in each
MOST_LINES = 5  # before the first dot of a cell, and after it
TALL_AIR = 10  # above and below more of them
DOT = " · "
SIDE = 9  # of a cell, as its heading has
PAD = 20  # left and right, and air
LEAST = 60  # of a column that shares what is left
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(msgspec.Struct, frozen=True):
    """``width`` 0 takes of the room that is left what its words need, and no more than its
    ``share`` where that is not enough for all; one that ``fits`` grows with what stands in it."""

    title: str
    width: int = 0
    is_figure: bool = False
    share: int = 1
    fits: bool = False


class LineModel(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = columns
        self.lines: tuple[LineView, ...] = ()

    def show_lines(self, lines: tuple[LineView, ...]) -> None:
        """Only what is another line is told as changed: selection and place stay."""
        if lines == self.lines:
            return
        old, self_count = self.lines, len(self.lines)
        if [line.key for line in old] == [line.key for line in lines]:
            self.lines = lines
            last = self.index(self_count - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self._columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column.is_figure else LEFT
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        line, place = self.lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.cells[place]
            case Qt.ItemDataRole.ToolTipRole:
                return line.cells[place] or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if self._columns[place].is_figure else LEFT
            case Qt.ItemDataRole.ForegroundRole if line.tone is not Tone.NEUTRAL and (
                place == line.toned or line.toned < 0
            ):
                return tone_inks(Theme.tokens, line.tone)[0]
            case Qt.ItemDataRole.BackgroundRole if line.marked:
                return QColor(Theme.tokens.accent_soft)
        return None


class Ground(QStyledItemDelegate):
    """Fills the ground of a marked line, which the style sheet's padding would leave out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class TwoLines(QStyledItemDelegate):
    """What follows the first dot of a cell stands below it, dim; words too long for one line take
    more."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        room = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        lines = laid(str(index.data() or ""), option.fontMetrics, room.width())
        ink = index.data(Qt.ItemDataRole.ForegroundRole) or QColor(Theme.tokens.text)
        height = option.fontMetrics.height()
        room.setTop(room.center().y() - (len(lines) * (height + 1) - 1) // 2)
        room.setHeight(height)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.save()
        painter.setFont(option.font)
        for line, is_dim in lines:
            painter.setPen(QColor(Theme.tokens.dim) if is_dim else ink)
            shown = option.fontMetrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(align), shown)
            room.translate(0, height + 1)
        painter.restore()


def laid(words: str, metrics: QFontMetrics, width: int) -> list[tuple[str, bool]]:
    """The lines of a cell, and which are dim; a tooltip has what is longer than the most."""
    first, _, second = words.partition(DOT)
    lines = [(line, False) for line in broken(first, metrics, width, MOST_LINES)]
    return lines + [(line, True) for line in broken(second, metrics, width, MOST_LINES)]


def broken(words: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """As many words as each line holds; the last line has all that is left."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < most - 1:
        line, parts = "", rest.split(" ")
        while parts and (not line or metrics.horizontalAdvance(f"{line} {parts[0]}") <= width):
            line = f"{line} {parts.pop(0)}".strip()
        lines.append(line)
        rest = " ".join(parts)
    return [*lines, rest] if rest else lines


class Table(QTableView):
    """``picked``: another line is chosen (its key, "" for none). ``opened``: Return or a double
    click."""

    picked = Signal(str)
    opened = Signal(str)

    def __init__(self, columns: Sequence[Column], *, name: str, tall: bool = False) -> None:
        super().__init__()
        self._columns, self._is_tall = columns, tall
        self._widths = [column.width for column in columns]
        self._elastic = [place for place, column in enumerate(columns) if not column.width]
        self._needs = dict.fromkeys(self._elastic, LEAST)
        self._lines = LineModel(columns)
        self.setModel(self._lines)
        self.setFont(even_figures())
        self.setItemDelegate(TwoLines(self) if tall else Ground(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TALL if tall else LINE_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(24)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._spread()
        self.activated.connect(lambda index: self.opened.emit(self._lines.lines[index.row()].key))
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit(self.chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """Give each column its width, or its part of what the others leave."""
        widths = self._widths.copy()
        room = self.viewport().width() - sum(widths)
        asking = sorted(self._elastic, key=lambda place: self._needs[place] / self._share(place))
        for done, place in enumerate(asking):  # who needs least leaves the others more
            shares = sum(map(self._share, asking[done:]))
            widths[place] = min(self._needs[place], room * self._share(place) // shares)
            room -= widths[place]
        if self._elastic:
            widths[self._elastic[-1]] += room
        for place, width in enumerate(widths):
            self.setColumnWidth(place, max(LEAST, width) if place in self._needs else width)

        self._heighten()

    def _heighten(self) -> None:
        """Where lines are tall, each is as high as its words need at the widths of now."""
        if not self._is_tall or not self._elastic:
            return
        metrics, head = self.fontMetrics(), self.verticalHeader()
        for row, line in enumerate(self._lines.lines):
            most = max(
                len(laid(line.cells[place], metrics, self.columnWidth(place) - 2 * SIDE))
                for place in self._elastic
            )
            height = max(TALL, most * (metrics.height() + 1) + TALL_AIR)
            if head.sectionSize(row) != height:
                head.resizeSection(row, height)

    def _share(self, place: int) -> int:
        return self._columns[place].share

    def _fit_columns(self, lines: tuple[LineView, ...]) -> None:
        for place, column in enumerate(self._columns):
            if column.fits:
                self._widths[place] = max(column.width, self._need(place, lines))
            elif place in self._needs and len(self._elastic) > 1:
                self._needs[place] = max(LEAST, self._need(place, lines))
        self._spread()

    def _need(self, place: int, lines: tuple[LineView, ...]) -> int:
        """The width of the widest that stands there."""
        wide = self.fontMetrics().horizontalAdvance
        words = {self._columns[place].title, *(line.cells[place] for line in lines)}
        if self._is_tall:
            words = {part for cell in words for part in cell.split(DOT, 1)}
        return max(map(wide, words)) + PAD

    @property
    def chosen(self) -> str:
        rows = self.selectionModel().selectedRows()
        return self._lines.lines[rows[0].row()].key if rows else ""

    def choose(self, key: str) -> None:
        for row, line in enumerate(self._lines.lines):
            if line.key == key:
                flags = QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(
                    self._lines.index(row, 0), flags.ClearAndSelect | flags.Rows
                )

    def show_lines(self, lines: tuple[LineView, ...]) -> None:
        """Keep what is chosen and the place that is seen, while its line is there."""
        if lines == self._lines.lines:
            return
        chosen, bar = self.chosen, self.verticalScrollBar()
        first, at_top = self._first_seen(), bar.value() == 0
        self._lines.show_lines(lines)
        self._fit_columns(lines)
        if chosen and self.chosen != chosen:
            self.choose(chosen)
        if first and not at_top:
            self._see(first)

    def _first_seen(self) -> str:
        row = self.rowAt(0)
        return self._lines.lines[row].key if row >= 0 else ""

    def _see(self, key: str) -> None:
        for row, line in enumerate(self._lines.lines):
            if line.key == key:
                hint = QAbstractItemView.ScrollHint.PositionAtTop
                self.scrollTo(self._lines.index(row, 0), hint)
                return

    def fit(self) -> None:
        """As high as its lines: the page scrolls, not the table."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + LINE_HEIGHT * max(1, self._lines.rowCount()) + 4)
