"""Owns how figures look in a terminal. Unknown is said as unknown, never as zero."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from ziggie_desktop.cli.paint import BOLD, GREEN, RED, YELLOW, painted
from ziggie_desktop.contract import money as moneys
from ziggie_desktop.contract.api import EnergyLine, EngineOwner, ReportedRow, UptimeDocument
from ziggie_desktop.contract.currency import Currency, OwnElectricity
from ziggie_desktop.contract.state import (
    EngineState,
    Fallback,
    GpuStatus,
    PcPower,
    Problem,
    ProcessorPower,
    Pull,
    PullState,
    Severity,
    State,
    Totals,
    Yielded,
)

DOLLARS, UNKNOWN, money = moneys.DOLLARS, moneys.UNKNOWN, moneys.written
BAR = 24
TONES = {Severity.ERROR: RED, Severity.WARNING: YELLOW}
STATES = {
    EngineState.READY: GREEN,
    EngineState.ADOPTED: GREEN,
    EngineState.STARTING: YELLOW,
    EngineState.STOPPING: YELLOW,
    EngineState.STOPPED: YELLOW,
    EngineState.DEGRADED: YELLOW,
}
_OPEN = (PullState.QUEUED, PullState.RUNNING, PullState.PAUSED, PullState.FAILED)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Left-aligned columns, as wide as they need to be."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    made = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join((painted(made[0], BOLD), *made[1:]))


def bar(fraction: float) -> str:
    filled = round(BAR * min(1.0, max(0.0, fraction)))
    return "█" * filled + "░" * (BAR - filled)


def own_electricity(found: OwnElectricity | None) -> str:
    """A sentence where electricity is in no sum for want of a rate."""
    if found is None:
        return ""
    unit = Currency(code=found.code, usd_per_unit="1")
    parts = [
        f"{name} {money(pico, unit)}"
        for name, pico in (
            ("requests", found.requests_pico),
            ("models kept loaded", found.resident_pico),
            ("processor", found.processor_pico),
            ("idle GPU", found.idle_pico),
        )
    ]
    return f"Electricity, in no sum for want of a rate to US dollars: {', '.join(parts)}"


def joules(
    millijoules: int | None, band_percent: float | None = None, estimated_mj: int = 0
) -> str:
    """``band_percent``: the figure may be off by so much; ``estimated_mj`` of it was estimated."""
    if millijoules is None:
        return UNKNOWN
    band = "" if band_percent is None else f" ± {band_percent:g} %"
    return f"{millijoules / 1000:,.1f} J{band}{guessed(millijoules, estimated_mj)}"


def guessed(whole_mj: int | None, estimated_mj: int) -> str:
    """How a figure came about that was not measured."""
    if not estimated_mj or whole_mj is None:
        return ""
    return " (estimated)" if estimated_mj >= whole_mj else " (partly estimated)"


def energy(lines: Iterable[EnergyLine], *, by: str, own: Currency = DOLLARS) -> str:
    """Where all the energy of the GPUs went, by whole days, and what the processors took beside
    them; nothing where none was counted."""
    lines = tuple(lines)
    beside = any(line.processor_mj or line.processor_estimated_mj for line in lines)
    rows = [
        (
            line.key,
            joules(line.counter_mj),
            joules(line.attributed_mj),
            joules(line.load_mj),
            joules(line.resident_mj),
            joules(line.idle_mj),
            joules(line.background_mj),
            money(line.resident_cost_pico, own),
            money(line.idle_cost_pico, own),
            *((_processors(line), money(line.processor_cost_pico, own)) if beside else ()),
            f"{line.gaps} gaps" if line.gaps else "",
        )
        for line in lines
    ]
    first = by.upper() if by in ("day", "month") else ""
    names = (first, "ALL GPUS", "REQUESTS", "(LOADING)", "MODEL KEPT LOADED", "IDLE", "OTHER")
    more = ("PROCESSOR", "COST PROCESSOR") if beside else ()
    return table((*names, "COST LOADED", "COST IDLE", *more, ""), rows) if rows else ""


def _processors(line: EnergyLine) -> str:
    whole = line.processor_mj + line.processor_estimated_mj
    return joules(whole, estimated_mj=line.processor_estimated_mj)


def reported(found: Iterable[ReportedRow], *, by: str) -> str:
    """What components reported of other APIs; nothing where none did."""
    rows = [
        (
            one.key,
            one.provider,
            one.service,
            str(one.reports),
            f"{one.quantity:,g} {one.unit}",
            money(one.cost_pico),
            f"{one.unpriced} unpriced" if one.unpriced and one.cost_pico is not None else "",
        )
        for one in found
    ]
    names = ("PROVIDER", "SERVICE", "REPORTS", "QUANTITY", "COST", "")
    return table((by.upper(), *names), rows) if rows else ""


def size(count: float | None) -> str:
    if count is None:
        return UNKNOWN
    for unit in ("B", "kB", "MB", "GB"):
        if abs(count) < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def share(fraction: float | None) -> str:
    return UNKNOWN if fraction is None else f"{fraction:.0%}"


def uptime(fraction: float | None) -> str:
    """Rounded down, so that 100 % means that no probe failed."""
    return UNKNOWN if fraction is None else f"{math.floor(fraction * 10_000) / 100:.2f} %"


def incidents(found: UptimeDocument) -> str:
    """The figure, then what it is made of."""
    measured = f"{found.measured_s / 3600:,.1f} h measured, {found.unmeasured_s / 3600:,.1f} h not"
    head = f"Uptime {uptime(found.share)} ({measured})"
    if found.summed_probes:
        head += "; of months that are kept as sums no incidents are known"
    rows = [
        (
            moment(one.started_at),
            "goes on" if one.ended_at is None else moment(one.ended_at),
            f"{one.duration_s:,.0f} s",
            one.reason or UNKNOWN,
        )
        for one in found.incidents
    ]
    if not rows:
        return f"{head}\nNo incidents."
    return f"{head}\n" + table(("FROM", "TO", "LASTED", "REASON"), rows)


def _with_incidents(share: float | None, count: int | None) -> str:
    if count is None:
        return uptime(share)
    return f"{uptime(share)} with {count} incident{'' if count == 1 else 's'}"


def moment(at: datetime | None) -> str:
    return UNKNOWN if at is None else f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


def status(state: State) -> str:
    """The whole picture on one screen."""
    engine = state.engine
    lines = [
        f"Ziggie Desktop {state.version} at {state.url}   mode: {state.mode.value}",
        f"Engine   {painted(engine.state.value, STATES.get(engine.state, RED))}: {engine.reason}",
        f"Cloud    {cloud(state)}",
        *(f"GPU      {line}" for line in gpu(state.gpu)),
        f"CPU      {drawn(state.processor)}",
        f"PC       {drawn(state.pc)}",
        f"Loaded   {', '.join(m.name for m in state.loaded) or 'no model'}",
        *((f"Lent     {yielded(state.yielded)}",) if state.yielded is not None else ()),
        f"Today    {totals(state.today, state.currency)}",
        f"Month    {totals(state.month, state.currency)}",
        f"Uptime   today {_with_incidents(state.uptime_today, state.incidents_today)}, "
        f"this month {_with_incidents(state.uptime_month, state.incidents_month)}",
    ]
    lines += [f"Pull     {one}" for one in open_pulls(state.pulls)]
    lines += [f"Problem  {line}" for line in problems(state.problems)]
    return "\n".join(lines)


def yielded(found: Yielded | None) -> str:
    """To whom the GPU is lent."""
    if found is None:
        return "The GPU is not lent: the models are back, or come back now."
    until = "it is free" if found.until is None else f"{found.until.astimezone():%Y-%m-%d %H:%M}"
    gone = "the models are unloaded" if found.unloaded else "the models are being unloaded"
    return f"The GPU is lent to {found.to} until {until} ({found.why}); {gone}."


def owner(found: EngineOwner) -> str:
    """Who holds Ollama's port, and what may be done."""
    may = f"\nPossible: {', '.join(found.may)}." if found.may else ""
    return f"Ollama's port: {found.words}.{may}"


