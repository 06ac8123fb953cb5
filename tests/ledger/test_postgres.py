"""The ledger in PostgreSQL where it is not like a file: a server that is away, a second writer, a
password; and where it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.conftest import of_postgres
from tests.ledger.make import row
from tests.parts.postgres import PASSWORD, RealPostgres
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger import address
from ziggie_desktop.ledger.database import newest_version
from ziggie_desktop.ledger.postgres import PostgresLedger, Refused, _sqlstate, translated
from ziggie_desktop.ledger.store import Ledger

pytestmark = pytest.mark.logs("ziggie.ledger")  # a server that is away is told


async def test_a_server_that_goes_away_loses_nothing_and_is_told(postgres: RealPostgres) -> None:
    ledger = await Ledger.open(of_postgres(postgres, postgres.url()))
    ledger.record(row(id="before"))
    assert await ledger.flush()
    postgres.stop()
    try:
        ledger.record(row(id="while away"))
        await until(lambda: not ledger.health.ok)
        assert ledger.health.queued == 1
        problem = ledger.health.problem
        assert problem is not None
        assert "PostgreSQL" in problem.title
        assert "PostgreSQL server" in problem.remedy
        with pytest.raises(ZiggieError) as unread:
            await ledger.requests()
        assert unread.value.code == "ledger_unreadable"
        # Another start in the meantime opens too, and answers go on.
        other = await Ledger.open(of_postgres(postgres, "postgresql://x@/y?host=/nowhere"))
        assert not other.health.ok
        await other.close()
    finally:
        postgres.start()
    await until(lambda: ledger.health.ok)
    assert {one.id for one in await ledger.requests()} == {"before", "while away"}
    await ledger.close()


async def test_a_second_writer_waits_until_the_first_has_ended(postgres: RealPostgres) -> None:
    url = postgres.url()
    first = await Ledger.open(of_postgres(postgres, url))
    second = await Ledger.open(of_postgres(postgres, url))
    assert second.health.reason == "Another Ziggie Desktop writes to this database."
    second.record(row(id="of the second"))
    await first.close()
    assert await second.flush(timeout_s=60)
    assert [one.id for one in await second.requests()] == ["of the second"]
    await second.close()


async def test_a_newer_schema_is_refused_and_left_alone(postgres: RealPostgres) -> None:
    url = postgres.url()
    await (await Ledger.open(of_postgres(postgres, url))).close()
    database = address.parse(url).database
    postgres.sql("INSERT INTO ziggie_schema VALUES (999)", database)
    with pytest.raises(ZiggieError) as refused:
        await Ledger.open(of_postgres(postgres, url))
    assert refused.value.code == "ledger_newer"


async def test_a_migration_that_fails_changes_nothing(
    postgres: RealPostgres, tmp_path: Path
) -> None:
    url = postgres.url()
    where = address.parse(url)
    await (await Ledger.open(of_postgres(postgres, url))).close()
    number = newest_version() + 1
    (tmp_path / f"{number:04}_bad.sql").write_text(
        "CREATE TABLE half (a INTEGER); INSERT INTO nowhere VALUES (1);"
    )
    bad = PostgresLedger(address=where, password=lambda: PASSWORD, schema=tmp_path)
    with pytest.raises(bad.world):
        bad.open_for_writing()
    found = postgres.sql("SELECT to_regclass('half'), max(version) FROM ziggie_schema",
                         where.database)  # fmt: skip
    assert found == [(None, number - 1)]


async def test_a_wrong_password_is_said_and_never_shown(postgres: RealPostgres) -> None:
    where = address.parse(postgres.url())
    ledger = await Ledger.open(PostgresLedger(address=where, password=lambda: "not it"))
    assert ledger.health.reason == (
        "The PostgreSQL server does not accept the user or the password."
    )
    await ledger.close()


def hung_up(said: Exception) -> None:
    """As pg8000 does where the server has hung up before it."""
    try:
        raise said
    except (ValueError, Refused):
        try:
            raise BrokenPipeError
        except BrokenPipeError as gone:
            raise RuntimeError("network error") from gone


def test_what_the_server_said_is_found_behind_a_broken_connection() -> None:
    with pytest.raises(RuntimeError) as caught:
        hung_up(ValueError({"C": "28P01"}))
    assert _sqlstate(caught.value) == "28P01"
    of_a_value_before = Refused("22003")
    of_a_value_before.__cause__ = ValueError({"C": "22003"})
    with pytest.raises(RuntimeError) as caught:
        hung_up(of_a_value_before)
    assert _sqlstate(caught.value) == ""


async def test_a_nul_in_a_name_costs_no_row(postgres: RealPostgres) -> None:
    ledger = await Ledger.open(of_postgres(postgres, postgres.url()))
    ledger.record(row(component="kb\0"))
    assert await ledger.flush()
    assert [one.component for one in await ledger.requests()] == ["kb\ufffd"]
    await ledger.close()


def test_our_sql_in_the_servers_words() -> None:
    assert translated("SELECT ?2, ?1, ?2 WHERE a LIKE 'x%'", 2) == (
        "SELECT %s, %s, %s WHERE a LIKE 'x%%'",
        (1, 0, 1),
    )
    text, order = translated("SELECT date(r.at_us / 1000000, 'unixepoch') WHERE x = ? OR y = ?", 2)
    assert "to_timestamp(r.at_us / 1000000)" in text
    assert order == (0, 1)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql://me:secret@db/ledger", "holds a password"),
        ("postgresql://db/ledger?password=x", "holds a password"),
        ("mysql://db/ledger", "begin with postgresql"),
        ("postgresql://db", "names no database"),
        ("postgresql://db:port/ledger", "cannot be read"),
        ("postgresql://db/ledger?sslmode=maybe", "sslmode"),
        ("postgresql://db/ledger?options=-c", "not known"),
    ],
)
def test_a_wrong_place_is_refused_in_words(url: str, what: str) -> None:
    with pytest.raises(ZiggieError, match=what) as refused:
        address.parse(url)
    assert "secret" not in refused.value.title + refused.value.remedy


def test_a_server_elsewhere_must_show_who_it_is() -> None:
    far = address.parse("postgresql://me@db.example.org/ledger")
    context = far.connect_arguments()["ssl_context"]
    assert context.check_hostname
    assert address.parse("postgresql://me@localhost/ledger").sslmode == "disable"
    near = address.parse("postgresql:///ledger?host=/run/postgresql")
    assert near.connect_arguments()["unix_sock"] == "/run/postgresql/.s.PGSQL.5432"


def test_the_password_is_found_as_by_postgresqls_programs(tmp_path: Path) -> None:
    where = address.parse("postgresql://me@db:5433/ledger")
    file = tmp_path / "pgpass"
    file.write_text(
        "# theirs\nother:*:*:*:no\ndb:5432:ledger:me:wrong port\ndb:5433:*:me:a\\:b\\\\c\n"
    )
    file.chmod(0o600)
    assert address.password_of(where, {"PGPASSFILE": str(file)}) == r"a:b\c"
    assert address.password_of(where, {"PGPASSWORD": "x", "PGPASSFILE": str(file)}) == "x"
    file.chmod(0o644)
    assert address.password_of(where, {"PGPASSFILE": str(file)}) is None
