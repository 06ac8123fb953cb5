"""Old months become sums: no total changes, and the file stays small."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.make import row, rows
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.ledger.database import open_for_writing
from ziggie_desktop.ledger.queries import By
from ziggie_desktop.ledger.savings import Sums
from ziggie_desktop.ledger.store import Ledger

GROUPS: tuple[By, ...] = ("month", "component", "model", "task")


def in_its_month(one: RequestRow) -> RequestRow:
    return msgspec.structs.replace(one, local_date=one.started_at.date().isoformat())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    booked=st.lists(rows(st.uuids().map(str)), max_size=12, unique_by=lambda one: one.id),
    corrected=st.integers(0, 10**6),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=3),
)
async def test_no_total_changes(booked: list[RequestRow], corrected: int, days: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = await Ledger.open(Path(folder) / "ledger.db")
        for number, one in enumerate(map(in_its_month, booked)):
            ledger.record(one)
            ledger.record_probe(one.started_at, ok=number % 2 == 0)
            if number % 3 == 0:
                ledger.record_energy(
                    one.id, energy_mj=corrected, quality=Quality.COUNTER,
                    electricity_cost_pico=corrected, band_percent=8.0,
                )  # fmt: skip
        await ledger.flush()

        async def all_totals() -> object:
            groups = [await ledger.usage(by=by) for by in GROUPS]
            year = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
            return groups, await ledger.totals(), await ledger.totals(*year), await ledger.uptime()

        before = await all_totals()
        for number in sorted(days):
            keep_from = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
            ledger.sum_up(before=keep_from, tz="UTC")
            assert await ledger.flush()
            assert await all_totals() == before
            left = await ledger.requests(limit=1000)
            month = keep_from.replace(day=1)
            assert all(one.started_at >= month for one in left)
            assert len(left) == sum(one.started_at >= month for one in booked)
        assert ledger.health.dropped == 0
        await ledger.close()


async def test_the_file_gets_smaller(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = await Ledger.open(path)
    for number in range(2_000):
        ledger.record(row(id=str(number), reason="r" * 200))
    await ledger.flush()
    pages = count_pages(path)
    ledger.sum_up(before=datetime(2026, 12, 31, tzinfo=UTC), tz="UTC")
    await ledger.flush()
    assert (await ledger.totals()).requests == 2_000
    assert await ledger.requests() == ()
    assert count_pages(path) < pages / 10
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
