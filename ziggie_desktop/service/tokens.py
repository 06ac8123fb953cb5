"""Owns who may call: the owner's token and one per component. Stores only hashes of the latter."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ziggie_desktop.contract.api import TokenCreated, TokenInfo
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.paths import write_private

PREFIX = "zgd_"
OWNER = "owner"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class _Stored(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    sha256: str
    created_at: str


class _File(msgspec.Struct, frozen=True):
    tokens: tuple[_Stored, ...] = ()


class Tokens:
    """Tokens are 32 random bytes, looked up by their SHA-256, so that no comparison leaks one.

    Those found so are remembered until the tokens change, in a dict: it looks by a hash that nobody
    outside can know."""

    def __init__(
        self,
        *,
        file: Path,
        owner_file: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._file = file
        self._owner_file = owner_file
        self._now = now
        self._stored = self._read()
        self._owner = self._owner_hash()
        self._by_hash = {entry.sha256: entry.name for entry in self._stored}
        self._known: dict[str, str] = {}  # those that came; each caller sends its own every time

    def who(self, token: str) -> str | None:
        """The component that a token belongs to, ``owner`` for the owner's, None for nobody's."""
        known = self._known.get(token)
        if known is None:
            digest = _hash(token)
            known = OWNER if digest == self._owner else self._by_hash.get(digest)
            if known is not None:
                self._known[token] = known
        return known

    def create(self, name: str) -> TokenCreated:
        """Make a token. It is shown once and never again."""
        if not _NAME.fullmatch(name) or name.lower() in (OWNER, "anonymous"):
            raise ZiggieError(
                "token_name_invalid",
                f"{name!r} is no name for a token.",
                "Use letters, digits, '.', '_' and '-', at most 64, and not 'owner'.",
                status=400,
            )
        if any(entry.name == name for entry in self._stored):
            raise ZiggieError(
                "token_exists",
                f"There is a token for {name!r} already.",
                f"Revoke it first: `ziggie-desktop token revoke {name}`.",
                status=409,
            )
        token = PREFIX + secrets.token_urlsafe(32)
        created = self._now().isoformat(timespec="seconds")
        entry = _Stored(name=name, sha256=_hash(token), created_at=created)
        self._write((*self._stored, entry))
        return TokenCreated(name=name, token=token)

    def revoke(self, name: str) -> None:
        left = tuple(entry for entry in self._stored if entry.name != name)
        if len(left) == len(self._stored):
            raise ZiggieError(
                "token_not_found",
                f"There is no token for {name!r}.",
                "See `ziggie-desktop token list`.",
                status=404,
            )
        self._write(left)

    def list(self) -> tuple[TokenInfo, ...]:
        return tuple(TokenInfo(name=e.name, created_at=e.created_at) for e in self._stored)

    def _read(self) -> tuple[_Stored, ...]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_File).tokens
        except FileNotFoundError:
            return ()
        except (msgspec.MsgspecError, OSError) as error:
            raise ZiggieError(
                "tokens_unreadable",
                f"The token file {self._file} cannot be read: {type(error).__name__}.",
                "Restore it from a backup, or move it away and create the components' tokens anew.",
            ) from error

    def _write(self, entries: tuple[_Stored, ...]) -> None:
        write_private(self._file, msgspec.json.encode(_File(entries)))
        self._stored = entries
        self._by_hash = {entry.sha256: entry.name for entry in entries}
        self._known.clear()

    def _owner_hash(self) -> str:
        """The owner's token lies in a file that only this user can read; made once."""
        if self._owner_file.is_file() and not self._owner_file.is_symlink():
            if os.name == "posix":
                self._owner_file.chmod(0o600)
            token = self._owner_file.read_text(encoding="ascii", errors="replace").strip()
            if token:
                return _hash(token)
        token = PREFIX + secrets.token_urlsafe(32)
        write_private(self._owner_file, token.encode())
        return _hash(token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
