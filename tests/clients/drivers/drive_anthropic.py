"""The Anthropic SDK before 1.0, as components have used it: plain and async, whole and streamed."""

from __future__ import annotations

import asyncio
from typing import Any

import anthropic
import say

ASKED: dict[str, Any] = {
    "model": say.MODEL,
    "max_tokens": 300,
    "messages": [{"role": "user", "content": say.ASK}],
}
TOOLS: dict[str, Any] = {
    **ASKED,
    "tools": [say.TOOL],
    "messages": [{"role": "user", "content": say.CALL_TWICE}],
}


def told(message: Any) -> dict[str, Any]:
    """What a caller has of a message."""
    return {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "calls": [
            [block.name, block.input] for block in message.content if block.type == "tool_use"
        ],
        "stop": message.stop_reason,
        "tokens": [message.usage.input_tokens, message.usage.output_tokens],
    }


def plain(side: str) -> None:
    with anthropic.Anthropic(
        base_url=say.URL, api_key=say.TOKEN, default_headers=say.wish(side)
    ) as client:
        say.found("create", side, **told(client.messages.create(**ASKED)))
        with client.messages.stream(**ASKED) as stream:
            say.found("stream", side, **told(stream.get_final_message()))
        events = [event.type for event in client.messages.create(**ASKED, stream=True)]
        say.found(
            "events", side, first=events[0], last=events[-1], starts=events.count("message_start")
        )
        raw = client.messages.with_raw_response.create(**ASKED)
        say.found("headers", side, route=raw.headers["x-ziggie-route"], id=raw.request_id)
        with client.messages.stream(**TOOLS) as stream:
            asked = stream.get_final_message()
        say.found("stream tools", side, **told(asked))
        results = [
            {"type": "tool_result", "tool_use_id": block.id, "content": "rain"}
            for block in asked.content
            if block.type == "tool_use"
        ]
        history = [
            *TOOLS["messages"],
            {"role": "assistant", "content": asked.content},
            {"role": "user", "content": results},
        ]
        answer = client.messages.create(**{**TOOLS, "messages": history})
        say.found("tool results", side, **told(answer))
        count = client.messages.count_tokens(model=say.MODEL, messages=ASKED["messages"])
        say.found("count", side, tokens=count.input_tokens)
    with anthropic.Anthropic(
        base_url=say.URL, auth_token=say.TOKEN, api_key=None, default_headers=say.wish(side)
    ) as bearer:
        say.found("bearer", side, **told(bearer.messages.create(**ASKED)))


async def later(side: str) -> None:
    async with anthropic.AsyncAnthropic(
        base_url=say.URL, api_key=say.TOKEN, default_headers=say.wish(side)
    ) as client:
        say.found("async create", side, **told(await client.messages.create(**ASKED)))
        say.found("async tools", side, **told(await client.messages.create(**TOOLS)))
        async with client.messages.stream(**ASKED) as stream:
            text = "".join([piece async for piece in stream.text_stream])
            final = await stream.get_final_message()
        say.found("async stream", side, **{**told(final), "text": text})


def refused() -> None:
    with anthropic.Anthropic(base_url=say.URL, api_key="zgd_nobody", max_retries=0) as client:
        try:
            client.messages.create(**ASKED)
        except anthropic.AuthenticationError as error:
            say.found("wrong token", "none", type=type(error).__name__, status=error.status_code)
    with anthropic.Anthropic(base_url=say.URL, api_key=say.TOKEN) as client:
        try:
            client.messages.create(**{**ASKED, "model": "nobody-knows-it"})
        except anthropic.NotFoundError as error:
            say.found("wrong model", "none", type=type(error).__name__, status=error.status_code)


if __name__ == "__main__":
    for name in say.SIDES:
        plain(name)
        asyncio.run(later(name))
    refused()
