"""Owns the card with a plot. Apart from the other cards: the first frame has none."""

from __future__ import annotations

from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.view import PillView, Series, Tone
from ziggie_desktop.desktop.presenters.words import t
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.plot import Plot


class PlotCard(Card):
    """A plot with its name and latest value."""

    def __init__(self, *, narrow: bool = False) -> None:
        super().__init__()
        self._heading = Heading()
        self._heading.remark.setVisible(not narrow)  # the axis says it as well
        self._plot = Plot()
        self.body.addWidget(self._heading)
        self.body.addWidget(self._plot, 1)

    @property
    def plot(self) -> Plot:
        return self._plot

    def show_series(self, series: Series) -> None:
        self._heading.title.say(series.label)
        self._heading.remark.say(t("last {time}", time=text.span(series.span_s)))
        hot = PillView(t("Hot"), series.tone) if series.tone is not Tone.ACCENT else None
        self._heading.pill.show_view(hot)
        self._heading.value.say(series.latest)
        self._plot.show_series(series)
