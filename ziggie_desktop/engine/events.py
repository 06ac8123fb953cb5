"""Owns what can happen to the supervisor and what it can be told to do. Decides nothing."""

from __future__ import annotations

from enum import Enum

import msgspec


class Finding(Enum):
    NOBODY = "nobody"
    OLLAMA = "ollama"  # a real, healthy one that we did not start
    OWN = "own"  # healthy, started by an earlier run of ours
    TAKEN = "taken"  # something else holds the port


class StartAsked(msgspec.Struct, frozen=True):
    pass


class StopAsked(msgspec.Struct, frozen=True):
    grace_s: float


class RestartAsked(msgspec.Struct, frozen=True):
    grace_s: float


class Looked(msgspec.Struct, frozen=True):
    finding: Finding
    words: str


class SpawnFailed(msgspec.Struct, frozen=True):
    """``final``: trying again does not help before somebody does something."""

    words: str
    final: bool = False


class Answered(msgspec.Struct, frozen=True):
    pass


class Missed(msgspec.Struct, frozen=True):
    """``final``: the time for a start is over, or the connection was refused."""

    words: str
    final: bool = False


class Exited(msgspec.Struct, frozen=True):
    """``killed``: ended by a SIGKILL, which only comes from outside."""

    words: str
    killed: bool = False


class Silent(msgspec.Struct, frozen=True):
    """It answers, but generates nothing. ``restart``: nobody else is served by it."""

    words: str
    restart: bool = True


class Spoke(msgspec.Struct, frozen=True):
    """``proved``: it generates. Else only: there is no model that could be silent."""

    proved: bool = True


class Waited(msgspec.Struct, frozen=True):
    pass


class StopDone(msgspec.Struct, frozen=True):
    pass


class StopRefused(msgspec.Struct, frozen=True):
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


class Look(msgspec.Struct, frozen=True):
    pass


class Spawn(msgspec.Struct, frozen=True):
    """``elsewhere``: the wished port is taken, use a free one."""

    elsewhere: bool


class Watch(msgspec.Struct, frozen=True):
    pass


class Wait(msgspec.Struct, frozen=True):
    seconds: float


class StopChild(msgspec.Struct, frozen=True):
    """``hung``: it answers nobody, so that there is nothing to wait for first."""

    grace_s: float
    hung: bool = False


class Rest(msgspec.Struct, frozen=True):
    """Give up whatever is under way; nothing of ours runs."""


Action = Look | Spawn | Watch | Wait | StopChild | Rest
