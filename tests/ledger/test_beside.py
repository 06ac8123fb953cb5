"""Each day's energy and other APIs' use: added up over restarts, told twice but counted once."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from ziggie_desktop.contract.api import EnergyLine, ReportedUsage
from ziggie_desktop.ledger.backend import Backend
from ziggie_desktop.ledger.beside import DayEnergy
from ziggie_desktop.ledger.store import Ledger

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def day(date: str = "2026-11-22", *, uuid: str = "GPU-1", times: int = 1) -> DayEnergy:
    return DayEnergy(
        date=date,
        tz="UTC",
        gpu_uuid=uuid,
        attributed_mj=4 * times,
        background_mj=3 * times,
        resident_mj=2 * times,
        idle_mj=1 * times,
        counter_mj=10 * times,
        gaps=0,
    )


def report(request_id: str, **changes: object) -> ReportedUsage:
    named: dict[str, object] = {
        "provider": "youtube",
        "service": "search.list",
        "quantity": 100,
        "unit": "units",
        "at": NOON,
        "request_id": request_id,
    }
    return ReportedUsage(**(named | changes))  # type: ignore[arg-type]


async def test_a_day_is_the_sum_of_its_minutes_over_restarts(backend: Backend) -> None:
    for session in range(3):
        ledger = await Ledger.open(backend)
        for minute in range(5):
            ledger.record_day_energy(day(), mark=f"{session}:{minute}")
            ledger.record_day_energy(day(uuid="GPU-2"), mark=f"{session}:{minute}")
        await ledger.close()
    ledger = await Ledger.open(backend)
    (line,) = (await ledger.savings(by="day")).energy
    assert (line.key, line.counter_mj, line.resident_mj) == ("2026-11-22", 300, 60)
    await ledger.close()


async def test_an_addition_that_is_tried_again_counts_once(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.record_day_energy(day(), mark="a:1")
    await ledger.flush()
    (line,) = (await ledger.savings(by="day")).energy
    assert line.counter_mj == 10


async def test_lines_by_day_month_and_period(ledger: Ledger) -> None:
    for number, date in enumerate(("2026-10-31", "2026-11-01", "2026-11-22")):
        ledger.record_day_energy(day(date, times=number + 1), mark=str(number))
    await ledger.flush()

    async def lines(**period: object) -> list[tuple[str, int]]:
        found: tuple[EnergyLine, ...] = (await ledger.savings(**period)).energy  # type: ignore[arg-type]
        for line in found:
            parts = (line.attributed_mj, line.background_mj, line.resident_mj, line.idle_mj)
            assert sum(parts) == line.counter_mj
        return [(line.key, line.counter_mj) for line in found]

    assert await lines(by="month") == [("2026-10", 10), ("2026-11", 50)]
    assert await lines(by="component") == [("all", 60)]
    midnight = datetime(2026, 11, 1, tzinfo=UTC)
    assert await lines(by="day", until=midnight) == [("2026-10-31", 10)]
    assert await lines(by="day", since=midnight, until=midnight + timedelta(days=1)) == [
        ("2026-11-01", 20)
    ]


async def test_reports_are_counted_once_and_grouped(ledger: Ledger) -> None:
    ids = ["a", "b", "c", "a", "b", "c"]
    random.Random(1).shuffle(ids)
    for request_id in ids:
        cost = None if request_id == "c" else 5
        ledger.record_report(report(request_id, cost_pico=cost), component="kb", tz="UTC")
    ledger.record_report(report("a", provider="openai", service="tts"), component="hub", tz="UTC")
    await ledger.flush()
    found = (await ledger.savings(by="component")).reported
    assert [(r.key, r.provider, r.reports, r.quantity, r.cost_pico, r.unpriced) for r in found] == [
        ("hub", "openai", 1, 100, None, 1),
        ("kb", "youtube", 3, 300, 10, 1),
    ]
    assert not (await ledger.savings(since=NOON + timedelta(seconds=1))).reported
    (one, two) = (await ledger.savings(by="day")).reported
    assert {one.key, two.key} == {"2026-11-22"}
