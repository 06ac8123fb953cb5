"""Owns a plain reading of each dialect's answers, written apart from the code under test."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Heard:
    """What a client has of an answer. ``finished`` only if the dialect's end marker came."""

    text: str = ""
    thinking: str = ""
    calls: list[list[Any]] = field(default_factory=list)  # id, name, arguments as text
    finished: bool = False
    failed: bool = False

    def plain(self) -> tuple[str, str, list[tuple[str, Any]]]:
        calls = [(name, json.loads(text or "{}")) for _, name, text in self.calls]
        return self.text, self.thinking, calls


def hear(path: str, body: bytes) -> Heard:
    heard = Heard()
    if path.startswith("/api/"):
        for line in body.split(b"\n")[:-1]:
            _ollama(heard, json.loads(line))
        return heard
    for block in body.split(b"\n\n")[:-1]:
        data = b"\n".join(
            line.removeprefix(b"data: ") for line in block.split(b"\n") if line.startswith(b"data:")
        )
        if data == b"[DONE]":
            heard.finished = True
            continue
        document = json.loads(data)
        if document.get("error"):
            heard.failed = True
        elif path == "/v1/messages":
            _anthropic(heard, document)
        elif path == "/v1/responses":
            _responses(heard, document)
        else:
            _chat(heard, document)
    return heard


def _anthropic(heard: Heard, event: dict[str, Any]) -> None:
    match event["type"]:
        case "content_block_start" if event["content_block"]["type"] == "tool_use":
            block = event["content_block"]
            heard.calls.append([block["id"], block["name"], ""])
        case "content_block_delta":
            delta = event["delta"]
            heard.text += delta.get("text", "")
            heard.thinking += delta.get("thinking", "")
            if "partial_json" in delta:
                heard.calls[-1][2] += delta["partial_json"]
        case "message_stop":
            heard.finished = True


def _responses(heard: Heard, event: dict[str, Any]) -> None:
    match event["type"]:
        case "response.output_item.added" if event["item"]["type"] == "function_call":
            heard.calls.append([event["item"]["call_id"], event["item"]["name"], ""])
        case "response.output_text.delta":
            heard.text += event["delta"]
        case "response.reasoning_summary_text.delta":
            heard.thinking += event["delta"]
        case "response.function_call_arguments.delta":
            heard.calls[-1][2] += event["delta"]
        case "response.completed" | "response.incomplete":
            heard.finished = True


def _chat(heard: Heard, chunk: dict[str, Any]) -> None:
    for choice in chunk["choices"]:
        delta = choice.get("delta", choice)
        heard.text += delta.get("content") or delta.get("text") or ""
        heard.thinking += delta.get("reasoning") or ""
        for call in delta.get("tool_calls", ()):
            if "id" in call:
                heard.calls.append([call["id"], call["function"]["name"], ""])
            heard.calls[call["index"]][2] += call["function"]["arguments"]


def _ollama(heard: Heard, line: dict[str, Any]) -> None:
    if "error" in line:
        heard.failed = True
        return
    message = line.get("message", line)
    heard.text += message.get("content") or message.get("response") or ""
    heard.thinking += message.get("thinking") or ""
    for call in message.get("tool_calls", ()):
        function = call["function"]
        heard.calls.append([call["id"], function["name"], json.dumps(function["arguments"])])
    heard.finished = heard.finished or line["done"]


def hear_whole(path: str, body: bytes) -> Heard:
    document = json.loads(body)
    heard = Heard(finished=True)
    if path == "/v1/messages":
        for block in document["content"]:
            heard.text += block.get("text", "")
            heard.thinking += block.get("thinking", "")
            if block["type"] == "tool_use":
                heard.calls.append([block["id"], block["name"], json.dumps(block["input"])])
    elif path == "/v1/responses":
        for item in document["output"]:
            match item["type"]:
                case "message":
                    heard.text += item["content"][0]["text"]
                case "reasoning":
                    heard.thinking += "".join(piece["text"] for piece in item["summary"])
                case "function_call":
                    heard.calls.append([item["call_id"], item["name"], item["arguments"]])
    elif path.startswith("/api/"):
        _ollama(heard, document)
    else:
        choice = document["choices"][0]
        message = choice.get("message", choice)
        heard.text = message.get("content") or message.get("text") or ""
        heard.thinking = message.get("reasoning") or ""
        for call in message.get("tool_calls", ()):
            function = call["function"]
            heard.calls.append([call["id"], function["name"], function["arguments"]])
    return heard
