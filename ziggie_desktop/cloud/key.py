"""Owns where the cloud key comes from. Never logs it, shows it, or waits long for a keyring.

The OS keyring counts first; ``ANTHROPIC_API_KEY`` only where the keyring holds none. The keyring
itself is handed in (``KeyStore``): a locked one may block, so it is asked in a thread.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from ziggie_desktop.contract.errors import ZiggieError

T = TypeVar("T")

log = logging.getLogger("ziggie.cloud")

VARIABLE = "ANTHROPIC_API_KEY"
KEYRING_TIMEOUT_S = 3.0
STORE_TIMEOUT_S = 60.0  # a person may have to unlock it


class KeyStore(Protocol):
    """The OS keyring: blocking, and it may raise anything where there is none."""

    def get(self) -> str | None: ...
    def set(self, value: str) -> None: ...
    def delete(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CloudKey:
    """``source``: keyring or environment. The value never shows in a repr or a traceback."""

    value: str = field(repr=False)
    source: str


@dataclass(frozen=True, slots=True)
class KeyLookup:
    """``key`` None: there is none. ``reason`` says in words where it came from or why not."""

    key: CloudKey | None
    reason: str

    @property
    def source(self) -> str:
        return self.key.source if self.key is not None else "none"


async def find_key(
    store: KeyStore | None,
    environment: Mapping[str, str],
    *,
    timeout_s: float = KEYRING_TIMEOUT_S,
) -> KeyLookup:
    """Never raises: without a keyring the environment counts, and the words say so."""
    stored: str | None = None
    trouble = "There is no OS keyring" if store is None else "The OS keyring holds no key"
    if store is not None:
        try:
            stored = await _in_thread(store.get, timeout_s)
        except TimeoutError:
            trouble = "The OS keyring is locked or does not answer"
        except Exception as error:  # noqa: BLE001 - keyring backends raise what they like
            log.warning("the keyring cannot be read: %s", type(error).__name__)
            trouble = "The OS keyring cannot be read"
    if stored and stored.strip():
        return KeyLookup(CloudKey(stored.strip(), "keyring"), "The key is in the OS keyring.")
    given = environment.get(VARIABLE, "").strip()
    if given:
        return KeyLookup(CloudKey(given, "environment"), f"{trouble}: {VARIABLE} is used.")
    return KeyLookup(None, f"{trouble} and {VARIABLE} is not set: Claude is not used.")


async def store_key(store: KeyStore, value: str, *, timeout_s: float = STORE_TIMEOUT_S) -> None:
    value = value.strip()
    if not value or any(c.isspace() or not c.isprintable() for c in value) or not value.isascii():
        raise ZiggieError(
            "cloud_key_malformed",
            "This is not a key: it is empty or holds blanks or odd characters.",
            "Copy the whole key from the Anthropic console and try again.",
            status=400,
        )
    await _change(lambda: store.set(value), timeout_s)


async def delete_key(store: KeyStore, *, timeout_s: float = STORE_TIMEOUT_S) -> None:
    await _change(store.delete, timeout_s)


async def _change(call: Callable[[], None], timeout_s: float) -> None:
    try:
        await _in_thread(call, timeout_s)
    except Exception as error:  # noqa: BLE001 - keyring backends raise what they like
        log.warning("the keyring cannot be changed: %s", type(error).__name__)
        raise ZiggieError(
            "keyring_unavailable",
            "The OS keyring cannot be changed: it is locked or not there.",
            f"Unlock it and try again, or set {VARIABLE} where the service is started.",
            status=503,
        ) from None  # the cause may quote the key


async def _in_thread(call: Callable[[], T], timeout_s: float) -> T:
    """In a daemon thread of its own: a keyring that waits for a password for ever would hold a
    pool thread, and with it the end of the process."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def answer(value: T | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(value)  # type: ignore[arg-type]  # None only where T is None

    def run() -> None:
        value, error = None, None
        try:
            value = call()
        except Exception as caught:  # noqa: BLE001 - handed to the caller, who maps it
            error = caught
        if not loop.is_closed():
            loop.call_soon_threadsafe(answer, value, error)

    threading.Thread(target=run, name="ziggie-keyring", daemon=True).start()
    async with asyncio.timeout(timeout_s):
        return await done
