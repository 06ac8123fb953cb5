"""The ledger of a running service goes to a PostgreSQL with TLS, by a password from the keyring,
and comes back; nothing that was answered is missing."""

from __future__ import annotations

import msgspec
import pytest

from tests.parts.desktop_session import DesktopSession
from tests.parts.postgres import PASSWORD, RealPostgres
from tests.service.conftest import MakeService, await_local
from tests.service.test_cloud_key import command
from tests.service.test_postgres import ask, booked
from ziggie_desktop.ledger import address


@pytest.mark.session
def test_there_and_back(
    desktop_session: DesktopSession, tls_postgres: RealPostgres, make_service: MakeService
) -> None:
    ring = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        "DBUS_SESSION_BUS_ADDRESS": desktop_session.env["DBUS_SESSION_BUS_ADDRESS"],
    }
    service = make_service(environ=ring, expected=["the ledger was not moved"])
    await_local(service)
    answered = {ask(service)}
    url = tls_postgres.url()

    refused = command(service, "ledger", "move", "--to", url)
    assert refused.returncode == 1
    assert "certificate is not taken: self-signed certificate" in refused.stderr
    url += f"&sslrootcert={tls_postgres.certificate}"
    refused = command(service, "ledger", "move", "--to", url)
    assert "does not accept the user or the password" in refused.stderr
    done = command(service, "ledger", "password", typed=PASSWORD + "\n")
    assert done.stdout == "It is in the OS keyring.\n", done.stderr

    moved = msgspec.json.decode(command(service, "ledger", "move", "--to", url, "--json").stdout)
    assert (moved["place"], moved["rows"]["requests"]) == (url, 1)
    assert moved["kept"] == str(service.home / "ledger.sqlite3")
    again = command(service, "ledger", "move", "--to", url)
    assert "there already" in again.stderr
    answered.add(ask(service))
    assert set(booked(service)) == answered
    secure = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
    ours = f"{secure} WHERE application_name = 'ziggie-desktop'"
    assert tls_postgres.sql(ours) == [(True,)]

    service.stop()
    service.start()
    await_local(service)
    answered.add(ask(service))
    assert set(booked(service)) == answered, "the next start finds it there"
    assert command(service, "ledger").stdout.startswith(url)
    database = address.parse(url).database
    assert len(tls_postgres.sql("SELECT id FROM requests", database)) == 3

    assert command(service, "ledger", "move", "--to", "home").returncode == 0
    answered.add(ask(service))
    assert set(booked(service)) == answered
    assert command(service, "ledger", "password", "--forget").returncode == 0
    assert service.state()["problems"] == []
