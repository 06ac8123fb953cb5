"""Owns the ledger in PostgreSQL: one connection that writes, the migrations, SQLite's SQL as its.

Never writes beside another writer: an advisory lock of the database admits one. Never has a
password in a file of ours (see ``address.py``). A backup is the server's business (pg_dump); each
migration is one transaction, so that it is there in whole or not at all.
"""

from __future__ import annotations

import contextlib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.address import Address
from ziggie_desktop.ledger.backend import Connection, Opened, Prepared
from ziggie_desktop.ledger.database import SCHEMA, newest_version, tables

TIMEOUT_S = 5.0  # of every single answer of the server
LOCK_WAIT_MS = 1000
WRITER_LOCK = 0x5A16_61E5  # any number, the same in each version of ours
VERSION_TABLE = "CREATE TABLE IF NOT EXISTS ziggie_schema (version INTEGER NOT NULL)"
MOVING = "ziggie_moving"  # is there while a move is on its way and not in force yet
# What the value itself is to blame for (classes of SQLSTATE): data, integrity, numbers too large.
_POISON_CLASSES = ("22", "23", "54")
_AWAY = "The PostgreSQL server cannot be reached"
_TAKEN = "Another Ziggie Desktop writes to this database."


class Away(Exception):
    """The server, or the way to it, failed: trying again may help."""


class Refused(Exception):
    """The server does not take this value."""


class PostgresLedger:
    """``password`` is asked at each connection, so that a new one is taken without a restart."""

    begin = "BEGIN"
    world: tuple[type[Exception], ...] = (Away, OSError)
    poison: tuple[type[Exception], ...] = (Refused, OverflowError, ValueError)
    remedy = (
        "See that the PostgreSQL server of `[ledger] url` runs and lets us in."
        " It is tried again by itself."
    )

    def __init__(
        self,
        *,
        address: Address,
        password: Callable[[], str | None],
        schema: Path = SCHEMA,
    ) -> None:
        self._address = address
        self._password = password
        self._schema = schema

    def open_for_writing(self) -> Opened:
        connection = self._open()
        _in_force(connection)
        return Opened(connection=connection)

    def prepare(self) -> Prepared:
        """What a move left that was cut off before it was in force is taken out: it is still where
        it came from."""
        connection = self._open()
        try:
            ours = [table.name for table in tables()]
            ((left,),) = connection.execute(f"SELECT to_regclass('{MOVING}') IS NOT NULL")
            connection.execute("BEGIN")
            if not left:
                connection.execute(f"CREATE TABLE {MOVING} (since TIMESTAMPTZ)")
            for table in ours:
                if left:
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
                elif connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608
                    raise _used()
        except BaseException:
            connection.close()
            raise

        return Prepared(
            connection=connection,
            commit=lambda: _whole(connection),
            finish=_in_force,
            give_up=connection.close,
        )

    def _open(self) -> PostgresConnection:
        """The one that writes, migrated."""
        connection = PostgresConnection(self._connect())
        try:
            for name, value in (("idle", 30), ("interval", 10), ("count", 3)):
                connection.execute(f"SET tcp_keepalives_{name} = {value}")
            # The server frees the lock of one that has just ended a moment later.
            connection.execute(f"SET lock_timeout = {LOCK_WAIT_MS}")
            connection.execute(f"SELECT pg_advisory_lock({WRITER_LOCK})")
            connection.execute("SET lock_timeout = 0")
            _migrate(connection, self._schema)
        except BaseException:
            connection.close()
            raise
        return connection

    def open_for_reading(self) -> Connection:
        connection = PostgresConnection(self._connect())
        try:
            connection.execute("SET default_transaction_read_only = on")
        except BaseException:
            connection.close()
            raise
        return connection

    def words(self, error: Exception) -> str:
        if isinstance(error, ZiggieError):
            return error.title
        text = str(error) if isinstance(error, Away) else f"{_AWAY}."
        return text if text.endswith(".") else f"{text}."

    def give_room_back(self, connection: Connection) -> None:
        """Nothing to do: the server's autovacuum does it."""

    def _connect(self) -> Any:
        dbapi, faults = _driver()
        failing: tuple[type[Exception], ...] = (*faults, OSError)
        where = self._address
        try:
            connection = dbapi.connect(
                user=where.user,
                password=self._password() or "",  # the driver fails over None where one is asked
                database=where.database,
                timeout=TIMEOUT_S,
                application_name="ziggie-desktop",
                **where.connect_arguments(),
            )
        except failing as error:
            raise Away(_why(error)) from error
        connection.autocommit = True  # transactions are begun and ended by our own statements
        return connection


