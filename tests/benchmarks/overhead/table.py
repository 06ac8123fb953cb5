"""Owns how a run is told in README's form, so that what stands there is what was printed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Figures = Mapping[str, float]


def tables(document: Mapping[str, Any]) -> str:
    """All of them in Markdown, with what they are of."""
    ours: Mapping[str, Figures] = document["ziggie"]
    process, ready, settled, after = (
        document[name] for name in ("process", "memory_ready", "memory_settled", "memory_after")
    )
    parts = [
        f"{document['machine']}; load {document['load']}.",
        "One call at a time (ms, CPU seconds per 1,000 calls):",
        _table(
            ("", "direct p50", "through p50", "added", "CPU"),
            (
                (what, f["direct_p50_ms"], f["p50_ms"], f["added_p50_ms"], f["cpu_s_per_1000"])
                for what, f in _of(ours, ", 1 at once")
            ),
        ),
        "Until the first bytes of a stream whose side thinks for 20 ms (ms):",
        _table(
            ("", "direct p50", "through p50", "added"),
            (
                (what, f["direct_first_p50_ms"], f["first_p50_ms"], f["added_first_p50_ms"])
                for what, f in _of(ours, ", first token")
            ),
        ),
        "32 at a time (calls a second):",
        _table(
            ("", "direct", "through", "CPU"),
            (
                (what, round(f["direct_per_s"]), round(f["per_s"]), f["cpu_s_per_1000"])
                for what, f in _of(ours, ", 32 at once")
            ),
        ),
        "Eight streams of a piece each 5 ms (ms from the mock to the client, CPU microseconds a "
        "piece):",
        _table(
            ("", "direct p50", "through p50", "direct p99", "through p99", "CPU"),
            (
                (
                    what,
                    f["direct_piece_p50_ms"],
                    f["piece_p50_ms"],
                    f["direct_piece_p99_ms"],
                    f["piece_p99_ms"],
                    round(f["cpu_us_per_piece"]),
                )
                for what, f in _of(ours, ", paced, 8 at once")
            ),
        ),
        f"The first good `/health` {process['health_s']:.2f} s after the start, ready after "
        f"{process['start_s']:.2f} s ({process['start_ratio']:.1f} times a bare asyncio program, "
        f"{process['start_cpu_s']:.2f} s of CPU); {ready['ziggie']['rss_mb']:.0f} MB of memory "
        f"then ({ready['ziggie']['uss_mb']:.0f} MB its own), {settled['ziggie']['rss_mb']:.0f} MB "
        f"when the scheduler and the keyring were loaded, {after['ziggie']['rss_mb']:.0f} MB after "
        "the rounds.",
    ]
    if "litellm" in document:
        parts += _beside(ours, document["litellm"], process, ready, after)
    return "\n\n".join(parts)


def _beside(
    ours: Mapping[str, Figures],
    theirs: Mapping[str, Figures],
    process: Figures,
    ready: Mapping[str, Figures],
    after: Mapping[str, Figures],
) -> list[str]:
    rows = []
    for what, figures in theirs.items():
        mine = ours.get(what) or ours[what.replace("openai to ollama", "openai")]
        if "p50_ms" in figures:
            times = figures["p50_ms"] / mine["p50_ms"]
            rows.append((what, mine["p50_ms"], round(figures["p50_ms"], 1), round(times)))
    return [
        f"LiteLLM's proxy in the same rounds (p50 in ms): ready after "
        f"{process['litellm_start_s']:.0f} s with {ready['litellm']['rss_mb']:.0f} MB of memory, "
        f"{after['litellm']['rss_mb']:.0f} MB after the rounds.",
        _table(("", "Ziggie", "LiteLLM", "times as long"), rows),
    ]


def _of(summary: Mapping[str, Figures], ending: str) -> list[tuple[str, Figures]]:
    return [(what, figures) for what, figures in summary.items() if what.endswith(ending)]


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " --: |" * (len(head) - 1)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
