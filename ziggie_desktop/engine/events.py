"""Owns what can happen to the supervisor and what it can be told to do. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Finding(Enum):
    NOBODY = "nobody"
    OLLAMA = "ollama"  # a real, healthy one that we did not start
    OWN = "own"  # healthy, started by an earlier run of ours
    TAKEN = "taken"  # something else holds the port


@dataclass(frozen=True, slots=True)
class StartAsked:
    pass


@dataclass(frozen=True, slots=True)
class StopAsked:
    grace_s: float


@dataclass(frozen=True, slots=True)
class RestartAsked:
    grace_s: float


@dataclass(frozen=True, slots=True)
class Looked:
    finding: Finding
    words: str


@dataclass(frozen=True, slots=True)
class SpawnFailed:
    """``final``: trying again does not help before somebody does something."""

    words: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    pass


@dataclass(frozen=True, slots=True)
class Missed:
    """``final``: the time for a start is over, or the connection was refused."""

    words: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Exited:
    """``killed``: ended by a SIGKILL, which only comes from outside."""

    words: str
    killed: bool = False


@dataclass(frozen=True, slots=True)
class Silent:
    """It answers, but generates nothing. ``restart``: nobody else is served by it."""

    words: str
    restart: bool = True


@dataclass(frozen=True, slots=True)
class Spoke:
    """``proved``: it generates. Else only: there is no model that could be silent."""

    proved: bool = True


@dataclass(frozen=True, slots=True)
class Waited:
    pass


@dataclass(frozen=True, slots=True)
class StopDone:
    pass


@dataclass(frozen=True, slots=True)
class StopRefused:
    """We have no right to stop it: it runs on."""

    words: str


Event = (
    StartAsked
    | StopAsked
    | RestartAsked
    | Looked
    | SpawnFailed
    | Answered
    | Missed
    | Exited
    | Silent
    | Spoke
    | Waited
    | StopDone
    | StopRefused
)


@dataclass(frozen=True, slots=True)
class Look:
    pass


@dataclass(frozen=True, slots=True)
class Spawn:
    """``elsewhere``: the wished port is taken, use a free one."""

    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Watch:
    pass


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class StopChild:
    """``hung``: it answers nobody, so that there is nothing to wait for first."""

    grace_s: float
    hung: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """Give up whatever is under way; nothing of ours runs."""


Action = Look | Spawn | Watch | Wait | StopChild | Rest
