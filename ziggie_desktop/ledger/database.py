"""Owns the ledger as a SQLite file: its rights, its migrations, setting a broken one aside.

Never throws away a file that holds rows: a broken one is renamed, an old one is backed up first.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.backend import Connection, Opened, Prepared

SCHEMA = Path(__file__).with_name("schema")
QUICK_CHECK_UP_TO_BYTES = 64 * 2**20  # reading all of a larger file would delay the start
WRITER_BUSY_S = 0.25
WRITER_CACHE_KB = 512  # rows are added at the end; the system has the file in its memory too
READER_BUSY_S = 2.0


class Table(msgspec.Struct, frozen=True):
    """``key``: the one integer column that orders its rows; None where it is another."""

    name: str
    columns: tuple[str, ...]
    key: str | None


class SqliteLedger:
    """The ledger as one file of this machine."""

    begin = "BEGIN IMMEDIATE"
    # What waiting may heal: full, read-only, locked, failing or unreachable disk.
    world: tuple[type[Exception], ...] = (sqlite3.OperationalError, sqlite3.DatabaseError, OSError)
    # What waiting cannot heal: a value that SQLite refuses, or a text that is no Unicode.
    poison: tuple[type[Exception], ...] = (
        sqlite3.IntegrityError,
        sqlite3.DataError,
        sqlite3.ProgrammingError,
        sqlite3.InterfaceError,
        OverflowError,
        ValueError,
    )
    remedy = (
        "Free some disk space and check that Ziggie's folder may be written."
        " It is tried again by itself."
    )

    def __init__(self, path: Path, *, opener: Callable[[Path], Opened] | None = None) -> None:
        self._path = path
        self._opener = opener or open_for_writing

    def open_for_writing(self) -> Opened:
        return self._opener(self._path)

    def open_for_reading(self) -> Connection:
        return open_for_reading(self._path)

    def prepare(self) -> Prepared:
        """Beside the file, which is set aside only when the other is whole."""
        beside = self._path.with_name(f"{self._path.name}.moving")
        _remove(beside)  # what a move left that was cut off
        connection = _open(beside, schema=SCHEMA)
        connection.execute("BEGIN")

        def commit() -> Connection:
            connection.execute("COMMIT")
            connection.close()
            if self._path.exists():
                _set_aside(self._path, "before-move")
            beside.rename(self._path)
            return self.open_for_writing().connection

        def give_up() -> None:
            connection.close()
            _remove(beside)

        return Prepared(
            connection=connection, commit=commit, finish=lambda _: None, give_up=give_up
        )

    def words(self, error: Exception) -> str:
        if isinstance(error, ZiggieError):
            return error.title
        if isinstance(error, sqlite3.Error) and is_corrupt(error):
            return "The file is damaged."
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_FULL:
                return "The disk is full."
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
                return "Its folder or file may not be written."
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return "Another program holds it locked."
            case sqlite3.SQLITE_IOERR:
                return "The disk reports an error."
        return str(getattr(error, "strerror", None) or error) + "."

    def give_room_back(self, connection: Connection) -> None:
        assert isinstance(connection, sqlite3.Connection)
        with contextlib.suppress(sqlite3.Error):
            connection.executescript("PRAGMA incremental_vacuum")  # execute() would free one page


def open_for_writing(path: Path, *, schema: Path = SCHEMA) -> Opened:
    """The writer's connection, migrated. Raises ZiggieError for what waiting cannot heal."""
    try:
        return Opened(connection=_open(path, schema=schema))
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
    aside = _set_aside(path, "corrupt")
    return Opened(connection=_open(path, schema=schema), set_aside=aside.name)


def open_for_reading(path: Path) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=READER_BUSY_S, isolation_level=None)


def is_corrupt(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def newest_version(schema: Path = SCHEMA) -> int:
    return max(int(p.name[:4]) for p in schema.glob("[0-9]*.sql"))


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """All that a ledger has, from the schema itself: a new table cannot be forgotten."""
    memory = sqlite3.connect(":memory:")
    try:
        for step in sorted(SCHEMA.glob("[0-9]*.sql")):
            memory.executescript(step.read_text(encoding="utf-8"))
        names = memory.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return tuple(_table(memory, name) for (name,) in names.fetchall())
    finally:
        memory.close()


def _table(memory: sqlite3.Connection, name: str) -> Table:
    found = memory.execute(f"PRAGMA table_info({name})").fetchall()
    keys = [(column, kind) for _, column, kind, _, _, place in found if place]
    key = keys[0][0] if len(keys) == 1 and keys[0][1] == "INTEGER" else None
    return Table(name, tuple(line[1] for line in found), key)


def _open(path: Path, *, schema: Path) -> sqlite3.Connection:
    _make_private(path)
    connection = sqlite3.connect(
        path, timeout=WRITER_BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        if path.stat().st_size <= QUICK_CHECK_UP_TO_BYTES:
            _check(connection)
        version = _version(connection, newest=newest_version(schema))
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before the first table, or never
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KB}")
        connection.execute("PRAGMA journal_size_limit = 16777216")
        _migrate(connection, path, schema=schema, version=version)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """0600 before the first byte, whatever the umask; SQLite gives -wal and -shm the same."""
    if path.is_symlink():
        raise ZiggieError(
            "ledger_symlink",
            f"The ledger {path.name} is a symbolic link.",
            "Put the real file there, or set ZIGGIE_HOME to the place where it lies.",
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
    if os.name == "posix":
        path.chmod(0o600)


def _check(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        error = sqlite3.DatabaseError(verdict)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _version(connection: sqlite3.Connection, *, newest: int) -> int:
    """Asked before anything is written: a newer file stays as it is."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise ZiggieError(
            "ledger_newer",
            f"The ledger was written by a newer Ziggie Desktop (schema {version}, "
            f"this one knows {newest}).",
            "Start that newer version, or set ZIGGIE_HOME to another place.",
        )
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path, *, schema: Path, version: int) -> None:
    fresh = version == 0  # nothing in it that could be lost
    for step in sorted(schema.glob("[0-9]*.sql")):
        number = int(step.name[:4])
        if number <= version:
            continue
        if not fresh:
            _back_up(connection, path.with_name(f"{path.name}.backup-v{version}"))
        sql = step.read_text(encoding="utf-8")
        try:
            connection.executescript(f"BEGIN;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        version = number


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    target.unlink(missing_ok=True)
    _make_private(target)
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _set_aside(path: Path, why: str) -> Path:
    """Rename the file with its -wal: both may still hold rows that a person can save."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.{why}-{stamp}")
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        extra = path.with_name(path.name + suffix)
        if extra.exists():
            extra.rename(aside.with_name(aside.name + suffix))
    return aside
