"""The whole ledger goes to PostgreSQL and back: every row, while requests are booked; and what is
cut off has changed nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ledger.conftest import of_postgres
from tests.ledger.make import NOON, call, row
from tests.parts.postgres import RealPostgres
from ziggie_desktop.contract.api import ReportedUsage
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Quality
from ziggie_desktop.ledger import address, invoice
from ziggie_desktop.ledger.beside import DayEnergy
from ziggie_desktop.ledger.database import SqliteLedger, tables
from ziggie_desktop.ledger.postgres import PostgresLedger
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.ledger.store import Ledger


async def filled(path: Path, *, requests: int = 2_500) -> Ledger:
    """With something in every table that a move could forget."""
    ledger = await Ledger.open(path)
    for number in range(requests):
        attempts = (call("local", outcome="cut\0off"), call("cloud", list_cost_pico=number))
        at = NOON - timedelta(minutes=number)
        ledger.record(row(id=f"r{number}", started_at=at, ttft_ms=number / 7, attempts=attempts,
                          local_date=at.date().isoformat()))  # fmt: skip
        ledger.record_probe(at, ok=number % 7 > 0, reason="gone")
    ledger.record_energy("r1", energy_mj=5, quality=Quality.COUNTER, electricity_cost_pico=7)
    usage = ReportedUsage(provider="google", service="search.list", quantity=1 / 3, unit="units",
                          at=NOON, request_id="y1")  # fmt: skip
    ledger.record_report(usage, component="kb\0", tz="UTC")
    ledger.record_day_energy(
        DayEnergy(date="2026-11-22", tz="UTC", gpu_uuid="GPU-1", attributed_mj=1, background_mj=2,
                  resident_mj=3, idle_mj=4, counter_mj=10, gaps=0), mark="a"
    )  # fmt: skip
    line = invoice.Line(kind="usage", date="2026-11-22", line="1", model="haiku", input_tokens=9)
    await ledger.import_invoice([line])
    ledger.sum_up(before=datetime(2026, 11, 22, tzinfo=UTC), tz="UTC")
    assert await ledger.flush()
    return ledger


async def all_of(ledger: Ledger) -> object:
    day = NOON.date()
    return (
        await ledger.requests(limit=10_000),
        await ledger.savings(by="component"),
        await ledger.incidents(),
        await ledger.reconciliation(first_day=day, last_day=day, rate=lambda _: 1),
    )


def nothing() -> None:
    """Where the next start finds it is another's business here."""


