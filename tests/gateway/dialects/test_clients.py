"""The real SDKs parse what the writers write, and raise on an answer that broke."""

from __future__ import annotations

import json
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.gateway.dialects.wires import ABOUT, ANSWER
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.demo.parts.local_server import LocalServer
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.events import Event

FAILURE = ZiggieError("truncated_answer", "The answer broke off", "Ask again.", status=502)


class Server:
    """Answers every request with the same events, whole or streamed, or broken off."""

    def __init__(self) -> None:
        self.events: tuple[Event, ...] = ANSWER
        self.breaks_after: int | None = None
        self.error: ZiggieError | None = None
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        dialect = DIALECTS[request.path]
        conversation = dialect.read_request(await request.read(), path=request.path)
        if self.error is not None:
            body = dialect.error(self.error, request_id="r1")
            headers = {"x-should-retry": "false", "content-type": "application/json"}
            return web.Response(status=self.error.status, body=body, headers=headers)
        if not conversation.stream:
            body = dialect.whole(conversation, ABOUT, self.events)
            return web.Response(body=body, content_type="application/json")
        writer = dialect.writer(conversation, ABOUT)
        response = web.StreamResponse(headers={"content-type": writer.content_type})
        await response.prepare(request)
        for event in self.events[: self.breaks_after]:
            await response.write(writer.write(event))
        if self.breaks_after is not None:
            await response.write(writer.fail(FAILURE))
        await response.write_eof()
        return response


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    for path in DIALECTS:
        app.router.add_post(path, server.answer)
    local = LocalServer(app)
    await local.start()
    server.url = local.url
    yield server
    await local.stop()


