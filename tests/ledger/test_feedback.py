"""Verdicts on answers: the last one of a caller counts, and parity needs enough of both sides."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.ledger.make import NOON, row
from ziggie_desktop.contract.api import Feedback, FeedbackRow
from ziggie_desktop.ledger import feedback
from ziggie_desktop.ledger.store import Ledger


def judge(ledger: Ledger, number: int, *, good: bool, who: str = "kb", **of_row: object) -> None:
    asked = row(id=f"r{number}", started_at=NOON + timedelta(minutes=number), **of_row)
    said = Feedback(request_id=asked.id, good=good, score=0.5 if good else None)
    ledger.put(feedback.entry(said, asked, component=who))


async def test_the_last_word_of_each_caller_counts(ledger: Ledger) -> None:
    judge(ledger, 1, good=False)
    judge(ledger, 1, good=True)
    judge(ledger, 1, good=True, who="owner")
    judge(ledger, 2, good=False, task="plan")
    judge(ledger, 3, good=True, route="cloud", model="claude-haiku-5-5")
    judge(ledger, 90, good=True, route="cloud")
    assert await ledger.flush()
    read = partial(feedback.verdicts, since=NOON, until=NOON + timedelta(hours=1))
    found = await ledger.ask(partial(read, by="route"))
    assert found == (
        FeedbackRow(key="cloud", route="cloud", judged=1, good=1, mean_score=0.5),
        FeedbackRow(key="local", route="local", judged=3, good=2, mean_score=0.5),
    )
    by_task = await ledger.ask(partial(read, by="task"))
    assert {(one.key, one.route, one.judged) for one in by_task} == {
        (None, "cloud", 1),
        (None, "local", 2),
        ("plan", "local", 1),
    }


@pytest.mark.parametrize(
    ("local", "cloud", "parity"),
    [
        ((20, 18), (20, 20), 90.0),
        ((40, 30), (20, 15), 100.0),
        ((19, 19), (50, 50), None),  # too few here
        ((50, 50), (19, 19), None),  # too few there
        ((20, 20), (20, 0), None),  # nothing to compare with
    ],
)
def test_parity_by_hand(
    local: tuple[int, int], cloud: tuple[int, int], parity: float | None
) -> None:
    rows = tuple(
        FeedbackRow(key=route, route=route, judged=judged, good=good, mean_score=None)
        for route, (judged, good) in (("local", local), ("cloud", cloud))
    )
    assert feedback.parity_percent(rows) == parity
