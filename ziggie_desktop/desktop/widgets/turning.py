"""Owns who turned a button that stays down: a person does, by whatever means, or the program."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractButton


class Turning(QObject):
    """``turned`` comes from a person alone: a hand or a key clicks, but a screen reader toggles,
    and Qt then tells of no click. Of what the program turns with ``show_on`` nothing is told."""

    turned = Signal(bool)

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        self._by_hand = False
        button.setCheckable(True)
        button.pressed.connect(lambda: self._on_hand(True))
        button.released.connect(lambda: self._on_hand(False))
        button.clicked.connect(self.turned)
        button.toggled.connect(self._on_toggled)

    def show_on(self, on: bool) -> None:
        """Show what holds."""
        blocked = QSignalBlocker(self._button)
        self._button.setChecked(on)
        blocked.unblock()

    def _on_hand(self, by_hand: bool) -> None:
        self._by_hand = by_hand

    def _on_toggled(self, on: bool) -> None:
        gave_way = self._button.autoExclusive() and not on
        if not self._by_hand and not gave_way:
            self.turned.emit(on)
