"""The unmodified clients, given only a base URL and a key, through the gateway."""

from __future__ import annotations

import anthropic
import ollama
import openai
import pytest

from tests.gateway.stand import CLOUD, LOCAL, Stand
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault

ASK = "Say it."
TOOL = {
    "name": "weather",
    "description": "The weather.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
}


@pytest.fixture(params=["local", "cloud"])
def whole(request: pytest.FixtureRequest, stand: Stand) -> Stand:
    stand.cloud.canonical = stand.ollama.canonical = CANONICAL_TEXT
    if request.param == "cloud":
        stand.way.first, stand.way.then = CLOUD, LOCAL
    return stand


def claude(stand: Stand) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(base_url=stand.url, api_key="ziggie")


async def test_anthropic(whole: Stand) -> None:
    async with claude(whole) as client:
        said = await client.messages.create(
            model="claude-haiku-4-5",
            max_tokens=100,
            messages=[{"role": "user", "content": ASK}],
        )
        block = said.content[0]
        assert block.type == "text"
        assert block.text == CANONICAL_TEXT
        assert said.stop_reason == "end_turn"
        assert said.usage.output_tokens == 60
        assert said._request_id == whole.book.begun[-1]
        async with client.messages.stream(
            model="claude-haiku-4-5",
            max_tokens=100,
            messages=[{"role": "user", "content": ASK}],
        ) as stream:
            text = "".join([piece async for piece in stream.text_stream])
            final = await stream.get_final_message()
        assert text == CANONICAL_TEXT
        assert final.stop_reason == "end_turn"
        count = await client.messages.count_tokens(
            model="claude-haiku-4-5", messages=[{"role": "user", "content": ASK}]
        )
        assert count.input_tokens > 0
        models = await client.models.list()
        assert "ziggie-auto" in [model.id for model in models.data]


@pytest.mark.parametrize("stream", [True, False])
async def test_anthropic_tools(stand: Stand, stream: bool) -> None:
    for target in (LOCAL, CLOUD):
        stand.way.first, stand.way.then = target, None
        asked = {
            "model": "claude-haiku-4-5",
            "max_tokens": 100,
            "tools": [TOOL],
            "messages": [{"role": "user", "content": 'use tool weather {"city": "Graz"}'}],
        }
        async with claude(stand) as client:
            if stream:
                async with client.messages.stream(**asked) as events:  # type: ignore[arg-type]
                    said = await events.get_final_message()
            else:
                said = await client.messages.create(**asked)  # type: ignore[call-overload]
        call = said.content[-1]
        assert call.type == "tool_use"
        assert call.input == {"city": "Graz"}
        assert said.stop_reason == "tool_use"


async def test_openai(whole: Stand) -> None:
    async with openai.AsyncOpenAI(base_url=whole.url + "/v1", api_key="ziggie") as client:
        said = await client.chat.completions.create(
            model="gpt", messages=[{"role": "user", "content": ASK}]
        )
        assert said.choices[0].message.content == CANONICAL_TEXT
        assert said._request_id == whole.book.begun[-1]
        stream = await client.chat.completions.create(
            model="gpt", messages=[{"role": "user", "content": ASK}], stream=True
        )
        text = "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])
        assert text == CANONICAL_TEXT
        answer = await client.responses.create(model="gpt", input=ASK)
        assert answer.output_text == CANONICAL_TEXT
        models = await client.models.list()
        assert "ziggie-auto" in [model.id for model in models.data]


async def test_openai_embeddings(stand: Stand) -> None:
    stand.way.then = None
    async with openai.AsyncOpenAI(base_url=stand.url + "/v1", api_key="ziggie") as client:
        found = await client.embeddings.create(model="nomic-embed-text", input=["a", "b"])
    assert len(found.data) == 2
    assert len(found.data[0].embedding) == 8


async def test_ollama(whole: Stand) -> None:
    async with ollama.AsyncClient(host=whole.url) as client:
        said = await client.chat(model="llama3.2", messages=[{"role": "user", "content": ASK}])
        assert said.message.content == CANONICAL_TEXT
        stream = await client.chat(
            model="llama3.2", messages=[{"role": "user", "content": ASK}], stream=True
        )
        assert "".join([part.message.content or "" async for part in stream]) == CANONICAL_TEXT
        made = await client.generate(model="llama3.2", prompt=ASK)
        assert made.response == CANONICAL_TEXT
        names = [model.model for model in (await client.list()).models]
        assert "ziggie-auto" in names
        assert (await client.ps()).models is not None
        shown = await client.show("ziggie-auto")
        assert "completion" in (shown.capabilities or [])


async def test_a_client_does_not_repeat_what_we_have_tried(stand: Stand) -> None:
    stand.ollama.fail(OllamaFault.BUSY, times=None)
    stand.cloud.fail(CloudFault.OVERLOADED, times=None)
    async with claude(stand) as client:
        with pytest.raises(anthropic.APIStatusError):
            await client.messages.create(
                model="claude-haiku-4-5",
                max_tokens=10,
                messages=[{"role": "user", "content": ASK}],
            )
    async with openai.AsyncOpenAI(base_url=stand.url + "/v1", api_key="ziggie") as other:
        with pytest.raises(openai.APIStatusError):
            await other.chat.completions.create(
                model="gpt", messages=[{"role": "user", "content": ASK}]
            )
    assert len(stand.book.begun) == 2, "one request each, not three"


async def test_a_cut_stream_raises_in_the_client(stand: Stand) -> None:
    stand.way.then = None
    stand.ollama.canonical = CANONICAL_TEXT
    stand.ollama.fail(OllamaFault.CUT, after_tokens=20, times=None)
    async with claude(stand) as client:
        with pytest.raises(anthropic.APIStatusError):
            async with client.messages.stream(
                model="claude-haiku-4-5",
                max_tokens=100,
                messages=[{"role": "user", "content": ASK}],
            ) as stream:
                await stream.get_final_message()
    async with ollama.AsyncClient(host=stand.url) as other:
        with pytest.raises(ollama.ResponseError):
            async for _ in await other.chat(
                model="x", messages=[{"role": "user", "content": ASK}], stream=True
            ):
                pass
