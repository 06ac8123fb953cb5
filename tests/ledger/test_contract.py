"""What every ledger does, wherever it lies: in a SQLite file, or in PostgreSQL on a real server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.conftest import NewLedger
from tests.ledger.make import NOON, call, row, rows
from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.ledger.queries import By, Filters
from ziggie_desktop.ledger.savings import add, sums_of_row, totals
from ziggie_desktop.ledger.store import Ledger

GROUPS: tuple[By, ...] = ("month", "component", "model", "task")
# One database serves all examples of a test: it is emptied in between.
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def in_its_month(one: RequestRow) -> RequestRow:
    return msgspec.structs.replace(one, local_date=one.started_at.date().isoformat())


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
            "r1",
            energy_mj=joules,
            quality=Quality.COUNTER,
            electricity_cost_pico=50,
            tariff_source="flat price: 0.3 EUR/kWh",
            source="processor",
            load_mj=joules // 4,
        )
    await ledger.flush()
    (booked,) = await ledger.requests()
    assert (booked.energy_mj, booked.energy_quality) == (2_000, Quality.COUNTER)
    assert booked.tariff_source == "flat price: 0.3 EUR/kWh"
    assert (booked.energy_source, booked.energy_load_mj) == ("processor", 500)
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
async def test_a_value_that_the_database_refuses_takes_no_other_row_with_it(
    ledger: Ledger, caplog: pytest.LogCaptureFixture, poison: RequestRow
) -> None:
    ledger.record(row(id="good"))
    ledger.record(poison)
    ledger.record(row(id="also good"))
    assert await ledger.flush()
    assert {r.id for r in await ledger.requests()} == {"good", "also good"}
    assert ledger.health.dropped == 1
    assert "cannot be booked" in caplog.text


@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
@given(st.lists(rows(st.uuids().map(str)), max_size=12, unique_by=lambda r: r.id))
async def test_sums_in_sql_follow_the_rules_of_the_arithmetic(
    new_ledger: NewLedger, booked: list[RequestRow]
) -> None:
    async with new_ledger() as ledger:
        for one in booked:
            ledger.record(one)
        assert await ledger.flush()
        assert await ledger.totals() == totals(add(map(sums_of_row, booked)))
        by_task = await ledger.usage(by="task")
        assert sum(u.totals.requests for u in by_task) == len(booked)
        assert set(await ledger.requests(limit=100)) == set(booked)


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(
    booked=st.lists(rows(st.uuids().map(str)), max_size=12, unique_by=lambda one: one.id),
    corrected=st.integers(0, 10**6),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=3),
)
async def test_no_total_changes_when_old_months_become_sums(
    new_ledger: NewLedger, booked: list[RequestRow], corrected: int, days: list[int]
) -> None:
    async with new_ledger() as ledger:
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


async def test_who_used_a_model_last(ledger: Ledger) -> None:
    assert (await ledger.last_uses()).by_model == {}
    days = timedelta(days=1)
    for number, component in enumerate(("kb", "agents", "kb")):
        at = NOON + timedelta(hours=number)
        ledger.record(row(id=f"a{number}", model="a:1", component=component, started_at=at))
    ledger.record(row(id="cloud", model="a:1", route="cloud", started_at=NOON + 9 * days))
    october = {"started_at": NOON - 30 * days, "local_date": "2026-10-23"}
    ledger.record(row(id="old", model="b:1", component="agents", **october))
    await ledger.flush()
    used = await ledger.last_uses()
    assert used.began == NOON - 30 * days
    last = used.by_model["a:1"]
    assert (last.at, last.by, last.month_only) == (NOON + timedelta(hours=2), "kb", False)
    assert used.by_model["b:1"].at == NOON - 30 * days
    ledger.sum_up(before=NOON, tz="UTC")
    await ledger.flush()
    summed = await ledger.last_uses()
    assert summed.by_model["a:1"] == last
    old = summed.by_model["b:1"]
    assert (old.at.isoformat()[:10], old.by, old.month_only) == ("2026-11-01", "agents", True)
