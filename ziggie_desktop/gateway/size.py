"""Owns how big a request is and what it asks of a model, by looking, never by a tokenizer."""

from __future__ import annotations

from ziggie_desktop.gateway.turns import (
    Conversation,
    Image,
    Opaque,
    Operation,
    Part,
    Text,
    Thinking,
    ToolResult,
    ToolUse,
)

CHARS_PER_TOKEN = 4
BYTES_PER_TOKEN = 3  # of text that is not plain ASCII
IMAGE_TOKENS = 1500
TURN_TOKENS = 4
TOOL_TOKENS = 40
TOOL_FIELD_TOKENS = 25

NOTHING: frozenset[str] = frozenset()


def prompt_tokens(conversation: Conversation) -> int:
    """An estimate from lengths: good enough to choose a side, not to bill."""
    total = TURN_TOKENS * len(conversation.turns)
    for text in conversation.system:
        total += estimate_text(text.text)
    for turn in conversation.turns:
        for part in turn.parts:
            total += _part(part)
    for tool in conversation.tools:
        fields = tool.schema.get("properties")
        count = len(fields) if isinstance(fields, dict) else 0
        total += TOOL_TOKENS + TOOL_FIELD_TOKENS * count + estimate_text(tool.description or "")
    return total


def needs_of(conversation: Conversation) -> frozenset[str]:
    """Capabilities, by the names that Ollama gives them."""
    needs = set()
    if conversation.tools:
        needs.add("tools")
    if any(_shows(part) for turn in conversation.turns for part in turn.parts):
        needs.add("vision")
    if conversation.operation is Operation.EMBEDDINGS:
        needs.add("embedding")
    return frozenset(needs) if needs else NOTHING


def _shows(part: Part) -> bool:
    if isinstance(part, ToolResult):
        return any(isinstance(inner, Image) for inner in part.content)
    return isinstance(part, Image)


def _part(part: Part) -> int:
    match part:
        case Text(text=text) | Thinking(text=text):
            return estimate_text(text)
        case Image():
            return IMAGE_TOKENS
        case ToolUse(arguments=arguments, name=name):
            return estimate_text(arguments) + estimate_text(name) + TURN_TOKENS
        case ToolResult(content=content):
            return TURN_TOKENS + sum(_part(inner) for inner in content)
        case Opaque():
            return IMAGE_TOKENS


def estimate_text(text: str) -> int:
    if text.isascii():
        return -(-len(text) // CHARS_PER_TOKEN)
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)
