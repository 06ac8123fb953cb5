"""The integers of the split, and the baseline that is no minimum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.gpu.energy import NS_PER_S, Baseline, Span, split


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=8))
def test_a_split_sums_exactly_and_is_fair_to_one(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    for part, weight in zip(parts, weights, strict=True):
        if whole:
            assert abs(part - total * weight / whole) < 1 + 1e-6


def stretch(second: int, power_mw: int) -> tuple[Span, int]:
    return Span(second * NS_PER_S, (second + 5) * NS_PER_S), power_mw * 5


def test_a_baseline_is_not_the_one_wrong_low_reading() -> None:
    baseline = Baseline()
    for number in range(100):
        baseline.add(*stretch(5 * number, 300 if number == 50 else 28_000 + number))
    assert baseline.power_mw is not None
    assert 28_000 <= baseline.power_mw < 28_020


def test_a_baseline_is_unknown_until_half_a_second_was_quiet() -> None:
    baseline = Baseline()
    assert baseline.power_mw is None
    baseline.add(Span(0, NS_PER_S // 4), 7_000)
    assert baseline.power_mw is None


def test_a_baseline_forgets_after_fifteen_minutes() -> None:
    baseline = Baseline()
    baseline.add(*stretch(0, 10_000))
    assert baseline.power_mw == 10_000
    baseline.add(*stretch(901, 28_000))
    assert baseline.power_mw == 28_000


def test_a_baseline_does_not_mistake_the_steps_of_the_counter_for_quiet() -> None:
    """Read every 200 ms, a counter that moves every 100 ms moved 1, 2 or 3 times."""
    baseline = Baseline()
    for number in range(500):
        begin = number * NS_PER_S // 5
        baseline.add(Span(begin, begin + NS_PER_S // 5), (2, 1, 3, 2)[number % 4] * 2_800)
    assert baseline.power_mw == pytest.approx(28_000, rel=0.03)
