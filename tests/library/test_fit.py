"""Tests the estimate of a model's memory: by hand, by GGUF metadata, and beside the real Ollama."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from tests.library.conftest import library_on
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.contract.library import Verdict
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.library.fit import (
    WORK_BYTES,
    Placed,
    Shape,
    cache_bytes,
    need_of,
    place,
    shape_of,
)

GIB = 1024**3
LLAMA_8B = Shape(kv_heads=32 * 8, key_length=128, value_length=128, layers=32)


def info(**values: Any) -> dict[str, msgspec.Raw]:
    named = {"general.architecture": "llama"}
    named |= {f"llama.{key.replace('__', '.')}": value for key, value in values.items()}
    return {key: msgspec.Raw(msgspec.json.encode(value)) for key, value in named.items()}


LLAMA = {
    "block_count": 32,
    "embedding_length": 4096,
    "attention__head_count": 32,
    "attention__head_count_kv": 8,
}


def test_context_costs_what_the_formula_says() -> None:
    # 2 (keys and values) x 32 layers x 8 heads x 128 x 8192 tokens x 2 bytes
    assert cache_bytes(LLAMA_8B, 8192) == GIB
    assert cache_bytes(LLAMA_8B, 8192, "q8_0") == GIB * 34 // 64
    assert cache_bytes(LLAMA_8B, 8192, "newer") == GIB
    need = need_of(weights_bytes=4_900_000_000, shape=LLAMA_8B, num_ctx=8192)
    assert need.bytes == 4_900_000_000 + GIB + WORK_BYTES


@pytest.mark.parametrize(
    ("num_ctx", "cards", "verdict", "layers"),
    [
        (8192, [8 * GIB], Verdict.FITS, 32),
        (32_768, [8 * GIB], Verdict.PARTLY, 24),
        (32_768, [8 * GIB, 8 * GIB], Verdict.FITS, 32),
        (8192, [4 * GIB, 3 * GIB], Verdict.PARTLY, 27),
        (8192, [512 * 1024**2], Verdict.NOT, 0),
        (8192, [], Verdict.NOT, 0),
        (8192, [8 * GIB, None], Verdict.UNKNOWN, None),
    ],
)
def test_cards_hold_so_many_layers(
    num_ctx: int, cards: list[int | None], verdict: Verdict, layers: int | None
) -> None:
    need = need_of(weights_bytes=4_900_000_000, shape=LLAMA_8B, num_ctx=num_ctx)
    placed = place(need, cards)
    assert (placed.verdict, placed.gpu_layers) == (verdict, layers)


@pytest.mark.parametrize(
    ("changes", "shape"),
    [
        ({}, LLAMA_8B),
        ({"attention__key_length": 256}, Shape(kv_heads=256, key_length=256, value_length=256)),
        (
            {"attention__key_length": 192, "attention__value_length": 128},
            Shape(kv_heads=256, key_length=192, value_length=128),
        ),
        ({"attention__head_count_kv": None}, None),  # a list, which /api/show leaves out
        ({"block_count": 0}, None),
        ({"block_count": "many"}, None),
    ],
)
def test_shape_comes_from_the_metadata(changes: dict[str, Any], shape: Shape | None) -> None:
    assert shape_of(info(**{**LLAMA, **changes})) == shape


def test_without_grouped_heads_all_heads_count() -> None:
    plain = {key: value for key, value in LLAMA.items() if key != "attention__head_count_kv"}
    assert shape_of(info(**plain)) == Shape(kv_heads=32 * 32, key_length=128, value_length=128)
    assert shape_of({}) is None


def test_what_is_not_known_is_not_promised() -> None:
    small = need_of(weights_bytes=GIB, shape=None, num_ctx=4096)
    assert (small.cache_bytes, place(small, [8 * GIB]).verdict) == (None, Verdict.UNKNOWN)
    large = need_of(weights_bytes=9 * GIB, shape=None, num_ctx=4096)
    assert place(large, [8 * GIB]) == Placed(verdict=Verdict.PARTLY, gpu_layers=None)


def test_heads_that_differ_by_layer_are_summed() -> None:
    mixed = info(**{**LLAMA, "attention__head_count_kv": [8, 0, 8, 4]})
    assert shape_of(mixed) == Shape(kv_heads=20, key_length=128, value_length=128)


@pytest.mark.real_ollama
async def test_metadata_of_a_real_model(
    real_ollama: RealOllama, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    library = library_on(real_ollama.url, http, tmp_path)
    [model] = [one for one in await library.models() if one.name == MODEL_NAME]
    shape = shape_of((await library.show(MODEL_NAME)).model_info)
    assert shape == Shape(kv_heads=30 * 3, key_length=64, value_length=64)
    assert model.size_bytes is not None
    num_ctx = library.num_ctx(MODEL_NAME)
    await library.load(MODEL_NAME)
    [loaded] = [one for one in await library.loaded() if one.name == MODEL_NAME]
    assert loaded.size_bytes is not None
    need = need_of(weights_bytes=model.size_bytes, shape=shape, num_ctx=num_ctx)
    assert place(need, [4 * GIB]).verdict is Verdict.FITS
    assert loaded.size_bytes < need.bytes < loaded.size_bytes + WORK_BYTES
