"""Tests list, load, unload and remove on the real Ollama; on stand-ins what it cannot show."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import msgspec
import pytest
from aiohttp import web

from tests.library.conftest import library_on
from tests.parts.ollama_fake import OllamaFake, OllamaFault
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Leaving
from ziggie_desktop.demo.parts.local_server import LocalServer
from ziggie_desktop.demo.parts.model import MODEL_NAME
from ziggie_desktop.library.calls import check_name
from ziggie_desktop.library.library import Library


@pytest.fixture
def library(real_ollama: RealOllama, http: aiohttp.ClientSession, tmp_path: Path) -> Library:
    return library_on(real_ollama.url, http, tmp_path)


@pytest.mark.real_ollama
async def test_model_is_listed_with_its_facts(library: Library) -> None:
    (model,) = [model for model in await library.models() if model.name == MODEL_NAME]
    assert model.size_bytes is not None
    assert model.size_bytes > 98_000_000
    assert model.quantization == "Q4_1"
    assert model.family == "llama"
    assert model.context_length == 8192
    assert "completion" in model.capabilities
    assert model.digest
    assert model.modified_at is not None
    assert library.context_length(MODEL_NAME) == 8192
    assert library.num_ctx(MODEL_NAME) == 4096
    library.set_num_ctx(MODEL_NAME, 100_000)
    assert library.num_ctx(MODEL_NAME) == 8192, "more than the model was made for"


@pytest.mark.real_ollama
async def test_load_and_unload_are_proved(library: Library) -> None:
    await library.load(MODEL_NAME, keep_alive="10m")
    (loaded,) = await library.loaded()
    assert loaded.name == MODEL_NAME
    assert loaded.size_vram_bytes == 0
    assert loaded.expires_at is not None
    await library.unload(MODEL_NAME)
    assert await library.loaded() == ()
    await library.unload(MODEL_NAME)  # not loaded is no error


@pytest.mark.real_ollama
async def test_kept_model_has_no_expiry(library: Library) -> None:
    await library.load(MODEL_NAME, keep_alive=-1)
    (loaded,) = await library.loaded()
    assert loaded.expires_at is None
    await library.unload(MODEL_NAME)


@pytest.mark.real_ollama
async def test_loaded_model_is_unloaded_before_it_is_removed(
    library: Library, real_ollama: RealOllama, http: aiohttp.ClientSession
) -> None:
    body = {"source": MODEL_NAME, "destination": "copy:1"}
    async with http.post(real_ollama.url + "/api/copy", json=body) as answer:
        assert answer.status == 200
    await library.load("copy:1")
    await library.remove("copy:1")
    assert all(model.name != "copy:1" for model in await library.models())
    assert await library.loaded() == ()


@pytest.mark.real_ollama
@pytest.mark.parametrize("verb", ["load", "unload", "remove", "show"])
async def test_unknown_model_is_said_to_be_unknown(library: Library, verb: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        await getattr(library, verb)("no-such-model")
    assert caught.value.code == "model_not_found"
    assert caught.value.status == 404
    assert "pull no-such-model" in caught.value.remedy


async def test_facts_are_asked_once_for_each_digest(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    library = library_on(ollama_fake.url, http, tmp_path)
    await library.models()
    await library.models()
    shows = [seen for seen in ollama_fake.requests if seen.path == "/api/show"]
    assert len(shows) == len(ollama_fake.models)


async def test_every_load_sends_the_same_num_ctx(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    (name,) = ollama_fake.models
    library = library_on(ollama_fake.url, http, tmp_path)
    await library.load(name)
    await library.load(name, keep_alive="5m")
    library.set_num_ctx(name, 2048)
    await library.load(name)
    asked = [seen.body for seen in ollama_fake.requests if seen.path == "/api/generate"]
    sent = [msgspec.convert(body["options"], dict[str, int])["num_ctx"] for body in asked]
    assert sent == [4096, 4096, 2048]


async def test_engine_that_is_gone_is_named(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    library = library_on("http://127.0.0.1:1", http, tmp_path)
    with pytest.raises(ZiggieError) as caught:
        await library.models()
    assert caught.value.code == "engine_not_ready"
    assert caught.value.status == 503


async def test_busy_engine_is_named(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    (name,) = ollama_fake.models
    library = library_on(ollama_fake.url, http, tmp_path)
    await library.models()
    ollama_fake.fail(OllamaFault.BUSY)
    with pytest.raises(ZiggieError) as caught:
        await library.load(name)
    assert caught.value.code == "engine_busy"


async def test_unload_that_is_only_acknowledged_is_called_stuck(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """Ollama acknowledges an unload at once; a model that still answers somebody stays."""
    async with _Stubborn() as url:
        library = library_on(url, http, tmp_path)
        with pytest.raises(ZiggieError) as caught:
            await library._models.unload("m:1", timeout_s=1.0)
        [stuck] = [one for one in await library.loaded() if one.name == "m:1"]
    assert stuck.leaving is Leaving.STUCK
    assert stuck.advice == caught.value.remedy
    assert caught.value.code == "unload_stuck"
    assert caught.value.remedy


async def test_old_server_and_odd_times_are_read(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    async with _Stubborn() as url:
        loaded = await library_on(url, http, tmp_path).loaded()
    for_ever, loading, soon = loaded
    assert for_ever.expires_at is None
    assert for_ever.context_length is None
    assert loading.expires_at is None
    assert soon.expires_at is not None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../x",
        "a/../b",
        "a\\b",
        "a b",
        "a\nb",
        "a\0b",
        "/etc/passwd",
        "x" * 300,
        "ｍ",
        "http://",
    ],
)
def test_names_with_tricks_are_refused(name: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        check_name(name)
    assert caught.value.code == "bad_model_name"


@pytest.mark.parametrize(
    "name",
    [
        "llama3.1:8b",
        "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
        "127.0.0.1:5000/library/smollm2:135m",
        "http://127.0.0.1:5000/library/smollm2:135m",
        "me/my_model",
    ],
)
def test_names_that_ollama_knows_are_taken(name: str) -> None:
    assert check_name(name) == name


class _Stubborn:
    """A server whose model never leaves, with the times that Ollama really sends."""

    async def __aenter__(self) -> str:
        app = web.Application()
        app.router.add_get("/api/tags", self._tags)
        app.router.add_get("/api/ps", self._ps)
        app.router.add_post("/api/show", self._show)
        app.router.add_post("/api/generate", self._generate)
        self._server = LocalServer(app)
        await self._server.start()
        return self._server.url

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()

    async def _tags(self, request: web.Request) -> web.Response:
        return web.json_response({"models": [{"name": "m:1", "digest": "d"}]})

    async def _ps(self, request: web.Request) -> web.Response:
        times = (
            "2318-10-15T11:21:14.123456789+02:00",
            "0001-01-01T00:00:00Z",
            "2026-11-22T11:21:14.1+01:00",
        )
        models = [
            {"name": name, "size": 10, "size_vram": 0, "expires_at": at}
            for name, at in zip(("m:1", "m:2", "m:3"), times, strict=True)
        ]
        return web.json_response({"models": models})

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response({"capabilities": ["completion"], "model_info": {}})

    async def _generate(self, request: web.Request) -> web.Response:
        return web.json_response({"done": True, "done_reason": "unload"})
