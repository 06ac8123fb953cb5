"""Tests the estimate of a model's memory: by hand, by GGUF metadata, and beside the real Ollama."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from tests.library.conftest import library_on
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.library.fit import (
    WORK_BYTES,
    Shape,
    Source,
    cache_bytes,
    estimate,
    measured,
    shape_of,
)

GIB = 1024**3
LLAMA_8B = Shape(kv_heads=32 * 8, key_length=128, value_length=128)


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
    fit = estimate(file_bytes=4_900_000_000, shape=LLAMA_8B, num_ctx=8192, vram_bytes=8 * GIB)
    assert fit.needed_bytes == 4_900_000_000 + GIB + WORK_BYTES
    assert (fit.fits, fit.source, fit.whole) == (True, Source.ESTIMATED, True)
    larger = estimate(file_bytes=4_900_000_000, shape=LLAMA_8B, num_ctx=32_768, vram_bytes=8 * GIB)
    assert larger.fits is False


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
    small = estimate(file_bytes=GIB, shape=None, num_ctx=4096, vram_bytes=8 * GIB)
    assert (small.fits, small.whole) == (None, False)
    large = estimate(file_bytes=9 * GIB, shape=None, num_ctx=4096, vram_bytes=8 * GIB)
    assert large.fits is False
    nowhere = estimate(file_bytes=GIB, shape=LLAMA_8B, num_ctx=4096, vram_bytes=None)
    assert nowhere.fits is None


def test_measured_is_labelled_so() -> None:
    assert measured(size_bytes=100, size_vram_bytes=100).fits is True
    assert measured(size_bytes=100, size_vram_bytes=60).fits is False
    unknown = measured(size_bytes=100, size_vram_bytes=None)
    assert (unknown.fits, unknown.source) == (None, Source.MEASURED)


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
    fit = estimate(file_bytes=model.size_bytes, shape=shape, num_ctx=num_ctx, vram_bytes=4 * GIB)
    assert fit.fits is True
    assert loaded.size_bytes < fit.needed_bytes < loaded.size_bytes + WORK_BYTES
