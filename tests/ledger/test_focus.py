"""The export as FOCUS 1.2: its columns, its rows, and no saving among the charges. Each line that
any test here makes is held against the specification's rules (focus_rules.py)."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.focus_rules import MANDATORY, NUMBERS, OTHERS, breaches
from tests.ledger.make import call, row
from ziggie_desktop.cloud import prices
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.records import RequestRow, Usage
from ziggie_desktop.ledger import focus
from ziggie_desktop.ledger.focus import OWN_COLUMNS, Bought, Metered
from ziggie_desktop.ledger.focus_files import to_csv, to_parquet

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def meters(model: str, usage: Usage, at: datetime) -> tuple[Metered, ...]:
    return tuple(Metered(**part._asdict()) for part in prices.parts(model, usage, at))


def charges(*rows: RequestRow) -> list[dict[str, str]]:
    known, _ = focus.priced(focus.charges(rows, meters=meters))
    found = list(csv.DictReader(io.StringIO(to_csv(known))))
    for charge in found:
        assert not list(breaches(list(charge), charge))
    return found


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
    header = next(csv.reader(io.StringIO(to_csv(()))))
    assert {name for name in header if not name.startswith("x_")} == MANDATORY | OTHERS
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
    cloud, out, power = charges(fell_back())
    assert (cloud["ConsumedQuantity"], cloud["ConsumedUnit"]) == ("1000", "Tokens")
    assert (cloud["BilledCost"], cloud["SkuId"]) == ("0.0001", "claude-haiku-5-5")
    assert (cloud["ListUnitPrice"], cloud["SkuMeter"]) == ("0.0000001", "Input Tokens")
    assert (out["BilledCost"], out["ListUnitPrice"]) == ("0.00004", "0.0000005")
    assert cloud["ChargePeriodStart"] == "2026-11-22T12:00:00Z"
    assert cloud["ChargePeriodEnd"] == "2026-11-22T12:00:01.500000Z"
    assert json.loads(cloud["Tags"]) == {"component": "kb", "task": "kb.analyze"}
    assert (power["ConsumedQuantity"], power["ResourceName"]) == ("0.001", "smollm2:135m")
    assert power["x_CounterfactualListCost"] == "", "what was thrown away saves nothing"
    assert {cloud["x_CounterfactualListCost"], cloud["x_CounterfactualModel"]} == {""}


def test_what_nobody_knows_the_cost_of_is_no_charge_and_is_counted() -> None:
    unmetered = row(energy_mj=None, energy_quality=None, electricity_cost_pico=None)
    new = fell_back(attempts=(call("cloud", model="claude-new"),), list_cost_pico=None)
    known, unpriced = focus.priced(focus.charges([unmetered, new], meters=meters))
    assert [charge["ServiceName"] for charge in known] == ["Electricity"]
    assert unpriced == 2


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


def test_a_price_that_was_booked_stays_though_the_price_data_say_another() -> None:
    (one,) = charges(
        row(route="cloud", energy_mj=None, attempts=(call("cloud", model="claude-haiku-5-5",
            list_cost_pico=77, usage=Usage(input_tokens=10, output_tokens=5)),))
    )  # fmt: skip
    assert (one["PricingQuantity"], one["PricingUnit"]) == ("1", "Requests")
    assert one["ListUnitPrice"] == one["ListCost"] == "0.000000000077"
    assert one["ConsumedQuantity"] == "15"


counts = st.integers(0, 150_000)


@settings(max_examples=40, deadline=None)
@given(
    model=st.sampled_from(["claude-haiku-5-5", "claude-opus-5-5", "claude-mythos-5"]),
    cached=st.tuples(counts, counts, counts),
    fresh=counts,
    out=counts,
    searches=st.integers(0, 5),
    geo=st.sampled_from([None, "us"]),
    tier=st.sampled_from([None, "batch"]),
)
def test_the_meters_of_a_call_sum_up_to_its_price(
    model: str, cached: tuple[int, int, int], fresh: int, out: int, searches: int,
    geo: str | None, tier: str | None,
) -> None:  # fmt: skip
    usage = Usage(
        input_tokens=fresh + sum(cached),
        output_tokens=out,
        cache_read_input_tokens=cached[0],
        cache_creation_5m_input_tokens=cached[1],
        cache_creation_1h_input_tokens=cached[2],
        web_search_requests=searches,
        inference_geo=geo,
        service_tier=tier,
    )
    cost = prices.price(model, usage, AT).cost_pico
    assert cost is not None
    assert sum(p.quantity * p.unit_price_pico for p in prices.parts(model, usage, AT)) == cost
    booked = call("cloud", model=model, usage=usage, list_cost_pico=cost)
    found = charges(row(route="cloud", energy_mj=None, attempts=(booked,)))
    assert sum(Decimal(c["BilledCost"]) for c in found) * 10**12 == cost


def test_the_hardware_is_bought_once_and_written_off_to_the_last_cent() -> None:
    bought = Bought(price_pico=1_200 * 10**12 + 7, on=date(2026, 3, 29), tz="Africa/Cairo")
    text = to_csv(focus.hardware(bought, since=None, until=None))
    purchase, *months = list(csv.DictReader(io.StringIO(text)))
    for charge in (purchase, *months):
        assert not list(breaches(list(charge), charge))
    assert (purchase["ChargeCategory"], purchase["EffectiveCost"]) == ("Purchase", "0")
    assert len(months) == 60
    assert {m["BilledCost"] for m in months} == {"0"}
    effective = sum(Decimal(m["EffectiveCost"]) for m in months)
    assert effective == Decimal(purchase["BilledCost"])
    for before, after in pairwise(months):
        assert before["ChargePeriodEnd"] == after["ChargePeriodStart"]
    november = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    (one,) = focus.hardware(bought, since=november[0], until=november[1])
    assert one["ChargeCategory"] == "Usage"


def test_parquet_holds_the_same_typed() -> None:
    """Read back: the data types of the specification, and in each cell what the CSV says."""
    import pyarrow.parquet

    made = list(focus.charges([fell_back(), row()], meters=meters))
    table = pyarrow.parquet.read_table(io.BytesIO(to_parquet(made)))
    header, *lines = list(csv.reader(io.StringIO(to_csv(made))))
    as_csv = [dict(zip(header, line, strict=True)) for line in lines]
    assert table.num_rows == len(as_csv) == 4
    assert table.column_names == header
    kinds = dict.fromkeys(header, "string")
    kinds |= dict.fromkeys((*NUMBERS, "x_CounterfactualListCost"), "decimal128(38, 18)")
    kinds |= {
        name: "timestamp[us, tz=UTC]" for name in header if re.search("Period(Start|End)", name)
    }
    assert {field.name: str(field.type) for field in table.schema} == kinds
    reads = {"string": str, "decimal128(38, 18)": Decimal}
    for line, shown in zip(table.to_pylist(), as_csv, strict=True):
        for name, kind in kinds.items():
            read = reads.get(kind, datetime.fromisoformat)
            assert line[name] == (read(shown[name]) if shown[name] else None), name


def test_without_pyarrow_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ZiggieError) as missing:
        to_parquet(())
    assert "ziggie-desktop[parquet]" in missing.value.remedy
