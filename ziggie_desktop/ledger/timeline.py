"""Owns how requests are spread over a time, counted where they lie. Never writes."""

from __future__ import annotations

from datetime import UTC, datetime

from ziggie_desktop.contract.timeline import TimelineBar
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.rows import to_us

US = 1_000_000
CONDITIONS = (
    "route = 'local' AND status = 'ok'",
    "route = 'cloud' AND status = 'ok'",
    "status = 'failed'",
    "fallback_from IS NOT NULL",
)


def timeline(
    backend: Backend, *, since: datetime, until: datetime, step_s: int
) -> tuple[TimelineBar, ...]:
    """Steps begin at ``since``; one without a request has no bar."""
    first, step_us = to_us(since), int(step_s) * US

    counts = ", ".join(
        f"CAST(sum(CASE WHEN {one} THEN 1 ELSE 0 END) AS BIGINT)" for one in CONDITIONS
    )
    sql = (
        f"SELECT (started_at_us - {first}) / {step_us} AS slot, {counts}"  # noqa: S608 - our own
        " FROM requests WHERE started_at_us >= ? AND started_at_us < ? GROUP BY slot ORDER BY slot"
    )
    return tuple(
        TimelineBar(
            at=datetime.fromtimestamp((first + slot * step_us) / US, UTC),
            local=local,
            cloud=cloud,
            failed=failed,
            fallbacks=fallbacks,
        )
        for slot, local, cloud, failed, fallbacks in ask(backend, sql, (first, to_us(until)))
    )
