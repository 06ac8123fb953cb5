"""Tests where a model's manifest is looked for, and what of it is still missing on the disk."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from ziggie_desktop.demo.parts.model import GGUF_SIZE
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.library.manifest import (
    Layer,
    Manifest,
    bytes_to_fetch,
    fetch_manifest,
    place_of,
)


@pytest.mark.parametrize(
    ("name", "insecure", "url"),
    [
        ("llama3", False, "https://registry.ollama.ai/v2/library/llama3/manifests/latest"),
        ("llama3.1:8b", False, "https://registry.ollama.ai/v2/library/llama3.1/manifests/8b"),
        ("me/mine:1", False, "https://registry.ollama.ai/v2/me/mine/manifests/1"),
        ("hf.co/a/b:Q4", False, "https://hf.co/v2/a/b/manifests/Q4"),
        ("http://h:5000/library/x:y", True, "http://h:5000/v2/library/x/manifests/y"),
        ("http://h:5000/library/x:y", False, "https://h:5000/v2/library/x/manifests/y"),
    ],
)
def test_place_of_the_manifest(name: str, insecure: bool, url: str) -> None:
    assert place_of(name, insecure=insecure).url == url


async def test_sizes_come_from_the_registry(
    registry: ModelRegistry, http: aiohttp.ClientSession
) -> None:
    manifest = await fetch_manifest(http, registry.model_name, insecure=True)
    assert manifest is not None
    assert len(manifest.blobs) == 4
    assert GGUF_SIZE < manifest.total_bytes < GGUF_SIZE + 10_000


async def test_no_answer_is_unknown(http: aiohttp.ClientSession, registry: ModelRegistry) -> None:
    assert await fetch_manifest(http, "http://127.0.0.1:1/library/x", insecure=True) is None
    missing = registry.model_name.replace("smollm2", "none")
    assert await fetch_manifest(http, missing, insecure=True) is None


def test_what_is_there_is_credited(tmp_path: Path) -> None:
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    manifest = Manifest(
        layers=(
            Layer("sha256:whole", 1000),
            Layer("sha256:part", 1_000_000),
            Layer("sha256:absent", 500),
            Layer("sha256:absent", 500),
        )
    )
    (blobs / "sha256-whole").write_bytes(b"x" * 1000)
    partial = blobs / "sha256-part-partial"
    partial.write_bytes(b"x" * 409_600)
    with partial.open("r+b") as file:
        file.truncate(1_000_000)  # sparse, as Ollama makes it: the length says nothing
    assert bytes_to_fetch(manifest, tmp_path) == 1_000_000 - 409_600 + 500
