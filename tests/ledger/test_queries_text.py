"""Tests of finding requests by words and of paging, and that 100,000 rows do not make it slow."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.rows import INSERT_REQUEST, encode
from ziggie_desktop.ledger.store import Ledger

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
MANY = 100_000
QUICK_S = 1.5  # one page of 100,000 rows, wherever it is, on a busy machine


def row(n: int) -> RequestRow:
    return RequestRow(
        id=f"r{n:06}",
        started_at=AT - timedelta(seconds=n // 3),  # three at once
        dialect="openai",
        delivery="stream",
        component=f"c{n % 7}",
        task="100%_done" if n % 5 == 0 else "Other",
        route="local",
        model="qwen3:8b",
        reason="priority low: local first",
    )


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    made = await Ledger.open(tmp_path / "ledger.sqlite3")
    yield made
    await made.close()


async def found(ledger: Ledger, limit: int = 5, **filters: str) -> list[str]:
    rows = await ledger.requests(limit=limit, filters=Filters(**filters))  # type: ignore[arg-type]
    return [one.id for one in rows]


async def test_words_are_found_as_they_are_written(ledger: Ledger) -> None:
    for n in range(10):
        ledger.record(row(n))
    await ledger.flush()
    assert await found(ledger, text="OTHER", limit=1) == ["r000002"]
    assert sorted(await found(ledger, text="0%_d")) == ["r000000", "r000005"]
    assert await found(ledger, text="100%xdone") == []
    assert await found(ledger, text="r000003") == ["r000003"]
    assert sorted(await found(ledger, text="r000003\nr000001")) == ["r000001", "r000003"]


async def test_pages_have_each_row_once(ledger: Ledger) -> None:
    for n in range(20):
        ledger.record(row(n))
    await ledger.flush()
    seen: list[str] = []
    page = await found(ledger, limit=6)
    while page:
        seen += page
        page = await found(ledger, limit=6, before=page[-1])
    assert sorted(seen) == [f"r{n:06}" for n in range(20)]
    assert len(set(seen)) == 20


async def test_a_page_of_very_many_is_quick(ledger: Ledger, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as books:
        books.executemany(INSERT_REQUEST, (encode(row(n)) for n in range(MANY)))
    for filters in ({}, {"before": f"r{MANY - 300:06}"}, {"text": "nowhere"}, {"component": "c3"}):
        began = time.process_time()
        assert len(await found(ledger, limit=200, **filters)) == (0 if "text" in filters else 200)
        assert time.process_time() - began < QUICK_S
