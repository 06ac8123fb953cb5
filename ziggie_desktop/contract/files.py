"""Owns how what a person asked for becomes a file: whole or not at all. Never blocks the loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError

Part = Callable[[str | None], Awaitable[bytes]]


async def keep(path: Path, raw: bytes) -> None:
    """Write ``raw``; what stood there is replaced."""
    async with _beside(path) as fresh:
        await asyncio.to_thread(fresh.write_bytes, raw)


async def keep_rows(path: Path, part: Part, *, full: int) -> int:
    """Write a CSV file out of parts of ``full`` rows each, and fewer in the last; return how many
    rows there are. ``part`` is given the id of the row that was the last so far."""
    count, last = 0, None
    async with _beside(path) as fresh:
        while True:
            raw = await part(last)
            rows, last = await asyncio.to_thread(_append, fresh, raw, is_first=not count)
            count += rows
            if rows < full:
                return count


@asynccontextmanager
async def _beside(path: Path) -> AsyncIterator[Path]:
    """A place to write to, which takes the place of ``path`` at the end."""
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        yield fresh
        await asyncio.to_thread(fresh.replace, path)
    except OSError as error:
        raise ZiggieError(
            "file_unwritable",
            f"{path} cannot be written: {error.strerror}",
            "Choose another place, or make room there",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _append(path: Path, raw: bytes, *, is_first: bool) -> tuple[int, str | None]:
    """Write the rows, with their heading once; how many they are, and the id of the last."""
    import csv

    text = raw.decode("utf-8")
    rows, last = 0, None
    for row in csv.DictReader(text.splitlines(keepends=True)):
        rows, last = rows + 1, row["id"]
    _, _, without_heading = text.partition("\n")
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(text if is_first else without_heading)
    return rows, last
