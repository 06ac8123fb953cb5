"""Owns the demo's throw-away home and the service that runs in it. Never touches the real home."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.demo.parts.cloud import CloudSimulator

SETTINGS = """\
# The demo's Ollama is built for the processor. What electricity costs is an example, and so is the
# processor's power, from which its energy is estimated where no counter can be read.
[engine]
gpus = ["none"]
[power]
cpu_tdp_w = 65
[tariff]
name = "the demo's example"
currency = "USD"
tz = "UTC"
[[tariff.versions]]
valid_from = 2026-01-01
price_micro_per_kwh = 180000
"""
READY_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 25.0


class DemoService:
    """``async with`` it: a service of its own on free ports, gone with all that it started."""

    def __init__(self, *, program: Path, simulator: CloudSimulator | None) -> None:
        self._program = program
        self._simulator = simulator
        self._folder = tempfile.TemporaryDirectory(
            prefix="ziggie-demo-", ignore_cleanup_errors=True
        )
        self.home = Path(self._folder.name) / "home"
        self.url = ""
        self.token = ""
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> DemoService:
        self.home.mkdir(mode=0o700)
        (self.home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ziggie_desktop", "serve"),
            *("--home", str(self.home), "--port", "0"),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours: we end the service in order
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(READY_TIMEOUT_S):
            line = (await self._process.stdout.readline()).decode()
        if not line.startswith("ready "):
            await self.__aexit__()
            raise ZiggieError(
                "demo_service",
                "The service did not start.",
                "Run `ziggie-desktop serve --port 0` to see why.",
            )
        self.url = line.split()[1]
        self.token = (self.home / "owner.token").read_text(encoding="ascii")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await self._process.wait()
            except TimeoutError:
                self._kill()
                await self._process.wait()
        self._folder.cleanup()

    def _kill(self) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def environment(self) -> dict[str, str]:
        """What the service and its desktop run with: nothing of the real home, its keyring or its
        Ollama."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ZIGGIE_", "OLLAMA_", "USE_LOCAL_LLM"))
        }
        kept |= {
            "ZIGGIE_HOME": str(self.home),
            "ZIGGIE_OLLAMA": str(self._program),
            "OLLAMA_HOST": f"127.0.0.1:{free_port()}",
            "OLLAMA_MODELS": str(self.home.parent / "models"),
        }
        if self._simulator is not None:
            kept |= {
                "ZIGGIE_CLOUD_URL": self._simulator.url,
                "ANTHROPIC_API_KEY": self._simulator.key,
                # A real key in the real keyring must never reach a simulator.
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            }
        return kept


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
