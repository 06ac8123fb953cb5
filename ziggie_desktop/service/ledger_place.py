"""Owns where the ledger lies, a file in the home or the PostgreSQL of `[ledger] url`, and its move.

Never opens it. The password comes from PostgreSQL's own places, else from the OS keyring.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec

from ziggie_desktop.contract import books
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger import address
from ziggie_desktop.ledger.backend import Backend
from ziggie_desktop.ledger.database import SqliteLedger
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.platform.keys import KeyStore
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service.http import V1, Call, Endpoint
from ziggie_desktop.service.settings import SettingsFile

KEY = "ledger"  # the password's name in the keyring, beside the cloud key
SETTLE_TIMEOUT_S = 10.0


async def ledger_place(home: Home, environ: Mapping[str, str]) -> Backend:
    """As the settings say at the start; a change of it is in force after the next one."""
    settings = SettingsFile(path=home.settings)
    settings.load()
    return await backend_of(settings.current.ledger.url, home, environ)


async def backend_of(url: str | None, home: Home, environ: Mapping[str, str]) -> Backend:
    """None: the file in the home."""
    if url is None:
        return SqliteLedger(home.ledger)
    from ziggie_desktop.ledger.postgres import PostgresLedger  # few have it

    where = address.parse(url)
    kept = None if address.password_of(where, environ) else await _from_keyring()
    return PostgresLedger(
        address=where, password=lambda: address.password_of(where, environ) or kept
    )


async def _from_keyring() -> str | None:
    try:
        return await KeyStore().get(KEY)
    except ZiggieError:
        return None  # the server may ask for none; if it does, the ledger's problem says so


class LedgerApi(msgspec.Struct, kw_only=True):
    """``url`` is where the ledger lies since the start or the last move; None: in the home."""

    home: Home
    environ: Mapping[str, str]
    ledger: Ledger
    settings: SettingsFile
    url: str | None

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                method="GET",
                path=f"{V1}/ledger",
                summary="Where the ledger lies, and whether it can be written",
                handler=self._where,
                answer=books.LedgerDocument,
                owner=True,
            ),
            Endpoint(
                method="POST",
                path=f"{V1}/ledger",
                summary="Move the ledger to PostgreSQL, or back into the home; the old one is kept",
                handler=self._move,
                body=books.LedgerMove,
                answer=books.LedgerMoved,
                owner=True,
            ),
            Endpoint(
                method="POST",
                path=f"{V1}/ledger/password",
                summary="Store PostgreSQL's password in the OS keyring, or take it out",
                handler=self._password,
                body=books.LedgerPassword,
                answer=books.LedgerDocument,
                owner=True,
            ),
        )

    def document(self) -> books.LedgerDocument:
        health = self.ledger.health
        return books.LedgerDocument(
            kind="sqlite" if self.url is None else "postgresql",
            place=self._words(self.url),
            ok=health.ok,
            reason=health.reason,
            queued=health.queued,
        )

    async def _where(self, _: Call) -> books.LedgerDocument:
        return self.document()

    async def _move(self, call: Call) -> books.LedgerMoved:
        to, source = call.body.url, self.url
        if _same(to, source):
            raise ZiggieError(
                "ledger_there",
                "The ledger is there already.",
                "Give another place; `ziggie-desktop ledger` says where it is.",
                status=409,
            )
        target = await backend_of(to, self.home, self.environ)
        loop = asyncio.get_running_loop()

        async def settle() -> None:
            self.settings.change({"ledger": {"url": to}})
            self.url = to

        def settled() -> None:
            change = asyncio.run_coroutine_threadsafe(settle(), loop)
            try:
                change.result(SETTLE_TIMEOUT_S)
            finally:
                change.cancel()  # not later on, when the move was given up

        counts = await self.ledger.move(target, settle=settled)
        return books.LedgerMoved(place=self._words(to), kept=self._words(source), rows=counts)

    async def _password(self, call: Call) -> books.LedgerDocument:
        said = call.body.password
        await (KeyStore().delete(KEY) if said is None else KeyStore().set(said, KEY))
        return self.document()

    def _words(self, url: str | None) -> str:
        return str(self.home.ledger) if url is None else url


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return address.parse(one) == address.parse(other)
