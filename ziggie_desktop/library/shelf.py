"""Owns what lies in the models folder: which files belong to which model. Only reads.

Models are known by the digest of their manifest, as /api/tags has it: names are written into paths
in another way on each system.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ziggie_desktop.library.manifest import Layer, Manifest

MOST_MANIFEST_BYTES = 4 * 1024 * 1024
# "FROM /usr/share/ollama/.ollama/models/blobs/sha256-…" in what /api/show says.
_FROM = re.compile(r"^FROM\s+\"?(.+?)[/\\]blobs[/\\]sha256-[0-9a-f]{64}", re.M)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class Shelf(msgspec.Struct, frozen=True):
    """``manifests`` by their own digest, as hex."""

    folder: Path
    manifests: dict[str, Manifest] = msgspec.field(default_factory=dict)

    def blobs(self, digests: Iterable[str]) -> dict[str, Layer]:
        """The files of these models, those that they share once."""
        known = [self.manifests[digest] for digest in digests if digest in self.manifests]
        return {blob.digest: blob for manifest in known for blob in manifest.blobs}

    def bytes(self, digests: Iterable[str]) -> int:
        return sum(blob.size for blob in self.blobs(digests).values())

    def freed(self, gone: Iterable[str], kept: Iterable[str]) -> int:
        """What deleting ``gone`` frees: files that ``kept`` needs too stay."""
        stay = self.blobs(kept)
        return sum(b.size for d, b in self.blobs(gone).items() if d not in stay)

    def file(self, digest: str) -> Path | None:
        """Where a blob lies; None for a digest that is none, which must not lead elsewhere."""
        if not _DIGEST.fullmatch(digest):
            return None
        return self.folder / "blobs" / digest.replace(":", "-")


def named_folder(modelfile: str) -> Path | None:
    """The models folder that a model's Modelfile points into."""
    found = _FROM.search(modelfile)
    return Path(found[1]) if found else None


def usual_folders() -> tuple[Path, ...]:
    """Where Ollama keeps its models if nobody says otherwise: the user's, the Linux service's."""
    return (Path.home() / ".ollama" / "models", Path("/usr/share/ollama/.ollama/models"))


def read_shelf(folder: Path) -> Shelf:
    """All manifests there. Raises OSError where the folder cannot be read."""
    manifests = {}
    for parent, _, names in os.walk(folder / "manifests", onerror=_refuse):
        for path in (Path(parent, name) for name in names):
            if path.stat().st_size > MOST_MANIFEST_BYTES:
                continue
            raw = path.read_bytes()
            try:
                manifest = msgspec.json.decode(raw, type=Manifest)
            except msgspec.MsgspecError:
                continue  # a damaged one is of no model that Ollama lists
            manifests[hashlib.sha256(raw).hexdigest()] = manifest
    return Shelf(folder, manifests)


def _refuse(error: OSError) -> None:
    """A folder that may not be read must not be taken for an empty one."""
    raise error


def find_shelf(folders: Iterable[Path | None], digests: Iterable[str]) -> Shelf | None:
    """The first folder that holds one of these models: an Ollama in a container or of another
    user may name a path that is another one here, or none."""
    wanted = set(digests)
    for folder in dict.fromkeys(folders):
        if folder is None:
            continue
        try:
            shelf = read_shelf(folder)
        except (OSError, ValueError):
            continue
        if wanted & shelf.manifests.keys():
            return shelf
    return None
