"""Owns which language the desktop speaks, and with it how it writes figures and dates."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ziggie_desktop.data import resource


class Language(StrEnum):
    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


SPOKEN = (Language.ENGLISH, Language.GERMAN)
OWN_NAMES = {Language.ENGLISH: "English", Language.GERMAN: "Deutsch"}


def spoken(choice: Language, system: QLocale) -> Language:
    """The language that ``choice`` comes to; English where the system's is none of ours."""
    if choice is not Language.SYSTEM:
        return choice
    code = QLocale.languageToCode(system.language())
    return next((language for language in SPOKEN if language.value == code), Language.ENGLISH)


def locale_of(language: Language, system: QLocale) -> QLocale:
    """The owner's own region where it speaks this language, else the language's usual one."""
    if QLocale.languageToCode(system.language()) == language.value:
        return system
    return QLocale("en_US") if language is Language.ENGLISH else QLocale(language.value)


class Speech:
    """What is installed in the application, as long as this is kept; ``speak`` changes it."""

    def __init__(self, *, app: QCoreApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []

    def speak(self, choice: Language) -> Language:
        system = QLocale.system()
        language = spoken(choice, system)
        self.close()
        self._translators = [
            made
            for made in (_own(language), _qts(language))
            if made is not None and self._app.installTranslator(made)
        ]
        QLocale.setDefault(locale_of(language, system))
        return language

    def close(self) -> None:
        for old in self._translators:
            self._app.removeTranslator(old)
        self._translators = []


def _own(language: Language) -> QTranslator | None:
    made = QTranslator()
    return made if made.load(str(resource(f"translations/ziggie_{language.value}.qm"))) else None


def _qts(language: Language) -> QTranslator | None:
    """Qt's own words, in its dialogs and menus."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    made = QTranslator()
    return made if made.load(f"qtbase_{language.value}", folder) else None
