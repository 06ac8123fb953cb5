"""Owns how a whole ledger goes to another place: every row copied, then read back and compared.

Never changes the old place, and leaves nothing half at the new one: it is one transaction there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.backend import Backend, Connection, Prepared
from ziggie_desktop.ledger.database import Table, tables

PAGE = 2_000
VALUES_AT_ONCE = 8_000  # SQLite takes 32,766, PostgreSQL 65,535
MODULUS = 2**128


class Sum(msgspec.Struct, frozen=True):
    """What a table holds: how many rows, and a sum over all values of each, in any order."""

    rows: int = 0
    digest: int = 0

    def of(self, rows: Sequence[Sequence[Any]]) -> Sum:
        found = self.digest
        for row in rows:
            found += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest()[:16])
        return Sum(self.rows + len(rows), found % MODULUS)


def move(
    source: Backend, target: Backend, *, settle: Callable[[], None]
) -> tuple[Connection, dict[str, int]]:
    """The connection that writes to the new place from now on, and how many rows each table has.

    Nobody may write to ``source`` meanwhile. ``settle`` makes the new place the one of the next
    start. Raises ``ledger_target_used``, ``ledger_move_failed`` or whatever ``settle`` raises; the
    old place is in force then.
    """
    with _told(source, target):
        prepared = target.prepare()
        try:
            counts = _copied(source, prepared)
            connection = prepared.commit()
        except BaseException:  # a cancellation too: the new place is left as it was
            prepared.give_up()
            raise
        try:
            settle()
        except BaseException:  # whatever it was, the old place stays in force
            connection.close()
            raise
        # From here on the new place is in force; a server that goes away now is waited for as ever.
        with suppress(*target.world):
            prepared.finish(connection)
    return connection, counts


@contextmanager
def _told(source: Backend, target: Backend) -> Iterator[None]:
    """The world's faults in words."""
    of_target = (*target.world, *target.poison)
    try:
        yield
    except (*of_target, *source.world, *source.poison) as error:
        asked = target if isinstance(error, of_target) else source
        raise ZiggieError(
            "ledger_move_failed",
            f"The ledger was not moved: {asked.words(error)} It is where it was.",
            asked.remedy.replace(" It is tried again by itself.", " Then move it again."),
            status=503,
        ) from error


def _copied(source: Backend, prepared: Prepared) -> dict[str, int]:
    reader = source.open_for_reading()
    try:
        there = {table.name: _copy(reader, prepared.connection, table) for table in tables()}
    finally:
        reader.close()
    for table in tables():
        here = Sum()
        for page in _pages(prepared.connection, table):
            here = here.of(page)
        if here != there[table.name]:
            raise ZiggieError(
                "ledger_move_failed",
                f"The ledger was not moved: of {there[table.name].rows} rows in {table.name},"
                f" {here.rows} arrived as they were. It is where it was.",
                "Look at the disk of the new place, then move it again.",
                status=500,
            )
    return {name: found.rows for name, found in there.items()}


def _copy(reader: Connection, writer: Connection, table: Table) -> Sum:
    found = Sum()
    most = VALUES_AT_ONCE // len(table.columns)
    for page in _pages(reader, table):
        found = found.of(page)
        for begin in range(0, len(page), most):
            part = page[begin : begin + most]
            line = f"({', '.join('?' * len(table.columns))})"
            writer.execute(
                f"INSERT INTO {table.name} ({', '.join(table.columns)})"  # noqa: S608 - our own names
                f" VALUES {', '.join([line] * len(part))}",
                [value for row in part for value in row],
            )
    return found


def _pages(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """All rows; those of a table without such a key at once: it has days or invoices, not
    requests."""
    chosen = f"SELECT {', '.join(table.columns)} FROM {table.name}"  # noqa: S608 - our own names
    if table.key is None:
        yield _plain(connection.execute(chosen).fetchall())
        return
    place = table.columns.index(table.key)
    after = -(2**63)
    sql = f"{chosen} WHERE {table.key} > ? ORDER BY {table.key} LIMIT {PAGE}"
    while page := _plain(connection.execute(sql, (after,)).fetchall()):
        yield page
        after = page[-1][place]


def _plain(rows: list[Any]) -> list[tuple[Any, ...]]:
    """PostgreSQL's text has no NUL: it is the same replacement there and in the comparison."""
    return [
        tuple(v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in row) for row in rows
    ]
