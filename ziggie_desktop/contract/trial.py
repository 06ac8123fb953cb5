"""Owns one small question through the gateway, as any program would ask it. Keeps no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

PATH = "/v1/messages"
MODEL = "claude-haiku-5-5"
MOST_TOKENS = 48  # a sentence: it is to be there soon, on a processor too
HEADERS = {
    "anthropic-version": "2023-06-01",
    "X-Ziggie-Task": "first.question",
    "X-Ziggie-Delivery": "whole",
}


class Trial(NamedTuple):
    """What was answered, by whom and why. ``route``: local or cloud."""

    text: str
    route: str
    model: str
    reason: str


class _Block(msgspec.Struct, frozen=True):
    type: str = ""
    text: str = ""


class _Error(msgspec.Struct, frozen=True):
    message: str = ""


class _Message(msgspec.Struct, frozen=True):
    content: tuple[_Block, ...] = ()
    error: _Error | None = None


def body(question: str) -> bytes:
    return msgspec.json.encode(
        {
            "model": MODEL,
            "max_tokens": MOST_TOKENS,
            "messages": [{"role": "user", "content": question}],
        }
    )


def read(raw: bytes, status: int, headers: Mapping[str, str]) -> Trial:
    """The answer; ZiggieError with the gateway's own words where there is none. ``headers``: by
    their names in small letters."""
    try:
        found = msgspec.json.decode(raw, type=_Message)
    except msgspec.MsgspecError:
        found = _Message()
    if status != 200 or found.error is not None:
        said = found.error.message if found.error is not None else ""
        raise ZiggieError(
            "question_unanswered",
            said or f"The question was not answered: HTTP {status}.",
            "Look at the dashboard for what is wrong, then ask again.",
            status=502,
        )
    return Trial(
        text="".join(block.text for block in found.content if block.type == "text").strip(),
        route=headers.get("x-ziggie-route", ""),
        model=headers.get("x-ziggie-model", ""),
        reason=headers.get("x-ziggie-reason", ""),
    )
