"""Where the key comes from when the keyring holds it, is locked, or is not there."""

from __future__ import annotations

import pytest

from ziggie_desktop.cloud.key import CloudKey, find_key, store_key
from ziggie_desktop.contract.errors import ZiggieError

SECRET = "sk-ant-canary-1234"
ENVIRONMENT = {"ANTHROPIC_API_KEY": "sk-from-environment"}


class Keyring:
    """A keyring in memory that can be locked."""

    def __init__(self, value: str | None = None, *, locked: bool = False) -> None:
        self.value = value
        self.is_locked = locked

    async def locked(self) -> bool | None:
        return self.is_locked

    async def get(self) -> str | None:
        self._use()
        return self.value

    async def set(self, key: str) -> None:
        self._use()
        self.value = key

    async def delete(self) -> None:
        self._use()
        self.value = None

    def _use(self) -> None:
        if self.is_locked:
            raise ZiggieError("keyring_locked", "The keyring is locked.", "Unlock it.", status=503)


async def test_the_keyring_counts_before_the_environment() -> None:
    found = await find_key(Keyring(f" {SECRET}\n"), ENVIRONMENT)
    assert found.key == CloudKey(SECRET, "keyring")


@pytest.mark.parametrize("keyring", [Keyring(), Keyring(""), Keyring(locked=True)])
async def test_else_the_environment_with_words(keyring: Keyring) -> None:
    found = await find_key(keyring, ENVIRONMENT)
    assert found.key == CloudKey("sk-from-environment", "environment")
    assert "ANTHROPIC_API_KEY is used" in found.reason
    assert ("locked" in found.reason) is keyring.is_locked
    assert found.locked is keyring.is_locked


async def test_neither_is_said() -> None:
    found = await find_key(Keyring(), {"ANTHROPIC_API_KEY": "  "})
    assert (found.key, found.source) == (None, "none")
    assert "Claude is not used" in found.reason


async def test_storing_takes_off_the_line_end() -> None:
    keyring = Keyring()
    await store_key(keyring, f"{SECRET}\n")
    assert keyring.value == SECRET


@pytest.mark.parametrize("wrong", ["", "  ", "two words", "schlüssel", "a\x00b"])
async def test_what_is_not_a_key_is_not_stored(wrong: str) -> None:
    keyring = Keyring()
    with pytest.raises(ZiggieError) as refused:
        await store_key(keyring, wrong)
    assert refused.value.code == "cloud_key_malformed"
    assert keyring.value is None


def test_the_value_is_in_no_repr() -> None:
    assert SECRET not in repr(CloudKey(SECRET, "keyring"))
