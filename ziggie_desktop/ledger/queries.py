"""Owns what is asked of the ledger. Never writes; each call has its own connection."""

# ruff: noqa: S608 - every name in these queries is our own; what callers give is bound

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec.structs import fields

from ziggie_desktop.contract.api import UsageRow
from ziggie_desktop.contract.records import RequestRow
from ziggie_desktop.contract.state import Fallback
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.rows import COLUMNS, ENERGY_COLUMNS, decode, from_us, to_us
from ziggie_desktop.ledger.savings import WIDEST, Sums, add, totals

By = Literal["day", "month", "component", "model", "task"]
UNNAMED = "(none)"  # the group of rows without a model or task

# The newest energy row of a request counts, else what the request row itself says.
JOINED = (
    "requests r LEFT JOIN energy e ON e.seq = (SELECT max(seq) FROM energy WHERE request_id = r.id)"
)
_ENERGY = {c: f"CASE WHEN e.seq IS NULL THEN r.{c} ELSE e.{c} END" for c in ENERGY_COLUMNS}
_SELECT = ", ".join(_ENERGY.get(c, f"r.{c}") for c in COLUMNS)
DATE = "coalesce(r.local_date, date(r.started_at_us / 1000000, 'unixepoch'))"
_KEYS: dict[By, str] = {
    "day": DATE,
    "month": f"substr({DATE}, 1, 7)",
    "component": "r.component",
    "model": f"coalesce(r.model, '{UNNAMED}')",
    "task": f"coalesce(r.task, '{UNNAMED}')",
}
ENERGY_MJ, COST = _ENERGY["energy_mj"], _ENERGY["electricity_cost_pico"]


SEARCHED = ("id", "component", "task", "model", "reason", "fallback_reason", "error_type",
            "gen_ai_request_model")  # fmt: skip
MOST_LINES = 16  # looked for at once
_WORDS = " || ' ' || ".join(f"coalesce(r.{name}, '')" for name in SEARCHED)


