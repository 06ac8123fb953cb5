"""Owns bringing one file of a release here: resumed, watched, checked. Never unpacks or runs it."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.install.release import check_url
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.engine")

CHUNK = 256 * 1024
MOST_REDIRECTS = 5
MARGIN_BYTES = 512 * 1024 * 1024
UNPACKED_FACTOR = 3  # Ollama 0.32 for Linux: 1.4 GB packed, 3.4 GB unpacked
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "ziggie-desktop"}

Progress = Callable[[int, int | None], None]  # bytes that are there, bytes in all


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long to wait, how often to try. ``tries`` counts those that brought nothing."""

    connect_s: float = 15.0
    stall_s: float = 60.0
    text_s: float = 30.0
    tries: int = 5
    first_delay_s: float = 1.0
    longest_delay_s: float = 30.0


class Download:
    """Fetches files; what was fetched before goes on where it ended."""

    def __init__(self, *, http: aiohttp.ClientSession, limits: Limits | None = None) -> None:
        self._http = http
        self._limits = limits or Limits()

    async def text(self, url: str, *, most_bytes: int) -> bytes:
        """A short document, whole."""
        try:
            async with asyncio.timeout(self._limits.text_s), self._get(url, {}) as answer:
                if answer.status != 200:
                    raise _refused(url, answer.status)
                body = bytearray()
                async for part in answer.content.iter_any():
                    body += part
                    if len(body) > most_bytes:
                        raise _unreachable(url, "its answer is too long")
                return bytes(body)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unreachable(url, _words(error)) from error

    async def fetch(
        self, url: str, part: Path, *, size: int, sha256: str, progress: Progress
    ) -> None:
        """Have ``url`` whole and right in ``part``. A file that turns out wrong is deleted; if it
        was begun earlier, it is fetched anew once."""
        resumed = _length(part) > 0
        await self._bring(url, part, size, progress)
        if await asyncio.to_thread(_sha256, part) == sha256:
            return
        _drop(part)
        if resumed:
            log.info("the part that was there belongs to another file: fetched anew")
            await self._bring(url, part, size, progress)
            if await asyncio.to_thread(_sha256, part) == sha256:
                return
            _drop(part)
        raise ZiggieError(
            "checksum_mismatch",
            f"{Path(url).name} is not what its checksum says; it was deleted, nothing is changed.",
            "Try again; if it stays so, do not use this source of releases.",
            status=502,
        )

    async def _bring(self, url: str, part: Path, size: int, progress: Progress) -> None:
        tries, delay = 0, self._limits.first_delay_s
        while True:
            before = _length(part)
            try:
                await asyncio.to_thread(check_room, part.parent, size - before, size)
                await self._go_on(url, part, size, progress)
                return
            except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
                tries = 1 if _length(part) > before else tries + 1
                log.info("the download was interrupted: %s", _words(error))
                if tries >= self._limits.tries:
                    raise _unreachable(url, _words(error)) from error
            except OSError as error:
                raise disk_trouble(part.parent, error) from error
            await asyncio.sleep(delay)
            delay = min(delay * 2, self._limits.longest_delay_s)

    async def _go_on(self, url: str, part: Path, size: int, progress: Progress) -> None:
        have = _length(part)
        if size and have == size:
            progress(have, size)
            return
        if size and have > size:
            _drop(part)
            have = 0
        headers = {"Range": f"bytes={have}-"} if have else {}
        async with self._get(url, headers) as answer:
            start = _start_of(answer, have)
            if start is None:
                _drop(part)
                if answer.status == 416:
                    raise aiohttp.ClientPayloadError("the server has less than is here")
                raise _refused(url, answer.status)
            total = start + answer.content_length if answer.content_length else size or None
            with part.open("r+b" if start else "wb") as file:
                file.seek(start)
                file.truncate()
                while True:
                    async with asyncio.timeout(self._limits.stall_s):
                        chunk = await answer.content.read(CHUNK)
                    if not chunk:
                        break
                    await asyncio.to_thread(file.write, chunk)
                    start += len(chunk)
                    progress(start, total)
        if total is not None and start < total:
            raise aiohttp.ClientPayloadError(f"it ended {total - start} bytes early")

    def _get(self, url: str, headers: dict[str, str]) -> aiohttp.client._RequestContextManager:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect_s)
        return self._http.get(
            check_url(url),
            headers={**HEADERS, **headers},
            timeout=timeout,
            max_redirects=MOST_REDIRECTS,
        )


def check_room(folder: Path, missing: int, size: int) -> None:
    """Refuse what does not fit: the rest of the download, and what comes out of it."""
    needed = max(missing, 0) + size * UNPACKED_FACTOR + (MARGIN_BYTES if size else 0)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise ZiggieError(
            "disk_full",
            f"Ollama needs {needed / 1e9:.1f} GB, unpacked; {folder} has {free / 1e9:.1f} GB free.",
            "Free space there and try again; what was downloaded is kept.",
            status=507,
        )


def _start_of(answer: aiohttp.ClientResponse, have: int) -> int | None:
    """Where the answer begins in the file; None for no part of it."""
    if answer.status == 200:
        return 0
    if answer.status == 206:
        found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
        return have if found is not None and int(found[1]) == have else None
    return None


def _length(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


def _drop(part: Path) -> None:
    part.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "nothing came in time"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "no connection"
    return str(error)[:200] or type(error).__name__


def _unreachable(url: str, why: str) -> ZiggieError:
    return ZiggieError(
        "release_unreachable",
        f"{url.partition('?')[0]} cannot be fetched: {why}.",
        "Try again later: what is here already is kept. Behind a proxy set HTTPS_PROXY.",
        status=502,
    )


def _refused(url: str, status: int) -> ZiggieError:
    if status == 404:
        return ZiggieError(
            "release_not_found",
            f"{url.partition('?')[0]} does not exist.",
            "Choose another version, or correct engine.releases in the settings.",
            status=404,
        )
    return _unreachable(url, f"HTTP {status}")


def disk_trouble(folder: Path, error: OSError) -> ZiggieError:
    """What the disk refused, for people."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return ZiggieError(
        "disk_full" if full else "home_unusable",
        f"{folder} cannot be written: {error.strerror or type(error).__name__}.",
        "Free space there and try again." if full else "Make it writable for you and try again.",
        status=507 if full else 500,
    )
