"""Owns what the dashboard says."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ziggie_desktop.contract.api import UptimeDocument, UsageDocument
from ziggie_desktop.contract.routing import RoutingDocument
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
from ziggie_desktop.contract.timeline import TimelineDocument
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.history import History
from ziggie_desktop.desktop.presenters.power import PowerView, power_view
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Ask, Shelf
from ziggie_desktop.desktop.presenters.status import (
    Headline,
    engine_buttons,
    headline,
    lacks_tariff,
    lent_words,
)
from ziggie_desktop.desktop.presenters.timeline import (
    ENERGY,
    ROUTING,
    TIMELINE,
    UPTIME,
    EnergyView,
    TimelineView,
    energy_view,
    near_limit,
    timeline_view,
)
from ziggie_desktop.desktop.presenters.view import (
    ButtonView,
    Do,
    Link,
    NoticeView,
    Page,
    PillView,
    RowView,
    Series,
    TileView,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import t

PLOT_SPAN_S = 120.0
FALLBACKS_SHOWN = 4
HOT_SHARE = 0.9  # of the limit


def simulated() -> PillView:
    return PillView(t("simulated"), Tone.WARN)


class DashboardView(msgspec.Struct, frozen=True):
    headline: Headline
    problems: tuple[NoticeView, ...]
    mode: Mode
    buttons: tuple[ButtonView, ...]
    tiles: tuple[TileView, ...]
    plots: tuple[Series, ...]  # power, memory and heat; empty where there is no GPU
    no_gpu: NoticeView | None
    fallbacks: tuple[RowView, ...]
    fallbacks_note: str
    timeline: TimelineView
    energy: EnergyView
    power: PowerView


def dashboard_needs(choice: object) -> tuple[Ask, ...]:
    return (TIMELINE, UPTIME, ENERGY, ROUTING)


def dashboard(
    state: State, history: History, now: datetime, shelf: Shelf | None = None
) -> DashboardView:
    shelf = shelf or Shelf()
    gpu = state.gpu.gpus[0] if state.gpu.gpus else None
    return DashboardView(
        headline=headline(state, Link.UP, now),
        problems=(
            *problems(state),
            *near_limit(shelf.get(ROUTING, RoutingDocument)),
            *lent(state, now),
        ),
        mode=state.mode,
        buttons=engine_buttons(state),
        tiles=(
            local_share_tile(state.today),
            savings_tile(t("Net savings today"), state.today),
            savings_tile(t("Net savings this month"), state.month),
        ),
        plots=plots(gpu, history, now) if gpu else (),
        no_gpu=None if gpu else no_gpu(state.gpu),
        fallbacks=tuple(fallback_row(f, now) for f in state.fallbacks[:FALLBACKS_SHOWN]),
        fallbacks_note=_fallbacks_note(state.today),
        timeline=timeline_view(
            shelf.get(TIMELINE, TimelineDocument), shelf.get(UPTIME, UptimeDocument), now
        ),
        energy=energy_view(state.today, shelf.get(ENERGY, UsageDocument)),
        power=power_view(state),
    )


def lent(state: State, now: datetime) -> tuple[NoticeView, ...]:
    """To whom the GPU is lent, and a way to have it back."""
    if state.yielded is None:
        return ()
    back = ButtonView(t("Take it back"), Do(Verb.GPU_TAKE), says=t("Take the GPU back"))
    words = text.sentence(lent_words(state.yielded, now))
    return (NoticeView(words, _sentence(state.yielded.why), Tone.ACCENT, back),)


def problems(state: State) -> tuple[NoticeView, ...]:
    """The worst first."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    tones = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.INFO: Tone.ACCENT}
    ordered = sorted(state.problems, key=lambda p: rank[p.severity])
    return tuple(
        NoticeView(_sentence(p.title), said(p.remedy), tones[p.severity], _leads_to(p.code))
        for p in ordered
    )


def _sentence(words: str) -> str:
    return text.sentence(said(words))


def _leads_to(code: str) -> ButtonView | None:
    """The page where something can be done about it."""
    if code in ("no_model", "ollama_not_found"):
        return ButtonView(t("First steps"), Do(Verb.OPEN, Page.FIRST))
    if code.startswith("budget_"):
        return ButtonView(t("Open routing"), Do(Verb.OPEN, Page.ROUTING))
    return None


