"""Owns what a history must lose or change before the other side sees it. Never touches meaning."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from msgspec import structs

from ziggie_desktop.gateway.dialects.body import unsupported
from ziggie_desktop.gateway.turns import (
    Conversation,
    Image,
    Opaque,
    Part,
    Role,
    Text,
    Thinking,
    ToolResult,
    ToolUse,
    Turn,
)

_BILLING = re.compile(r"\A\s*x-anthropic-billing-header:[^\n]*\n?", re.IGNORECASE)
_VALID_ID = re.compile(r"\A[a-zA-Z0-9_-]{1,64}\Z")
_NOT_VALID = re.compile(r"[^a-zA-Z0-9_-]")
_MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


def system_texts(conversation: Conversation) -> list[Text]:
    """The system prompt without Claude Code's billing line.

    That line changes with every call; at the head of the prompt it would make a local model read
    the whole prompt anew each time.
    """
    texts = list(conversation.system)
    if texts:
        first = _BILLING.sub("", texts[0].text, count=1)
        texts[0] = structs.replace(texts[0], text=first)
    return [text for text in texts if text.text.strip()]


def tool_id(original: str) -> str:
    """An id that every side takes. The same one always becomes the same."""
    if _VALID_ID.match(original):
        return original
    mark = f"{zlib.crc32(original.encode('utf-8', 'replace')):08x}"
    return f"{_NOT_VALID.sub('_', original)[:48]}_{mark}"


def merged(turns: tuple[Turn, ...]) -> list[Turn]:
    """Neighbours of one role become one turn; turns with nothing in them go."""
    out: list[Turn] = []
    for turn in turns:
        parts = tuple(part for part in turn.parts if not _is_empty(part))
        if not parts:
            continue
        if out and out[-1].role is turn.role:
            out[-1] = Turn(role=turn.role, parts=out[-1].parts + parts)
        else:
            out.append(Turn(role=turn.role, parts=parts))
    return out


def results_first(turn: Turn) -> Turn:
    """Tool results stand before anything else that the user says in answer to the calls."""
    if turn.role is not Role.USER:
        return turn
    results = tuple(part for part in turn.parts if _is_result(part))
    if not results:
        return turn
    return Turn(
        role=turn.role, parts=results + tuple(part for part in turn.parts if not _is_result(part))
    )


def without_unsigned_thinking(turn: Turn) -> Turn:
    """Claude takes back only the thinking that it signed."""
    kept = tuple(
        part
        for part in turn.parts
        if not isinstance(part, Thinking) or part.signature or part.redacted
    )
    return turn if len(kept) == len(turn.parts) else Turn(role=turn.role, parts=kept)


def tool_names(conversation: Conversation) -> dict[str, str]:
    """The name of the tool that each call in the history went to, by the call's id."""
    return {
        part.id: part.name
        for turn in conversation.turns
        for part in turn.parts
        if isinstance(part, ToolUse)
    }


def refuse_opaque(part: Opaque, side: str) -> None:
    raise unsupported(
        f"The request holds a block of kind {part.kind!r}, which {side} cannot take",
        "Leave it out, or allow the request to go to the side that speaks its dialect.",
    )


def refuse_raw_prompts(conversation: Conversation) -> None:
    """What /api/generate can say and a chat cannot."""
    for name in ("raw", "suffix", "template", "context"):
        if conversation.dialect == "ollama" and conversation.extras.get(name):
            raise unsupported(
                f"The request's field {name} has no meaning in a chat",
                "Leave it out, or let a local model answer.",
            )


def media_type(image: Image) -> str:
    """What was said, or what the first bytes show, for dialects that do not say."""
    if image.media_type:
        return image.media_type
    try:
        head = base64.b64decode((image.data or "")[:16], validate=False)
    except (binascii.Error, ValueError):
        head = b""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "image/png")


def _is_empty(part: Part) -> bool:
    return isinstance(part, Text) and not part.text.strip()


def _is_result(part: Part) -> bool:
    return isinstance(part, ToolResult) or (
        isinstance(part, Opaque) and part.kind.endswith("tool_result")
    )