def cloud(state: State) -> str:
    label = " (simulated)" if state.cloud.simulated else ""
    return f"{'ready' if state.cloud.configured else 'not used'}{label}: {state.cloud.reason}"


def gpu(found: GpuStatus) -> list[str]:
    if not found.gpus:
        return [found.reason]
    return [
        f"{one.name or one.uuid}: {size(one.memory_used_bytes)} of "
        f"{size(one.memory_total_bytes)}, {watts(one.power_mw)}, "
        f"{UNKNOWN if one.temperature_c is None else f'{one.temperature_c} °C'}"
        for one in found.gpus
    ]


def drawn(found: ProcessorPower | PcPower) -> str:
    """With how sure it is; where it is unknown, why and what would help."""
    remedy = found.remedy if isinstance(found, ProcessorPower) else None
    if found.power_mw is None:
        return " ".join(part for part in (f"{UNKNOWN} W:", found.reason, remedy) if part)
    band = "" if found.band_percent is None else f" ± {found.band_percent:g} %"
    return f"{watts(found.power_mw)}{band}: {found.reason}"


def watts(milliwatts: int | None) -> str:
    return f"{UNKNOWN} W" if milliwatts is None else f"{milliwatts / 1000:.0f} W"


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def totals(found: Totals, own: Currency = DOLLARS) -> str:
    """Net first; what is unknown in it is said."""
    if found.requests == 0:
        return "no requests yet"
    parts = [
        f"{count(found.requests, 'request')}, {share(found.local_share)} local,"
        f" {count(found.fallbacks, 'fallback')}",
        f"cloud {money(found.cloud_cost_pico)}",
        f"electricity {electricity(found, own)}",
        f"models kept loaded {money(found.standby_cost_pico, own)}",
        f"net saved {money(found.net_savings_pico, own)}",
    ]
    if found.net_savings_pico is None:
        parts[-1] += f" (before electricity {money(found.gross_savings_pico, own)})"
    if found.unpriced:
        parts.append(f"{found.unpriced} unpriced")
    return "; ".join(parts) + (" (partly simulated)" if found.simulated else "")


