"""Owns whether a model that is not loaded has room in the GPU's memory. Pure; a least estimate."""

from __future__ import annotations

from collections.abc import Iterable

from ziggie_desktop.contract.state import Gpu, LoadedModel, Model
from ziggie_desktop.library.fit import USABLE_SHARE, need_of

GIB = 1024**3


def room_bytes(gpus: Iterable[Gpu], loaded: Iterable[LoadedModel]) -> int | None:
    """What the GPUs could give to a model: all that other programs leave. None: unknown."""
    total = used = 0
    for gpu in gpus:
        if gpu.memory_total_bytes is None or gpu.memory_used_bytes is None:
            return None
        total += gpu.memory_total_bytes
        used += gpu.memory_used_bytes
    if not total:
        return None
    ours = sum(model.size_vram_bytes or 0 for model in loaded)  # Ollama would make way itself
    return total - max(used - ours, 0)


def no_room(model: Model, room: int | None) -> str | None:
    """In words, where even its file does not fit; None where it may."""
    if room is None or model.size_bytes is None:
        return None
    least = need_of(weights_bytes=model.size_bytes, shape=None, num_ctx=0).bytes
    if least <= room * USABLE_SHARE:
        return None
    return (
        f"{model.name} needs at least {least / GIB:.1f} GiB of GPU memory and "
        f"{room / GIB:.1f} are free"
    )