async def test_there_and_back_with_every_row(postgres: RealPostgres, tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    ledger = await filled(file)
    before = await all_of(ledger)
    url = postgres.url()

    def book_one_meanwhile() -> None:
        ledger.record(row(id="meanwhile"))

    counts = await ledger.move(of_postgres(postgres, url), settle=book_one_meanwhile)
    assert set(counts) == {table.name for table in tables()}
    assert counts["requests"] == 2_500
    assert await ledger.flush()
    (newest, *others) = await ledger.requests(limit=10_000)
    assert newest.id == "meanwhile"
    assert len(others) == 2_500
    database = address.parse(url).database
    assert postgres.sql("SELECT count(*) FROM requests", database) == [(2_501,)]
    ledger.record_energy("r1", energy_mj=5, quality=Quality.COUNTER, electricity_cost_pico=7)
    assert await ledger.flush()
    assert postgres.sql("SELECT max(seq) > min(seq) FROM energy", database) == [(True,)]
    kept = await Ledger.open(file)
    assert len(await kept.requests(limit=10_000)) == 2_500, "the old file is as it was"
    await kept.close()

    postgres.sql("DELETE FROM requests WHERE id = 'meanwhile'", database)
    await ledger.move(SqliteLedger(file), settle=nothing)
    assert _plain(await all_of(ledger)) == _plain(before)
    # A row's number goes on after those that were brought along: the newest energy counts.
    ledger.record_energy("r1", energy_mj=9, quality=Quality.COUNTER, electricity_cost_pico=1)
    assert await ledger.flush()
    (r1,) = await ledger.requests(filters=Filters(id="r1"))
    assert r1.energy_mj == 9
    await ledger.close()
    assert len(aside(tmp_path)) == 1, "the file that was there before is kept"


def aside(folder: Path) -> list[Path]:
    return list(folder.glob("ledger.db.before-move-*"))


def _plain(found: object) -> str:
    return repr(found).replace("\\x00", "\ufffd")


@pytest.mark.logs("ziggie.ledger")
async def test_a_database_that_is_used_is_left_alone(
    postgres: RealPostgres, tmp_path: Path
) -> None:
    url = postgres.url()
    other = await Ledger.open(of_postgres(postgres, url))
    other.record(row(id="another's"))
    await other.close()
    ledger = await filled(tmp_path / "ledger.db", requests=3)
    with pytest.raises(ZiggieError) as refused:
        await ledger.move(of_postgres(postgres, url), settle=nothing)
    assert refused.value.code == "ledger_target_used"
    ledger.record(row(id="goes on"))
    assert await ledger.flush()
    assert "goes on" in {one.id for one in await ledger.requests()}
    assert postgres.sql("SELECT id FROM requests", address.parse(url).database) == [("another's",)]
    await ledger.close()


@pytest.mark.logs("ziggie.ledger")
async def test_a_move_that_is_cut_off_is_done_anew(postgres: RealPostgres, tmp_path: Path) -> None:
    """All rows are there, but the next start would not look for them there."""
    url = postgres.url()
    ledger = await filled(tmp_path / "ledger.db", requests=5)

    def fails() -> None:
        raise ZiggieError("settings_invalid", "The settings cannot be written.", "Mend them.")

    with pytest.raises(ZiggieError, match="cannot be written"):
        await ledger.move(of_postgres(postgres, url), settle=fails)
    ledger.record(row(id="later"))
    assert await ledger.flush()
    counts = await ledger.move(of_postgres(postgres, url), settle=nothing)
    assert counts["requests"] == 6
    await ledger.close()
    opened = await Ledger.open(of_postgres(postgres, url))
    assert len(await opened.requests()) == 6
    await opened.close()


@pytest.mark.logs("ziggie.ledger")
async def test_a_server_that_goes_away_at_the_end_is_waited_for(
    postgres: RealPostgres, tmp_path: Path
) -> None:
    """The next start looks there already, so rows must not go to the old place any more."""
    url = postgres.url()
    ledger = await filled(tmp_path / "ledger.db", requests=3)
    try:
        await ledger.move(of_postgres(postgres, url), settle=postgres.stop)
        ledger.record(row(id="meanwhile"))
        assert not await ledger.flush(timeout_s=1)
    finally:
        postgres.start()
    assert await ledger.flush(timeout_s=60)
    assert len(await ledger.requests()) == 4
    await ledger.close()
    database = address.parse(url).database
    assert postgres.sql("SELECT to_regclass('ziggie_moving')", database) == [(None,)]


@pytest.mark.logs("ziggie.ledger")
@pytest.mark.parametrize("where", ["a server that is away", "a folder that is none"])
async def test_a_place_that_cannot_be_reached_changes_nothing(where: str, tmp_path: Path) -> None:
    ledger = await filled(tmp_path / "ledger.db", requests=3)
    (tmp_path / "none").write_text("a file")
    target = (
        PostgresLedger(address=address.parse("postgresql://x@/y?host=/nowhere"), password=str)
        if "server" in where
        else SqliteLedger(tmp_path / "none" / "ledger.db")
    )
    with pytest.raises(ZiggieError, match="It is where it was") as failed:
        await ledger.move(target, settle=nothing)
    assert failed.value.code == "ledger_move_failed"
    ledger.record(row(id="goes on"))
    assert await ledger.flush()
    assert ledger.health.ok
    await ledger.close()
