"""Owns how each document that a page needs is fetched. Knows the client, not the widgets."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime, time, timedelta
from typing import assert_never, cast

import msgspec

from ziggie_desktop.contract.books import WhatIf
from ziggie_desktop.contract.client import By, Client
from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.desktop.presenters.savings import Span, dates
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc
from ziggie_desktop.desktop.presenters.text import utc_now


def fetch(client: Client, ask: Ask) -> Awaitable[object]:
    """The call that answers ``ask``."""
    query = dict(ask.query)
    match ask.doc:
        case Doc.SETTINGS:
            return client.settings()
        case Doc.TOKENS:
            return client.tokens()
        case Doc.FIT:
            return client.fit(query["model"])
        case Doc.RECOMMENDED:
            return client.recommended()
        case Doc.UPDATES:
            return client.updates()
        case Doc.UNUSED:
            return client.unused(int(query["days"]))
        case Doc.REQUESTS:
            return client.requests(query=dict(ask.query))
        case Doc.LOGS:
            said = dict(ask.query)
            lines = int(said.pop("lines"))
            return client.logs(lines, level=said.get("level"), subject=said.get("subject"))
        case Doc.MONTH_BY_COMPONENT:
            first = datetime.now().astimezone().date().replace(day=1)
            return client.usage(since=first.isoformat(), by="component")
        case Doc.POLICY:
            return client.policy()
        case Doc.ROUTING:
            return client.routing()
        case Doc.DECISION:
            from ziggie_desktop.desktop.presenters.routing import trial

            question, headers = trial(dict(ask.query))
            return client.decide(question, headers=headers)
        case Doc.USAGE:
            since, until = _days(query)
            by = cast(By, query["by"])
            return client.savings(since=since, until=until, by=by)
        case Doc.PROJECTION:
            return client.projection()
        case Doc.SCORECARD:
            return client.scorecard()
        case Doc.ADVICE:
            return client.advice()
        case Doc.WHAT_IF:
            return client.what_if(_wish(query))
        case Doc.GPU_HISTORY:
            span = timedelta(seconds=int(query["span"]))
            return client.gpu_history(since=(utc_now() - span).isoformat())
        case Doc.TIMELINE:
            return client.timeline(since=_midnight())
        case Doc.UPTIME_TODAY:
            return client.uptime(since=_midnight())
        case Doc.ENERGY_TODAY:
            return client.usage(since=_midnight())
        case Doc.TRIAL:
            return client.try_out(query["question"])
        case Doc.PROGRAM:
            return client.token_create(query["name"])
        case doc:
            assert_never(doc)


def _days(query: dict[str, str]) -> tuple[str | None, str | None]:
    """Whole days; the service takes them as the owner's."""
    if "span" not in query:
        return None, None
    first, last = dates(Span(query["span"]), datetime.now().astimezone().date())
    return first.isoformat(), last.isoformat()


def _wish(query: dict[str, str]) -> WhatIf:
    first, last = dates(Span(query["span"]), datetime.now().astimezone().date())
    end = datetime.combine(last + timedelta(days=1), time())
    rules = query.get("rules")
    return WhatIf(
        since=datetime.combine(first, time()).astimezone(),
        until=end.astimezone(),
        usd_per_kwh=float(query["kwh"]) if query["kwh"] else None,
        cloud_model=query["model"] or None,
        joules_per_token=float(query["joules"]) if "joules" in query else None,
        policy=query.get("policy"),
        rules=None if rules is None else msgspec.json.decode(rules, type=tuple[PolicyRule, ...]),
    )


def _midnight() -> str:
    """The beginning of the reader's own day."""
    local = datetime.now().astimezone()
    return local.replace(hour=0, minute=0, second=0, microsecond=0).isoformat()
