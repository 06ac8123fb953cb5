"""Owns what the dashboard says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ziggie_desktop.contract.state import (
    Fallback,
    Gpu,
    GpuState,
    GpuStatus,
    Mode,
    Severity,
    State,
    Totals,
)
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.status import Headline, engine_buttons, headline
from ziggie_desktop.desktop.presenters.view import (
    ButtonView,
    Link,
    NoticeView,
    PillView,
    RowView,
    Series,
    TileView,
    Tone,
)
from ziggie_desktop.desktop.presenters.words import t

POWER_SPAN_S = 120.0
FALLBACKS_SHOWN = 4
HOT_SHARE = 0.9  # of the limit


def simulated() -> PillView:
    return PillView(t("simulated"), Tone.WARN)


@dataclass(frozen=True, slots=True)
class DashboardView:
    headline: Headline
    problems: tuple[NoticeView, ...]
    mode: Mode
    buttons: tuple[ButtonView, ...]
    tiles: tuple[TileView, ...]
    gpu_tiles: tuple[TileView, ...]  # empty where there is no GPU
    power: Series | None
    no_gpu: NoticeView | None
    fallbacks: tuple[RowView, ...]
    fallbacks_note: str


def dashboard(state: State, history: History, now: datetime) -> DashboardView:
    gpu = state.gpu.gpus[0] if state.gpu.gpus else None
    return DashboardView(
        headline=headline(state, Link.UP, now),
        problems=problems(state),
        mode=state.mode,
        buttons=engine_buttons(state),
        tiles=(
            local_share_tile(state.today),
            savings_tile(t("Net savings today"), state.today),
            savings_tile(t("Net savings this month"), state.month),
        ),
        gpu_tiles=(vram_tile(gpu), temperature_tile(gpu)) if gpu else (),
        power=power_series(gpu, history, now) if gpu else None,
        no_gpu=None if gpu else no_gpu(state.gpu),
        fallbacks=tuple(fallback_row(f, now) for f in state.fallbacks[:FALLBACKS_SHOWN]),
        fallbacks_note=_fallbacks_note(state.today),
    )


def problems(state: State) -> tuple[NoticeView, ...]:
    """The worst first."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    tones = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.INFO: Tone.ACCENT}
    ordered = sorted(state.problems, key=lambda p: rank[p.severity])
    return tuple(NoticeView(text.sentence(p.title), p.remedy, tones[p.severity]) for p in ordered)


def local_share_tile(totals: Totals) -> TileView:
    label = t("Answered locally today")
    if not totals.requests:
        return TileView(label, "–", note=t("No requests yet today"), fraction=0.0)
    note = t("{part} of %Ln request(s)", "", totals.requests, part=text.number(totals.local))
    if totals.fallbacks:
        note += " · " + t("%Ln fell back", "", totals.fallbacks)
    value, _, unit = text.percent(totals.local_share).partition(" ")
    return TileView(label, value, unit, note, fraction=totals.local_share)


def savings_tile(label: str, totals: Totals) -> TileView:
    pill = simulated() if totals.simulated else None
    net = totals.net_savings_pico
    if not totals.requests:
        return TileView(label, text.money(0), note=t("Nothing booked yet"), pill=pill)
    if net is None:
        return TileView(label, text.unknown(), note=unknown_part(totals), pill=pill)
    note = t("gross {gross}", gross=text.money(totals.gross_savings_pico))
    if totals.electricity_cost_pico is not None:
        note += " · " + t("electricity {cost}", cost=text.money(totals.electricity_cost_pico))
    return TileView(label, text.money(net), note=note, pill=pill)


def unknown_part(totals: Totals) -> str:
    """Why the net figure is unknown, in words."""
    parts = []
    if totals.unpriced:
        parts.append(t("%Ln request(s) without a price", "", totals.unpriced))
    if totals.unmetered:
        parts.append(t("energy not measured"))
    elif totals.electricity_cost_pico is None:
        parts.append(t("no electricity price set"))
    return " · ".join(parts) or t("a part of it is unknown")


def vram_tile(gpu: Gpu) -> TileView:
    used, total = gpu.memory_used_bytes, gpu.memory_total_bytes
    share = used / total if used is not None and total else None
    note = ""
    engine = [p.memory_bytes for p in gpu.processes if p.is_engine and p.memory_bytes is not None]
    if engine:
        note = t("{memory} by the engine", memory=text.memory(sum(engine)))
    tone = Tone.WARN if share is not None and share > 0.95 else Tone.ACCENT
    unit = t("of {whole}", whole=text.memory(total)) if used is not None else ""
    return TileView(t("VRAM"), text.gib(used), unit, note, share, tone)


def temperature_tile(gpu: Gpu) -> TileView:
    now, limit = gpu.temperature_c, gpu.temperature_limit_c
    if now is None:
        return TileView(t("Temperature"), text.unknown())
    share = now / limit if limit else None
    parts = [t("limit {limit}", limit=text.celsius(limit))] if limit else []
    if gpu.fan_percent is not None:
        parts.append(t("fan {percent} %", percent=text.number(gpu.fan_percent)))
    tone = Tone.WARN if share is not None and share >= HOT_SHARE else Tone.ACCENT
    return TileView(t("Temperature"), text.number(now), "°C", " · ".join(parts), share, tone)


def power_series(gpu: Gpu, history: History, now: datetime) -> Series:
    return Series(
        t("GPU power"),
        "W",
        history.points(gpu.uuid, "power_mw", now=now, factor=1e-3, span_s=POWER_SPAN_S),
        top=gpu.power_limit_mw / 1000 if gpu.power_limit_mw else None,
        latest=text.watts(gpu.power_mw),
        span_s=POWER_SPAN_S,
    )


def no_gpu(status: GpuStatus) -> NoticeView:
    titles = {
        GpuState.STARTING: t("Looking for a GPU"),
        GpuState.OK: t("GPU figures are unknown"),
        GpuState.ABSENT: t("GPU figures are unknown"),
        GpuState.LOST: t("GPU figures are unknown: the GPU no longer answers"),
    }
    words = " ".join(text.sentence(part) for part in (status.reason, status.remedy) if part)
    tone = Tone.BAD if status.state is GpuState.LOST else Tone.NEUTRAL
    return NoticeView(titles[status.state], words, tone)


def side(route: str | None) -> str:
    """``local`` or ``cloud`` as a word of a sentence."""
    match route:
        case None:
            return t("nobody")
        case "local":
            return t("local")
        case "cloud":
            return t("cloud")
        case other:
            return other


def fallback_row(fallback: Fallback, now: datetime) -> RowView:
    went = side(fallback.route)
    model = f" ({fallback.model})" if fallback.model else ""
    parts = [f"{text.sentence(side(fallback.from_route))} → {went}{model}", fallback.reason]
    aside = [f"+{text.duration(fallback.delay_ms / 1000)}"] if fallback.delay_ms is not None else []
    if fallback.route == "cloud":
        aside.append(text.price(fallback.cost_pico))
    pill = simulated() if fallback.simulated else None
    if fallback.route is None:
        pill = PillView(t("not answered"), Tone.BAD)
    return RowView(
        key=fallback.request_id,
        title=fallback.component,
        detail=" · ".join(part for part in parts if part),
        aside=" · ".join([*aside, text.clock(fallback.at, now)]),
        pill=pill,
    )


def _fallbacks_note(today: Totals) -> str:
    if not today.requests:
        return t("No requests yet today.")
    if not today.fallbacks:
        return t("None. Each request today was answered by its first choice.")
    return ""
