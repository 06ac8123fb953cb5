"""Owns the talk with Ollama's administration routes and the words for its errors.

Never asks a model anything and never retries.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.loopback import TooLong
from ziggie_desktop.web import aiohttp, question

ASK_TIMEOUT_S = 20.0
CONNECT_TIMEOUT_S = 5.0
MOST_BYTES = 16 * 1024 * 1024
MOST_NAME = 256

T = TypeVar("T")

# scheme://host:port/namespace/model:tag, all but the model optional; no path tricks.
_NAME = re.compile(r"(?:https?://)?[A-Za-z0-9][\w.\-:]*(?:/[\w][\w.\-]*)*(?::[\w][\w.\-]*)?", re.A)


class _Fault(msgspec.Struct):
    error: str = ""


@lru_cache(maxsize=1024)
def full_name(name: str) -> str:
    """With the tag that Ollama adds."""
    last = name.rpartition("/")[2]
    return name if ":" in last else f"{name}:latest"


def check_name(name: str) -> str:
    """``name`` if it can be a model's name, else ZiggieError ``bad_model_name``."""
    if len(name) <= MOST_NAME and _NAME.fullmatch(name) and ".." not in name:
        return name
    raise ZiggieError(
        "bad_model_name",
        "This is no name of a model.",
        'Name it as Ollama does, for instance "llama3.1:8b".',
        status=400,
    )


class Calls:
    """JSON calls to whichever Ollama the engine has at the moment."""

    def __init__(
        self, *, http: aiohttp.ClientSession, engine_url: Callable[[], str | None]
    ) -> None:
        self._http = http
        self._engine_url = engine_url

    async def ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: dict[str, Any] | None = None,
        *,
        model: str | None = None,
        timeout_s: float = ASK_TIMEOUT_S,
    ) -> T:
        """Call ``path`` and decode the answer; each fault is a ZiggieError."""
        with _faults(path):
            status, data = await question(
                self._http,
                method,
                self._url() + path,
                body=None if body is None else msgspec.json.encode(body),
                timeout_s=timeout_s,
                connect_s=CONNECT_TIMEOUT_S,
                most_bytes=MOST_BYTES,
            )
        if status >= 400:
            raise fault(status, _error_text(data), model)
        try:
            return msgspec.json.decode(data or b"null", type=kind)
        except msgspec.MsgspecError as error:
            raise _strange(path) from error

    @asynccontextmanager
    async def open(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        *,
        timeout: aiohttp.ClientTimeout,
        upload: tuple[AsyncIterable[bytes], int] | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The open answer; connection faults become ``engine_not_ready`` or ``engine_timeout``.

        ``upload``: bytes to send in place of a JSON body, and how many they are."""
        url = self._url()
        data: Any = None if body is None else msgspec.json.encode(body)
        # Plain, because the session that is handed in may leave compressed bodies as they are.
        headers = {"Accept-Encoding": "identity"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if upload is not None:
            data, headers["Content-Length"] = upload[0], str(upload[1])
        with _faults(path):
            async with self._http.request(
                method, url + path, data=data, headers=headers, timeout=timeout
            ) as answer:
                yield answer

    def _url(self) -> str:
        url = self._engine_url()
        if url is None:
            raise _not_ready("it is not running")
        return url


@contextmanager
def _faults(path: str) -> Iterator[None]:
    """What goes wrong on the way, in our words."""
    try:
        yield
    except TooLong as error:  # an answer of any size is no reason to fill the memory
        raise _strange(path) from error
    except (ConnectionRefusedError, aiohttp.ClientConnectorError) as error:
        raise _not_ready("the connection was refused") from error
    except TimeoutError as error:
        raise ZiggieError(
            "engine_timeout",
            f"Ollama did not answer {path} in time.",
            "Try again; if it stays so, restart the engine.",
            status=504,
        ) from error
    except (aiohttp.ClientError, OSError) as error:
        raise _not_ready(f"the connection broke ({type(error).__name__})") from error


def _error_text(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=_Fault).error
    except msgspec.MsgspecError:
        return ""


def fault(status: int, text: str, model: str | None) -> ZiggieError:
    """Ollama's error in our words."""
    lowered = text.lower()
    if status == 404 or "not found" in lowered or "file does not exist" in lowered:
        return model_not_found(model or "?")
    if status == 503:
        return ZiggieError(
            "engine_busy",
            f"Ollama is busy: {text or 'its queue is full'}.",
            "Wait until running answers have ended, then try again.",
            status=503,
        )
    if "memory" in lowered:
        return ZiggieError(
            "not_enough_memory",
            f"{model or 'The model'} does not fit into memory: {text}.",
            "Unload another model, or choose a smaller one.",
            status=507,
        )
    return ZiggieError(
        "engine_error",
        f"Ollama refused with status {status}: {text or 'no reason given'}.",
        "Look at the engine's log (ziggie-desktop logs).",
        status=502,
    )


def model_not_found(model: str) -> ZiggieError:
    """The error for a model that is not there."""
    return ZiggieError(
        "model_not_found",
        f"There is no model {model}.",
        f"Check the name, or fetch it: ziggie-desktop pull {model}",
        status=404,
    )


def _not_ready(why: str) -> ZiggieError:
    return ZiggieError(
        "engine_not_ready",
        f"Ollama cannot be reached: {why}.",
        "Start the engine, or look at its state with ziggie-desktop status.",
        status=503,
    )


def _strange(path: str) -> ZiggieError:
    return ZiggieError(
        "engine_strange",
        f"What answers {path} does not answer as Ollama does.",
        "See with ziggie-desktop doctor which program holds Ollama's port.",
        status=502,
    )
