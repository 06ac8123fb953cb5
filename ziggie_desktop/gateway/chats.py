"""Owns which dialect is spoken on which path."""

from __future__ import annotations

from collections.abc import Mapping

from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.anthropic import AnthropicDialect
from ziggie_desktop.gateway.dialects.ollama import OllamaDialect
from ziggie_desktop.gateway.dialects.openai import OpenAIChatDialect, OpenAIResponsesDialect

ANTHROPIC: Dialect = AnthropicDialect()
OPENAI: Dialect = OpenAIChatDialect()
OLLAMA: Dialect = OllamaDialect()

BY_PATH: Mapping[str, Dialect] = {
    "/v1/messages": ANTHROPIC,
    "/v1/chat/completions": OPENAI,
    "/v1/responses": OpenAIResponsesDialect(),
    "/v1/completions": OPENAI,
    "/api/chat": OLLAMA,
    "/api/generate": OLLAMA,
}
