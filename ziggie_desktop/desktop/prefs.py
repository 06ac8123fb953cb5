"""Owns what this desktop remembers of its owner: theme, language, notes, where the window was."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings

from ziggie_desktop.desktop.language import Language
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.theme import Choice


class LoginEntry(Protocol):
    """Whether the desktop starts at login. Changing it raises ZiggieError where it cannot be."""

    def enabled(self) -> bool: ...
    def enable(self) -> None: ...
    def disable(self) -> None: ...


class Prefs:
    """A small ini file in the home. What cannot be read counts as never chosen."""

    def __init__(self, *, home: str, login: LoginEntry | None = None) -> None:
        self._file = QSettings(str(Path(home) / "desktop.ini"), QSettings.Format.IniFormat)
        self._login = login

    @property
    def theme(self) -> Choice:
        saved = self._file.value("theme")
        return Choice(saved) if saved in list(Choice) else Choice.SYSTEM

    @property
    def language(self) -> Language:
        saved = self._file.value("language")
        return Language(saved) if saved in list(Language) else Language.SYSTEM

    @property
    def notify(self) -> bool:
        return bool(self._file.value("notify") != "false")

    @property
    def geometry(self) -> QByteArray:
        saved = self._file.value("geometry")
        return saved if isinstance(saved, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)

    def here(self) -> Here:
        """All that a page shows of it."""
        at_login = self._login.enabled() if self._login is not None else None
        return Here(self.theme, self.language, self.notify, at_login)

    def prefer(self, path: str, value: object) -> None:
        """Remember ``desktop.theme`` and the like; ZiggieError where the system does not let us."""
        match path, value:
            case "desktop.theme", str():
                self._file.setValue("theme", Choice(value).value)
            case "desktop.language", str():
                self._file.setValue("language", Language(value).value)
            case "desktop.notify", bool():
                self._file.setValue("notify", "true" if value else "false")
            case "desktop.at_login", bool() if self._login is not None:
                (self._login.enable if value else self._login.disable)()
            case _:
                raise ValueError(f"{path} is no setting of the desktop")
