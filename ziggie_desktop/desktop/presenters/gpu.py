"""Owns what the GPU page says: each card now, and its figures over the span that was chosen."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ziggie_desktop.contract.api import GpuHistoryDocument
from ziggie_desktop.contract.state import Gpu, GpuProcess, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import no_gpu
from ziggie_desktop.desktop.presenters.history import SPAN_S, History
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.view import NoticeView, PillView, RowView, Series, Tone
from ziggie_desktop.desktop.presenters.words import t

DAY_S = 86_400
NEAR = str(round(SPAN_S))  # what is live
SPANS = (NEAR, "3600", str(DAY_S), str(7 * DAY_S), str(180 * DAY_S))
LEAST_GAP_S = 20.0  # a resting card is read each 15 s

Points = tuple[tuple[float, float | None], ...]


class GpuPanelView(msgspec.Struct, frozen=True):
    uuid: str
    title: str
    detail: str
    pill: PillView | None
    series: tuple[Series, ...]
    processes: tuple[RowView, ...]


class GpuView(msgspec.Struct, frozen=True):
    """``spans``: what can be chosen, a key and its words; ``source``: whence the figures are."""

    panels: tuple[GpuPanelView, ...]
    empty: NoticeView | None
    spans: tuple[tuple[str, str], ...] = ()
    span: str = NEAR
    source: str = ""
    notice: NoticeView | None = None


class Past(msgspec.Struct, frozen=True):
    """What is known of the chosen span: live, and as the service kept it."""

    live: History
    kept: GpuHistoryDocument | None
    span_s: float
    now: datetime

    def points(self, uuid: str, field: str, factor: float) -> Points:
        """The live figures, and before them what the service kept."""
        near: Points = ()
        if self.span_s <= SPAN_S:
            near = self.live.points(uuid, field, now=self.now, factor=factor)
        begin = near[0][0] if near else 0.0
        return (*self._kept(uuid, field, factor, before=begin), *near)

    def _kept(self, uuid: str, field: str, factor: float, *, before: float) -> Points:
        if self.kept is None:
            return ()
        track = next((card for card in self.kept.cards if card.uuid == uuid), None)
        step = self.kept.step_s
        found: list[tuple[float, float | None]] = []
        for point in track.points if track else ():
            ago = (point.at - self.now).total_seconds() + step / 2
            if not -self.span_s <= ago <= before:
                continue
            if found and ago - found[-1][0] > max(LEAST_GAP_S, 1.5 * step):
                found.append((found[-1][0], None))
            value = getattr(point, field)
            found.append((ago, None if value is None else value * factor))
        return tuple(found)


def asked(span: str) -> Ask:
    return Ask(Doc.GPU_HISTORY, (("span", span),))


def gpu(state: State, history: History, shelf: Shelf, span: str, now: datetime) -> GpuView:
    status = state.gpu
    found = shelf.get(asked(span), GpuHistoryDocument)
    missing = found if isinstance(found, Missing) else None
    kept = None if isinstance(found, Missing) else found
    past = Past(live=history, kept=kept, span_s=float(span), now=now)
    return GpuView(
        panels=tuple(_panel(g, status.driver_version, past) for g in status.gpus),
        empty=None if status.gpus else no_gpu(status),
        spans=tuple((key, text.span(float(key))) for key in SPANS),
        span=span,
        source=_source(kept),
        notice=NoticeView(missing.title, missing.remedy, Tone.WARN)
        if missing and missing.title
        else None,
    )


def _source(kept: GpuHistoryDocument | None) -> str:
    if kept is None:
        return t("Asking the service for what it kept…")
    if kept.step_s < 60:
        return t("Measured by the driver. Where nothing was read, the line has a gap.")
    return t(
        "Measured by the driver, means of {time}. Where nothing was read, the line has a gap.",
        time=text.span(kept.step_s),
    )


def _panel(card: Gpu, driver: str | None, past: Past) -> GpuPanelView:
    parts = [f"GPU {card.index}"]
    if driver:
        parts.append(t("driver {version}", version=driver))
    if card.clock_mhz is not None:
        parts.append(f"{text.number(card.clock_mhz)} MHz")
    if card.fan_percent is not None:
        parts.append(t("fan {percent} %", percent=text.number(card.fan_percent)))
    if card.power_limit_mw is not None:
        parts.append(t("power limit {limit}", limit=text.watts(card.power_limit_mw)))
    if card.temperature_limit_is_usual:
        most = text.celsius(card.temperature_limit_c)
        parts.append(t("tells no limit; most slow down at {limit}", limit=most))
    slowed = ", ".join(said(why) for why in card.throttled)
    return GpuPanelView(
        uuid=card.uuid,
        title=card.name or "NVIDIA GPU",
        detail=" · ".join(parts),
        pill=PillView(t("Slowed down: {reasons}", reasons=slowed), Tone.WARN) if slowed else None,
        series=_series(card, past),
        processes=tuple(_process(p) for p in card.processes),
    )


def _series(card: Gpu, past: Past) -> tuple[Series, ...]:
    total = card.memory_total_bytes
    load = card.utilization_percent
    busy = text.unknown() if load is None else f"{text.number(load)} %"
    limit = (card.power_limit_mw or 0) / 1000 or None
    top = total / 2**30 if total else None
    hot = float(card.temperature_limit_c or 100)
    lines = (
        (t("Power"), "W", "power_mw", 1e-3, limit, text.watts(card.power_mw)),
        (t("VRAM"), "GiB", "memory_used_bytes", 2.0**-30, top, text.memory(card.memory_used_bytes)),
        (t("Temperature"), "°C", "temperature_c", 1.0, hot, text.celsius(card.temperature_c)),
        (t("Load", "how busy the GPU is"), "%", "utilization_percent", 1.0, 100.0, busy),
    )
    return tuple(
        Series(label, unit, past.points(card.uuid, field, factor), least, latest, past.span_s)
        for label, unit, field, factor, least, latest in lines
    )


def _process(process: GpuProcess) -> RowView:
    return RowView(
        key=str(process.pid),
        title=process.name or t("unknown program"),
        detail=t("process {pid}", pid=process.pid),
        aside=text.memory(process.memory_bytes),
        pill=PillView(t("Engine"), Tone.ACCENT) if process.is_engine else None,
    )
