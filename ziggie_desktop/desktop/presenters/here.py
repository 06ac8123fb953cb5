"""Owns what this desktop remembers by itself, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from ziggie_desktop.desktop.language import Language
from ziggie_desktop.desktop.theme import Choice


@dataclass(frozen=True, slots=True)
class Here:
    """``at_login`` None: whether the desktop starts at login is not known here."""

    theme: Choice = Choice.SYSTEM
    language: Language = Language.SYSTEM
    notify: bool = True
    at_login: bool | None = None
