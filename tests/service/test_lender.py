"""Tests the lending itself, on the stand-in and on the real Ollama: models leave, proved, and come
back; a restart goes on with it; what was taken back stays back."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.library.conftest import library_on
from tests.parts.ollama_fake import OllamaFake
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Gpu, GpuProcess, GpuState, GpuStatus, Yielded
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.library.library import Library
from ziggie_desktop.service.lending import Lender, names_of
from ziggie_desktop.service.settings import YieldSettings

NO_GPU = GpuStatus(state=GpuState.ABSENT, reason="no driver")
RULES = YieldSettings(after_s=10, back_s=60)
DEADLINE_S = 60.0


class Bench:
    """A lender whose clock and whose GPU are set."""

    def __init__(self, library: Library, file: Path) -> None:
        self.library = library
        self.file = file
        self.now = 1_000_000.0
        self.gpu = NO_GPU
        self.told: list[Yielded | None] = []
        self.lender = self.start()

    def start(self) -> Lender:
        """As a restart of the service does."""
        self.lender = Lender(
            library=self.library,
            gpu=lambda: self.gpu,
            settings=lambda: RULES,
            file=self.file,
            changed=self.told.append,
            refresh=lambda: None,
            clock=lambda: self.now,
        )
        return self.lender

    def on_gpu(self, *processes: GpuProcess) -> None:
        card = Gpu(uuid="GPU-1", index=0, memory_total_bytes=1000, processes=processes)
        self.gpu = GpuStatus(state=GpuState.OK, reason="ok", gpus=(card,))

    @property
    def yielded(self) -> Yielded | None:
        return self.lender.yielded

    async def loaded(self) -> list[str]:
        return [model.name for model in await self.library.loaded()]

    async def turn(self, until: Callable[[], Awaitable[bool]], seconds: float = 1.0) -> None:
        end = time.monotonic() + DEADLINE_S
        while True:
            await self.lender.turn()
            if await until():
                return
            assert time.monotonic() < end, "the deadline passed"
            self.now += seconds
            await asyncio.sleep(0.01)


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.real_ollama)])
async def bench(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bench]:
    async with aiohttp.ClientSession() as http:
        if request.param == "real":
            real: RealOllama = request.getfixturevalue("real_ollama")
            library = library_on(real.url, http, tmp_path)
            await library.models()
            await library.load(MODEL_NAME)
            yield Bench(library, tmp_path / "lending.json")
            await library.unload(MODEL_NAME)
            return
        async with OllamaFake() as fake:
            library = library_on(fake.url, http, tmp_path)
            await library.models()
            await library.load(next(iter(fake.models)))
            yield Bench(library, tmp_path / "lending.json")


def told(bench: Bench) -> Yielded:
    """To whom it is lent now; it must be lent."""
    yielded = bench.lender.yielded
    assert yielded is not None
    return yielded


async def test_models_leave_and_come_back(bench: Bench) -> None:
    before = await bench.loaded()
    assert bench.lender.refusal() is None
    bench.lender.lend(60)
    assert bench.lender.refusal() == "the GPU is lent to you for 60 more minutes"

    async def gone() -> bool:
        yielded = bench.yielded
        return yielded is not None and yielded.unloaded

    await bench.turn(gone)
    assert await bench.loaded() == []
    bench.start()  # a restart does not end it
    assert list(told(bench).models) == before
    bench.now += 3600

    async def back() -> bool:
        return await bench.loaded() == before

    await bench.turn(back)
    assert bench.yielded is None
    assert not bench.file.exists(), "nothing is left to remember"
    assert bench.told[-1] is None


@pytest.fixture
async def faked(ollama_fake: OllamaFake, tmp_path: Path) -> AsyncIterator[Bench]:
    async with aiohttp.ClientSession() as http:
        library = library_on(ollama_fake.url, http, tmp_path)
        await library.models()
        await library.load(next(iter(ollama_fake.models)))
        yield Bench(library, tmp_path / "lending.json")


async def test_a_program_waits_for_no_answer_of_ours_and_gets_it(faked: Bench) -> None:
    faked.on_gpu(GpuProcess(pid=1 << 30, name="blender", memory_bytes=1))
    await faked.lender.turn()
    assert faked.yielded is None, "it may only look in"
    faked.now += RULES.after_s
    await faked.lender.turn()
    assert faked.lender.refusal() == "the GPU is lent to blender until it is free"
    assert await faked.loaded() == []
    with pytest.raises(ZiggieError) as caught:
        faked.lender.check()
    assert (caught.value.code, caught.value.status) == ("gpu_lent", 409)


async def test_what_somebody_loads_meanwhile_goes_too(
    faked: Bench, ollama_fake: OllamaFake
) -> None:
    faked.lender.lend(60)
    await faked.lender.turn()
    assert await faked.loaded() == []
    ollama_fake.load(next(iter(ollama_fake.models)))
    await faked.lender.turn()
    faked.now += 10
    await faked.lender.turn()
    assert await faked.loaded() == []


async def test_the_owner_takes_it_back_from_a_program(faked: Bench) -> None:
    game = GpuProcess(pid=1 << 30, name="game", memory_bytes=900)
    faked.on_gpu(game)
    await faked.lender.turn()
    faked.now += RULES.after_s
    await faked.lender.turn()
    assert told(faked).to == "game"
    faked.lender.take_back()
    faked.now += 1000
    await faked.lender.turn()
    assert faked.yielded is None
    assert len(await faked.loaded()) == 1
    faked.on_gpu(replace_pid(game, game.pid + 1))  # it was started anew
    await faked.lender.turn()
    faked.now += RULES.after_s
    await faked.lender.turn()
    assert told(faked).pid == game.pid + 1


def replace_pid(process: GpuProcess, pid: int) -> GpuProcess:
    return GpuProcess(pid=pid, name=process.name, memory_bytes=process.memory_bytes)


async def test_it_is_not_free_while_a_runner_holds_memory(faked: Bench) -> None:
    faked.on_gpu(GpuProcess(pid=1 << 30, name="ollama", memory_bytes=500, is_engine=True))
    faked.lender.lend(5)
    await faked.lender.turn()
    assert not told(faked).unloaded
    faked.on_gpu()
    faked.now += 1
    await faked.lender.turn()
    assert told(faked).unloaded


@pytest.mark.logs("ziggie.service")
def test_a_damaged_file_lends_to_nobody(tmp_path: Path) -> None:
    file = tmp_path / "lending.json"
    file.write_text("{")
    bench = Bench(None, file)  # type: ignore[arg-type]
    assert bench.yielded is None


def test_a_program_is_known_by_its_script_and_its_folder(tmp_path: Path) -> None:
    home = tmp_path / "ComfyUI"
    home.mkdir()
    (home / "main.py").write_text("input()")
    with subprocess.Popen(
        [sys.executable, str(home / "main.py")], stdin=subprocess.PIPE, cwd=tmp_path
    ) as process:
        known = set(names_of(GpuProcess(pid=process.pid)))
        process.kill()
    assert {"ComfyUI", "main.py", tmp_path.name} <= known
    assert set(names_of(GpuProcess(pid=2**22 + os.getpid(), name="gone"))) == {"gone"}
