"""The window with its pages: nothing is cut, all is reachable, wishes come out."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QWidget,
)

from tests.desktop.conftest import MakeWindow
from ziggie_desktop.contract.api import RequestsDocument, UsageDocument
from ziggie_desktop.contract.state import Problem
from ziggie_desktop.contract.timeline import TimelineDocument
from ziggie_desktop.desktop import samples_books, samples_work
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc
from ziggie_desktop.desktop.presenters.status import Sign
from ziggie_desktop.desktop.presenters.view import Do, Link, Page, Verb
from ziggie_desktop.desktop.preview import SCENES, StillFeed
from ziggie_desktop.desktop.samples import BUSY
from ziggie_desktop.desktop.samples_past import REQUESTS, history
from ziggie_desktop.desktop.sign_icon import sign_pixmap
from ziggie_desktop.desktop.widgets.button import Button, Segments
from ziggie_desktop.desktop.widgets.label import ShortLabel, WrapLabel
from ziggie_desktop.desktop.widgets.plot import Plot, nice_top
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.table import SIDE, TALL, Table, laid
from ziggie_desktop.desktop.windows.confirm import Confirm
from ziggie_desktop.desktop.windows.main import MainWindow
from ziggie_desktop.desktop.windows.savings import WhatIfCard

ROUNDING_PX = 1
SPARE_PX = 12


def cut(window: QWidget) -> list[str]:
    """Texts that do not fit into their place."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        space = label.contentsRect()
        if isinstance(label, ShortLabel):
            short = label.is_short()
        elif isinstance(label, WrapLabel):
            short = label.needed_height() > label.height() + ROUNDING_PX
        else:
            short = (
                label.fontMetrics().horizontalAdvance(label.text()) > space.width() + ROUNDING_PX
            )
        if short:
            found.append(label.text())
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.sizeHint().width() > button.width() + ROUNDING_PX:
            found.append(button.text())  # noqa: PERF401 - reads as the loop above
    return found


def too_high(window: QWidget) -> list[str]:
    """Texts with lines of empty room around them: a height that belongs to another width."""
    return [
        label.text()
        for label in window.findChildren(WrapLabel)
        if label.isVisible() and label.height() > label.needed_height() + SPARE_PX
    ]


