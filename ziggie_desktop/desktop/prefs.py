"""Owns what this desktop remembers of its owner: theme, language, notes, where the window was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ziggie_desktop.desktop.language import Language
from ziggie_desktop.desktop.theme import Choice


class Prefs:
    """A small ini file in the home. What cannot be read counts as never chosen."""

    def __init__(self, *, home: str) -> None:
        self._file = QSettings(str(Path(home) / "desktop.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Choice:
        saved = self._file.value("theme")
        return Choice(saved) if saved in list(Choice) else Choice.SYSTEM

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._file.setValue("theme", choice.value)

    @property
    def language(self) -> Language:
        saved = self._file.value("language")
        return Language(saved) if saved in list(Language) else Language.SYSTEM

    @language.setter
    def language(self, choice: Language) -> None:
        self._file.setValue("language", choice.value)

    @property
    def notify(self) -> bool:
        return bool(self._file.value("notify") != "false")

    @notify.setter
    def notify(self, on: bool) -> None:
        self._file.setValue("notify", "true" if on else "false")

    @property
    def geometry(self) -> QByteArray:
        saved = self._file.value("geometry")
        return saved if isinstance(saved, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)
