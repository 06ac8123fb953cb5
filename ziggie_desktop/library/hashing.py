"""Owns the hashing of large files in a thread that gives way to all others. Only reads."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ziggie_desktop.platform.current import current_system

CHUNK_BYTES = 4 * 1024 * 1024
POLL_S = 0.1


class Hasher:
    """``async with Hasher() as hasher``: one low-priority thread, which ends with it."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._done = 0
        self._pool = ThreadPoolExecutor(
            max_workers=1, thread_name_prefix="hash", initializer=current_system().lower_thread
        )

    async def __aenter__(self) -> Hasher:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=False)  # it ends within one chunk

    async def sha256(self, path: Path, told: Callable[[int], None]) -> str:
        """The hex digest; ``told`` hears the bytes done so far. Raises OSError."""
        self._done = 0
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._pool, self._hash, path)
        while not future.done():
            await asyncio.wait([future], timeout=POLL_S)
            told(self._done)
        return future.result()

    def _hash(self, path: Path) -> str:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while not self._stop.is_set() and (chunk := file.read(CHUNK_BYTES)):
                digest.update(chunk)
                self._done += len(chunk)
        return digest.hexdigest()
