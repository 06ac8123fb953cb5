"""Owns which models are recommended for how much GPU memory. Reads its file once, asks nobody."""

from __future__ import annotations

from functools import cache

import msgspec

from ziggie_desktop.data import resource
from ziggie_desktop.library.fit import Fit, Shape, estimate

GIB = 1024**3
NUM_CTX = 4096  # what the recommendations are reckoned with


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model. ``size_bytes`` is rounded as Ollama's library shows it."""

    name: str
    size_bytes: int
    layers: int
    kv_heads: int
    head_dim: int
    context: int
    about: str

    @property
    def shape(self) -> Shape:
        return Shape(
            kv_heads=self.layers * self.kv_heads,
            key_length=self.head_dim,
            value_length=self.head_dim,
        )

    def fit(self, vram_bytes: int, num_ctx: int = NUM_CTX) -> Fit:
        return estimate(
            file_bytes=self.size_bytes, shape=self.shape, num_ctx=num_ctx, vram_bytes=vram_bytes
        )


class Tier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``models``: for each task the names, best first."""

    vram_gib: int
    models: dict[str, tuple[str, ...]]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    tasks: dict[str, str]
    models: tuple[Entry, ...]
    tiers: tuple[Tier, ...]


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """``needed_bytes`` is an estimate at a context of ``NUM_CTX``."""

    name: str
    task: str
    task_words: str
    about: str
    size_bytes: int
    needed_bytes: int


@cache
def catalogue() -> Catalogue:
    """The file that comes with the program."""
    data = resource("catalogue.toml").read_bytes()
    return msgspec.toml.decode(data, type=Catalogue)


def recommended(vram_bytes: int) -> tuple[Recommendation, ...]:
    """The models for a GPU of this size; none for less than the smallest tier.

    A card says a few MiB less than it is sold with, so that the size is rounded.
    """
    found = catalogue()
    gib = round(vram_bytes / GIB)
    tiers = [tier for tier in found.tiers if tier.vram_gib <= gib]
    if not tiers:
        return ()
    tier = max(tiers, key=lambda one: one.vram_gib)
    by_name = {entry.name: entry for entry in found.models}
    return tuple(
        _recommendation(by_name[name], task, found.tasks[task], vram_bytes)
        for task, names in tier.models.items()
        for name in names
    )


def _recommendation(entry: Entry, task: str, words: str, vram_bytes: int) -> Recommendation:
    return Recommendation(
        name=entry.name,
        task=task,
        task_words=words,
        about=entry.about,
        size_bytes=entry.size_bytes,
        needed_bytes=entry.fit(vram_bytes).needed_bytes,
    )
