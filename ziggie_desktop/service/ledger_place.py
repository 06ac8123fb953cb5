"""Owns where the ledger lies: a file in the home, or the PostgreSQL of `[ledger] url`.

Never opens it. The password comes from PostgreSQL's own places, else from the OS keyring.
"""

from __future__ import annotations

from collections.abc import Mapping

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger import address
from ziggie_desktop.ledger.backend import Backend
from ziggie_desktop.ledger.database import SqliteLedger
from ziggie_desktop.ledger.postgres import PostgresLedger
from ziggie_desktop.platform.keys import KeyStore
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service.settings import SettingsFile

KEY = "ledger"  # the password's name in the keyring, beside the cloud key


async def ledger_place(home: Home, environ: Mapping[str, str]) -> Backend:
    """As the settings say at the start; a change of it is in force after the next one."""
    settings = SettingsFile(path=home.settings)
    settings.load()
    url = settings.current.ledger.url
    if url is None:
        return SqliteLedger(home.ledger)
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
