"""Owns the look of the dashboard."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.dashboard import DashboardView
from ziggie_desktop.desktop.presenters.status import MODE_WORDS
from ziggie_desktop.desktop.presenters.view import Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.theme import GAP
from ziggie_desktop.desktop.widgets.button import Buttons, Segments
from ziggie_desktop.desktop.widgets.card import Card, Heading, NoticeCard, Tile
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.plot_card import PlotCard
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.widgets.shapes import Dot
from ziggie_desktop.desktop.widgets.timeline import Legend, Timeline
from ziggie_desktop.desktop.windows.page import Notices, PageFrame, side_by_side

PLOT_HEIGHT = 172


class DashboardPage(PageFrame):
    HEADING = mark("Dashboard")
    takes_all = True

    def __init__(self) -> None:
        super().__init__()
        self._view: DashboardView | None = None
        self._modes = Segments([(m.value, t(w)) for m, w in MODE_WORDS.items()], name=t("Mode"))
        self._modes.picked.connect(lambda key: self.asked.emit(Do(Verb.MODE, key)))
        self._buttons = Buttons()
        self._buttons.asked.connect(self.asked)
        self.head.addWidget(self._modes)
        self.head.addWidget(self._buttons)
        self._dot, self._line = Dot(), WrapLabel("dim")
        self.column.addLayout(self._status_line())
        self._problems = Notices()
        self._problems.asked.connect(self.asked)
        self.column.addWidget(self._problems)
        self._tiles = [Tile(), Tile(), Tile()]
        for tile in self._tiles:
            tile.asked.connect(self.asked)
        self.column.addLayout(side_by_side(*self._tiles))
        self._plots = [PlotCard(narrow=True) for _ in range(3)]
        self._gpu = self._gpu_block()
        self.column.addWidget(self._gpu)
        self._no_gpu = NoticeCard()
        self.column.addWidget(self._no_gpu)
        self._timeline, self._legend = Timeline(), Legend()
        self._timeline_note, self._uptime = WrapLabel("dim"), Label("dim")
        self.column.addWidget(self._timeline_card())
        self._power, self._power_words = Heading(t("Power now")), WrapLabel("dim")
        self._energy, self._energy_words = Heading(t("Energy today")), WrapLabel("dim")
        self.column.addLayout(
            side_by_side(
                _told(self._power, self._power_words), _told(self._energy, self._energy_words)
            )
        )
        self._fallbacks, self._fallbacks_note = Rows(), WrapLabel("dim")
        self.column.addWidget(self._fallback_card())
        self.column.addStretch(1)

    def _status_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self._line, 1)
        return row

    def _gpu_block(self) -> QWidget:
        block = QWidget()
        row = QHBoxLayout(block)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for plot in self._plots:
            plot.setMinimumHeight(PLOT_HEIGHT)
            row.addWidget(plot, 1)
        return block

    def _timeline_card(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.addWidget(Heading(t("Requests today")), 1)
        head.addWidget(self._uptime)
        foot = QHBoxLayout()
        foot.addWidget(self._timeline_note, 1)
        foot.addWidget(self._legend)
        card.body.addLayout(head)
        card.body.addWidget(self._timeline)
        card.body.addLayout(foot)
        return card

    def _fallback_card(self) -> Card:
        card = Card()
        card.body.addWidget(Heading(t("Last fallbacks")))
        card.body.addWidget(self._fallbacks_note)
        card.body.addWidget(self._fallbacks)
        return card

    def show_view(self, view: DashboardView) -> None:
        if view == self._view:
            return
        self._view = view
        self._dot.show_tone(view.headline.tone)
        self._line.say(view.headline.line)
        self._modes.choose(view.mode.value)
        self._buttons.show_views(view.buttons)
        self._problems.show_views(view.problems)
        for tile, tile_view in zip(self._tiles, view.tiles, strict=True):
            tile.show_view(tile_view)
        self._gpu.setVisible(bool(view.plots))
        for plot, series in zip(self._plots, view.plots, strict=False):
            plot.show_series(series)
        self._show_day(view)
        self._no_gpu.setVisible(view.no_gpu is not None)
        if view.no_gpu is not None:
            self._no_gpu.show_view(view.no_gpu)
        self._fallbacks.show_views(view.fallbacks)
        self._fallbacks_note.say(view.fallbacks_note)
        self._fallbacks_note.setVisible(bool(view.fallbacks_note) and not view.fallbacks)

    def _show_day(self, view: DashboardView) -> None:
        day = view.timeline
        self._timeline.show_view(day)
        self._timeline.setVisible(bool(day.bars))
        self._legend.setVisible(bool(day.bars))
        self._timeline_note.say(day.note or " ")
        self._uptime.say(day.uptime)
        self._power.value.say(view.power.value)
        self._power_words.say(view.power.words)
        self._energy.value.say(view.energy.value)
        self._energy_words.say(view.energy.words)


def _told(heading: Heading, words: WrapLabel) -> Card:
    """A figure with the words that it needs."""
    card = Card()
    card.body.addWidget(heading)
    card.body.addWidget(words)
    card.body.addStretch(1)
    return card
