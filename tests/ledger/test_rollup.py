"""Old months become sums: no total changes, and the file stays small."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import fields

from tests.ledger.make import row
from ziggie_desktop.ledger.database import open_for_writing
from ziggie_desktop.ledger.savings import Sums
from ziggie_desktop.ledger.store import Ledger


async def test_the_file_gets_smaller(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = await Ledger.open(path)
    empty = count_pages(path)
    for number in range(2_000):
        ledger.record(row(id=str(number), reason="r" * 200))
    await ledger.flush()
    pages = count_pages(path)
    ledger.sum_up(before=datetime(2026, 12, 31, tzinfo=UTC), tz="UTC")
    await ledger.flush()
    assert (await ledger.totals()).requests == 2_000
    assert await ledger.requests() == ()
    assert count_pages(path) - empty < (pages - empty) / 10
    await ledger.close()


async def test_a_month_begins_where_the_owner_lives(tmp_path: Path) -> None:
    """23:30 on the last of October in New York is November in UTC."""
    ledger = await Ledger.open(tmp_path / "ledger.db")
    ledger.record(
        row(started_at=datetime(2026, 11, 1, 3, 30, tzinfo=UTC), local_date="2026-10-31",
            tz="America/New_York")
    )  # fmt: skip
    ledger.sum_up(before=datetime(2026, 11, 15, tzinfo=UTC), tz="America/New_York")
    await ledger.flush()
    assert await ledger.requests() == ()
    (october,) = await ledger.usage(by="day")
    assert october.key == "2026-10"
    await ledger.close()


def test_the_table_has_every_sum(tmp_path: Path) -> None:
    connection = open_for_writing(tmp_path / "ledger.db").connection
    columns = {line[1] for line in connection.execute("PRAGMA table_info(monthly)")}
    connection.close()
    assert {field.name for field in fields(Sums)} <= columns


def count_pages(path: Path) -> int:
    connection = sqlite3.connect(path)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.close()
    return int(pages)
