"""Owns who used each local model last, as far back as the books go. Never writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from ziggie_desktop.contract.state import LastUse
from ziggie_desktop.ledger.backend import Backend, ask

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_USES = (
    "SELECT r.model, r.started_at_us, r.component FROM requests r JOIN (SELECT model,"
    " max(started_at_us) AS last FROM requests WHERE route = 'local' AND model IS NOT NULL"
    " GROUP BY model) AS u ON u.model = r.model AND u.last = r.started_at_us"
    " WHERE r.route = 'local'"
)
# Of months that are kept as sums only their end is sure to lie behind the last use.
_MONTHS = (
    "SELECT m.model, m.month, m.component FROM monthly m JOIN (SELECT model, max(month) AS last"
    " FROM monthly WHERE local > 0 AND model IS NOT NULL GROUP BY model) AS u"
    " ON u.model = m.model AND u.last = m.month WHERE m.local > 0"
)
_BEGAN = (
    "SELECT min(at) FROM (SELECT min(started_at_us) AS at FROM requests UNION ALL"
    " SELECT min(first_us) FROM monthly UNION ALL SELECT min(at_us) FROM probes UNION ALL"
    " SELECT min(at_us) FROM monthly_probes) AS first"
)


class Used(msgspec.Struct, frozen=True):
    """``began``: when the books begin, None while they are empty."""

    began: datetime | None = None
    by_model: dict[str, LastUse] = msgspec.field(default_factory=dict)


def last_uses(backend: Backend) -> Used:
    rows, months = ask(backend, _USES), ask(backend, _MONTHS)
    ((began,),) = ask(backend, _BEGAN)
    found = {
        model: LastUse(at=_month_end(month), by=by, month_only=True) for model, month, by in months
    }
    found |= {model: LastUse(at=_moment(at), by=by) for model, at, by in rows}
    return Used(None if began is None else _moment(began), found)


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _month_end(month: str) -> datetime:
    """The first moment after it, in UTC; a zone's few hours are nothing to a month."""
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    return (first + timedelta(days=32)).replace(day=1)
