"""Owns the small table of figures: a name, its figures, and words about them. Plain labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ziggie_desktop.desktop.widgets.label import Label, Role, ShortLabel

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Figures(QWidget):
    """``wide``: the column that takes the room that is left, and is shortened where there is none.
    ``left``: columns of words; the others are figures, at the right of their column."""

    def __init__(self, *, wide: int, left: Sequence[int] = (0,)) -> None:
        super().__init__()
        self._wide, self._left = wide, left
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 2)
        self._grid.setVerticalSpacing(9)
        self._grid.setHorizontalSpacing(18)
        self._grid.setColumnStretch(wide, 1)
        self._heads: list[Label] = []
        self._cells: list[list[Label]] = []

    def show_rows(self, rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> None:
        while len(self._cells) > len(rows):
            self._drop(self._cells.pop())
        if self._cells and rows and len(self._cells[0]) != len(rows[0]):
            while self._cells:
                self._drop(self._cells.pop())
        if len(self._heads) != len(header):
            self._drop(self._heads)
            self._heads = [self._cell("dim", 0, place) for place in range(len(header))]
        for label, words in zip(self._heads, header, strict=True):
            label.say(words)
        for number, row in enumerate(rows):
            if number == len(self._cells):
                figures: list[Role] = ["strong"] * (len(row) - 2)
                roles: list[Role] = ["text", *figures, "dim"]
                self._cells.append(
                    [self._cell(role, number + 1, place) for place, role in enumerate(roles)]
                )
            for cell, words in zip(self._cells[number], row, strict=True):
                cell.say(words)
            self._cells[number][1].setAccessibleName(" ".join(row))
        self.setVisible(bool(rows))

    def _cell(self, role: Role, row: int, place: int) -> Label:
        cell = ShortLabel(role) if place == self._wide else Label(role)
        cell.setAlignment(MIDDLE if place in self._left else RIGHT)
        self._grid.addWidget(cell, row, place)
        cell.show()
        return cell

    def _drop(self, cells: list[Label]) -> None:
        for cell in cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
