"""Owns what the tests of requests share: tools in each dialect, and what each side is told."""

from __future__ import annotations

import json
from typing import Any

from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.turns import (
    Conversation,
)

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"


SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}


FUNCTION = {"name": "f", "description": "Does f.", "parameters": SCHEMA}


TOOLS: dict[str, list[dict[str, Any]]] = {
    "/v1/messages": [{"name": "f", "description": "Does f.", "input_schema": SCHEMA}],
    "/v1/chat/completions": [{"type": "function", "function": FUNCTION}],
    "/v1/responses": [{"type": "function", **FUNCTION}],
    "/api/chat": [{"type": "function", "function": FUNCTION}],
}


def to_claude(conversation: Conversation, model: str = "claude-haiku-4-5") -> dict[str, Any]:
    written: dict[str, Any] = json.loads(AnthropicWire().write_request(conversation, model=model))
    return written


def to_ollama(conversation: Conversation, **more: Any) -> dict[str, Any]:
    body = OllamaWire().write_request(conversation, model="qwen3:8b", **more)
    written: dict[str, Any] = json.loads(body)
    return written
