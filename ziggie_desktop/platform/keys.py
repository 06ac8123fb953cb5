"""Owns the way to the OS keyring. Never writes a key anywhere else, never logs or shows one.

A locked keyring blocks until its owner answers, so each call runs in a thread with a time limit.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from ziggie_desktop.contract.errors import ZiggieError

SERVICE = "ziggie-desktop"
CLOUD_KEY = "anthropic"
TIMEOUT_S = 5.0

T = TypeVar("T")


class KeyStore:
    """The cloud key in the OS keyring (Secret Service, Keychain, Credential Manager)."""

    def __init__(self, *, service: str = SERVICE, timeout_s: float = TIMEOUT_S) -> None:
        self._service = service
        self._timeout_s = timeout_s
        self._waiting: bool | None = None  # a call got no answer in time; False: it has one by now

    async def get(self, name: str = CLOUD_KEY) -> str | None:
        """The key, None when the keyring holds none; ZiggieError when it cannot be asked."""
        return await self._ask(lambda: _backend().get_password(self._service, name))

    async def set(self, key: str, name: str = CLOUD_KEY) -> None:
        """Keep ``key``; ZiggieError where the keyring takes none, and nothing is written then."""
        await self._ask(lambda: _backend().set_password(self._service, name, key))

    async def delete(self, name: str = CLOUD_KEY) -> None:
        """Forget the key; none there is no error."""
        await self._ask(lambda: _delete(self._service, name))

    async def locked(self) -> bool | None:
        """Whether it is, found out without a prompt; None where that cannot be told. Where only the
        keyring itself could say: whether a call waits for its owner; told once when it was let in.
        """
        try:
            known = await self._ask(_secret_service_locked)
        except ZiggieError:
            return None
        if known is None:
            known, self._waiting = self._waiting, self._waiting or None
        return known

    async def _ask(self, call: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def work() -> None:
            try:
                value = call()
            except Exception as error:  # noqa: BLE001 - a keyring backend may raise anything
                self._tell(loop, answer, error=_translated(error))
            else:
                self._tell(loop, answer, value=value)

        # A daemon thread: one that a locked keyring blocks must not keep the program alive.
        threading.Thread(target=work, name="ziggie-keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await answer
        except TimeoutError:
            self._waiting = True
            raise ZiggieError(
                "keyring_locked",
                f"The keyring did not answer within {self._timeout_s:g} s; it is probably locked.",
                "Unlock the keyring, or set ANTHROPIC_API_KEY for the service.",
                status=503,
            ) from None

    def _tell(
        self,
        loop: asyncio.AbstractEventLoop,
        answer: asyncio.Future[T],
        *,
        value: T | None = None,
        error: Exception | None = None,
    ) -> None:
        def deliver() -> None:
            if answer.done():  # the time limit was quicker
                self._waiting = False if error is None else None
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(value)  # type: ignore[arg-type]

        try:
            loop.call_soon_threadsafe(deliver)
        except RuntimeError:  # the loop is closed: nobody waits for it any more
            return


class _Backend:
    """The part of keyring that is used, with plain-text and null backends refused."""

    def __init__(self) -> None:
        import keyring
        from keyring.backends import fail, null

        found = keyring.get_keyring()
        # Third-party backends that keep keys in plain files announce it in their name.
        plain = "plaintext" in type(found).__name__.lower()
        if plain or isinstance(found, (fail.Keyring, null.Keyring)):
            raise _no_keyring()
        self._keyring = found

    def get_password(self, service: str, name: str) -> str | None:
        return self._keyring.get_password(service, name)

    def set_password(self, service: str, name: str, key: str) -> None:
        self._keyring.set_password(service, name, key)

    def delete_password(self, service: str, name: str) -> None:
        self._keyring.delete_password(service, name)


def _backend() -> _Backend:
    return _Backend()


def _delete(service: str, name: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        _backend().delete_password(service, name)
    except PasswordDeleteError:
        return


def _secret_service_locked() -> bool | None:
    """Whether the Secret Service's own collection is; None where keys are kept elsewhere."""
    import keyring

    found = keyring.get_keyring()
    kept_by = {type(backend).__module__ for backend in getattr(found, "backends", [found])}
    if "keyring.backends.SecretService" not in kept_by:
        return None
    import secretstorage

    connection = secretstorage.dbus_init()
    try:
        return bool(secretstorage.Collection(connection).is_locked())
    finally:
        connection.close()


def _translated(error: Exception) -> ZiggieError:
    if isinstance(error, ZiggieError):
        return error
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        return _no_keyring()
    if isinstance(error, KeyringLocked):
        return ZiggieError(
            "keyring_locked",
            "The keyring is locked.",
            "Unlock the keyring, or set ANTHROPIC_API_KEY for the service.",
            status=503,
        )
    # The text of a backend's error could carry what was being stored: only its kind is told.
    return ZiggieError(
        "keyring_failed",
        f"The keyring failed ({type(error).__name__}).",
        "Check the keyring of this session, or set ANTHROPIC_API_KEY for the service.",
        status=503,
    )


def _no_keyring() -> ZiggieError:
    return ZiggieError(
        "keyring_missing",
        "This session has no keyring that could keep the key safely.",
        "Start a Secret Service (gnome-keyring or KWallet), or set ANTHROPIC_API_KEY "
        "for the service.",
        status=503,
    )
