"""Owns the verification of models on the disk: each file is hashed and compared with its name.

Ollama looks at a file once, when it was fetched. Never changes or deletes one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library.chores import Report
from ziggie_desktop.library.hashing import Hasher
from ziggie_desktop.library.manifest import Layer
from ziggie_desktop.library.shelf import Shelf


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """One file that is not what it should be; ``unreadable``: it could not be told."""

    digest: str
    models: tuple[str, ...]
    file: Path
    what: str
    unreadable: bool = False


def cannot_check(folder: Path | None) -> ZiggieError:
    """The folder is another user's, in a container, or on another machine."""
    where = "where Ollama keeps its models" if folder is None else str(folder)
    return ZiggieError(
        "cannot_check",
        f"The models cannot be checked: {where} cannot be read here.",
        "Let your user read that folder (for a system service: add yourself to the group ollama), "
        "or name it with engine.models in settings.toml.",
        status=409,
    )


async def verify(*, shelf: Shelf, names: Mapping[str, str], report: Report) -> tuple[Damage, ...]:
    """``names``: model to manifest digest. Files that models share are read once."""
    owners: dict[str, list[str]] = {}
    blobs: dict[str, Layer] = {}
    for name, digest in names.items():
        for key, blob in shelf.blobs([digest]).items():
            blobs[key] = blob
            owners.setdefault(key, []).append(name)
    report.step("reading the files", sum(blob.size for blob in blobs.values()))
    found: list[Damage] = []
    before = 0
    async with Hasher() as hasher:
        for key, blob in blobs.items():
            path = shelf.file(key)
            if path is None:
                continue

            def told(done: int, before: int = before) -> None:
                report.progress(before + done)

            what, unreadable = await _look(hasher, path, blob, told)
            if what is not None:
                found.append(
                    Damage(
                        digest=key,
                        models=tuple(owners[key]),
                        file=path,
                        what=what,
                        unreadable=unreadable,
                    )
                )
            before += blob.size
    return tuple(found)


async def _look(
    hasher: Hasher, path: Path, blob: Layer, told: Callable[[int], None]
) -> tuple[str | None, bool]:
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
        if size != blob.size:
            return f"is {size:,} bytes long, not {blob.size:,}", False
        digest = await hasher.sha256(path, told)
    except FileNotFoundError:
        return "is missing", False
    except OSError as error:
        return f"cannot be read ({error.strerror or type(error).__name__})", True
    if f"sha256:{digest}" == blob.digest:
        return None, False
    return "is damaged: its content is not what its name says", False
