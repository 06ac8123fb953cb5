"""The benchmark's own check: what counts as worse than recorded."""

from __future__ import annotations

import pytest

from tests.benchmarks.overhead.compare import ratios, regressions


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        ({"p50": 5.0, "CPU": 10.0}, 0),
        ({"p50": 6.0, "CPU": 12.0}, 0),  # a fifth, and not more
        ({"p50": 6.1, "CPU": 2.0}, 1),  # better in one does not make up for worse in another
        ({"p50": 9.0, "CPU": 20.0}, 2),
        ({"p50": 5.0}, 1),  # what is no longer measured is not good
        ({"p50": 5.0, "CPU": 10.0, "new": 99.0}, 0),  # not recorded yet
    ],
)
def test_a_ratio_worse_by_more_than_a_fifth_is_a_regression(
    found: dict[str, float], lines: int
) -> None:
    assert len(regressions({"p50": 5.0, "CPU": 10.0}, found)) == lines


def test_a_regression_is_named_with_both_figures() -> None:
    (line,) = regressions({"p50: openai": 5.0}, {"p50: openai": 10.0})
    assert line == "p50: openai: recorded 5.00, now 10.00 (+100%)"


def test_the_ratios_that_are_held_are_picked_by_what_they_say() -> None:
    calls = {"ratio_p50_ms": 4.0, "ratio_cpu_s_per_1000": 6.0}
    summary = {
        "openai, whole, 1 at once": calls,
        "openai, whole, 32 at once": calls,
        "openai, paced, 8 at once": {"ratio_cpu_us_per_piece": 3.0},
    }
    assert ratios(summary, {"start_ratio": 5.0, "rss_growth": 1.1}) == {
        "p50: openai, whole, 1 at once": 4.0,
        "CPU: openai, whole, 32 at once": 6.0,
        "CPU a piece: openai, paced, 8 at once": 3.0,
        "start against a bare asyncio program": 5.0,
        "memory after the load against ready": 1.1,
    }
