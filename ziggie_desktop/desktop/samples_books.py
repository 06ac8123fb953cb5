"""Owns made-up documents of the books and of the GPU's past, for the preview and the tests."""

from __future__ import annotations

import math
from datetime import timedelta

from ziggie_desktop.contract.api import GpuHistoryDocument, GpuPoint, GpuTrack
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Shelf
from ziggie_desktop.desktop.samples import GIB, GPU, NOW


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


def put(made: Shelf) -> None:
    """On the shelf, for each choice that the pages offer."""
    for span, step in (("300", 1), ("3600", 60), ("86400", 300), ("604800", 3600)):
        made.put(Ask(Doc.GPU_HISTORY, (("span", span),)), gpu_history(int(span), step))
    made.put(Ask(Doc.GPU_HISTORY, (("span", "15552000"),)), gpu_history(15_552_000, 86_400))
