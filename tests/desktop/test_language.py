"""Tests that the desktop speaks each of its languages wholly, and that what ships is up to date."""

from __future__ import annotations

import shutil
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from installer import translations
from tests.desktop.conftest import MakeWindow
from tests.desktop.test_window import cut, too_wide
from ziggie_desktop.desktop.language import Language, Speech, locale_of, spoken
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.windows.pages import TITLES

FILES = sorted(translations.FOLDER.glob("*.ts"))


@pytest.fixture
def german(app: QApplication) -> Iterator[None]:
    speech = Speech(app=app)
    speech.speak(Language.GERMAN)
    yield
    speech.close()
    QLocale.setDefault(QLocale("en_US"))


def test_every_word_is_written_and_compiled(tmp_path: Path) -> None:
    """``installer/translations.py`` finds nothing to do."""
    shutil.copytree(translations.FOLDER, tmp_path / "now")
    translations.update(tmp_path / "now")
    for path in sorted(translations.FOLDER.iterdir()):
        fresh = tmp_path / "now" / path.name
        assert fresh.read_bytes() == path.read_bytes(), f"installer/translations.py: {path.name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_left_untranslated(path: Path) -> None:
    for message in ElementTree.parse(path).iter("message"):
        said = message.find("translation")
        assert said is not None
        assert said.get("type") is None, message.findtext("source")
        for words in [form.text for form in said.findall("numerusform")] or [said.text]:
            assert _places(words or "") == _places(message.findtext("source") or "")


def _places(words: str) -> set[str]:
    """The names in braces, and the number."""
    named = {name for _, name, _, _ in string.Formatter().parse(words) if name}
    return named | ({"%Ln"} if "%Ln" in words else set())


def test_words_follow_the_number(german: None) -> None:
    assert (text.requests(1), text.requests(2500)) == ("1 Anfrage", "2.500 Anfragen")
    assert t("{model} loaded", model="x") == "x geladen"


def test_english_has_its_plurals() -> None:
    assert (text.requests(1), text.requests(2500)) == ("1 request", "2,500 requests")


@pytest.mark.parametrize("page", list(Page))
def test_a_page_speaks_german_in_the_smallest_window(
    german: None, make_window: MakeWindow, page: Page
) -> None:
    window = make_window("busy", page)
    assert t(TITLES[page]) in _all_text(window)
    if page is not Page.NEWS:  # the changelog stays in English
        assert "unknown" not in _all_text(window)
    assert cut(window) + too_wide(window) == []


def _all_text(window: object) -> str:
    from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

    assert isinstance(window, QWidget)
    labels = [label.text() for label in window.findChildren(QLabel)]
    return "\n".join(labels + [button.text() for button in window.findChildren(QAbstractButton)])


@pytest.mark.parametrize(
    ("choice", "system", "language", "locale"),
    [
        (Language.SYSTEM, "de_AT", Language.GERMAN, "de_AT"),
        (Language.SYSTEM, "fr_FR", Language.ENGLISH, "en_US"),
        (Language.SYSTEM, "en_GB", Language.ENGLISH, "en_GB"),
        (Language.ENGLISH, "de_AT", Language.ENGLISH, "en_US"),
        (Language.GERMAN, "en_GB", Language.GERMAN, "de_DE"),
    ],
)
def test_the_language_and_its_region(
    choice: Language, system: str, language: Language, locale: str
) -> None:
    found = spoken(choice, QLocale(system))
    assert found is language
    assert locale_of(found, QLocale(system)).name() == locale


def test_a_system_without_a_language_gets_english() -> None:
    found = spoken(Language.SYSTEM, QLocale.c())
    assert locale_of(found, QLocale.c()).name() == "en_US"