def too_wide(window: QWidget) -> list[str]:
    """Pages whose content is wider than what they show: there is no sideways scrolling."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    return [
        area.accessibleName()
        for area in areas
        if (inside := area.widget()) and inside.width() > area.viewport().width()
    ]


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("page", list(Page))
def test_nothing_is_cut_in_the_smallest_window(
    make_window: MakeWindow, name: str, page: Page
) -> None:
    window = make_window(name, page)
    assert (window.width(), window.height()) == (1024, 640)
    assert cut(window) == []
    assert too_high(window) == []
    assert too_wide(window) == []


@pytest.mark.parametrize("page", list(Page))
def test_long_names_do_not_push_anything_out(make_window: MakeWindow, page: Page) -> None:
    long = "hf.co/somebody/" + "a-very-long-name-" * 12 + ":Q4_K_M"
    state = replace(
        BUSY,
        models=(replace(BUSY.models[0], name=long),),
        loaded=(replace(BUSY.loaded[0], name=long),),
        pulls=(replace(BUSY.pulls[0], model=long),),
        fallbacks=(replace(BUSY.fallbacks[0], component=long, reason=long),),
        problems=(Problem(code="long", title=long, remedy=long),),
    )
    rows = (replace(REQUESTS[0], component=long, reason=long),)
    window = make_window(StillFeed(state, Link.UP, history(), rows), page)
    assert (window.width(), window.height()) == (1024, 640)
    assert too_wide(window) == []
    buttons = [b for b in window.findChildren(QPushButton) if b.isVisible()]
    edges = [b.mapTo(window, b.rect().topRight()).x() for b in buttons]
    assert max(edges) < window.width()


def test_the_measure_finds_what_is_cut(make_window: MakeWindow) -> None:
    window = make_window()
    label = next(label for label in window.findChildren(QLabel) if label.text() == "Ziggie")
    label.setFixedWidth(10)
    assert "Ziggie" in cut(window)


@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_nothing_is_cut_when_all_is_larger(scale: str) -> None:
    """The scale is fixed when Qt starts, so a program of its own looks."""
    code = (
        "from PySide6.QtWidgets import QApplication;"
        "from tests.desktop.test_window import cut, too_wide;"
        "from ziggie_desktop.desktop import theme;"
        "from ziggie_desktop.desktop.language import Language, Speech;"
        "from ziggie_desktop.desktop.preview import scene, SCENES;"
        "from ziggie_desktop.desktop.presenters.here import ThemeChoice;"
        "from ziggie_desktop.desktop.presenters.view import Page;"
        "from ziggie_desktop.desktop.windows.main import MainWindow;"
        "from ziggie_desktop.desktop.samples import NOW;"
        "app = QApplication([]); speech = Speech(app=app); speech.speak(Language.GERMAN);"
        "theme.load_font(app); theme.apply(app, ThemeChoice.DARK);"
        "bad = []\n"
        "for name in SCENES:\n"
        "    window = MainWindow(feed=scene(name), now=lambda: NOW); window.resize(1024, 640);"
        "    window.show()\n"
        "    for page in Page:\n"
        "        window.open_page(page); app.processEvents(); app.processEvents();"
        "        bad += cut(window) + too_wide(window)\n"
        "    window.hide(); window.deleteLater()\n"
        "app.processEvents(); print(bad, window.devicePixelRatioF())"
    )
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == f"[] {float(scale)}"


@pytest.mark.parametrize("page", list(Page))
def test_a_screen_reader_has_a_name_for_each_control(make_window: MakeWindow, page: Page) -> None:
    window = make_window("busy", page)
    kinds = (QAbstractButton, QLineEdit, QProgressBar, Plot)
    nameless = [
        control
        for kind in kinds
        for control in window.findChildren(kind)
        if control.isVisible() and not control.accessibleName()
    ]
    assert nameless == []


def _reachable(window: MainWindow) -> set[QWidget]:
    found: set[QWidget] = set()
    widget: QWidget | None = window
    while widget is not None and widget not in found:
        found.add(widget)
        widget = widget.nextInFocusChain()
    return found


def test_each_button_is_reached_by_keyboard(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.MODELS)
    reachable = _reachable(window)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
            assert button in reachable


def test_another_span_of_the_gpus_past_is_asked_for(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.GPU)
    wanted: list[object] = []
    window.wanted.connect(wanted.append)
    days = next(b for b in window.findChildren(QPushButton) if b.text() == "7 days")
    QTest.keyClick(days, Qt.Key.Key_Space)
    assert wanted == [(Ask(Doc.GPU_HISTORY, (("span", "604800"),)),)]
    assert any(plot._series.span_s == 604_800 for plot in window.findChildren(Plot))


def test_focus_can_be_seen(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.MODELS)
    window.activateWindow()
    for widget in (*window.findChildren(Button)[:3], *window.findChildren(QPushButton)[:2]):
        if not widget.isVisible():
            continue
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.grab().toImage() != before


def _button(window: QWidget, name: str) -> Button:
    return next(b for b in window.findChildren(Button) if b.accessibleName() == name)


@pytest.mark.parametrize(
    ("page", "name", "wish"),
    [
        (Page.DASHBOARD, "Stop engine", Do(Verb.ENGINE_STOP)),
        (Page.DASHBOARD, "Restart engine", Do(Verb.ENGINE_RESTART)),
        (Page.MODELS, "Unload qwen3:8b", Do(Verb.UNLOAD, "qwen3:8b")),
        (Page.MODELS, "Load llama3.2:3b", Do(Verb.LOAD, "llama3.2:3b")),
        (Page.MODELS, "Pause mistral-small3.2:24b", Do(Verb.PULL_PAUSE, "p1")),
        (Page.MODELS, "Cancel mistral-small3.2:24b", Do(Verb.PULL_CANCEL, "p1")),
    ],
)
def test_a_click_is_a_wish(make_window: MakeWindow, page: Page, name: str, wish: Do) -> None:
    window = make_window("busy", page)
    asked: list[Do] = []
    window.asked.connect(asked.append)
    QTest.mouseClick(_button(window, name), Qt.MouseButton.LeftButton)
    assert asked == [wish]


def test_the_mode_is_chosen_by_hand_alone(make_window: MakeWindow) -> None:
    window = make_window()
    asked: list[Do] = []
    window.asked.connect(asked.append)
    modes = next(s for s in window.findChildren(Segments) if s.accessibleName() == "Mode")
    modes.choose("local")
    assert asked == []
    cloud = next(b for b in modes.findChildren(QPushButton) if b.text() == "Cloud only")
    QTest.mouseClick(cloud, Qt.MouseButton.LeftButton)
    assert asked == [Do(Verb.MODE, "cloud")]


@pytest.mark.parametrize(("answer", "removed"), [("Keep it", False), ("Remove smollm2:135m", True)])
def test_removing_asks_once(
    make_window: MakeWindow, app: QApplication, answer: str, removed: bool
) -> None:
    window = make_window("busy", Page.MODELS)
    asked: list[Do] = []
    window.asked.connect(asked.append)
    _button(window, "Remove smollm2:135m").click()
    dialog = window.findChildren(Confirm)[0]
    assert asked == []
    assert "98.4 MB" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert cut(dialog) == []
    assert _button(dialog, "Keep it").isDefault()
    _button(dialog, answer).click()
    app.processEvents()
    assert asked == ([Do(Verb.REMOVE, "smollm2:135m")] if removed else [])


def test_a_model_is_asked_for_by_name(make_window: MakeWindow) -> None:
    window = make_window("busy", Page.MODELS)
    asked: list[Do] = []
    window.asked.connect(asked.append)
    field = window.findChildren(QLineEdit)[0]
    QTest.keyClicks(field, "not a name")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == []
    assert any("letters" in lb.text() and lb.isVisible() for lb in window.findChildren(QLabel))
    field.setText(" llama3.2:1b ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == [Do(Verb.PULL, "llama3.2:1b")]
    assert field.text() == ""


def test_the_plot_says_the_value_under_the_pointer(make_window: MakeWindow) -> None:
    plot = make_window().findChildren(Plot)[0]
    assert plot.hover_text() == ""
    QTest.mouseMove(plot, QPoint(plot.width() - 1, 40))
    plot.point_at(plot.width() - 1)
    assert plot.hover_text() == "92.4 W · now"
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.hover_text().endswith(" W · 5.0 s ago")


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 1), (0.4, 0.4), (12, 12), (13, 16), (92.4, 100), (200, 200), (201, 240)],
)
def test_the_axis_ends_at_a_round_figure(highest: float, top: float) -> None:
    assert nice_top(highest) == pytest.approx(top)


def _shape(sign: Sign, *, badge: bool = False) -> QImage:
    """The icon at 16 px in grey: what is left without colours."""
    picture = sign_pixmap(sign, 16, badge=badge).toImage()
    return picture.convertToFormat(QImage.Format.Format_Grayscale8)


def _difference(one: QImage, other: QImage) -> int:
    pixels = [(x, y) for x in range(16) for y in range(16)]
    return sum(abs((one.pixel(p[0], p[1]) & 255) - (other.pixel(*p) & 255)) > 60 for p in pixels)


def test_each_sign_has_a_shape_of_its_own_without_colour() -> None:
    for one, other in combinations(Sign, 2):
        assert _difference(_shape(one), _shape(other)) >= 16, (one, other)
    for sign in Sign:
        assert _difference(_shape(sign), _shape(sign, badge=True)) >= 6


@pytest.mark.parametrize("width", [1024, 1920])
def test_a_long_reason_is_read_in_full(make_window: MakeWindow, width: int) -> None:
    why = "the local model would take 48 s, and the deadline of the request is 20 s"
    row = replace(REQUESTS[2], fallback_from="local", fallback_reason=why)
    shelf = samples_work.shelf()
    shelf.put(samples_work.REQUESTS, RequestsDocument((REQUESTS[0], row)))
    feed = StillFeed(BUSY, Link.UP, history(), (), shelf=shelf)
    window = make_window(feed, Page.ACTIVITY)
    window.resize(width, 640)
    QApplication.processEvents()
    table = window.findChildren(Table)[0]
    metrics = table.fontMetrics()
    for line in range(2):
        for place in (1, 2, 3):
            words = table.model().index(line, place).data()
            room = table.columnWidth(place) - 2 * SIDE
            lines = laid(words, metrics, room)
            assert all(metrics.horizontalAdvance(one) <= room for one, _ in lines), words
            assert len(lines) * metrics.height() <= table.rowHeight(line)
            assert "".join(one for one, _ in lines).replace(" ", "") == words.replace(
                " · ", ""
            ).replace(" ", "")
    assert table.rowHeight(0) == TALL


def test_the_fields_of_what_if_stand_in_one_line(make_window: MakeWindow) -> None:
    card = make_window("busy", Page.SAVINGS).findChildren(WhatIfCard)[0]
    fields = [*card.findChildren(QLineEdit), *card.findChildren(Select)]
    assert len(fields) == 4
    assert len({field.mapTo(card, field.rect().center()).y() for field in fields}) == 1
    for select in card.findChildren(Select):
        assert select.width() >= select.sizeHint().width()


def test_the_made_up_month_adds_up() -> None:
    """The pages show one month, and the README shows them."""
    for by in ("day", "component", "model"):
        found = samples_work.shelf().get(
            Ask(Doc.USAGE, (("by", by), ("span", "month"))), UsageDocument
        )
        assert isinstance(found, UsageDocument)
        assert found.total.net_savings_pico == pytest.approx(BUSY.month.net_savings_pico, rel=1e-6)
        sum_of_rows = sum(row.totals.counterfactual_cost_pico for row in found.rows)
        assert sum_of_rows == pytest.approx(BUSY.month.counterfactual_cost_pico, rel=1e-6)
        assert found.total.requests == BUSY.month.requests
    for totals in (BUSY.today, BUSY.month):
        assert totals.requests == totals.local + totals.cloud + totals.failed
        assert totals.gross_savings_pico == totals.counterfactual_cost_pico - totals.cloud_cost_pico
        power = (totals.electricity_cost_pico or 0) + (totals.standby_cost_pico or 0)
        assert totals.net_savings_pico == (totals.gross_savings_pico or 0) - power
    bars = samples_work.shelf().get(Ask(Doc.TIMELINE), TimelineDocument)
    assert isinstance(bars, TimelineDocument)
    assert sum(bar.local for bar in bars.bars) == BUSY.today.local
    assert sum(bar.cloud for bar in bars.bars) == BUSY.today.cloud
    assert sum(bar.failed for bar in bars.bars) == BUSY.today.failed
    assert samples_books.WHAT_IF.requests == BUSY.month.requests
