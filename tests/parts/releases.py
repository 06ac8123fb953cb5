"""Owns a server of Ollama releases for tests, as GitHub serves them, with faults on demand.

A release is a real archive: of the real Ollama that the tests use, or of a script in its place.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
import sys
import tarfile
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from ziggie_desktop.demo.parts.local_server import LocalServer, end_connection

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TIMEOUT_S = 20.0
CHUNK = 64 * 1024
ARCHIVE = "ollama-linux-amd64.tar.zst"


def archive_of(program: Path, folder: Path) -> Path:
    """A release's archive that holds ``program`` and what it needs beside it, real files all."""
    archive = folder / "real.tar.zst"
    source = program.parent
    with zstd.open(archive, "wb", level=1) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(source.rglob("*")):
            # In Ollama's archives the program stands in bin.
            tar.add(path, f"./bin/{path.relative_to(source)}", recursive=False)
    return archive


def archive_with(members: dict[str, bytes | str], *, mode: int = 0o755) -> bytes:
    """A small archive: bytes are a file, a string that begins with ``->`` is a link."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.mode = mode
            if isinstance(content, str) and content.startswith("->"):
                member.type, member.linkname = tarfile.SYMTYPE, content[2:]
                tar.addfile(member)
                continue
            data = content.encode() if isinstance(content, str) else content
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return zstd.compress(plain.getvalue())


@dataclass(slots=True)
class _Release:
    archive: Path | bytes
    name: str = ARCHIVE
    sha256: str | None = None

    @property
    def size(self) -> int:
        return len(self.archive) if isinstance(self.archive, bytes) else self.archive.stat().st_size

    @property
    def digest(self) -> str:
        if self.sha256 is None:
            data = self.archive if isinstance(self.archive, bytes) else self.archive.read_bytes()
            self.sha256 = hashlib.sha256(data).hexdigest()
        return self.sha256


@dataclass(slots=True)
class Faults:
    """``cut_after``: each transfer ends after so many bytes; ``stall``: it goes no further there.
    ``missing``: these answer 404. ``ranges``: whether a part can be asked for."""

    cut_after: int | None = None
    stall_after: int | None = None
    missing: set[str] = field(default_factory=set)
    ranges: bool = True


class ReleaseServer:
    """``with ReleaseServer() as releases:`` – serves in a thread with a loop of its own."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.requests: list[str] = []
        self._releases: dict[str, _Release] = {}
        app = web.Application()
        app.router.add_get("/releases/latest", self._on_latest)
        app.router.add_get("/releases/tags/{tag}", self._on_tag)
        app.router.add_get("/download/{tag}/{name}", self._on_file)
        self._server = LocalServer(app)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> ReleaseServer:
        self._thread.start()
        self._do(self._server.start())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TIMEOUT_S)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(TIMEOUT_S)

    @property
    def url(self) -> str:
        return self._server.url

    def publish(
        self, version: str, archive: Path | bytes, *, name: str = ARCHIVE, sha256: str | None = None
    ) -> None:
        """The newest release from now on; ``sha256`` is what the list of checksums says."""
        self._releases[f"v{version}"] = _Release(archive, name, sha256)

    def transfers(self) -> list[str]:
        """The ranges that were asked of archives, in order."""
        return [text for text in self.requests if text.startswith("archive")]

    async def _on_latest(self, request: web.Request) -> web.Response:
        self.requests.append("latest")
        return self._document(list(self._releases)[-1])

    async def _on_tag(self, request: web.Request) -> web.Response:
        tag = request.match_info["tag"]
        if tag not in self._releases:
            raise web.HTTPNotFound
        return self._document(tag)

    def _document(self, tag: str) -> web.Response:
        release = self._releases[tag]
        files = {release.name: release.size, "sha256sum.txt": 100}
        assets = [
            {
                "name": name,
                "size": size,
                "browser_download_url": f"{self.url}/download/{tag}/{name}",
                "content_type": "application/octet-stream",
            }
            for name, size in files.items()
            if name not in self.faults.missing or name == release.name
        ]
        return web.json_response({"tag_name": tag, "prerelease": False, "assets": assets})

    async def _on_file(self, request: web.Request) -> web.StreamResponse:
        release, name = self._releases[request.match_info["tag"]], request.match_info["name"]
        if name in self.faults.missing:
            raise web.HTTPNotFound
        if name == "sha256sum.txt":
            other = "0" * 64 + "  ./ollama-darwin.tgz\n"
            return web.Response(text=f"{other}{release.digest}  ./{release.name}\n")
        found = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
        start = int(found[1]) if found is not None and self.faults.ranges else 0
        self.requests.append(f"archive {start}-")
        response = web.StreamResponse(status=206 if start else 200)
        response.content_length = release.size - start
        if start:
            last = release.size - 1
            response.headers["Content-Range"] = f"bytes {start}-{last}/{release.size}"
        await response.prepare(request)
        await self._send(request, response, release.archive, start)
        return response

    async def _send(
        self, request: web.Request, response: web.StreamResponse, archive: Path | bytes, start: int
    ) -> None:
        sent = 0
        with io.BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb") as file:
            file.seek(start)
            while chunk := file.read(CHUNK):
                stop = self.faults.cut_after
                stall = self.faults.stall_after
                if stop is not None and sent + len(chunk) > stop:
                    await response.write(chunk[: stop - sent])
                    end_connection(request)
                    return
                if stall is not None and sent + len(chunk) > stall:
                    await response.write(chunk[: stall - sent])
                    await asyncio.sleep(TIMEOUT_S * 10)
                await response.write(chunk)
                sent += len(chunk)


def script(text: str) -> bytes:
    """An archive whose program is a shell script."""
    return archive_with({"./bin/ollama": f"#!/bin/sh\n{text}\n"})


def wordless(root: Path, python: str) -> bytes:
    """A release that starts and lists a model, but generates nothing."""
    code = f'cd "{root}" && exec "{python}" -m tests.parts.releases'
    return script(code)


async def _serve_wordless() -> None:
    """What such a program does: as Ollama, but for the one thing that counts."""
    host, _, port = os.environ["OLLAMA_HOST"].rpartition(":")

    async def version(_: web.Request) -> web.Response:
        return web.json_response({"version": "9.9.9"})

    async def root(_: web.Request) -> web.Response:
        return web.Response(text="Ollama is running")

    async def tags(_: web.Request) -> web.Response:
        return web.json_response({"models": [{"name": "smollm2:135m", "size": 1, "digest": "d"}]})

    async def generate(_: web.Request) -> web.Response:
        return web.json_response({"error": "llama runner process has terminated"}, status=500)

    app = web.Application()
    app.router.add_get("/", root)
    app.router.add_get("/api/version", version)
    app.router.add_get("/api/tags", tags)
    app.router.add_post("/api/generate", generate)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve_wordless())
