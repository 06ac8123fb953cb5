"""Owns what the GPU page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ziggie_desktop.contract.state import Gpu, GpuProcess, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import no_gpu
from ziggie_desktop.desktop.presenters.history import SPAN_S, History
from ziggie_desktop.desktop.presenters.view import NoticeView, PillView, RowView, Series, Tone
from ziggie_desktop.desktop.presenters.words import t


@dataclass(frozen=True, slots=True)
class GpuPanelView:
    uuid: str
    title: str
    detail: str
    pill: PillView | None
    series: tuple[Series, ...]
    processes: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class GpuView:
    panels: tuple[GpuPanelView, ...]
    empty: NoticeView | None


def gpu(state: State, history: History, now: datetime) -> GpuView:
    status = state.gpu
    return GpuView(
        panels=tuple(_panel(g, status.driver_version, history, now) for g in status.gpus),
        empty=None if status.gpus else no_gpu(status),
    )


def _panel(card: Gpu, driver: str | None, history: History, now: datetime) -> GpuPanelView:
    parts = [f"GPU {card.index}"]
    if driver:
        parts.append(t("driver {version}", version=driver))
    if card.clock_mhz is not None:
        parts.append(f"{text.number(card.clock_mhz)} MHz")
    if card.fan_percent is not None:
        parts.append(t("fan {percent} %", percent=text.number(card.fan_percent)))
    if card.power_limit_mw is not None:
        parts.append(t("power limit {limit}", limit=text.watts(card.power_limit_mw)))
    slowed = ", ".join(card.throttled)
    return GpuPanelView(
        uuid=card.uuid,
        title=card.name or "NVIDIA GPU",
        detail=" · ".join(parts),
        pill=PillView(t("Slowed down: {reasons}", reasons=slowed), Tone.WARN) if slowed else None,
        series=_series(card, history, now),
        processes=tuple(_process(p) for p in card.processes),
    )


def _series(card: Gpu, history: History, now: datetime) -> tuple[Series, ...]:
    def points(field: str, factor: float) -> tuple[tuple[float, float | None], ...]:
        return history.points(card.uuid, field, now=now, factor=factor)

    power = text.watts(card.power_mw)
    total = card.memory_total_bytes
    used = text.memory(card.memory_used_bytes)
    load = card.utilization_percent
    busy = text.unknown() if load is None else f"{text.number(load)} %"
    limit = (card.power_limit_mw or 0) / 1000 or None
    top = total / 2**30 if total else None
    heat = text.celsius(card.temperature_c)
    hot = float(card.temperature_limit_c or 100)
    return (
        Series(t("Power"), "W", points("power_mw", 1e-3), limit, power, SPAN_S),
        Series(t("VRAM"), "GiB", points("memory_used_bytes", 2.0**-30), top, used, SPAN_S),
        Series(t("Temperature"), "°C", points("temperature_c", 1.0), hot, heat, SPAN_S),
        Series(
            t("Load", "how busy the GPU is"),
            "%",
            points("utilization_percent", 1.0),
            100.0,
            busy,
            SPAN_S,
        ),
    )


def _process(process: GpuProcess) -> RowView:
    return RowView(
        key=str(process.pid),
        title=process.name or t("unknown program"),
        detail=t("process {pid}", pid=process.pid),
        aside=text.memory(process.memory_bytes),
        pill=PillView(t("Engine"), Tone.ACCENT) if process.is_engine else None,
    )
