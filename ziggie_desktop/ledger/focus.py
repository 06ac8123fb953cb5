"""Owns our charges as FOCUS 1.2 has them (https://focus.finops.org), one a line. No database.

A cloud call is a Usage row for each meter (input, output, cache, searches), the electricity of each
request one in kWh; the hardware is a Purchase, and what of it a month takes a Usage row that was
billed before. What the cloud would have cost stands in x_ columns alone: as a credit it would make
every total a lie. FOCUS wants a cost in each row, so a charge whose cost nobody knows is no row of
it: as nothing it would be a lie. It is counted, and whoever asks for the file is told how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from ziggie_desktop.contract.records import Attempt, RequestRow, Usage
from ziggie_desktop.ledger.periods import day_start, month

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
    "CommitmentDiscountStatus",  # null: there are none; the rules of other columns look at it
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceId",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingCategory",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ResourceId",
    "ResourceName",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
    "SkuId",
    "SkuMeter",
    "SkuPriceDetails",
    "SkuPriceId",
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
LIFE_MONTHS = 60  # over which the hardware is written off, as in the projection

Charge = dict[str, object]


class Metered(msgspec.Struct, frozen=True, kw_only=True):
    """One meter of a call: so many of ``unit`` at a list price each, in pico-dollars."""

    meter: str
    unit: str
    quantity: int
    unit_price_pico: Decimal


Meters = Callable[[str, Usage, datetime], tuple[Metered, ...]]


class Bought(msgspec.Struct, frozen=True, kw_only=True):
    """The hardware, where the owner said its price and day."""

    price_pico: int
    on: date
    tz: str


def charges(rows: Iterable[RequestRow], *, meters: Meters) -> Iterator[Charge]:
    """``meters`` splits a call's list price; where its sum is not what was booked, the call is one
    row at the price that was booked."""
    for row in rows:
        yield from _calls(row, meters)
        yield from _electricity(row)


def priced(found: Iterable[Charge]) -> tuple[list[Charge], int]:
    """The charges whose cost is known, and how many have none."""
    every = list(found)
    known = [charge for charge in every if charge["BilledCost"] is not None]
    return known, len(every) - len(known)


def hardware(bought: Bought, *, since: datetime | None, until: datetime | None) -> Iterator[Charge]:
    """The purchase and its months that begin in the period."""
    begin = day_start(bought.on, bought.tz)
    paid = _dollars(bought.price_pico)
    whole: Charge = {
        "ChargeFrequency": "One-Time",
        "InvoiceIssuerName": "Hardware dealer",
        "PricingCategory": "Standard",
        "PricingQuantity": Decimal(1),
        "ProviderName": "Hardware dealer",
        "PublisherName": "Hardware dealer",
        "ResourceId": "local-ai-hardware",
        "ServiceCategory": "Compute",
        "ServiceName": "Local AI hardware",
        "ServiceSubcategory": "Other (Compute)",
        "SkuId": "hardware",
        "SkuMeter": "Hardware",
        "SkuPriceId": "hardware",
        "Tags": "{}",
    }
    if _within(begin, since, until):
        yield {
            **_period(begin, begin + SHORTEST, bought.tz),
            **_cost(paid),
            **whole,
            "EffectiveCost": Decimal(0),
            "ChargeCategory": "Purchase",
            "ChargeDescription": "The hardware that local models run on",
            "ListUnitPrice": paid,
            "PricingUnit": "Units",
        }
    start = begin
    for number in range(LIFE_MONTHS):
        end = month(start, bought.tz)[1]
        if _within(start, since, until):
            part = bought.price_pico * (number + 1) // LIFE_MONTHS
            part -= bought.price_pico * number // LIFE_MONTHS
            yield {
                **_period(start, end, bought.tz),
                **_cost(Decimal(0)),
                **whole,
                "EffectiveCost": _dollars(part),
                "ChargeCategory": "Usage",
                "ChargeDescription": f"Hardware: month {number + 1} of {LIFE_MONTHS}",
                "ChargeFrequency": "Recurring",
                "ConsumedQuantity": Decimal(1),
                "ConsumedUnit": "Months",
                "ListUnitPrice": Decimal(0),
                "PricingUnit": "Months",
            }
        start = end


def _calls(row: RequestRow, meters: Meters) -> Iterator[Charge]:
    """Every call that the cloud may have billed, also one that did not become the answer."""
    for call in row.attempts:
        if call.route != "cloud" or call.usage is None:
            continue
        common = {
            **_common(row),
            "InvoiceIssuerName": "Anthropic",
            "ProviderName": "Anthropic",
            "PublisherName": "Anthropic",
            "ServiceCategory": "AI and Machine Learning",
            "ServiceName": "Claude API",
            "ServiceSubcategory": "Generative AI",
            "SkuId": call.model,
        }
        for part in _parts(call, row.started_at, meters):
            cost = None if part.unit_price_pico is None else part.quantity * part.unit_price_pico
            yield {
                **common,
                **_cost(None if cost is None else cost / PICO),
                "ChargeDescription": f"{call.model}: {part.meter} of one call",
                "ConsumedQuantity": Decimal(part.consumed),
                "ConsumedUnit": part.consumed_unit,
                "ListUnitPrice": _dollars(part.unit_price_pico),
                "PricingQuantity": Decimal(part.quantity),
                "PricingUnit": part.unit,
                "SkuMeter": part.meter,
                "SkuPriceId": f"{call.model}/{part.meter}",
            }


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    meter: str
    unit: str
    quantity: int
    unit_price_pico: Decimal | None
    consumed: int
    consumed_unit: str


def _parts(call: Attempt, at: datetime, meters: Meters) -> list[_Part]:
    assert call.usage is not None
    split = [] if call.list_cost_pico is None else meters(call.model, call.usage, at)
    if split and sum(m.quantity * m.unit_price_pico for m in split) == call.list_cost_pico:
        return [
            _Part(
                meter=m.meter,
                unit=m.unit,
                quantity=m.quantity,
                unit_price_pico=m.unit_price_pico,
                consumed=m.quantity,
                consumed_unit=m.unit,
            )
            for m in split
        ]
    booked = call.list_cost_pico
    return [
        _Part(
            meter="Call",
            unit="Requests",
            quantity=1,
            unit_price_pico=None if booked is None else Decimal(booked),
            consumed=(call.usage.input_tokens or 0) + (call.usage.output_tokens or 0),
            consumed_unit="Tokens",
        )
    ]


def _electricity(row: RequestRow) -> Iterator[Charge]:
    """Of every local answer, metered or not, and of local work that was thrown away."""
    answered = row.route == "local"
    if not answered and row.energy_mj is None:
        return
    kwh = None if row.energy_mj is None else row.energy_mj / MJ_PER_KWH
    cost = _dollars(row.electricity_cost_pico)
    yield {
        **_common(row),
        **_cost(cost),
        "ChargeDescription": "Electricity of the GPU for one request",
        "ConsumedQuantity": kwh,
        "ConsumedUnit": "kWh",
        "InvoiceIssuerName": "Electricity supplier",
        "ListUnitPrice": cost / kwh if cost is not None and kwh else None,
        "PricingQuantity": kwh,
        "PricingUnit": "kWh",
        "ProviderName": "Electricity supplier",
        "PublisherName": "Electricity supplier",
        "ResourceName": _local_model(row),
        "ServiceCategory": "Other",
        "ServiceName": "Electricity",
        "ServiceSubcategory": "Other (Other)",
        "SkuId": "electricity",
        "SkuMeter": "Energy",
        "SkuPriceId": "electricity",
        "x_EnergyQuality": None if row.energy_quality is None else str(row.energy_quality),
        "x_CounterfactualModel": row.counterfactual_model if answered else None,
        "x_CounterfactualListCost": _dollars(row.counterfactual_cost_pico) if answered else None,
    }


def _common(row: RequestRow) -> Charge:
    took = timedelta(milliseconds=row.duration_ms or 0)
    tags = {
        "component": row.component,
        "task": row.task,
        "priority": row.priority,
        "agent_level": row.agent_level,
    }
    named = {name: value for name, value in tags.items() if value is not None}
    return {
        **_period(row.started_at, row.started_at + max(took, SHORTEST), _zone(row)),
        "ChargeCategory": "Usage",
        "ChargeFrequency": "Usage-Based",
        "PricingCategory": "Standard",
        "Tags": msgspec.json.encode(named).decode(),
        "x_RequestId": row.id,
        "x_Route": row.route,
    }


def _period(start: datetime, end: datetime, tz: str) -> Charge:
    begin_bill, end_bill = month(start, tz)
    return {
        "BillingAccountId": ACCOUNT,
        "BillingAccountName": ACCOUNT,
        "BillingCurrency": "USD",
        "BillingPeriodStart": begin_bill,
        "BillingPeriodEnd": end_bill,
        "ChargePeriodStart": start.astimezone(UTC),
        "ChargePeriodEnd": end.astimezone(UTC),
    }


def _cost(cost: Decimal | None) -> Charge:
    return dict.fromkeys(("BilledCost", "ContractedCost", "EffectiveCost", "ListCost"), cost)


def _within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)


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


def _dollars(pico: int | Decimal | None) -> Decimal | None:
    return None if pico is None else pico / PICO
