"""Owns what a test asks the session's bus: tray, menus, notifications. Speaks through busctl."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec

from tests.parts.secret_service import LOGIN, NAME, SERVICE

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
NOTIFIER = "org.freedesktop.Notifications"
NOTIFIER_PATH = "/org/freedesktop/Notifications"
READERS = "org.a11y.Bus"
READERS_PATH = "/org/a11y/bus"
_CLOSED = {1: "expired", 2: "dismissed", 3: "closed by app"}


class Call(Protocol):
    """Runs a program in the session and returns what it printed."""

    def __call__(self, command: Sequence[str], check: bool = True) -> str: ...


@dataclass(frozen=True, slots=True)
class TrayItem:
    bus: str
    path: str
    id: str
    title: str
    tooltip: str
    status: str
    menu: str

    @property
    def label(self) -> str:
        return f"{self.id} {self.title} {self.tooltip}"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    id: int
    label: str
    enabled: bool
    checked: bool


@dataclass(slots=True)
class Notification:
    app: str
    summary: str
    body: str
    actions: dict[str, str]
    hints: dict[str, Any]
    id: int | None = None
    state: str = "sent"
    invoked: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.summary} {self.body}"


class SessionBus:
    """Questions to the session bus, each one a call of busctl."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def names(self) -> list[str]:
        bus = "org.freedesktop.DBus"
        answer = self._ask("call", bus, "/org/freedesktop/DBus", bus, "ListNames")
        return list(answer["data"][0]) if answer else []

    def recorded(self, record: Path) -> bool:
        """Whether the recorder of notifications works by now: it notes a harmless question."""
        self._ask("call", NOTIFIER, NOTIFIER_PATH, NOTIFIER, "GetServerInformation")
        return b"GetServerInformation" in record.read_bytes()

    def has_tray_host(self) -> bool:
        path, name = "/StatusNotifierWatcher", "IsStatusNotifierHostRegistered"
        return bool(self._get(WATCHER, path, WATCHER, name))

    def keyring_unlocked(self) -> bool:
        locked = self._get(NAME, LOGIN, "org.freedesktop.Secret.Collection", "Locked")
        return bool(locked is False)

    def lock_keyring(self) -> None:
        what = ("org.freedesktop.Secret.Service", "Lock", "ao", "1", LOGIN)
        self._ask("call", NAME, SERVICE, *what)
        assert not self.keyring_unlocked()

    def has_reader(self) -> bool:
        """Say that a screen reader runs, and whether all programs are told so."""
        said = ("org.a11y.Status", "ScreenReaderEnabled")
        self._ask("set-property", READERS, READERS_PATH, *said, "b", "true")
        return bool(self._get(READERS, READERS_PATH, *said))

    def accessibility(self) -> str:
        """The address of the accessibility bus."""
        answer = self._ask("call", READERS, READERS_PATH, READERS, "GetAddress")
        return str(answer["data"][0])

    def tray_items(self) -> list[TrayItem]:
        if WATCHER not in self.names():
            return []
        registered = self._get(
            WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems"
        )
        return [item for entry in registered or [] if (item := self._item(entry)) is not None]

    def _item(self, registered: str) -> TrayItem | None:
        bus, slash, rest = registered.partition("/")
        path = slash + rest or "/StatusNotifierItem"
        answer = self._ask("call", bus, path, PROPERTIES, "GetAll", "s", ITEM)
        if not answer:
            return None
        values = {name: value["data"] for name, value in answer["data"][0].items()}
        tooltip = values.get("ToolTip") or ["", [], "", ""]
        return TrayItem(
            bus=bus,
            path=path,
            id=values.get("Id", ""),
            title=values.get("Title", ""),
            tooltip=" ".join(part for part in tooltip[2:4] if part),
            status=values.get("Status", ""),
            menu=values.get("Menu", ""),
        )

    def menu(self, item: TrayItem) -> list[MenuEntry]:
        """All entries of the item's menu, submenus after their entry."""
        if not item.menu:
            return []
        self._ask("call", item.bus, item.menu, MENU, "AboutToShow", "i", "0")
        layout = self._ask("call", item.bus, item.menu, MENU, "GetLayout", "iias", "0", "-1", "0")
        return list(_flat(layout["data"][1])) if layout else []

    def click(self, item: TrayItem, entry: MenuEntry) -> None:
        event = ["isvu", str(entry.id), "clicked", "s", "", "0"]
        self._ask("call", item.bus, item.menu, MENU, "Event", *event)

    def activate(self, item: TrayItem) -> None:
        self._ask("call", item.bus, item.path, ITEM, "Activate", "ii", "0", "0")

    def notifications(self, record: Path) -> list[Notification]:
        """What was sent to the notification daemon, and what became of it."""
        calls: dict[tuple[str, int], Notification] = {}
        shown: dict[int, Notification] = {}
        order: list[Notification] = []
        for line in record.read_bytes().splitlines():
            try:
                message = msgspec.json.decode(line)
            except msgspec.DecodeError:  # the monitor's greeting, or a line not yet whole
                continue
            data = (message.get("payload") or {}).get("data") or []
            match message["type"], message.get("member"):
                case "method_call", "Notify":
                    note = _notification(data)
                    calls[message["sender"], message["cookie"]] = note
                    order.append(note)
                case "method_return", _:
                    key = (message.get("destination", ""), message.get("reply_cookie", -1))
                    answered = calls.pop(key, None)
                    if answered is not None:
                        answered.id, answered.state = data[0], "shown"
                        if data[0] in shown:
                            shown[data[0]].state = "replaced"
                        shown[data[0]] = answered
                case "signal", "NotificationClosed" if data[0] in shown:
                    shown[data[0]].state = _CLOSED.get(data[1], "closed")
                case "signal", "ActionInvoked" if data[0] in shown:
                    shown[data[0]].invoked.append(data[1])
        return order

    def _get(self, bus: str, path: str, interface: str, name: str) -> Any:
        answer = self._ask("get-property", bus, path, interface, name)
        return answer["data"] if answer else None

    def _ask(self, *arguments: str) -> Any:
        printed = self._call(["busctl", "--user", "--json=short", "--", *arguments], check=False)
        return msgspec.json.decode(printed) if printed.strip() else None


def _flat(node: Any) -> Iterator[MenuEntry]:
    for child in node[2]:
        identity, values, _ = child["data"]
        plain = {name: value["data"] for name, value in values.items()}
        label = plain.get("label", "").replace("__", "\0").replace("_", "").replace("\0", "_")
        yield MenuEntry(
            id=identity,
            label=label,
            enabled=plain.get("enabled", True),
            checked=plain.get("toggle-state", 0) == 1,
        )
        yield from _flat(child["data"])


def _notification(data: list[Any]) -> Notification:
    app, _, _, summary, body, actions, hints, _ = data
    return Notification(
        app=app,
        summary=summary,
        body=body,
        actions=dict(zip(actions[::2], actions[1::2], strict=True)),
        hints={name: value["data"] for name, value in hints.items() if "image" not in name},
    )
