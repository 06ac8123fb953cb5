"""Owns the estimate of how much GPU memory a model needs. Pure: no I/O; always labelled.

As Ollama estimates: the file, the keys and values of the context, and room for the work itself.
Sliding windows and state-space layers need less than this says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from ziggie_desktop.contract.library import Verdict

CACHE_TYPE = "f16"  # Ollama's default
# Bytes a value: the quantised ones hold blocks of 32 with a scale of two bytes.
CACHE_VALUE_BYTES = {"f32": 4.0, "f16": 2.0, "bf16": 2.0, "q8_0": 34 / 32, "q4_0": 18 / 32}
WORK_BYTES = 768 * 1024**2
# The desktop, the driver and other programs hold some of the card too.
USABLE_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """``kv_heads`` of all layers together; lengths are those of one key and one value."""

    kv_heads: int
    key_length: int
    value_length: int
    layers: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """``cache_bytes`` and ``layers`` None: the metadata does not say."""

    weights_bytes: int
    cache_bytes: int | None
    layers: int | None

    @property
    def bytes(self) -> int:
        """At least so much, on one card."""
        return self.weights_bytes + (self.cache_bytes or 0) + WORK_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """``gpu_layers`` None: it cannot be told how many."""

    verdict: Verdict
    gpu_layers: int | None = None


def shape_of(model_info: Mapping[str, msgspec.Raw]) -> Shape | None:
    """The shape from GGUF metadata (``model_info`` of /api/show); None when it does not say."""
    arch = _text(model_info.get("general.architecture"))
    layers = _count(model_info.get(f"{arch}.block_count"))
    heads = _count(model_info.get(f"{arch}.attention.head_count"))
    # Old models have no grouped heads, and then no key for them.
    named = model_info.get(f"{arch}.attention.head_count_kv")
    each = _counts(named)
    kv_heads = heads if named is None else _count(named)
    width = _count(model_info.get(f"{arch}.embedding_length"))
    head_dim = width // heads if width and heads else None
    key = _count(model_info.get(f"{arch}.attention.key_length")) or head_dim
    value = _count(model_info.get(f"{arch}.attention.value_length")) or key
    if each and key and value:
        return Shape(kv_heads=sum(each), key_length=key, value_length=value, layers=layers)
    if not (layers and kv_heads and key and value):
        return None
    return Shape(kv_heads=layers * kv_heads, key_length=key, value_length=value, layers=layers)


def cache_bytes(shape: Shape, num_ctx: int, cache_type: str = CACHE_TYPE) -> int:
    """The keys and values of a full context; of a type that is not known, as if it were f16."""
    lengths = shape.key_length + shape.value_length
    each = CACHE_VALUE_BYTES.get(cache_type, CACHE_VALUE_BYTES[CACHE_TYPE])
    return round(shape.kv_heads * lengths * num_ctx * each)


def need_of(
    *, weights_bytes: int, shape: Shape | None, num_ctx: int, cache_type: str = CACHE_TYPE
) -> Need:
    """What the model takes at ``num_ctx``, for all requests at a time together."""
    cache = None if shape is None else cache_bytes(shape, num_ctx, cache_type)
    layers = None if shape is None else shape.layers
    return Need(weights_bytes=weights_bytes, cache_bytes=cache, layers=layers)


def largest_num_ctx(*, file_bytes: int, shape: Shape | None, vram_bytes: int) -> int | None:
    """The context that still fits beside the model; None without a shape."""
    if shape is None:
        return None
    left = vram_bytes * USABLE_SHARE - file_bytes - WORK_BYTES
    return max(0, int(left) // cache_bytes(shape, 1))


def place(need: Need, cards: Sequence[int | None]) -> Placed:
    """How much of it the cards hold; ``cards`` is the room of each, None for unknown.

    Ollama takes one card where that is enough, else it spreads the layers; each card that takes
    part needs room for the work.
    """
    known = [round(room * USABLE_SHARE) for room in cards if room is not None]
    if len(known) < len(cards):
        return Placed(verdict=Verdict.UNKNOWN)
    rooms = [max(room - WORK_BYTES, 0) for room in known]
    if need.layers is not None and need.cache_bytes is not None:
        whole = need.weights_bytes + need.cache_bytes
        each = -(-whole // need.layers)
        held = sum(room // each for room in rooms)
        if whole <= max(rooms, default=0) or held >= need.layers:
            return Placed(verdict=Verdict.FITS, gpu_layers=need.layers)
        return Placed(verdict=Verdict.PARTLY if held else Verdict.NOT, gpu_layers=held)
    if need.weights_bytes > sum(rooms):  # too much already without the context
        return Placed(verdict=Verdict.PARTLY if sum(rooms) else Verdict.NOT)
    return Placed(verdict=Verdict.UNKNOWN)


def _count(raw: msgspec.Raw | None) -> int | None:
    """A positive whole number; null stands for a list, one figure a layer."""
    try:
        value = msgspec.json.decode(raw or b"null", type=int | None)
    except msgspec.MsgspecError:
        return None
    return value if value and value > 0 else None


def _counts(raw: msgspec.Raw | None) -> list[int]:
    """One figure a layer, where the metadata lists them; a layer without attention has 0."""
    try:
        found = msgspec.json.decode(raw or b"null", type=list[int] | None)
    except msgspec.MsgspecError:
        return []
    return found if found and min(found) >= 0 else []


def _text(raw: msgspec.Raw | None) -> str:
    try:
        return msgspec.json.decode(raw or b'""', type=str)
    except msgspec.MsgspecError:
        return ""
