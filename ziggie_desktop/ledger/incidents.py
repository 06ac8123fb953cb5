"""Owns what the uptime is made of: the incidents, and the time in which nobody measured.

A probe speaks for the time up to the next one. Where the next comes late the service did not run:
that time is not measured, and is neither uptime nor downtime.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from ziggie_desktop.contract.api import Incident, UptimeDocument
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.rows import to_us

EVERY = timedelta(seconds=10)
GAP = timedelta(seconds=30)  # a busy machine may be late, but not so late
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Probes that say the same as the one before them, in time, are left in the database.
_TURNS = (
    "SELECT at_us, ok, reason, before_us FROM (SELECT at_us, ok, reason,"
    " lag(at_us) OVER (ORDER BY at_us) AS before_us, lag(ok) OVER (ORDER BY at_us) AS before_ok"
    " FROM probes WHERE at_us >= ? AND at_us < ?) AS walked"
    " WHERE before_us IS NULL OR ok <> before_ok OR at_us - before_us > ? ORDER BY at_us"
)
_COUNTS = (
    "SELECT count(*), CAST(coalesce(sum(ok), 0) AS BIGINT), max(at_us)"
    " FROM probes WHERE at_us >= ? AND at_us < ?"
)
_OLD = (
    "SELECT CAST(coalesce(sum(probes), 0) AS BIGINT), CAST(coalesce(sum(good), 0) AS BIGINT)"
    " FROM monthly_probes WHERE at_us >= ? AND at_us < ?"
)
_FOR_EVER_US = 2**62


class Turn(msgspec.Struct, frozen=True):
    """A probe that begins something new; ``before``: when the probe before it was."""

    at: datetime
    ok: bool
    reason: str | None
    before: datetime | None

    @property
    def resumes(self) -> bool:
        """Nobody measured before it."""
        return self.before is None or self.at - self.before > GAP


def incidents(
    turns: Iterable[Turn], *, last: datetime | None, now: datetime
) -> tuple[Incident, ...]:
    """The newest first. ``last``: the last probe of all; one that failed just now goes on."""
    found: list[Incident] = []
    open_at: Turn | None = None
    for turn in turns:
        if open_at is not None:
            # After a gap it is not known when it ended: it lasted as long as it was seen.
            end = turn.before + EVERY if turn.resumes and turn.before is not None else turn.at
            found.append(_incident(open_at, end))
        open_at = None if turn.ok else turn
    if open_at is not None and last is not None:
        goes_on = now - last <= GAP
        found.append(_incident(open_at, now if goes_on else last + EVERY, goes_on=goes_on))
    return tuple(reversed(found))


def _incident(began: Turn, end: datetime, *, goes_on: bool = False) -> Incident:
    return Incident(
        started_at=began.at,
        ended_at=None if goes_on else end,
        duration_s=max((end - began.at).total_seconds(), 0.0),
        reason=began.reason,
    )


def measured(turns: Iterable[Turn], *, last: datetime | None) -> timedelta:
    """The time for which probes speak."""
    total, began = timedelta(), None
    for turn in turns:
        if turn.resumes:
            if began is not None and turn.before is not None:
                total += turn.before + EVERY - began
            began = turn.at
    if began is not None and last is not None:
        total += last + EVERY - began
    return total


def read(
    backend: Backend, *, since: datetime | None, until: datetime | None, now: datetime
) -> UptimeDocument:
    """The figure and what it is made of; of months that are kept as sums only the figure."""
    period = [0 if since is None else to_us(since), _FOR_EVER_US if until is None else to_us(until)]
    turns = [
        Turn(_moment(at), bool(ok), reason, None if before is None else _moment(before))
        for at, ok, reason, before in ask(
            backend, _TURNS, [*period, GAP // timedelta(microseconds=1)]
        )
    ]
    ((probes, good, last_us),) = ask(backend, _COUNTS, period)
    ((old_probes, old_good),) = ask(backend, _OLD, period)
    last = None if last_us is None else _moment(last_us)
    all_probes = probes + old_probes
    seen = measured(turns, last=last)
    whole = (last + EVERY - turns[0].at) if turns and last is not None else timedelta()
    return UptimeDocument(
        share=(good + old_good) / all_probes if all_probes else None,
        probes=probes,
        summed_probes=old_probes,
        measured_s=seen.total_seconds(),
        unmeasured_s=(whole - seen).total_seconds(),
        incidents=incidents(turns, last=last, now=now),
    )


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
