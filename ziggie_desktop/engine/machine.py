"""Owns the supervisor's next state: events in, actions out. Does no I/O and reads no clock.

What counts as a failure: a start that did not come to health, an end of its own, a hang. Being
killed from outside (SIGKILL) after health says nothing about the program, so it is answered with
the first delay and does not count towards giving up. A minute of health forgets all failures.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never

import msgspec
from msgspec.structs import replace

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

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 60.0
GIVE_UP_AFTER = 5
HEALTH_RESETS_S = 60.0
MISSES_TO_HANG = 3
LOOK_AGAIN_S = 5.0
OWNER_GRACE_S = 10.0
OWNER_LOOK_S = 1.0
HUNG_GRACE_S = 5.0


class Phase(Enum):
    IDLE = "idle"  # not wanted
    LOOKING = "looking"  # finding out who holds the port
    STARTING = "starting"  # our child runs and has not answered yet
    RUNNING = "running"  # our child is healthy
    ADOPTED = "adopted"  # somebody else's server is healthy
    LOST = "lost"  # somebody else's server went away; its owner may bring it back
    BACKOFF = "backoff"
    STOPPING = "stopping"
    SEEKING = "seeking"  # may not start one; waiting for somebody else to
    FAILED = "failed"


class Rules(msgspec.Struct, frozen=True):
    """What the settings allow. ``cannot_start``: why we may not start one, None if we may.
    ``driven``: something else keeps it running, at one place; it may bring it back by itself."""

    cannot_start: str | None = None
    driven: bool = False


class Memory(msgspec.Struct, frozen=True):
    phase: Phase = Phase.IDLE
    words: str = "not started yet"
    failures: int = 0
    starts: int = 0
    missed: int = 0
    healthy_since: float | None = None
    lost_since: float | None = None
    after_stop: str | None = None  # the hang that the stop answers, "" for a wished restart
    silent: str | None = None  # how it shows that generation hangs
    silent_restarts: int = 0  # since it last generated

    @property
    def has_child(self) -> bool:
        return self.phase in (Phase.STARTING, Phase.RUNNING, Phase.STOPPING)


Step = tuple[Memory, Action | None]


def delay_s(failures: int) -> float:
    """0.5 s after the first failure, doubling to 60 s."""
    return min(FIRST_DELAY_S * 2.0 ** max(failures - 1, 0), LONGEST_DELAY_S)


def step(memory: Memory, event: Event, now: float, rules: Rules) -> Step:
    """The next memory, and what to do; an event that does not fit the phase changes nothing."""
    after, action = _next(memory, event, now, rules)
    if after.silent is not None and after.phase not in (Phase.RUNNING, Phase.ADOPTED):
        after = replace(after, silent=None)
    return after, action


def _next(memory: Memory, event: Event, now: float, rules: Rules) -> Step:
    match event:
        case StartAsked():
            return _start(memory)
        case StopAsked(grace_s=grace):
            return _stop(memory, grace)
        case RestartAsked(grace_s=grace):
            return _restart(memory, grace)
        case Looked():
            return _looked(memory, event, now, rules)
        case SpawnFailed(words=words, final=True) if memory.has_child:
            return _give_up(memory, memory.failures + 1, words)
        case SpawnFailed(words=words):
            return _failure(memory, words, now) if memory.has_child else (memory, None)
        case Answered():
            return _answered(memory, now)
        case Missed():
            return _missed(memory, event, now, rules)
        case Exited():
            return _exited(memory, event, now)
        case Silent():
            return _silent(memory, event)
        case Spoke(proved=proved):
            restarts = 0 if proved else memory.silent_restarts
            return replace(memory, silent=None, silent_restarts=restarts), None
        case Waited():
            return _waited(memory)
        case StopDone():
            return _stopped(memory, now)
        case StopRefused(words=words):
            return _refused(memory, words, now)
        case _:
            assert_never(event)


def _start(memory: Memory) -> Step:
    match memory.phase:
        case Phase.IDLE | Phase.FAILED | Phase.SEEKING | Phase.BACKOFF:
            return replace(memory, phase=Phase.LOOKING, failures=0, words="looking"), Look()
        case Phase.STOPPING:
            return replace(memory, after_stop=""), None
        case _:
            return memory, None


def _stop(memory: Memory, grace_s: float) -> Step:
    match memory.phase:
        case Phase.STARTING | Phase.RUNNING:
            stopping = replace(memory, phase=Phase.STOPPING, words="stopping", after_stop=None)
            return stopping, StopChild(grace_s)
        case Phase.STOPPING:
            return replace(memory, after_stop=None), None
        case _:
            return Memory(words="stopped", starts=memory.starts), Rest()


def _restart(memory: Memory, grace_s: float) -> Step:
    match memory.phase:
        case Phase.STARTING | Phase.RUNNING:
            stopping = replace(memory, phase=Phase.STOPPING, words="restarting", after_stop="")
            return replace(stopping, failures=0), StopChild(grace_s)
        case Phase.STOPPING:
            return replace(memory, after_stop="", failures=0), None
        case _:
            return replace(memory, phase=Phase.LOOKING, failures=0, words="looking"), Look()


def _looked(memory: Memory, event: Looked, now: float, rules: Rules) -> Step:
    if memory.phase not in (Phase.LOOKING, Phase.SEEKING, Phase.FAILED, Phase.LOST):
        return memory, None
    found = replace(memory, words=event.words, missed=0, healthy_since=now, lost_since=None)
    match event.finding:
        case Finding.OLLAMA:
            return replace(found, phase=Phase.ADOPTED, failures=0), Watch()
        case Finding.OWN:
            return replace(found, phase=Phase.RUNNING), Watch()
        case Finding.NOBODY | Finding.TAKEN:
            return _not_found(memory, event, now, rules)
        case _:
            assert_never(event.finding)


def _not_found(memory: Memory, event: Looked, now: float, rules: Rules) -> Step:
    if memory.phase is Phase.FAILED:
        return memory, Wait(LOOK_AGAIN_S)
    lost_since = memory.lost_since if memory.phase is Phase.LOST else None
    if lost_since is not None and now - lost_since < OWNER_GRACE_S:
        return memory, Wait(OWNER_LOOK_S)
    if rules.cannot_start is not None:
        words = f"{rules.cannot_start}; {event.words}"
        return replace(memory, phase=Phase.SEEKING, words=words), Wait(LOOK_AGAIN_S)
    if rules.driven and event.finding is Finding.TAKEN:
        words = f"it can be started once its port is free; {event.words}"
        return replace(memory, phase=Phase.SEEKING, words=words), Wait(LOOK_AGAIN_S)
    starting = replace(
        memory,
        phase=Phase.STARTING,
        words=event.words,
        starts=memory.starts + 1,
        missed=0,
        healthy_since=None,
        lost_since=None,
    )
    return starting, Spawn(elsewhere=event.finding is Finding.TAKEN)


def _answered(memory: Memory, now: float) -> Step:
    match memory.phase:
        case Phase.STARTING:
            return replace(memory, phase=Phase.RUNNING, missed=0, healthy_since=now), None
        case Phase.RUNNING | Phase.ADOPTED:
            since = memory.healthy_since if memory.missed == 0 else now
            settled = since is not None and now - since >= HEALTH_RESETS_S
            failures = 0 if settled else memory.failures
            return replace(memory, missed=0, healthy_since=since, failures=failures), None
        case _:
            return memory, None


def _missed(memory: Memory, event: Missed, now: float, rules: Rules) -> Step:
    missed = memory.missed + 1
    hung = event.final or missed >= MISSES_TO_HANG
    match memory.phase:
        case Phase.STARTING if event.final:
            return _end_hung(memory, event.words)
        case Phase.RUNNING if rules.driven and event.final:
            return _lost(memory, f"it went away ({event.words})", now)
        case Phase.RUNNING if missed >= MISSES_TO_HANG:
            return _end_hung(memory, event.words)
        case Phase.RUNNING:
            return replace(memory, missed=missed), None
        case Phase.ADOPTED if hung:
            words = f"the Ollama that somebody else runs went away ({event.words})"
            return _lost(memory, words, now)
        case Phase.ADOPTED:
            return replace(memory, missed=missed), None
        case _:
            return memory, None


def _lost(memory: Memory, words: str, now: float) -> Step:
    lost = replace(memory, phase=Phase.LOST, words=words, missed=0, lost_since=now)
    return lost, Wait(OWNER_LOOK_S)


def _silent(memory: Memory, event: Silent) -> Step:
    """One restart of ours; what that does not help, and what is not ours, is only told."""
    match memory.phase:
        case Phase.RUNNING if event.restart and memory.silent_restarts == 0:
            return _end_hung(replace(memory, silent_restarts=1), event.words)
        case Phase.RUNNING | Phase.ADOPTED:
            return replace(memory, silent=event.words), None
        case _:
            return memory, None


def _end_hung(memory: Memory, words: str) -> Step:
    stopping = replace(memory, phase=Phase.STOPPING, words=words, after_stop=words)
    return stopping, StopChild(HUNG_GRACE_S, hung=True)


def _exited(memory: Memory, event: Exited, now: float) -> Step:
    if memory.phase not in (Phase.STARTING, Phase.RUNNING):
        return memory, None
    if event.killed and memory.phase is Phase.RUNNING:
        failures = _counted(memory, now)
        return _back_off(memory, failures, event.words, FIRST_DELAY_S)
    return _failure(memory, event.words, now)


def _failure(memory: Memory, words: str, now: float) -> Step:
    failures = _counted(memory, now) + 1
    if failures >= GIVE_UP_AFTER:
        return _give_up(
            memory, failures, f"gave up after {failures} failures in a row; last: {words}"
        )
    return _back_off(memory, failures, words, delay_s(failures))


def _give_up(memory: Memory, failures: int, words: str) -> Step:
    failed = replace(memory, phase=Phase.FAILED, failures=failures, words=words)
    return replace(failed, healthy_since=None, after_stop=None), Wait(LOOK_AGAIN_S)


def _counted(memory: Memory, now: float) -> int:
    """The failures that still count: a minute of health forgets them."""
    since = memory.healthy_since
    return 0 if since is not None and now - since >= HEALTH_RESETS_S else memory.failures


def _back_off(memory: Memory, failures: int, words: str, delay: float) -> Step:
    text = f"{words}; starting again in {delay:g} s"
    waiting = replace(memory, phase=Phase.BACKOFF, failures=failures, words=text, missed=0)
    return replace(waiting, healthy_since=None, after_stop=None), Wait(delay)


def _waited(memory: Memory) -> Step:
    match memory.phase:
        case Phase.BACKOFF:
            return replace(memory, phase=Phase.LOOKING), Look()
        case Phase.SEEKING | Phase.FAILED | Phase.LOST:
            return memory, Look()
        case _:
            return memory, None


def _stopped(memory: Memory, now: float) -> Step:
    if memory.phase is not Phase.STOPPING:
        return memory, None
    if memory.after_stop is None:
        return Memory(words="stopped", starts=memory.starts), Rest()
    if memory.after_stop == "":
        return replace(memory, phase=Phase.LOOKING, after_stop=None, healthy_since=None), Look()
    return _failure(memory, memory.after_stop, now)


def _refused(memory: Memory, words: str, now: float) -> Step:
    """It runs on. One that hung is looked at again: its owner may mend it."""
    if memory.phase is not Phase.STOPPING:
        return memory, None
    if memory.after_stop:
        return _lost(replace(memory, after_stop=None), f"{memory.after_stop}; {words}", now)
    return replace(memory, phase=Phase.RUNNING, after_stop=None, missed=0), Watch()
