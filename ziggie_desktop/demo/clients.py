"""Owns what the demo asks, as a component would: the SDKs as installed, a base URL, a token.

Blocking on purpose, as such programs are; the tour runs them in threads.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

QUESTION = "What is the capital of France? Answer in one short sentence."
LONG = (
    "Write a very long story about a lighthouse keeper, with many chapters. "
    "Describe everything in detail."
)
LONG_TOKENS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the caller saw: the text and what the answer said of itself."""

    text: str
    route: str
    model: str
    seconds: float
    fallback: str | None = None


def ask_anthropic(url: str, token: str, *, long: bool = False) -> Answered:
    """The request names Claude, as the component's code always did."""
    from anthropic import Anthropic

    with Anthropic(base_url=url, api_key=token) as client:
        create = client.messages.with_raw_response.create  # the SDK loads most of itself here
        began = time.monotonic()
        raw = create(
            model="claude-haiku-5-5",
            max_tokens=LONG_TOKENS if long else 60,
            messages=[{"role": "user", "content": LONG if long else QUESTION}],
        )
    message = raw.parse()
    text = "".join(block.text for block in message.content if block.type == "text")
    return _answered(text, dict(raw.headers), began)


def ask_openai(url: str, token: str) -> Answered:
    from openai import OpenAI

    with OpenAI(base_url=f"{url}/v1", api_key=token) as client:
        create = client.chat.completions.with_raw_response.create
        began = time.monotonic()
        raw = create(
            model="ziggie-auto",
            max_tokens=60,
            messages=[{"role": "user", "content": QUESTION}],
        )
    choice = raw.parse().choices[0]
    return _answered(choice.message.content or "", dict(raw.headers), began)


def ask_ollama(url: str, token: str, model: str) -> Answered:
    """ollama's client shows no headers: the route is read from the ledger by the tour."""
    from ollama import Client

    client = Client(host=url, headers={"Authorization": f"Bearer {token}"})
    began = time.monotonic()
    answer = client.chat(
        model=model,
        messages=[{"role": "user", "content": QUESTION}],
        options={"num_predict": 60},
    )
    return Answered(
        text=answer.message.content or "",
        route="local",
        model=answer.model or model,
        seconds=time.monotonic() - began,
    )


def _answered(text: str, headers: dict[str, str], began: float) -> Answered:
    low = {name.lower(): value for name, value in headers.items()}
    return Answered(
        text=text,
        route=low.get("x-ziggie-route", ""),
        model=low.get("x-ziggie-model", ""),
        seconds=time.monotonic() - began,
        fallback=low.get("x-ziggie-fallback"),
    )
