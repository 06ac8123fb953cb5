"""Owns where the cloud key comes from. Never logs it, never shows it.

The OS keyring counts first; ``ANTHROPIC_API_KEY`` only where the keyring holds none. The keyring
itself is handed in (``KeyStore``), with its own limits of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ziggie_desktop.contract.errors import ZiggieError

VARIABLE = "ANTHROPIC_API_KEY"
LOCKED = "keyring_locked"


class KeyStore(Protocol):
    """The OS keyring; each call ends in time, with a ZiggieError where it cannot be asked."""

    async def get(self) -> str | None: ...
    async def set(self, key: str) -> None: ...
    async def delete(self) -> None: ...
    async def locked(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class CloudKey:
    """``source``: keyring, environment, or typed and not kept yet. The value never shows in a repr
    or a traceback."""

    value: str = field(repr=False)
    source: str


@dataclass(frozen=True, slots=True)
class KeyLookup:
    """``key`` None: there is none. ``reason`` says in words where it came from or why not.
    ``locked``: the keyring was, so that nobody knows what it holds."""

    key: CloudKey | None
    reason: str
    locked: bool = False

    @property
    def source(self) -> str:
        return self.key.source if self.key is not None else "none"


async def find_key(store: KeyStore, environment: Mapping[str, str]) -> KeyLookup:
    """Never raises: without a keyring the environment counts, and the words say so."""
    stored: str | None = None
    locked = False
    trouble = "The OS keyring holds no key"
    try:
        stored = await store.get()
    except ZiggieError as error:
        trouble = error.title.rstrip(".")
        locked = error.code == LOCKED
    if stored and stored.strip():
        return KeyLookup(CloudKey(stored.strip(), "keyring"), "The key is in the OS keyring.")
    given = environment.get(VARIABLE, "").strip()
    if given:
        used = f"{trouble}: {VARIABLE} is used."
        return KeyLookup(CloudKey(given, "environment"), used, locked)
    reason = f"{trouble} and {VARIABLE} is not set: Claude is not used."
    return KeyLookup(None, reason, locked)


async def store_key(store: KeyStore, value: str) -> None:
    """Keep a key in the keyring; ``cloud_key_malformed`` for what cannot be one."""
    await store.set(proper_key(value))


def proper_key(value: str) -> str:
    """Without what a clipboard leaves around it; ``cloud_key_malformed`` for what is no key."""
    value = value.strip()
    if not value or any(c.isspace() or not c.isprintable() for c in value) or not value.isascii():
        raise ZiggieError(
            "cloud_key_malformed",
            "This is not a key: it is empty or holds blanks or odd characters.",
            "Copy the whole key from the Anthropic console and try again.",
            status=400,
        )
    return value
