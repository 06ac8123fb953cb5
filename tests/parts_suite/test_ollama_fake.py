"""The stand-in Ollama, driven by the real ollama client; where it can, beside the real Ollama."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import httpx
import msgspec
import ollama
import pytest

from tests.parts.ollama_fake import OllamaFake, OllamaFault
from tests.parts.ollama_shapes import FakeModel
from tests.parts.real_ollama import RealOllama
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT, first_tokens

MODEL = "llama3.2:3b"
ASK = [{"role": "user", "content": "Say something"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "read_file",
        "description": "Reads a file.",
        "parameters": {"type": "object", "properties": {"path": {"type": "string"}}},
    },
}


@pytest.fixture
async def client(ollama_fake: OllamaFake) -> AsyncIterator[Any]:
    client = ollama.AsyncClient(host=ollama_fake.url, timeout=60)
    yield client
    await client._client.aclose()


async def streamed(client: Any, **more: Any) -> tuple[str, list[Any]]:
    text, parts = "", []
    async for part in await client.chat(model=MODEL, messages=ASK, stream=True, **more):
        parts.append(part)
        text += part.message.content or ""
    return text, parts


async def test_client_reads_its_lists(ollama_fake: OllamaFake, client: Any) -> None:
    assert [model.model for model in (await client.list()).models] == [MODEL]
    assert (await client.ps()).models == []
    await client.generate(model=MODEL)
    loaded = (await client.ps()).models[0]
    assert (loaded.model, loaded.context_length, loaded.size_vram) == (MODEL, 4096, loaded.size)
    assert "tools" in (await client.show(MODEL)).capabilities
    await client.generate(model=MODEL, keep_alive=0)
    assert (await client.ps()).models == []
    with pytest.raises(ollama.ResponseError) as caught:
        await client.show("none")
    assert caught.value.status_code == 404


async def test_chat_whole_and_streamed_say_the_same(ollama_fake: OllamaFake, client: Any) -> None:
    ollama_fake.canonical = CANONICAL_TEXT
    whole = await client.chat(model=MODEL, messages=ASK, options={"num_ctx": 8192})
    text, parts = await streamed(client, options={"num_ctx": 8192}, logprobs=True)
    assert text == whole.message.content == CANONICAL_TEXT
    assert (parts[-1].done_reason, parts[-1].eval_count) == ("stop", 60)
    assert parts[0].logprobs[0].logprob == ollama_fake.logprob
    assert ollama_fake.loads == 1
    await client.chat(model=MODEL, messages=ASK, options={"num_ctx": 2048, "num_predict": 3})
    assert ollama_fake.loads == 2


async def test_tools_and_thinking(ollama_fake: OllamaFake, client: Any) -> None:
    ask = [{"role": "user", "content": 'use tool read_file {"path": "a.txt"}'}]
    answer = await client.chat(model=MODEL, messages=ask, tools=[TOOL], think=True)
    call = answer.message.tool_calls[0].function
    assert (call.name, call.arguments) == ("read_file", {"path": "a.txt"})
    assert answer.message.thinking
    ollama_fake.models[MODEL] = FakeModel(MODEL, capabilities=("completion",))
    with pytest.raises(ollama.ResponseError, match="does not support tools"):
        await client.chat(model=MODEL, messages=ask, tools=[TOOL])


async def test_faults(ollama_fake: OllamaFake, client: Any) -> None:
    ollama_fake.canonical = CANONICAL_TEXT
    start = first_tokens(CANONICAL_TEXT, 40)
    for kind, status in ((OllamaFault.SERVER_ERROR, 500), (OllamaFault.BUSY, 503)):
        ollama_fake.fail(kind)
        with pytest.raises(ollama.ResponseError) as caught:
            await streamed(client)
        assert caught.value.status_code == status
    ollama_fake.fail(OllamaFault.NO_DONE)
    text, parts = await streamed(client)
    assert (text, parts[-1].done) == (CANONICAL_TEXT, False)
    for kind in (OllamaFault.CUT, OllamaFault.STREAM_ERROR, OllamaFault.MALFORMED):
        ollama_fake.fail(kind)
        got = ""
        with pytest.raises(Exception, match=r"."):  # noqa: PT012
            async for part in await client.chat(model=MODEL, messages=ASK, stream=True):
                got += part.message.content
        assert got == start, kind
    for kind in (OllamaFault.STALL, OllamaFault.LATE_FIRST_TOKEN):
        ollama_fake.fail(kind, delay_s=0.3)
        began = asyncio.get_running_loop().time()
        assert (await streamed(client))[0] == CANONICAL_TEXT
        assert asyncio.get_running_loop().time() - began >= 0.3
    ollama_fake.fail(OllamaFault.RESET)
    with pytest.raises(httpx.ReadError):
        await streamed(client)
    assert (await streamed(client))[0] == CANONICAL_TEXT


async def test_it_can_be_gone_and_come_back(ollama_fake: OllamaFake, client: Any) -> None:
    url = ollama_fake.url
    await ollama_fake.stop()
    with pytest.raises(ConnectionError):
        await client.list()
    await ollama_fake.start()
    assert ollama_fake.url == url
    assert (await client.list()).models


async def test_scripted_pull(ollama_fake: OllamaFake, client: Any) -> None:
    steps = [step async for step in await client.pull("new:1b", stream=True)]
    assert steps[-1].status == "success"
    assert "new:1b" in ollama_fake.models
    ollama_fake.pull_script = [{"status": "pulling manifest"}, 0.01, {"error": "max retries"}]
    with pytest.raises(ollama.ResponseError, match="max retries"):
        async for _ in await client.pull("other:1b", stream=True):
            pass


async def test_a_caller_that_leaves_is_noticed(ollama_fake: OllamaFake) -> None:
    ollama_fake.canonical, ollama_fake.tokens_per_s = CANONICAL_TEXT, 20
    async with asyncio.timeout(10):
        async with (
            aiohttp.ClientSession(ollama_fake.url) as http,
            http.post("/api/chat", json={"model": MODEL, "messages": ASK}) as answer,
        ):
            await answer.content.readline()
        while ollama_fake.calls("/api/chat")[0].ended == "open":
            await asyncio.sleep(0.01)
    assert ollama_fake.calls("/api/chat")[0].ended == "left"


@pytest.mark.real_ollama
@pytest.mark.parametrize("path", ["/api/chat", "/api/generate"])
async def test_it_has_the_shape_of_the_real_one(
    ollama_fake: OllamaFake, real_ollama: RealOllama, path: str
) -> None:
    """Every field of the real answer is in the stand-in's, with the same type."""
    ollama_fake.models["smollm2:135m"] = FakeModel("smollm2:135m")
    ollama_fake.canonical = CANONICAL_TEXT
    body: dict[str, Any] = {"model": "smollm2:135m", "options": {"num_predict": 5}, "messages": ASK}
    if path == "/api/generate":
        body["prompt"] = "Count to a hundred."
        del body["messages"]

    async def lines(url: str) -> list[dict[str, Any]]:
        async with aiohttp.ClientSession(url) as http, http.post(path, json=body) as answer:
            assert answer.content_type == "application/x-ndjson"
            return [msgspec.json.decode(line) async for line in answer.content]

    real, fake = await lines(real_ollama.url), await lines(ollama_fake.url)
    assert real[-1]["done_reason"] == fake[-1]["done_reason"] == "length"
    for at in (0, -1):
        types = {name: type(value) for name, value in real[at].items() if name != "context"}
        assert types == {name: type(value) for name, value in fake[at].items()}
