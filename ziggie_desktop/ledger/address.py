"""Owns where a PostgreSQL ledger lies and which password opens it. Opens no connection.

The password is never in the URL, for settings are a file of ours: it is in the OS keyring, or where
PostgreSQL's own programs look (PGPASSWORD, PGPASSFILE).
"""

from __future__ import annotations

import getpass
import os
import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

PORT = 5432
LOOPBACK = ("localhost", "127.0.0.1", "::1")
MODES = ("disable", "require", "verify-full")
_QUERY = {"host", "sslmode", "sslrootcert"}


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """``host`` that begins with / is the folder of a Unix socket. ``sslrootcert``: the file of the
    certificates that the server's own may be signed by; None: those of this machine."""

    host: str
    port: int
    database: str
    user: str
    sslmode: str
    sslrootcert: str | None = None

    def connect_arguments(self) -> dict[str, Any]:
        """What pg8000 is told. A server elsewhere must show a certificate that is valid for it."""
        if self.host.startswith("/"):
            return {"unix_sock": f"{self.host}/.s.PGSQL.{self.port}", "ssl_context": False}
        context: object = False
        if self.sslmode == "require":
            context = True
        elif self.sslmode == "verify-full":
            context = _verifying(self.sslrootcert)
        return {"host": self.host, "port": self.port, "ssl_context": context}


def _verifying(sslrootcert: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=sslrootcert)
    except (OSError, ssl.SSLError) as error:
        raise _wrong("its sslrootcert is no file of certificates that we may read") from error


def parse(url: str) -> Address:
    """``postgresql://user@host:5432/database?sslmode=…``, or ``postgresql:///database?host=/run/…``
    for a Unix socket. Raises ``ledger_url``."""
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        port, database = parts.port or PORT, unquote(parts.path.removeprefix("/"))
    except ValueError as error:
        raise _wrong("it cannot be read") from error
    if parts.scheme not in ("postgresql", "postgres"):
        raise _wrong("it must begin with postgresql://")
    if parts.password is not None or "password" in query:
        raise _wrong("it holds a password")
    if not database or "/" in database:
        raise _wrong("it names no database")
    if unknown := set(query) - _QUERY:
        raise _wrong(f"{sorted(unknown)[0]!r} is not known; known are {', '.join(sorted(_QUERY))}")
    host = query.get("host", [parts.hostname or "localhost"])[0]
    here = host.startswith("/") or host in LOOPBACK
    mode = query.get("sslmode", ["disable" if here else "verify-full"])[0]
    if mode not in MODES:
        raise _wrong(f"sslmode is one of {', '.join(MODES)}")
    user = unquote(parts.username) if parts.username else getpass.getuser()
    return Address(
        host=host,
        port=port,
        database=database,
        user=user,
        sslmode=mode,
        sslrootcert=query.get("sslrootcert", [None])[0],
    )


def password_of(address: Address, environ: Mapping[str, str]) -> str | None:
    """As PostgreSQL's programs find it: PGPASSWORD, then the password file (others must not be able
    to read it). None: the server may ask for none."""
    if "PGPASSWORD" in environ:
        return environ["PGPASSWORD"]
    named = environ.get("PGPASSFILE")
    if named:
        path = Path(named)
    elif os.name == "nt":
        path = Path(environ.get("APPDATA", "")) / "postgresql" / "pgpass.conf"
    else:
        path = Path.home() / ".pgpass"
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            return None
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    host = "localhost" if address.host.startswith("/") else address.host
    wanted = (host, str(address.port), address.database, address.user)
    return next((found for line in lines if (found := _matching(line, wanted)) is not None), None)


def _matching(line: str, wanted: tuple[str, ...]) -> str | None:
    """The password of a line of the file, if it is for this server; \\ quotes : and itself."""
    if line.startswith("#"):
        return None
    fields = [
        re.sub(r"\\(.)", r"\1", part) for part in re.findall(r"((?:\\.|[^:\\])*)(?::|$)", line)
    ]
    if len(fields) < 5:
        return None
    same = all(said in ("*", want) for said, want in zip(fields, wanted, strict=False))
    return fields[4] if same else None


def _wrong(what: str) -> ZiggieError:
    return ZiggieError(
        "ledger_url",
        f"The place of the ledger is wrong: {what} - at ledger.url",
        "Give it like postgresql://USER@HOST:5432/DATABASE. The password belongs into the OS"
        " keyring (`ziggie-desktop ledger password`) or a file that PGPASSFILE names.",
        status=400,
    )
