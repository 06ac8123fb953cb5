"""Calls of the three dialects, and what a careful client would make of the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec

DIALECTS = ("anthropic", "openai", "ollama")
PATHS = {
    "anthropic": "/v1/messages",
    "openai": "/v1/chat/completions",
    "ollama": "/api/chat",
}


@dataclass
class Heard:
    """``finished``: the client would take the answer for complete. ``stop`` is its reason."""

    status: int
    headers: dict[str, str]
    raw: bytes
    text: str = ""
    finished: bool = False
    error: str | None = None
    stop: str | None = None
    starts: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None


def request(dialect: str, *, stream: bool, text: str = "Say it.") -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "claude-haiku-4-5",
        "messages": [{"role": "user", "content": text}],
        "stream": stream,
    }
    if dialect == "anthropic":
        body["max_tokens"] = 200
    if dialect == "openai" and stream:
        body["stream_options"] = {"include_usage": True}
    return body


async def say(
    client: aiohttp.ClientSession,
    url: str,
    dialect: str,
    *,
    stream: bool,
    headers: dict[str, str] | None = None,
    text: str = "Say it.",
    begun: Callable[[], None] | None = None,
) -> Heard:
    """One call, read to its end; ``begun`` is called when the answer's first bytes are here."""
    async with client.post(
        url + PATHS[dialect],
        json=request(dialect, stream=stream, text=text),
        headers={"anthropic-version": "2023-06-01", **(headers or {})},
    ) as response:
        raw = await response.content.readany() if begun else b""
        if begun:
            begun()
        raw += await response.content.read()
        heard = Heard(
            status=response.status,
            headers={k.lower(): v for k, v in response.headers.items()},
            raw=raw,
        )
    if heard.status != 200:
        heard.error = _error_of(msgspec.json.decode(raw))
    elif not stream:
        _WHOLE[dialect](heard, msgspec.json.decode(raw))
    else:
        for record in _records(dialect, raw):
            _PIECE[dialect](heard, record)
    return heard


def _error_of(body: Any) -> str:
    error = body["error"]
    return str(error["message"] if isinstance(error, dict) else error)


def _records(dialect: str, raw: bytes) -> list[Any]:
    if dialect == "ollama":
        return [msgspec.json.decode(line) for line in raw.splitlines() if line.strip()]
    found = []
    for block in raw.decode().replace("\r\n", "\n").split("\n\n"):
        data = [line[5:].strip() for line in block.splitlines() if line.startswith("data:")]
        if data and data[0] != "[DONE]":
            found.append(msgspec.json.decode("".join(data)))
        elif data:
            found.append("[DONE]")
    return found


def _anthropic_piece(heard: Heard, event: Any) -> None:
    match event["type"]:
        case "message_start":
            heard.starts += 1
            heard.input_tokens = event["message"]["usage"]["input_tokens"]
        case "content_block_delta" if event["delta"]["type"] == "text_delta":
            heard.text += event["delta"]["text"]
        case "message_delta":
            heard.stop = event["delta"]["stop_reason"]
            usage = event["usage"]
            heard.output_tokens = usage["output_tokens"]
            heard.input_tokens = usage.get("input_tokens", heard.input_tokens)
        case "message_stop":
            heard.finished = True
        case "error":
            heard.error = event["error"]["message"]


def _openai_piece(heard: Heard, chunk: Any) -> None:
    if chunk == "[DONE]":
        heard.finished = heard.stop is not None and heard.error is None
        return
    if "error" in chunk:
        heard.error = _error_of(chunk)
        return
    for choice in chunk["choices"]:
        heard.starts += "role" in choice["delta"]
        heard.text += choice["delta"].get("content") or ""
        heard.stop = choice.get("finish_reason") or heard.stop
    if chunk.get("usage"):
        heard.input_tokens = chunk["usage"]["prompt_tokens"]
        heard.output_tokens = chunk["usage"]["completion_tokens"]


def _ollama_piece(heard: Heard, line: Any) -> None:
    if "error" in line:
        heard.error = str(line["error"])
        return
    heard.text += line["message"]["content"]
    if line["done"]:
        heard.starts += 1  # a stream of lines has no start; a second end would be as wrong
        heard.finished = True
        heard.stop = line.get("done_reason")
        heard.input_tokens = line.get("prompt_eval_count")
        heard.output_tokens = line.get("eval_count")


def _anthropic_whole(heard: Heard, body: Any) -> None:
    heard.text = "".join(b["text"] for b in body["content"] if b["type"] == "text")
    heard.stop = body["stop_reason"]
    heard.finished = heard.stop is not None
    heard.starts = 1
    heard.input_tokens = body["usage"]["input_tokens"]
    heard.output_tokens = body["usage"]["output_tokens"]


def _openai_whole(heard: Heard, body: Any) -> None:
    choice = body["choices"][0]
    heard.text = choice["message"]["content"] or ""
    heard.stop = choice["finish_reason"]
    heard.finished = heard.stop is not None
    heard.starts = 1
    heard.input_tokens = body["usage"]["prompt_tokens"]
    heard.output_tokens = body["usage"]["completion_tokens"]


_PIECE = {"anthropic": _anthropic_piece, "openai": _openai_piece, "ollama": _ollama_piece}
_WHOLE = {"anthropic": _anthropic_whole, "openai": _openai_whole, "ollama": _ollama_piece}
