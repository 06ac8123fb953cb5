"""Tests the seats: who waits, what is sent and counted, what a restart remembers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.library.conftest import library_on
from tests.parts.ollama_fake import OllamaFake
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import LoadedModel
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.library.broker import Wish
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.loads import FOR_EVER, Loads

NAME = "m:1"
LOADED_NS = 2_000_000_000


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def loads(**more: Any) -> Loads:
    return Loads(own_limit=lambda name: 32_768, **more)


async def ask(one: Loads, num_ctx: int | None = None, **more: Any) -> dict[str, Any]:
    """One whole call; the options that it sends."""
    asked = {} if num_ctx is None else {"num_ctx": num_ctx}
    seat = await one.seat(NAME, Wish(num_ctx=num_ctx), asked, **more)
    seat.spoke()
    seat.left(LOADED_NS)
    return seat.options


async def test_smaller_wishes_are_served_and_counted() -> None:
    one = loads()
    assert await ask(one, 2048) == {"num_ctx": 4096}  # the first load: nothing to avoid
    assert await ask(one, 2048) == {"num_ctx": 4096}
    assert await ask(one, 4096) == {"num_ctx": 4096}
    assert await ask(one) == {"num_ctx": 4096}
    (figures,) = one.figures([NAME])
    assert (figures.reloads, figures.reloads_avoided) == (0, 1)


async def test_a_larger_wish_grows_once_and_stays() -> None:
    clock = Clock()
    one = loads(clock=clock)
    await ask(one)
    assert await ask(one, 16_384) == {"num_ctx": 16_384}
    assert await ask(one, 8_192) == {"num_ctx": 16_384}
    assert await ask(one, 20_000) == {"num_ctx": 16_384}, "too soon for another growth"
    clock.now += 601
    assert await ask(one, 20_000) == {"num_ctx": 20_000}
    (figures,) = one.figures([NAME])
    assert (figures.reloads, figures.reloads_avoided) == (2, 2)


async def test_a_larger_wish_waits_for_the_idle_moment() -> None:
    one = loads()
    first = await one.seat(NAME, Wish(), {})
    first.spoke()
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        waiting = group.create_task(ask(one, 16_384))
        await asyncio.sleep(0.02)
        assert not waiting.done()
        assert (await ask(one))["num_ctx"] == 4096, "others are answered meanwhile"
        first.left(LOADED_NS)
    assert waiting.result() == {"num_ctx": 16_384}


async def test_who_can_go_elsewhere_does_not_wait() -> None:
    one = loads()
    first = await one.seat(NAME, Wish(), {})
    with pytest.raises(ZiggieError) as caught:
        await one.seat(NAME, Wish(num_ctx=16_384), {"num_ctx": 16_384}, hurry=True)
    assert caught.value.code == "context_not_held"
    assert "busy" in caught.value.title
    first.left()


async def test_the_wait_is_bounded() -> None:
    one = loads()
    first = await one.seat(NAME, Wish(), {})
    wish = Wish(num_ctx=16_384, prompt_tokens=9_000)
    async with asyncio.timeout(30):
        with pytest.raises(ZiggieError) as caught:
            await one.seat(NAME, wish, {"num_ctx": 16_384}, wait_s=0.02)
    assert "16384" in caught.value.title
    first.left()


async def test_a_model_is_loading_until_it_has_spoken() -> None:
    one = loads()
    assert one.is_loading(NAME)
    seat = await one.seat(NAME, Wish(), {})
    one.seen([LoadedModel(name=NAME, context_length=4096)])  # Ollama lists it from the start
    assert one.is_loading(NAME)
    seat.spoke()
    assert not one.is_loading(NAME)
    seat.left(LOADED_NS)
    assert one.expected_load_s(NAME) == 2.0
    one.seen([])
    assert one.is_loading(NAME)
    assert one.expected_load_s(NAME) == 2.0
    await ask(one)
    one.seen([LoadedModel(name=NAME, context_length=4096)])
    assert not one.is_loading(NAME)


async def test_a_load_that_failed_leaves_nothing_behind() -> None:
    one = loads()
    (await one.seat(NAME, Wish(), {})).left()
    assert one.is_loading(NAME)
    assert one.expected_load_s(NAME) is None
    assert one.running(NAME) == 0


async def test_what_somebody_else_loaded_larger_serves_all() -> None:
    one = loads()
    one.seen([LoadedModel(name=NAME, context_length=8192)])
    assert await ask(one, 6000) == {"num_ctx": 8192}
    one.seen([])
    assert await ask(one) == {"num_ctx": 4096}


async def test_the_owner_says_how_long_a_model_stays() -> None:
    one = loads(keep_alive=lambda: "30m", pinned=lambda: ("pinned",))
    assert (await one.seat(NAME, Wish(), {})).keep_alive == "30m"
    assert (await one.seat("pinned:latest", Wish(), {})).keep_alive == FOR_EVER
    one.keep(NAME, "2h")
    assert one.keep_alive(NAME) == "2h"
    one.keep(NAME, None)
    assert one.keep_alive(NAME) == "30m"


async def test_the_owners_options_go_with_every_call() -> None:
    one = loads(options={NAME: {"num_gpu": 20}}, num_ctx={NAME: 2048})
    assert await ask(one, 16_384) == {"num_gpu": 20, "num_ctx": 2048}, "what is set does not grow"


async def test_what_was_learnt_outlives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "loads.json"
    one = loads(file=file)
    await ask(one)
    await ask(one, 16_384)
    await ask(one, 100)
    one.save()
    again = loads(file=file)
    assert again.figures([NAME]) == one.figures([NAME])
    assert again.num_ctx(NAME) == 16_384
    assert again.expected_load_s(NAME) == 2.0
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.logs("ziggie.library")
async def test_a_damaged_file_costs_only_what_was_learnt(tmp_path: Path) -> None:
    file = tmp_path / "loads.json"
    file.write_text("[7")
    assert loads(file=file).num_ctx(NAME) == 4096


async def test_a_load_without_a_question_counts_as_a_load(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    (name,) = ollama_fake.models
    library = library_on(ollama_fake.url, http, tmp_path)
    ollama_fake.load_s = 0.3
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        load = group.create_task(library.load(name))
        while not await library.loaded():
            await asyncio.sleep(0.01)
        assert library.loads.is_loading(name), "it is listed, and not there yet"
        await load
    assert not library.loads.is_loading(name)
    expected = library.loads.expected_load_s(name)
    assert expected is not None
    assert expected >= 0.3


# The contract suite: two clients with different num_ctx, on the stand-in and on the real Ollama


async def two_clients(library: Library, url: str, name: str, http: aiohttp.ClientSession) -> None:
    """Each with a context of its own, in turn, as the gateway sends them."""
    for num_ctx in (1024, 2048) * 3:
        wish = Wish(num_ctx=num_ctx, prompt_tokens=5)
        seat = await library.loads.seat(name, wish, {"num_ctx": num_ctx})
        body = {
            "model": name,
            "prompt": "Hi",
            "stream": False,
            "options": {"num_predict": 1, **seat.options},
        }
        async with http.post(url + "/api/generate", json=body) as answer:
            assert answer.status == 200
            said = await answer.json()
        seat.spoke()
        seat.left(said.get("load_duration"))


async def test_two_clients_cause_no_reload(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    (name,) = ollama_fake.models
    library = library_on(ollama_fake.url, http, tmp_path)
    await two_clients(library, ollama_fake.url, name, http)
    assert ollama_fake.loads == 1
    sent = {seen.body["options"]["num_ctx"] for seen in ollama_fake.calls("/api/generate")}
    assert sent == {4096}
    (figures,) = library.loads.figures([name])
    assert (figures.reloads, figures.reloads_avoided) == (0, 5)


@pytest.mark.real_ollama
async def test_two_clients_cause_no_reload_of_the_real_one(
    real_ollama: RealOllama, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    library = library_on(real_ollama.url, http, tmp_path)
    await library.models()
    await library.unload(MODEL_NAME)
    before = runner_starts(real_ollama)
    await two_clients(library, real_ollama.url, MODEL_NAME, http)
    assert runner_starts(real_ollama) - before == 1
    assert (await library.loaded())[0].name == MODEL_NAME
    assert library.loads.expected_load_s(MODEL_NAME) is not None
    wish = Wish(num_ctx=6000, prompt_tokens=4500)
    seat = await library.loads.seat(MODEL_NAME, wish, {"num_ctx": 6000})
    seat.left()
    await library.load(MODEL_NAME)
    assert runner_starts(real_ollama) - before == 2, "a larger wish loads it anew once"
    await library.unload(MODEL_NAME)


def runner_starts(ollama: RealOllama) -> int:
    """How often the server has started a runner."""
    return ollama.place.log.read_text(errors="replace").count("llama runner started in")


def test_the_owners_settings_are_followed_while_it_runs() -> None:
    one = loads(default_num_ctx=4096, num_ctx={"a:1": 2048})
    assert (one.num_ctx("a:1"), one.num_ctx("b:1")) == (2048, 4096)
    one.follow(default_num_ctx=8192, options={"b:1": {"num_gpu": 0}})
    assert (one.num_ctx("a:1"), one.num_ctx("b:1")) == (8192, 8192)
    assert one.options("b:1") == {"num_gpu": 0, "num_ctx": 8192}
