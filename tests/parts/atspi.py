"""Owns the questions to the accessibility bus: what shows, in its tree. Changes nothing by itself.

All elements of one level are asked in one go: a window has hundreds, and each answer comes from
the program's own loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

CALL_TIMEOUT_S = 60.0

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
EVENTS = "org.a11y.atspi.Event.Object"
ANNOUNCEMENT = "Announcement"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")

# Bits of AtspiStateType.
STATES = {
    4: "checked",
    7: "editable",
    8: "enabled",
    11: "focusable",
    12: "focused",
    23: "selected",
    24: "sensitive",
    25: "showing",
}

Where = tuple[str, str]  # a program's name on the bus, an object's path
Call = tuple[Where, str, str, str, tuple[object, ...]]  # interface, method, signature, arguments


@dataclass(frozen=True, slots=True)
class Thing:
    """One element as a screen reader knows it; ``depth`` 1 is a window."""

    where: Where
    role: str
    name: str
    description: str
    states: frozenset[str]
    depth: int
    children: list[Thing] = field(default_factory=list)

    @property
    def enabled(self) -> bool:
        return {"enabled", "sensitive"} <= self.states

    def flat(self) -> Iterator[Thing]:
        """Itself, then all that is in it."""
        yield self
        for child in self.children:
            yield from child.flat()

    def __str__(self) -> str:
        return f"{'  ' * self.depth}{self.role} “{self.name}” {' '.join(sorted(self.states))}"


class Atspi:
    """One connection to the accessibility bus."""

    def __init__(self, address: str) -> None:
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

        self._bus = open_dbus_connection(address)
        self._said: list[str] = []

    def close(self) -> None:
        self._bus.close()

    def ask(self, calls: Sequence[Call]) -> list[Any]:
        """The answers in order; None where the object or the method is not there (any more)."""
        from jeepney import (  # type: ignore[import-untyped]
            DBusAddress,
            HeaderFields,
            MessageType,
            new_method_call,
        )

        serials = {}
        for place, ((bus, path), interface, method, signature, body) in enumerate(calls):
            address = DBusAddress(path, bus_name=bus, interface=interface)
            message = new_method_call(address, method, signature or None, body)
            serial = next(self._bus.outgoing_serial)
            self._bus.send(message, serial=serial)
            serials[serial] = place
        answers: list[Any] = [None] * len(calls)
        while serials:
            reply = self._bus.receive(timeout=CALL_TIMEOUT_S)
            if reply.header.fields.get(HeaderFields.member) == ANNOUNCEMENT:
                self._said.append(str(reply.body[3][1]))
            place_of = serials.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), None)
            if place_of is not None and reply.header.message_type is MessageType.method_return:
                answers[place_of] = reply.body
        return answers

    def listen(self) -> None:
        """From now on, keep what programs have said aloud."""
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]

        rule = MatchRule(type="signal", interface=EVENTS, member=ANNOUNCEMENT)
        self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=CALL_TIMEOUT_S)
        registry = (REGISTRY[0], "/org/a11y/atspi/registry")
        self.ask([(registry, REGISTRY[0], "RegisterEvent", "s", ("object:announcement",))])

    def heard(self) -> list[str]:
        """What was said aloud since, once and in order."""
        self.ask([(REGISTRY, ACCESSIBLE, "GetRoleName", "", ())])  # what came before its answer
        said, self._said = self._said, []
        return said

    def programs(self) -> list[Thing]:
        """Each program with all that shows of it."""
        answer = self.ask([(REGISTRY, ACCESSIBLE, "GetChildren", "", ())])[0]
        roots = self._read([(bus, path) for bus, path in answer[0]], depth=0) if answer else []
        level = roots
        while level:
            calls: list[Call] = [(one.where, ACCESSIBLE, "GetChildren", "", ()) for one in level]
            wheres = [[(bus, path) for bus, path in a[0]] if a else [] for a in self.ask(calls)]
            depth = level[0].depth + 1
            found = iter(self._read([one for some in wheres for one in some], depth=depth))
            below: list[Thing] = []
            for parent, some in zip(level, wheres, strict=True):
                children = [next(found) for _ in some]
                parent.children.extend(one for one in children if "showing" in one.states)
                below += parent.children
            level = below
        return roots

    def _read(self, wheres: Sequence[Where], *, depth: int) -> list[Thing]:
        calls: list[Call] = []
        for where in wheres:
            calls += [
                (where, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name")),
                (where, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Description")),
                (where, ACCESSIBLE, "GetRoleName", "", ()),
                (where, ACCESSIBLE, "GetState", "", ()),
            ]
        answers = self.ask(calls)
        found = []
        for place, where in enumerate(wheres):
            name, words, role, bits = answers[4 * place : 4 * place + 4]
            low, high = bits[0] if bits else (0, 0)
            states = frozenset(
                name for bit, name in STATES.items() if (low | high << 32) >> bit & 1
            )
            found.append(
                Thing(
                    where=where,
                    role=role[0] if role else "",
                    name=str(name[0][1]) if name else "",
                    description=str(words[0][1]) if words else "",
                    states=states,
                    depth=depth,
                )
            )
        return found
