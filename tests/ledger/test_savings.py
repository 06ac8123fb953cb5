"""The rules of savings as a table, and the sums of any rows at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.make import call, row, rows
from ziggie_desktop.contract.records import RequestRow, RequestStatus
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.ledger.savings import add, sums_of_row, totals


def of(*booked: RequestRow) -> Totals:
    return totals(add(sums_of_row(r) for r in booked))


def test_a_local_answer_saves_the_cloud_price_minus_electricity() -> None:
    came_to = of(row())
    assert (came_to.gross_savings_pico, came_to.net_savings_pico) == (1_000, 700)
    assert came_to.local_share == 1.0


def test_nothing_asked_saves_nothing_and_nothing_is_unknown() -> None:
    came_to = of()
    assert came_to.net_savings_pico == 0
    assert came_to.local_share is None


def test_a_cloud_answer_neither_saves_nor_costs_extra() -> None:
    booked = row(
        route="cloud",
        list_cost_pico=800,
        counterfactual_cost_pico=None,
        energy_mj=None,
        electricity_cost_pico=None,
        attempts=(call("cloud", list_cost_pico=800),),
    )
    came_to = of(booked)
    assert came_to.cloud_cost_pico == 800
    assert came_to.net_savings_pico == 0
    assert (came_to.unpriced, came_to.unmetered) == (0, 0)


def test_a_local_answer_thrown_away_saves_nothing_and_its_electricity_counts() -> None:
    booked = row(
        route="cloud",
        fallback_from="local",
        list_cost_pico=800,
        attempts=(call("local", outcome="killed"), call("cloud", list_cost_pico=800)),
    )
    assert of(booked).net_savings_pico == -300


def test_a_failed_cloud_call_that_was_billed_counts_against_the_local_answer() -> None:
    booked = row(
        fallback_from="cloud",
        list_cost_pico=250,
        attempts=(call("cloud", outcome="cut", list_cost_pico=250), call("local")),
    )
    assert of(booked).net_savings_pico == 1_000 - 250 - 300


def test_a_first_cloud_call_that_failed_is_waste_even_when_the_second_answered() -> None:
    booked = row(
        route="cloud",
        list_cost_pico=1_050,
        energy_mj=None,
        electricity_cost_pico=None,
        attempts=(
            call("cloud", outcome="cut", list_cost_pico=250),
            call("cloud", list_cost_pico=800),
        ),
    )
    assert of(booked).net_savings_pico == -250


@pytest.mark.parametrize(
    "unknown",
    [
        row(counterfactual_cost_pico=None),
        row(route="cloud", list_cost_pico=None, attempts=(call("cloud"),)),
        row(attempts=(call("cloud", outcome="cut"), call("local"))),
    ],
)
def test_an_unknown_price_makes_savings_unknown_never_zero(unknown: RequestRow) -> None:
    came_to = of(row(), unknown)
    assert came_to.unpriced == 1
    assert came_to.gross_savings_pico is None
    assert came_to.net_savings_pico is None


def test_unknown_electricity_makes_net_unknown_and_is_counted() -> None:
    came_to = of(row(), row(energy_mj=None, electricity_cost_pico=None))
    assert came_to.gross_savings_pico == 2_000
    assert came_to.net_savings_pico is None
    assert came_to.unmetered == 1
    assert came_to.energy_mj == 5_000


def test_without_any_meter_energy_is_unknown() -> None:
    came_to = of(row(energy_mj=None, electricity_cost_pico=None))
    assert came_to.energy_mj is None
    assert came_to.electricity_cost_pico is None


def test_a_refused_call_without_tokens_cost_nothing() -> None:
    booked = row(attempts=(call("cloud", outcome="refused", usage=None), call("local")))
    assert of(booked).net_savings_pico == 700


def test_a_request_nobody_answered_saves_nothing() -> None:
    booked = row(
        route=None,
        status=RequestStatus.FAILED,
        energy_mj=None,
        electricity_cost_pico=None,
        counterfactual_cost_pico=None,
    )
    came_to = of(booked)
    assert (came_to.failed, came_to.net_savings_pico, came_to.unmetered) == (1, 0, 0)


@given(st.lists(rows(st.text(max_size=5)), max_size=8))
def test_sums_do_not_depend_on_how_rows_are_grouped(booked: list[RequestRow]) -> None:
    whole = add(sums_of_row(r) for r in booked)
    halves = add([add(map(sums_of_row, booked[::2])), add(map(sums_of_row, booked[1::2]))])
    assert whole == halves


@given(st.lists(rows(st.text(max_size=5)), max_size=8))
def test_net_is_known_exactly_when_every_part_is(booked: list[RequestRow]) -> None:
    came_to = of(*booked)
    costed = all(r.electricity_cost_pico is not None for r in booked if sums_of_row(r).uncosted)
    known = came_to.unpriced == 0 and costed
    assert (came_to.net_savings_pico is not None) == known
    if came_to.net_savings_pico is not None:
        assert came_to.gross_savings_pico is not None
        assert came_to.net_savings_pico <= came_to.gross_savings_pico
