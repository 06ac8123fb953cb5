"""Owns what a registry is asked without fetching a model: its manifest, and the head of its file.

Sends no credentials. Uses TLS, but for a registry on this machine.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

import msgspec

from ziggie_desktop.library.gguf import NeedsMore, read_head
from ziggie_desktop.library.manifest import HEADERS, MOST_BYTES, Manifest, place_of
from ziggie_desktop.library.names import pull_name
from ziggie_desktop.web import aiohttp

TIMEOUT_S = 10.0
FIRST_BYTES = 64 * 1024
MOST_HEAD_BYTES = 8 * 1024 * 1024
MODEL_LAYER = "application/vnd.ollama.image.model"


class Answer(StrEnum):
    FOUND = "found"
    MISSING = "missing"  # the registry says that it has no such model
    SILENT = "silent"  # it cannot be reached, or does not tell


class Told(msgspec.Struct, frozen=True):
    """``digests``: those that a model with this manifest may be listed under, as hex."""

    answer: Answer
    manifest: Manifest | None = None
    digests: frozenset[str] = msgspec.field(default_factory=frozenset)


async def ask(http: aiohttp.ClientSession, name: str) -> Told:
    """The manifest of ``name`` as the registry has it now."""
    named, insecure = pull_name(name)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    url = place_of(named, insecure=insecure).url
    try:
        async with http.get(url, headers=HEADERS, timeout=timeout) as answer:
            if answer.status in (401, 403, 404):  # Ollama's own says 404; others hide what is not
                return Told(Answer.MISSING)
            raw = await answer.content.read(MOST_BYTES)
            while len(raw) < MOST_BYTES and (more := await answer.content.read(MOST_BYTES)):
                raw += more
            if answer.status != 200:
                return Told(Answer.SILENT)
            said = answer.headers.get("Docker-Content-Digest", "").removeprefix("sha256:")
            manifest = msgspec.json.decode(raw, type=Manifest)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return Told(Answer.SILENT)
    mine = hashlib.sha256(raw).hexdigest()
    return Told(Answer.FOUND, manifest, frozenset({mine, said} - {""}))


async def head_of(
    http: aiohttp.ClientSession, name: str, manifest: Manifest
) -> dict[str, msgspec.Raw] | None:
    """The metadata at the head of the model's GGUF file, by as few bytes as it takes; None where
    the registry does not give ranges, or the file is another one."""
    blob = next((layer for layer in manifest.layers if layer.mediaType == MODEL_LAYER), None)
    if blob is None:
        return None
    named, insecure = pull_name(name)
    place = place_of(named, insecure=insecure)
    url = f"{place.scheme}://{place.host}/v2/{place.path}/blobs/{blob.digest}"
    data, want = b"", FIRST_BYTES
    try:
        while len(data) < min(MOST_HEAD_BYTES, blob.size):
            data += await _range(http, url, len(data), min(want, blob.size) - 1)
            try:
                return read_head(data)
            except NeedsMore:
                want = len(data) * 2
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None
    return None


async def _range(http: aiohttp.ClientSession, url: str, first: int, last: int) -> bytes:
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={first}-{last}"}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with http.get(url, headers=headers, timeout=timeout) as answer:
        if answer.status != 206:  # 200 would be the whole model
            raise ValueError(f"no ranges: {answer.status}")
        parts = [part async for part in answer.content.iter_any()]
    found = b"".join(parts)
    if len(found) != last - first + 1:
        raise ValueError("another range came")
    return found
