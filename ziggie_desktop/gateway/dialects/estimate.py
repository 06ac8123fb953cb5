"""Owns the size of a prompt as guessed from its length, and what it asks of a model.

Never a tokenizer: it must cost microseconds and hold for any model, so it errs on the long side.
"""

from __future__ import annotations

import math
from typing import assert_never

from ziggie_desktop.gateway.dialects.body import encode
from ziggie_desktop.gateway.turns import (
    ChoiceKind,
    Conversation,
    Image,
    Opaque,
    Part,
    Text,
    Thinking,
    ToolResult,
    ToolUse,
)

BYTES_PER_TOKEN = 3.5  # English prose is nearer to 4.5, code and JSON to 3.3
TOKENS_PER_IMAGE = 1600  # what Claude takes at most for one; local models take less
BYTES_PER_DIGIT = 3.0  # what a digit counts beyond itself where there are many
FEW_DIGITS = 0.1
SAMPLE = 512
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
BYTES_PER_MESSAGE = 16  # roles and separators of a chat template

# What a prompt may need beyond text. Local models have some of the first two; logprobs are the
# engine's matter; the rest only the side whose dialect the caller speaks can have.
TOOLS = "tools"
VISION = "vision"
IMAGE_URLS = "image_urls"
DOCUMENTS = "documents"
SERVER_TOOLS = "server_tools"
LOGPROBS = "logprobs"


def prompt_tokens(conversation: Conversation) -> int:
    size = 0
    images = 0
    for text in conversation.system:
        size += _length(text.text)
    if conversation.turns:
        size += BYTES_PER_MESSAGE  # the answer's own opening
    for turn in conversation.turns:
        size += BYTES_PER_MESSAGE
        for part in turn.parts:
            if isinstance(part, Image):
                images += 1
            else:
                more, pictures = _measure(part)
                size += more
                images += pictures
    for tool in conversation.tools:
        size += len(encode(tool.raw or tool.schema)) + _length(tool.name) + BYTES_PER_MESSAGE
        size += _length(tool.description or "")
    if conversation.output is not None and conversation.output.schema is not None:
        size += len(encode(conversation.output.schema))
    return math.ceil(size / BYTES_PER_TOKEN) + images * TOKENS_PER_IMAGE


def needs(conversation: Conversation) -> frozenset[str]:
    found: set[str] = set()
    asked = conversation.extras
    if any(tool.raw is not None for tool in conversation.tools) or asked.get("mcp_servers"):
        found.add(SERVER_TOOLS)
    if conversation.logprobs is not None:
        found.add(LOGPROBS)
    choice = conversation.tool_choice
    if conversation.tools and (choice is None or choice.kind is not ChoiceKind.NONE):
        found.add(TOOLS)
    for turn in conversation.turns:
        for part in turn.parts:
            if isinstance(part, ToolResult):
                for item in part.content:
                    _need(item, found)
            else:
                _need(part, found)
    return frozenset(found)


def wished_context(conversation: Conversation) -> int | None:
    """The context that an Ollama client names; None where it names none that makes sense."""
    wish = conversation.load_options.get("num_ctx")
    return wish if isinstance(wish, int) and not isinstance(wish, bool) and wish > 0 else None


def _need(part: Part, found: set[str]) -> None:
    if isinstance(part, Image):
        found.add(VISION)
        if part.url is not None:
            found.add(IMAGE_URLS)
    elif isinstance(part, Opaque):
        found.add(DOCUMENTS)


def _measure(part: Text | Thinking | ToolUse | ToolResult | Opaque) -> tuple[int, int]:
    match part:
        case Text() | Thinking():
            return _length(part.text), 0
        case ToolUse():
            return _length(part.arguments) + _length(part.name) + BYTES_PER_MESSAGE, 0
        case ToolResult():
            texts = sum(_length(item.text) for item in part.content if isinstance(item, Text))
            images = sum(isinstance(item, Image) for item in part.content)
            return texts + BYTES_PER_MESSAGE, images
        case Opaque():
            return len(encode(part.value)), 0
        case _:
            assert_never(part)


def _length(text: str) -> int:
    """Bytes; a long text with many digits (dumps, hashes, tables) counts for more, because some
    tokenizers make a token of each digit. A sample from its middle tells."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if len(text) < 2 * SAMPLE:
        return size
    middle = (len(text) - SAMPLE) // 2
    sample = text[middle : middle + SAMPLE]
    digits = (SAMPLE - len(sample.translate(_NO_DIGITS))) / SAMPLE
    return size if digits < FEW_DIGITS else int(size * (1 + digits * BYTES_PER_DIGIT))
