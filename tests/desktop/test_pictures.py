"""Each page, light and dark, busy, empty and in error, looks as its kept picture does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.desktop.gallery import ALL, FOLDER, MOST, Picture, difference, draw, same_everywhere
from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.presenters.here import ThemeChoice

MOST_BYTES = 3_000_000


@pytest.fixture(scope="module", autouse=True)
def as_drawn(app: QApplication) -> Iterator[None]:
    with same_everywhere():
        yield
    theme.apply(app, ThemeChoice.LIGHT)


@pytest.mark.parametrize("picture", ALL, ids=lambda picture: picture.name)
def test_a_page_looks_as_it_did(app: QApplication, picture: Picture, tmp_path: Path) -> None:
    drawn = draw(picture, app)
    off = difference(drawn, QImage(str(picture.path)))
    if off > MOST:
        drawn.save(str(tmp_path / f"{picture.name}.png"))
    assert off <= MOST, (
        f"{off:.2%} of {picture.name} look different, see {tmp_path}; if that is meant, look at it"
        " and run: python -m tests.desktop.gallery"
    )


def test_a_word_that_changed_is_seen() -> None:
    before = QImage(str(ALL[0].path))
    after = before.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(after)
    painter.fillRect(600, 700, 30, 10, QColor("#404040"))
    painter.end()
    assert difference(before, before) == 0
    assert difference(before, after) > MOST
    assert difference(before, before.copy(0, 0, 100, 100)) == 1


def test_what_is_kept_is_what_there_is_and_small() -> None:
    kept = sorted(FOLDER.glob("*.png"))
    assert [path.stem for path in kept] == sorted(picture.name for picture in ALL)
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES
