"""Owns the look of the GPU page."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ziggie_desktop.desktop.presenters.gpu import NEAR, GpuPanelView, GpuView
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.theme import GAP
from ziggie_desktop.desktop.widgets.button import Segments
from ziggie_desktop.desktop.widgets.card import Card, EmptyState, Heading
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.plot_card import PlotCard
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.widgets.shapes import Pill
from ziggie_desktop.desktop.windows.page import Notices, PageFrame

PLOT_HEIGHT = 186


class GpuPanel(QWidget):
    """One GPU: its name, four plots, the programs on it."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._title, self._detail, self._pill = Label("heading"), WrapLabel("dim"), Pill()
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addWidget(self._pill)
        grid = QGridLayout()
        grid.setSpacing(GAP)
        self._plots = [PlotCard() for _ in range(4)]
        for place, plot in enumerate(self._plots):
            plot.setMinimumHeight(PLOT_HEIGHT)
            grid.addWidget(plot, place // 2, place % 2)
        column.addLayout(grid)
        self._processes = Rows()
        self._process_note = WrapLabel(
            "dim", t("No program uses this GPU, or the driver does not say.")
        )
        card = Card()
        card.body.addWidget(Heading(t("Programs on this GPU")))
        card.body.addWidget(self._process_note)
        card.body.addWidget(self._processes)
        column.addWidget(card)

    def show_view(self, view: GpuPanelView) -> None:
        self._title.say(view.title)
        self._detail.say(view.detail)
        self._pill.show_view(view.pill)
        for plot, series in zip(self._plots, view.series, strict=True):
            plot.show_series(series)
        self._processes.show_views(view.processes)
        self._process_note.setVisible(not view.processes)


class GpuPage(PageFrame):
    HEADING = mark("GPU")
    takes_all = True

    def __init__(self) -> None:
        super().__init__()
        self._view: GpuView | None = None
        self.choice: str = NEAR
        self._spans: Segments | None = None
        self._notices = Notices()
        self._source = WrapLabel("dim")
        self.column.addWidget(self._notices)
        self.column.addWidget(self._source)
        self._panels: dict[str, GpuPanel] = {}
        self._panel_column = QVBoxLayout()
        self._panel_column.setSpacing(2 * GAP)
        self.column.addLayout(self._panel_column)
        self._empty_card, self._empty = Card(), EmptyState()
        self._empty_card.setMinimumHeight(260)
        self._empty_card.body.addWidget(self._empty)
        self.column.addWidget(self._empty_card)
        self.column.addStretch(1)

    def show_view(self, view: GpuView) -> None:
        if view == self._view:
            return
        self._view = view
        self._show_spans(view)
        wanted = {panel.uuid for panel in view.panels}
        for uuid in [uuid for uuid in self._panels if uuid not in wanted]:
            gone = self._panels.pop(uuid)
            self._panel_column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for panel in view.panels:
            if panel.uuid not in self._panels:
                self._panels[panel.uuid] = GpuPanel()
                self._panel_column.addWidget(self._panels[panel.uuid])
            self._panels[panel.uuid].show_view(panel)
        self._empty_card.setVisible(view.empty is not None)
        if view.empty is not None:
            self._empty.show_view(view.empty)

    def _show_spans(self, view: GpuView) -> None:
        if self._spans is None:
            self._spans = Segments(view.spans, name=t("Time shown"))
            self._spans.picked.connect(self._pick)
            self.head.addWidget(self._spans)
        self._spans.choose(view.span)
        self._spans.setVisible(bool(view.panels))
        self._source.say(view.source)
        self._source.setVisible(bool(view.panels) and view.notice is None)
        self._notices.show_views((view.notice,) if view.notice and view.panels else ())

    def _pick(self, span: str) -> None:
        self.choice = span
        self.chosen.emit()