@contextmanager
def sdk_warnings_ignored() -> Iterator[None]:
    """Importing and calling the SDKs may warn of their own matters; those are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


TOOLS = [{"name": "get_weather", "input_schema": {"type": "object", "properties": {}}}]
FUNCTIONS = [{"type": "function", "function": {"name": "get_weather", "parameters": {}}}]


async def test_anthropic_client(server: Server) -> None:
    with sdk_warnings_ignored():
        import anthropic

        sdk: Any = anthropic.AsyncAnthropic(api_key="k", base_url=server.url, max_retries=0)
        async with sdk as client:
            call = {
                "model": "m",
                "max_tokens": 64,
                "messages": [{"role": "user", "content": "Hi"}],
                "tools": TOOLS,
            }
            whole = await client.messages.create(**call)
            async with client.messages.stream(**call) as stream:
                streamed = await stream.get_final_message()
            for message in (whole, streamed):
                thought, text, first, second = message.content
                assert (thought.thinking, thought.signature) == ("Let me think.", "c2ln")
                assert text.text == "Héllo wörld 🌍"
                assert (first.id, first.name) == ("toolu_1", "get_weather")
                assert first.input == {"city": "Paris", "days": 2}
                assert (second.id, second.input) == ("toolu_2", {})
                assert message.stop_reason == "tool_use"
                assert message.usage.input_tokens == 15
                assert message.usage.cache_read_input_tokens == 5
                assert message.usage.output_tokens == 17

            for cut in range(1, len(ANSWER)):
                server.breaks_after = cut
                with pytest.raises(anthropic.APIStatusError) as caught:
                    async with client.messages.stream(**call) as stream:
                        await stream.get_final_message()
                assert "The answer broke off. Ask again." in str(caught.value)

            server.error = ZiggieError("no_side", "Nobody can answer", "Load a model.", status=529)
            with pytest.raises(anthropic.APIStatusError) as refused:
                await client.messages.create(**call)
            assert refused.value.status_code == 529
            assert refused.value.body == {
                "type": "error",
                "error": {
                    "type": "overloaded_error",
                    "message": "Nobody can answer. Load a model.",
                    "details": {"error_code": "no_side"},
                },
                "request_id": "r1",
            }


async def test_openai_chat_client(server: Server) -> None:
    with sdk_warnings_ignored():
        import openai

        sdk: Any = openai.AsyncOpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=0)
        async with sdk as client:
            call = {
                "model": "m",
                "messages": [{"role": "user", "content": "Hi"}],
                "tools": FUNCTIONS,
            }
            whole = await client.chat.completions.create(**call)
            options = {"include_usage": True}
            async with client.chat.completions.stream(**call, stream_options=options) as stream:
                streamed = await stream.get_final_completion()
            for completion in (whole, streamed):
                choice = completion.choices[0]
                assert choice.finish_reason == "tool_calls"
                assert choice.message.content == "Héllo wörld 🌍"
                first, second = choice.message.tool_calls
                assert (first.id, first.function.name) == ("toolu_1", "get_weather")
                assert json.loads(first.function.arguments) == {"city": "Paris", "days": 2}
                assert json.loads(second.function.arguments) == {}
                assert completion.usage.prompt_tokens == 20
                assert completion.usage.completion_tokens == 17
                assert completion.usage.prompt_tokens_details.cached_tokens == 5

            for cut in range(1, len(ANSWER)):
                server.breaks_after = cut
                with pytest.raises(openai.APIError) as caught:
                    async for _ in await client.chat.completions.create(**call, stream=True):
                        pass
                assert "The answer broke off. Ask again." in str(caught.value)

            server.error = ZiggieError("context_too_long", "Too long", "Cut it.", status=400)
            with pytest.raises(openai.BadRequestError) as refused:
                await client.chat.completions.create(**call)
            assert refused.value.code == "context_length_exceeded"


async def test_openai_responses_and_completions_client(server: Server) -> None:
    with sdk_warnings_ignored():
        import openai

        sdk: Any = openai.AsyncOpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=0)
        async with sdk as client:
            whole = await client.responses.create(model="m", input="Hi")
            async with client.responses.stream(model="m", input="Hi") as stream:
                streamed = await stream.get_final_response()
            for response in (whole, streamed):
                thought, message, first, second = response.output
                assert thought.summary[0].text == "Let me think."
                assert thought.encrypted_content == "c2ln"
                assert message.content[0].text == "Héllo wörld 🌍"
                assert (first.call_id, first.name) == ("toolu_1", "get_weather")
                assert json.loads(first.arguments) == {"city": "Paris", "days": 2}
                assert json.loads(second.arguments) == {}
                assert response.status == "completed"
                assert response.output_text == "Héllo wörld 🌍"
                assert response.usage.input_tokens == 20
                assert response.usage.input_tokens_details.cached_tokens == 5

            plain = await client.completions.create(model="m", prompt="Hi")
            assert plain.choices[0].text == "Héllo wörld 🌍"
            pieces = [
                chunk.choices[0].text
                async for chunk in await client.completions.create(
                    model="m", prompt="Hi", stream=True
                )
            ]
            assert "".join(pieces) == "Héllo wörld 🌍"

            for cut in range(1, len(ANSWER)):
                server.breaks_after = cut
                with pytest.raises(openai.APIError, match="The answer broke off"):
                    async for _ in await client.responses.create(
                        model="m", input="Hi", stream=True
                    ):
                        pass


async def test_ollama_client(server: Server) -> None:
    with sdk_warnings_ignored():
        import ollama

        client: Any = ollama.AsyncClient(host=server.url)
        messages = [{"role": "user", "content": "Hi"}]
        whole = await client.chat(model="m", messages=messages, tools=FUNCTIONS)
        content, thinking = "", ""
        calls: list[Any] = []
        async for part in await client.chat(model="m", messages=messages, stream=True):
            content += part.message.content or ""
            thinking += part.message.thinking or ""
            calls += part.message.tool_calls or []
        assert part.done
        for said, thought, called, last in (
            (whole.message.content, whole.message.thinking, whole.message.tool_calls, whole),
            (content, thinking, calls, part),
        ):
            assert (said, thought) == ("Héllo wörld 🌍", "Let me think.")
            assert [call.function.name for call in called] == ["get_weather", "get_time"]
            assert called[0].function.arguments == {"city": "Paris", "days": 2}
            assert (last.prompt_eval_count, last.eval_count) == (20, 17)
            assert (last.total_duration, last.done_reason) == (9_000_000, "stop")

        generated = await client.generate(model="m", prompt="Hi")
        assert (generated.response, generated.thinking) == ("Héllo wörld 🌍", "Let me think.")
        assert generated.done

        for cut in range(1, len(ANSWER)):
            server.breaks_after = cut
            with pytest.raises(ollama.ResponseError, match="The answer broke off"):
                async for _ in await client.chat(model="m", messages=messages, stream=True):
                    pass

        server.error = ZiggieError("no_model", "No such model", "Pull it.", status=404)
        with pytest.raises(ollama.ResponseError) as refused:
            await client.chat(model="m", messages=messages)
        assert (refused.value.error, refused.value.status_code) == ("No such model. Pull it.", 404)
        await client.close()
