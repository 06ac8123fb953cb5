"""Owns whether what is still to be downloaded has room on its disk. Deletes and stops nothing.

Where the disk cannot be seen (another user's folder, a container) the answer is "unknown", and a
download goes on: Ollama will tell.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from ziggie_desktop.library.manifest import Layer, Manifest, bytes_to_fetch

MARGIN_BYTES = 512 * 1024 * 1024  # free beside what a download needs, for it to begin
KEPT_FREE_BYTES = 256 * 1024 * 1024  # the same while it runs: less, so that it does not flap
LOOK_EVERY_S = 5.0
REMEDY = "Remove a model you do not use, or free space there."


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What one download writes, and where."""

    folder: Path
    manifest: Manifest


class Shortage(msgspec.Struct, frozen=True, kw_only=True):
    """What is lacking on the disk of ``folder``. ``others``: whether more than one need it."""

    folder: Path
    missing: int
    free: int
    others: bool

    @property
    def words(self) -> str:
        who = "The downloads need" if self.others else "The model needs"
        return (
            f"{who} {self.missing / 1e9:.1f} GB more, the disk of {self.folder} has "
            f"{self.free / 1e9:.1f} GB free"
        )


class Room:
    """The room that the running downloads claim together: two never count on the same free bytes.
    ``short``: who has begun and must wait until there is room again, with the reason."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.short: dict[str, str] = {}
        self._clock = clock
        self._needs: dict[str, Need] = {}
        self._lock = asyncio.Lock()
        self._looked_at = -1e9

    async def admit(self, one: str, need: Need, *, begun: bool) -> Shortage | None:
        """Claim what it needs beside the others; else say what lacks. One that has ``begun`` is
        ``short`` then. Raises OSError where the disk cannot be seen."""
        async with self._lock:
            self.leave(one)
            lacking = await _lacking([*self._claims(), need], MARGIN_BYTES)
            if lacking is None or begun:
                self._needs[one] = need
            if lacking is not None and begun:
                self.short[one] = _words(lacking)
            return lacking

    def leave(self, one: str) -> None:
        """It claims nothing any more."""
        self._needs.pop(one, None)
        self.short.pop(one, None)

    async def look(self, running: Sequence[str], waiting: Sequence[str]) -> None:
        """See who is ``short`` now: while the disk runs full, the last of those that run; not any
        more, who fits again. The rest is forgotten. Looks seldom, however often it is called."""
        if self._clock() - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = self._clock()
        async with self._lock:
            for gone in self._needs.keys() - {*running, *waiting}:
                self.leave(gone)
            claims = [one for one in running if one in self._needs and one not in self.short]
            while claims and (lacking := await self._see(claims, KEPT_FREE_BYTES)) is not None:
                self.short[claims.pop()] = _words(lacking)
            for one in [one for one in waiting if one in self.short]:
                lacking = await self._see([*claims, one], MARGIN_BYTES)
                if lacking is None:
                    del self.short[one]
                    claims.append(one)
                else:
                    self.short[one] = _words(lacking)

    def _claims(self) -> list[Need]:
        return [need for one, need in self._needs.items() if one not in self.short]

    async def _see(self, claims: Iterable[str], margin: int) -> Shortage | None:
        try:
            return await _lacking([self._needs[one] for one in claims], margin)
        except OSError:
            return None


async def _lacking(needs: Sequence[Need], margin: int) -> Shortage | None:
    return await asyncio.to_thread(shortage, needs, margin=margin)


def _words(lacking: Shortage) -> str:
    return f"waits for room: {lacking.words}"


def shortage(needs: Iterable[Need], *, margin: int) -> Shortage | None:
    """What the downloads together lack, None when they fit or nothing is missing any more.

    Layers that several of them share are counted once. Raises OSError where it cannot be seen.
    """
    by_folder: dict[Path, list[Manifest]] = {}
    for need in needs:
        by_folder.setdefault(need.folder, []).append(need.manifest)
    for folder, manifests in by_folder.items():
        missing = bytes_to_fetch(_together(manifests), folder)
        free = free_bytes(folder)
        if missing and missing + margin > free:
            return Shortage(folder=folder, missing=missing, free=free, others=len(manifests) > 1)
    return None


def _together(manifests: Iterable[Manifest]) -> Manifest:
    blobs: dict[str, Layer] = {}
    for manifest in manifests:
        blobs |= {blob.digest: blob for blob in manifest.blobs}
    return Manifest(layers=tuple(blobs.values()))


def free_bytes(folder: Path) -> int:
    """On the volume that holds it or, as Ollama makes its own at the first pull, would hold it."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
