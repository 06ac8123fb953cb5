"""Owns the talk with systemd-logind: hears of the end of a sleep, asks it to put one off. Never
sends the machine to sleep.

A machine without logind, or without jeepney (it comes with keyring on Linux), is no fault: the
clocks notice a sleep as well. https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger("ziggie.platform")

SENDER = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"
SIGNAL = "PrepareForSleep"
HELLO_TIMEOUT_S = 10.0
AGAIN_S = 60.0
ASK_TIMEOUT_S = 5.0
WHO = "Ziggie Desktop"


async def hear_resumes(bus: str, resumed: Callable[[], None]) -> None:
    """Call ``resumed`` after each sleep, for ever; a bus that went away is asked again."""
    try:
        import jeepney  # type: ignore[import-untyped]  # noqa: F401 - whether it is there
    except ImportError:
        log.info("logind is not heard: jeepney is missing")
        return
    told = False
    while True:
        try:
            await _hear(bus, resumed)
        except Exception as error:  # noqa: BLE001 - whatever a bus does, the clocks go on
            if not told:
                log.info("logind is not heard: %s", type(error).__name__)
            told = True
        await asyncio.sleep(AGAIN_S)


async def _hear(bus: str, resumed: Callable[[], None]) -> None:
    from jeepney import MatchRule, MessageType
    from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
    from jeepney.io.asyncio import open_dbus_connection  # type: ignore[import-untyped]

    async with asyncio.timeout(HELLO_TIMEOUT_S):
        connection: Any = await open_dbus_connection(bus)
    try:
        rule = MatchRule(
            type="signal", sender=SENDER, interface=INTERFACE, member=SIGNAL, path=PATH
        )
        await connection.send(message_bus.AddMatch(rule))
        while True:
            message = await connection.receive()
            fields = message.header.fields.values()
            if message.header.message_type is not MessageType.signal or SIGNAL not in fields:
                continue
            if message.body == (False,):  # True comes before the sleep
                resumed()
    finally:
        with contextlib.suppress(OSError):
            await connection.close()


def inhibit_sleep(bus: str, why: str) -> int:
    """Put off sleep until the file that is returned is closed. Blocks, for seconds at most; raises
    what went wrong, also where the machine's rules do not allow it."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]
    from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]

    manager = DBusAddress(PATH, bus_name=SENDER, interface=INTERFACE)
    ask = new_method_call(manager, "Inhibit", "ssss", ("sleep", WHO, why, "block"))
    connection: Any = open_dbus_connection(bus, enable_fds=True, auth_timeout=ASK_TIMEOUT_S)
    try:
        (lock,) = unwrap_msg(connection.send_and_get_reply(ask, timeout=ASK_TIMEOUT_S))
        number: int = lock.to_raw_fd()
        return number
    finally:
        connection.close()
