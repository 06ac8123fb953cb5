"""Breakers as scripts: what happens, what time it is, who is let through."""

from __future__ import annotations

from ziggie_desktop.gateway.breaker import MAX_KEYS, OPEN_AFTER, Breakers, BreakerState
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.routing.request import Side, Target

LOCAL = Target(side=Side.LOCAL, model="llama3.2:3b")
OTHER = Target(side=Side.LOCAL, model="qwen3:8b")
CLOUD = Target(side=Side.CLOUD, model="claude-haiku-4-5")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(kind: FaultKind = FaultKind.SERVER) -> tuple[Breakers, Clock]:
    clock = Clock()
    breakers = Breakers(clock=clock)
    for _ in range(OPEN_AFTER):
        assert breakers.enter(LOCAL)
        breakers.failed(LOCAL, kind, "had an internal error")
    return breakers, clock


def test_opens_after_five_failures_in_a_row() -> None:
    breakers, _ = opened()
    assert breakers.state(Side.LOCAL, LOCAL.model) is BreakerState.OPEN
    assert not breakers.enter(LOCAL)
    words = breakers.refusal(Side.LOCAL, LOCAL.model)
    assert words is not None
    assert "had an internal error" in words
    assert "10 s" in words


def test_a_success_between_starts_the_count_anew() -> None:
    clock = Clock()
    breakers = Breakers(clock=clock)
    for _ in range(3):
        for _ in range(OPEN_AFTER - 1):
            breakers.failed(LOCAL, FaultKind.SERVER, "x")
        breakers.succeeded(LOCAL)
    assert breakers.refusal(Side.LOCAL, LOCAL.model) is None


def test_what_is_wrong_with_the_request_is_no_failure_of_the_side() -> None:
    clock = Clock()
    breakers = Breakers(clock=clock)
    for _ in range(20):
        for kind in (FaultKind.INVALID, FaultKind.CONTEXT, FaultKind.REFUSED):
            breakers.failed(CLOUD, kind, "x")
    assert breakers.refusal(Side.CLOUD, CLOUD.model) is None


def test_two_timeouts_are_enough() -> None:
    breakers = Breakers(clock=Clock())
    breakers.failed(LOCAL, FaultKind.TIMEOUT, "took too long")
    assert breakers.refusal(Side.LOCAL, LOCAL.model) is None
    breakers.failed(LOCAL, FaultKind.TIMEOUT, "took too long")
    assert breakers.refusal(Side.LOCAL, LOCAL.model) is not None


def test_one_model_does_not_close_another_but_a_dead_side_closes_all() -> None:
    breakers, _ = opened()
    assert breakers.refusal(Side.LOCAL, OTHER.model) is None
    assert breakers.refusal(Side.LOCAL) is None
    breakers, _ = opened(FaultKind.CONNECT)
    assert breakers.refusal(Side.LOCAL, OTHER.model) is not None
    assert breakers.refusal(Side.LOCAL) is not None
    assert breakers.refusal(Side.CLOUD, CLOUD.model) is None


def test_half_open_lets_one_in_and_its_success_closes() -> None:
    breakers, clock = opened()
    clock.now = 10.0
    assert breakers.state(Side.LOCAL, LOCAL.model) is BreakerState.HALF_OPEN
    assert breakers.refusal(Side.LOCAL, LOCAL.model) is None
    assert breakers.enter(LOCAL)
    assert not breakers.enter(LOCAL), "one probe at a time"
    breakers.succeeded(LOCAL)
    assert breakers.state(Side.LOCAL, LOCAL.model) is BreakerState.CLOSED
    assert breakers.enter(LOCAL)
    assert breakers.enter(LOCAL)


def test_a_failed_probe_waits_longer() -> None:
    breakers, clock = opened()
    clock.now = 10.0
    assert breakers.enter(LOCAL)
    breakers.failed(LOCAL, FaultKind.SERVER, "x")
    assert breakers.retry_after_s(Side.LOCAL, LOCAL.model) == 20.0


def test_a_probe_that_was_left_may_be_made_again() -> None:
    breakers, clock = opened()
    clock.now = 10.0
    assert breakers.enter(LOCAL)
    breakers.left(LOCAL)
    assert breakers.enter(LOCAL)


def test_at_most_three_probes_in_a_minute_and_recovery_is_noticed() -> None:
    breakers, clock = opened(FaultKind.CONNECT)
    probes = 0
    for tenth in range(600):
        clock.now = tenth / 10
        if breakers.enter(LOCAL):
            probes += 1
            breakers.failed(LOCAL, FaultKind.CONNECT, "could not be reached")
    assert 1 <= probes <= 3
    breakers.recovered(Side.LOCAL)  # what watches the engine says so
    assert breakers.enter(LOCAL)
    breakers.succeeded(LOCAL)
    assert breakers.refusal(Side.LOCAL) is None


def test_recovery_of_one_side_says_nothing_of_the_other() -> None:
    breakers, _ = opened()
    breakers.recovered(Side.CLOUD)
    assert breakers.refusal(Side.LOCAL, LOCAL.model) is not None


def test_what_is_not_to_be_asked_is_said_for_decisions() -> None:
    breakers, clock = opened()
    assert set(breakers.failing()) == {(Side.LOCAL, LOCAL.model)}
    assert breakers.failing()[Side.LOCAL, LOCAL.model] == breakers.refusal(Side.LOCAL, LOCAL.model)
    clock.now = 10.0
    assert not breakers.failing(), "one call may find out"
    assert breakers.enter(LOCAL)
    assert "being tried again" in breakers.failing()[Side.LOCAL, LOCAL.model]
    breakers.succeeded(LOCAL)
    assert not breakers.failing()


def test_callers_cannot_fill_the_memory_with_model_names() -> None:
    breakers = Breakers(clock=Clock())
    for n in range(MAX_KEYS * 2):
        breakers.failed(Target(side=Side.CLOUD, model=f"claude-{n}"), FaultKind.SERVER, "x")
    assert len(breakers._circuits) <= MAX_KEYS
