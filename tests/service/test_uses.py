"""Tests who used a model last: from the ledger at the start, then from each row."""

from __future__ import annotations

from datetime import timedelta

from tests.ledger.make import NOON, row
from ziggie_desktop.contract.state import LastUse
from ziggie_desktop.ledger.used import Used
from ziggie_desktop.service.uses import Uses

OLD = LastUse(at=NOON - timedelta(days=3), by="agents")


def uses(found: Used) -> Uses:
    async def read() -> Used:
        return found

    return Uses(read=read)


async def test_the_newer_of_ledger_and_rows_counts() -> None:
    known = uses(Used(NOON - timedelta(days=9), {"m:1": OLD}))
    known.book(row(model="m:2"))
    await known.load()
    assert known.last("m:1") == OLD
    assert known.last("m:2") == LastUse(at=NOON, by="kb")
    known.book(row(model="m:1", started_at=NOON - timedelta(days=5)))
    assert known.last("m:1") == OLD
    known.book(row(model="m:1"))
    assert known.last("m:1") == LastUse(at=NOON, by="kb")
    known.book(row(model="claude-x", route="cloud"))
    assert known.last("claude-x") is None
    assert known.began == NOON - timedelta(days=9)


async def test_books_that_were_empty_begin_with_the_first_row() -> None:
    known = uses(Used())
    known.book(row())
    assert known.began is None, "whether there are older ones is not known yet"
    await known.load()
    known.book(row(started_at=NOON + timedelta(hours=1)))
    assert known.began == NOON + timedelta(hours=1)
