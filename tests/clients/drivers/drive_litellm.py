"""LiteLLM as a library, as a client of the three dialects: plain and async, whole and streamed."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the internet for its prices

import litellm
import say

litellm.telemetry = False
litellm.suppress_debug_info = True


def ways(side: str) -> dict[str, dict[str, Any]]:
    wish = say.wish(side)
    bearer = {"Authorization": f"Bearer {say.TOKEN}", **wish}
    return {
        "anthropic": {
            "model": f"anthropic/{say.MODEL}",
            "api_base": say.URL,
            "api_key": say.TOKEN,
            "extra_headers": wish,
        },
        "openai": {
            "model": f"openai/{say.MODEL}",
            "api_base": say.URL + "/v1",
            "api_key": say.TOKEN,
            "extra_headers": wish,
        },
        "ollama": {
            "model": f"ollama_chat/{say.MODEL}",
            "api_base": say.URL,
            "extra_headers": bearer,
        },
    }


def told(answer: Any) -> dict[str, Any]:
    message = answer.choices[0].message
    return {
        "text": message.content or "",
        "calls": [
            [call.function.name, json.loads(call.function.arguments)]
            for call in message.tool_calls or []
        ],
        "stop": answer.choices[0].finish_reason,
        "tokens": [answer.usage.prompt_tokens, answer.usage.completion_tokens],
    }


async def drive(name: str, way: dict[str, Any], side: str) -> None:
    asked = {**way, "messages": [{"role": "user", "content": say.ASK}], "max_tokens": 300}
    armed = {
        **asked,
        "messages": [{"role": "user", "content": say.CALL_TWICE}],
        "tools": [say.FUNCTION],
    }
    flow = {"stream": True, "stream_options": {"include_usage": True}}
    say.found(f"{name} completion", side, **told(litellm.completion(**asked)))
    chunks = list(litellm.completion(**asked, **flow))
    say.found(f"{name} stream", side, **told(litellm.stream_chunk_builder(chunks)))
    say.found(f"{name} acompletion", side, **told(await litellm.acompletion(**asked)))
    chunks = [chunk async for chunk in await litellm.acompletion(**asked, **flow)]
    say.found(f"{name} astream", side, **told(litellm.stream_chunk_builder(chunks)))
    first = litellm.completion(**armed)
    say.found(f"{name} tools", side, **told(first))
    chunks = list(litellm.completion(**armed, **flow))
    say.found(f"{name} stream tools", side, **told(litellm.stream_chunk_builder(chunks)))
    message = first.choices[0].message
    history = [*armed["messages"], message.model_dump(exclude_none=True)]
    history += [
        {"role": "tool", "tool_call_id": call.id, "name": "weather", "content": "rain"}
        for call in message.tool_calls or []
    ]
    answer = litellm.completion(**{**armed, "messages": history})
    say.found(f"{name} tool results", side, **told(answer))


async def main() -> None:
    for side in say.SIDES:
        for name, way in ways(side).items():
            await drive(name, way, side)


if __name__ == "__main__":
    asyncio.run(main())
