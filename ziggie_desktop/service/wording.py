"""Owns having facts worded by a local model that is ready. Never waits for one or asks Claude."""

from __future__ import annotations

import logging

import msgspec

from ziggie_desktop.service.query import chat_body
from ziggie_desktop.service.sides import LocalSide
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.service")

TIMEOUT_S = 30.0


class _Message(msgspec.Struct, frozen=True):
    content: str = ""


class _Answer(msgspec.Struct, frozen=True):
    message: _Message = _Message()
    done: bool = False


class Wording:
    """Asks a model that is loaded, or else the smallest; None when none can be asked."""

    def __init__(self, *, local: LocalSide, session: aiohttp.ClientSession) -> None:
        self._local = local
        self._session = session

    async def __call__(self, rules: str, question: str) -> str | None:
        base, name = self._local.url(), self._model()
        if base is None or name is None or self._local.is_lent():
            return None
        body = chat_body(name, rules, question, self._local.load_options(name))
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            async with self._session.post(
                f"{base}/api/chat", data=body, timeout=timeout, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    return None
                said = msgspec.json.decode(await answer.read(), type=_Answer)
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError) as error:
            log.info("the facts were not worded: %s", type(error).__name__)
            return None
        return said.message.content.strip() if said.done else None

    def _model(self) -> str | None:
        able = [m for m in self._local.candidates() if m.capabilities is None
                or "completion" in m.capabilities]  # fmt: skip
        best = min(able, key=lambda m: (not m.loaded, m.size_bytes or 0), default=None)
        return None if best is None else best.name
