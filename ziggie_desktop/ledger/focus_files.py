"""Owns how FOCUS charges are written: as CSV, or as Parquet where pyarrow is installed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.focus import COLUMNS, OWN_COLUMNS, Charge
from ziggie_desktop.ledger.rows import cell

HEADER = (*COLUMNS, *OWN_COLUMNS)
DECIMALS = {
    *("BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "ListUnitPrice"),
    *("ConsumedQuantity", "PricingQuantity", "x_CounterfactualListCost"),
}
TIMES = {"BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"}
PLACES = Decimal(1).scaleb(-18)  # finer than a pico-dollar a token


def to_csv(charges: Iterable[Charge]) -> str:
    """The columns of FOCUS, then ours; unknown is empty, and a text is never a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    for charge in charges:
        writer.writerow({name: cell(_plain(value)) for name, value in charge.items()})
    return out.getvalue()


def to_parquet(charges: Iterable[Charge]) -> bytes:
    """The same, typed: amounts as decimals, times in UTC. Raises ``parquet_missing``."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ZiggieError(
            "parquet_missing",
            "Parquet cannot be written: pyarrow is not installed.",
            "Install it with: pip install 'ziggie-desktop[parquet]', or ask for format=focus,"
            " which is CSV.",
            status=501,
        ) from error
    kinds = {
        **dict.fromkeys(DECIMALS, pyarrow.decimal128(38, 18)),
        **dict.fromkeys(TIMES, pyarrow.timestamp("us", tz="UTC")),
    }
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in HEADER])
    lines = [{name: _exact(charge.get(name)) for name in HEADER} for charge in charges]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(lines, schema=schema), out)
    return out.getvalue()


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return f"{_exact(value):f}" if value else "0"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def _exact(value: object) -> object:
    if isinstance(value, Decimal):
        shown = value.quantize(PLACES).normalize()
        return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
    return value
