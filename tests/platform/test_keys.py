"""Tests the keyring's door: a missing, locked or broken keyring, and that no key leaks.

The real Secret Service is tried in test_keyring_session.py.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.keys import KeyStore

KEY = "sk-ant-canary"


class Memory(KeyringBackend):
    """A keyring that works, in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("none there")


class Blocked(Memory):
    """A locked keyring: each call waits for its owner."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.opened.wait(100)
        return None


class Refusing(Memory):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"could not store {password}")


class PlaintextKeyring(Memory):
    """What keyrings.alt calls its file in plain text."""


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


async def test_key_is_kept_found_and_forgotten() -> None:
    keyring.set_keyring(Memory())
    store = KeyStore()
    assert await store.get() is None
    await store.set(KEY)
    assert await store.get() == KEY
    await store.delete()
    await store.delete()
    assert await store.get() is None


async def test_locked_keyring_costs_the_time_limit_and_no_more() -> None:
    blocked = Blocked()
    keyring.set_keyring(blocked)
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(ZiggieError) as caught:
        await KeyStore(timeout_s=0.2).get()
    assert loop.time() - began < 2
    assert caught.value.code == "keyring_locked"
    blocked.opened.set()


async def test_who_unlocks_late_is_noticed_once_and_not_asked_again() -> None:
    blocked = Blocked()
    keyring.set_keyring(blocked)
    store = KeyStore(timeout_s=0.2)
    assert await store.locked() is None
    with pytest.raises(ZiggieError):
        await store.get()
    assert await store.locked() is True
    blocked.opened.set()
    end = time.monotonic() + 60
    while (known := await store.locked()) is True:
        assert time.monotonic() < end
    assert (known, await store.locked()) == (False, None)


async def test_a_prompt_that_was_dismissed_late_is_not_put_again() -> None:
    keyring.set_keyring(Refusing())
    store = KeyStore()
    with pytest.raises(ZiggieError):
        await store.get()
    assert await store.locked() is None


@pytest.mark.parametrize("backend", [NoKeyring, PlaintextKeyring])
async def test_no_safe_keyring_means_no_key_is_kept(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    for call in (KeyStore().get(), KeyStore().set(KEY), KeyStore().delete()):
        with pytest.raises(ZiggieError) as caught:
            await call
        assert caught.value.code == "keyring_missing"
        assert "ANTHROPIC_API_KEY" in caught.value.remedy


async def test_errors_never_show_the_key() -> None:
    keyring.set_keyring(Refusing())
    with pytest.raises(ZiggieError) as locked:
        await KeyStore().get()
    assert locked.value.code == "keyring_locked"
    with pytest.raises(ZiggieError) as failed:
        await KeyStore().set(KEY)
    assert failed.value.code == "keyring_failed"
    assert KEY not in f"{failed.value.title} {failed.value.remedy}"