def local_share_tile(totals: Totals) -> TileView:
    label = t("Answered locally today")
    if not totals.requests:
        return TileView(label, "–", note=t("No requests yet today"), fraction=0.0)
    answered = totals.local + totals.cloud  # what failed is on no side
    note = t("{part} of %Ln request(s)", "", answered, part=text.number(totals.local))
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
        way = to_tariff() if lacks_tariff(totals) else None
        return TileView(label, text.unknown(), note=unknown_part(totals), pill=pill, button=way)
    note = t("gross {gross}", gross=text.money(totals.gross_savings_pico))
    if totals.gross_savings_pico is not None:  # that of models kept loaded too: net pays for both
        cost = text.money(totals.gross_savings_pico - net)
        note += " · " + t("electricity {cost}", cost=cost)
    return TileView(label, text.money(net), note=note, pill=pill)


def to_tariff() -> ButtonView:
    return ButtonView(t("Set the electricity price"), Do(Verb.OPEN, Page.SETTINGS))


def unknown_part(totals: Totals) -> str:
    """Why the net figure is unknown, in words."""
    parts = []
    if totals.unpriced:
        parts.append(t("%Ln request(s) without a price", "", totals.unpriced))
    if totals.unmetered:
        parts.append(t("energy not measured"))
    elif totals.electricity_cost_pico is None and text.Purse.own.usd_per_unit is None:
        parts.append(t("no rate from {code} to US dollars", code=text.Purse.own.code))
    elif totals.electricity_cost_pico is None:
        parts.append(t("no electricity price set"))
    return " · ".join(parts) or t("a part of it is unknown")


def plots(gpu: Gpu, history: History, now: datetime) -> tuple[Series, ...]:
    """The last minutes: power, memory, temperature."""

    def points(field: str, factor: float) -> tuple[tuple[float, float | None], ...]:
        return history.points(gpu.uuid, field, now=now, factor=factor, span_s=PLOT_SPAN_S)

    total, limit = gpu.memory_total_bytes, gpu.temperature_limit_c
    return (
        Series(
            t("GPU power"),
            "W",
            points("power_mw", 1e-3),
            top=gpu.power_limit_mw / 1000 if gpu.power_limit_mw else None,
            latest=text.watts(gpu.power_mw),
            span_s=PLOT_SPAN_S,
        ),
        Series(
            t("VRAM"),
            "GiB",
            points("memory_used_bytes", 2.0**-30),
            top=total / 2**30 if total else None,
            latest=memory_words(gpu),
            span_s=PLOT_SPAN_S,
        ),
        Series(
            t("Temperature"),
            "°C",
            points("temperature_c", 1.0),
            top=float(limit) if limit else None,
            latest=text.celsius(gpu.temperature_c),
            span_s=PLOT_SPAN_S,
            tone=Tone.WARN if is_hot(gpu) else Tone.ACCENT,
        ),
    )


def memory_words(gpu: Gpu) -> str:
    used, total = gpu.memory_used_bytes, gpu.memory_total_bytes
    if used is None or total is None:
        return text.memory(used)
    return t("{used} of {whole}", used=text.gib(used), whole=text.memory(total))


def is_hot(gpu: Gpu) -> bool:
    now, limit = gpu.temperature_c, gpu.temperature_limit_c
    return now is not None and bool(limit) and now >= HOT_SHARE * (limit or 0)


def no_gpu(status: GpuStatus) -> NoticeView:
    titles = {
        GpuState.STARTING: t("Looking for a GPU"),
        GpuState.OK: t("GPU figures are unknown"),
        GpuState.ABSENT: t("GPU figures are unknown"),
        GpuState.LOST: t("GPU figures are unknown: the GPU no longer answers"),
    }
    words = " ".join(_sentence(part) for part in (status.reason, status.remedy) if part)
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
    parts = [f"{text.sentence(side(fallback.from_route))} → {went}{model}", said(fallback.reason)]
    aside = [f"+{text.duration(fallback.delay_ms / 1000)}"] if fallback.delay_ms is not None else []
    if fallback.route == "cloud" or fallback.cost_pico is not None:
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
