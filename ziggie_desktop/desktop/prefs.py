"""Owns what this desktop remembers of its owner: theme, language, notes, where the window was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QByteArray, QSettings

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.desktop.language import Language
from ziggie_desktop.desktop.presenters.here import Here, ThemeChoice
from ziggie_desktop.desktop.presenters.rules import Hours, NoHours, NoteKind, Rules, hours
from ziggie_desktop.desktop.presenters.words import t

NOTIFY = "desktop.notify."


class LoginEntry(Protocol):
    """Whether the desktop starts at login. Changing it raises ZiggieError where it cannot be."""

    def enabled(self) -> bool: ...
    def enable(self) -> None: ...
    def disable(self) -> None: ...


class Prefs:
    """A small ini file in the home. What cannot be read counts as never chosen."""

    def __init__(self, *, home: str, login: Callable[[], LoginEntry] | None = None) -> None:
        self._file = QSettings(str(Path(home) / "desktop.ini"), QSettings.Format.IniFormat)
        self._login = login

    @property
    def theme(self) -> ThemeChoice:
        saved = self._file.value("theme")
        return ThemeChoice(saved) if saved in list(ThemeChoice) else ThemeChoice.SYSTEM

    @property
    def language(self) -> Language:
        saved = self._file.value("language")
        return Language(saved) if saved in list(Language) else Language.SYSTEM

    @property
    def notify(self) -> bool:
        return bool(self._file.value("notify") != "false")

    @property
    def rules(self) -> Rules:
        saved = self._file.value("notify_off")
        off = saved.split() if isinstance(saved, str) else []
        return Rules(self.notify, frozenset(kind for kind in NoteKind if kind in off), self.quiet)

    @property
    def quiet(self) -> Hours | None:
        saved = self._file.value("quiet")
        try:
            return hours(saved) if isinstance(saved, str) else None
        except NoHours:
            return None

    @property
    def mini(self) -> bool:
        """Whether the small window is wanted where no tray is there."""
        return bool(self._file.value("mini") == "true")

    @property
    def mini_geometry(self) -> QByteArray:
        saved = self._file.value("mini_geometry")
        return saved if isinstance(saved, QByteArray) else QByteArray()

    @mini_geometry.setter
    def mini_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("mini_geometry", geometry)

    @property
    def told(self) -> dict[str, datetime]:
        """Problems that a note told of, and when they were last there."""
        saved = self._file.value("told")
        try:
            return msgspec.json.decode(saved, type=dict[str, datetime])
        except (msgspec.MsgspecError, TypeError):
            return {}

    @told.setter
    def told(self, told: dict[str, datetime]) -> None:
        if told or self._file.contains("told"):
            self._file.setValue("told", msgspec.json.encode(told).decode())

    @property
    def first_done(self) -> bool:
        """Whether the first steps are behind, or were not wanted."""
        return bool(self._file.value("first_done") == "true")

    @property
    def _skipped(self) -> frozenset[str]:
        saved = self._file.value("first_skipped")
        return frozenset(saved.split()) if isinstance(saved, str) else frozenset()

    def upgraded(self, version: str) -> bool:
        """Whether the last start was of another version; true once. A first start is none."""
        before = self._file.value("version")
        if before != version:
            self._file.setValue("version", version)
        return before not in (None, version)

    @property
    def geometry(self) -> QByteArray:
        saved = self._file.value("geometry")
        return saved if isinstance(saved, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)

    def here(self, *, tray: bool = True) -> Here:
        """All that a page shows of it."""
        at_login = self._login().enabled() if self._login is not None else None
        rules = self.rules
        quiet = str(rules.quiet or "")
        return Here(
            theme=self.theme,
            language=self.language,
            notify=self.notify,
            at_login=at_login,
            off=rules.off,
            quiet=quiet,
            mini=self.mini,
            tray=tray,
            first_done=self.first_done,
            skipped=self._skipped,
        )

    def prefer(self, path: str, value: object) -> None:
        """Remember ``desktop.theme`` and the like; ZiggieError where the system does not let us."""
        match path, value:
            case "desktop.theme", str():
                self._file.setValue("theme", ThemeChoice(value).value)
            case "desktop.language", str():
                self._file.setValue("language", Language(value).value)
            case "desktop.notify", bool():
                self._file.setValue("notify", "true" if value else "false")
            case "desktop.quiet", str() | None:
                self._file.setValue("quiet", str(_hours(value or "") or ""))
            case "desktop.mini", bool():
                self._file.setValue("mini", "true" if value else "false")
            case str(), bool() if path.startswith(NOTIFY):
                self._switch(NoteKind(path.removeprefix(NOTIFY)), on=value)
            case "desktop.first", bool():
                self._file.setValue("first_done", "true" if value else "false")
            case "desktop.first.skip", str():
                self._file.setValue("first_skipped", " ".join(sorted({*self._skipped, value})))
            case "desktop.at_login", bool() if self._login is not None:
                entry = self._login()
                entry.enable() if value else entry.disable()
            case _:
                raise ValueError(f"{path} is no setting of the desktop")

    def _switch(self, kind: NoteKind, *, on: bool) -> None:
        off = self.rules.off - {kind} if on else self.rules.off | {kind}
        self._file.setValue("notify_off", " ".join(sorted(off)))


def _hours(words: str) -> Hours | None:
    try:
        return hours(words)
    except NoHours as error:
        raise ZiggieError(
            "quiet_hours_invalid",
            t("{words} are no hours.", words=words),
            t("Give them such as 22:00-07:00, or nothing."),
        ) from error
