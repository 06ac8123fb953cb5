"""Tests by table what the uptime is made of: incidents, and time in which nobody measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ziggie_desktop.contract.api import UptimeDocument
from ziggie_desktop.ledger import incidents
from ziggie_desktop.ledger.store import Ledger

T0 = datetime(2026, 11, 22, 12, tzinfo=UTC)

# One sign each 10 s: + answers, - fails, a space is no probe. Then: incidents as (from, lasted) in
# seconds after the first sign, and the seconds measured.
TABLE = [
    ("", [], 0),
    ("+", [], 10),
    ("++++", [], 40),
    ("++--++", [(20, 20)], 60),
    ("-+", [(0, 10)], 20),
    ("+-+-+", [(10, 10), (30, 10)], 50),
    ("++    ++", [], 40),
    ("+-    -+", [(10, 10), (60, 10)], 40),
    ("+-    ++", [(10, 10)], 40),
    ("++    -+", [(60, 10)], 40),
    ("+- -+", [(10, 30)], 50),  # one late probe is no gap
    ("+--", [(10, 20)], 30),
]


@pytest.mark.parametrize(("signs", "expected", "measured"), TABLE)
async def test_incidents_by_table(
    tmp_path: Path, signs: str, expected: list[tuple[int, int]], measured: int
) -> None:
    found = await read(tmp_path, signs)
    seen = [
        ((one.started_at - T0).total_seconds(), one.duration_s) for one in reversed(found.incidents)
    ]
    assert seen == expected
    assert found.measured_s == measured
    assert found.measured_s + found.unmeasured_s == 10 * len(signs)
    answers, probes = signs.count("+"), len(signs.replace(" ", ""))
    assert found.share == (answers / probes if probes else None)
    assert all(one.reason == "hung" for one in found.incidents)


async def read(folder: Path, signs: str) -> UptimeDocument:
    ledger = await Ledger.open(folder / "ledger.sqlite3")
    try:
        for number, sign in enumerate(signs):
            if sign != " ":
                at = T0 + timedelta(seconds=10 * number)
                ledger.record_probe(at, ok=sign == "+", reason=None if sign == "+" else "hung")
        await ledger.flush()
        return await ledger.incidents()
    finally:
        await ledger.close()


async def test_a_period_and_what_still_goes_on(ledger: Ledger) -> None:
    now = datetime.now(UTC)
    for seconds in (600, 590, 580, 20, 10, 0):
        ledger.record_probe(now - timedelta(seconds=seconds), ok=seconds > 580, reason="down")
    await ledger.flush()
    first, second = (await ledger.incidents()).incidents
    assert first.ended_at is None, "it goes on"
    assert first.duration_s >= 20
    assert second.ended_at == now - timedelta(seconds=570)
    (only,) = (await ledger.incidents(until=now - timedelta(seconds=60))).incidents
    assert only == second
    assert (await ledger.incidents(since=now + timedelta(seconds=60))).share is None


async def test_months_kept_as_sums_count_in_the_share_alone(ledger: Ledger) -> None:
    for month, ok in ((7, False), (8, True)):
        ledger.record_probe(datetime(2026, month, 3, tzinfo=UTC), ok=ok, reason="hung")
    ledger.sum_up(before=datetime(2026, 8, 2, tzinfo=UTC), tz="UTC")
    await ledger.flush()
    found = await ledger.incidents()
    assert (found.share, found.probes, found.summed_probes) == (0.5, 1, 1)
    assert found.incidents == ()


def test_nothing_is_read_where_nothing_was_measured() -> None:
    assert incidents.incidents([], last=None, now=T0) == ()
    assert incidents.measured([], last=None) == timedelta()
