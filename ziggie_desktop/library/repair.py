"""Owns the repair of downloads whose notes are damaged: the eternal "EOF". Deletes only the
``-partial*`` files of the blobs it is given, and only where a note among them cannot be read.

Ollama notes how far each part is in ``sha256-…-partial-N``. A note that a crash or a full disk left
empty or cut makes it refuse that model at every later pull (ollama/ollama#4185, #2763, #817).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

# What Go's JSON decoder says of such a note.
_MARKS = ("eof", "unexpected end of json input", "invalid character", "cannot unmarshal")
MOST_BYTES = 64 * 1024
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class _Note(msgspec.Struct):
    N: int
    Offset: int
    Size: int
    Completed: int


def may_be_damaged(words: str) -> bool:
    """Whether Ollama's words about a failed pull fit a damaged note."""
    lowered = words.lower()
    return any(mark in lowered for mark in _MARKS)


def drop_damaged(models_dir: Path, digests: Iterable[str]) -> int:
    """Delete what is there of the blobs with a damaged note; how many blobs that were."""
    blobs, dropped = models_dir / "blobs", 0
    for digest in sorted(set(digests)):
        if not _DIGEST.fullmatch(digest):
            continue  # a registry's answer must not lead out of the folder, or match others
        name = digest.replace(":", "-")
        notes = list(blobs.glob(f"{name}-partial-*"))
        if any(_is_damaged(note) for note in notes):
            for file in (*notes, blobs / f"{name}-partial"):
                file.unlink(missing_ok=True)
            dropped += 1
    return dropped


def _is_damaged(note: Path) -> bool:
    try:
        with note.open("rb") as file:
            msgspec.json.decode(file.read(MOST_BYTES), type=_Note)
    except msgspec.MsgspecError:
        return True
    except FileNotFoundError:
        return False
    return False
