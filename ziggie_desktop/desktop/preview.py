"""Owns the pictures of each page from made-up snapshots: for developers, without a service."""

from __future__ import annotations

import argparse
import os
import sys

import msgspec

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import State
from ziggie_desktop.desktop import samples, samples_past, samples_work
from ziggie_desktop.desktop.presenters.here import ThemeChoice
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.shelf import Shelf
from ziggie_desktop.desktop.presenters.view import Do, Link, Page

SCENES = ("busy", "empty", "error", "lost", "connecting")


class StillFeed(msgspec.Struct, frozen=True):
    """One moment, for the window to show."""

    state: State | None
    link: Link
    history: History
    requests: tuple[RequestRow, ...]
    pending: frozenset[Do] = frozenset()
    shelf: Shelf = msgspec.field(default_factory=Shelf)


def scene(name: str) -> StillFeed:
    match name:
        case "busy":
            return StillFeed(
                samples.BUSY,
                Link.UP,
                samples_past.history(),
                samples_past.REQUESTS,
                shelf=samples_work.shelf(),
            )
        case "empty":
            return StillFeed(
                samples.EMPTY, Link.UP, History(), (), shelf=samples_work.empty_shelf()
            )
        case "error":
            return StillFeed(
                samples.ERROR,
                Link.UP,
                History(),
                samples_past.REQUESTS,
                shelf=samples_work.broken_shelf(),
            )
        case "lost":
            return StillFeed(samples.BUSY, Link.LOST, History(), ())
        case _:
            return StillFeed(None, Link.CONNECTING, History(), ())


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m ziggie_desktop.desktop.preview")
    parser.add_argument("--page", choices=[page.value for page in Page], default="dashboard")
    parser.add_argument("--scene", choices=SCENES, default="busy")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="dark")
    parser.add_argument("--language", choices=("en", "de"), default="en")
    parser.add_argument("--size", default="1120x780", help="WxH, at least 1024x640")
    parser.add_argument("--scale", default="1", help="scale factor, such as 1.5")
    parser.add_argument("--choice", help="what is chosen on the page: a period, a span")
    parser.add_argument("--hover", type=int, help="put the plot's marker at this x")
    parser.add_argument("--out", required=True, metavar="FILE.png")
    chosen = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    from PySide6.QtWidgets import QApplication

    from ziggie_desktop.desktop import theme
    from ziggie_desktop.desktop.language import Language, Speech
    from ziggie_desktop.desktop.widgets.plot import Plot
    from ziggie_desktop.desktop.windows.main import MainWindow

    app = QApplication([])
    speech = Speech(app=app)
    speech.speak(Language(chosen.language))
    app.setStyle("Fusion")
    theme.load_font(app)
    theme.apply(app, ThemeChoice(chosen.theme))
    window = MainWindow(feed=scene(chosen.scene), now=lambda: samples.NOW)
    window.open_page(Page(chosen.page))
    width, height = chosen.size.split("x")
    window.resize(int(width), int(height))
    window.show()
    app.processEvents()
    if chosen.choice is not None:
        window.choose(chosen.choice)
    if chosen.hover is not None:
        for plot in window.findChildren(Plot):
            plot.point_at(chosen.hover)
    app.processEvents()
    done = window.grab().save(chosen.out)
    window.deleteLater()
    app.processEvents()
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
