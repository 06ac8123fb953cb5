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


class KeyStore(Protocol):
    """The OS keyring; each call ends in time, with a ZiggieError where it cannot be asked."""

    async def get(self) -> str | None: ...
    async def set(self, key: str) -> None: ...
    async def delete(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CloudKey:
    """``source``: keyring, environment, or typed and not kept yet. The value never shows in a repr
    or a traceback."""

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


async def find_key(store: KeyStore, environment: Mapping[str, str]) -> KeyLookup:
    """Never raises: without a keyring the environment counts, and the words say so."""
    stored: str | None = None
    trouble = "The OS keyring holds no key"
    try:
        stored = await store.get()
    except ZiggieError as error:
        trouble = error.title.rstrip(".")
    if stored and stored.strip():
        return KeyLookup(CloudKey(stored.strip(), "keyring"), "The key is in the OS keyring.")
    given = environment.get(VARIABLE, "").strip()
    if given:
        return KeyLookup(CloudKey(given, "environment"), f"{trouble}: {VARIABLE} is used.")
    return KeyLookup(None, f"{trouble} and {VARIABLE} is not set: Claude is not used.")


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
