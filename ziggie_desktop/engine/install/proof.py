"""Owns the question whether a fresh Ollama generates: one token, from a model that is installed.

Asks nothing of a model's maker, and nothing at all where no model is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ziggie_desktop.engine.canary import one_token
from ziggie_desktop.web import aiohttp, question

LIST_TIMEOUT_S = 10.0
LOAD_TIMEOUT_S = 300.0
MOST_BYTES = 16 * 1024 * 1024
MOST_MODELS = 3
_EMBEDDERS = ("bert",)


class _Details(msgspec.Struct):
    family: str | None = None


class Listed(msgspec.Struct):
    """A model as /api/tags lists it."""

    name: str
    size: int = 0
    digest: str = ""
    details: _Details | None = None


class _Tags(msgspec.Struct):
    models: list[Listed] | None = None


async def listed(http: aiohttp.ClientSession, url: str) -> tuple[Listed, ...] | None:
    """The models that the server at ``url`` has; None when it does not tell."""
    try:
        status, body = await question(
            http, "GET", url + "/api/tags", timeout_s=LIST_TIMEOUT_S, most_bytes=MOST_BYTES
        )
        if status != 200:
            return None
        return tuple(msgspec.json.decode(body, type=_Tags).models or ())
    except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError):
        return None


class Proof:
    """``options``: those that our own requests load a model with."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        options: Callable[[str], Mapping[str, Any]],
        timeout_s: float = LOAD_TIMEOUT_S,
    ) -> None:
        self._http = http
        self._options = options
        self._timeout_s = timeout_s

    async def __call__(self, url: str) -> str | None:
        """None when it generates, or has no model that could; else what is wrong, in words."""
        models = await listed(self._http, url)
        if models is None:
            return "it does not list its models"
        able = [model for model in models if not _embeds(model)]
        asked = sorted(able, key=lambda model: model.size)[:MOST_MODELS]
        for model in asked:
            options = self._options(model.name)
            if await one_token(self._http, url, model.name, options, timeout_s=self._timeout_s):
                return None
        if not asked:
            return None
        return f"it generates nothing ({', '.join(model.name for model in asked)})"


def _embeds(model: Listed) -> bool:
    family = (model.details.family if model.details else None) or ""
    return any(word in family for word in _EMBEDDERS)
