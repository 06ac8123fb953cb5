"""Owns the one table of colours and sizes, and the style sheet and palette made from it.

No other module of the desktop names a colour.
"""

from __future__ import annotations

import os
import sys

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ziggie_desktop.data import resource
from ziggie_desktop.desktop.presenters.here import ThemeChoice
from ziggie_desktop.desktop.presenters.view import Tone
from ziggie_desktop.desktop.unix_look import is_dark

FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
TEXT_PX = 13
SMALL_PX = 12
AXIS_PX = 11
TITLE_PX = 22
FIGURE_PX = 26
RADIUS = 10
CONTROL_RADIUS = 7
GAP = 14


class Tokens(msgspec.Struct, frozen=True):
    window: str
    sidebar: str
    card: str
    raised: str  # buttons, fields
    hover: str
    pressed: str
    line: str
    strong_line: str
    text: str
    dim: str
    accent: str  # filled with on_accent upon it
    accent_hover: str
    on_accent: str
    accent_text: str  # accent as a text colour
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    accent_soft: str
    neutral_soft: str
    track: str
    selected: str
    chosen: str  # of a few, with on_chosen upon it
    on_chosen: str
    focus: str


DARK = Tokens(
    window="#0f1217",
    sidebar="#0b0d11",
    card="#171b22",
    raised="#222833",
    hover="#2b3240",
    pressed="#1b2029",
    line="#262c37",
    strong_line="#3a4352",
    text="#eef1f6",
    dim="#9ca6b5",
    accent="#5b9bff",
    accent_hover="#78adff",
    on_accent="#08111f",
    accent_text="#7db0ff",
    good="#4fd39a",
    good_soft="#12352a",
    warn="#f4b54a",
    warn_soft="#3a2d12",
    bad="#ff8f88",
    bad_soft="#412022",
    accent_soft="#172c4d",
    neutral_soft="#272e3a",
    track="#2a313d",
    selected="#1b212b",
    chosen="#171b22",
    on_chosen="#eef1f6",
    focus="#8fbcff",
)

LIGHT = Tokens(
    window="#f5f6f9",
    sidebar="#eaedf2",
    card="#ffffff",
    raised="#ffffff",
    hover="#f0f3f8",
    pressed="#e3e8f0",
    line="#dfe4eb",
    strong_line="#c3cbd7",
    text="#141922",
    dim="#566173",
    accent="#1f67e0",
    accent_hover="#1757c4",
    on_accent="#ffffff",
    accent_text="#1a5ccc",
    good="#0b6b45",
    good_soft="#d9f2e6",
    warn="#855000",
    warn_soft="#fcefd3",
    bad="#b3251e",
    bad_soft="#fde4e2",
    accent_soft="#dfeafd",
    neutral_soft="#e8ecf2",
    track="#e2e7ee",
    selected="#ffffff",
    chosen="#ffffff",
    on_chosen="#141922",
    focus="#1f67e0",
)

CONTRAST = Tokens(
    window="#000000",
    sidebar="#000000",
    card="#000000",
    raised="#000000",
    hover="#2b2b00",
    pressed="#1a1a1a",
    line="#ffffff",
    strong_line="#ffffff",
    text="#ffffff",
    dim="#e6e6e6",
    accent="#ffe600",
    accent_hover="#fff27a",
    on_accent="#000000",
    accent_text="#ffe600",
    good="#5dff9e",
    good_soft="#000000",
    warn="#ffc83d",
    warn_soft="#000000",
    bad="#ff9c96",
    bad_soft="#000000",
    accent_soft="#000000",
    neutral_soft="#000000",
    track="#4d4d4d",
    selected="#2b2b00",
    chosen="#ffe600",
    on_chosen="#000000",
    focus="#00e5ff",
)
ALL = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

# Each text colour with each ground that it stands on; a test measures them all.
TEXT_PAIRS = (
    *(
        (ink, ground)
        for ink in ("text", "dim")
        for ground in ("window", "sidebar", "card", "selected")
    ),
    *(("text", ground) for ground in ("raised", "hover", "pressed", "neutral_soft")),
    *((tone, f"{tone}_soft") for tone in ("good", "warn", "bad")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("window", "card")),
    *(("text", f"{tone}_soft") for tone in ("warn", "bad", "accent")),
    *(("bad", ground) for ground in ("raised", "hover", "pressed")),
    *((tone, "hover") for tone in ("good", "warn", "accent_text")),  # a chosen line of a table
    ("text", "accent_soft"),
    ("dim", "neutral_soft"),
    ("accent_text", "accent_soft"),
    ("accent_text", "card"),
    ("accent_text", "window"),
    ("on_accent", "accent"),
    ("on_chosen", "chosen"),
    ("on_accent", "accent_hover"),
)
# What is no text but must be seen: 3:1 (WCAG 1.4.11).
SHAPE_PAIRS = (("focus", "window"), ("focus", "card"), ("focus", "sidebar"), ("accent", "card"))


