"""The simulated Anthropic API, driven by the real Anthropic SDK."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import anthropic
import pytest
from anthropic import AsyncAnthropic

from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT, first_tokens, tokens
from ziggie_desktop.demo.parts.cloud import CloudSimulator
from ziggie_desktop.demo.parts.cloud_faults import CloudFault

MODEL = "claude-haiku-5-5"
TOOL = {
    "name": "read_file",
    "description": "Reads a file.",
    "input_schema": {"type": "object", "properties": {"path": {"type": "string"}}},
}
ASK: Any = [{"role": "user", "content": "Say something"}]


@pytest.fixture
async def sdk(cloud_sim: CloudSimulator) -> AsyncIterator[Any]:
    async with AsyncAnthropic(
        base_url=cloud_sim.url, api_key=cloud_sim.key, max_retries=0, timeout=60
    ) as client:
        yield client


async def streamed(sdk: Any) -> tuple[str, str | None]:
    text, reason = "", None
    async for event in await sdk.messages.create(
        model=MODEL, max_tokens=500, messages=ASK, stream=True
    ):
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text += event.delta.text
        elif event.type == "message_delta":
            reason = event.delta.stop_reason
    return text, reason


async def post(cloud: CloudSimulator, body: dict[str, Any], **headers: str) -> tuple[int, Any]:
    sent = {"x-api-key": cloud.key, "anthropic-version": "2023-06-01"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{cloud.url}/v1/messages", json=body, headers=sent) as answer,
    ):
        return answer.status, await answer.json()


def test_canonical_text_has_sixty_tokens() -> None:
    assert len(tokens(CANONICAL_TEXT)) == 60
    assert "".join(tokens(CANONICAL_TEXT)) == CANONICAL_TEXT


async def test_sdk_gets_one_whole_message(cloud_sim: CloudSimulator, sdk: Any) -> None:
    answer = await sdk.messages.create(model=MODEL, max_tokens=100, messages=ASK)
    assert answer.content[0].text == "Simulated answer: you said “Say something”."
    assert (answer.model, answer.stop_reason) == (MODEL, "end_turn")
    assert answer.usage.output_tokens == len(tokens(answer.content[0].text))
    assert answer._request_id == "req_sim00000001"
    seen = cloud_sim.messages()[0]
    assert (seen.version, seen.ended, seen.status) == ("2026-10-21", "whole", 200)
    assert seen.headers["authorization"] == f"Bearer {cloud_sim.key}"
    assert seen.body["max_tokens"] == 100


async def test_sdk_stream_helper_gets_the_same(cloud_sim: CloudSimulator, sdk: Any) -> None:
    cloud_sim.canonical = CANONICAL_TEXT
    async with sdk.messages.stream(model=MODEL, max_tokens=500, messages=ASK) as stream:
        text = "".join([piece async for piece in stream.text_stream])
        final = await stream.get_final_message()
    assert text == CANONICAL_TEXT == final.content[0].text
    assert (final.stop_reason, final.usage.output_tokens) == ("end_turn", 60)


async def test_tools_round_trip(sdk: Any) -> None:
    question = {"role": "user", "content": 'Please use tool read_file {"path": "a b.txt"} now'}
    async with sdk.messages.stream(
        model=MODEL, max_tokens=500, messages=[question], tools=[TOOL]
    ) as stream:
        final = await stream.get_final_message()
    assert final.stop_reason == "tool_use"
    call = final.content[-1]
    assert (call.type, call.name, call.input) == ("tool_use", "read_file", {"path": "a b.txt"})
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "the file says hi"}
    again = await sdk.messages.create(
        model=MODEL,
        max_tokens=500,
        tools=[TOOL],
        messages=[
            question,
            {"role": "assistant", "content": final.content},
            {"role": "user", "content": [result]},
        ],
    )
    assert "the file says hi" in again.content[0].text
    result["tool_use_id"] = "toolu_other"
    with pytest.raises(anthropic.BadRequestError, match=r"unexpected `tool_use_id`|without"):
        await sdk.messages.create(
            model=MODEL,
            max_tokens=500,
            tools=[TOOL],
            messages=[
                question,
                {"role": "assistant", "content": final.content},
                {"role": "user", "content": [result]},
            ],
        )


async def test_thinking_comes_signed_and_only_its_own_signature_is_taken_back(
    sdk: Any,
) -> None:
    thinking = {"type": "enabled", "budget_tokens": 1024}
    async with sdk.messages.stream(
        model=MODEL, max_tokens=2000, messages=ASK, thinking=thinking
    ) as stream:
        final = await stream.get_final_message()
    thought = final.content[0]
    assert thought.type == "thinking"
    assert thought.thinking
    more = [*ASK, {"role": "assistant", "content": final.content}, *ASK]
    await sdk.messages.create(model=MODEL, max_tokens=2000, messages=more, thinking=thinking)
    thought.signature = "local"
    with pytest.raises(anthropic.BadRequestError, match="Invalid `signature`"):
        await sdk.messages.create(model=MODEL, max_tokens=2000, messages=more, thinking=thinking)


async def test_prompt_cache_is_written_then_read(sdk: Any) -> None:
    system = [{"type": "text", "text": "word " * 1500, "cache_control": {"type": "ephemeral"}}]

    async def usage() -> Any:
        answer = await sdk.messages.create(model=MODEL, max_tokens=50, messages=ASK, system=system)
        return answer.usage

    first, second = await usage(), await usage()
    assert first.cache_creation_input_tokens == second.cache_read_input_tokens > 1024
    assert first.cache_read_input_tokens == second.cache_creation_input_tokens == 0
    assert first.input_tokens == second.input_tokens < 100


async def test_counting_and_models(sdk: Any) -> None:
    counted = await sdk.messages.count_tokens(model=MODEL, messages=ASK)
    answer = await sdk.messages.create(model=MODEL, max_tokens=5, messages=ASK)
    assert counted.input_tokens == answer.usage.input_tokens
    assert answer.stop_reason == "max_tokens"
    assert MODEL in [model.id async for model in sdk.models.list()]
    assert (await sdk.models.retrieve(MODEL)).display_name == "Claude Haiku 5.5"
    with pytest.raises(anthropic.NotFoundError):
        await sdk.models.retrieve("claude-none")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"max_tokens": None}, "max_tokens: Field required"),
        ({"messages": []}, "at least one message"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": ""}]}, "non-empty content"),
        ({"ziggie": {"task": "x"}}, "ziggie: Extra inputs are not permitted"),
        ({"metadata": {"ziggie": {}}}, "metadata.ziggie: Extra inputs"),
        ({"max_tokens": 0}, "greater than or equal to 1"),
        (
            {"messages": [*ASK, {"role": "assistant", "content": [{"type": "thinking"}]}, *ASK]},
            "signature: Field required",
        ),
    ],
)
async def test_what_the_real_api_refuses(
    cloud_sim: CloudSimulator, change: dict[str, Any], words: str
) -> None:
    body = {"model": MODEL, "max_tokens": 10, "messages": ASK} | change
    status, answer = await post(cloud_sim, {k: v for k, v in body.items() if v is not None})
    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")
    assert words in answer["error"]["message"]
    assert answer["request_id"].startswith("req_sim")


async def test_versions_differ(cloud_sim: CloudSimulator) -> None:
    body = {"model": MODEL, "max_tokens": 10, "messages": ASK, "temperature": 1.0}
    assert (await post(cloud_sim, body))[0] == 200
    status, answer = await post(cloud_sim, body, anthropic_version="2026-10-21")
    assert (status, answer["error"]["message"]) == (
        400,
        "temperature: Extra inputs are not permitted",
    )
    assert (await post(cloud_sim, body, anthropic_version="2020-01-01"))[0] == 400


async def test_keys(cloud_sim: CloudSimulator) -> None:
    body = {"model": MODEL, "max_tokens": 10, "messages": ASK}
    assert (await post(cloud_sim, body, x_api_key="wrong"))[0] == 401
    right = f"Bearer {cloud_sim.key}"
    assert (await post(cloud_sim, body, authorization=right, x_api_key="wrong"))[0] == 401
    assert (await post(cloud_sim, body, authorization="Bearer wrong"))[0] == 200


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [
        (CloudFault.RATE_LIMITED, anthropic.RateLimitError, 429),
        (CloudFault.SERVER_ERROR, anthropic.InternalServerError, 500),
        (CloudFault.UNAVAILABLE, anthropic.ServiceUnavailableError, 503),
        (CloudFault.OVERLOADED, anthropic.OverloadedError, 529),
        (CloudFault.UNAUTHORIZED, anthropic.AuthenticationError, 401),
        (CloudFault.CONTEXT_TOO_LONG, anthropic.BadRequestError, 400),
    ],
)
async def test_refusals_strike_once(
    cloud_sim: CloudSimulator,
    sdk: Any,
    kind: CloudFault,
    error: type[anthropic.APIStatusError],
    status: int,
) -> None:
    cloud_sim.fail(kind, retry_after_s=7)
    with pytest.raises(error) as caught:
        await sdk.messages.create(model=MODEL, max_tokens=100, messages=ASK)
    assert caught.value.status_code == status
    assert caught.value.response.headers["retry-after"] == "7"
    assert (await streamed(sdk))[1] == "end_turn"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", [CloudFault.RESET, CloudFault.NO_ANSWER])
async def test_no_answer_at_all(
    cloud_sim: CloudSimulator, sdk: Any, kind: CloudFault, *, stream: bool
) -> None:
    cloud_sim.fail(kind)
    with pytest.raises(anthropic.APIConnectionError):
        await sdk.messages.create(
            model=MODEL, max_tokens=100, messages=ASK, stream=stream, timeout=0.3
        )


async def test_cut_ends_after_the_tokens_asked_for(cloud_sim: CloudSimulator, sdk: Any) -> None:
    cloud_sim.canonical = CANONICAL_TEXT
    cloud_sim.fail(CloudFault.CUT, after_tokens=40)
    text = ""
    with pytest.raises(Exception, match=r"incomplete|peer closed"):  # noqa: PT012
        async with sdk.messages.stream(model=MODEL, max_tokens=500, messages=ASK) as stream:
            async for piece in stream.text_stream:
                text += piece
    assert text == first_tokens(CANONICAL_TEXT, 40)
    assert cloud_sim.messages()[0].ended == "broken"


async def test_faults_in_the_middle_of_a_stream(cloud_sim: CloudSimulator, sdk: Any) -> None:
    cloud_sim.canonical = CANONICAL_TEXT
    cloud_sim.fail(CloudFault.NO_END)
    assert await streamed(sdk) == (CANONICAL_TEXT, None)
    cloud_sim.fail(CloudFault.CONTENT_FILTER, after_tokens=10)
    assert await streamed(sdk) == (first_tokens(CANONICAL_TEXT, 10), "refusal")
    cloud_sim.fail(CloudFault.STREAM_ERROR, after_tokens=10)
    with pytest.raises(anthropic.APIStatusError, match="Overloaded"):
        await streamed(sdk)
    cloud_sim.fail(CloudFault.MALFORMED, after_tokens=10)
    with pytest.raises(json.JSONDecodeError):
        await streamed(sdk)
    for kind in (CloudFault.STALL, CloudFault.LATE_FIRST_TOKEN):
        cloud_sim.fail(kind, after_tokens=10, delay_s=0.4)
        started = asyncio.get_running_loop().time()
        assert await streamed(sdk) == (CANONICAL_TEXT, "end_turn")
        assert asyncio.get_running_loop().time() - started >= 0.4


async def test_prefill_is_continued_and_may_be_refused(cloud_sim: CloudSimulator) -> None:
    cloud_sim.canonical = CANONICAL_TEXT
    start = first_tokens(CANONICAL_TEXT, 40)
    body = {
        "model": MODEL,
        "max_tokens": 100,
        "messages": [*ASK, {"role": "assistant", "content": start}],
    }
    _, answer = await post(cloud_sim, body)
    assert start + answer["content"][0]["text"] == CANONICAL_TEXT
    cloud_sim.fail(CloudFault.PREFILL_REFUSED, times=None)
    status, answer = await post(cloud_sim, body)
    assert (status, "prefill" in answer["error"]["message"]) == (400, True)
    assert (await post(cloud_sim, body | {"messages": ASK}))[0] == 200


async def test_a_caller_that_leaves_is_noticed(cloud_sim: CloudSimulator) -> None:
    cloud_sim.tokens_per_s = 20
    cloud_sim.canonical = CANONICAL_TEXT
    async with asyncio.timeout(10):
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"{cloud_sim.url}/v1/messages",
                json={"model": MODEL, "max_tokens": 100, "messages": ASK, "stream": True},
                headers={"x-api-key": cloud_sim.key, "anthropic-version": "2026-10-21"},
            ) as answer,
        ):
            await answer.content.readany()
        while cloud_sim.messages()[0].ended == "open":
            await asyncio.sleep(0.01)
    assert cloud_sim.messages()[0].ended == "left"
    assert cloud_sim.messages()[0].tokens_sent < 60


async def test_it_runs_as_a_program_that_others_steer() -> None:
    program = subprocess.Popen(  # noqa: ASYNC220 - starts at once
        [sys.executable, "-m", "ziggie_desktop.demo.parts.cloud", "--port", "0", "--canonical"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        url = (await asyncio.to_thread(program.stdout.readline)).strip()
        async with aiohttp.ClientSession(url) as http:
            await http.post("/_sim/faults", json={"kind": "overloaded", "times": 2})
            await http.post("/_sim/settings", json={"canonical": "other words"})
            async with AsyncAnthropic(base_url=url, api_key="sk-ant-sim-key") as sdk:
                answer: Any = await sdk.messages.create(model=MODEL, max_tokens=9, messages=ASK)
            assert answer.content[0].text == "other words"
            async with http.get("/_sim/requests") as listing:
                seen = await listing.json()
        assert [request["status"] for request in seen] == [529, 529, 200]
        assert "sk-ant" not in json.dumps(seen)
    finally:
        program.terminate()
        assert program.communicate(timeout=60)[0] == ""
    assert program.returncode == 0
