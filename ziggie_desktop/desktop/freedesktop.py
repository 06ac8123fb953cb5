"""Owns notifications on Linux, straight to org.freedesktop.Notifications, with actions coming back.

Runs on the bridge's loop. Qt's own way (QSystemTrayIcon.showMessage) sends no actions over
StatusNotifierItem, and PySide cannot marshal the ``u`` that Notify wants, so this speaks D-Bus
through jeepney, which keyring brings along. A desktop without the service is no error.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from ziggie_desktop.desktop.presenters.notes import Note
from ziggie_desktop.desktop.presenters.view import Do

if TYPE_CHECKING:
    from jeepney.io.asyncio import DBusRouter  # type: ignore[import-untyped]

log = logging.getLogger("ziggie.desktop.notify")

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
DESKTOP_ENTRY = "ziggie-desktop"
CALL_TIMEOUT_S = 5.0
KEPT = 100


class FreedesktopNotes:
    """``on_click`` gets the wish of a clicked note; it is called on the loop's thread."""

    def __init__(self, *, on_click: Callable[[Do], None]) -> None:
        self.works = True  # until there turns out to be no bus
        self._on_click = on_click
        self._ids: dict[str, int] = {}  # tag -> what is on the screen
        self._wishes: dict[int, dict[str, Do]] = {}
        self._pending: asyncio.Queue[Note] = asyncio.Queue(KEPT)

    async def run(self) -> None:
        """Send notes and take clicks until cancelled."""
        from jeepney import (  # type: ignore[import-untyped]
            DBusAddress,
            MatchRule,
            message_bus,
        )
        from jeepney.io.asyncio import Proxy, open_dbus_router

        address = DBusAddress(PATH, bus_name=NAME, interface=NAME)
        rule = MatchRule(type="signal", interface=NAME, path=PATH)
        try:
            async with open_dbus_router() as router:
                await Proxy(message_bus, router).AddMatch(rule)
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._listen(router, rule))
                    while True:
                        await self._send(router, address, await self._pending.get())
        except (OSError, KeyError, ValueError) as error:  # no session bus, or it went away
            log.warning("no notifications over D-Bus: %s", error)
        finally:
            self.works = False

    async def put(self, note: Note) -> None:
        if not self._pending.full():
            self._pending.put_nowait(note)

    async def _send(self, router: DBusRouter, address: object, note: Note) -> None:
        from jeepney import MessageType, new_method_call

        wishes = {"default": note.click}
        actions = ["default", "Open"]
        for place, (label, do) in enumerate(note.buttons):
            wishes[f"b{place}"] = do
            actions += [f"b{place}", label]
        hints = {
            "desktop-entry": ("s", DESKTOP_ENTRY),
            "urgency": ("y", 2 if note.urgent else 1),
        }
        body = ("Ziggie Desktop", self._ids.get(note.tag, 0), "", note.title, _plain(note.body))
        call = new_method_call(address, "Notify", "susssasa{sv}i", (*body, actions, hints, -1))
        try:
            async with asyncio.timeout(CALL_TIMEOUT_S):
                reply = await router.send_and_get_reply(call)
        except TimeoutError:
            log.warning("the notification service does not answer")
            return
        if reply.header.message_type is MessageType.error:
            log.info("no notification: %s", reply.body[0] if reply.body else "refused")
            return
        shown = int(reply.body[0])
        self._ids[note.tag] = shown
        self._wishes[shown] = wishes
        while len(self._wishes) > KEPT:
            del self._wishes[next(iter(self._wishes))]

    async def _listen(self, router: DBusRouter, rule: object) -> None:
        from jeepney import HeaderFields

        with router.filter(rule) as queue:
            while True:
                message = await queue.get()
                member = message.header.fields.get(HeaderFields.member)
                if member == "ActionInvoked":
                    self._clicked(*message.body)
                elif member == "NotificationClosed":
                    self._closed(int(message.body[0]))

    def _clicked(self, shown: int, action: str) -> None:
        do = self._wishes.get(shown, {}).get(action)
        if do is not None:
            self._on_click(do)

    def _closed(self, shown: int) -> None:
        """A closed note is not replaced but followed by a new one; its late click still counts."""
        for tag in [tag for tag, known in self._ids.items() if known == shown]:
            del self._ids[tag]


def _plain(body: str) -> str:
    """The body may be read as markup: take from it what could be."""
    return body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
