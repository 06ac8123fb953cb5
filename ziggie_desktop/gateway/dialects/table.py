"""Owns which dialect a path speaks. Knows no route that is not a conversation."""

from __future__ import annotations

from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.anthropic import AnthropicDialect
from ziggie_desktop.gateway.dialects.ollama import OllamaDialect
from ziggie_desktop.gateway.dialects.openai import OpenAIChatDialect, OpenAIResponsesDialect

ANTHROPIC = AnthropicDialect()
OPENAI_CHAT = OpenAIChatDialect()
OPENAI_RESPONSES = OpenAIResponsesDialect()
OLLAMA = OllamaDialect()

DIALECTS: dict[str, Dialect] = {
    "/v1/messages": ANTHROPIC,
    "/v1/chat/completions": OPENAI_CHAT,
    "/v1/completions": OPENAI_CHAT,
    "/v1/responses": OPENAI_RESPONSES,
    "/api/chat": OLLAMA,
    "/api/generate": OLLAMA,
}
