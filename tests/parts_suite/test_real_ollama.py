"""The real Ollama and the real model: that they are real, and that real pulls fail as asked."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import psutil
import pytest

from tests.parts.real_ollama import RealOllama
from ziggie_desktop.demo.parts.model import GGUF_SIZE, fetch_model
from ziggie_desktop.demo.parts.ollama import install_ollama
from ziggie_desktop.demo.parts.registry import ModelRegistry, PullFault

SMALL_SIZE = 2 * 1024 * 1024

pytestmark = pytest.mark.real_ollama


@pytest.fixture
def small_gguf(tmp_path: Path) -> Path:
    """A file that stands for a model where only its transfer matters."""
    file = tmp_path / "small.gguf"
    file.write_bytes(os.urandom(SMALL_SIZE))  # new each time, or Ollama has the blob already
    return file


@pytest.fixture(scope="module")
def empty_ollama(
    ollama_program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealOllama]:
    with RealOllama(program=ollama_program, root=tmp_path_factory.mktemp("empty")) as ollama:
        yield ollama


async def pull(ollama: RealOllama, registry: ModelRegistry) -> list[dict[str, Any]]:
    body = {"model": registry.model_name, "insecure": True}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{ollama.url}/api/pull", json=body) as answer,
    ):
        return [msgspec.json.decode(line) async for line in answer.content]


async def installed(ollama: RealOllama) -> list[str]:
    async with aiohttp.ClientSession() as http, http.get(f"{ollama.url}/api/tags") as answer:
        return [model["name"] for model in (await answer.json())["models"]]


async def test_the_real_model_answers(real_ollama: RealOllama) -> None:
    body = {
        "model": "smollm2:135m",
        "stream": False,
        "messages": [{"role": "user", "content": "What is the capital of France?"}],
        "options": {"num_predict": 12, "temperature": 0, "seed": 1},
    }
    async with aiohttp.ClientSession(real_ollama.url) as http:
        async with http.post("/api/chat", json=body) as answer:
            said = await answer.json()
        async with http.get("/api/ps") as answer:
            loaded = (await answer.json())["models"][0]
    assert "Paris" in said["message"]["content"]
    assert 0 < said["eval_count"] <= 12
    assert (loaded["name"], loaded["size_vram"]) == ("smollm2:135m", 0)


def test_the_launcher_works_from_elsewhere(ollama_program: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ollama"
    copy.write_bytes(ollama_program.read_bytes())
    copy.chmod(0o755)
    link = tmp_path / "link"
    link.symlink_to(ollama_program)
    for program in (copy, link):
        shown = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=100, check=True
        )
        assert "0.9.3" in shown.stdout + shown.stderr


def test_a_second_call_fetches_nothing(ollama_program: Path, smollm_gguf: Path) -> None:
    said: list[str] = []
    assert install_ollama(say=said.append) == ollama_program
    assert fetch_model(say=said.append) == smollm_gguf
    assert said == []
    assert smollm_gguf.stat().st_size == GGUF_SIZE


def test_no_process_stays_behind(ollama_program: Path, smollm_gguf: Path, tmp_path: Path) -> None:
    with RealOllama(program=ollama_program, root=tmp_path) as ollama:
        ollama.add_model(smollm_gguf)
        ollama._post("/api/generate", b'{"model":"smollm2:135m","stream":false}', {})
        server = psutil.Process(ollama.pid)
        family = [server, *server.children(recursive=True)]
        assert server.name() == "ollama"
        assert len(family) > 1
    assert not [process for process in family if process.is_running()]


async def test_a_pull_shows_progress_and_ends_in_success(
    empty_ollama: RealOllama, smollm_gguf: Path
) -> None:
    async with ModelRegistry(gguf=smollm_gguf, rate=40e6) as registry:
        lines = await pull(empty_ollama, registry)
        assert registry.installed_name in await installed(empty_ollama)
    done = [line.get("completed", 0) for line in lines if line.get("total") == GGUF_SIZE]
    assert lines[0] == {"status": "pulling manifest"}
    assert lines[-1] == {"status": "success"}
    assert len(done) > 10
    assert max(done) > 0.9 * GGUF_SIZE  # the last step may go by between two lines


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (PullFault.MANIFEST_MISSING, "file does not exist"),
        (PullFault.SERVER_ERROR, "500"),
        (PullFault.BLOB_ERROR, "500"),
        (PullFault.WRONG_DIGEST, "digest mismatch"),
    ],
)
async def test_a_pull_that_fails_says_so_in_its_last_line(
    empty_ollama: RealOllama, small_gguf: Path, fault: PullFault, words: str
) -> None:
    async with ModelRegistry(gguf=small_gguf) as registry:
        registry.fail(fault)
        lines = await pull(empty_ollama, registry)
        assert words in lines[-1]["error"]
        assert registry.installed_name not in await installed(empty_ollama)
        assert (await pull(empty_ollama, registry))[-1] == {"status": "success"}


async def test_a_cut_pull_is_resumed_by_ollama_itself(
    empty_ollama: RealOllama, small_gguf: Path
) -> None:
    async with ModelRegistry(gguf=small_gguf) as registry:
        registry.fail(PullFault.CUT, after=1_000_000)
        assert (await pull(empty_ollama, registry))[-1] == {"status": "success"}
        parts = [line for line in registry.requests if " data " in line]
    assert parts[0] == f"GET data 0-{SMALL_SIZE - 1}"
    assert parts[1].endswith(f"-{SMALL_SIZE - 1}")
    assert parts[1] != parts[0]


async def test_a_stalled_pull_says_nothing_more(empty_ollama: RealOllama, small_gguf: Path) -> None:
    async with ModelRegistry(gguf=small_gguf) as registry:
        registry.fail(PullFault.STALL, after=1_000_000, times=None)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await pull(empty_ollama, registry)
        assert 0 < registry.bytes_sent < SMALL_SIZE
