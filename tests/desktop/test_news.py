"""Tests of the pages on the program itself: the changelog that ships, and what it is made of."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from installer.licences import shipped
from tests.desktop.conftest import MakeWindow
from ziggie_desktop import __version__
from ziggie_desktop.contract.client import Client
from ziggie_desktop.data import changelog, resource
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.news import Part, about, news, parts, releases
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import BUSY
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.windows.news import NewsPage

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_a_changelog_is_read_as_people_write_it() -> None:
    text = (
        "# New\n\n## 2.0\n\n### Added\n"
        "- Runs `serve` and\n  says **so**; see [it](http://x).\n* Two\n\n"
        "### Fixed\n- Three\n## 1.0\n- One\n"
    )
    new, old = releases(text)
    assert new.parts == (
        Part("Added", ("Runs serve and says so; see it.", "Two")),
        Part("Fixed", ("Three",)),
    )
    assert (old.title, old.parts) == ("1.0", (Part("", ("One",)),))


def _said(window: QWidget) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_the_newest_stands_open_and_the_rest_is_a_key_away(app: QApplication) -> None:
    page = NewsPage()
    text = "## 2.0\n### Added\n" + "".join(f"- New {n}.\n" for n in range(9)) + "## 1.0\n- Old.\n"
    page.show_view(news(text))
    page.show()
    app.processEvents()
    assert "New 3." in _said(page)
    assert "New 4." not in _said(page)
    assert "Old." not in _said(page)
    for name in ("Show 5 more: Added", "Show: 1.0"):
        button = next(b for b in page.findChildren(Button) if b.accessibleName() == name)
        QTest.keyClick(button, Qt.Key.Key_Space)
    app.processEvents()
    assert "New 8." in _said(page)
    assert "Old." in _said(page)
    page.hide()
    page.deleteLater()


def test_no_part_of_the_changelog_that_ships_is_lost() -> None:
    found = sum(len(part.items) for part in releases(changelog())[0].parts)
    assert found == sum(
        line.startswith("- ") for line in changelog().split("\n## ")[1].splitlines()
    )


def test_the_changelog_ships_and_names_this_version() -> None:
    first = releases(changelog())[0]
    assert first.title.startswith(__version__)
    assert len(first.parts) > 5
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped["CHANGELOG.md"] == "ziggie_desktop/resources/CHANGELOG.md"


def test_each_part_that_ships_is_named_with_its_licence_and_its_words() -> None:
    names = {name for name, _, _ in parts()}
    assert names == {*shipped(ROOT / "uv.lock"), "Inter"}  # else run installer/licences.py
    notices = resource("licences/NOTICES.txt").read_text(encoding="utf-8")
    for name, terms, home in parts():
        _, head, words = notices.partition(f"{name} · {terms} · {home}\n{'=' * 100}\n")
        assert head, name
        assert len(words.split("=" * 100)[0].split()) >= 6, f"{name}: no words"


def test_the_licences_are_those_that_the_parts_name() -> None:
    checked = 0
    for name, terms, _ in parts():
        try:
            found = metadata(name)
        except PackageNotFoundError:  # not on this system, or no package
            continue
        if "License-Expression" in found:
            checked += 1
            assert found["License-Expression"].startswith(terms), name
    assert checked > 30


@pytest.mark.parametrize(
    ("file", "title", "last"),
    [
        ("LGPL-3.0.txt", "GNU LESSER GENERAL PUBLIC LICENSE", "6. Revised Versions of the GNU"),
        ("GPL-3.0.txt", "GNU GENERAL PUBLIC LICENSE", "17. Interpretation of Sections 15 and 16"),
    ],
)
def test_the_words_of_the_lgpl_ship_in_full(file: str, title: str, last: str) -> None:
    words = resource(f"licences/{file}").read_text(encoding="utf-8")
    assert words.split("\n")[0].strip() == title
    assert "Version 3, 29 June 2007" in words
    assert last in words


def test_the_links_of_the_about_page_lead_to_what_ships() -> None:
    local = [link.do.subject for link in about(BUSY, __version__).links]
    files = [Path(url2pathname(urlsplit(url).path)) for url in local if url.startswith("file:")]
    assert [file.name for file in files] == ["LGPL-3.0.txt", "NOTICES.txt"]
    assert all(file.is_file() for file in files)


def test_the_lgpl_is_named(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.ABOUT)
    words = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert "GNU Lesser General Public License, version 3" in words
    assert BUSY.home in words


def test_a_first_start_is_no_upgrade_and_news_come_once(tmp_path: Path) -> None:
    def upgraded(version: str) -> bool:
        return Prefs(home=str(tmp_path)).upgraded(version)

    assert [upgraded(v) for v in ("1", "1", "2", "2")] == [False, False, True, False]


@pytest.mark.logs("ziggie.desktop.notify")
def test_after_an_upgrade_the_window_opens_on_the_news_once(
    app: QApplication, tmp_path: Path
) -> None:
    Prefs(home=str(tmp_path)).upgraded("0.0.9")
    pages = []
    for _ in range(2):
        client = lambda: Client(url="http://127.0.0.1:9", token="x")  # noqa: E731
        desktop = Desktop(app=app, home=str(tmp_path), client=client)
        pages.append(desktop.desk.window.page)
        desktop.close()
    assert pages == [Page.NEWS, Page.DASHBOARD]


def test_a_link_opens_outside(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    client = lambda: Client(url="http://127.0.0.1:9", token="x")  # noqa: E731
    desktop = Desktop(app=app, home=str(tmp_path), client=client)
    desktop.desk.do(Do(Verb.LINK, "https://ollama.com"))
    desktop.close()
    assert opened == ["https://ollama.com"]
