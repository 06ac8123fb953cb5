"""Owns the repair of downloads whose notes are damaged: the eternal "EOF". Deletes only the
``-partial*`` files of the blobs it is given, and only where their notes cannot be right, and a
manifest that holds nothing.

Ollama notes how far each part is in ``sha256-…-partial-N``. A note that a crash or a full disk left
empty or cut makes it refuse that model at every later pull (ollama/ollama#4185, #2763, #817), and
so does an empty manifest (#7393). Where some notes of a blob are gone it takes the others for the
whole, finds that the digest is wrong, and leaves some of them for the next time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ziggie_desktop.library.manifest import Place

# What Go's JSON decoder says of such a note.
_MARKS = ("eof", "unexpected end of json input", "invalid character", "cannot unmarshal")
# What it says where some notes of a blob are gone: it cannot remove a part that is not there, or
# the whole has holes.
_NOT_WHOLE = ("-partial-", "digest mismatch")
MOST_BYTES = 64 * 1024
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class _Note(msgspec.Struct):
    N: int
    Offset: int
    Size: int
    Completed: int


def may_be_damaged(words: str, *, begun: bool = False) -> bool:
    """Whether Ollama's words about a failed pull fit damaged notes. ``begun``: bytes had come."""
    lowered = words.lower()
    unreadable = not begun and any(mark in lowered for mark in _MARKS)
    return unreadable or any(mark in lowered for mark in _NOT_WHOLE)


def drop_damaged(models_dir: Path, sizes: Mapping[str, int], *, settled_s: float = 0.0) -> int:
    """Delete what is there of the blobs (digest to size) with damaged notes; how many blobs.

    Those that changed in the last ``settled_s`` are left alone: somebody may be writing them.
    """
    blobs, dropped = models_dir / "blobs", 0
    for digest in sorted(sizes):
        if not _DIGEST.fullmatch(digest):
            continue  # a registry's answer must not lead out of the folder, or match others
        name = digest.replace(":", "-")
        notes = list(blobs.glob(f"{name}-partial-*"))
        files = [*notes, blobs / f"{name}-partial"]
        if _are_damaged(notes, sizes[digest]) and _age_s(files) >= settled_s:
            for file in files:
                file.unlink(missing_ok=True)
            dropped += 1
    return dropped


def drop_bad_manifest(models_dir: Path, place: Place) -> int:
    """Delete the manifest of a model if it is no JSON; 1 if it was."""
    file = models_dir / "manifests" / place.host / place.path / place.tag
    try:
        msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError:
        file.unlink(missing_ok=True)
        return 1
    except (FileNotFoundError, NotADirectoryError):
        return 0
    return 0


def _are_damaged(notes: list[Path], size: int) -> bool:
    """Whether one cannot be read, or they do not cover the blob from its start to its end."""
    found: list[_Note] = []
    for file in notes:
        try:
            with file.open("rb") as handle:
                found.append(msgspec.json.decode(handle.read(MOST_BYTES), type=_Note))
        except msgspec.MsgspecError:
            return True
        except FileNotFoundError:  # Ollama has just finished it
            return False
    if not found or size <= 0:
        return False
    end = 0
    for note in sorted(found, key=lambda note: note.Offset):
        if note.Offset != end or note.Size <= 0 or not 0 <= note.Completed <= note.Size:
            return True
        end += note.Size
    return end != size or {note.N for note in found} != set(range(len(found)))


def _age_s(files: list[Path]) -> float:
    """How long ago the last of them changed."""
    times = []
    for file in files:
        try:
            times.append(file.stat().st_mtime)
        except FileNotFoundError:
            continue
    return time.time() - max(times, default=0.0)