class PostgresConnection:
    """A pg8000 connection that takes our SQL and tells the world's faults from a value's."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._faults = _driver()[1]

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> _Rows:
        text, order = translated(sql, len(parameters))
        cursor = self._connection.cursor()
        try:
            cursor.execute(text, tuple(_storable(parameters[n]) for n in order))
            return _Rows([tuple(line) for line in cursor.fetchall()] if cursor.description else [])
        except self._faults as error:
            if _sqlstate(error)[:2] in _POISON_CLASSES:
                raise Refused(_sqlstate(error)) from error
            raise Away(_why(error)) from error

    def close(self) -> None:
        with contextlib.suppress(*self._faults, OSError):
            self._connection.close()


class _Rows:
    def __init__(self, lines: list[Any]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[Any]:
        return iter(self._lines)

    def fetchall(self) -> list[Any]:
        return self._lines

    def fetchone(self) -> Any:
        return self._lines[0] if self._lines else None


@lru_cache(maxsize=256)
def translated(sql: str, parameters: int) -> tuple[str, tuple[int, ...]]:
    """Our SQL for pg8000, and which parameter stands at each of its places."""
    sql = re.sub(
        r"\bdate\((\S+) / 1000000, 'unixepoch'\)",
        r"to_char(to_timestamp(\1 / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
        sql,
    )
    if not parameters:
        return sql, ()
    order: list[int] = []

    def place(found: re.Match[str]) -> str:
        number = found.group(1)
        order.append(int(number) - 1 if number else len(order))
        return "%s"

    return re.sub(r"\?(\d*)", place, sql.replace("%", "%%")), tuple(order)


def _storable(value: Any) -> Any:
    """PostgreSQL's text takes every character but NUL; a row is not lost for one. A text that is no
    Unicode is refused here: the driver would find out with half of it sent, and from then on take
    each answer of the server for that of the statement after it."""
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    value.encode()
    return value.replace("\0", "\ufffd")


def schema_for_postgres(sql: str) -> str:
    """A migration of ours, written for SQLite, in PostgreSQL's types."""
    for pattern, instead in (
        (r"\bINTEGER PRIMARY KEY\b", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
        (r"\bINTEGER\b", "BIGINT"),
        (r"\bREAL\b", "DOUBLE PRECISION"),
        (r"\) STRICT(, WITHOUT ROWID)?;", ");"),
    ):
        sql = re.sub(pattern, instead, sql)
    return sql


def _whole(connection: PostgresConnection) -> Connection:
    """The next row's number is after the last one's that was brought along."""
    for table in tables():
        if table.key == "seq":
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'seq'), max(seq))"  # noqa: S608 - our own names
                f" FROM {table.name} HAVING count(*) > 0"
            )
    connection.execute("COMMIT")
    return connection


def _in_force(connection: Connection) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {MOVING}")


def _used() -> ZiggieError:
    return ZiggieError(
        "ledger_target_used",
        "That PostgreSQL database holds a ledger already.",
        "Give an empty database; or to use the ledger that is there, set `[ledger] url` to it and"
        " restart Ziggie Desktop.",
        status=409,
    )


def _migrate(connection: PostgresConnection, schema: Path) -> None:
    connection.execute(VERSION_TABLE)
    found = connection.execute("SELECT max(version) FROM ziggie_schema").fetchone()
    version, newest = found[0] or 0, newest_version(schema)
    if version > newest:
        raise ZiggieError(
            "ledger_newer",
            f"The ledger was written by a newer Ziggie Desktop (schema {version}, "
            f"this one knows {newest}).",
            "Start that newer version, or set `[ledger] url` to another database.",
        )
    for step in sorted(schema.glob("[0-9]*.sql")):
        number = int(step.name[:4])
        if number > version:
            text = schema_for_postgres(step.read_text(encoding="utf-8"))
            # Simple protocol: several statements at once are one transaction.
            connection.execute(f"{text};\nINSERT INTO ziggie_schema VALUES ({number})")


@lru_cache(maxsize=1)
def _driver() -> tuple[Any, tuple[type[Exception], ...]]:
    """pg8000's module and its faults; imported only where the ledger lies in PostgreSQL."""
    try:
        from pg8000 import dbapi, exceptions
    except ImportError as error:
        raise ZiggieError(
            "postgres_missing",
            "The ledger shall be in PostgreSQL, but its driver is not installed.",
            "Install it with: pip install 'ziggie-desktop[postgres]', or take `[ledger] url` out.",
        ) from error
    return dbapi, (exceptions.DatabaseError, exceptions.InterfaceError)


def _sqlstate(error: BaseException) -> str:
    """Five letters, such as 22003; empty where the server did not say any. Where pg8000 fails once
    more while it hangs up, what the server said stands behind that; what we raised ourselves before
    is another matter."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, (Away, Refused)):
        said = found.args[0] if found.args else None
        if isinstance(said, dict):
            return str(said.get("C", ""))
        found = found.__cause__ or found.__context__
    return ""


def _why(error: Exception) -> str:
    """Never the server's own words about a value: they may hold what was being booked."""
    match _sqlstate(error):
        case "" if isinstance(error, ssl.SSLCertVerificationError):
            return f"The PostgreSQL server's certificate is not taken: {error.verify_message}."
        case "":
            return f"{_AWAY}."
        case "28000" | "28P01":
            return "The PostgreSQL server does not accept the user or the password."
        case "3D000":
            return "The database of the ledger does not exist on the PostgreSQL server."
        case "55P03":
            return _TAKEN
        case "53100":
            return "The disk of the PostgreSQL server is full."
        case state if state.startswith("57P"):
            return "The PostgreSQL server is starting or stopping."
        case state:
            return f"The PostgreSQL server reports error {state}."
