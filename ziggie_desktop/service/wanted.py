"""Owns what a caller of the ledger's routes wants of it: the query, read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import Fallback
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.service.http import Call

QUERY = ("component", "task", "model", "route", "status", "text", "before")
ROUTES = ("local", "cloud")
STATUSES = ("ok", "failed", "aborted", "fallback")
GROUPS = ("day", "month", "component", "model", "task")

_Row = TypeVar("_Row", RequestRow, Fallback)


def by(call: Call) -> str:
    said = call.query.get("by", "day")
    if said not in GROUPS:
        raise ZiggieError(
            "query_invalid",
            "The parameter 'by' is wrong.",
            f"Give one of {', '.join(GROUPS)}.",
            status=400,
        )
    return said


def together(rows: Sequence[_Row], group: str) -> tuple[_Row, ...]:
    """Single rows, the newest first, which is by day and by month already; else those of one group
    beside each other, and last those that say nothing of it."""
    if group in ("day", "month"):
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: _place(getattr(row, group))))


def _place(name: str | None) -> tuple[bool, str]:
    return name is None, name or ""


def filters(call: Call) -> Filters:
    """``status=fallback`` are those that their first choice did not answer; ``before`` is the id
    of a request: only older ones."""
    said = {name: call.query.get(name) or None for name in QUERY}
    for name, known in (("route", ROUTES), ("status", STATUSES)):
        if said[name] is not None and said[name] not in known:
            raise ZiggieError(
                "query_invalid",
                f"The parameter {name!r} is wrong.",
                f"Give one of {', '.join(known)}.",
                status=400,
            )
    fell = said["status"] == "fallback"
    return Filters(
        component=said["component"],
        task=said["task"],
        model=said["model"],
        route=said["route"],
        status=None if fell else said["status"],
        fallbacks_only=fell,
        text=said["text"],
        before=said["before"],
    )
