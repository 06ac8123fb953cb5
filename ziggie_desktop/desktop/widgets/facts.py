"""Owns the list of facts: a name and what is known, two beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ziggie_desktop.desktop.widgets.label import Label, WrapLabel

ABREAST = 2


class Facts(QWidget):
    """What a fact says can be selected, to be copied elsewhere."""

    def __init__(self, abreast: int = ABREAST) -> None:
        super().__init__()
        self._abreast = abreast
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._cells: list[tuple[Label, WrapLabel]] = []
        for place in range(abreast):
            self._grid.setColumnStretch(2 * place + 1, 1)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        for place, (name, value) in enumerate(pairs):
            if place == len(self._cells):
                self._add(place)
            for cell, words in zip(self._cells[place], (name, value), strict=True):
                cell.say(words)
                cell.show()
            self._cells[place][1].setAccessibleName(f"{name}: {value}")
        for cells in self._cells[len(pairs) :]:
            for cell in cells:
                cell.hide()

    def _add(self, place: int) -> None:
        name, value = Label("dim"), WrapLabel("text")
        top = Qt.AlignmentFlag.AlignTop
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row, column = divmod(place, self._abreast)
        self._grid.addWidget(name, row, 2 * column, top)
        self._grid.addWidget(value, row, 2 * column + 1, top)
        self._cells.append((name, value))