def electricity(found: Totals, own: Currency) -> str:
    """With how its energy came about, where its cost is known."""
    if found.electricity_cost_pico is None:
        return UNKNOWN
    how = guessed(found.energy_mj, found.estimated_energy_mj)
    return money(found.electricity_cost_pico, own) + how


def hung_up(found: Totals) -> int:
    """Requests whose caller did not wait for the end: with them the others add up."""
    return found.requests - found.local - found.cloud - found.failed


def problems(found: Iterable[Problem]) -> list[str]:
    return [
        f"{painted(problem.title, TONES.get(problem.severity, BOLD))} → {problem.remedy}"
        for problem in found
    ]


def fallbacks(found: Iterable[Fallback]) -> str:
    rows = [
        (
            moment(one.at),
            one.component,
            f"{one.from_route} → {one.route or 'nobody'}",
            one.reason,
            (money(one.cost_pico) if one.route == "cloud" or one.cost_pico is not None else "")
            + (" simulated" if one.simulated else ""),
        )
        for one in found
    ]
    if not rows:
        return "No fallbacks."
    return table(("WHEN", "COMPONENT", "WENT", "REASON", "COST"), rows)


def open_pulls(found: Iterable[Pull]) -> list[str]:
    """A line for each that is under way, waits or failed."""
    return [pull(one) for one in found if one.state in _OPEN]


def pull(one: Pull) -> str:
    """One line that can be drawn over and over."""
    done, total = one.completed_bytes, one.total_bytes
    if one.error:
        return f"{one.model}: {one.error}"
    if not total or done is None:
        return f"{one.model}: {one.status or one.state.value}"
    moving = one.state is PullState.RUNNING and one.bytes_per_s is not None
    words = speed(one) if moving else one.status or one.state.value
    so_far = f"{bar(done / total)} {done / total:4.0%} {size(done)} of {size(total)}"
    return f"{one.model}: {so_far}  {words}"


def amount(one: Pull) -> str:
    """How much of it is there."""
    if one.completed_bytes is None or not one.total_bytes:
        return ""
    share_done = one.completed_bytes / one.total_bytes
    return f"{share_done:.0%} of {size(one.total_bytes)}"


def speed(one: Pull) -> str:
    """Bytes a second and the time left; nothing where neither is known."""
    parts = [
        f"{size(one.bytes_per_s)}/s" if one.bytes_per_s is not None else "",
        f"{duration(one.seconds_left)} left" if one.seconds_left is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def duration(seconds: float) -> str:
    """In the two units that matter."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
