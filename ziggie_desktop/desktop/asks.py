"""Owns how each document that a page needs is fetched. Knows the client, not the widgets."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import assert_never

from ziggie_desktop.contract.client import Client
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
        case Doc.GPU_HISTORY:
            span = timedelta(seconds=int(query["span"]))
            return client.gpu_history(since=(utc_now() - span).isoformat())
        case Doc.TRIAL:
            return client.try_out(query["question"])
        case Doc.PROGRAM:
            return client.token_create(query["name"])
        case doc:
            assert_never(doc)
