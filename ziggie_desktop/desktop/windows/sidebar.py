"""Owns the sidebar: which page is in front."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from ziggie_desktop.desktop.icons import page_icon
from ziggie_desktop.desktop.presenters.status import Headline, Sign
from ziggie_desktop.desktop.presenters.view import Page
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.sign_icon import sign_icon
from ziggie_desktop.desktop.theme import Theme
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.shapes import Dot
from ziggie_desktop.desktop.widgets.turning import Turning
from ziggie_desktop.desktop.windows.pages import TITLES, UNLISTED

WIDTH = 200
ICON_SIDE = 18
BRAND_SIDE = 28


class Sidebar(QFrame):
    page_picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 16)
        column.setSpacing(4)
        column.addLayout(self._brand())
        column.addSpacing(18)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._pages: dict[Page, QPushButton] = {}
        self._turnings: dict[Page, Turning] = {}
        listed = [page for page in TITLES if page not in UNLISTED]
        for place, page in enumerate(listed, start=1):
            column.addWidget(self._page_button(page, t(TITLES[page]), place))
        column.addStretch(1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        """How it stands, on whatever page one is."""
        self._dot, self._word = Dot(), WrapLabel("dim")
        row = QHBoxLayout()
        row.setContentsMargins(9, 0, 4, 0)
        row.setSpacing(9)
        row.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._word, 1)
        return row

    def show_state(self, top: Headline) -> None:
        self._dot.show_tone(top.tone)
        self._word.say(top.word)
        self._word.setAccessibleName(top.word)

    def _brand(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(sign_icon(Sign.READY).pixmap(QSize(BRAND_SIDE, BRAND_SIDE)))
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(9)
        row.addWidget(mark)
        row.addWidget(Label("brand", "Ziggie"))
        row.addStretch(1)
        return row

    def _page_button(self, page: Page, title: str, place: int) -> QPushButton:
        button = QPushButton(title)
        button.setAutoExclusive(True)  # a screen reader calls it one of several then
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("kind", "nav")
        button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        button.setAccessibleName(title)
        if place <= 10:  # a digit each; 0 is the tenth
            button.setShortcut(f"Ctrl+{place % 10}")
            button.setToolTip(f"{title} (Ctrl+{place % 10})")
        self._turnings[page] = turning = Turning(button)
        turning.turned.connect(lambda _on: self.page_picked.emit(page))
        self._group.addButton(button)
        self._pages[page] = button
        return button

    def choose(self, page: Page) -> None:
        self._group.setExclusive(page in self._pages)
        for one, turning in self._turnings.items():
            turning.show_on(one is page)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.paint_icons()

    def paint_icons(self) -> None:
        """Draw the icons in the colours in force."""
        tokens, ratio = Theme.tokens, self.devicePixelRatioF()
        for page, button in self._pages.items():
            button.setIcon(page_icon(page, tokens.dim, tokens.accent_text, ICON_SIDE, ratio))
