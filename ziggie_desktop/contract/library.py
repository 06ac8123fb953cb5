"""Owns the bodies of the routes about models: fit, recommendations, updates, clean-up, jobs.

Sizes are bytes. ``None`` is unknown. ``source`` says of each figure whether it was estimated or
measured on this machine.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from ziggie_desktop.contract.state import LastUse, LibraryJob, Pull


class Verdict(StrEnum):
    FITS = "fits"
    PARTLY = "partly"  # some of its layers, the rest on the processor
    NOT = "not"
    UNKNOWN = "unknown"


class Source(StrEnum):
    ESTIMATED = "estimated"
    MEASURED = "measured"


class JobAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``create`` needs ``model`` and ``path``, a Modelfile or GGUF file of the service's machine;
    ``verify`` takes all models where ``model`` is null, and with ``repair`` fetches anew what is
    damaged; ``cancel`` needs ``id``."""

    action: Literal["create", "verify", "cancel"]
    model: str | None = None
    path: str | None = None
    quantize: str | None = None
    repair: bool = False
    id: str | None = None


class JobsDocument(msgspec.Struct, frozen=True):
    jobs: tuple[LibraryJob, ...]


class UpdateState(StrEnum):
    CURRENT = "current"
    AVAILABLE = "available"
    NOT_IN_REGISTRY = "not_in_registry"  # made here, or taken back by its makers
    UNKNOWN = "unknown"  # the registry did not tell


class ModelUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """``pull``: the download that was queued for it."""

    model: str
    state: UpdateState
    reason: str
    size_bytes: int | None = None
    pull: Pull | None = None


class UpdatesDocument(msgspec.Struct, frozen=True):
    updates: tuple[ModelUpdate, ...]


class UpdateAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Queue the download of what the registry has anew; ``model`` null: of all models."""

    model: str | None


class UnusedModel(msgspec.Struct, frozen=True, kw_only=True):
    """``kept``: why it stays, null for one that would be removed."""

    name: str
    size_bytes: int | None
    last_used: LastUse | None
    installed_at: datetime | None
    kept: str | None = None


class UnusedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``freed_bytes``: what goes when all that are not kept go; null where it cannot be told.
    ``removed``: those that this call removed."""

    days: int
    models: tuple[UnusedModel, ...]
    freed_bytes: int | None
    removed: tuple[str, ...] = ()


class CleanUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``models``: those that the list showed; one that was used since, or is kept, stays."""

    days: Annotated[int, msgspec.Meta(ge=1, le=3650)]
    models: tuple[str, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What a model took on this machine. ``vram_bytes`` is what the driver counted more than
    before the load; ``size_vram_bytes`` is Ollama's own figure. ``at``: its last load."""

    num_ctx: int
    at: datetime
    size_bytes: int | None = None
    size_vram_bytes: int | None = None
    vram_bytes: int | None = None
    load_seconds: float | None = None
    tokens_per_second: float | None = None
    joules_per_1000_tokens: float | None = None


class FitAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a model works from the GPUs' memory. ``verdict`` is against all of it, ``now``
    against what is free of other programs at this moment. ``gpu_layers`` of ``layers`` fit."""

    model: str
    installed: bool
    num_ctx: int
    kv_cache_type: str
    verdict: Verdict
    now: Verdict
    source: Source
    reason: str
    needed_bytes: int | None = None
    weights_bytes: int | None = None
    cache_bytes: int | None = None
    layers: int | None = None
    gpu_layers: int | None = None
    gpus: int = 0
    vram_total_bytes: int | None = None
    vram_free_bytes: int | None = None
    context_length: int | None = None
    measured: Measured | None = None


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """``needed_bytes`` is measured here or an estimate, as ``source`` says; ``size_bytes`` is
    rounded from what was published unless the model is installed (``size_approx``)."""

    name: str
    task: str
    task_words: str
    about: str
    size_bytes: int
    size_approx: bool
    needed_bytes: int
    source: Source
    installed: bool = False
    measured: Measured | None = None


class RecommendationsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``tier_gib``: the row of the list that counts here, 0 for a machine without a GPU; null
    while nothing is known of the GPUs."""

    tier_gib: int | None
    reason: str
    models: tuple[Recommendation, ...]