def tone_inks(tokens: Tokens, tone: Tone) -> tuple[QColor, QColor]:
    """Ink and soft ground of a tone."""
    match tone:
        case Tone.GOOD:
            pair = tokens.good, tokens.good_soft
        case Tone.WARN:
            pair = tokens.warn, tokens.warn_soft
        case Tone.BAD:
            pair = tokens.bad, tokens.bad_soft
        case Tone.ACCENT:
            pair = tokens.accent_text, tokens.accent_soft
        case Tone.NEUTRAL:
            pair = tokens.dim, tokens.neutral_soft
    return QColor(pair[0]), QColor(pair[1])


class Theme:
    """The tokens in force, for the widgets that paint themselves. One for each application."""

    tokens: Tokens = LIGHT
    family: str = "Inter"


def chosen(choice: ThemeChoice) -> Tokens:
    if choice is not ThemeChoice.SYSTEM:
        return ALL[choice.value]
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return CONTRAST
    match hints.colorScheme():
        case Qt.ColorScheme.Dark:
            return DARK
        case Qt.ColorScheme.Unknown if sys.platform.startswith("linux") and is_dark(os.environ):
            return DARK
        case _:
            return LIGHT


def apply(app: QApplication, choice: ThemeChoice) -> None:
    """Dress the whole application."""
    Theme.tokens = chosen(choice)
    app.setPalette(palette(Theme.tokens))
    app.setStyleSheet(sheet(Theme.tokens))


def load_font(app: QApplication) -> None:
    """The bundled Inter where it can be read, the system's font else."""
    families: list[str] = []
    for name in FONT_FILES:
        added = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
        if added >= 0:
            families += QFontDatabase.applicationFontFamilies(added)
    font = QFont(families[0]) if families else app.font()
    font.setPixelSize(TEXT_PX)
    app.setFont(font)
    Theme.family = font.family()  # for the sheet: platform themes set fonts of their own by class


def even_figures() -> QFont:
    """A font that asks for nothing but figures of one width: live values do not dance."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(t: Tokens) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, t.window),
        (role.WindowText, t.text),
        (role.Base, t.card),
        (role.AlternateBase, t.window),
        (role.Text, t.text),
        (role.Button, t.raised),
        (role.ButtonText, t.text),
        (role.PlaceholderText, t.dim),
        (role.Highlight, t.accent),
        (role.HighlightedText, t.on_accent),
        (role.ToolTipBase, t.card),
        (role.ToolTipText, t.text),
        (role.Link, t.accent_text),
        (role.Accent, t.accent),
    ):
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(t.dim))
    return made


def sheet(t: Tokens) -> str:
    values = {name: getattr(t, name) for name in t.__struct_fields__}
    values |= {
        "family": f'"{Theme.family}"',
        "radius": f"{RADIUS}px",
        "control": f"{CONTROL_RADIUS}px",
        "text_px": f"{TEXT_PX}px",
        "small_px": f"{SMALL_PX}px",
        "axis_px": f"{AXIS_PX}px",
        "title_px": f"{TITLE_PX}px",
        "figure_px": f"{FIGURE_PX}px",
    }
    made = _SHEET
    for name, value in values.items():
        made = made.replace(f"@{name};", f"{value};").replace(f"@{name} ", f"{value} ")
    return made + (_OFF_IN_CONTRAST if t is CONTRAST else "")


# Where nothing may be dim, what cannot be used is told by its edge.
_OFF_IN_CONTRAST = """
QPushButton:disabled, QPushButton[kind="primary"]:disabled, QLineEdit:disabled,
QDateEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
  border-style: dashed;
}
"""
_SHEET = """
QWidget { color: @text; font-family: @family; font-size: @text_px; }
Pill { font-size: @small_px; font-weight: 600; }
Plot, BarPlot, Timeline, Legend { font-size: @axis_px; }
Split { font-size: @small_px; }
QMainWindow, QDialog, #page, #pages, QScrollArea { background: @window; }
QScrollArea { border: none; }
#sidebar { background: @sidebar; }
#card { background: @card; border: 1px solid @line; border-radius: @radius; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: @title_px; font-weight: 600; }
QLabel[role="brand"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-size: 14px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="dim"] { color: @dim; font-size: @small_px; }
QLabel[role="figure"] { font-size: @figure_px; font-weight: 600; }
QLabel[role="unit"] { color: @dim; font-size: 14px; }
QLabel[role="value"] { color: @accent_text; font-size: 14px; font-weight: 600; }
QLabel[is_known="false"] { color: @dim; }
QLabel[role="error"] { color: @bad; font-size: @small_px; }
QPushButton {
  background: @raised; border: 1px solid @strong_line; border-radius: @control;
  padding: 0 14px; min-height: 30px; max-height: 30px; font-size: @text_px;
}
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:disabled { color: @dim; border-color: @line; }
QPushButton:focus { border: 2px solid @focus; padding: 0 13px; }
QPushButton[kind="primary"] {
  background: @accent; color: @on_accent; border-color: @accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: @accent_hover; }
