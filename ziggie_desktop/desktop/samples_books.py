"""Owns made-up documents of the books and of the GPU's past, for the preview and the tests."""

from __future__ import annotations

import math
from datetime import date, timedelta

from msgspec.structs import replace

from ziggie_desktop.contract.api import (
    EnergyLine,
    GpuHistoryDocument,
    GpuPoint,
    GpuTrack,
    UsageDocument,
    UsageRow,
)
from ziggie_desktop.contract.books import (
    AdviceDocument,
    CloudCheaper,
    Criterion,
    Forecast,
    KeepChoice,
    KeepLoaded,
    Projected,
    ProjectionDocument,
    Scenario,
    Scorecard,
    WhatIfAnswer,
)
from ziggie_desktop.contract.state import Quality, Totals
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Shelf
from ziggie_desktop.desktop.samples import BUSY, GIB, GPU, NOW, USD

SATURDAY = 5


def gpu_history(span_s: int, step_s: int) -> GpuHistoryDocument:
    """Work by day, rest by night, and a time in which the machine was off."""
    begin = NOW - timedelta(seconds=span_s)
    points = []
    for place in range(span_s // step_s):
        at = begin + timedelta(seconds=place * step_s)
        part = place * step_s / span_s
        if 0.35 < part < 0.45:
            continue
        busy = max(0.08, math.sin(part * 21) * 0.55 + 0.35 * math.sin(part * 130))
        points.append(
            GpuPoint(
                at=at,
                samples=12,
                power_mw=int(14_000 + 160_000 * busy),
                power_top_mw=int(30_000 + 165_000 * busy),
                memory_used_bytes=int((1.1 + (5.3 if busy > 0.2 else 0)) * GIB),
                temperature_c=int(38 + 36 * busy),
                utilization_percent=int(96 * busy),
            )
        )
    cards = (GpuTrack(uuid=GPU.uuid, points=tuple(points)),)
    return GpuHistoryDocument(
        since=begin, until=NOW, step_s=step_s, quality=Quality.INSTANT, cards=cards
    )


def _totals(scale: float, *, standby: bool = True) -> Totals:
    """A stretch of time or a group, as large a part of a month as ``scale`` says."""
    whole = BUSY.month
    kept = int((whole.standby_cost_pico or 0) * scale)
    net = int((whole.net_savings_pico or 0) * scale) + (0 if standby else kept)
    return replace(
        whole,
        requests=round(whole.requests * scale),
        local=round(whole.local * scale),
        cloud=round(whole.cloud * scale),
        failed=round(whole.failed * scale),
        fallbacks=round(whole.fallbacks * scale),
        input_tokens=round(whole.input_tokens * scale),
        output_tokens=round(whole.output_tokens * scale),
        cloud_cost_pico=int(whole.cloud_cost_pico * scale),
        electricity_cost_pico=int((whole.electricity_cost_pico or 0) * scale),
        standby_cost_pico=kept if standby else None,
        counterfactual_cost_pico=int(whole.counterfactual_cost_pico * scale),
        gross_savings_pico=int((whole.gross_savings_pico or 0) * scale),
        net_savings_pico=net,
        energy_mj=int((whole.energy_mj or 0) * scale),
        energy_band_percent=5.0,
    )


def document(by: str, keys: dict[str, float]) -> UsageDocument:
    whole = sum(keys.values())
    times = ("day", "month")
    rows = tuple(
        UsageRow(key=key, totals=_totals(part, standby=by in times)) for key, part in keys.items()
    )
    energy = EnergyLine(
        key="all",
        attributed_mj=int(9.12e9 * whole),
        background_mj=int(0.8e9 * whole),
        resident_mj=int(1.1e9 * whole),
        idle_mj=int(6.4e9 * whole),
        counter_mj=int(17.42e9 * whole),
        resident_cost_pico=int(0.09 * USD * whole),
        idle_cost_pico=int(0.53 * USD * whole),
    )
    return UsageDocument(by=by, rows=rows, total=_totals(whole), energy=(energy,))


def _days(first: date, count: int, whole: float) -> dict[str, float]:
    """Busy days and weekends; in all ``whole`` of BUSY.month."""
    days = [first + timedelta(days=n) for n in range(count)]
    parts = [(1 if d.weekday() >= SATURDAY else 4) + 1.1 * math.sin(d.day * 1.7) for d in days]
    return {d.isoformat(): whole * part / sum(parts) for d, part in zip(days, parts, strict=True)}


TODAY = BUSY.today.counterfactual_cost_pico / BUSY.month.counterfactual_cost_pico
NOVEMBER = _days(date(2026, 11, 1), 21, 1 - TODAY) | {"2026-11-22": TODAY}
MONTHS = {"2026-09": 0.4, "2026-10": 1.1, "2026-11": 1.0}
DAYS = {
    "today": {"2026-11-22": TODAY},
    "week": dict(list(NOVEMBER.items())[-7:]),
    "month": NOVEMBER,
    "last": _days(date(2026, 10, 1), 31, MONTHS["2026-10"]),
}
GROUPS = {
    "component": {"kb-analyzer": 0.5, "agent-spawner": 0.31, "control-center": 0.13, "owner": 0.06},
    "model": {"qwen3:8b": 0.63, "llama3.2:3b": 0.24, "claude-haiku-4-5": 0.13},
}


def _criterion(
    name: str, figure: float | None, goal: str | None, *, met: bool | None, unit: str = "percent"
) -> Criterion:
    return Criterion(name=name, unit=unit, figure=figure, goal=goal, met=met, source="")


def _scenario(
    name: str, local: int, cloud: int, unknown: int, paid: float, power: float, more: float | None
) -> Scenario:
    return Scenario(
        name=name,
        local=local,
        cloud=cloud,
        unknown=unknown,
        cloud_pico=int(paid * USD),
        electricity_pico=int(power * USD),
        total_pico=int((paid + power) * USD),
        difference_pico=None if more is None else int(more * USD),
    )


def _ahead(saving: float, months: int | None) -> Projected:
    return Projected(
        monthly_saving_pico=int(saving * USD),
        break_even_months=months,
        years=(),
        net_pico=int((saving * 60 - 1890) * USD),
    )


PROJECTION = ProjectionDocument(
    projection=_ahead(52.1, 37),
    reason="from 30 days measured",
    low=_ahead(-2.1, None),
    high=_ahead(61.4, 31),
)
SCORECARD = Scorecard(
    since=NOW - timedelta(days=21),
    until=NOW,
    criteria=(
        _criterion("uptime", 99.981, "at least 99.5", met=True),
        _criterion("local_share", 87.5, "60 to 80", met=True),
        _criterion("net_savings_a_month", 52.1, None, met=None, unit="usd"),
        _criterion("fallbacks_that_worked", 96.774, "100", met=False),
        _criterion("quality_parity", None, None, met=None),
    ),
)
ADVICE = AdviceDocument(
    since=NOW - timedelta(days=28),
    until=NOW,
    forecast=(
        Forecast(
            component=None,
            spent_pico=int(7.9 * USD),
            middle_pico=int(10.7 * USD),
            low_pico=int(9.6 * USD),
            high_pico=int(12.2 * USD),
            measured_days=21,
        ),
    ),
    cloud_cheaper=(
        CloudCheaper(
            component="kb-analyzer",
            task="kb.title",
            model="qwen3:8b",
            cloud_model="claude-haiku-4-5",
            answers=212,
            electricity_pico=int(0.21 * USD),
            cloud_pico=int(0.08 * USD),
            lost_pico=int(0.13 * USD),
            change="",
            rule="",
        ),
    ),
    keep_loaded=(
        KeepLoaded(
            model="qwen3:8b",
            answers=840,
            reload_s=6.4,
            idle_mw=9100,
            choices=(
                KeepChoice(
                    keep_s=1800, loads=3, waited_s=19.0, kept_s=900.0, energy_mj=1, cost_pico=1
                ),
            ),
            best_keep_s=1800,
            advice="",
        ),
    ),
)
WHAT_IF = WhatIfAnswer(
    requests=1203,
    scenarios=(
        _scenario("as it was", 1050, 150, 3, 7.9, 0.72, None),
        _scenario("all cloud", 0, 1203, 3, 46.91, 0.0, 38.29),
        _scenario("all local", 1203, 0, 3, 0.0, 0.83, -7.79),
        _scenario("as you asked", 1050, 150, 3, 7.9, 0.92, 0.2),
    ),
    assumptions=(
        "local and cloud count tokens with different tokenizers; the counts are kept",
        "cloud answers would take 1.39 J a token here",
        "keeping models loaded and the idle GPU are in none of these sums",
    ),
)


def put(made: Shelf) -> None:
    """On the shelf, for each choice that the pages offer."""
    for span, step in (("300", 1), ("3600", 60), ("86400", 300), ("604800", 3600)):
        made.put(Ask(Doc.GPU_HISTORY, (("span", span),)), gpu_history(int(span), step))
    made.put(Ask(Doc.GPU_HISTORY, (("span", "15552000"),)), gpu_history(15_552_000, 86_400))
    for span, days in DAYS.items():
        whole = document("day", days)
        if span == "today":
            whole = replace(whole, total=BUSY.today)
        made.put(_usage("day", span), whole)
        for by, keys in GROUPS.items():
            here = {key: part * sum(days.values()) for key, part in keys.items()}
            made.put(_usage(by, span), replace(document(by, here), total=whole.total))
    made.put(Ask(Doc.USAGE, (("by", "month"),)), document("month", MONTHS))
    made.put(Ask(Doc.PROJECTION), PROJECTION)
    made.put(Ask(Doc.SCORECARD), SCORECARD)
    made.put(Ask(Doc.ADVICE), ADVICE)
    made.put(Ask(Doc.WHAT_IF, (("kwh", ""), ("model", ""), ("span", "month"))), WHAT_IF)


def put_nothing(made: Shelf) -> None:
    """As a fresh service's books are."""
    for by in ("day", *GROUPS):
        for span in DAYS:
            made.put(_usage(by, span), UsageDocument(by=by, rows=(), total=Totals()))
    made.put(Ask(Doc.USAGE, (("by", "month"),)), UsageDocument(by="month", rows=(), total=Totals()))
    why = "no request was answered in the last 30 days"
    made.put(Ask(Doc.PROJECTION), ProjectionDocument(projection=None, reason=why))
    unknown = tuple(replace(one, figure=None, met=None) for one in SCORECARD.criteria)
    made.put(Ask(Doc.SCORECARD), replace(SCORECARD, criteria=unknown))
    nothing = AdviceDocument(since=NOW, until=NOW, forecast=(), cloud_cheaper=(), keep_loaded=())
    made.put(Ask(Doc.ADVICE), nothing)


def _usage(by: str, span: str) -> Ask:
    return Ask(Doc.USAGE, (("by", by), ("span", span)))
