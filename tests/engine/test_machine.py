"""Tests the supervisor's decisions as scripts of events, and by property over any events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ziggie_desktop.engine import machine
from ziggie_desktop.engine.events import (
    Action,
    Answered,
    Event,
    Exited,
    Finding,
    Look,
    Looked,
    Missed,
    Rest,
    RestartAsked,
    Silent,
    Spawn,
    SpawnFailed,
    Spoke,
    StartAsked,
    StopAsked,
    StopChild,
    StopDone,
    StopRefused,
    Wait,
    Waited,
    Watch,
)
from ziggie_desktop.engine.machine import (
    GIVE_UP_AFTER,
    HUNG_GRACE_S,
    OWNER_GRACE_S,
    Memory,
    Phase,
    Rules,
    delay_s,
    step,
)

FREE = Rules()
NOBODY = Looked(Finding.NOBODY, "nobody")
CRASH = Exited("status 1")
KILL = Exited("SIGKILL", killed=True)


def run(
    *events: Event, memory: Memory | None = None, now: float = 0.0, rules: Rules = FREE
) -> tuple[Memory, Action | None]:
    """Feed ``events`` one after another at one moment."""
    state, action = memory or Memory(), None
    for event in events:
        state, action = step(state, event, now, rules)
    return state, action


def running(now: float = 0.0) -> Memory:
    return run(StartAsked(), NOBODY, Answered(), now=now)[0]


def test_start_looks_before_it_spawns() -> None:
    memory, action = run(StartAsked())
    assert action == Look()
    memory, action = run(NOBODY, memory=memory)
    assert (memory.phase, action) == (Phase.STARTING, Spawn(elsewhere=False))
    memory, action = run(Answered(), memory=memory)
    assert (memory.phase, action) == (Phase.RUNNING, None)


def test_taken_port_means_another_port() -> None:
    _, action = run(StartAsked(), Looked(Finding.TAKEN, "a web server"))
    assert action == Spawn(elsewhere=True)


def test_healthy_stranger_is_adopted_and_never_stopped() -> None:
    memory, action = run(StartAsked(), Looked(Finding.OLLAMA, "systemd"))
    assert (memory.phase, action) == (Phase.ADOPTED, Watch())
    for event in (StopAsked(1), RestartAsked(1), Missed("x", final=True), StopDone()):
        _, action = run(event, memory=memory)
        assert not isinstance(action, StopChild)


def test_own_orphan_is_taken_back_and_may_be_stopped() -> None:
    memory, action = run(StartAsked(), Looked(Finding.OWN, "ours"))
    assert (memory.phase, action) == (Phase.RUNNING, Watch())
    assert run(StopAsked(3), memory=memory)[1] == StopChild(3)


def test_adopt_only_never_spawns_and_looks_again() -> None:
    rules = Rules(cannot_start="only adopted")
    memory, action = run(StartAsked(), NOBODY, rules=rules)
    assert memory.phase is Phase.SEEKING
    assert isinstance(action, Wait)
    memory, action = run(Waited(), memory=memory, rules=rules)
    assert action == Look()
    memory, action = run(Looked(Finding.OLLAMA, "app"), memory=memory, rules=rules)
    assert memory.phase is Phase.ADOPTED


def test_delays_double_to_a_minute() -> None:
    assert [delay_s(n) for n in (1, 2, 3, 4, 5)] == [0.5, 1, 2, 4, 8]
    assert delay_s(8) == delay_s(100) == 60


def test_five_failures_in_a_row_are_the_end() -> None:
    memory, _ = run(StartAsked(), NOBODY)
    delays = []
    for _ in range(GIVE_UP_AFTER - 1):
        memory, action = run(CRASH, memory=memory)
        assert isinstance(action, Wait)
        delays.append(action.seconds)
        memory, action = run(Waited(), NOBODY, memory=memory)
        assert isinstance(action, Spawn)
    assert delays == [0.5, 1, 2, 4]
    memory, _ = run(CRASH, memory=memory)
    assert memory.phase is Phase.FAILED
    assert "status 1" in memory.words
    memory, action = run(Waited(), NOBODY, memory=memory)
    assert memory.phase is Phase.FAILED, "given up means no more starts"
    assert not isinstance(action, Spawn)
    assert run(StartAsked(), memory=memory)[1] == Look(), "but its owner may try again"
    adopted, _ = run(Looked(Finding.OLLAMA, "somebody's"), memory=memory)
    assert adopted.phase is Phase.ADOPTED, "and a healthy one is welcome"


def test_a_minute_of_health_forgets_failures() -> None:
    memory = replace(running(), failures=4)
    assert run(CRASH, memory=memory, now=59)[0].phase is Phase.FAILED
    healthy, _ = run(Answered(), memory=memory, now=60)
    assert healthy.failures == 0
    later, action = run(CRASH, memory=memory, now=60)
    assert (later.failures, action) == (1, Wait(0.5))


def test_being_killed_is_no_failure_of_the_program() -> None:
    memory = running()
    for _ in range(100):
        memory, action = run(KILL, memory=memory)
        assert (memory.phase, action) == (Phase.BACKOFF, Wait(0.5))
        memory, _ = run(Waited(), NOBODY, Answered(), memory=memory)
        assert memory.phase is Phase.RUNNING
    assert memory.starts == 101


def test_killed_before_health_counts() -> None:
    memory, _ = run(StartAsked(), NOBODY, KILL)
    assert memory.failures == 1


def test_three_misses_are_a_hang() -> None:
    memory, action = run(Missed("late"), Missed("late"), memory=running())
    assert (memory.phase, action, memory.missed) == (Phase.RUNNING, None, 2)
    recovered, _ = run(Answered(), memory=memory)
    assert recovered.missed == 0
    memory, action = run(Missed("late"), memory=memory)
    assert memory.phase is Phase.STOPPING
    assert isinstance(action, StopChild)
    memory, action = run(StopDone(), memory=memory)
    assert (memory.phase, memory.failures, action) == (Phase.BACKOFF, 1, Wait(0.5))


def test_start_that_never_answers_is_ended_and_counted() -> None:
    memory, action = run(StartAsked(), NOBODY, Missed("too late", final=True))
    assert isinstance(action, StopChild)
    assert run(StopDone(), memory=memory)[0].failures == 1


def test_lost_stranger_gets_time_before_we_start_our_own() -> None:
    adopted, _ = run(StartAsked(), Looked(Finding.OLLAMA, "systemd"))
    lost, action = run(Missed("refused", final=True), memory=adopted, now=100)
    assert lost.phase is Phase.LOST
    assert isinstance(action, Wait)
    still, action = run(Waited(), NOBODY, memory=lost, now=105)
    assert still.phase is Phase.LOST
    back, _ = run(Looked(Finding.OLLAMA, "systemd"), memory=still, now=106)
    assert back.phase is Phase.ADOPTED
    ours, action = run(Waited(), NOBODY, memory=still, now=100 + OWNER_GRACE_S)
    assert (ours.phase, action) == (Phase.STARTING, Spawn(elsewhere=False))


def test_stop_is_a_wish_that_stays() -> None:
    memory, action = run(StopAsked(5), memory=running())
    assert action == StopChild(5)
    memory, action = run(CRASH, Answered(), StopDone(), memory=memory)
    assert (memory.phase, action) == (Phase.IDLE, Rest())
    for event in (Waited(), Answered(), CRASH, NOBODY):
        assert run(event, memory=memory) == (memory, None)


def test_start_during_a_stop_starts_anew() -> None:
    memory, action = run(StopAsked(5), StartAsked(), StopDone(), memory=running())
    assert (memory.phase, action) == (Phase.LOOKING, Look())
    memory, action = run(StopAsked(5), StartAsked(), StopAsked(5), StopDone(), memory=running())
    assert memory.phase is Phase.IDLE


@pytest.mark.parametrize("words", ["hang", ""])
def test_restart_forgets_failures(words: str) -> None:
    memory = replace(running(), failures=3)
    memory, action = run(RestartAsked(2), memory=memory)
    assert action == StopChild(2)
    memory, action = run(StopDone(), memory=memory)
    assert (memory.phase, memory.failures, action) == (Phase.LOOKING, 0, Look())


EVENTS: st.SearchStrategy[Event] = st.sampled_from(
    [
        StartAsked(),
        StopAsked(1),
        RestartAsked(1),
        *(Looked(finding, "w") for finding in Finding),
        SpawnFailed("w"),
        Answered(),
        Missed("w"),
        Missed("w", final=True),
        CRASH,
        KILL,
        Silent("w"),
        Silent("w", restart=False),
        Spoke(),
        Spoke(proved=False),
        Waited(),
        StopDone(),
    ]
)


@given(st.lists(st.tuples(EVENTS, st.floats(0, 30)), max_size=60), st.booleans())
def test_whatever_happens_the_rules_hold(script: list[tuple[Event, float]], may: bool) -> None:
    rules = Rules(cannot_start=None if may else "no")
    memory, now, ours = Memory(), 0.0, False
    for event, passed in script:
        now += passed
        before = memory
        memory, action = step(memory, event, now, rules)
        ours = memory.has_child
        match action:
            case Spawn():
                assert may
                assert memory.phase is Phase.STARTING
                assert not before.has_child, "a second child"
            case StopChild():
                assert before.phase in (Phase.STARTING, Phase.RUNNING), "signalled a stranger"
                assert memory.phase is Phase.STOPPING
            case Wait(seconds=seconds):
                assert 0.5 <= seconds <= 60, "a busy loop"
            case _:
                pass
        assert 0 <= memory.failures <= GIVE_UP_AFTER
        if before.has_child and not ours:
            # A child is left behind only when it ended, or could not be started.
            assert isinstance(event, (Exited, StopDone, SpawnFailed)), event


def test_silence_is_answered_by_one_restart_and_then_told() -> None:
    memory, action = run(Silent("hangs"), memory=running())
    assert (memory.phase, action) == (Phase.STOPPING, StopChild(HUNG_GRACE_S, hung=True))
    memory, _ = run(StopDone(), Waited(), NOBODY, Answered(), Spoke(proved=False), memory=memory)
    assert (memory.phase, memory.silent) == (Phase.RUNNING, None)
    memory, action = run(Silent("hangs"), memory=memory)
    assert (memory.phase, memory.silent, action) == (Phase.RUNNING, "hangs", None)
    memory, _ = run(Spoke(), memory=memory)
    assert memory.silent is None
    assert isinstance(run(Silent("hangs"), memory=memory)[1], StopChild), "a new hang, a new try"


def test_silence_of_what_serves_others_is_only_told() -> None:
    memory, action = run(Silent("hangs", restart=False), memory=running())
    assert (memory.phase, memory.silent, action) == (Phase.RUNNING, "hangs", None)
    adopted, _ = run(StartAsked(), Looked(Finding.OLLAMA, "systemd"))
    adopted, action = run(Silent("hangs"), memory=adopted)
    assert (adopted.phase, adopted.silent, action) == (Phase.ADOPTED, "hangs", None)
    gone, _ = run(Missed("refused", final=True), memory=adopted)
    assert (gone.phase, gone.silent) == (Phase.LOST, None)


def test_what_something_else_keeps_is_left_to_it_for_a_while() -> None:
    rules = Rules(driven=True)
    memory, action = run(Missed("refused", final=True), memory=running(), rules=rules)
    assert (memory.phase, action) == (Phase.LOST, Wait(machine.OWNER_LOOK_S))
    back, action = run(Waited(), Looked(Finding.OWN, "again"), memory=memory, rules=rules)
    assert (back.phase, action) == (Phase.RUNNING, Watch())
    still, action = run(Waited(), NOBODY, memory=memory, now=OWNER_GRACE_S - 1, rules=rules)
    assert still.phase is Phase.LOST
    started, action = run(Waited(), NOBODY, memory=memory, now=OWNER_GRACE_S, rules=rules)
    assert (started.phase, action) == (Phase.STARTING, Spawn(elsewhere=False))
    taken, action = run(StartAsked(), Looked(Finding.TAKEN, "a web server"), rules=rules)
    assert (taken.phase, action) == (Phase.SEEKING, Wait(machine.LOOK_AGAIN_S))
    _hung, action = run(*[Missed("slow")] * 3, memory=running(), rules=rules)
    assert isinstance(action, StopChild)


def test_a_refused_stop_leaves_it_running() -> None:
    stopping, _ = run(StopAsked(1.0), memory=running())
    memory, action = run(StopRefused("no right"), memory=stopping)
    assert (memory.phase, action) == (Phase.RUNNING, Watch())
    hung, _ = run(*[Missed("slow")] * 3, memory=running())
    memory, action = run(StopRefused("no right"), memory=hung)
    assert (memory.phase, memory.words) == (Phase.LOST, "slow; no right")


def test_what_cannot_be_started_without_somebodys_help_is_tried_once() -> None:
    starting, _ = run(StartAsked(), NOBODY)
    memory, action = run(SpawnFailed("no rights", final=True), memory=starting)
    assert (memory.phase, memory.words) == (Phase.FAILED, "no rights")
    assert action == Wait(machine.LOOK_AGAIN_S)
