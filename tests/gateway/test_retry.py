"""When a failed call is worth another try: the Anthropic SDK's table, and our budget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.gateway.retry import (
    MAX_RETRIES,
    RetryBudget,
    Tried,
    delay_s,
    may_fall_back,
    may_retry,
    next_try,
)
from ziggie_desktop.routing.request import Side, Target

LOCAL = Target(side=Side.LOCAL, model="llama3.2:3b")
CLOUD = Target(side=Side.CLOUD, model="claude-haiku-4-5")


def failed(
    kind: FaultKind = FaultKind.SERVER,
    *,
    status: int | None = None,
    after: float | None = None,
    should: bool | None = None,
    message: str = "",
) -> Failed:
    return Failed(
        kind=kind, message=message, status=status, retry_after_s=after, should_retry=should
    )


@pytest.mark.parametrize(
    ("status", "retried"),
    [
        (400, False),
        (401, False),
        (403, False),
        (404, False),
        (413, False),
        (422, False),
        (408, True),
        (409, True),
        (429, True),
        (500, True),
        (502, True),
        (503, True),
        (504, True),
        (529, True),
    ],
)
def test_status_table(status: int, retried: bool) -> None:
    assert may_retry(failed(status=status)) is retried


@pytest.mark.parametrize("status", [400, 429, 529])
def test_x_should_retry_wins(status: int) -> None:
    assert may_retry(failed(status=status, should=True))
    assert not may_retry(failed(status=status, should=False))


def test_faults_without_a_status() -> None:
    assert may_retry(failed(FaultKind.CONNECT))
    assert may_retry(failed(FaultKind.TRUNCATED))
    assert not may_retry(failed(FaultKind.TIMEOUT)), "it has cost its time already"
    assert not may_retry(failed(FaultKind.AUTH))


@pytest.mark.parametrize(
    ("after", "waits"),
    [(1.0, 1.0), (1.5, 1.5), (60.0, 60.0), (61.0, 0.5), (-5.0, 0.5), (1e9, 0.5), (None, 0.5)],
)
def test_retry_after_is_obeyed_up_to_a_minute(after: float | None, waits: float) -> None:
    assert delay_s(failed(after=after), retries_made=0, jitter=0.0) == waits


def test_delays_double_up_to_eight_seconds() -> None:
    delays = [delay_s(failed(), retries_made=n, jitter=0.0) for n in range(6)]
    assert delays == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]


@given(st.integers(0, 50), st.floats(0, 1))
def test_jitter_takes_off_up_to_a_quarter(made: int, jitter: float) -> None:
    full = delay_s(failed(), retries_made=made, jitter=0.0)
    assert 0.75 * full <= delay_s(failed(), retries_made=made, jitter=jitter) <= full


@pytest.mark.parametrize(
    ("what", "side", "allowed"),
    [
        (failed(FaultKind.SERVER, status=500), Side.LOCAL, True),
        (failed(FaultKind.RATE_LIMITED, status=429), Side.CLOUD, True),
        (failed(FaultKind.AUTH, status=401), Side.CLOUD, True),
        (failed(FaultKind.CONTEXT, status=400), Side.LOCAL, True),
        (failed(FaultKind.REFUSED, status=400), Side.CLOUD, False),
        (failed(FaultKind.INVALID, status=400), Side.CLOUD, False),
        (failed(FaultKind.INVALID, status=404), Side.CLOUD, False),
        (failed(FaultKind.INVALID, status=404), Side.LOCAL, True),
        (
            failed(FaultKind.INVALID, status=400, message='"x" does not support tools'),
            Side.LOCAL,
            True,
        ),
        (failed(FaultKind.INVALID), Side.LOCAL, True),
    ],
)
def test_what_the_other_side_is_asked_after(what: Failed, side: Side, allowed: bool) -> None:
    assert may_fall_back(what, side) is allowed


def tried(target: Target, what: Failed, at: float = 0.0) -> Tried:
    return Tried(target=target, failed=what, at=at)


def test_the_other_side_answers_sooner_than_a_retry() -> None:
    step = next_try(
        (LOCAL, CLOUD), [tried(LOCAL, failed())], now=0.0, jitter=0.0, retry_allowed=True
    )
    assert step is not None
    assert (step.target, step.wait_s, step.retry) == (CLOUD, 0.0, False)


def test_with_both_sides_failed_the_sooner_one_is_retried() -> None:
    step = next_try(
        (LOCAL, CLOUD),
        [tried(LOCAL, failed()), tried(CLOUD, failed(after=5.0), at=0.1)],
        now=0.2,
        jitter=0.0,
        retry_allowed=True,
    )
    assert step is not None
    assert step.target == LOCAL
    assert step.retry
    assert step.wait_s == pytest.approx(0.3)


def test_retries_end() -> None:
    done = [tried(LOCAL, failed(), at=float(n)) for n in range(1 + MAX_RETRIES)]
    assert next_try((LOCAL,), done, now=9.0, jitter=0.0, retry_allowed=True) is None
    again = next_try((LOCAL,), done[:-1], now=9.0, jitter=0.0, retry_allowed=True)
    assert again is not None
    assert again.wait_s == 0.0


def test_without_budget_nothing_is_retried_but_the_other_side_is_asked() -> None:
    one = [tried(LOCAL, failed())]
    assert next_try((LOCAL,), one, now=1.0, jitter=0.0, retry_allowed=False) is None
    other = next_try((LOCAL, CLOUD), one, now=1.0, jitter=0.0, retry_allowed=False)
    assert other is not None
    assert other.target == CLOUD


def test_budget_is_a_fifth_and_at_least_three() -> None:
    budget = RetryBudget()
    spent = 0
    for _ in range(10):
        budget.request(5.0)
        if budget.allows(5.0):
            budget.retry(5.0)
            spent += 1
    assert spent == 3
    for _ in range(90):
        budget.request(6.0)
    while budget.allows(6.0):
        budget.retry(6.0)
        spent += 1
    assert spent == 20
    assert budget.allows(100.0), "old seconds are forgotten"


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=200))
def test_a_storm_is_never_multiplied(script: list[tuple[float, bool]]) -> None:
    budget = RetryBudget()
    now, retries = 0.0, 0
    for step, wants in sorted(script):
        now = step
        budget.request(now)
        if wants and budget.allows(now):
            budget.retry(now)
            retries += 1
    windows = 100 / 10 + 2
    assert retries <= 0.2 * len(script) + 3 * windows
