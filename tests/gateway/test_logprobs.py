"""Log probabilities: from Ollama to the clients that ask for them, and never silently left out."""

from __future__ import annotations

import math
from typing import Any

import ollama
import openai
import pytest

from tests.gateway.dialects.wires import talk
from tests.gateway.dialects.writing import to_claude, to_ollama
from tests.gateway.stand import CLOUD, LOCAL, Stand
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT, tokens
from ziggie_desktop.gateway.dialects.estimate import needs

ASK = [{"role": "user", "content": "Say it."}]


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/api/chat"])
def test_who_asks_is_understood(path: str) -> None:
    asked = talk(path, logprobs=True, top_logprobs=3)
    assert asked.logprobs == 3
    assert needs(asked) == {"logprobs"}
    written = to_ollama(asked)
    assert (written["logprobs"], written["top_logprobs"]) == (True, 3)
    with pytest.raises(ZiggieError, match="log probabilities") as caught:
        to_claude(asked)
    assert caught.value.status == 400
    not_asked = talk(path, logprobs=False)
    assert not_asked.logprobs is None
    assert "logprobs" not in to_ollama(not_asked)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"top_logprobs": 2}, 2),
        ({"include": ["message.output_text.logprobs"]}, 0),
        ({"include": ["message.output_text.logprobs"], "top_logprobs": 3}, 3),
        ({"include": ["reasoning.encrypted_content"]}, None),
        ({"top_logprobs": 0}, None),
    ],
)
def test_who_asks_of_a_response_is_understood(more: dict[str, Any], wanted: int | None) -> None:
    assert talk("/v1/responses", **more).logprobs == wanted


@pytest.mark.parametrize("stream", [True, False])
async def test_responses(stand: Stand, stream: bool) -> None:
    stand.way.then = None
    stand.ollama.canonical = CANONICAL_TEXT
    asked: Any = {"model": "x", "input": "Say it.", "top_logprobs": 1}
    async with openai.AsyncOpenAI(base_url=stand.url + "/v1", api_key="ziggie") as client:
        said: Any = await client.responses.create(**asked, stream=stream)
        if stream:
            events = [event async for event in said]
            deltas = [event for event in events if event.type == "response.output_text.delta"]
            assert [one.token for d in deltas for one in d.logprobs] == tokens(CANONICAL_TEXT)
            said = events[-1].response
    found = said.output[0].content[0].logprobs
    assert [one.token for one in found] == tokens(CANONICAL_TEXT)
    assert all(math.isclose(one.logprob, stand.ollama.logprob) for one in found)
    assert all(len(one.top_logprobs) == 1 for one in found)


@pytest.mark.parametrize("stream", [True, False])
async def test_openai_client(stand: Stand, stream: bool) -> None:
    stand.way.then = None
    stand.ollama.canonical = CANONICAL_TEXT
    asked: Any = {"model": "x", "messages": ASK, "logprobs": True, "top_logprobs": 1}
    async with openai.AsyncOpenAI(base_url=stand.url + "/v1", api_key="ziggie") as client:
        said: Any = await client.chat.completions.create(**asked, stream=stream)
        choices = said.choices if not stream else [c.choices[0] async for c in said if c.choices]
    found = [item for c in choices if c.logprobs for item in c.logprobs.content or []]
    assert [item.token for item in found] == tokens(CANONICAL_TEXT)
    assert all(math.isclose(item.logprob, stand.ollama.logprob) for item in found)
    assert all(len(item.top_logprobs) == 1 for item in found)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("wanted", [0, 2])
async def test_the_older_completions(stand: Stand, stream: bool, wanted: int) -> None:
    stand.way.then = None
    stand.ollama.canonical = CANONICAL_TEXT
    asked: Any = {"model": "x", "prompt": "Say it.", "logprobs": wanted}
    async with openai.AsyncOpenAI(base_url=stand.url + "/v1", api_key="ziggie") as client:
        said: Any = await client.completions.create(**asked, stream=stream)
        choices = said.choices if not stream else [c.choices[0] async for c in said if c.choices]
    found = [choice.logprobs for choice in choices if choice.logprobs]
    seen = [token for one in found for token in one.tokens]
    assert seen == tokens(CANONICAL_TEXT)
    offsets = [offset for one in found for offset in one.text_offset]
    ends = [offset + len(token) for offset, token in zip(offsets, seen, strict=True)]
    assert offsets == [0, *ends[:-1]]
    assert all(math.isclose(p, stand.ollama.logprob) for one in found for p in one.token_logprobs)
    alternatives = [one.top_logprobs for one in found]
    assert all(bool(one) is bool(wanted) for one in alternatives)
    sent = stand.ollama.calls("/api/chat")[-1].body
    assert (sent["logprobs"], sent.get("top_logprobs", 0)) == (True, wanted)


@pytest.mark.parametrize("wanted", [-1, 21, "many"])
def test_how_many_is_a_number_from_0_to_20(wanted: object) -> None:
    with pytest.raises(ZiggieError, match="logprobs"):
        talk("/v1/completions", logprobs=wanted)
    with pytest.raises(ZiggieError, match="top_logprobs"):
        talk("/v1/chat/completions", logprobs=True, top_logprobs=wanted)
    with pytest.raises(ZiggieError, match="top_logprobs"):
        talk("/v1/responses", top_logprobs=wanted)


async def test_ollama_client(stand: Stand) -> None:
    stand.way.then = None
    stand.ollama.canonical = CANONICAL_TEXT
    async with ollama.AsyncClient(host=stand.url) as client:
        said = await client.chat(model="x", messages=ASK, logprobs=True)
    assert [item.token for item in said.logprobs or []] == tokens(CANONICAL_TEXT)


async def test_claude_is_not_asked_for_what_it_cannot_give(stand: Stand) -> None:
    stand.way.first, stand.way.then = CLOUD, LOCAL
    stand.ollama.canonical = CANONICAL_TEXT
    asked: Any = {"model": "x", "messages": ASK, "logprobs": True}
    async with openai.AsyncOpenAI(base_url=stand.url + "/v1", api_key="ziggie") as client:
        said = await client.chat.completions.create(**asked)
        assert said.choices[0].logprobs is not None
        stand.way.then = None
        with pytest.raises(openai.BadRequestError, match="log probabilities"):
            await client.chat.completions.create(**asked)
    assert stand.cloud.messages() == []
