"""Owns what the library's tests share: a real Ollama of their own, a registry, a library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.parts.real_ollama import RealOllama
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.library.fetch import Limits
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.queue import PullRules
from ziggie_desktop.tasks import Tasks

DEADLINE_S = 90.0
QUICK = Limits(stall_s=2.0, work_s=60.0, tries=3, first_delay_s=0.1, longest_delay_s=0.5)


@pytest.fixture(scope="module")
def pull_ollama(
    ollama_program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealOllama]:
    """A real Ollama without models."""
    with RealOllama(program=ollama_program, root=tmp_path_factory.mktemp("pulls")) as ollama:
        yield ollama


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def registry(smollm_gguf: Path) -> AsyncIterator[ModelRegistry]:
    async with ModelRegistry(gguf=smollm_gguf) as server:
        yield server


def library_on(
    url: str,
    http: aiohttp.ClientSession,
    folder: Path,
    *,
    limits: Limits = QUICK,
    models_dir: Path | None = None,
    rules: Callable[[], PullRules] = PullRules,
    wall: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Library:
    """A library whose engine is simply at ``url``."""

    async def models() -> Path | None:
        return models_dir

    async def ready(timeout_s: float) -> str:
        return url

    return Library(
        http=http,
        engine_url=lambda: url,
        ensure_ready=ready,
        pulls_file=folder / "pulls.json",
        models_dir=models,
        pull_rules=rules,
        wall=wall,
        clock=lambda: asyncio.get_running_loop().time(),
        limits=limits,
    )


def state_of(library: Library, pull: Pull) -> PullState:
    return library.pulls.find(pull.id).state


@asynccontextmanager
async def running(library: Library) -> AsyncIterator[Library]:
    """The library at work; ended at the end, its downloads with it."""
    tasks = Tasks(owner="test")
    tasks.start(library.pulls.run(), name="pulls")
    try:
        yield library
    finally:
        await library.pulls.close()
        await tasks.close()
