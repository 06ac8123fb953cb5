"""Owns the ledgers that the contract suite runs over."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.parts.postgres import RealPostgres
from ziggie_desktop.ledger import address
from ziggie_desktop.ledger.backend import Backend
from ziggie_desktop.ledger.database import SqliteLedger
from ziggie_desktop.ledger.postgres import PostgresLedger
from ziggie_desktop.ledger.store import Ledger

NewLedger = Callable[[], AbstractAsyncContextManager[Ledger]]
TABLES = (
    "requests",
    "energy",
    "probes",
    "daily_energy",
    "reported",
    "monthly",
    "monthly_probes",
    "gpu_history",
    "feedback",
    "half_hours",
)


def of_postgres(server: RealPostgres, url: str) -> PostgresLedger:
    """As the service makes it, with the password from a password file."""
    where = address.parse(url)
    environ = {**os.environ, "PGPASSFILE": str(server.password_file)}
    return PostgresLedger(address=where, password=lambda: address.password_of(where, environ))


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """An empty one of each kind."""
    if request.param == "sqlite":
        return SqliteLedger(tmp_path / "ledger.db")
    server: RealPostgres = request.getfixturevalue("postgres")
    return of_postgres(server, server.url())


@pytest.fixture
async def ledger(backend: Backend) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(backend)
    yield opened
    await opened.close()


@pytest.fixture
def new_ledger(backend: Backend) -> NewLedger:
    """A ledger that is empty again at each call."""

    @asynccontextmanager
    async def fresh() -> AsyncIterator[Ledger]:
        connection = backend.open_for_writing().connection
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
        connection.close()
        opened = await Ledger.open(backend)
        try:
            yield opened
        finally:
            await opened.close()

    return fresh
