"""The export as FOCUS 1.2: its columns, its rows, and no saving among the charges."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from tests.ledger.make import call, row
from ziggie_desktop.contract.records import RequestRow, Usage
from ziggie_desktop.ledger.focus import OWN_COLUMNS, to_focus

# FOCUS 1.2's column ids that a table of usage must have or that ours has something to say in.
SPECIFIED = {
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd",
    "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
    "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit", "ContractedCost",
    "EffectiveCost", "InvoiceIssuerName", "ListCost", "ListUnitPrice", "PricingQuantity",
    "PricingUnit", "ProviderName", "PublisherName", "ResourceId", "ResourceName",
    "ServiceCategory", "ServiceName", "SkuId", "SkuMeter", "Tags",
}  # fmt: skip


def charges(*rows: RequestRow) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_focus(rows))))


def fell_back(**changes: object) -> RequestRow:
    named = {
        "id": "r2",
        "route": "cloud",
        "model": "claude-haiku-5-5",
        "task": "kb.analyze",
        "duration_ms": 1500.0,
        "energy_mj": 3_600_000,
        "list_cost_pico": 140_000_000,
        "attempts": (
            call("local", outcome="cut off", model="smollm2:135m"),
            call("cloud", model="claude-haiku-5-5", list_cost_pico=140_000_000,
                 usage=Usage(input_tokens=1000, output_tokens=80)),
        ),
    }  # fmt: skip
    return row(**(named | changes))


def test_the_columns_are_those_of_focus_and_ours_begin_with_x() -> None:
    header = next(csv.reader(io.StringIO(to_focus(()))))
    assert {name for name in header if not name.startswith("x_")} == SPECIFIED
    assert tuple(name for name in header if name.startswith("x_")) == OWN_COLUMNS
    assert len(header) == len(set(header))


def test_a_local_answer_is_its_electricity_and_what_it_saved_is_no_charge() -> None:
    (charge,) = charges(row(energy_mj=9_000, electricity_cost_pico=450_000_000))
    assert charge["ConsumedUnit"] == "kWh"
    assert Decimal(charge["ConsumedQuantity"]) * 3_600_000_000 == 9_000
    assert charge["BilledCost"] == charge["EffectiveCost"] == "0.00045"
    assert charge["ChargeCategory"] == "Usage"
    assert charge["x_CounterfactualModel"] == "claude-haiku-5-5"
    assert charge["x_CounterfactualListCost"] == "0.000000001"


def test_a_fallback_is_a_cloud_call_and_wasted_electricity() -> None:
    cloud, power = charges(fell_back())
    assert (cloud["ConsumedQuantity"], cloud["ConsumedUnit"]) == ("1080", "Tokens")
    assert (cloud["BilledCost"], cloud["SkuId"]) == ("0.00014", "claude-haiku-5-5")
    assert cloud["ChargePeriodStart"] == "2026-11-22T12:00:00Z"
    assert cloud["ChargePeriodEnd"] == "2026-11-22T12:00:01.500000Z"
    assert json.loads(cloud["Tags"]) == {"component": "kb", "task": "kb.analyze"}
    assert (power["ConsumedQuantity"], power["ResourceName"]) == ("0.001", "smollm2:135m")
    assert power["x_CounterfactualListCost"] == "", "what was thrown away saves nothing"
    assert {cloud["x_CounterfactualListCost"], cloud["x_CounterfactualModel"]} == {""}


def test_what_nobody_knows_is_empty_and_never_nothing() -> None:
    (power,) = charges(row(energy_mj=None, energy_quality=None, electricity_cost_pico=None))
    assert (power["ConsumedQuantity"], power["BilledCost"]) == ("", "")
    attempts = (call("cloud", model="claude-new"),)
    cloud, _ = charges(fell_back(attempts=attempts, list_cost_pico=None))
    assert cloud["BilledCost"] == ""


def test_the_months_bill_is_a_local_one_and_the_sums_are_the_ledgers() -> None:
    rows = [fell_back(id=str(n), tz="Europe/Berlin", local_date="2026-11-22") for n in range(7)]
    found = charges(*rows)
    assert {c["BillingPeriodStart"] for c in found} == {"2026-10-31T23:00:00Z"}
    assert {c["BillingPeriodEnd"] for c in found} == {"2026-11-30T23:00:00Z"}
    billed = sum(Decimal(c["BilledCost"]) for c in found) * 10**12
    assert billed == sum((r.list_cost_pico or 0) + (r.electricity_cost_pico or 0) for r in rows)


def test_no_cell_is_a_formula() -> None:
    (charge,) = charges(row(model='=HYPERLINK("x")'))
    assert charge["ResourceName"].startswith("'=")
