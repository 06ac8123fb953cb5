"""Tests every wish of the owner on the real Ollama while its registry is at fault, and the disk
that runs full under it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.library.conftest import library_on, running, state_of
from tests.parts.real_ollama import RealOllama
from tests.waits import until
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.demo.parts.registry import ModelRegistry, PullFault
from ziggie_desktop.library import room
from ziggie_desktop.library.fetch import Limits
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.queue import PullRules
from ziggie_desktop.library.window import parse_window

# A closed stream may still be written to by the registry.
pytestmark = [pytest.mark.real_ollama, pytest.mark.logs("ziggie.library", "aiohttp.server")]
MB = 1_000_000
SIZE = 24 * MB
PATIENT = Limits(stall_s=2.0, work_s=60.0, tries=1000, first_delay_s=0.05, longest_delay_s=0.1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[ModelRegistry]:
    """A registry of a file that is no model: a pull looks at its digest alone."""
    gguf = tmp_path / "noise.gguf"
    gguf.write_bytes(os.urandom(SIZE))
    async with ModelRegistry(gguf=gguf, rate=30 * MB) as server:
        yield server


@dataclass
class Owner:
    """Wishes, on the one download of a library."""

    library: Library = field(init=False)
    pull: Pull = field(init=False)
    rules: PullRules = field(default_factory=PullRules)

    @property
    def state(self) -> PullState:
        return state_of(self.library, self.pull)

    @property
    def status(self) -> str:
        return self.library.pulls.find(self.pull.id).status

    async def reach(self, state: PullState) -> None:
        await until(lambda: self.state is state)


@pytest.fixture
async def owner(
    pull_ollama: RealOllama, http: aiohttp.ClientSession, tmp_path: Path, small: ModelRegistry
) -> AsyncIterator[Owner]:
    made = Owner()
    made.library = library_on(
        pull_ollama.url,
        http,
        tmp_path,
        limits=PATIENT,
        models_dir=pull_ollama.models,
        rules=lambda: made.rules,
        wall=lambda: NOON,
    )
    async with running(made.library):
        made.pull = made.library.pulls.start(small.model_name, insecure=True)
        yield made
    for model in await made.library.models():
        await made.library.remove(model.name)


FAULTS = [PullFault.SERVER_ERROR, PullFault.BLOB_ERROR, PullFault.CUT, PullFault.STALL,
          PullFault.WRONG_DIGEST]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_wish_is_obeyed_while_the_registry_is_at_fault(
    owner: Owner, small: ModelRegistry, fault: PullFault
) -> None:
    small.fail(fault, times=None, after=MB)
    pulls = owner.library.pulls
    one = owner.pull.id
    await until(lambda: owner.state is PullState.RUNNING and owner.status != "starting")
    pulls.pause(one)
    await owner.reach(PullState.PAUSED)
    pulls.resume(one)
    await owner.reach(PullState.RUNNING)
    async with pulls.held("waits until the engine has restarted"):
        assert owner.state is PullState.QUEUED
    await owner.reach(PullState.RUNNING)
    owner.rules = PullRules(window=parse_window("22:00-07:00"))
    pulls.look()
    await until(lambda: owner.status == "waits for 22:00")
    assert pulls.move(one, "first").position == 1
    pulls.now(one)
    await owner.reach(PullState.RUNNING)
    pulls.cancel(one)
    await owner.reach(PullState.CANCELLED)
    owner.rules = PullRules()
    small.clear()
    small.rate = None
    pulls.retry(one)
    await owner.reach(PullState.DONE)
    (model,) = await owner.library.models()
    assert model.size_bytes is not None
    assert model.size_bytes > SIZE


async def test_missing_manifest_is_said_at_once_and_can_be_tried_again(
    owner: Owner, small: ModelRegistry
) -> None:
    owner.library.pulls.cancel(owner.pull.id)
    await owner.reach(PullState.CANCELLED)
    small.fail(PullFault.MANIFEST_MISSING, times=None)
    owner.library.pulls.retry(owner.pull.id)
    await owner.reach(PullState.FAILED)
    small.clear()
    owner.library.pulls.retry(owner.pull.id)
    await owner.reach(PullState.DONE)
    assert owner.library.pulls.find(owner.pull.id).error is None


async def test_a_model_that_is_there_is_done_at_once_and_says_nothing_of_the_speed(
    owner: Owner, small: ModelRegistry
) -> None:
    """All layers are cached: they come at 100 % with the first line."""
    await owner.reach(PullState.DONE)
    sent = small.bytes_sent
    seen: list[Pull] = []
    owner.library.pulls.subscribe(seen.append)
    again = owner.library.pulls.start(small.model_name, insecure=True)
    await until(lambda: state_of(owner.library, again) is PullState.DONE)
    assert small.bytes_sent == sent
    assert all(not pull.bytes_per_s for pull in seen)
    assert owner.library.pulls.find(again.id).completed_bytes == seen[-1].total_bytes


async def test_a_disk_that_runs_full_puts_it_off_until_there_is_room(
    owner: Owner, small: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = {"bytes": 10**12}
    monkeypatch.setattr(room, "free_bytes", lambda folder: free["bytes"])
    monkeypatch.setattr(room, "LOOK_EVERY_S", 0.0)
    small.rate = 8 * MB
    pulls = owner.library.pulls
    await until(lambda: (pulls.find(owner.pull.id).completed_bytes or 0) > MB)
    free["bytes"] = room.KEPT_FREE_BYTES
    pulls.look()
    await until(lambda: owner.status.startswith("waits for room: The model needs 0.0 GB"))
    assert owner.state is PullState.QUEUED
    assert not pulls.active
    free["bytes"] = 10**12
    small.rate = None
    pulls.look()
    await owner.reach(PullState.DONE)
    assert small.bytes_sent < 2 * SIZE


@pytest.mark.parametrize("gone", ["first", "first, a moment ago", "manifest"])
async def test_what_a_crash_left_is_repaired(
    owner: Owner, small: ModelRegistry, pull_ollama: RealOllama, gone: str
) -> None:
    """A note that was pruned, or a manifest of no bytes: the real Ollama must not see them, unless
    they may be in somebody's hands still."""
    pulls = owner.library.pulls
    pulls.cancel(owner.pull.id)
    await owner.reach(PullState.CANCELLED)
    blobs = pull_ollama.models / "blobs"
    layer = max(small.layers, key=lambda one: one[1])[0].replace(":", "-")
    if "first" in gone:
        partial = blobs / f"{layer}-partial"
        partial.write_bytes(b"\0" * SIZE)
        note = blobs / f"{layer}-partial-1"
        note.write_bytes(b'{"N":1,"Offset":12000000,"Size":12000000,"Completed":12000000}')
        for file in (partial, note) if gone == "first" else ():
            os.utime(file, (1e9, 1e9))
    else:
        host, _, rest = small.installed_name.partition("/")
        name, _, tag = rest.partition(":")
        manifest = pull_ollama.models / "manifests" / host / name / tag
        manifest.parent.mkdir(parents=True, exist_ok=True)
        manifest.write_bytes(b"")
    words: list[str] = []
    pulls.subscribe(lambda pull: words.append(pull.status))
    pulls.retry(owner.pull.id)
    await owner.reach(PullState.DONE)
    seen = {word for word in words if "damaged" in word or "-partial" in word or "EOF" in word}
    assert len(seen) == (gone == "first, a moment ago"), words
    assert not list(blobs.glob("*-partial*"))
