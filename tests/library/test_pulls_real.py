"""Tests pulls on the real Ollama with the real small model and each fault of the registry."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec
import pytest

from tests.library.conftest import QUICK, library_on, running, state_of
from tests.parts.real_ollama import RealOllama
from tests.waits import until
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.demo.parts.model import GGUF_SIZE
from ziggie_desktop.demo.parts.registry import ModelRegistry, PullFault
from ziggie_desktop.library.library import Library

pytestmark = [pytest.mark.real_ollama, pytest.mark.logs("ziggie.library")]
MB = 1_000_000
ENDED = (PullState.DONE, PullState.FAILED, PullState.CANCELLED)


@pytest.fixture
async def library(
    pull_ollama: RealOllama, http: aiohttp.ClientSession, tmp_path: Path, registry: ModelRegistry
) -> AsyncIterator[Library]:
    async with running(library_on(pull_ollama.url, http, tmp_path)) as made:
        yield made
    # Blobs are shared between names: without this, later tests would find everything cached.
    for model in await made.models():
        await made.remove(model.name)


async def ended(library: Library, pull: Pull) -> Pull:
    await until(lambda: state_of(library, pull) in ENDED)
    return library.pulls.find(pull.id)


async def test_pull_reports_bytes_speed_and_time_left(
    library: Library, registry: ModelRegistry
) -> None:
    registry.rate = 40 * MB
    seen: list[Pull] = []
    library.pulls.subscribe(seen.append)
    began = time.monotonic()
    done = await ended(library, library.pulls.start(registry.model_name, insecure=True))
    assert done.state is PullState.DONE, done
    assert done.completed_bytes == done.total_bytes
    assert done.total_bytes is not None
    assert GGUF_SIZE < done.total_bytes < GGUF_SIZE + 10_000
    speeds = [pull.bytes_per_s for pull in seen if pull.bytes_per_s]
    assert speeds
    really = GGUF_SIZE / (time.monotonic() - began)
    assert really / 3 < speeds[len(speeds) // 2] < 60 * MB
    assert any(pull.seconds_left for pull in seen)
    completed = [pull.completed_bytes for pull in seen if pull.completed_bytes is not None]
    assert completed == sorted(completed), "the bar goes back"
    models = await library.models()
    assert [model.name for model in models] == [registry.installed_name]


async def test_pause_stops_the_bytes_and_resume_keeps_them(
    library: Library, registry: ModelRegistry
) -> None:
    registry.rate = 20 * MB
    pull = library.pulls.start(registry.model_name, insecure=True)
    await until(lambda: (library.pulls.find(pull.id).completed_bytes or 0) > 20 * MB)
    library.pulls.pause(pull.id)
    await until(lambda: state_of(library, pull) is PullState.PAUSED)
    await until(lambda: _quiet(registry))
    assert bool(library.pulls.unfinished) is True
    registry.rate = None
    library.pulls.resume(pull.id)
    assert (await ended(library, pull)).state is PullState.DONE
    assert bool(library.pulls.unfinished) is False
    assert registry.bytes_sent < 2 * GGUF_SIZE, "it began from the start"


_last_sent = {"bytes": -1, "same": 0}


def _quiet(registry: ModelRegistry) -> bool:
    """No byte was sent between many looks in a row."""
    same = registry.bytes_sent == _last_sent["bytes"]
    _last_sent["same"] = _last_sent["same"] + 1 if same else 0
    _last_sent["bytes"] = registry.bytes_sent
    return _last_sent["same"] > 30


async def test_cancelled_pull_ends_and_leaves_no_model(
    library: Library, registry: ModelRegistry
) -> None:
    registry.rate = 10 * MB
    pull = library.pulls.start(registry.model_name, insecure=True)
    await until(lambda: (library.pulls.find(pull.id).completed_bytes or 0) > MB)
    library.pulls.cancel(pull.id)
    assert (await ended(library, pull)).state is PullState.CANCELLED
    assert await library.models() == ()
    assert not library.pulls.unfinished


@pytest.mark.parametrize("fault", [PullFault.CUT, PullFault.SERVER_ERROR, PullFault.BLOB_ERROR])
async def test_passing_fault_is_survived(
    library: Library, registry: ModelRegistry, fault: PullFault
) -> None:
    registry.fail(fault)
    done = await ended(library, library.pulls.start(registry.model_name, insecure=True))
    assert done.state is PullState.DONE, done


async def test_wrong_digest_is_fetched_again(library: Library, registry: ModelRegistry) -> None:
    registry.fail(PullFault.WRONG_DIGEST)
    words: set[str] = set()
    library.pulls.subscribe(lambda pull: words.add(pull.status))
    done = await ended(library, library.pulls.start(registry.model_name, insecure=True))
    assert done.state is PullState.DONE, done
    assert any("digest mismatch" in word for word in words), words


async def test_unknown_model_fails_at_once_with_a_remedy(
    library: Library, registry: ModelRegistry
) -> None:
    name = registry.model_name.replace("smollm2", "no-such-model")
    done = await ended(library, library.pulls.start(name, insecure=True))
    assert done.state is PullState.FAILED
    assert done.error is not None
    assert "no-such-model" in done.error
    assert done.remedy


async def test_registry_that_stays_broken_fails_and_can_be_retried(
    library: Library, registry: ModelRegistry
) -> None:
    registry.fail(PullFault.SERVER_ERROR, times=None)
    pull = library.pulls.start(registry.model_name, insecure=True)
    assert (await ended(library, pull)).state is PullState.FAILED
    registry.clear()
    library.pulls.retry(pull.id)
    await until(lambda: state_of(library, pull) is PullState.DONE)


async def test_stall_is_noticed_and_reconnected(library: Library, registry: ModelRegistry) -> None:
    registry.fail(PullFault.STALL, times=8)
    words: set[str] = set()
    library.pulls.subscribe(lambda pull: words.add(pull.status))
    done = await ended(library, library.pulls.start(registry.model_name, insecure=True))
    assert done.state is PullState.DONE, done
    assert any("nothing came for 2 s" in word for word in words), words


async def test_unfinished_pull_goes_on_after_a_restart_of_the_service(
    pull_ollama: RealOllama,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    registry: ModelRegistry,
) -> None:
    registry.rate = 20 * MB
    async with running(library_on(pull_ollama.url, http, tmp_path)) as first:
        pull = first.pulls.start(registry.model_name, insecure=True)
        await until(lambda: (first.pulls.find(pull.id).completed_bytes or 0) > 10 * MB)
    file = tmp_path / "pulls.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert msgspec.json.decode(file.read_bytes())[0]["state"] == "queued"
    registry.rate = None
    second = library_on(pull_ollama.url, http, tmp_path, limits=QUICK)
    assert second.pulls.unfinished
    async with running(second):
        await until(lambda: state_of(second, pull) is PullState.DONE)
        await second.remove(registry.installed_name)


async def test_one_pull_at_a_time_and_the_same_model_once(
    library: Library, registry: ModelRegistry
) -> None:
    registry.rate = 20 * MB
    first = library.pulls.start(registry.model_name, insecure=True)
    second = library.pulls.start(registry.model_name.replace("135m", "other"), insecure=True)
    assert library.pulls.start(registry.model_name, insecure=True).id == first.id
    await until(lambda: state_of(library, first) is PullState.RUNNING)
    assert state_of(library, second) is PullState.QUEUED
    library.pulls.pause(second.id)
    assert state_of(library, second) is PullState.PAUSED
    registry.rate = None
    assert (await ended(library, first)).state is PullState.DONE
    assert state_of(library, second) is PullState.PAUSED


@pytest.mark.parametrize("content", [b"", b'{"N":0,', b"\0" * 60, b'{"N":"0"}'])
async def test_damaged_part_is_dropped_and_fetched_anew(
    pull_ollama: RealOllama,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    registry: ModelRegistry,
    content: bytes,
) -> None:
    registry.rate = 40 * MB
    made = library_on(pull_ollama.url, http, tmp_path, models_dir=pull_ollama.models)
    async with running(made) as library:
        pull = library.pulls.start(registry.model_name, insecure=True)
        await until(lambda: (library.pulls.find(pull.id).completed_bytes or 0) > 5 * MB)
        library.pulls.pause(pull.id)
        await until(lambda: state_of(library, pull) is PullState.PAUSED)
        blobs = pull_ollama.models / "blobs"
        await until(lambda: any(blobs.glob("*-partial-*")))
        await until(lambda: _quiet(registry))
        other = blobs / f"sha256-{'0' * 64}-partial-0"
        for note in [*blobs.glob("*-partial-*"), other]:
            note.write_bytes(content)
        words: set[str] = set()
        library.pulls.subscribe(lambda pull: words.add(pull.status))
        registry.rate = None
        library.pulls.resume(pull.id)
        done = await ended(library, pull)
        assert done.state is PullState.DONE, done
        assert any("damaged parts were dropped" in word for word in words), words
        assert other.exists(), "a file of another download was deleted"
        other.unlink()
        await library.remove(registry.installed_name)


async def test_full_disk_is_told_before_anything_is_fetched(
    pull_ollama: RealOllama,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    registry: ModelRegistry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ziggie_desktop.library.room.MARGIN_BYTES", 10**18)
    made = library_on(pull_ollama.url, http, tmp_path, models_dir=pull_ollama.models)
    async with running(made) as library:
        done = await ended(library, library.pulls.start(registry.model_name, insecure=True))
    assert done.state is PullState.FAILED
    assert done.remedy is not None
    assert "free space" in done.remedy.lower()
    assert registry.bytes_sent == 0
