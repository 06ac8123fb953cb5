"""Owns making one document of a side's own stream, for a caller that speaks its dialect.

Nothing is translated, so that blocks which have no neutral form (a server tool's result, citations,
log probabilities) reach the caller as they are. Reads only what a reader found to be sound.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ziggie_desktop.gateway.answer import JSON
from ziggie_desktop.gateway.events import Event

_decode = msgspec.json.Decoder().decode
_GROWING = ("content", "thinking", "response")


class GatherSink:
    """Holds everything until the end; then ``document`` is the answer."""

    content_type = JSON

    def __init__(self, *, dialect: str) -> None:
        self._sse = dialect == "anthropic"
        self._raw: list[bytes] = []

    def push(self, raw: bytes, events: list[Event]) -> bytes:
        self._raw.append(raw)
        return b""

    def finish(self) -> bytes:
        return b""

    def document(self, ziggie: dict[str, Any] | None) -> bytes:
        lines = b"".join(self._raw).splitlines()
        if self._sse:
            found = _claude([_decode(line[5:]) for line in lines if line.startswith(b"data:")])
        else:
            found = _ollama([_decode(line) for line in lines if line.strip()])
        if ziggie is not None:
            found["ziggie"] = ziggie
        return msgspec.json.encode(found)


def _claude(events: list[Any]) -> dict[str, Any]:
    message: dict[str, Any] = {}
    blocks: dict[int, dict[str, Any]] = {}
    inputs: dict[int, str] = {}
    for event in events:
        match event.get("type"):
            case "message_start":
                message = event["message"]
            case "content_block_start":
                blocks[event["index"]] = event["content_block"]
            case "content_block_delta":
                _grow(blocks[event["index"]], event["delta"], inputs, event["index"])
            case "message_delta":
                message |= event["delta"]
                message["usage"] = message.get("usage", {}) | event.get("usage", {})
                known = ("type", "delta", "usage")
                message |= {name: value for name, value in event.items() if name not in known}
    for index, text in inputs.items():
        blocks[index]["input"] = _decode(text) if text.strip() else {}
    message["content"] = [blocks[index] for index in sorted(blocks)]
    return message


def _grow(block: dict[str, Any], delta: dict[str, Any], inputs: dict[int, str], index: int) -> None:
    match delta.get("type"):
        case "text_delta":
            block["text"] = block.get("text", "") + delta["text"]
        case "thinking_delta":
            block["thinking"] = block.get("thinking", "") + delta["thinking"]
        case "signature_delta":
            block["signature"] = block.get("signature", "") + delta["signature"]
        case "input_json_delta":
            inputs[index] = inputs.get(index, "") + delta["partial_json"]
        case "citations_delta":
            block["citations"] = [*(block.get("citations") or []), delta["citation"]]


def _ollama(lines: list[Any]) -> dict[str, Any]:
    """The last line has the figures, the ones before it the words."""
    last: dict[str, Any] = dict(lines[-1])
    logprobs = [item for line in lines for item in line.get("logprobs") or []]
    if logprobs:
        last["logprobs"] = logprobs
    if "message" not in last:
        return last | _joined(lines)
    messages = [line["message"] for line in lines if "message" in line]
    message = messages[-1] | _joined(messages)
    calls = [call for part in messages for call in part.get("tool_calls") or []]
    if calls:
        message["tool_calls"] = calls
    last["message"] = message
    return last


def _joined(parts: list[Any]) -> dict[str, str]:
    return {
        name: "".join(part.get(name) or "" for part in parts)
        for name in _GROWING
        if any(name in part for part in parts)
    }
