"""Owns what is measured: the service as it is started, the mock, LiteLLM's proxy. Ends them all."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psutil

from tests.benchmarks.overhead.mock import MODEL

ROOT = Path(__file__).parents[3]
READY_S = 120.0
DIALECTS = ("ollama", "openai", "anthropic")
LITELLM_TOKEN = "sk-benchmark"  # of a proxy that lives for a minute on loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``models``: which model to name for which job that it does."""

    port: int
    process: psutil.Process
    token: str = ""
    start_s: float = 0.0
    health_s: float = 0.0  # until the first good answer of /health
    start_cpu_s: float = 0.0
    models: Mapping[str, str]

    def cpu_s(self) -> float:
        """Of the process and its children, threads that have ended included."""
        return sum(_cpu_s(one) for one in (self.process, *self.process.children(recursive=True)))

    def rss_mb(self) -> float:
        return float(self.process.memory_info().rss) / 2**20

    def uss_mb(self) -> float:
        return float(self.process.memory_full_info().uss) / 2**20


def _cpu_s(process: psutil.Process) -> float:
    if Path("/proc/self/schedstat").exists():  # Linux
        return time.clock_gettime((~process.pid << 3) | 2)  # clock_getcpuclockid(3), to the ns
    times = process.cpu_times()
    return float(times.user + times.system)


@asynccontextmanager
async def mock() -> AsyncIterator[Target]:
    command = [sys.executable, "-m", "tests.benchmarks.overhead.mock"]
    async with _process(command, environ=os.environ) as child:
        assert child.stdout is not None
        async with asyncio.timeout(READY_S):
            port = int(await child.stdout.readline())
        models = dict.fromkeys((*DIALECTS, "openai to ollama"), MODEL)
        yield Target(port=port, process=psutil.Process(child.pid), models=models)


@asynccontextmanager
async def service(upstream: Target) -> AsyncIterator[Target]:
    """The real service with its door, ledger and journal, in a throw-away home."""
    with tempfile.TemporaryDirectory() as folder:
        steering = ("ZIGGIE_", "OLLAMA_", "ANTHROPIC_", "USE_LOCAL_LLM")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(steering)}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        home = Path(folder) / "home"
        environ = kept | {
            "OLLAMA_HOST": f"http://127.0.0.1:{upstream.port}",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        port = _free_port()
        command = [sys.executable, "-m", "ziggie_desktop", "serve", "--port", str(port)]
        began = time.perf_counter()
        async with _process(
            [*command, "--adopt-only", "--home", str(home)], environ=environ
        ) as child:
            assert child.stdout is not None
            async with asyncio.timeout(READY_S):
                await _healthy(port)
                health_s = time.perf_counter() - began
                await child.stdout.readline()
            ready_s = time.perf_counter() - began
            process = psutil.Process(child.pid)
            token = (home / "owner.token").read_text(encoding="ascii").strip()
            yield Target(
                port=port,
                process=process,
                token=token,
                start_s=ready_s,
                health_s=health_s,
                start_cpu_s=_cpu_s(process),
                models=dict.fromkeys(DIALECTS, MODEL),
            )


@asynccontextmanager
async def litellm(upstream: Target, venv: Path) -> AsyncIterator[Target]:
    """LiteLLM's proxy in a venv of its own, made here if there is none; needs the network then.

    One worker, no database, errors alone in its log, its price list from the package."""
    program = venv / ("Scripts" if os.name == "nt" else "bin")
    if not (program / "litellm").exists():
        await _run(["uv", "venv", "--quiet", "--python", sys.executable, str(venv)])
        install = ["uv", "pip", "install", "--quiet", "--python", str(program / "python")]
        await _run([*install, "litellm[proxy]"])
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_bytes(msgspec.json.encode(_litellm_config(upstream.port)))  # JSON is YAML
        port = _free_port()
        environ = os.environ | {
            "LITELLM_MODE": "PRODUCTION",
            "LITELLM_LOG": "ERROR",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_MASTER_KEY": LITELLM_TOKEN,
        }
        command = [str(program / "litellm"), "--config", str(config), "--host", "127.0.0.1"]
        began = time.perf_counter()
        async with _process(
            [*command, "--port", str(port), "--num_workers", "1", "--telemetry", "False"],
            environ=environ,
        ) as child:
            await _listening(port, child)
            yield Target(
                port=port,
                process=psutil.Process(child.pid),
                token=LITELLM_TOKEN,
                start_s=time.perf_counter() - began,
                models={"openai": "same", "openai to ollama": "other", "anthropic": "other"},
            )


def _litellm_config(upstream: int) -> dict[str, object]:
    """``same``: OpenAI's dialect on both sides; ``other``: to Ollama's, the job that ours does."""
    base = f"http://127.0.0.1:{upstream}"
    sides = {
        "same": {"model": f"openai/{MODEL}", "api_base": f"{base}/v1", "api_key": "none"},
        "other": {"model": f"ollama_chat/{MODEL}", "api_base": base},
    }
    return {
        "model_list": [{"model_name": k, "litellm_params": v} for k, v in sides.items()],
        "litellm_settings": {"set_verbose": False, "telemetry": False},
    }


async def _run(command: Sequence[str]) -> None:
    child = await asyncio.create_subprocess_exec(*command)
    if await child.wait() != 0:
        raise SystemExit(f"{command[0]} failed: LiteLLM's proxy cannot be installed here")


@asynccontextmanager
async def _process(
    command: Sequence[str], *, environ: Mapping[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(
        *command,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        cwd=ROOT,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _healthy(port: int) -> None:
    """Until it answers; asked so rarely that the asking takes nothing from the start."""
    ask = b"GET /ziggie/v1/health HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n\r\n" % port
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(ask)
            good = b" 200 " in await reader.readline()
            writer.close()
            if good:
                return
        except OSError:
            pass
        await asyncio.sleep(0.005)


async def _listening(port: int, child: asyncio.subprocess.Process) -> None:
    end = time.monotonic() + READY_S
    while True:
        if child.returncode is not None or time.monotonic() > end:
            raise SystemExit("LiteLLM's proxy did not start")
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /health/liveliness HTTP/1.1\r\nhost: x\r\n\r\n")
            async with asyncio.timeout(5.0):
                good = b" 200 " in await reader.readline()
            writer.close()
            if good:
                return
        except (OSError, TimeoutError):
            pass
        await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