def _literal(words: str) -> str:
    """For LIKE, which takes % and _ for anything."""
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _count(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


# Each line is one field of savings.Sums under the rules written there.
_SUMS: dict[str, str] = {
    "requests": "1",
    "local": _count("r.route = 'local' AND r.status = 'ok'"),
    "cloud": _count("r.route = 'cloud' AND r.status = 'ok'"),
    "failed": _count("r.status = 'failed'"),
    "fallbacks": _count("r.fallback_from IS NOT NULL"),
    "unpriced": "r.unpriced",
    "unmetered": _count(f"r.needs_energy = 1 AND {ENERGY_MJ} IS NULL"),
    "uncosted": _count(f"r.needs_energy = 1 AND {COST} IS NULL"),
    "metered": _count(f"{ENERGY_MJ} IS NOT NULL"),
    "costed": _count(f"{COST} IS NOT NULL"),
    "input_tokens": "r.gen_ai_usage_input_tokens",
    "output_tokens": "r.gen_ai_usage_output_tokens",
    "energy_mj": ENERGY_MJ,
    "cloud_cost_pico": "r.billed_pico",
    "electricity_cost_pico": COST,
    "counterfactual_cost_pico": "r.otherwise_pico",
    "simulated": "r.simulated",
    "estimated_mj": f"CASE WHEN {_ENERGY['energy_quality']} = 'estimate' THEN {ENERGY_MJ} END",
    "band_permille": f"round({_ENERGY['energy_band_percent']} * 10)",
}
SUM_COLUMNS = ", ".join(
    f"CAST(coalesce({'max' if f.name in WIDEST else 'sum'}({_SUMS[f.name]}), 0) AS BIGINT)"
    for f in fields(Sums)
)
# What old requests came to (ledger/rollup.py), under the same names. A day that was summed up is
# its month.
SUM_NAMES = tuple(f.name for f in fields(Sums))
_OLD_KEYS: dict[By, str] = {
    "day": "month",
    "month": "month",
    "component": "component",
    "model": f"coalesce(model, '{UNNAMED}')",
    "task": f"coalesce(task, '{UNNAMED}')",
}
_OLD_SUMS = ", ".join(
    f"CAST(coalesce({'max' if name in WIDEST else 'sum'}({name}), 0) AS BIGINT)"
    for name in SUM_NAMES
)


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What ``requests`` leaves out; None leaves out nothing."""

    id: str | None = None
    component: str | None = None
    task: str | None = None
    model: str | None = None
    route: str | None = None
    status: str | None = None
    fallbacks_only: bool = False
    text: str | None = None  # any of its lines anywhere in SEARCHED, whatever the case
    before: str | None = None  # the id of a row: only older ones


class Reader:
    """Blocking queries over one ledger; the store runs them in threads."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def requests(
        self, *, since: datetime | None, until: datetime | None, limit: int, filters: Filters
    ) -> tuple[RequestRow, ...]:
        """The newest first."""
        where, values = _period(since, until)
        for name in ("id", "component", "task", "model", "route", "status"):
            wanted = getattr(filters, name)
            if wanted is not None:
                where += f" AND r.{name} = ?"
                values.append(wanted)
        if filters.fallbacks_only:
            where += " AND r.fallback_from IS NOT NULL"
        if filters.text is not None:
            lines = filters.text.lower().split("\n")[:MOST_LINES]
            each = " OR ".join([f"lower({_WORDS}) LIKE ? ESCAPE '!'"] * len(lines))
            where += f" AND ({each})"
            values += [f"%{_literal(line)}%" for line in lines]
        if filters.before is not None:
            where += (
                " AND (r.started_at_us, r.seq) <"
                " (SELECT started_at_us, seq FROM requests WHERE id = ?)"
            )
            values.append(filters.before)
        sql = (
            f"SELECT {_SELECT} FROM {JOINED} WHERE {where}"
            " ORDER BY r.started_at_us DESC, r.seq DESC LIMIT ?"
        )
        return tuple(decode(line) for line in ask(self._backend, sql, [*values, limit]))

    def uncosted(self, *, after: int, limit: int) -> tuple[tuple[int, RequestRow], ...]:
        """Requests whose energy is known and its cost is not, the oldest first, by their number;
        those after one."""
        sql = (
            f"SELECT r.seq, {_SELECT} FROM {JOINED} WHERE r.seq > ? AND {ENERGY_MJ} IS NOT NULL"
            f" AND {COST} IS NULL ORDER BY r.seq LIMIT ?"
        )
        return tuple(
            (line[0], decode(line[1:])) for line in ask(self._backend, sql, (after, limit))
        )

    def sums(self, *, since: datetime | None, until: datetime | None) -> Sums:
        return add(_sums(line[1:]) for line in self._both("1", "1", since, until))

    def usage(
        self, *, since: datetime | None, until: datetime | None, by: By
    ) -> tuple[UsageRow, ...]:
        groups: dict[str, Sums] = {}
        for key, *line in self._both(_KEYS[by], _OLD_KEYS[by], since, until):
            groups[key] = add([groups.get(key, Sums()), _sums(line)])
        return tuple(UsageRow(key=key, totals=totals(groups[key])) for key in sorted(groups))

    def _both(
        self, key: str, old_key: str, since: datetime | None, until: datetime | None
    ) -> list[tuple[Any, ...]]:
        """(key, sums) of the requests and of the months summed up, at one moment: what is being
        summed up meanwhile is in one of them."""
        where, values = _period(since, until)
        old_where, _ = _period(since, until, column="first_us")
        sql = (
            f"SELECT {key} AS grouped, {SUM_COLUMNS} FROM {JOINED} WHERE {where} GROUP BY grouped"
            f" UNION ALL SELECT {old_key} AS grouped, {_OLD_SUMS} FROM monthly WHERE {old_where}"
            " GROUP BY grouped"
        )
        return ask(self._backend, sql, values * 2)

    def fallbacks(
        self, *, limit: int, since: datetime | None, until: datetime | None
    ) -> tuple[Fallback, ...]:
        rows = self.requests(
            since=since, until=until, limit=limit, filters=Filters(fallbacks_only=True)
        )
        return tuple(fallback(row) for row in rows)

    def began(self) -> datetime | None:
        """When the first request of all was booked: a quiet time after it is measured too."""
        ((at,),) = ask(
            self._backend,
            "SELECT min(at) FROM (SELECT min(started_at_us) AS at FROM requests"
            " UNION ALL SELECT min(first_us) FROM monthly) AS firsts",
            [],
        )
        return None if at is None else from_us(at)

    def uptime(self, *, since: datetime | None, until: datetime | None) -> float | None:
        where, values = _period(since, until, column="at_us")
        sql = (
            "SELECT CAST(sum(n) AS BIGINT), CAST(sum(good) AS BIGINT) FROM (SELECT count(*) AS n,"
            f" coalesce(sum(ok), 0) AS good FROM probes WHERE {where} UNION ALL"
            f" SELECT probes, good FROM monthly_probes WHERE {where}) AS counted"
        )
        ((probes, good),) = ask(self._backend, sql, values * 2)
        return good / probes if probes else None


def fallback(row: RequestRow) -> Fallback:
    """``delay_ms``: the time lost on attempts before the one that answered; ``cost_pico``: what the
    cloud took for all of it, as the answer or in vain. The one place that says so: a fallback that
    is told as it happens is the one that the ledger lists."""
    in_vain = row.attempts if row.route is None else row.attempts[:-1]
    return Fallback(
        request_id=row.id,
        at=row.started_at,
        component=row.component,
        from_route=row.fallback_from or "",
        route=row.route,
        model=row.model,
        reason=row.fallback_reason or "",
        delay_ms=sum(attempt.duration_ms for attempt in in_vain) if in_vain else None,
        cost_pico=row.list_cost_pico,
        simulated=row.simulated,
        task=row.task,
    )


def _period(
    since: datetime | None, until: datetime | None, *, column: str = "r.started_at_us"
) -> tuple[str, list[Any]]:
    parts, values = ["1 = 1"], list[Any]()
    if since is not None:
        parts.append(f"{column} >= ?")
        values.append(to_us(since))
    if until is not None:
        parts.append(f"{column} < ?")
        values.append(to_us(until))
    return " AND ".join(parts), values


def _sums(line: Sequence[Any]) -> Sums:
    return Sums(**{f.name: value for f, value in zip(fields(Sums), line, strict=True)})
