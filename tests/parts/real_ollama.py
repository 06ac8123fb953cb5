"""Owns a real Ollama for tests: its own port, home and models; ended with all its children."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ziggie_desktop.demo.parts.model import GGUF_NAME, GGUF_SHA256, MODEL_NAME, PARAMETERS

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 30.0
CALL_TIMEOUT_S = 200.0


# Below what the system gives to outgoing connections, and a stretch for each of the test runs side
# by side: a port that a stopped part comes back to must not be another test's by then.
_RUN = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_PORTS = itertools.cycle(range(10_000 + 4_000 * _RUN, 14_000 + 4_000 * _RUN))


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now, and that no other test will choose."""
    while True:
        port = next(_PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


for _ in range(os.getpid() % 4_000):  # another run of the tests on this machine begins elsewhere
    next(_PORTS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one Ollama keeps its things."""

    root: Path

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def log(self) -> Path:
        return self.root / "ollama.log"


class RealOllama:
    """``with RealOllama(program=…, root=…) as ollama:`` – a running server on a free port."""

    def __init__(self, *, program: Path, root: Path, port: int | None = None) -> None:
        self.program = program
        self.place = Place(root)
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def models(self) -> Path:
        return self.place.models

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def env(self) -> dict[str, str]:
        """What the server, and the ``ollama`` command for it, need in their environment."""
        mine = {
            "HOME": str(self.place.root),
            "OLLAMA_HOST": f"127.0.0.1:{self.port}",
            "OLLAMA_MODELS": str(self.models),
        }
        return {**_without_ollama(os.environ), **mine}

    def __enter__(self) -> RealOllama:
        self.place.root.mkdir(parents=True, exist_ok=True)
        with self.place.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self.program), "serve"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                start_new_session=True,
            )
        try:
            self._wait_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        process = self._process
        assert process is not None
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_TIMEOUT_S)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # runners that outlived their server
        process.wait(STOP_TIMEOUT_S)

    def add_model(self, gguf: Path, name: str = MODEL_NAME, digest: str = GGUF_SHA256) -> None:
        """Create a model from a GGUF file, as ``ollama create`` does."""
        with gguf.open("rb") as blob:
            headers = {"Content-Length": str(gguf.stat().st_size)}
            self._post(f"/api/blobs/sha256:{digest}", blob, headers)
        files = {GGUF_NAME: f"sha256:{digest}"}
        wish = {"model": name, "files": files, "parameters": PARAMETERS, "stream": False}
        body = msgspec.json.encode(wish)
        answer = self._post("/api/create", body, {})
        assert b"success" in answer, answer

    def _post(self, path: str, data: object, headers: dict[str, str]) -> bytes:
        request = urllib.request.Request(self.url + path, data=data, headers=headers)  # type: ignore[arg-type]
        with urllib.request.urlopen(request, timeout=CALL_TIMEOUT_S) as answer:
            content: bytes = answer.read()
            return content

    def _wait_ready(self) -> None:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/api/version", timeout=10):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        tail = self.place.log.read_text(errors="replace")[-800:]
        raise RuntimeError(f"Ollama did not come up on {self.url}: {tail}")


def _without_ollama(env: os._Environ[str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if not name.startswith("OLLAMA_")}
