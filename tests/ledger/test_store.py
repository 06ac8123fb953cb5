"""The ledger from outside: what is booked comes back, on a file of its own."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ledger.make import NOON, row
from ziggie_desktop.contract.api import UsageRow
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.ledger.database import SCHEMA, newest_version, open_for_writing
from ziggie_desktop.ledger.rows import (
    COLUMNS,
    DERIVED,
    FIELDS,
    encode,
    to_csv,
    to_us,
    usage_to_csv,
)
from ziggie_desktop.ledger.store import Ledger

NEWEST = newest_version()


async def test_the_files_are_private_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ledger = await Ledger.open(tmp_path / "home" / "ledger.db")
        ledger.record(row())
        await ledger.flush()
        files = list((tmp_path / "home").iterdir())
        assert {f.name for f in files} >= {"ledger.db", "ledger.db-wal"}
        assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
        await ledger.close()
    finally:
        os.umask(before)


async def test_a_link_in_place_of_the_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / "ledger.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ZiggieError) as refused:
        await Ledger.open(tmp_path / "ledger.db")
    assert refused.value.code == "ledger_symlink"


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ZiggieError) as refused:
        await Ledger.open(path)
    assert refused.value.code == "ledger_newer"
    assert path.read_bytes() == before


async def test_a_migration_backs_up_first_and_keeps_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = await Ledger.open(path)
    ledger.record(row())
    await ledger.flush()
    await ledger.close()
    schema = tmp_path / "schema"
    schema.mkdir()
    for step in SCHEMA.glob("*.sql"):
        (schema / step.name).write_text(step.read_text())
    (schema / f"{NEWEST + 1:04}_more.sql").write_text("ALTER TABLE probes ADD COLUMN more TEXT;")
    opened = open_for_writing(path, schema=schema)
    assert opened.connection.execute("SELECT count(*) FROM requests").fetchone() == (1,)
    assert opened.connection.execute("PRAGMA user_version").fetchone() == (NEWEST + 1,)
    opened.connection.close()
    backup = sqlite3.connect(tmp_path / f"ledger.db.backup-v{NEWEST}")
    assert backup.execute("SELECT id FROM requests").fetchall() == [("r1",)]
    assert backup.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    backup.close()


async def test_a_new_ledger_has_nothing_to_back_up(tmp_path: Path) -> None:
    ledger = await Ledger.open(tmp_path / "ledger.db")
    await ledger.close()
    assert backups(tmp_path) == []


def backups(folder: Path) -> list[Path]:
    return list(folder.glob("*.backup*"))


async def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    schema = tmp_path / "schema"
    schema.mkdir()
    for step in SCHEMA.glob("*.sql"):
        (schema / step.name).write_text(step.read_text())
    open_for_writing(path, schema=schema).connection.close()
    (schema / f"{NEWEST + 1:04}_bad.sql").write_text(
        "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"
    )
    with pytest.raises(sqlite3.OperationalError):
        open_for_writing(path, schema=schema)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
    connection.close()


def test_csv_holds_every_field_and_no_formula() -> None:
    text = to_csv([row(component='=HYPERLINK("x")', started_at=NOON, task=None)])
    header, line = list(csv.reader(io.StringIO(text)))
    assert tuple(header) == FIELDS
    named = dict(zip(header, line, strict=True))
    assert named["component"] == '\'=HYPERLINK("x")'
    assert named["started_at"] == "2026-11-22T12:00:00Z"
    assert named["task"] == ""
    assert named["counterfactual_cost_pico"] == "1000"
    usage = usage_to_csv([UsageRow(key="2026-11", totals=Totals(requests=3))], by="month")
    assert usage.splitlines()[0].startswith("month,requests,")
    assert usage.splitlines()[1].startswith("2026-11,3,")


def test_a_time_without_zone_is_refused_and_none_is_lost_in_rounding() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_us(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    assert to_us(datetime(1970, 1, 1, 0, 0, 1, 1, tzinfo=UTC)) == 1_000_001


def test_every_field_of_the_row_has_its_column() -> None:
    sql = "".join(step.read_text() for step in SCHEMA.glob("*.sql"))
    for column in COLUMNS:
        assert f"    {column} " in sql or f"ALTER TABLE requests ADD COLUMN {column} " in sql


async def test_a_ledger_of_the_first_schema_is_taken_over(tmp_path: Path) -> None:
    path, schema = tmp_path / "ledger.db", tmp_path / "schema"
    schema.mkdir()
    first = SCHEMA / "0001_requests.sql"
    (schema / first.name).write_text(first.read_text())
    old = open_for_writing(path, schema=schema).connection
    later = {"energy_band_percent", "counterfactual_usage", "policy"}
    later |= {"tariff_source", "energy_source", "energy_load_mj"}
    names = [c for c in COLUMNS + DERIVED if c not in later]
    values = dict(zip(COLUMNS + DERIVED, encode(row()), strict=True))
    old.execute(
        f"INSERT INTO requests ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [values[name] for name in names],
    )
    old.close()
    ledger = await Ledger.open(path)
    assert await ledger.requests() == (row(energy_band_percent=8.0, energy_source="gpu"),)
    assert (await ledger.totals()).energy_band_percent == 8.0
    await ledger.close()
