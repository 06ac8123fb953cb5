"""Owns one download from its first try to its end: reconnects, waits for the engine, gives up.

Never deletes a file itself; what Ollama has fetched it finds again by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library.calls import Calls
from ziggie_desktop.library.progress import PullStream
from ziggie_desktop.library.repair import may_be_damaged
from ziggie_desktop.web import aiohttp

TICK_S = 0.5
ENGINE_WAIT_S = 30.0
ENGINE_AGAIN_S = 2.0
WAITING = "waiting for Ollama"
MOST_BREAKS = 20  # connections lost in a row without a byte in between


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """``stall_s``: no byte for so long means reconnect. ``work_s``: the same for hashing and
    writing, which say nothing while they go on. ``tries``: in a row without getting further."""

    stall_s: float = 90.0
    work_s: float = 900.0
    tries: int = 4
    first_delay_s: float = 1.0
    longest_delay_s: float = 30.0


class FetchFailed(Exception):
    """The download cannot go on; ``again`` when another try may help."""

    def __init__(self, reason: str, remedy: str, *, again: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.again = again


Told = Callable[[PullStream, str], None]


class Fetch:
    """One model's download through Ollama. ``repair`` drops damaged parts of it; True if it did.
    It may be set until ``run``."""

    def __init__(
        self,
        *,
        calls: Calls,
        ensure_ready: Callable[[float], Awaitable[str]],
        model: str,
        insecure: bool,
        expected_bytes: int | None,
        limits: Limits,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        repair: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._calls = calls
        self._ensure_ready = ensure_ready
        self._model = model
        self._insecure = insecure
        self._expected_bytes = expected_bytes
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self.repair = repair
        self._best = 0

    async def run(self, tell: Told) -> None:
        """Return when Ollama says success; raise FetchFailed when it never will."""
        tries = breaks = 0
        while True:
            stream = PullStream(expected_bytes=self._expected_bytes)
            await self._wait_for_engine(stream, tell)
            try:
                await self._once(stream, tell)
                return
            except FetchFailed as failure:
                if await self._repaired(stream, failure):
                    tell(stream, f"damaged parts were dropped, trying again: {failure.reason}")
                    continue
                tries = 1 if self._got_further(stream) else tries + 1
                if not failure.again or tries >= self._limits.tries:
                    raise
                tell(stream, f"trying again: {failure.reason}")
            except ZiggieError as error:
                if error.code not in ("engine_not_ready", "engine_timeout"):
                    raise
                # Ollama went away: not the download's fault, but not to be tried for ever either.
                tries, breaks = 0, 1 if self._got_further(stream) else breaks + 1
                if breaks >= MOST_BREAKS:
                    raise
            delay = self._limits.first_delay_s * 2.0 ** max(tries - 1, 0)
            await self._sleep(min(delay, self._limits.longest_delay_s))

    async def _repaired(self, stream: PullStream, failure: FetchFailed) -> bool:
        """Once, and only where the words fit it."""
        begun = stream.layer is not None
        if self.repair is None or not may_be_damaged(failure.reason, begun=begun):
            return False
        if not await self.repair():
            return False
        self.repair = None
        return True

    async def wait_for_engine(self, tell: Told) -> None:
        """Return when an Ollama answers, whenever that is."""
        await self._wait_for_engine(PullStream(expected_bytes=self._expected_bytes), tell)

    async def _wait_for_engine(self, stream: PullStream, tell: Told) -> None:
        while True:
            try:
                await self._ensure_ready(ENGINE_WAIT_S)
                return
            except ZiggieError as error:
                tell(stream, f"{WAITING}: {error.title}")
                await self._sleep(ENGINE_AGAIN_S)

    def _got_further(self, stream: PullStream) -> bool:
        now = stream.completed_bytes or 0
        further = now > self._best
        self._best = max(self._best, now)
        return further

    async def _once(self, stream: PullStream, tell: Told) -> None:
        body = {"model": self._model, "insecure": self._insecure, "stream": True}
        timeout = aiohttp.ClientTimeout(total=None, connect=5.0)
        async with self._calls.open("POST", "/api/pull", body, timeout=timeout) as answer:
            if answer.status >= 400:
                raise failure_of(_error_in(await answer.content.read(65536)), self._model)
            stream.moved_at = self._clock()
            await self._read(answer.content, stream, tell)
        if stream.error is not None:
            raise failure_of(stream.error, self._model)

    async def _read(self, content: aiohttp.StreamReader, stream: PullStream, tell: Told) -> None:
        """Read to the end. Ollama repeats its lines while nothing moves, so that the watchdog
        looks at what they say and not at whether they come."""
        while stream.error is None and not stream.success:
            data: bytes | None = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    data = await content.readany()
            now = self._clock()
            if data == b"":
                stream.finish(now)
            elif data:
                stream.feed(data, now)
            tell(stream, stream.status)
            allowed = self._limits.stall_s if stream.downloading else self._limits.work_s
            if stream.moved_at is not None and now - stream.moved_at > allowed:
                raise FetchFailed(
                    f"nothing came for {allowed:g} s",
                    "Check the network, then retry: what is there is kept.",
                    again=True,
                )


class _Fault(msgspec.Struct):
    error: str = ""


def _error_in(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=_Fault).error
    except msgspec.MsgspecError:
        return "Ollama refused the download"


_WORDS: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (
        ("no space left", "not enough space", "disk quota"),
        "Free space on the disk that holds the models, then retry.",
        False,
    ),
    (
        ("unauthorized", "invalid model name", "invalid model path", "access denied"),
        "Check the model's name and whether you may use it.",
        False,
    ),
    (
        ("requires a newer version", "newer version of ollama"),
        "Upgrade Ollama, then retry.",
        False,
    ),
    (
        ("insecure protocol http",),
        "Allow this registry without TLS (insecure), if it is yours.",
        False,
    ),
    (
        ("digest mismatch",),
        "What was fetched was damaged and has been dropped; retry, perhaps on another network.",
        True,
    ),
)


def failure_of(text: str, model: str) -> FetchFailed | ZiggieError:
    """Ollama's words about a failed download, in ours."""
    lowered = text.lower()
    for marks, remedy, again in _WORDS:
        if any(mark in lowered for mark in marks):
            return FetchFailed(text, remedy, again=again)
    if "file does not exist" in lowered or "manifest unknown" in lowered:
        return ZiggieError(
            "model_not_found",
            f"The registry has no model {model}.",
            "Check the name at https://ollama.com/library.",
            status=404,
        )
    return FetchFailed(text, "Check the network, then retry: what is there is kept.", again=True)
