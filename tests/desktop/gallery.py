"""Owns the kept pictures of each page: how they are drawn, compared and renewed.

    python -m tests.desktop.gallery [PAGE ...]    draw anew what looks different now

Drawn without a screen, with the bundled font, in UTC and en_US, so that they are the same anywhere.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ziggie_desktop.desktop import theme
from ziggie_desktop.desktop.presenters.here import ThemeChoice
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.preview import scene
from ziggie_desktop.desktop.samples import NOW
from ziggie_desktop.desktop.windows.main import MainWindow

FOLDER = Path(__file__).parent / "pictures"
SIZE = QSize(1120, 780)
SCENES = ("busy", "empty", "error")
THEMES = (ThemeChoice.LIGHT, ThemeChoice.DARK)
COARSE = 4  # compared in squares of so many pixels: another FreeType may shift an edge
TOLERANCE = 24  # of 255, in one square
MOST = 0.0003  # of all squares: a word of four letters is more
PALETTE = 256
CHANGELOG = """# Changelog

## 0.2.0 - 2026-11-20

### Added
- The budget of a month can be given to a component, and it says at 80 % that it comes near.
- A download goes on where it was when the network comes back.
- `ziggie-desktop status --watch` shows the state as it changes.

### Changed
- Models say who used them last.
- The dashboard shows the day: requests as a timeline, uptime with its incidents.
- A download waits while its disk has no room left for it, and goes on when it has.
- Logs are found by level and by subject.
- Each kind of notification can be switched off.
- The GPU page shows hours, days and months, with gaps where nothing was read.

### Fixed
- A card that stops telling its power, as some do after a sleep, is reported with a remedy.

## 0.1.0 - 2026-11-01
- The first version: Anthropic's, OpenAI's and Ollama's APIs on one local address.
- What was saved, net of electricity and of what the fallbacks cost.
"""  # made up: the pictures must not change with each line of the real one
KIND = 0xFFE0E0E0  # the first bits of each colour


@dataclass(frozen=True, slots=True)
class Picture:
    page: Page
    scene: str
    theme: ThemeChoice

    @property
    def name(self) -> str:
        return f"{self.page.value}-{self.scene}-{self.theme.value}"

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.png"


ALL = tuple(Picture(page, shown, look) for look in THEMES for page in Page for shown in SCENES)


@contextmanager
def same_everywhere() -> Iterator[None]:
    """The zone and the region that the pictures were drawn in."""
    zone, region = os.environ.get("TZ"), QLocale()
    os.environ["TZ"] = "UTC"
    time.tzset()
    QLocale.setDefault(QLocale("en_US"))
    try:
        yield
    finally:
        QLocale.setDefault(region)
        os.environ.pop("TZ")
        if zone is not None:
            os.environ["TZ"] = zone
        time.tzset()


def draw(picture: Picture, app: QApplication) -> QImage:
    if not app.styleSheet() or theme.Theme.tokens != theme.chosen(picture.theme):
        theme.apply(app, picture.theme)
    window = MainWindow(feed=scene(picture.scene), now=lambda: NOW, changelog=lambda: CHANGELOG)
    window.open_page(picture.page)
    window.resize(SIZE)
    window.show()
    app.processEvents()
    window.redraw()
    app.processEvents()
    drawn = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    window.hide()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # each one left slows the next
    return drawn


def difference(one: QImage, other: QImage) -> float:
    """The part of the squares that are not alike; 1 where the sizes differ."""
    if one.size() != other.size():
        return 1.0
    first, second = _coarse(one), _coarse(other)
    apart = {
        place // 4
        for place, (a, b) in enumerate(zip(first, second, strict=True))
        if abs(a - b) > TOLERANCE
    }
    return len(apart) / (len(first) // 4)


def _coarse(image: QImage) -> bytes:
    small = image.convertToFormat(QImage.Format.Format_RGB32).scaled(
        image.size() / COARSE,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return bytes(small.constBits())


def keep(image: QImage, path: Path) -> None:
    """With a palette of its own: a third of the size, and nobody sees it."""
    pixels = memoryview(image.constBits()).cast("B").cast("I")
    flat = Qt.ImageConversionFlag.ThresholdDither
    small = image.convertToFormat(QImage.Format.Format_Indexed8, palette(Counter(pixels)), flat)
    if not small.save(str(path)):
        raise OSError(f"{path} cannot be written")


def palette(counted: Counter[int]) -> list[int]:
    """One colour of each kind first, so that a small red icon keeps its red; then the frequent."""
    colours = [colour for colour, _ in counted.most_common()]
    kinds = {colour & KIND: colour for colour in reversed(colours)}
    first = sorted(kinds.values(), key=lambda colour: -counted[colour])[:PALETTE]
    taken = set(first)
    return (first + [colour for colour in colours if colour not in taken])[:PALETTE]


def renew(pages: tuple[str, ...]) -> int:
    from ziggie_desktop.desktop.language import Language, Speech

    app = QApplication([])
    speech = Speech(app=app)
    speech.speak(Language.ENGLISH)
    app.setStyle("Fusion")
    theme.load_font(app)
    FOLDER.mkdir(exist_ok=True)
    with same_everywhere():
        for picture in ALL:
            if pages and picture.page.value not in pages:
                continue
            drawn = draw(picture, app)
            if not picture.path.exists() or difference(drawn, QImage(str(picture.path))) > MOST:
                keep(drawn, picture.path)
                print(f"renewed {picture.name}")
    for path in FOLDER.glob("*.png"):
        if path.stem not in {picture.name for picture in ALL}:
            path.unlink()
            print(f"removed {path.stem}")
    speech.close()
    return 0


if __name__ == "__main__":
    sys.exit(renew(tuple(sys.argv[1:])))
