"""Owns the arithmetic of costs and savings. Pure: no database, no clock.

The rules, which the sums in SQL (`queries.py`) follow too:

- A local answer would have cost ``counterfactual_cost_pico``; unknown makes the row unpriced.
- A cloud answer would have cost the same without us, so it saves nothing and costs nothing extra.
- A local answer that was thrown away (the row went to the cloud) saves nothing; its electricity
  still counts.
- Cloud attempts that did not become the answer cost what they cost, and save nothing.

``list_cost_pico`` of a row is what all its cloud calls cost together.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import fields

from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import Quality, Totals

WIDEST = ("band_permille",)


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """One request's money in pico-dollars. ``otherwise``: what it would have cost without us."""

    billed_pico: int
    otherwise_pico: int
    unpriced: bool  # some of it is unknown and stands as 0 here
    needs_energy: bool  # the GPU worked for it, so its electricity counts


class Sums(msgspec.Struct, frozen=True, kw_only=True):
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
    estimated_mj: int = 0  # of energy_mj
    band_permille: int = 0  # the widest, not the sum


def parts_of(row: RequestRow) -> Parts:
    """Where a cloud call became the answer it is the last one: the others are wasted.

    An attempt without usage never got as far as being billed. The GPU worked for what it
    answered, and for a local answer that had tokens before it was thrown away.
    """
    calls = [a for a in row.attempts if a.route == "cloud"]
    known = sum(a.list_cost_pico or 0 for a in calls)
    billed = known if row.list_cost_pico is None else row.list_cost_pico
    unpriced = row.list_cost_pico is None and any(
        a.usage is not None and a.list_cost_pico is None for a in calls
    )
    answered = row.status is RequestStatus.OK
    otherwise: int | None = 0
    if row.route == "local" and answered:
        otherwise = row.counterfactual_cost_pico
    elif row.route == "cloud":
        otherwise = billed - sum(a.list_cost_pico or 0 for a in calls[:-1])
        unpriced = unpriced or (answered and row.list_cost_pico is None)
    worked = any(a.route == "local" and a.usage is not None for a in row.attempts)
    return Parts(
        billed_pico=billed,
        otherwise_pico=otherwise or 0,
        unpriced=unpriced or otherwise is None,
        needs_energy=row.route == "local" or worked,
    )


def sums_of_row(row: RequestRow) -> Sums:
    """One request's part in every sum."""
    answered = row.status is RequestStatus.OK
    parts = parts_of(row)
    return Sums(
        requests=1,
        local=int(answered and row.route == "local"),
        cloud=int(answered and row.route == "cloud"),
        failed=int(row.status is RequestStatus.FAILED),
        fallbacks=int(row.fallback_from is not None),
        unpriced=int(parts.unpriced),
        unmetered=int(parts.needs_energy and row.energy_mj is None),
        uncosted=int(parts.needs_energy and row.electricity_cost_pico is None),
        metered=int(row.energy_mj is not None),
        costed=int(row.electricity_cost_pico is not None),
        input_tokens=row.gen_ai_usage_input_tokens or 0,
        output_tokens=row.gen_ai_usage_output_tokens or 0,
        energy_mj=row.energy_mj or 0,
        cloud_cost_pico=parts.billed_pico,
        electricity_cost_pico=row.electricity_cost_pico or 0,
        counterfactual_cost_pico=parts.otherwise_pico,
        simulated=int(row.simulated),
        estimated_mj=(row.energy_mj or 0) if row.energy_quality is Quality.ESTIMATE else 0,
        band_permille=round((row.energy_band_percent or 0) * 10),
    )


def add(parts: Iterable[Sums]) -> Sums:
    """The sum of all parts, name by name; of a band the widest."""
    names = [f.name for f in fields(Sums)]
    whole = dict.fromkeys(names, 0)
    for part in parts:
        for name in names:
            value = getattr(part, name)
            whole[name] = max(whole[name], value) if name in WIDEST else whole[name] + value
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
        energy_band_percent=sums.band_permille / 10 if sums.band_permille else None,
        estimated_energy_mj=sums.estimated_mj,
        uncosted=sums.uncosted,
    )


def _known(value: int, *, known: int, unknown: int) -> int | None:
    """A part-sum stands beside its count of unknown rows; with nothing known there is none."""
    return None if unknown and not known else value
