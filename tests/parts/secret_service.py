"""Owns the opening of a session's keyring with its password, as a login does: no prompt comes."""

from __future__ import annotations

CALL_TIMEOUT_S = 60.0
NAME = "org.freedesktop.secrets"
SERVICE = "/org/freedesktop/secrets"
LOGIN = f"{SERVICE}/collection/login"
UNLOCKING = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"


def unlock(address: str, password: bytes) -> None:
    """On one connection: the password belongs to a session of it."""
    from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]
    from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]

    def call(interface: str, method: str, signature: str, *body: object) -> tuple[object, ...]:
        place = DBusAddress(SERVICE, bus_name=NAME, interface=interface)
        message = new_method_call(place, method, signature, body)
        answer = bus.send_and_get_reply(message, timeout=CALL_TIMEOUT_S)
        return tuple(unwrap_msg(answer))

    with open_dbus_connection(address) as bus:
        opened = call("org.freedesktop.Secret.Service", "OpenSession", "sv", "plain", ("s", ""))
        secret = (opened[1], b"", password, "text/plain")
        call(UNLOCKING, "UnlockWithMasterPassword", "o(oayays)", LOGIN, secret)
