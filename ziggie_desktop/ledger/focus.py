"""Owns the export as FOCUS 1.2 (https://focus.finops.org), one line a charge. Opens no database.

Each cloud call is a Usage row in tokens, the electricity of each request one in kWh. What the cloud
would have cost stands in x_ columns alone: as a credit it would make every total a lie. A price
that nobody knows is empty, not nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from ziggie_desktop.contract.records import Attempt, RequestRow
from ziggie_desktop.ledger.periods import month
from ziggie_desktop.ledger.rows import cell

COLUMNS = (
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ResourceId",
    "ResourceName",
    "ServiceCategory",
    "ServiceName",
    "SkuId",
    "SkuMeter",
    "Tags",
)
OWN_COLUMNS = (
    "x_RequestId",
    "x_Route",
    "x_EnergyQuality",
    "x_CounterfactualModel",
    "x_CounterfactualListCost",
)
PICO = Decimal(10) ** 12
MJ_PER_KWH = Decimal(3_600_000_000)
ACCOUNT = "ziggie-desktop"
SHORTEST = timedelta(microseconds=1)  # a period's end is exclusive


def to_focus(rows: Iterable[RequestRow]) -> str:
    """CSV: the columns of FOCUS, then ours."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*COLUMNS, *OWN_COLUMNS), restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        for charge in (*_calls(row), *_electricity(row)):
            writer.writerow({name: cell(value) for name, value in charge.items()})
    return out.getvalue()


def _calls(row: RequestRow) -> Iterator[dict[str, object]]:
    """Every call that the cloud may have billed, also one that did not become the answer."""
    for call in row.attempts:
        if call.route == "cloud" and call.usage is not None:
            tokens = (call.usage.input_tokens or 0) + (call.usage.output_tokens or 0)
            yield {
                **_common(row, cost_pico=call.list_cost_pico),
                **_in("Tokens", Decimal(tokens)),
                "ChargeDescription": f"Claude: one call of {call.model}",
                "InvoiceIssuerName": "Anthropic",
                "ProviderName": "Anthropic",
                "PublisherName": "Anthropic",
                "ServiceCategory": "AI and Machine Learning",
                "ServiceName": "Claude API",
                "SkuId": call.model,
                "SkuMeter": "Tokens",
            }


def _electricity(row: RequestRow) -> Iterator[dict[str, object]]:
    """Of every local answer, metered or not, and of local work that was thrown away."""
    answered = row.route == "local"
    if not answered and row.energy_mj is None:
        return
    kwh = None if row.energy_mj is None else row.energy_mj / MJ_PER_KWH
    yield {
        **_common(row, cost_pico=row.electricity_cost_pico),
        **_in("kWh", kwh),
        "ChargeDescription": "Electricity of the GPU for one request",
        "InvoiceIssuerName": "Electricity supplier",
        "ProviderName": "Electricity supplier",
        "PublisherName": "Electricity supplier",
        "ResourceName": _local_model(row),
        "ServiceCategory": "Other",
        "ServiceName": "Electricity",
        "SkuId": "electricity",
        "SkuMeter": "Energy",
        "x_EnergyQuality": None if row.energy_quality is None else str(row.energy_quality),
        "x_CounterfactualModel": row.counterfactual_model if answered else None,
        "x_CounterfactualListCost": _dollars(row.counterfactual_cost_pico) if answered else None,
    }


def _common(row: RequestRow, *, cost_pico: int | None) -> dict[str, object]:
    took = timedelta(milliseconds=row.duration_ms or 0)
    begin, end = month(row.started_at, _zone(row))
    cost = _dollars(cost_pico)
    tags = {
        "component": row.component,
        "task": row.task,
        "priority": row.priority,
        "agent_level": row.agent_level,
    }
    return {
        "BilledCost": cost,
        "BillingAccountId": ACCOUNT,
        "BillingAccountName": ACCOUNT,
        "BillingCurrency": "USD",
        "BillingPeriodStart": _time(begin),
        "BillingPeriodEnd": _time(end),
        "ChargeCategory": "Usage",
        "ChargeFrequency": "Usage-Based",
        "ChargePeriodStart": _time(row.started_at),
        "ChargePeriodEnd": _time(row.started_at + max(took, SHORTEST)),
        "ContractedCost": cost,
        "EffectiveCost": cost,
        "ListCost": cost,
        "Tags": _json({name: value for name, value in tags.items() if value is not None}),
        "x_RequestId": row.id,
        "x_Route": row.route,
    }


def _in(unit: str, quantity: Decimal | None) -> dict[str, object]:
    shown = None if quantity is None else f"{quantity.normalize():f}"
    return {
        "ConsumedQuantity": shown,
        "ConsumedUnit": unit,
        "PricingQuantity": shown,
        "PricingUnit": unit,
    }


def _local_model(row: RequestRow) -> str | None:
    """The model that worked here, also where its answer was thrown away."""
    if row.route == "local":
        return row.model
    local: list[Attempt] = [call for call in row.attempts if call.route == "local"]
    return local[-1].model if local else None


def _zone(row: RequestRow) -> str:
    """The owner's when it was booked: a bill's month is a local one."""
    try:
        return ZoneInfo(row.tz or "UTC").key
    except (OSError, ValueError):
        return "UTC"


def _dollars(pico: int | None) -> str | None:
    return None if pico is None else f"{(pico / PICO).normalize():f}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _json(tags: dict[str, str]) -> str:
    return msgspec.json.encode(tags).decode()
