"""What the service says in English is said in German in a German window, with its values.

The templates come from the service's sources: a new sentence fails here until it is written.
"""

from __future__ import annotations

import re
import string
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QLabel

from installer import translations
from installer.service_words import collected
from tests.desktop.conftest import MakeWindow
from tests.desktop.test_window import too_wide
from ziggie_desktop.desktop.language import Language, Speech
from ziggie_desktop.desktop.presenters.activity import Choice, filters, matches
from ziggie_desktop.desktop.presenters.service_words import CONTEXT, meant_by, said
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.preview import SCENES
from ziggie_desktop.desktop.samples import NOW
from ziggie_desktop.desktop.samples_past import REQUESTS

TEMPLATES = collected(translations.ROOT / "ziggie_desktop", translations.ROOT / "resources")


@pytest.fixture
def german(app: QApplication) -> Iterator[None]:
    speech = Speech(app=app)
    speech.speak(Language.GERMAN)
    yield
    speech.close()
    QLocale.setDefault(QLocale("en_US"))


def _values(template: str) -> dict[str, str]:
    """A name nobody translates for each place, another for each."""
    names = [name for _, name, *_ in string.Formatter().parse(template) if name]
    return {name: f"x{place}-{'abc'[place % 3]}9" for place, name in enumerate(names)}


def test_every_template_comes_out_as_it_was_written(german: None) -> None:
    """It matches its own filled text, and no other template knows more of it."""
    wrong = []
    for template in TEMPLATES:
        values = _values(template)
        meant = QCoreApplication.translate(CONTEXT, template).format(**values)
        found = said(template.format(**values))
        if found != meant:
            wrong.append((template, meant, found))
    assert wrong == []


def test_what_a_reader_sees_is_looked_for_as_the_service_said_it(german: None) -> None:
    english = "the engine is not ready yet"
    assert english in meant_by(said(english).upper())
    assert "the model's name" not in meant_by("zu")  # two letters stand everywhere
    assert meant_by("kein solches Wort") == ()
    row = replace(REQUESTS[0], reason=english)
    assert matches(row, Choice(text="Engine ist noch nicht"))
    assert not matches(row, Choice(text="lädt gerade"))
    query = dict(filters(Choice(text="noch nicht bereit"), NOW.date()))
    assert query["text"].split("\n")[0] == "noch nicht bereit"
    assert english in query["text"].split("\n")


def test_english_stays_as_it_is() -> None:
    assert meant_by("ready") == ()
    assert said("Restart the engine.") == "Restart the engine."


@pytest.mark.parametrize(
    ("english", "german_words"),
    [
        (
            "The cloud budget of $5.00 a day is spent ($5.02 and 2 requests of unknown price).",
            "Das Cloud-Budget von 5,00\xa0$ pro Tag ist verbraucht"
            " (5,02\xa0$ und 2 Anfragen mit unbekanntem Preis).",
        ),
        (
            "the cloud budget of kb, level L1 of $1,250.00 a month is spent to 83 % ($1,040.10)",
            "das Cloud-Budget für kb, Stufe L1 von 1.250,00\xa0$ pro Monat ist zu 83 % verbraucht"
            " (1.040,10\xa0$)",
        ),
        (
            "Ollama could not be reached (503): connection refused",
            "Ollama war nicht zu erreichen (503): Verbindung abgelehnt",
        ),
        (
            "Local first, but the model needs at least 9.5 GiB of GPU memory and 7.1 are free",
            "Zuerst lokal, aber the model braucht mindestens 9,5 GiB GPU-Speicher, frei sind 7,1",
        ),
        (
            "qwen3:8b writes 4.2 tokens/s, usually 38.1.",
            "qwen3:8b schreibt 4,2 Token/s, sonst 38,1.",
        ),
        (
            "The model needs 3.2 GB more, the disk of /home/x/all cloud has 1.1 GB free",
            "Das Modell braucht 3,2 GB mehr, die Platte von /home/x/all cloud hat 1,1 GB frei",
        ),
        (
            "Ollama 0.34.4 is there; 0.34.2 is in use. Start the engine.",
            "Ollama 0.34.4 ist da; in Gebrauch ist 0.34.2. Starten Sie die Engine.",
        ),
        ("llama3.2 cannot do tools, vision", "llama3.2 kann das nicht: Werkzeuge, Bilder"),
        (
            "the policy names no fallback for what it sends to the cloud side",
            "die Regeln nennen keine zweite Wahl für das, was in die Cloud geht",
        ),
    ],
)
def test_values_lists_and_joined_sentences(german: None, english: str, german_words: str) -> None:
    assert said(english) == german_words


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "llama runner process has terminated: exit status 2",
        "success rate of kb.analyze",
        "qwen3:8b",
        "/home/day/all cloud",
        "0.34.4",
        "done " * 400,
    ],
)
def test_what_no_template_made_stays(german: None, foreign: str) -> None:
    assert said(foreign) == foreign


def test_a_long_foreign_error_does_not_stop_the_window(german: None) -> None:
    """Without a bound on the parts that are looked at it would be some seconds."""
    long = "It went wrong, and badly: nobody knows, but it is (a) so; see the log. " * 20
    before = time.thread_time()
    assert "see the log" in said(long)
    assert time.thread_time() - before < 1.0


ENGLISH = re.compile(r"\b(the|is|are|with|from|its|it|this|that|and|of|to|cannot|has|been)\b")


@pytest.mark.parametrize("page", [page for page in Page if page not in (Page.NEWS, Page.LOGS)])
@pytest.mark.parametrize("scene", SCENES)
def test_a_german_page_says_nothing_in_english(
    german: None, make_window: MakeWindow, scene: str, page: Page
) -> None:
    """The changelog and the log stay in English; what a request says is its caller's."""
    window = make_window(scene, page)
    said_there = [label.text() for label in window.findChildren(QLabel)]
    assert [words for words in said_there if ENGLISH.search(words)] == []
    assert too_wide(window) == []


def test_a_place_that_is_renamed_keeps_its_translation(tmp_path: Path) -> None:
    texts = tmp_path / "ziggie_de.ts"
    texts.write_text(
        "<TS><context><name>service</name><message><source>{a} fails: {b}</source>"
        "<translation>{b}: {a} scheitert</translation></message></context></TS>",
        encoding="utf-8",
    )
    translations.follow_renames(texts, ["{model} fails: {why}"])
    assert "<source>{model} fails: {why}</source>" in texts.read_text(encoding="utf-8")
    assert "<translation>{why}: {model} scheitert<" in texts.read_text(encoding="utf-8")
