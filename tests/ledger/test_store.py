"""The ledger from outside: what is booked comes back, on a file of its own."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import stat
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.make import NOON, call, row, rows
from ziggie_desktop.contract.api import UsageRow
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import Quality, Totals
from ziggie_desktop.ledger.database import SCHEMA, newest_version, open_for_writing
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.rows import (
    COLUMNS,
    DERIVED,
    FIELDS,
    encode,
    to_csv,
    to_us,
    usage_to_csv,
)
from ziggie_desktop.ledger.savings import add, sums_of_row, totals
from ziggie_desktop.ledger.store import Ledger

NEWEST = newest_version()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(tmp_path / "ledger.db")
    yield opened
    await opened.close()


async def test_a_row_comes_back_as_it_was(ledger: Ledger) -> None:
    booked = row(
        task="kb.analyze",
        ttft_ms=12.5,
        status=RequestStatus.ABORTED,
        simulated=True,
        attempts=(call("local", outcome="killed"), call("cloud", list_cost_pico=7)),
    )
    ledger.record(booked)
    assert await ledger.flush()
    assert await ledger.requests() == (booked,)


async def test_the_newest_energy_counts_and_the_row_stays(ledger: Ledger) -> None:
    ledger.record(row(energy_mj=None, energy_quality=None, electricity_cost_pico=None))
    for joules in (1_000, 2_000):
        ledger.record_energy(
            "r1", energy_mj=joules, quality=Quality.COUNTER, electricity_cost_pico=50
        )
    await ledger.flush()
    (booked,) = await ledger.requests()
    assert (booked.energy_mj, booked.energy_quality) == (2_000, Quality.COUNTER)
    assert (await ledger.totals()).energy_mj == 2_000


async def test_a_request_booked_twice_counts_once(ledger: Ledger) -> None:
    ledger.record(row())
    ledger.record(row(component="other"))
    await ledger.flush()
    (booked,) = await ledger.requests()
    assert booked.component == "kb"


async def test_filters_and_periods(ledger: Ledger) -> None:
    for hour in range(5):
        ledger.record(
            row(
                id=f"r{hour}",
                started_at=NOON + timedelta(hours=hour),
                component="kb" if hour % 2 else "agents",
                fallback_from="cloud" if hour == 3 else None,
            )
        )
    await ledger.flush()
    ids = [r.id for r in await ledger.requests(filters=Filters(component="kb"))]
    assert ids == ["r3", "r1"]
    until = NOON + timedelta(hours=2)
    assert [r.id for r in await ledger.requests(since=NOON, until=until)] == ["r1", "r0"]
    assert [r.id for r in await ledger.requests(limit=1)] == ["r4"]
    (fallback,) = await ledger.fallbacks()
    assert (fallback.request_id, fallback.from_route, fallback.route) == ("r3", "cloud", "local")
    assert [u.key for u in await ledger.usage(by="component")] == ["agents", "kb"]


async def test_usage_by_local_day_and_month(ledger: Ledger) -> None:
    ledger.record(row(id="a", local_date="2026-11-22"))
    ledger.record(row(id="b", local_date="2026-11-30"))
    ledger.record(row(id="c", local_date="2026-12-01"))
    await ledger.flush()
    assert [u.key for u in await ledger.usage(by="day")] == [
        "2026-11-22",
        "2026-11-30",
        "2026-12-01",
    ]
    months = await ledger.usage(by="month")
    assert [(u.key, u.totals.requests) for u in months] == [("2026-11", 2), ("2026-12", 1)]
    document = await ledger.savings(by="month")
    assert document.total.net_savings_pico == 2_100


async def test_uptime_is_unknown_until_probed(ledger: Ledger) -> None:
    assert await ledger.uptime() is None
    for second in range(4):
        ledger.record_probe(NOON + timedelta(seconds=second), ok=second != 2)
    await ledger.flush()
    assert await ledger.uptime() == 0.75


@pytest.mark.logs("ziggie.ledger")
@pytest.mark.parametrize(
    "poison",
    [
        row(id="huge", gen_ai_usage_input_tokens=2**70),
        row(id="no unicode", component="\ud800"),
        row(id="no unicode", attempts=(call("local", outcome="\ud800"),)),
        row(id="no zone", started_at=NOON.replace(tzinfo=None)),
    ],
    ids=["too large", "no Unicode", "no Unicode in an attempt", "no zone"],
)
async def test_a_value_that_sqlite_refuses_takes_no_other_row_with_it(
    ledger: Ledger, caplog: pytest.LogCaptureFixture, poison: RequestRow
) -> None:
    ledger.record(row(id="good"))
    ledger.record(poison)
    ledger.record(row(id="also good"))
    assert await ledger.flush()
    assert {r.id for r in await ledger.requests()} == {"good", "also good"}
    assert ledger.health.dropped == 1
    assert "cannot be booked" in caplog.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(rows(st.uuids().map(str)), max_size=12, unique_by=lambda r: r.id))
async def test_sums_in_sql_follow_the_rules_of_the_arithmetic(booked: list[RequestRow]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = await Ledger.open(Path(folder) / "ledger.db")
        try:
            for one in booked:
                ledger.record(one)
            assert await ledger.flush()
            assert await ledger.totals() == totals(add(map(sums_of_row, booked)))
            by_task = await ledger.usage(by="task")
            assert sum(u.totals.requests for u in by_task) == len(booked)
            assert set(await ledger.requests(limit=100)) == set(booked)
        finally:
            await ledger.close()


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
    names = [c for c in COLUMNS + DERIVED if c != "energy_band_percent"]
    values = dict(zip(COLUMNS + DERIVED, encode(row()), strict=True))
    old.execute(
        f"INSERT INTO requests ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [values[name] for name in names],
    )
    old.close()
    ledger = await Ledger.open(path)
    assert await ledger.requests() == (row(energy_band_percent=8.0),)
    assert (await ledger.totals()).energy_band_percent == 8.0
    await ledger.close()
