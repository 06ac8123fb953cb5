"""LangChain's chat models for the three dialects: plain and async, whole and streamed, tools."""

from __future__ import annotations

import asyncio
from typing import Any

import say
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import AIMessage, BaseMessageChunk, HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI


@tool
def weather(city: str) -> str:
    """The weather."""
    return f"rain in {city}"


def models(side: str) -> dict[str, Any]:
    wish = say.wish(side)
    return {
        "anthropic": ChatAnthropic(
            model_name=say.MODEL,
            base_url=say.URL,
            api_key=say.TOKEN,
            default_headers=wish,
            max_tokens_to_sample=300,
        ),
        "openai": ChatOpenAI(
            model=say.MODEL,
            base_url=say.URL + "/v1",
            api_key=say.TOKEN,
            default_headers=wish,
            stream_usage=True,  # off by default where the base URL is not OpenAI's
        ),
        "responses": ChatOpenAI(
            model=say.MODEL,
            base_url=say.URL + "/v1",
            api_key=say.TOKEN,
            default_headers=wish,
            use_responses_api=True,
        ),
        "ollama": ChatOllama(
            model=say.MODEL,
            base_url=say.URL,
            client_kwargs={"headers": {"Authorization": f"Bearer {say.TOKEN}", **wish}},
        ),
    }


def told(message: Any) -> dict[str, Any]:
    usage = message.usage_metadata or {}
    return {
        "text": message.text,
        "calls": [[call["name"], call["args"]] for call in message.tool_calls],
        "tokens": [usage.get("input_tokens"), usage.get("output_tokens")],
    }


def joined(chunks: list[BaseMessageChunk]) -> Any:
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole = whole + chunk
    return whole


async def drive(name: str, model: Any, side: str) -> None:
    say.found(f"{name} invoke", side, **told(model.invoke(say.ASK)))
    say.found(f"{name} stream", side, **told(joined(list(model.stream(say.ASK)))))
    say.found(f"{name} ainvoke", side, **told(await model.ainvoke(say.ASK)))
    chunks = [chunk async for chunk in model.astream(say.ASK)]
    say.found(f"{name} astream", side, **told(joined(chunks)))
    armed = model.bind_tools([weather])
    asked: AIMessage = armed.invoke(say.CALL_TWICE)
    say.found(f"{name} tools", side, **told(asked))
    say.found(f"{name} stream tools", side, **told(joined(list(armed.stream(say.CALL_TWICE)))))
    results: list[ToolMessage] = [weather.invoke(call) for call in asked.tool_calls]
    answer = armed.invoke([HumanMessage(say.CALL_TWICE), asked, *results])
    say.found(f"{name} tool results", side, **told(answer))


async def main() -> None:
    for side in say.SIDES:
        for name, model in models(side).items():
            await drive(name, model, side)


if __name__ == "__main__":
    asyncio.run(main())
