"""Owns how old requests become monthly sums. Never changes a total.

Whole local months only. What is lost is the single rows: their times, reasons and energy's quality.
"""

# ruff: noqa: S608 - every name in these statements is our own; what callers give is bound

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ziggie_desktop.ledger.periods import day_start
from ziggie_desktop.ledger.queries import DATE, JOINED, SUM_COLUMNS, SUM_NAMES
from ziggie_desktop.ledger.rows import to_us
from ziggie_desktop.ledger.writer import Entry

# Two zones differ by less than two days: the index narrows what the month then decides.
_SLACK = timedelta(days=2)
# ?1 is the first month that stays, as 2026-11; ?2 a time after its begin in every zone; ?3 its
# begin in the owner's zone, for probes, which know no zone.
_MONTH = f"substr({DATE}, 1, 7)"
_OLD = f"r.started_at_us < ?2 AND {_MONTH} < ?1 AND CAST(?3 AS BIGINT) IS NOT NULL"
_SUM = (
    f"INSERT INTO monthly (first_us, month, component, model, task, {', '.join(SUM_NAMES)})"
    f" SELECT min(r.started_at_us), {_MONTH} AS m, r.component, r.model, r.task, {SUM_COLUMNS}"
    f" FROM {JOINED} WHERE {_OLD} GROUP BY m, r.component, r.model, r.task"
)
_PROBE_MONTH = "substr(date(at_us / 1000000, 'unixepoch'), 1, 7)"
_OLD_PROBES = "at_us < ?3 AND CAST(?1 AS TEXT) <> '' AND CAST(?2 AS BIGINT) IS NOT NULL"
_THEN = (
    f"DELETE FROM energy WHERE request_id IN (SELECT r.id FROM requests r WHERE {_OLD})",
    f"DELETE FROM requests AS r WHERE {_OLD}",
    "INSERT INTO monthly_probes (at_us, probes, good) SELECT min(at_us), count(*), sum(ok)"
    f" FROM probes WHERE {_OLD_PROBES} GROUP BY {_PROBE_MONTH}",
    f"DELETE FROM probes WHERE {_OLD_PROBES}",
)


def entry(*, before: datetime, tz: str) -> Entry:
    first = before.astimezone(ZoneInfo(tz)).date().replace(day=1)
    begin = day_start(first, tz)
    values = (first.isoformat()[:7], to_us(begin + _SLACK), to_us(begin))
    return Entry(_SUM, lambda: values, _THEN, frees_room=True)
