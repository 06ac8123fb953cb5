"""The integers of the split, and the baseline that is no minimum."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.gpu.energy import NS_PER_S, Baseline, split


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=8))
def test_a_split_sums_exactly_and_is_fair_to_one(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    for part, weight in zip(parts, weights, strict=True):
        if whole:
            assert abs(part - total * weight / whole) < 1 + 1e-6


def test_a_baseline_is_not_the_one_wrong_low_reading() -> None:
    baseline = Baseline()
    assert baseline.power_mw is None
    for second in range(100):
        baseline.add(second * NS_PER_S, 300 if second == 50 else 28_000 + second)
    assert baseline.power_mw is not None
    assert 28_000 <= baseline.power_mw < 28_020


def test_a_baseline_forgets_after_fifteen_minutes() -> None:
    baseline = Baseline()
    baseline.add(0, 10_000)
    baseline.add(901 * NS_PER_S, 28_000)
    assert baseline.power_mw == 28_000
