"""Tests of the pages on the program itself: the changelog that ships, and what it is made of."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel

from tests.desktop.conftest import MakeWindow
from ziggie_desktop import __version__
from ziggie_desktop.contract.client import Client
from ziggie_desktop.data import changelog
from ziggie_desktop.desktop.app import Desktop
from ziggie_desktop.desktop.prefs import Prefs
from ziggie_desktop.desktop.presenters.news import PARTS, releases
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.samples import BUSY

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))


def test_a_changelog_is_read_as_people_write_it() -> None:
    text = (
        "# New\n\n## 2.0\n\n- Runs `serve` and\n  says **so**; see [it](http://x).\n* Two\n\n"
        "## 1.0\n- One\n"
    )
    new, old = releases(text)
    assert new.items == ("Runs serve and says so; see it.", "Two")
    assert (old.title, old.items) == ("1.0", ("One",))


def test_the_changelog_ships_and_names_this_version() -> None:
    first = releases(changelog())[0]
    assert first.title.startswith(__version__)
    assert len(first.items) > 10
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped["CHANGELOG.md"] == "ziggie_desktop/resources/CHANGELOG.md"


def test_each_part_that_is_installed_is_named_with_its_licence() -> None:
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["desktop"]]
    names = {re.split(r"[><=!;\s]", line)[0] for line in wanted}
    assert names <= {name for name, _, _ in PARTS}
    assert {name for name, _, _ in PARTS} - names == {"Inter"}


def test_the_licences_are_those_that_the_parts_name() -> None:
    said = {name: licence for name, licence, _ in PARTS}
    checked = 0
    for name, licence in said.items():
        try:
            found = metadata(name)
        except PackageNotFoundError:  # not on this system, or no package
            continue
        if "License-Expression" in found:
            checked += 1
            assert found["License-Expression"].startswith(licence), name
    assert checked > 8


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
