"""Owns the question "does Ollama still generate?": one token, now and then. Never loads a model.

`/api/version` and `/api/tags` go on answering while generation hangs. The question is asked when
the last real answer is older than a minute, of a model that is in memory, with the context that it
was loaded with, and without a ``keep_alive``. It renews the model's time in memory all the same,
so that it is repeated only for a model that is kept for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import msgspec

from ziggie_desktop.web import aiohttp, question

QUIET_S = 60.0  # after the last real answer
AGAIN_S = 600.0  # a model that is kept for ever
WHILE_SILENT_S = 15.0
TIMEOUT_S = 20.0
PS_TIMEOUT_S = 3.0
# A model that never answered may still be loading: Ollama itself gives that five minutes.
LOAD_MOST_S = 360.0
FOR_EVER = timedelta(days=365)
MOST_BYTES = 1024 * 1024


class Verdict(Enum):
    SPOKE = "spoke"
    SILENT = "silent"
    NOTHING = "nothing"  # no model is loaded
    UNKNOWN = "unknown"  # it could not be told


class _Loaded(msgspec.Struct):
    name: str
    context_length: int | None = None
    expires_at: datetime | None = None

    @property
    def for_ever(self) -> bool:
        return self.expires_at is not None and self.expires_at - datetime.now(UTC) > FOR_EVER


class _Ps(msgspec.Struct):
    models: list[_Loaded] | None = None


class Heard(msgspec.Struct, frozen=True):
    """``model``: the one that was asked."""

    verdict: Verdict
    model: str | None = None


class Canary:
    """``busy``: a request is under way, so that waiting would prove nothing. ``options``: what our
    own requests load a model with; Ollama tells the context among them since 0.10."""

    def __init__(
        self,
        *,
        http: aiohttp.ClientSession,
        busy: Callable[[], bool],
        options: Callable[[str], Mapping[str, Any]] = lambda name: {},
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._busy = busy
        self._options = options
        self._clock = clock
        self._next_at = clock() + QUIET_S
        self._answers = 0
        self._asked: dict[str, float] = {}  # since the last real answer
        self._counts_from: dict[str, float] = {}  # from when on silence of a model means a hang

    def answered(self, model: str | None) -> None:
        """Somebody was really answered."""
        self._answers += 1
        self._asked.clear()
        self._next_at = self._clock() + QUIET_S
        if model is not None:
            self._counts_from[_full(model)] = self._clock()

    def started(self) -> None:
        """Another server is asked from now on: nothing is known of its models."""
        self._asked.clear()
        self._counts_from.clear()
        self._next_at = self._clock() + QUIET_S

    def ask_soon(self) -> None:
        """Do not wait for the minute to be over: the machine was asleep."""
        self._asked.clear()
        self._next_at = self._clock()

    def due(self) -> bool:
        return self._clock() >= self._next_at and not self._busy()

    async def ask(self, url: str) -> Heard:
        """Ask for one token, if there is a model to ask."""
        began, answers = self._clock(), self._answers
        self._next_at = began + QUIET_S
        loaded = await self._loaded(url)
        if loaded is None:
            return Heard(Verdict.UNKNOWN)
        if not loaded:
            self._counts_from.clear()
            return Heard(Verdict.NOTHING)
        model = self._to_ask(loaded, began)
        if model is None:
            return Heard(Verdict.UNKNOWN)
        options = {**self._options(model.name), "num_ctx": model.context_length}
        spoke = await one_token(self._http, url, model.name, options, timeout_s=TIMEOUT_S)
        now = self._clock()
        if spoke:
            self._asked[model.name] = now
            self._counts_from[model.name] = min(now, self._counts_from[model.name])
            return Heard(Verdict.SPOKE, model.name)
        if spoke is None or self._busy() or self._answers != answers:
            return Heard(Verdict.UNKNOWN, model.name)
        self._next_at = now + WHILE_SILENT_S
        loading = began < self._counts_from[model.name]
        return Heard(Verdict.UNKNOWN if loading else Verdict.SILENT, model.name)

    def _to_ask(self, loaded: list[_Loaded], now: float) -> _Loaded | None:
        names = {model.name for model in loaded}
        known = self._counts_from.items()
        self._counts_from = {name: at for name, at in known if name in names}
        for model in loaded:
            self._counts_from.setdefault(model.name, now + LOAD_MOST_S)
        for model in loaded:
            asked_at = self._asked.get(model.name)
            due = asked_at is None or (model.for_ever and now - asked_at >= AGAIN_S)
            # Without its context the question could make Ollama load the model anew.
            num_ctx = model.context_length
            if num_ctx is None and self._counts_from[model.name] <= now:
                num_ctx = self._options(model.name).get("num_ctx")
            if due and num_ctx is not None:
                return msgspec.structs.replace(model, context_length=num_ctx)
        return None

    async def _loaded(self, url: str) -> list[_Loaded] | None:
        try:
            _, body = await question(
                self._http, "GET", url + "/api/ps", timeout_s=PS_TIMEOUT_S, most_bytes=MOST_BYTES
            )
            return msgspec.json.decode(body, type=_Ps).models or []
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError):
            return None


async def one_token(
    http: aiohttp.ClientSession,
    url: str,
    model: str,
    options: Mapping[str, Any],
    *,
    timeout_s: float,
) -> bool | None:
    """False when nothing came in time; None when it said no, or went away."""
    body = {
        "model": model,
        "prompt": ".",
        "raw": True,
        "stream": False,
        "options": {**options, "num_predict": 1},
    }
    try:
        status, _ = await question(
            http,
            "POST",
            url + "/api/generate",
            body=msgspec.json.encode(body),
            timeout_s=timeout_s,
            most_bytes=MOST_BYTES,
        )
        return True if status == 200 else None
    except TimeoutError:
        return False
    except (aiohttp.ClientError, OSError):
        return None


def _full(name: str) -> str:
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
