"""Owns what a caller says of its request beside the prompt: X-Ziggie headers over body hints."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.routing.request import AgentLevel, Delivery, Priority, UseLocal

MAX_NAME = 128
MAX_DEADLINE_MS = 86_400_000.0
PREFIX = "x-ziggie-"
KNOWN = frozenset(
    {
        "component",
        "task",
        "priority",
        "agent_level",
        "use_local",
        "delivery",
        "deadline_ms",
        "min_confidence",
    }
)

_E = TypeVar("_E", bound=StrEnum)


class Hints(msgspec.Struct, frozen=True, kw_only=True):
    """``delivery`` is None when nothing was said of it: then the policy says how much is held."""

    component: str
    task: str | None = None
    priority: Priority | None = None
    agent_level: AgentLevel | None = None
    use_local: UseLocal = UseLocal.AUTO
    delivery: Delivery | None = None
    deadline_s: float | None = None
    min_confidence: float | None = None


def read_hints(headers: Mapping[str, str], body: Mapping[str, Any], caller: Caller) -> Hints:
    """Check and merge; a wrong value is a ZiggieError (400, or 403 for another's name) in words."""
    said: dict[str, Any] = {}
    for key, value in body.items():
        name = key.lower().removeprefix(PREFIX).replace("-", "_")  # a header's name will do
        if name in KNOWN and value is not None:
            said[name] = value
    for key, value in headers.items():
        if key.startswith(PREFIX):
            name = key[len(PREFIX) :].replace("-", "_")
            if name in KNOWN:
                said[name] = value
    if not said and not caller.anonymous:
        return Hints(component=caller.component)
    deadline, confidence = said.get("deadline_ms"), said.get("min_confidence")
    return Hints(
        component=_component(said.get("component"), caller),
        task=_name("task", said.get("task")),
        priority=_choice(Priority, "priority", said.get("priority")),
        agent_level=_choice(AgentLevel, "agent_level", said.get("agent_level")),
        use_local=_use_local(said.get("use_local"), caller),
        delivery=_choice(Delivery, "delivery", said.get("delivery")),
        deadline_s=None
        if deadline is None
        else _number("deadline_ms", deadline, low=1.0, high=MAX_DEADLINE_MS) / 1000,
        min_confidence=None
        if confidence is None
        else _number("min_confidence", confidence, low=0.0, high=1.0),
    )


def _component(value: Any, caller: Caller) -> str:
    name = _name("component", value)
    if name is None or name == caller.component:
        return caller.component
    if not caller.owner:
        raise ZiggieError(
            "component_not_yours",
            f"This token belongs to {caller.component!r} and may not speak for {name!r}",
            "Leave X-Ziggie-Component out, or make a token with "
            "`ziggie-desktop token create NAME`.",
            status=403,
        )
    return name


def _use_local(value: Any, caller: Caller) -> UseLocal:
    wish = _choice(UseLocal, "use_local", value) or UseLocal.AUTO
    if not caller.anonymous:
        return wish
    if wish is UseLocal.NEVER:
        raise ZiggieError(
            "cloud_needs_token",
            "A caller without a token may use local models only",
            "Make a token with `ziggie-desktop token create NAME` and send it.",
            status=403,
        )
    return UseLocal.ALWAYS


def _choice(kind: type[_E], name: str, value: Any) -> _E | None:
    if value is None:
        return None
    if isinstance(value, str):
        for member in kind:
            if member.value.lower() == value.strip().lower():
                return member
    raise _wrong(name, "one of " + ", ".join(member.value for member in kind))


def _name(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and 0 < len(value) <= MAX_NAME and value.isprintable():
        return value
    raise _wrong(name, f"1 to {MAX_NAME} printable characters")


def _number(name: str, value: Any, *, low: float, high: float) -> float:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = float("nan")
        if low <= number <= high:
            return number
    raise _wrong(name, f"a number from {low:.0f} to {high:.0f}")


def _wrong(name: str, wanted: str) -> ZiggieError:
    header = "X-Ziggie-" + "-".join(part.capitalize() for part in name.split("_"))
    return ZiggieError(
        "invalid_hint",
        f"{header} has a value that is not understood",
        f"Send {wanted}, or leave it out.",
        status=400,
    )
