"""How requests are spread over a day, in both stores."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from tests.ledger.make import NOON, row
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.contract.timeline import TimelineBar
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.ledger.timeline import timeline

HOUR = timedelta(hours=1)


async def test_each_request_is_in_the_bar_of_its_time(ledger: Ledger) -> None:
    late = NOON + HOUR + timedelta(minutes=59, microseconds=1)
    ledger.record(row(id="before", started_at=NOON - timedelta(microseconds=1)))
    ledger.record(row(id="a"))
    ledger.record(row(id="b", route="cloud", fallback_from="local"))
    ledger.record(row(id="c", started_at=late, route=None, status=RequestStatus.FAILED))
    ledger.record(row(id="d", started_at=late, status=RequestStatus.ABORTED))
    ledger.record(row(id="after", started_at=NOON + 2 * HOUR))
    assert await ledger.flush()
    asked = partial(timeline, since=NOON, until=NOON + 2 * HOUR, step_s=3600)
    assert await ledger.ask(asked) == (
        TimelineBar(at=NOON, local=1, cloud=1, failed=0, fallbacks=1),
        TimelineBar(at=NOON + HOUR, local=0, cloud=0, failed=1, fallbacks=0),
    )
