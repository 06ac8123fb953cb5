"""Owns what callers found of answers: good or not, and so how local ones compare to Claude's.

Its rows are handed to the one writer as entries. Never changes one: a second verdict is a new row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ziggie_desktop.contract.api import Feedback, FeedbackRow
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.rows import to_us
from ziggie_desktop.ledger.writer import Entry

FEWEST = 20  # verdicts on either side: with less, chance is all that a share shows
KEYS = {"route": "route", "model": "model", "component": "component", "task": "task"}
_INSERT = (
    "INSERT INTO feedback (request_id, component, started_at_us, task, route, model, good, score)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
# Of each caller the last word on a request.
_LAST = "seq IN (SELECT max(seq) FROM feedback GROUP BY request_id, component)"


def entry(said: Feedback, row: RequestRow, *, component: str) -> Entry:
    """``row`` is the request, which was answered."""

    def values() -> tuple[Any, ...]:
        at = to_us(row.started_at)
        found = (row.task, row.route, row.model, int(said.good), said.score)
        return (said.request_id, component, at, *found)

    return Entry(_INSERT, values)


def verdicts(
    backend: Backend, *, since: datetime | None, until: datetime | None, by: str
) -> tuple[FeedbackRow, ...]:
    """By route and what ``by`` names, one of KEYS."""
    where, values = [_LAST], list[Any]()
    for moment, test in ((since, "started_at_us >= ?"), (until, "started_at_us < ?")):
        if moment is not None:
            where.append(test)
            values.append(to_us(moment))
    sql = (
        f"SELECT {KEYS[by]} AS grouped, route, count(*), CAST(sum(good) AS BIGINT), avg(score)"  # noqa: S608 - our own names
        f" FROM feedback WHERE {' AND '.join(where)} GROUP BY grouped, route"
        " ORDER BY grouped, route"
    )
    return tuple(
        FeedbackRow(key=key, route=route, judged=judged, good=good, mean_score=score)
        for key, route, judged, good, score in ask(backend, sql, values)
    )


def parity_percent(rows: tuple[FeedbackRow, ...]) -> float | None:
    """The share of local answers that were good, of that of Claude's; None where too few of either
    were judged, or where none of Claude's was good."""
    here, there = (_sum(rows, route) for route in ("local", "cloud"))
    if min(here[0], there[0]) < FEWEST or not there[1]:
        return None
    return 100 * (here[1] / here[0]) / (there[1] / there[0])


def _sum(rows: tuple[FeedbackRow, ...], route: str) -> tuple[int, int]:
    """How many were judged, and how many good."""
    of_it = [row for row in rows if row.route == route]
    return sum(row.judged for row in of_it), sum(row.good for row in of_it)
