"""Tests the library beside a supervised Ollama: a kill in the middle of a download is survived."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.library.conftest import QUICK, state_of
from tests.parts.real_ollama import free_port
from tests.waits import until
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.demo.parts.model import GGUF_SIZE
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.pulls import Pulls
from ziggie_desktop.tasks import Tasks

pytestmark = pytest.mark.real_ollama
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Supervised:
    """A library beside an Ollama of its own, wired as the service does it."""

    engine: Engine
    library: Library

    @property
    def pulls(self) -> Pulls:
        return self.library.pulls

    async def reach(self, pull: Pull, state: PullState) -> Pull:
        ended = (state, PullState.FAILED)
        await until(lambda: state_of(self.library, pull) in ended)
        found = self.pulls.find(pull.id)
        assert found.state is state, found
        return found

    async def get_far(self, pull: Pull, count: int) -> None:
        await until(lambda: (self.pulls.find(pull.id).completed_bytes or 0) > count)


@pytest.fixture
async def both(
    ollama_program: Path, http: aiohttp.ClientSession, tmp_path: Path
) -> AsyncIterator[Supervised]:
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
    tasks.start(library.pulls.run(), name="pulls")
    yield Supervised(engine, library)
    await library.pulls.close()
    await tasks.close()
    await engine.close()


async def test_pull_goes_on_after_its_engine_was_killed(
    both: Supervised, registry: ModelRegistry
) -> None:
    await both.engine.start()
    registry.rate = 30 * MB
    pull = both.pulls.start(registry.model_name, insecure=True)
    await both.get_far(pull, 20 * MB)
    assert both.engine.status.pid is not None
    os.kill(both.engine.status.pid, signal.SIGKILL)
    await until(lambda: both.engine.status.restarts == 1)
    assert state_of(both.library, pull) is PullState.RUNNING
    registry.rate = None
    done = await both.reach(pull, PullState.DONE)
    assert done.completed_bytes == done.total_bytes
    assert done.total_bytes is not None
    assert done.total_bytes > GGUF_SIZE
    (model,) = await both.library.models()
    assert model.name == registry.installed_name


async def test_pull_waits_for_an_engine_that_is_stopped(
    both: Supervised, registry: ModelRegistry
) -> None:
    pull = both.pulls.start(registry.model_name, insecure=True)
    await until(lambda: "waiting for Ollama" in both.pulls.find(pull.id).status)
    assert state_of(both.library, pull) is PullState.RUNNING
    assert not both.pulls.active, "it keeps nobody awake"
    await both.engine.start()
    await both.reach(pull, PullState.DONE)


async def test_pull_is_closed_before_its_engine_restarts_and_loses_nothing(
    both: Supervised, registry: ModelRegistry
) -> None:
    await both.engine.start()
    registry.rate = 20 * MB
    pull = both.pulls.start(registry.model_name, insecure=True)
    await both.get_far(pull, 30 * MB)
    async with both.pulls.held("waits until the engine has restarted"):
        assert both.pulls.find(pull.id).status == "waits until the engine has restarted"
        await both.engine.restart()
        assert state_of(both.library, pull) is PullState.QUEUED
    registry.rate = None
    await both.reach(pull, PullState.DONE)
    assert registry.bytes_sent < GGUF_SIZE + 15 * MB, "what had been fetched was fetched again"
