"""Owns what FOCUS 1.2 asks of the columns that we write, from the specification's own text: the
"requirements" and "content constraints" of each file under specification/columns of
github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, release 1.2. Only the rules that a file
without commitments, negotiated prices or several currencies can break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

# "Feature level: Mandatory" in 1.2.
MANDATORY = {
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd",
    "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd",
    "ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost",
    "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "ServiceCategory",
    "ServiceName",
}  # fmt: skip
# "Conditional" or "Recommended" ones that a provider with list prices by SKU and with tags has, and
# CommitmentDiscountStatus: no commitment is known here, but what ConsumedQuantity and others may
# hold is said in terms of it, and the specification's validator fails those rules without it.
OTHERS = {
    "ChargeFrequency", "CommitmentDiscountStatus", "ConsumedQuantity", "ConsumedUnit", "InvoiceId",
    "ListUnitPrice", "PricingCategory", "ResourceId", "ResourceName", "ServiceSubcategory", "SkuId",
    "SkuMeter", "SkuPriceDetails", "SkuPriceId", "Tags",
}  # fmt: skip
NEVER_NULL = (MANDATORY | {"ServiceSubcategory"}) - {
    "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit", "BillingAccountName",
}  # fmt: skip
COSTS = ("BilledCost", "ContractedCost", "EffectiveCost", "ListCost")
NUMBERS = (*COSTS, "ListUnitPrice", "PricingQuantity", "ConsumedQuantity")
ALLOWED = {
    "ChargeCategory": {"Usage", "Purchase", "Tax", "Credit", "Adjustment"},
    "ChargeClass": {"", "Correction"},
    "ChargeFrequency": {"One-Time", "Recurring", "Usage-Based"},
    "PricingCategory": {"", "Standard", "Dynamic", "Committed", "Other"},
    "ServiceCategory": {
        "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases",
        "Developer Tools", "Identity", "Integration", "Internet of Things",
        "Management and Governance", "Media", "Migration", "Mobile", "Multicloud", "Networking",
        "Security", "Storage", "Web", "Other",
    },
    "BillingCurrency": {"USD"},
    "CommitmentDiscountStatus": {""},  # "MUST be null when CommitmentDiscountId is null"
    "InvoiceId": {""},  # there is no invoice of ours
    "ServiceSubcategory": {"Generative AI", "Other (Compute)", "Other (Other)"},  # those we write
}  # fmt: skip
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?")  # attribute "Numeric Format"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")  # "Date/Time Format"
PICO_DOLLAR = Decimal(10) ** -12  # finer than any money we book


def breaches(header: list[str], charge: dict[str, str]) -> Iterator[str]:
    """What of the specification one line breaks, in words."""
    yield from (f"{name} is missing" for name in (MANDATORY | OTHERS) - set(header))
    yield from (f"{name} is null" for name in NEVER_NULL if not charge[name])
    for name, allowed in ALLOWED.items():
        if charge[name] not in allowed:
            yield f"{name} is {charge[name]!r}"
    for name in NUMBERS:
        if charge[name] and not NUMBER.fullmatch(charge[name]):
            yield f"{name} is no number: {charge[name]!r}"
    for name in ("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"):
        if not TIME.fullmatch(charge[name]):
            yield f"{name} is no time in UTC: {charge[name]!r}"
    yield from _periods(charge)
    yield from _prices(charge)


def _periods(charge: dict[str, str]) -> Iterator[str]:
    """Ends are exclusive; a charge begins within its billing period."""
    at = {n: datetime.fromisoformat(charge[n]) for n in charge if re.search(r"Period\w+$", n)}
    if not at["ChargePeriodStart"] < at["ChargePeriodEnd"]:
        yield "the charge period is empty"
    if not at["BillingPeriodStart"] <= at["ChargePeriodStart"] < at["BillingPeriodEnd"]:
        yield "the charge lies outside its billing period"


def _prices(charge: dict[str, str]) -> Iterator[str]:
    category = charge["ChargeCategory"]
    if category in ("Usage", "Purchase"):
        for name in ("PricingQuantity", "PricingUnit", "ListUnitPrice", "SkuId", "SkuPriceId"):
            if not charge[name]:
                yield f"{name} is null in a {category} row"
    if bool(charge["PricingQuantity"]) != bool(charge["PricingUnit"]):
        yield "PricingUnit is null where PricingQuantity is not, or the other way round"
    if category == "Usage" and not (charge["ConsumedQuantity"] and charge["ConsumedUnit"]):
        yield "ConsumedQuantity or ConsumedUnit is null in a Usage row"
    if category != "Usage" and (charge["ConsumedQuantity"] or charge["ConsumedUnit"]):
        yield "ConsumedQuantity or ConsumedUnit stands in a row that is no Usage"
    if charge["ChargeFrequency"] == "Usage-Based" and category == "Purchase":
        yield "a Purchase is Usage-Based"
    if charge["ListUnitPrice"] and charge["ListCost"]:
        product = Decimal(charge["ListUnitPrice"]) * Decimal(charge["PricingQuantity"])
        if abs(product - Decimal(charge["ListCost"])) > PICO_DOLLAR:
            yield f"ListUnitPrice x PricingQuantity is {product}, not {charge['ListCost']}"
