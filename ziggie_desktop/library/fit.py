"""Owns the estimate of how much GPU memory a model needs. Pure: no I/O; always labelled.

As Ollama estimates: the file, the keys and values of the context, and room for the work itself.
Sliding windows, state-space layers and quantised caches need less than this says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

CACHE_VALUE_BYTES = 2  # f16, Ollama's default
WORK_BYTES = 768 * 1024**2
# The desktop, the driver and other programs hold some of the card too.
USABLE_SHARE = 0.9


class Source(StrEnum):
    ESTIMATED = "estimated"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """``kv_heads`` of all layers together; lengths are those of one key and one value."""

    kv_heads: int
    key_length: int
    value_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """``fits`` None: it cannot be told. ``whole``: False when the context is not in the figure."""

    needed_bytes: int
    fits: bool | None
    source: Source
    whole: bool = True


def shape_of(model_info: Mapping[str, msgspec.Raw]) -> Shape | None:
    """The shape from GGUF metadata (``model_info`` of /api/show); None when it does not say."""
    arch = _text(model_info.get("general.architecture"))
    layers = _count(model_info.get(f"{arch}.block_count"))
    heads = _count(model_info.get(f"{arch}.attention.head_count"))
    # Old models have no grouped heads, and then no key for them.
    named = model_info.get(f"{arch}.attention.head_count_kv")
    kv_heads = heads if named is None else _count(named)
    width = _count(model_info.get(f"{arch}.embedding_length"))
    head_dim = width // heads if width and heads else None
    key = _count(model_info.get(f"{arch}.attention.key_length")) or head_dim
    value = _count(model_info.get(f"{arch}.attention.value_length")) or key
    if not (layers and kv_heads and key and value):
        return None
    return Shape(kv_heads=layers * kv_heads, key_length=key, value_length=value)


def cache_bytes(shape: Shape, num_ctx: int) -> int:
    """The keys and values of a full context."""
    lengths = shape.key_length + shape.value_length
    return shape.kv_heads * lengths * num_ctx * CACHE_VALUE_BYTES


def estimate(*, file_bytes: int, shape: Shape | None, num_ctx: int, vram_bytes: int | None) -> Fit:
    """What the model would need at ``num_ctx``; without a shape only the least of it is known."""
    cache = 0 if shape is None else cache_bytes(shape, num_ctx)
    needed = file_bytes + cache + WORK_BYTES
    fits = None if vram_bytes is None else needed <= vram_bytes * USABLE_SHARE
    if shape is None and fits:
        fits = None
    return Fit(needed_bytes=needed, fits=fits, source=Source.ESTIMATED, whole=shape is not None)


def largest_num_ctx(*, file_bytes: int, shape: Shape | None, vram_bytes: int) -> int | None:
    """The context that still fits beside the model; None without a shape."""
    if shape is None:
        return None
    left = vram_bytes * USABLE_SHARE - file_bytes - WORK_BYTES
    return max(0, int(left) // cache_bytes(shape, 1))


def measured(*, size_bytes: int, size_vram_bytes: int | None) -> Fit:
    """What it took when it was loaded, as Ollama says in /api/ps."""
    fits = None if size_vram_bytes is None else size_vram_bytes >= size_bytes
    return Fit(needed_bytes=size_bytes, fits=fits, source=Source.MEASURED)


def _count(raw: msgspec.Raw | None) -> int | None:
    """A positive whole number; null stands for a list, one figure a layer."""
    try:
        value = msgspec.json.decode(raw or b"null", type=int | None)
    except msgspec.MsgspecError:
        return None
    return value if value and value > 0 else None


def _text(raw: msgspec.Raw | None) -> str:
    try:
        return msgspec.json.decode(raw or b'""', type=str)
    except msgspec.MsgspecError:
        return ""
