"""Owns the benchmark's own check: which ratios became worse than those recorded. Pure."""

from __future__ import annotations

from collections.abc import Mapping

WORSE_BY = 0.2


def regressions(
    recorded: Mapping[str, float], found: Mapping[str, float], *, worse_by: float = WORSE_BY
) -> list[str]:
    """A line for each ratio that grew by more than ``worse_by``, or was not measured at all.

    All ratios are such that less is better. One that is not recorded yet is no regression."""
    lines = []
    for name, before in recorded.items():
        now = found.get(name)
        if now is None:
            lines.append(f"{name}: recorded {before:.2f}, not measured")
        elif now > before * (1 + worse_by):
            lines.append(f"{name}: recorded {before:.2f}, now {now:.2f} (+{now / before - 1:.0%})")
    return lines


def ratios(
    summary: Mapping[str, Mapping[str, float]], process: Mapping[str, float]
) -> dict[str, float]:
    """Those that are held: time against direct one at a time, and CPU against the client's own."""
    out: dict[str, float] = {}
    for what, figures in summary.items():
        if what.endswith(", 1 at once"):
            out[f"p50: {what}"] = figures["ratio_p50_ms"]
        if "ratio_cpu_s_per_1000" in figures and what.endswith(", 32 at once"):
            out[f"CPU: {what}"] = figures["ratio_cpu_s_per_1000"]
        if "ratio_cpu_us_per_piece" in figures:
            out[f"CPU a piece: {what}"] = figures["ratio_cpu_us_per_piece"]
    out["start against a bare asyncio program"] = process["start_ratio"]
    out["memory after the load against ready"] = process["rss_growth"]
    return {name: round(value, 3) for name, value in out.items()}
