"""attributed + background + resident + idle = counter, by day, over restarts, to the millijoule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.gpu.sensor import S, crowd
from ziggie_desktop.contract.api import EnergyLine
from ziggie_desktop.gpu.energy import Books
from ziggie_desktop.gpu.meter import EnergyMeter
from ziggie_desktop.gpu.wire import Card, Sample
from ziggie_desktop.ledger import half_hours
from ziggie_desktop.ledger.half_hours import Kind
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.ledger.writer import Entry
from ziggie_desktop.service.energy_days import EnergyDays
from ziggie_desktop.service.joules import Beside


def parts(line: EnergyLine | Books) -> int:
    return line.attributed_mj + line.background_mj + line.resident_mj + line.idle_mj


async def test_the_day_holds_all_that_the_counter_counted(tmp_path: Path) -> None:
    counted = 0
    for seed in range(3):  # three starts of the service
        ledger = await Ledger.open(tmp_path / "ledger.db")
        run = crowd(20, seed=seed)
        days = EnergyDays(
            meter=run.meter,
            ledger=ledger,
            zone=lambda: "UTC",
            now=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC),
        )
        run.meter.resident(frozenset({"m"}))
        await run.play()
        await days.book()
        days.close()
        counted += run.meter.books.counter_mj
        await ledger.close()
    ledger = await Ledger.open(tmp_path / "ledger.db")
    (line,) = (await ledger.savings(by="day")).energy
    assert line.counter_mj == counted == parts(line)
    assert min(line.attributed_mj, line.resident_mj) > 0
    await ledger.close()


class Counted:
    """Keeps what would be booked."""

    def __init__(self) -> None:
        self.days: list[object] = []

    def record_day_energy(self, day: object, *, mark: str) -> None:
        self.days.append(day)

    def put(self, entry: Entry) -> None:
        assert entry.values()


async def test_an_open_request_is_in_no_line_yet_and_none_ever_shrinks() -> None:
    now = 1_000 * S
    meter = EnergyMeter(now_ns=lambda: now)
    booked = Counted()
    clock = datetime(2026, 11, 22, 23, 58, tzinfo=UTC)
    days = EnergyDays(meter=meter, ledger=booked, zone=lambda: "UTC", now=lambda: clock)
    counter, before = 0, Books()
    for second in range(300):
        now += S
        counter += 300_000 if 100 <= second < 250 else 30_000
        card = Card(uuid="GPU-1", index=0, at_ns=now, energy_counter_mj=counter)
        meter.feed(Sample(state="ok", reason="", at_ns=now, wall_us=now // 1000, cards=(card,)))
        if second == 100:
            meter.begin("r", now - S)
        if second == 250:
            meter.end("r", now - S)
        if second == 252:
            await meter.settle("r")
        books = meter.books_by_card()["GPU-1"]
        assert parts(books) == books.counter_mj
        assert books.background_mj >= before.background_mj
        before = books
        if second % 60 == 59:
            clock += timedelta(seconds=60)
            await days.book()
    days.close()
    dates = [day.date for day in booked.days]  # type: ignore[attr-defined]
    assert dates == ["2026-11-22"] * 2 + ["2026-11-23"] * 3
    assert sum(day.counter_mj for day in booked.days) == counter - 30_000  # type: ignore[attr-defined]


async def test_half_hours_say_when_the_days_energy_was_used(tmp_path: Path) -> None:
    """Idle at 30 W from 23:00 to 01:00, with a model from midnight on; the processors beside."""
    now = 1_000 * S
    meter = EnergyMeter(now_ns=lambda: now)
    ledger = await Ledger.open(tmp_path / "ledger.db")
    clock = datetime(2026, 11, 22, 22, tzinfo=UTC)  # 23:00 in Berlin
    processors = Beside()
    days = EnergyDays(
        meter=meter,
        ledger=ledger,
        zone=lambda: "Europe/Berlin",
        processors=lambda: processors,
        now=lambda: clock,
    )
    counter = 0
    for minute in range(120):
        for _ in range(12):
            now += 5 * S
            counter += 150_000
            card = Card(uuid="GPU-1", index=0, at_ns=now, energy_counter_mj=counter)
            sample = Sample(state="ok", reason="", at_ns=now, wall_us=now // 1000, cards=(card,))
            meter.feed(sample)
        clock += timedelta(minutes=1)
        processors = Beside(processors.counted_mj + 7, 0 if minute < 60 else minute)
        await days.book()
        if minute == 59:
            meter.resident(frozenset({"m"}))
    days.close()
    assert await ledger.flush()
    when = await ledger.ask(partial(half_hours.when, since=None, until=None, tz="Europe/Berlin"))
    lines = {line.key: line for line in (await ledger.savings(by="day")).energy}
    assert list(lines) == ["2026-11-22", "2026-11-23"]
    for day, line in lines.items():
        assert line.counter_mj == parts(line)
        for kind in Kind:
            assert sum(mj for _, mj in when.get((day, kind), ())) == getattr(line, kind)
    assert [at.hour * 60 + at.minute for at, _ in when["2026-11-22", Kind.IDLE]] == [1320, 1350]
    resident = [at.hour * 60 + at.minute for at, _ in when["2026-11-23", Kind.RESIDENT]]
    assert resident == [1380, 1410]
    both = sum(line.processor_mj for line in lines.values())
    assert (both, lines["2026-11-23"].processor_estimated_mj) == (120 * 7, 119)
    ledger.put(half_hours.forget(clock + half_hours.KEEP))
    assert await ledger.flush()
    none = await ledger.ask(partial(half_hours.when, since=None, until=None, tz="Europe/Berlin"))
    assert not none, "what is old is priced by the day"
    await ledger.close()
