"""Owns the reading of what Anthropic's console exports as CSV: its usage and its cost. No database.

Columns as they stand in exports of 2024 to 2026 that others published, for Anthropic documents the
export (support.anthropic.com, article 9534590) but not its columns:

- usage: usage_date_utc, model_version, api_key, workspace, usage_type, context_window,
  usage_input_tokens_no_cache, usage_input_tokens_cache_write_5m, …_write_1h, …_cache_read,
  usage_output_tokens, web_search_count, inference_geo, speed
- cost: usage_date_utc, model, workspace, api_key, usage_type, context_window, token_type, cost_usd,
  list_price_usd, cost_type, inference_geo, speed (older ones have fewer)

Days are UTC's. Input tokens here are the uncached ones, as in the export.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import msgspec
from msgspec.structs import astuple, fields, replace

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.backend import Backend, ask
from ziggie_desktop.ledger.writer import Entry

PICO = Decimal(10) ** 12
COUNTS = {
    "input_tokens": "usage_input_tokens_no_cache",
    "output_tokens": "usage_output_tokens",
    "cache_read_tokens": "usage_input_tokens_cache_read",
    "cache_write_5m_tokens": "usage_input_tokens_cache_write_5m",
    "cache_write_1h_tokens": "usage_input_tokens_cache_write_1h",
    "web_searches": "web_search_count",
}
USAGE_NEEDS = {"usage_date_utc", "model_version", COUNTS["input_tokens"], COUNTS["output_tokens"]}
COST_NEEDS = {"usage_date_utc", "model", "cost_usd"}
# What tells two lines of a day apart, where the export has it.
KEYS = (
    *("model_version", "model", "api_key", "workspace", "usage_type", "context_window"),
    *("token_type", "cost_type", "inference_geo", "speed"),
)
NO_MODEL = "(no model)"  # such as a day's web searches in the cost export
MOST_LINES = 200_000

Kind = Literal["usage", "cost"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an export; counts are None in a cost export, ``cost_pico`` in a usage export."""

    kind: Kind
    date: str
    line: str
    model: str
    tier: str | None = None
    geo: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_5m_tokens: int | None = None
    cache_write_1h_tokens: int | None = None
    web_searches: int | None = None
    cost_pico: int | None = None


_NAMES = tuple(field.name for field in fields(Line))
_PUT = (
    f"INSERT INTO invoiced ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"  # noqa: S608 - our own names
    " ON CONFLICT (kind, date, line) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _NAMES[3:])
)


def parse(text: str) -> tuple[Line, ...]:
    """The lines of an export, whichever of the two it is. Raises ``import_invalid``."""
    try:
        return _parsed(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    except csv.Error as error:
        raise _wrong(f"it cannot be read as CSV ({error})") from error


def _parsed(reader: csv.DictReader[str]) -> tuple[Line, ...]:
    header = set(reader.fieldnames or ())
    if header >= USAGE_NEEDS:
        kind: Kind = "usage"
    elif header >= COST_NEEDS:
        kind = "cost"
    else:
        raise _wrong("its columns are neither those of the usage export nor of the cost export")
    found: dict[tuple[str, str], Line] = {}
    for number, cells in enumerate(reader, start=2):
        if len(found) > MOST_LINES:
            raise _wrong(f"it has more than {MOST_LINES:,} lines")
        try:
            line = _usage(cells) if kind == "usage" else _cost(cells)
        except (ValueError, InvalidOperation) as error:
            raise _wrong(f"line {number} cannot be read: {error}") from error
        before = found.get((line.date, line.line))
        found[line.date, line.line] = line if before is None else _sum(before, line)
    if not found:
        raise _wrong("it holds no line")
    return tuple(found.values())


def entries(lines: Iterable[Line]) -> tuple[Entry, ...]:
    return tuple(Entry(_PUT, lambda line=line: astuple(line)) for line in lines)  # type: ignore[misc]


def invoiced(backend: Backend, *, since: str, until: str) -> tuple[Line, ...]:
    """What was imported of the UTC days from ``since`` to ``until``, both included."""
    sql = f"SELECT {', '.join(_NAMES)} FROM invoiced WHERE date >= ? AND date <= ? ORDER BY date, line"  # noqa: E501, S608
    return tuple(
        Line(**dict(zip(_NAMES, values, strict=True)))
        for values in ask(backend, sql, (since, until))
    )


def model_id(name: str) -> str:
    """One name for a model: the cost export says "Claude Haiku 4.5", an id may end in its date."""
    plain = re.sub(r"[\s.]+", "-", name.strip().lower())
    return re.sub(r"-\d{8}$", "", plain) or NO_MODEL


def _usage(cells: Mapping[str, Any]) -> Line:
    counts = {name: _count(cells.get(column)) for name, column in COUNTS.items()}
    batch = (cells.get("usage_type") or "").strip().lower() == "batch"
    fast = (cells.get("speed") or "").strip().lower() == "fast"
    return Line(
        kind="usage",
        date=_day(cells),
        line=_key(cells),
        model=model_id(cells["model_version"] or ""),
        tier="fast" if fast else "batch" if batch else None,
        geo=(cells.get("inference_geo") or "").strip() or None,
        **counts,
    )


def _cost(cells: Mapping[str, Any]) -> Line:
    cost = Decimal((cells["cost_usd"] or "").replace(",", "").strip() or "0")
    if not cost.is_finite() or abs(cost) > 10**6:
        raise ValueError("cost_usd is no amount")
    return Line(
        kind="cost",
        date=_day(cells),
        line=_key(cells),
        model=model_id(cells["model"] or ""),
        cost_pico=int(cost * PICO),
    )


def _day(cells: Mapping[str, Any]) -> str:
    return date.fromisoformat((cells["usage_date_utc"] or "").strip()[:10]).isoformat()


def _count(text: str | None) -> int:
    found = int((text or "").replace(",", "").strip() or "0")
    if not 0 <= found < 2**53:
        raise ValueError(f"{found} is no count")
    return found


def _key(cells: Mapping[str, Any]) -> str:
    """A digest: the names of keys and workspaces are nobody's business here."""
    said = "\0".join(str(cells.get(name) or "") for name in KEYS)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]


def _sum(one: Line, other: Line) -> Line:
    names = (*COUNTS, "cost_pico")
    both = {name: (getattr(one, name), getattr(other, name)) for name in names}
    sums = {name: a + b for name, (a, b) in both.items() if a is not None and b is not None}
    return replace(one, **sums)


def _wrong(what: str) -> ZiggieError:
    return ZiggieError(
        "import_invalid",
        f"The file is not taken: {what}.",
        "Export Usage or Cost as CSV from Anthropic's console and give that file as it is.",
        status=400,
    )
