"""Tests that a model which the GPU is lost to is asked after Claude, and not for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.library.conftest import library_on
from tests.parts.nvml import FakeNvml
from tests.parts.ollama_fake import OllamaFake
from tests.service.conftest import MakeService, await_local
from tests.service.parts import MODEL, Parts
from tests.service.running import RunningService, until
from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import (
    EngineState,
    EngineStatus,
    Gpu,
    GpuState,
    GpuStatus,
    LoadedModel,
    Model,
)
from ziggie_desktop.engine.speed import Speeds
from ziggie_desktop.library.library import Library
from ziggie_desktop.service.doubts import FIRST_CHECK_S, LONGEST_CHECK_S, LOST_S, Doubts

CARD = Gpu(uuid="GPU-1", index=0, memory_total_bytes=24 * 1024**3)
WITH_GPU = GpuStatus(state=GpuState.OK, reason="ok", gpus=(CARD,))
LOST = GpuStatus(state=GpuState.LOST, reason="it fell off the bus")


@dataclass
class Bench:
    """Doubts over a stand-in Ollama, with a clock that is set."""

    fake: OllamaFake
    library: Library
    models: tuple[Model, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()
    gpu: GpuStatus = WITH_GPU
    now: float = 0.0
    lent: bool = False
    changes: int = 0
    speeds: Speeds = field(default_factory=Speeds)
    status: EngineStatus = field(
        default_factory=lambda: EngineStatus(state=EngineState.READY, reason="ok")
    )

    def __post_init__(self) -> None:
        self.doubts = Doubts(
            engine=self,
            library=self.library,
            side=self,
            gpu=lambda: self.gpu,
            speeds=lambda: self.speeds,
            changed=self.count,
            clock=lambda: self.now,
        )

    def count(self) -> None:
        self.changes += 1

    async def refresh(self) -> None:
        self.models, self.loaded = await self.library.models(), await self.library.loaded()

    def is_lent(self) -> bool:
        return self.lent

    async def look(self) -> str | None:
        await self.refresh()
        self.doubts.look()
        return self.doubts.why(MODEL)

    def vram(self, size: int | None) -> None:
        self.fake.models[MODEL] = replace(self.fake.models[MODEL], size_vram=size)

    def said(self, tokens_per_s: float, times: int = 1) -> None:
        for _ in range(times):
            self.speeds.add(MODEL, 100, Timings(eval_ns=int(100 / tokens_per_s * 1e9)))


@pytest.fixture
async def bench(ollama_fake: OllamaFake, tmp_path: Path) -> AsyncIterator[Bench]:
    async with aiohttp.ClientSession() as http:
        yield Bench(ollama_fake, library_on(ollama_fake.url, http, tmp_path))


async def test_a_model_beside_the_gpu_is_doubted_until_a_new_load_finds_it(bench: Bench) -> None:
    bench.vram(0)
    await bench.library.load(MODEL)
    assert await bench.look() == f"{MODEL} is on the processor, not on the GPU"
    assert bench.changes == 1
    await bench.doubts.check()
    assert bench.fake.loads == 1, "not yet"
    bench.now = FIRST_CHECK_S
    await bench.doubts.check()
    assert bench.fake.loads == 2
    assert bench.doubts.why(MODEL), "it is still there"
    bench.vram(None)
    bench.fake.unload(MODEL)
    bench.fake.load(MODEL)  # by the next request
    assert await bench.look() is None
    assert bench.changes == 2


async def test_the_looks_become_rarer_but_never_end(bench: Bench) -> None:
    bench.vram(0)
    await bench.library.load(MODEL)
    await bench.look()
    looks = []
    for _ in range(400):
        before = bench.fake.loads
        bench.now += 60
        await bench.doubts.check()
        if bench.fake.loads > before:
            looks.append(bench.now)
    gaps = [b - a for a, b in zip([0.0, *looks], looks, strict=False)]
    assert gaps[:4] == [300, 600, 1200, 2400]
    assert set(gaps[4:]) == {LONGEST_CHECK_S}


@pytest.mark.parametrize("why", ["running", "lent", "engine"])
async def test_no_look_while_it_would_disturb(bench: Bench, why: str) -> None:
    from ziggie_desktop.library.broker import Wish

    bench.vram(0)
    await bench.library.load(MODEL)
    await bench.look()
    bench.now = FIRST_CHECK_S
    if why == "running":
        await bench.library.loads.seat(MODEL, Wish(), {})
    bench.lent = why == "lent"
    if why == "engine":
        bench.status = EngineStatus(state=EngineState.STOPPED, reason="stopped")
    await bench.doubts.check()
    assert bench.fake.loads == 1


async def test_a_slow_model_is_asked_for_a_few_tokens(bench: Bench) -> None:
    await bench.library.load(MODEL)
    bench.said(100, 10)
    bench.said(10, 3)
    why = await bench.look()
    assert why == f"{MODEL} writes 10.0 tokens/s, usually 100.0"
    bench.fake.tokens_per_s = 20.0
    bench.now = FIRST_CHECK_S
    await bench.doubts.check()
    assert bench.doubts.why(MODEL) == why, "it is slow still"
    bench.fake.tokens_per_s = 90.0
    bench.now += 2 * FIRST_CHECK_S
    await bench.doubts.check()
    assert bench.doubts.why(MODEL) is None
    assert bench.fake.loads == 1


async def test_a_model_that_went_is_tried_by_the_next_request(bench: Bench) -> None:
    bench.vram(0)
    await bench.library.load(MODEL)
    assert await bench.look()
    await bench.library.unload(MODEL)
    assert await bench.look(), "that it is gone shows nothing"
    bench.now = FIRST_CHECK_S
    await bench.doubts.check()
    assert bench.doubts.why(MODEL) is None
    assert bench.fake.loads == 1, "nobody loads it for a look"
    await bench.library.load(MODEL)
    assert await bench.look(), "it did no better"


async def test_a_lost_gpu_is_doubted_for_all_until_it_is_back(bench: Bench) -> None:
    await bench.look()
    bench.gpu = LOST
    assert await bench.look() is None, "its reader may only be started anew"
    bench.now = LOST_S
    assert await bench.look() == "the GPU is lost: it fell off the bus"
    bench.gpu = WITH_GPU
    assert await bench.look() is None


async def test_what_the_owner_keeps_off_the_gpu_is_well_there(bench: Bench) -> None:
    bench.library.loads._options[MODEL] = {"num_gpu": 0}
    bench.vram(0)
    await bench.library.load(MODEL)
    assert await bench.look() is None


# Through the running service


@pytest.fixture
def on_gpu(
    make_service: MakeService, parts: Parts, fake_nvml: FakeNvml
) -> Iterator[RunningService]:
    service = make_service(environ=fake_nvml.env)
    await_local(service)
    model = parts.ollama.models[MODEL]
    yield service
    parts.ollama.models[MODEL] = model
    parts.ollama.unload(MODEL)


def test_requests_go_to_claude_until_it_is_well(on_gpu: RunningService, parts: Parts) -> None:
    said = [{"role": "user", "content": "Hi"}]
    asked = {"model": "ziggie-auto", "max_tokens": 8, "messages": said}

    def route(*headers: tuple[str, str]) -> Any:
        answer = on_gpu.call("POST", "/v1/messages", asked, headers=headers)
        return answer.headers["x-ziggie-route"], answer.headers["x-ziggie-reason"]

    def load(size_vram: int | None) -> None:
        parts.ollama.unload(MODEL)
        parts.ollama.models[MODEL] = replace(parts.ollama.models[MODEL], size_vram=size_vram)
        on_gpu.call("POST", "/ziggie/v1/models", {"action": "load", "model": MODEL}).ok()

    def problems() -> list[str]:
        return [problem["code"] for problem in on_gpu.state()["problems"]]

    load(0)
    until(lambda: route()[0] == "cloud", "the cloud is asked")
    assert "on the processor, not on the GPU" in route()[1]
    assert problems().count("silent_cpu") == 1
    assert route(("X-Ziggie-Use-Local", "always"))[0] == "local"
    load(None)
    until(lambda: route()[0] == "local", "the local model is asked again")
    assert "silent_cpu" not in problems()
