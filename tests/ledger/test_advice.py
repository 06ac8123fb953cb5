"""Forecast, what to keep loaded, replay and scorecard: by tables, by hand, by properties."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.make import NOON, call, row
from ziggie_desktop.contract.records import RequestRow, RequestStatus, Usage
from ziggie_desktop.contract.state import Totals
from ziggie_desktop.ledger import forecast, keeping, locally, replay, scorecard
from ziggie_desktop.ledger.keeping import Answered, Power
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.routing.policy import parse_policy
from ziggie_desktop.routing.request import RouteRequest

CENT = 10**10
USD = 10**12


class TestForecast:
    def test_even_days_go_on_evenly_with_a_narrow_band(self) -> None:
        whole, kb = forecast.month_end({"kb": [100] * 10}, {"kb": 1_000}, days_left=20)
        assert (whole.middle_pico, whole.low_pico, whole.high_pico) == (3_000, 3_000, 3_000)
        assert whole.component is None
        assert kb.middle_pico == 3_000

    def test_two_days_give_no_band_and_none_no_forecast(self) -> None:
        whole, _ = forecast.month_end({"kb": [100, 300]}, {"kb": 400}, days_left=10)
        assert (whole.middle_pico, whole.low_pico, whole.high_pico) == (2_400, None, None)
        assert forecast.month_end({}, {}, days_left=10) == ()

    def test_components_sum_up_to_the_whole(self) -> None:
        whole, *parts = forecast.month_end(
            {"kb": [1, 2, 3, 4], "hub": [40, 30]}, {"kb": 10, "hub": 70, "new": 5}, days_left=4
        )
        assert [p.component for p in parts] == ["hub", "kb", "new"]
        assert whole.spent_pico == 85
        assert abs(whole.middle_pico - sum(p.middle_pico for p in parts)) <= len(parts)

    def test_four_of_five_simulated_months_end_within_the_band(self) -> None:
        dice = random.Random(7)
        held = 0
        for _ in range(400):
            days = [round(dice.gauss(1_000, 200)) for _ in range(30)]
            whole, *_ = forecast.month_end({"kb": days[:15]}, {"kb": sum(days[:15])}, days_left=15)
            assert whole.low_pico is not None
            assert whole.high_pico is not None
            held += whole.low_pico <= sum(days) <= whole.high_pico
        assert 0.74 <= held / 400 <= 0.86


def gapped(gap_s: float, *, times: int = 20, load_ms: float = 6_000) -> list[Answered]:
    return [
        Answered(begin_s=n * gap_s, end_s=n * gap_s + 1, load_ms=load_ms if n == 0 else 1)
        for n in range(times)
    ]


class TestKeeping:
    power = Power(idle_mw=30_000, pico_per_kwh=30 * CENT)

    def test_a_busy_model_is_kept_and_a_rare_one_is_not(self) -> None:
        busy = keeping.advise("m", gapped(30), self.power)
        assert busy is not None
        assert busy.best_keep_s == 60
        rare = keeping.advise("m", gapped(24 * 3600), self.power)
        assert rare is not None
        # A day at 30 W is 0.72 kWh = 21.6 cents; 6 s of waiting are 0.1 cent.
        assert rare.best_keep_s == 0
        assert "Unload it at once" in rare.advice

    def test_each_choice_by_hand(self) -> None:
        found = keeping.advise("m", gapped(601, times=3), self.power)
        assert found is not None
        by_keep = {one.keep_s: one for one in found.choices}
        assert (by_keep[300].loads, by_keep[300].waited_s, by_keep[300].kept_s) == (2, 12.0, 600)
        assert by_keep[900].loads == 0
        assert by_keep[900].energy_mj == 30_000 * 1_200
        assert by_keep[900].cost_pico == 30_000 * 1_200 * 30 * CENT // 3_600_000_000

    def test_what_is_not_measured_is_said(self) -> None:
        answers = gapped(30)
        for power, words in (
            (Power(idle_mw=None, pico_per_kwh=1), "not measured"),
            (Power(idle_mw=1, pico_per_kwh=None), "Set a tariff"),
        ):
            found = keeping.advise("m", answers, power)
            assert found is not None
            assert found.best_keep_s is None
            assert words in found.advice
        never = keeping.advise("m", gapped(30, load_ms=1), self.power)
        assert never is not None
        assert "No load was measured" in never.advice
        assert keeping.advise("m", answers[:1], self.power) is None

    @given(st.lists(st.floats(0, 1e5), min_size=2, max_size=20))
    def test_longer_keeping_never_waits_more_and_never_draws_less(self, at: list[float]) -> None:
        answers = [Answered(begin_s=t, end_s=t, load_ms=1_000) for t in at]
        found = keeping.advise("m", answers, self.power)
        assert found is not None
        for shorter, longer in zip(found.choices, found.choices[1:], strict=False):
            assert longer.waited_s <= shorter.waited_s
            assert longer.kept_s >= shorter.kept_s


def cloud_row(number: str, *, cost: int = 5_000) -> RequestRow:
    usage = Usage(input_tokens=100, output_tokens=10)
    return row(
        id=number,
        route="cloud",
        energy_mj=None,
        electricity_cost_pico=None,
        counterfactual_cost_pico=None,
        gen_ai_usage_output_tokens=10,
        list_cost_pico=cost,
        attempts=(call("cloud", usage=usage, list_cost_pico=cost),),
    )


def circumstances(route: str) -> replay.Circumstances:
    return replay.Circumstances(
        name=route,
        route=lambda _: route,
        cloud=replay.answer_cost,
        electricity=lambda r: r.electricity_cost_pico if r.route == "local" else 700,
    )


class TestReplay:
    def test_all_cloud_all_local_and_as_it_was_by_hand(self) -> None:
        rows = [row(id="a"), cloud_row("b")]
        was, cloud, local = replay.replay(rows, [circumstances("cloud"), circumstances("local")])
        assert (was.local, was.cloud, was.total_pico) == (1, 1, 300 + 5_000)
        assert (cloud.total_pico, cloud.difference_pico) == (1_000 + 5_000, 700)
        assert (local.total_pico, local.difference_pico) == (300 + 700, 1_000 - 5_300)

    def test_what_was_thrown_away_is_only_in_as_it_was(self) -> None:
        wasted = row(
            id="w", route="cloud", energy_mj=9, electricity_cost_pico=250, list_cost_pico=5_000,
            attempts=(call("local"), call("cloud", list_cost_pico=5_000)),
        )  # fmt: skip
        was, cloud = replay.replay([wasted], [circumstances("cloud")])
        assert was.total_pico == 5_250
        assert (cloud.total_pico, cloud.difference_pico) == (5_000, -250)

    def test_unknown_is_counted_and_in_no_sum(self) -> None:
        unpriced = row(id="u", counterfactual_cost_pico=None)
        was, cloud = replay.replay([row(id="a"), unpriced], [circumstances("cloud")])
        assert (was.unknown, was.total_pico) == (0, 600)
        assert (cloud.unknown, cloud.total_pico, cloud.difference_pico) == (1, 1_000, 700)

    def test_failed_requests_are_in_none(self) -> None:
        failed = row(id="f", route=None, status=RequestStatus.FAILED)
        (was,) = replay.replay([failed], [])
        assert (was.local, was.cloud, was.unknown) == (0, 0, 0)

    def test_embeddings_stay_where_they_were(self) -> None:
        """Claude makes none, so that no circumstance takes them there."""
        made = row(id="e", gen_ai_operation_name="embeddings", counterfactual_cost_pico=0)
        was, cloud = replay.replay([made], [circumstances("cloud")])
        assert (cloud.local, cloud.cloud) == (was.local, was.cloud) == (1, 0)
        assert (cloud.total_pico, cloud.difference_pico) == (300, 0)

    def test_joules_a_token_over_all_that_were_metered(self) -> None:
        rows = [
            row(energy_mj=500, gen_ai_usage_output_tokens=10),
            row(energy_mj=None),
            cloud_row("b"),
        ]
        assert replay.energy_per_token(rows) == 50
        assert replay.energy_per_token([]) is None


async def test_where_the_cloud_would_have_been_cheaper(ledger: Ledger) -> None:
    for number in range(3):
        ledger.record(row(id=f"dear{number}", task="sum*", electricity_cost_pico=1_500))
    ledger.record(row(id="cheap", task="other"))
    ledger.record(row(id="e", gen_ai_operation_name="embeddings", counterfactual_cost_pico=0))
    ledger.record(row(id="unmetered", task="third", electricity_cost_pico=None))
    await ledger.flush()
    (dear,) = await ledger.ask(
        lambda backend: locally.cloud_cheaper(
            backend, since=NOON - timedelta(days=1), until=NOON + timedelta(days=1)
        )
    )
    assert (dear.answers, dear.lost_pico) == (3, 1_500)
    policy = parse_policy("version = 1\n" + dear.rule)
    ask = {"model": "m", "component": "kb"}
    assert policy.rule_for(RouteRequest(**ask, task="sum*")).route.value == "cloud"  # type: ignore[arg-type]
    assert policy.rule_for(RouteRequest(**ask, task="summary")).route.value == "local"  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ['a"b', "a\\b", "[x]", "line\nbreak", "ünï"])
def test_the_rule_is_toml_for_any_name(name: str) -> None:
    policy = parse_policy("version = 1\n" + locally.rule(name, None))
    assert policy.rules[0].matches(RouteRequest(model="m", component=name))


def test_what_a_side_could_not_answer_is_what_fell_back_from_it() -> None:
    fell = row(route="cloud", fallback_from="local")
    assert replay.could_not(fell, "local")
    assert not replay.could_not(fell, "cloud")
    assert not replay.could_not(row(route="local"), "cloud")
    assert not replay.could_not(row(route="local", fallback_from="local"), "local"), "another model"


async def test_answer_times_by_model(ledger: Ledger) -> None:
    ledger.record(row(id="a", duration_ms=2_000.0, load_ms=900.0))
    ledger.record(row(id="b", duration_ms=None))
    await ledger.flush()
    times = await ledger.ask(
        lambda backend: locally.answer_times(backend, since=NOON, until=NOON + timedelta(seconds=1))
    )
    assert times == {
        "smollm2:135m": [
            Answered(begin_s=NOON.timestamp(), end_s=NOON.timestamp() + 2, load_ms=900.0)
        ]
    }


class TestScorecard:
    goals = scorecard.Goals(uptime_percent=99, local_percent=(60, 80), savings_usd_a_month=20.0)

    def of(self, **changes: object) -> dict[str, tuple[float | None, bool | None]]:
        totals = {"local_share": 0.75, "net_savings_pico": 50 * USD, "fallbacks": 4}
        totals |= {k: v for k, v in changes.items() if k in totals}  # type: ignore[misc]
        measured = scorecard.Measured(
            totals=Totals(**totals),  # type: ignore[arg-type]
            uptime=changes.get("uptime", 0.995),  # type: ignore[arg-type]
            fallbacks_answered=3,
            months=2.0,
        )
        return {c.name: (c.figure, c.met) for c in scorecard.criteria(measured, self.goals)}

    def test_met_missed_and_unknown(self) -> None:
        found = self.of()
        assert found["uptime"] == (99.5, True)
        assert found["local_share"] == (75.0, True)
        assert found["net_savings_a_month"] == (25.0, True)
        assert found["fallbacks_that_worked"] == (75.0, False)
        assert found["quality_parity"] == (None, None)
        assert self.of(local_share=0.9)["local_share"] == (90.0, True)
        missed = self.of(local_share=0.5, net_savings_pico=-USD, uptime=0.98)
        assert [missed[n][1] for n in ("uptime", "local_share", "net_savings_a_month")] == [
            False
        ] * 3
        unknown = self.of(local_share=None, net_savings_pico=None, uptime=None, fallbacks=0)
        assert set(unknown.values()) == {(None, None)}
