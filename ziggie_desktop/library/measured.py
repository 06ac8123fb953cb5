"""Owns what was measured of the models on this machine, in a file. Never estimates.

Kept by the digest of the model and its context: another file or another context is measured anew.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ziggie_desktop.contract.library import Measured
from ziggie_desktop.platform.paths import write_private

log = logging.getLogger("ziggie.library")

SAVE_EVERY_S = 60.0
MOST_KEPT = 500


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """``energy_mj`` was taken by answers of ``tokens`` tokens together."""

    measured: Measured
    energy_mj: int = 0
    tokens: int = 0


class Measurements:
    """``loaded`` and ``answered`` add to what is known; ``find`` reads it."""

    def __init__(self, *, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._saved_at = -1e9
        self._dirty = False
        self._kept: dict[str, Kept] = _load(file)

    def find(self, digest: str | None, num_ctx: int) -> Measured | None:
        """None for what was never loaded so."""
        kept = self._kept.get(_key(digest, num_ctx)) if digest else None
        return kept.measured if kept else None

    def best(self, digest: str | None) -> Measured | None:
        """The last one of any context."""
        found = [
            kept.measured
            for key, kept in self._kept.items()
            if digest and key.startswith(f"{digest}@")
        ]
        return max(found, key=lambda one: one.at, default=None)

    def seen(
        self, digest: str, num_ctx: int, *, size_bytes: int | None, size_vram_bytes: int | None
    ) -> None:
        """It is in memory and takes so much, as Ollama says."""
        known = self.find(digest, num_ctx)
        same = known is not None and (known.size_bytes, known.size_vram_bytes) == (
            size_bytes, size_vram_bytes,
        )  # fmt: skip
        if not same:
            self._set(digest, num_ctx, size_bytes=size_bytes, size_vram_bytes=size_vram_bytes)

    def loaded(
        self, digest: str, num_ctx: int, *, load_seconds: float, vram_bytes: int | None
    ) -> None:
        """It was loaded; ``vram_bytes`` None: there is no driver to ask."""
        changes: dict[str, float | int] = {"load_seconds": round(load_seconds, 2)}
        if vram_bytes is not None:
            changes["vram_bytes"] = vram_bytes
        self._set(digest, num_ctx, **changes)

    def answered(
        self,
        digest: str,
        num_ctx: int,
        *,
        tokens: int | None,
        energy_mj: int | None,
        tokens_per_second: float | None,
    ) -> None:
        """One answer; only those whose energy is known count for the joules."""
        key = _key(digest, num_ctx)
        kept = self._kept.get(key)
        if kept is None or not tokens:
            return
        changes: dict[str, float] = {}
        if tokens_per_second is not None:
            changes["tokens_per_second"] = round(tokens_per_second, 2)
        energy, count = kept.energy_mj, kept.tokens
        if energy_mj is not None:
            energy, count = energy + energy_mj, count + tokens
            changes["joules_per_1000_tokens"] = round(energy / count, 1)
        measured = msgspec.structs.replace(kept.measured, **changes)
        self._kept[key] = Kept(measured=measured, energy_mj=energy, tokens=count)
        self._dirty = True
        if self._clock() - self._saved_at >= SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        """Write what is not written yet."""
        if not self._dirty:
            return
        self._saved_at, self._dirty = self._clock(), False
        newest = sorted(self._kept.items(), key=lambda item: item[1].measured.at)[-MOST_KEPT:]
        try:
            write_private(self._file, msgspec.json.encode(dict(newest)))
        except OSError as error:  # a full disk must not end an answer
            log.warning("%s cannot be written: %s", self._file, error.strerror)

    def _set(self, digest: str, num_ctx: int, **changes: float | int | None) -> None:
        key = _key(digest, num_ctx)
        now = datetime.now(UTC)
        kept = self._kept.get(key) or Kept(measured=Measured(num_ctx=num_ctx, at=now))
        measured = msgspec.structs.replace(kept.measured, at=now, **changes)
        self._kept[key] = msgspec.structs.replace(kept, measured=measured)
        self._dirty = True
        self.save()


def _key(digest: str | None, num_ctx: int) -> str:
    return f"{digest}@{num_ctx}"


def _load(file: Path) -> dict[str, Kept]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Kept])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read (%s): models are measured anew", file, type(error).__name__)
        return {}
