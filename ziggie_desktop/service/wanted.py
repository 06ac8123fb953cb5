"""Owns what a caller of ``/requests`` leaves out: its query, read and checked."""

from __future__ import annotations

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.queries import Filters
from ziggie_desktop.service.http import Call

QUERY = ("component", "task", "model", "route", "status", "text", "before")
ROUTES = ("local", "cloud")
STATUSES = ("ok", "failed", "aborted", "fallback")


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
