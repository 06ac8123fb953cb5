"""Owns which models are recommended for how much GPU memory. Reads its file once, asks nobody."""

from __future__ import annotations

from functools import cache

import msgspec

from ziggie_desktop.contract.library import Recommendation, Source, Verdict
from ziggie_desktop.data import resource
from ziggie_desktop.library.fit import Shape, need_of, place

GIB = 1024**3
NUM_CTX = 4096  # what the recommendations are reckoned with


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model. ``approx_size_bytes`` is rounded as Ollama's library shows it."""

    name: str
    approx_size_bytes: int
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
            layers=self.layers,
        )

    def needed_bytes(self, num_ctx: int = NUM_CTX) -> int:
        """By estimate."""
        return need_of(
            weights_bytes=self.approx_size_bytes, shape=self.shape, num_ctx=num_ctx
        ).bytes

    def fits(self, vram_bytes: int, num_ctx: int = NUM_CTX) -> bool:
        need = need_of(weights_bytes=self.approx_size_bytes, shape=self.shape, num_ctx=num_ctx)
        return place(need, [vram_bytes]).verdict is Verdict.FITS


class Tier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``models``: for each task the names, best first. ``vram_gib`` 0: on the processor."""

    vram_gib: int
    models: dict[str, tuple[str, ...]]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    tasks: dict[str, str]
    models: tuple[Entry, ...]
    tiers: tuple[Tier, ...]


@cache
def catalogue() -> Catalogue:
    """The file that comes with the program."""
    data = resource("catalogue.toml").read_bytes()
    return msgspec.toml.decode(data, type=Catalogue)


def tier_for(vram_bytes: int) -> Tier:
    """The row of the list for so much GPU memory; that of the processor below the smallest.

    A card says a few MiB less than it is sold with, so that the size is rounded.
    """
    gib = round(vram_bytes / GIB)
    return max(
        (tier for tier in catalogue().tiers if tier.vram_gib <= gib), key=lambda one: one.vram_gib
    )


def recommendations(tier: Tier) -> tuple[Recommendation, ...]:
    """The models of a tier with what they take by estimate, by task."""
    found = catalogue()
    by_name = {entry.name: entry for entry in found.models}
    return tuple(
        Recommendation(
            name=name,
            task=task,
            task_words=found.tasks[task],
            about=by_name[name].about,
            size_bytes=by_name[name].approx_size_bytes,
            size_approx=True,
            needed_bytes=by_name[name].needed_bytes(),
            source=Source.ESTIMATED,
        )
        for task, names in tier.models.items()
        for name in names
    )
