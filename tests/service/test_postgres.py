"""The service with its ledger in a real PostgreSQL: one setting, and answers go on without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.parts.postgres import RealPostgres
from tests.service.conftest import MakeService, await_local
from tests.service.parts import MODEL
from tests.service.running import RunningService, until
from ziggie_desktop.ledger import address

QUESTION = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "stream": False}


def ask(service: RunningService) -> str:
    answer = service.call("POST", "/api/chat", QUESTION)
    assert answer.status == 200
    return str(answer.headers["x-ziggie-request-id"])


def booked(service: RunningService) -> list[str]:
    rows: list[dict[str, Any]] = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
    return [row["id"] for row in rows]


def test_rows_are_in_postgresql_and_wait_while_it_is_away(
    postgres: RealPostgres, make_service: MakeService, tmp_path: Path
) -> None:
    url = postgres.url()
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "settings.toml").write_text(f'[ledger]\nurl = "{url}"\n')
    environ = {"PGPASSFILE": str(postgres.password_file)}
    expected = [r"the ledger can", "budgets count from this start"]
    service = make_service(home=home, environ=environ, expected=expected)
    await_local(service)
    first = ask(service)
    until(lambda: first in booked(service), "the request is booked")
    database = address.parse(url).database
    assert postgres.sql("SELECT id FROM requests", database) == [(first,)]
    assert not (home / "ledger.sqlite3").exists()

    postgres.stop()
    try:
        second = ask(service)
        until(
            lambda: any("PostgreSQL" in p["title"] for p in service.state()["problems"]),
            "the problem is shown",
        )
        assert service.call("GET", "/ziggie/v1/usage").status == 503
        service.crash()  # before it could book: the journal has the row
        service.start()
        await_local(service)
        third = ask(service)
    finally:
        postgres.start()
    until(
        lambda: _count(postgres, database) == 3,
        "all three are booked once",
    )
    assert set(booked(service)) == {first, second, third}


def _count(postgres: RealPostgres, database: str) -> object:
    return postgres.sql("SELECT count(*) FROM requests", database)[0][0]


def test_a_password_in_the_settings_is_refused(make_service: MakeService) -> None:
    service = make_service()
    change = {"ledger": {"url": "postgresql://me:secret@db/ledger"}}
    answer = service.call("POST", "/ziggie/v1/settings", change)
    assert answer.status == 400
    assert "password" in answer.body.decode()
    assert "secret" not in answer.body.decode()
