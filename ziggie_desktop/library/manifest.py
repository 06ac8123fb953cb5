"""Owns what a registry says of a model before it is pulled: its layers and their sizes.

Sends no credentials, and treats no answer as "unknown": a pull must not depend on it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from ziggie_desktop.web import aiohttp

TIMEOUT_S = 10.0
MOST_BYTES = 4 * 1024 * 1024
# Plain, because the session that is handed in may leave compressed bodies as they are.
HEADERS = {
    "Accept": "application/vnd.docker.distribution.manifest.v2+json",
    "Accept-Encoding": "identity",
}
REGISTRY = "registry.ollama.ai"


class Layer(msgspec.Struct, frozen=True):
    digest: str
    size: int = 0
    mediaType: str = ""


class _Note(msgspec.Struct):
    """How far one part is, as Ollama notes it beside the partial file."""

    Completed: int = 0


class Manifest(msgspec.Struct, frozen=True):
    layers: tuple[Layer, ...] = ()
    config: Layer | None = None

    @property
    def blobs(self) -> tuple[Layer, ...]:
        return (*self.layers, self.config) if self.config else self.layers

    @property
    def total_bytes(self) -> int:
        return sum({blob.digest: blob.size for blob in self.blobs}.values())


class Place(msgspec.Struct, frozen=True):
    """A model's name, taken apart as Ollama does it."""

    scheme: str
    host: str
    path: str
    tag: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}/v2/{self.path}/manifests/{self.tag}"


def place_of(name: str, *, insecure: bool = False) -> Place:
    """Where the manifest of ``name`` lies."""
    scheme, found, rest = name.partition("://")
    if not found:
        scheme, rest = "https", name
    scheme = "http" if scheme == "http" and insecure else "https"
    parts = rest.split("/")
    model, _, tag = parts[-1].partition(":")
    match parts[:-1]:
        case []:
            host, folder = REGISTRY, "library"
        case [namespace]:
            host, folder = REGISTRY, namespace
        case [first, *others]:
            host, folder = first, "/".join(others)
        case _:
            raise AssertionError
    return Place(scheme, host, f"{folder}/{model}", tag or "latest")


async def fetch_manifest(
    http: aiohttp.ClientSession, name: str, *, insecure: bool = False
) -> Manifest | None:
    """The manifest, None when the registry does not tell."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    url = place_of(name, insecure=insecure).url
    try:
        async with http.get(url, headers=HEADERS, timeout=timeout) as answer:
            if answer.status != 200:
                return None
            body = bytearray()
            async for part in answer.content.iter_any():
                body += part
                if len(body) > MOST_BYTES:
                    return None
            return msgspec.json.decode(body, type=Manifest)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None


def bytes_to_fetch(manifest: Manifest, models_dir: Path) -> int:
    """What is still missing on the disk, with credit for whole blobs and for parts.

    Raises OSError where the folder cannot be read.
    """
    blobs = models_dir / "blobs"
    missing = 0
    with contextlib.suppress(FileNotFoundError):
        os.scandir(blobs).close()  # else a folder that may not be listed would look empty
    for digest, size in {blob.digest: blob.size for blob in manifest.blobs}.items():
        blob = blobs / digest.replace(":", "-")
        try:
            blob.stat()
        except FileNotFoundError:
            missing += max(size - _held(blob.with_name(blob.name + "-partial")), 0)
    return missing


def _held(partial: Path) -> int:
    """What a partial file takes up already. It is sparse and as long as the whole from its first
    byte on: its blocks count, or where the system does not tell those, the notes of its parts."""
    try:
        found = _stat(partial)
    except FileNotFoundError:
        return 0
    blocks: int | None = getattr(found, "st_blocks", None)
    if blocks is not None:
        return blocks * 512
    return sum(_completed(note) for note in partial.parent.glob(f"{partial.name}-*"))


def _stat(path: Path) -> os.stat_result:
    return path.stat()


def _completed(note: Path) -> int:
    try:
        return max(msgspec.json.decode(note.read_bytes(), type=_Note).Completed, 0)
    except (OSError, msgspec.MsgspecError):
        return 0
