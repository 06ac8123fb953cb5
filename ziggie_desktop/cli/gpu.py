"""Owns the commands about the cards: what each does now, and did before. Computes none of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.api import GpuHistoryDocument, GpuPoint, GpuTrack
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.state import Gpu, GpuStatus

ROWS = 30  # what one screen holds
STEPS_S = (5, 20, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 24 * 3600)
GAP = 1.5  # so many steps without a point: nothing was read


async def gpu(client: Client, options: argparse.Namespace) -> int:
    status = (await client.state()).gpu
    wanted = (options.history, options.since, options.until, options.step)
    if all(one is None for one in wanted):
        return show(options, status, now(status))
    found = await _past(client, options)
    names = {one.uuid: one.name for one in status.gpus}
    parts = [history(card, names.get(card.uuid), found.step_s) for card in found.cards]
    return show(options, found, "\n\n".join(parts) or "Nothing was read of a GPU in that time.")


async def _past(client: Client, options: argparse.Namespace) -> GpuHistoryDocument:
    since = options.since
    if since is None and options.history is not None:
        since = (datetime.now().astimezone() - options.history).isoformat()
    found = await client.gpu_history(since=since, until=options.until, step_s=options.step)
    length = (found.until - found.since).total_seconds()
    fitting = next((s for s in STEPS_S if length / s <= ROWS), STEPS_S[-1])
    if options.json or options.step is not None or fitting <= found.step_s:
        return found
    return await client.gpu_history(since=since, until=options.until, step_s=fitting)


def now(found: GpuStatus) -> str:
    """Each card with all that it tells."""
    if not found.gpus:
        return " ".join(part for part in (found.reason, found.remedy) if part)
    driver = found.driver_version or render.UNKNOWN
    return "\n\n".join([*(_card(card) for card in found.gpus), f"Driver {driver}."])


def _card(card: Gpu) -> str:
    lines = [
        f"{card.name or render.UNKNOWN}  {card.uuid}",
        f"  memory       {render.size(card.memory_used_bytes)}"
        f" of {render.size(card.memory_total_bytes)}",
        f"  power        {render.watts(card.power_mw)} of {render.watts(card.power_limit_mw)}",
        f"  temperature  {_celsius(card.temperature_c)}, {_limit(card)}",
        f"  load         {_percent(card.utilization_percent)}",
        f"  clock        {render.UNKNOWN if card.clock_mhz is None else f'{card.clock_mhz} MHz'}",
        f"  fan          {_percent(card.fan_percent)}",
    ]
    if card.throttled:
        lines.append(f"  slowed down  {', '.join(card.throttled)}")
    lines += [
        f"  process      {one.pid} {one.name or render.UNKNOWN}, {render.size(one.memory_bytes)}"
        + (" (Ollama)" if one.is_engine else "")
        for one in card.processes
    ]
    return "\n".join(lines)


def _limit(card: Gpu) -> str:
    if card.temperature_limit_c is None:
        return "its limit is unknown"
    if card.temperature_limit_is_usual:
        return f"tells no limit; most slow down at {card.temperature_limit_c} °C"
    return f"slows down at {card.temperature_limit_c} °C"


def history(card: GpuTrack, name: str | None, step_s: int) -> str:
    """Means of the driver's readings; where nothing was read a line says so."""
    header = ("FROM", "POWER", "MOST", "MEMORY", "TEMPERATURE", "LOAD", "POWER")
    most = max((p.power_mw for p in card.points if p.power_mw is not None), default=0)
    lines = list(_lines(card.points, step_s, most))
    title = f"{name or render.UNKNOWN}  {card.uuid}  (means of {render.duration(step_s)})"
    return f"{title}\n{render.table(header, lines)}"


def _lines(points: tuple[GpuPoint, ...], step_s: int, most_mw: int) -> Iterator[tuple[str, ...]]:
    before: datetime | None = None
    for point in points:
        if before is not None and (point.at - before).total_seconds() > GAP * step_s:
            yield (f"{'':11}nothing read", *[""] * 6)
        before = point.at
        yield (
            render.moment(point.at),
            render.watts(point.power_mw),
            render.watts(point.power_top_mw),
            render.size(point.memory_used_bytes),
            _celsius(point.temperature_c),
            _percent(point.utilization_percent),
            "" if point.power_mw is None or not most_mw else render.bar(point.power_mw / most_mw),
        )


def _celsius(degrees: int | None) -> str:
    return render.UNKNOWN if degrees is None else f"{degrees} °C"


def _percent(part: int | None) -> str:
    return render.UNKNOWN if part is None else f"{part} %"
