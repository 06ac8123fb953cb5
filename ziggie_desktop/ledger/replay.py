"""Owns the replay of the ledger's requests under other circumstances. Pure; nothing is booked.

Nothing fails in a replay: local answers that were thrown away and calls that were made in vain are
only in "as it was". Of the machine's state then a row tells one thing: which side could not answer
it. What else was so (memory, budgets, a lent GPU) is not in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from ziggie_desktop.contract.books import Scenario
from ziggie_desktop.contract.records import RequestRow, RequestStatus, Usage
from ziggie_desktop.ledger.savings import parts_of

AS_IT_WAS = "as it was"
Money = tuple[int, int]  # cloud, electricity


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """``cloud``: what a request costs there, ``electricity``: what it takes here; None: unknown."""

    name: str
    route: Callable[[RequestRow], str | None]
    cloud: Callable[[RequestRow], int | None]
    electricity: Callable[[RequestRow], int | None]


def replay(rows: Sequence[RequestRow], others: Sequence[Circumstances]) -> tuple[Scenario, ...]:
    """As it was first, then each of the others beside it."""
    answered = [row for row in rows if counts(row)]
    was = {row.id: _as_it_was(row) for row in answered}
    routes = {row.id: row.route for row in answered}
    found = [_scenario(AS_IT_WAS, was, routes, None)]
    for one in others:
        money, routes = {}, {}
        for row in answered:
            routes[row.id] = row.route if only_local(row) else one.route(row)
            money[row.id] = _replayed(row, routes[row.id], one)
        found.append(_scenario(one.name, money, routes, was))
    return tuple(found)


def counts(row: RequestRow) -> bool:
    """Only what was answered can be answered otherwise."""
    return row.status is RequestStatus.OK and row.route is not None


def only_local(row: RequestRow) -> bool:
    """Claude makes no embeddings: no circumstance lets the cloud answer."""
    return row.gen_ai_operation_name == "embeddings" and row.route == "local"


def could_not(row: RequestRow, side: str | None) -> bool:
    """Whether that side was asked first, and another had to answer."""
    return side is not None and row.fallback_from == side != row.route


def answer_cost(row: RequestRow) -> int | None:
    """What the answer costs in the cloud: what the call that became it did, or would have."""
    if row.route == "local":
        return row.counterfactual_cost_pico
    if row.list_cost_pico is None:
        return None
    return parts_of(row).otherwise_pico


def answer_usage(row: RequestRow) -> Usage:
    """The tokens of the answer, with those that the cloud cached or would have."""
    calls = [call for call in row.attempts if call.route == "cloud" and call.usage is not None]
    if row.route == "cloud" and calls and calls[-1].usage is not None:
        return calls[-1].usage
    if row.counterfactual_usage is not None:
        return row.counterfactual_usage
    return Usage(
        input_tokens=row.gen_ai_usage_input_tokens, output_tokens=row.gen_ai_usage_output_tokens
    )


def energy_per_token(rows: Sequence[RequestRow]) -> float | None:
    """Millijoules for each token of a local answer, over all that were metered."""
    metered = [
        row
        for row in rows
        if row.route == "local" and row.energy_mj is not None and row.gen_ai_usage_output_tokens
    ]
    tokens = sum(row.gen_ai_usage_output_tokens or 0 for row in metered)
    return sum(row.energy_mj or 0 for row in metered) / tokens if tokens else None


def _as_it_was(row: RequestRow) -> Money | None:
    parts = parts_of(row)
    unknown = parts.needs_energy and row.electricity_cost_pico is None
    if unknown or (row.route == "cloud" and row.list_cost_pico is None):
        return None
    return parts.billed_pico, row.electricity_cost_pico or 0


def _replayed(row: RequestRow, route: str | None, other: Circumstances) -> Money | None:
    if route == "cloud":
        cloud = other.cloud(row)
        return None if cloud is None else (cloud, 0)
    electricity = other.electricity(row) if route == "local" else None
    return None if electricity is None else (0, electricity)


def _scenario(
    name: str,
    money: dict[str, Money | None],
    routes: dict[str, str | None],
    was: dict[str, Money | None] | None,
) -> Scenario:
    known = {key: value for key, value in money.items() if value is not None}
    difference = None
    if was is not None:
        both = [(known[key], before) for key, before in was.items() if before and key in known]
        difference = sum(sum(now) - sum(before) for now, before in both) if both else None
    cloud, electricity = (sum(pair[n] for pair in known.values()) for n in (0, 1))
    return Scenario(
        name=name,
        local=sum(route == "local" for route in routes.values()),
        cloud=sum(route == "cloud" for route in routes.values()),
        unknown=len(money) - len(known),
        cloud_pico=cloud,
        electricity_pico=electricity,
        total_pico=cloud + electricity,
        difference_pico=difference,
    )
