"""Owns the arithmetic of "is it silently on the CPU?". Pure: no I/O, no clock.

Two signs, both only worth something on a machine with a GPU: a loaded model that is not (wholly)
in the GPU's memory, and answers at less than half of the model's own median speed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from statistics import median

import msgspec

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import LoadedModel

KEPT = 50
RECENT = 3  # one slow answer alone says nothing
NEEDED = 10
FEWEST_TOKENS = 16  # shorter answers are measured too coarsely
SLOW_SHARE = 0.5
# Ollama counts a few buffers that never lie in the GPU's memory.
WHOLE_SHARE = 0.95
# Of a GPU's memory; the desktop and the driver hold some of it too.
FITS_SHARE = 0.9


class Slow(msgspec.Struct, frozen=True):
    """``now`` and ``usual`` in tokens per second."""

    model: str
    now: float
    usual: float


class OffGpu(msgspec.Struct, frozen=True):
    """``share`` of the model that is in the GPU's memory."""

    model: str
    share: float


def off_gpu(loaded: Iterable[LoadedModel]) -> tuple[OffGpu, ...]:
    """The loaded models that are not wholly in the GPU's memory; unknown sizes say nothing."""
    found = []
    for model in loaded:
        if model.size_bytes and model.size_vram_bytes is not None:
            share = model.size_vram_bytes / model.size_bytes
            if share < WHOLE_SHARE:
                found.append(OffGpu(model.name, share))
    return tuple(found)


def signs(
    loaded: Iterable[LoadedModel],
    slow: Iterable[Slow],
    *,
    gpu_bytes: int | None,
) -> dict[str, str]:
    """By model, in words, why its GPU may be lost to it. A model that is larger than the GPU lies
    partly beside it as ever."""
    found = {one.model: f"{one.model} {slow_words(one)}" for one in slow}
    sizes = {model.name: model.size_bytes or 0 for model in loaded}
    for one in off_gpu(loaded):
        if one.share == 0:
            found[one.model] = f"{one.model} is on the processor, not on the GPU"
        elif gpu_bytes is not None and sizes[one.model] <= gpu_bytes * FITS_SHARE:
            found[one.model] = f"only {one.share:.0%} of {one.model} is on the GPU, which has room"
    return found


def slow_words(one: Slow) -> str:
    return f"writes {one.now:.1f} tokens/s, usually {one.usual:.1f}"


class Speeds:
    """The speeds of the last answers of each model."""

    def __init__(self) -> None:
        self._kept: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=KEPT))

    def add(self, model: str | None, output_tokens: int | None, timings: Timings | None) -> None:
        """One answer of the local side; one without figures is left out."""
        eval_ns = timings.eval_ns if timings is not None else None
        if model is None or not eval_ns or (output_tokens or 0) < FEWEST_TOKENS:
            return
        self._kept[model].append((output_tokens or 0) * 1e9 / eval_ns)

    def usual(self, model: str) -> float | None:
        """The median of its last answers in tokens per second, None before the first."""
        speeds = self._kept.get(model)
        return median(speeds) if speeds else None

    def seed(self, model: str, tokens_per_s: float) -> None:
        """What an earlier run of the service saw, oldest first."""
        self._kept[model].append(tokens_per_s)

    def forgive(self, model: str) -> None:
        """Forget its last slow answers: it gets another chance."""
        kept = self._kept.get(model)
        usual = self.usual(model)
        while kept and usual is not None and kept[-1] < usual * SLOW_SHARE:
            kept.pop()

    def slow(self) -> tuple[Slow, ...]:
        """The models whose last answers came at less than half of their own median."""
        found = []
        for model, speeds in self._kept.items():
            if len(speeds) < NEEDED:
                continue
            now, usual = median(list(speeds)[-RECENT:]), median(speeds)
            last = speeds[-1]  # a single answer at its usual speed shows that all is well
            if max(now, last) < usual * SLOW_SHARE:
                found.append(Slow(model, now, usual))
        return tuple(found)
