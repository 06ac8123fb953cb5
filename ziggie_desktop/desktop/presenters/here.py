"""Owns what this desktop remembers by itself, as its pages show it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ziggie_desktop.desktop.language import Language
from ziggie_desktop.desktop.presenters.rules import NoteKind


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Here(msgspec.Struct, frozen=True):
    """``at_login`` None: whether the desktop starts at login is not known here.

    ``off``: the kinds of notes that are not wanted. ``mini``: the small window, for where no tray
    is there; ``tray``: whether one is. ``first_done``: the first steps are behind; ``skipped``:
    which of them were not wanted."""

    theme: ThemeChoice = ThemeChoice.SYSTEM
    language: Language = Language.SYSTEM
    notify: bool = True
    at_login: bool | None = None
    off: frozenset[NoteKind] = frozenset()
    quiet: str = ""
    mini: bool = False
    tray: bool = True
    first_done: bool = False
    skipped: frozenset[str] = frozenset()
