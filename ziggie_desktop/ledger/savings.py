"""Owns the arithmetic of costs and savings. Pure: no database, no clock.

The rules, which the sums in SQL (`queries.py`) follow too:

- A local answer would have cost ``counterfactual_cost_pico``; unknown makes the row unpriced.
- A cloud answer would have cost the same without us, so it saves nothing and costs nothing extra.
- A local answer that was thrown away (the row went to the cloud) saves nothing; its electricity
  still counts.
- Cloud attempts that did not become the answer cost what they cost, and save nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Wasted:
    """What the cloud attempts cost that did not become the answer."""

    cost_pico: int = 0
    unpriced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Known parts summed, unknown parts counted."""

    requests: int = 0
    local: int = 0
    cloud: int = 0
    failed: int = 0
    fallbacks: int = 0
    unpriced: int = 0
    unmetered: int = 0  # the GPU worked for it, and its energy is unknown
    uncosted: int = 0  # the GPU worked for it, and its electricity cost is unknown
    metered: int = 0
    costed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    energy_mj: int = 0
    cloud_cost_pico: int = 0
    electricity_cost_pico: int = 0
    counterfactual_cost_pico: int = 0
    simulated: int = 0


def wasted(row: RequestRow) -> Wasted:
    """Where a cloud call became the answer it is the last cloud attempt: that one is no waste.

    An attempt without usage never got as far as being billed.
    """
    calls = [a for a in row.attempts if a.route == "cloud"]
    if row.route == "cloud":
        calls = calls[:-1]
    return Wasted(
        cost_pico=sum(a.list_cost_pico or 0 for a in calls),
        unpriced=any(a.usage is not None and a.list_cost_pico is None for a in calls),
    )


def needs_energy(row: RequestRow) -> bool:
    """Whether the GPU worked for it: it answered, or a thrown-away local answer had tokens."""
    return row.route == "local" or any(
        a.route == "local" and a.usage is not None for a in row.attempts
    )


def sums_of_row(row: RequestRow) -> Sums:
    """One request's part in every sum."""
    answered = row.status is RequestStatus.OK
    local = answered and row.route == "local"
    on_cloud = row.route == "cloud"
    waste = wasted(row)
    own = row.list_cost_pico if on_cloud else 0
    otherwise = row.counterfactual_cost_pico if local else own
    unpriced = own is None or otherwise is None or waste.unpriced
    worked = needs_energy(row)
    return Sums(
        requests=1,
        local=int(local),
        cloud=int(answered and on_cloud),
        failed=int(row.status is RequestStatus.FAILED),
        fallbacks=int(row.fallback_from is not None),
        unpriced=int(unpriced),
        unmetered=int(worked and row.energy_mj is None),
        uncosted=int(worked and row.electricity_cost_pico is None),
        metered=int(row.energy_mj is not None),
        costed=int(row.electricity_cost_pico is not None),
        input_tokens=row.gen_ai_usage_input_tokens or 0,
        output_tokens=row.gen_ai_usage_output_tokens or 0,
        energy_mj=row.energy_mj or 0,
        cloud_cost_pico=(own or 0) + waste.cost_pico,
        electricity_cost_pico=row.electricity_cost_pico or 0,
        counterfactual_cost_pico=otherwise or 0,
        simulated=int(row.simulated),
    )


def add(parts: Iterable[Sums]) -> Sums:
    """The sum of all parts, name by name."""
    names = [f.name for f in fields(Sums)]
    whole = dict.fromkeys(names, 0)
    for part in parts:
        for name in names:
            whole[name] += getattr(part, name)
    return Sums(**whole)


def totals(sums: Sums) -> Totals:
    """What a period came to. Net is None while any part of it is unknown."""
    gross = None if sums.unpriced else sums.counterfactual_cost_pico - sums.cloud_cost_pico
    net = None if gross is None or sums.uncosted else gross - sums.electricity_cost_pico
    answered = sums.local + sums.cloud
    return Totals(
        requests=sums.requests,
        local=sums.local,
        cloud=sums.cloud,
        failed=sums.failed,
        fallbacks=sums.fallbacks,
        unpriced=sums.unpriced,
        unmetered=sums.unmetered,
        local_share=sums.local / answered if answered else None,
        input_tokens=sums.input_tokens,
        output_tokens=sums.output_tokens,
        energy_mj=_known(sums.energy_mj, known=sums.metered, unknown=sums.unmetered),
        cloud_cost_pico=sums.cloud_cost_pico,
        electricity_cost_pico=_known(
            sums.electricity_cost_pico, known=sums.costed, unknown=sums.uncosted
        ),
        counterfactual_cost_pico=sums.counterfactual_cost_pico,
        gross_savings_pico=gross,
        net_savings_pico=net,
        simulated=sums.simulated > 0,
    )


def _known(value: int, *, known: int, unknown: int) -> int | None:
    """A part-sum stands beside its count of unknown rows; with nothing known there is none."""
    return None if unknown and not known else value