QPushButton[kind="primary"]:pressed { border: 2px solid @on_accent; padding: 0 13px; }
QPushButton[kind="primary"]:disabled {
  background: @neutral_soft; color: @dim; border-color: @line;
}
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="danger"] { color: @bad; }
QPushButton[kind="danger"]:disabled { color: @dim; }
QPushButton[kind="nav"] {
  background: transparent; border: 2px solid transparent; border-radius: @control;
  text-align: left; padding: 0 10px; min-height: 34px; max-height: 34px; color: @dim;
}
QPushButton[kind="nav"]:hover { color: @text; }
QPushButton[kind="nav"]:checked { background: @selected; color: @text; font-weight: 600; }
QPushButton[kind="nav"]:focus { border-color: @focus; }
QPushButton[kind="segment"] {
  background: transparent; border: 2px solid transparent; border-radius: 6px;
  padding: 0 10px; min-height: 24px; max-height: 24px; color: @dim;
}
QPushButton[kind="segment"]:hover { color: @text; }
QPushButton[kind="segment"]:checked { background: @chosen; color: @on_chosen; font-weight: 600; }
QPushButton[kind="segment"]:focus { border-color: @focus; }
#segments { background: @track; border-radius: 8px; }
#mini { background: @card; border: 1px solid @strong_line; }
#mini:focus { border-color: @focus; }
QLineEdit {
  background: @raised; border: 1px solid @strong_line; border-radius: @control;
  padding: 0 10px; min-height: 30px; max-height: 30px; selection-background-color: @accent;
  selection-color: @on_accent;
}
QLineEdit:focus { border: 2px solid @focus; padding: 0 9px; }
QDateEdit {
  background: @raised; border: 1px solid @strong_line; border-radius: @control;
  padding: 0 26px 0 10px; min-height: 30px; max-height: 30px; min-width: 96px;
  selection-background-color: @accent; selection-color: @on_accent;
}
QDateEdit:focus { border: 2px solid @focus; padding: 0 25px 0 9px; }
QDateEdit::drop-down { subcontrol-position: right center; width: 26px; border: none; }
QCalendarWidget { background: @card; border: 1px solid @strong_line; }
QCalendarWidget #qt_calendar_navigationbar { background: @card; }
QCalendarWidget QToolButton {
  background: transparent; color: @text; border: 2px solid transparent; border-radius: 6px;
  padding: 2px 10px; font-size: 14px; font-weight: 600;
}
QCalendarWidget QToolButton:hover { background: @hover; }
QCalendarWidget QToolButton:focus { border-color: @focus; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView {
  background: @card; color: @text; outline: none; border: none; border-radius: 0;
  selection-background-color: @accent; selection-color: @on_accent;
}
QCalendarWidget QAbstractItemView:disabled { color: @dim; }
QComboBox {
  background: @raised; border: 1px solid @strong_line; border-radius: @control;
  padding: 0 26px 0 10px; min-height: 30px; max-height: 30px;
}
QComboBox:focus { border: 2px solid @focus; padding: 0 25px 0 9px; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox QAbstractItemView {
  background: @card; border: 1px solid @strong_line; padding: 4px; outline: none;
  selection-background-color: @hover; selection-color: @text;
}
QTableView {
  background: @card; border: 1px solid @line; border-radius: @control; outline: none;
  selection-background-color: @hover; selection-color: @text;
}
QTableView::item { padding: 0 6px; border: none; }
QTableView:focus { border: 1px solid @focus; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
  background: @card; color: @dim; font-size: @small_px; border: none;
  border-bottom: 1px solid @line; padding: 4px 9px;
}
QPlainTextEdit {
  background: @raised; border: 1px solid @strong_line; border-radius: @control; padding: 6px;
  font-family: monospace; selection-background-color: @accent; selection-color: @on_accent;
}
QPlainTextEdit:focus { border: 2px solid @focus; padding: 5px; }
QLineEdit:disabled, QDateEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
  color: @dim; background: @window;
}
QToolTip { background: @card; color: @text; border: 1px solid @strong_line; padding: 4px; }
QMenu { background: @card; border: 1px solid @strong_line; padding: 4px; }
QMenu::item { padding: 6px 18px; border-radius: 5px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @dim; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @strong_line; border-radius: 3px; min-height: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
