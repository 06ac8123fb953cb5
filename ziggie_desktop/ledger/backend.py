"""Owns what the ledger asks of a database, whichever it is. Holds no SQL and no driver.

Our statements are written once, for SQLite; a backend that speaks another dialect translates them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import msgspec

from ziggie_desktop.contract.errors import ZiggieError


class Rows(Protocol):
    def __iter__(self) -> Iterator[Any]: ...
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...


class Connection(Protocol):
    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Rows: ...
    def close(self) -> None: ...


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """``set_aside`` names the corrupt ledger that was put out of the way, if there was one."""

    connection: Connection
    set_aside: str | None = None


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """An empty ledger for another one's rows, in a transaction. ``commit`` makes it whole and
    answers the connection that writes to it; ``finish``: it is in force. ``give_up``: no trace."""

    connection: Connection
    commit: Callable[[], Connection]
    finish: Callable[[Connection], None]
    give_up: Callable[[], None]


class Backend(Protocol):
    """``world``: faults that waiting may heal. ``poison``: values that the database refuses, which
    waiting cannot heal; they are looked for first. ``remedy``: what a person does about the world.
    """

    @property
    def begin(self) -> str: ...
    @property
    def world(self) -> tuple[type[Exception], ...]: ...
    @property
    def poison(self) -> tuple[type[Exception], ...]: ...
    @property
    def remedy(self) -> str: ...

    def open_for_writing(self) -> Opened:
        """Migrated. Raises ZiggieError for what waiting cannot heal."""

    def open_for_reading(self) -> Connection: ...

    def prepare(self) -> Prepared:
        """A place for another ledger. Raises ``ledger_target_used`` where one is in it."""

    def words(self, error: Exception) -> str:
        """The fault in one sentence for a person."""

    def give_room_back(self, connection: Connection) -> None:
        """After many rows were taken out; a failure matters to nobody."""


def ask(backend: Backend, sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """One question on a connection of its own. Raises ``ledger_unreadable``."""
    try:
        connection = backend.open_for_reading()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()
    except (*backend.world, *backend.poison) as error:
        raise unreadable() from error


def unreadable() -> ZiggieError:
    return ZiggieError(
        "ledger_unreadable",
        "The ledger cannot be read just now.",
        "Answers go on. Look at `ziggie-desktop doctor` for what is wrong with it.",
        status=503,
    )
