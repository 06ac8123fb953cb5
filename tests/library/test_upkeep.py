"""Tests create, copy, verify, repair and update on the real Ollama with the real small model."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.library.conftest import library_on, state_of
from tests.parts.real_ollama import RealOllama
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.library import UpdateState
from ziggie_desktop.contract.state import LibraryJob, PullState
from ziggie_desktop.demo.parts.model import GGUF_SHA256, GGUF_SIZE
from ziggie_desktop.demo.parts.registry import ModelRegistry
from ziggie_desktop.library.library import Library
from ziggie_desktop.tasks import Tasks

pytestmark = [pytest.mark.real_ollama, pytest.mark.logs("ziggie.library")]


@pytest.fixture
async def library(
    pull_ollama: RealOllama, http: aiohttp.ClientSession, tmp_path: Path
) -> AsyncIterator[Library]:
    """On an Ollama without models; it is so again afterwards."""
    made = library_on(pull_ollama.url, http, tmp_path)
    tasks = Tasks(owner="test")
    tasks.start(made.pulls.run(), name="pulls")
    try:
        yield made
    finally:
        await made.close()
        await tasks.close()
        for model in await made.models():
            await made._models.remove(model.name)


async def ended(library: Library, job: LibraryJob) -> LibraryJob:
    await until(lambda: library.upkeep.chores.find(job.id).state is not PullState.RUNNING)
    return library.upkeep.chores.find(job.id)


async def pulled(library: Library, registry: ModelRegistry) -> str:
    pull = library.pulls.start(registry.model_name, insecure=True)
    await until(lambda: state_of(library, pull) is PullState.DONE)
    await library.models()
    return registry.installed_name


async def test_a_gguf_file_becomes_a_model(library: Library, smollm_gguf: Path) -> None:
    seen: list[str] = []
    library.upkeep.chores.subscribe(lambda job: seen.append(job.status))
    job = await ended(library, library.upkeep.create("mine", smollm_gguf))
    assert (job.state, job.error) == (PullState.DONE, None)
    assert any(words.startswith("hashing") for words in seen)
    assert any(words.startswith("sending") for words in seen)
    [model] = await library.models()
    assert model.name == "mine:latest"
    again = await ended(library, library.upkeep.create("again", smollm_gguf))
    assert again.state is PullState.DONE
    await library.models()
    one = library.upkeep.disk_bytes
    assert one is not None
    assert GGUF_SIZE < one < 1.1 * GGUF_SIZE, "what both share counts once"
    freed = library.upkeep.freed_bytes(["again:latest"])
    assert freed is not None
    assert freed < GGUF_SIZE / 2


async def test_a_modelfile_becomes_a_model(
    library: Library, smollm_gguf: Path, tmp_path: Path
) -> None:
    shutil.copy(smollm_gguf, tmp_path / "small.gguf")
    file = tmp_path / "Modelfile"
    file.write_text(
        'FROM ./small.gguf\nPARAMETER temperature 0.5\nPARAMETER stop "<|im_end|>"\n'
        'SYSTEM """You are\nbrief."""\n',
        encoding="utf-8",
    )
    job = await ended(library, library.upkeep.create("brief", file))
    assert (job.state, job.error) == (PullState.DONE, None)
    shown = await library.show("brief")
    assert "temperature" in shown.parameters
    assert "You are\nbrief." in shown.modelfile
    file.write_text("FROM brief\nPARAMETER num_ctx 512\n", encoding="utf-8")
    job = await ended(library, library.upkeep.create("briefer", file))
    assert (job.state, job.error) == (PullState.DONE, None)
    assert "512" in (await library.show("briefer")).parameters


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FROM no-such-model\n", "no model no-such-model"),
        ("FROM ./not-there.gguf\n", "cannot be read"),
        ("PARAMETER seed 1\n", "no FROM"),
        ("FROM x\nCOLOUR red\n", "Line 2"),
        ("FROM .\n", "a folder"),
    ],
)
async def test_what_cannot_be_made_is_said(
    library: Library, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "Modelfile"
    file.write_text(text, encoding="utf-8")
    job = await ended(library, library.upkeep.create("broken", file))
    assert job.state is PullState.FAILED
    assert job.error is not None
    assert words in job.error
    assert job.remedy
    assert await library.models() == ()


async def test_a_damaged_gguf_never_reaches_ollama(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "cut.gguf"
    file.write_bytes(b"GGUF\3\0\0\0" + b"\xff" * 64)
    job = await ended(library, library.upkeep.create("cut", file))
    assert job.state is PullState.FAILED
    assert job.error is not None
    assert "damaged" in job.error
    assert await library.models() == (), "Ollama is alive"


async def test_a_copy_shares_its_files(library: Library, smollm_gguf: Path) -> None:
    await ended(library, library.upkeep.create("mine", smollm_gguf))
    await library.copy("mine", "other:1")
    assert {model.name for model in await library.models()} == {"mine:latest", "other:1"}
    with pytest.raises(ZiggieError) as caught:
        await library.copy("mine", "other:1")
    assert caught.value.code == "model_exists"
    with pytest.raises(ZiggieError) as caught:
        await library.copy("nobody", "other:2")
    assert caught.value.code == "model_not_found"


async def test_whole_files_are_verified(library: Library, smollm_gguf: Path) -> None:
    job = await ended(library, await library.upkeep.verify(None))
    assert (job.state, job.status) == (PullState.DONE, "there is no model to check")
    await ended(library, library.upkeep.create("mine", smollm_gguf))
    job = await ended(library, await library.upkeep.verify(None))
    assert (job.state, job.findings, job.status) == (PullState.DONE, (), "all files are whole")
    assert job.total_bytes is not None
    assert job.total_bytes > GGUF_SIZE
    with pytest.raises(ZiggieError) as caught:
        await library.upkeep.verify("nobody")
    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize("how", ["damaged", "missing", "is 10 bytes"])
async def test_a_damaged_file_is_found_and_fetched_anew(
    library: Library, registry: ModelRegistry, pull_ollama: RealOllama, how: str
) -> None:
    name = await pulled(library, registry)
    blob = pull_ollama.models / "blobs" / f"sha256-{GGUF_SHA256}"
    match how:
        case "missing":
            blob.unlink()
        case "damaged":
            with blob.open("r+b") as file:
                file.seek(GGUF_SIZE // 2)
                file.write(b"\0\1\2\3damaged")
        case _:
            blob.write_bytes(b"0123456789")
    job = await ended(library, await library.upkeep.verify(name))
    [finding] = job.findings
    assert how in finding.title
    assert "--repair" in finding.remedy
    assert not finding.repair
    job = await ended(library, await library.upkeep.verify(name, repair=True))
    [finding] = job.findings
    assert finding.repair
    pull = library.pulls.find(registry.model_name)
    await until(lambda: state_of(library, pull) is PullState.DONE)
    job = await ended(library, await library.upkeep.verify(name))
    assert job.findings == ()


async def test_what_no_registry_has_is_not_deleted(
    library: Library, smollm_gguf: Path, pull_ollama: RealOllama
) -> None:
    await ended(library, library.upkeep.create("127.0.0.1:1/library/mine", smollm_gguf))
    await library.models()
    blob = pull_ollama.models / "blobs" / f"sha256-{GGUF_SHA256}"
    with blob.open("r+b") as file:
        file.write(b"\0\0\0\0")
    job = await ended(library, await library.upkeep.verify(None, repair=True))
    [finding] = job.findings
    assert not finding.repair
    assert "registry cannot be reached" in finding.remedy
    assert blob.exists()


async def test_a_verification_can_be_cancelled(library: Library, smollm_gguf: Path) -> None:
    await ended(library, library.upkeep.create("mine", smollm_gguf))
    job = await library.upkeep.verify(None)
    assert (await library.upkeep.verify(None)).id == job.id, "the same work twice"
    with pytest.raises(ZiggieError) as caught:
        await library.remove("mine")
    assert caught.value.code == "model_busy"
    library.upkeep.chores.cancel(job.id)
    assert (await ended(library, job)).state is PullState.CANCELLED
    assert library.upkeep.chores.cancel(job.id).state is PullState.CANCELLED


async def test_where_the_folder_cannot_be_read_that_is_said(
    library: Library, smollm_gguf: Path, pull_ollama: RealOllama
) -> None:
    await ended(library, library.upkeep.create("mine", smollm_gguf))
    manifests = pull_ollama.models / "manifests"
    aside = manifests.rename(manifests.with_name("aside"))
    manifests.mkdir()
    try:
        library.upkeep._shelf_of = None
        assert await library.upkeep.shelf() is None
        assert library.upkeep.disk_bytes is None
        assert library.upkeep.freed_bytes(["mine:latest"]) is None
    finally:
        manifests.rmdir()
        aside.rename(manifests)


async def test_a_model_is_not_removed_while_it_is_fetched(
    library: Library, registry: ModelRegistry
) -> None:
    registry.rate = 10_000_000
    pull = library.pulls.start(registry.model_name, insecure=True)
    with pytest.raises(ZiggieError) as caught:
        await library.remove(registry.installed_name)
    assert caught.value.code == "model_busy"
    assert "cancel" in caught.value.remedy
    library.pulls.cancel(pull.id)
    registry.rate = None
    await until(lambda: state_of(library, pull) is PullState.CANCELLED)


async def test_updates_are_found_and_fetched(library: Library, registry: ModelRegistry) -> None:
    name = await pulled(library, registry)
    [found] = await library.upkeep.updates()
    assert (found.model, found.state) == (name, UpdateState.CURRENT)
    registry.publish({"stop": ["<|im_end|>"], "temperature": 0.25})
    [found] = await library.upkeep.updates(name)
    assert found.state is UpdateState.AVAILABLE
    assert found.pull is None
    [found] = await library.upkeep.update()
    assert found.pull is not None
    pull = found.pull
    await until(lambda: state_of(library, pull) is PullState.DONE)
    [found] = await library.upkeep.update()
    assert (found.state, found.pull) == (UpdateState.CURRENT, None)
    assert "0.25" in (await library.show(name)).parameters
    await library.copy(name, name.replace("135m", "own"))
    own = await library.upkeep.updates(name.replace("135m", "own"))
    assert own[0].state is UpdateState.NOT_IN_REGISTRY


async def test_a_registry_that_does_not_answer_is_no_update(
    library: Library, smollm_gguf: Path
) -> None:
    await ended(library, library.upkeep.create("127.0.0.1:1/library/mine", smollm_gguf))
    [found] = await library.upkeep.updates()
    assert found.state is UpdateState.UNKNOWN
    with pytest.raises(ZiggieError) as caught:
        await library.upkeep.updates("nobody")
    assert caught.value.code == "model_not_found"


async def test_facts_of_a_model_that_is_not_here(library: Library, registry: ModelRegistry) -> None:
    about = await library.upkeep.about(registry.model_name)
    assert (about.installed, about.weights_bytes) == (False, GGUF_SIZE)
    assert about.shape is not None
    assert (about.shape.kv_heads, about.shape.layers) == (30 * 3, 30)
    assert about.context_length == 8192
    assert registry.bytes_sent < 9_000_000, "the head of the file, not all of it"
    with pytest.raises(ZiggieError) as caught:
        await library.upkeep.about(registry.model_name.replace("smollm2", "nothing"))
    assert caught.value.code == "model_not_found"
    with pytest.raises(ZiggieError) as caught:
        await library.upkeep.about("127.0.0.1:1/library/x")
    assert caught.value.code == "registry_silent"


async def test_installed_facts_and_a_measured_load(library: Library, smollm_gguf: Path) -> None:
    await ended(library, library.upkeep.create("mine", smollm_gguf))
    about = await library.upkeep.about("mine")
    assert about.installed
    assert about.shape is not None
    assert about.shape.layers == 30
    assert about.digest is not None
    await library.load("mine")
    measured = library.measurements.find(about.digest, library.num_ctx("mine:latest"))
    assert measured is not None
    assert measured.load_seconds
    assert measured.size_bytes
    assert (measured.size_vram_bytes, measured.vram_bytes) == (0, None)
    await library.unload("mine")
