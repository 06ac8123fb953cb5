"""Tests the library beside a supervised Ollama: a kill in the middle of a download is survived."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import aiohttp
import pytest

from tests.library.conftest import QUICK, state_of, until
from tests.parts.real_ollama import free_port
from ziggie_desktop.contract.state import PullState
from ziggie_desktop.demo.parts.model import GGUF_SIZE
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.library.library import Library
from ziggie_desktop.tasks import Tasks

pytestmark = pytest.mark.real_ollama
MB = 1_000_000


async def test_pull_goes_on_after_its_engine_was_killed(
    ollama_program: Path, http: aiohttp.ClientSession, registry: ModelRegistry, tmp_path: Path
) -> None:
    plan = Plan(
        program=ollama_program,
        host=f"127.0.0.1:{free_port()}",
        models_dir=str(tmp_path / "models"),
        state_file=tmp_path / "engine.json",
        log_file=tmp_path / "logs" / "ollama.log",
    )
    engine = Engine(plan=plan, http=http)

    async def models() -> Path:
        return tmp_path / "models"

    library = Library(
        http=http,
        engine_url=lambda: engine.url,
        ensure_ready=engine.ensure_ready,
        pulls_file=tmp_path / "pulls.json",
        models_dir=models,
        limits=QUICK,
    )
    tasks = Tasks(owner="test")
    library.pulls.subscribe(lambda _: engine.set_unfinished_pulls(library.pulls.unfinished))
    statuses: list[str] = []
    library.pulls.subscribe(lambda pull: statuses.append(pull.status))
    try:
        await engine.start()
        tasks.start(library.pulls.run(), name="pulls")
        registry.rate = 30 * MB
        pull = library.pulls.start(registry.model_name, insecure=True)
        await until(lambda: (library.pulls.find(pull.id).completed_bytes or 0) > 20 * MB)
        assert engine.status.pid is not None
        os.kill(engine.status.pid, signal.SIGKILL)
        await until(lambda: engine.status.restarts == 1)
        assert state_of(library, pull) is PullState.RUNNING
        registry.rate = None
        await until(lambda: state_of(library, pull) in (PullState.DONE, PullState.FAILED))
        done = library.pulls.find(pull.id)
        assert done.state is PullState.DONE, (done, statuses)
        assert done.completed_bytes == done.total_bytes
        assert done.total_bytes is not None
        assert done.total_bytes > GGUF_SIZE
        (model,) = await library.models()
        assert model.name == registry.installed_name
    finally:
        await library.pulls.close()
        await tasks.close()
        await engine.close()


async def test_pull_waits_for_an_engine_that_is_stopped(
    ollama_program: Path, http: aiohttp.ClientSession, registry: ModelRegistry, tmp_path: Path
) -> None:
    plan = Plan(
        program=ollama_program,
        host=f"127.0.0.1:{free_port()}",
        models_dir=str(tmp_path / "models"),
        state_file=tmp_path / "engine.json",
        log_file=tmp_path / "logs" / "ollama.log",
    )
    engine = Engine(plan=plan, http=http)

    async def models() -> Path:
        return tmp_path / "models"

    library = Library(
        http=http,
        engine_url=lambda: engine.url,
        ensure_ready=engine.ensure_ready,
        pulls_file=tmp_path / "pulls.json",
        models_dir=models,
        limits=QUICK,
    )
    tasks = Tasks(owner="test")
    try:
        tasks.start(library.pulls.run(), name="pulls")
        pull = library.pulls.start(registry.model_name, insecure=True)
        await until(lambda: "waiting for Ollama" in library.pulls.find(pull.id).status)
        assert state_of(library, pull) is PullState.RUNNING
        await engine.start()
        await until(lambda: state_of(library, pull) is PullState.DONE)
    finally:
        await library.pulls.close()
        await tasks.close()
        await engine.close()
