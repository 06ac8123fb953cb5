"""Owns how what is said of models looks in a terminal. Unknown is said as unknown."""

from __future__ import annotations

from ziggie_desktop.cli.render import UNKNOWN, bar, moment, size, table
from ziggie_desktop.contract.library import (
    FitAnswer,
    Measured,
    RecommendationsDocument,
    UnusedDocument,
    UpdatesDocument,
    UpdateState,
)
from ziggie_desktop.contract.state import (
    LastUse,
    LibraryJob,
    LoadedModel,
    ModelsDocument,
    PullState,
)

NEVER = "not by Ziggie's books"


def models(found: ModelsDocument) -> str:
    warm = {model.name: model for model in found.loaded}
    rows = [
        (
            model.name,
            size(model.size_bytes),
            model.quantization or UNKNOWN,
            f"{model.context_length:,}" if model.context_length else UNKNOWN,
            ", ".join(model.capabilities) or UNKNOWN,
            used(model.last_used),
            ", ".join((["pinned"] if model.pinned else []) + state(warm.get(model.name))),
        )
        for model in found.models
    ]
    if not rows:
        return "No local model yet. Get one: ziggie-desktop pull llama3.2"
    header = ("NAME", "SIZE", "QUANTIZATION", "CONTEXT", "CAN", "LAST USED", "")
    total = f"Together {size(found.disk_bytes)} on the disk, shared files counted once."
    return f"{table(header, rows)}\n{total}"


def used(last: LastUse | None) -> str:
    if last is None:
        return NEVER
    if last.month_only:
        return f"before {last.at:%Y-%m-%d} by {last.by}"
    return f"{moment(last.at)} by {last.by}"


def state(loaded: LoadedModel | None) -> list[str]:
    if loaded is None:
        return []
    if loaded.leaving is not None:
        return [loaded.leaving.value + (f": {loaded.advice}" if loaded.advice else "")]
    until = "kept" if loaded.expires_at is None else f"until {loaded.expires_at.astimezone():%H:%M}"
    if loaded.size_vram_bytes is None or not loaded.size_bytes:
        return [f"loaded, {until}"]
    share = loaded.size_vram_bytes / loaded.size_bytes
    where = "on the processor" if not share else f"{min(share, 1):.0%} on the GPU"
    return [f"loaded {where}, {until}"]


def updates(found: UpdatesDocument) -> str:
    rows = [
        (
            one.model,
            {UpdateState.NOT_IN_REGISTRY: "own"}.get(one.state, one.state.value),
            one.reason,
            f"download {one.pull.state.value}" if one.pull else "",
        )
        for one in found.updates
    ]
    return table(("NAME", "UPDATE", "", ""), rows) if rows else "No local model yet."


def unused(found: UnusedDocument) -> str:
    rows = [
        (
            one.name,
            size(one.size_bytes),
            used(one.last_used),
            f"stays: {one.kept}" if one.kept else "goes",
        )
        for one in found.models
    ]
    if not rows:
        return "No local model yet."
    gone = sum(one.kept is None for one in found.models)
    words = f"{gone} of {len(rows)} models unused for {found.days} days"
    if gone:
        words += f"; removing them frees {size(found.freed_bytes)}"
    return f"{table(('NAME', 'SIZE', 'LAST USED', ''), rows)}\n{words}."


def removed(found: UnusedDocument) -> str:
    if not found.removed:
        return "Nothing was removed."
    return f"Removed {', '.join(found.removed)}; {size(found.freed_bytes)} freed."


def job(one: LibraryJob) -> str:
    """One line that can be drawn over and over; what was found below it."""
    what = f"{one.kind.value} {one.model or 'all models'}"
    if one.error:
        return f"{what}: {one.error}"
    running = one.state is PullState.RUNNING
    if running and one.total_bytes and one.completed_bytes is not None:
        done = min(1.0, one.completed_bytes / one.total_bytes)
        return f"{what}: {bar(done)} {done:4.0%} {one.status}"
    lines = [f"{what}: {one.status}"]
    lines += [f"  {found.title} → {found.remedy}" for found in one.findings]
    return "\n".join(lines)


def fit(found: FitAnswer) -> str:
    layers = ""
    if found.layers and found.gpu_layers is not None:
        layers = f"{found.gpu_layers} of {found.layers} layers on the GPU"
    rows = [
        ("Fits", f"{found.verdict.value}; now {found.now.value}", layers),
        ("Needs", size(found.needed_bytes), found.source.value),
        ("  weights", size(found.weights_bytes), ""),
        ("  context", size(found.cache_bytes), f"{found.num_ctx:,} tokens, {found.kv_cache_type}"),
        ("GPU memory", size(found.vram_total_bytes), f"{size(found.vram_free_bytes)} free"),
    ]
    if not found.gpus:
        del rows[-1]
    lines = [f"{found.model}: {found.reason}", table(("", "", ""), rows).lstrip("\n")]
    if found.measured is not None:
        lines.append(f"Measured here: {measured(found.measured)}")
    return "\n".join(lines)


def measured(one: Measured) -> str:
    parts = [
        f"{size(one.vram_bytes)} of GPU memory" if one.vram_bytes else "",
        f"loads in {one.load_seconds:.1f} s" if one.load_seconds is not None else "",
        f"{one.tokens_per_second:.1f} tokens/s" if one.tokens_per_second is not None else "",
        f"{one.joules_per_1000_tokens:,.0f} J per 1,000 tokens"
        if one.joules_per_1000_tokens is not None
        else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing yet"


def recommended(found: RecommendationsDocument) -> str:
    rows = [
        (
            one.task_words,
            one.name,
            ("approx " if one.size_approx else "") + size(one.size_bytes),
            f"{size(one.needed_bytes)} {one.source.value}",
            "installed" if one.installed else "",
            one.about if one.measured is None else measured(one.measured),
        )
        for one in found.models
    ]
    if not rows:
        return found.reason
    header = ("FOR", "NAME", "DOWNLOAD", "NEEDS", "", "")
    more = "Any other model of the registry by its name: ziggie-desktop fit NAME, pull NAME."
    return f"{found.reason}\n{table(header, rows)}\n{more}"
