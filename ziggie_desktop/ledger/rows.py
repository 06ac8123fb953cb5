"""Owns how a request row looks in the database and in CSV. Never opens a database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from ziggie_desktop.contract.api import UsageRow
from ziggie_desktop.contract.records import Attempt, RequestRow, Usage
from ziggie_desktop.contract.state import Fallback, Totals
from ziggie_desktop.ledger.savings import parts_of

FIELDS = tuple(f.name for f in msgspec.structs.fields(RequestRow))
COLUMNS = tuple("started_at_us" if name == "started_at" else name for name in FIELDS)
DERIVED = ("billed_pico", "otherwise_pico", "unpriced", "needs_energy")
ENERGY_COLUMNS = (
    "energy_mj",
    "energy_quality",
    "energy_band_percent",
    "electricity_cost_pico",
    "tariff_source",
    "energy_source",
    "energy_load_mj",
)

INSERT_REQUEST = (
    # A retry after a commit of unknown outcome must not book a request twice.
    f"INSERT INTO requests ({', '.join(COLUMNS + DERIVED)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join('?' * len(COLUMNS + DERIVED))}) ON CONFLICT (id) DO NOTHING"
)
INSERT_ENERGY = (
    "INSERT INTO energy (request_id, energy_mj, energy_quality, electricity_cost_pico,"
    " tariff_source, energy_band_percent, energy_source, energy_load_mj)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_PROBE = (
    "INSERT INTO probes (at_us, ok, reason) VALUES (?, ?, ?)"
    " ON CONFLICT (at_us) DO UPDATE SET ok = excluded.ok, reason = excluded.reason"
)

# What a database does not take as it is; where it stands in a row.
_STARTED_AT, _ATTEMPTS, _SIMULATED, _STATUS, _COUNTERFACTUAL, _QUALITY = map(
    FIELDS.index,
    ("started_at", "attempts", "simulated", "status", "counterfactual_usage", "energy_quality"),
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder()
_attempts = msgspec.json.Decoder(tuple[Attempt, ...])
_usage = msgspec.json.Decoder(Usage)


def to_us(at: datetime) -> int:
    """Microseconds since 1970 UTC, exactly. A naive time is refused: nobody knows its zone."""
    if at.tzinfo is None:
        raise ValueError("a time in the ledger needs a zone")
    return (at - _EPOCH) // timedelta(microseconds=1)


def from_us(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)


def encode(row: RequestRow) -> tuple[Any, ...]:
    """The values of COLUMNS and DERIVED."""
    values: list[Any] = list(msgspec.structs.astuple(row))
    values[_STARTED_AT] = to_us(row.started_at)
    values[_ATTEMPTS] = _encoder.encode(row.attempts).decode()
    values[_SIMULATED] = int(row.simulated)
    values[_STATUS] = str(row.status)
    if row.counterfactual_usage is not None:
        values[_COUNTERFACTUAL] = _encoder.encode(row.counterfactual_usage).decode()
    if row.energy_quality is not None:
        values[_QUALITY] = str(row.energy_quality)
    parts = parts_of(row)
    values += (parts.billed_pico, parts.otherwise_pico)
    values += (int(parts.unpriced), int(parts.needs_energy))
    return tuple(values)


def decode(values: Sequence[Any]) -> RequestRow:
    """The row from the values of COLUMNS."""
    named = dict(zip(FIELDS, values, strict=True))
    named["started_at"] = from_us(named["started_at"])
    named["attempts"] = _attempts.decode(named["attempts"])
    priced = named["counterfactual_usage"]
    named["counterfactual_usage"] = None if priced is None else _usage.decode(priced)
    named["simulated"] = bool(named["simulated"])
    return msgspec.convert(named, RequestRow)


def to_csv(rows: Iterable[RequestRow]) -> str:
    """One line a request under the names of the contract; unknown is empty."""
    return _csv(FIELDS, ([getattr(row, name) for name in FIELDS] for row in rows))


def usage_to_csv(rows: Iterable[UsageRow], *, by: str) -> str:
    """One line a group: its key, then what it came to."""
    names = tuple(f.name for f in msgspec.structs.fields(Totals))
    lines = ([row.key, *(getattr(row.totals, name) for name in names)] for row in rows)
    return _csv((by, *names), lines)


def fallbacks_to_csv(fallbacks: Iterable[Fallback]) -> str:
    """One line a fallback."""
    names = tuple(f.name for f in msgspec.structs.fields(Fallback))
    return _csv(names, ([getattr(one, name) for name in names] for one in fallbacks))


def _csv(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for line in lines:
        writer.writerow([cell(value) for value in line])
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as CSV shows it; unknown is empty, and a text is never a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case tuple() | msgspec.Struct():
            return _encoder.encode(value).decode()
        case str() if value[:1] in ("=", "+", "-", "@", "\t", "\r"):
            return "'" + value  # a spreadsheet would run it as a formula
    return str(value)
