"""Owns how the supervisor's memory reads for people. Pure: no I/O, no clock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, EngineStatus
from ziggie_desktop.engine.machine import Memory, Phase
from ziggie_desktop.engine.owner import Owner, OwnerKind

_REMEDIES = (
    ("address already in use", "Stop the program that holds the port, or set another OLLAMA_HOST."),
    ("only one usage of each socket", "Stop the program that holds the port, or set OLLAMA_HOST."),
    ("access permissions", "Windows reserves this port: set another one in OLLAMA_HOST."),
    ("permission denied", "Give your user the right to read the program and the models folder."),
    ("no space left", "Free space on the disk that holds the models."),
    ("no such file", "Check ZIGGIE_OLLAMA and OLLAMA_MODELS: one of them names nothing."),
    ("exec format error", "The ollama program is for another kind of processor: reinstall it."),
    ("error while loading shared libraries", "The Ollama installation is incomplete: reinstall."),
)
INSTALL = "Install Ollama (https://ollama.com/download) or name it with ZIGGIE_OLLAMA."


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the supervisor knows beside the machine's memory."""

    owner: Owner
    url: str | None = None
    pid: int | None = None
    version: str | None = None
    program: Path | None = None
    elsewhere: str | None = None  # why another port than the wished one is used
    adopt_only: bool = False
    log: Path | None = None
    driven: bool = False  # a unit or a container is to keep it
    keeper: str = "our own Ollama"
    progress: str | None = None  # what a long start is doing
    remedy: str | None = None  # of the last start that went wrong


def state_of(memory: Memory, facts: Facts) -> EngineState:
    """The state that the contract knows."""
    match memory.phase:
        case Phase.IDLE:
            return EngineState.STOPPED
        case Phase.LOOKING | Phase.STARTING | Phase.BACKOFF:
            return EngineState.STARTING
        case Phase.RUNNING:
            return EngineState.DEGRADED if _unwell(memory) else EngineState.READY
        case Phase.ADOPTED:
            return EngineState.DEGRADED if _unwell(memory) else EngineState.ADOPTED
        case Phase.LOST:
            return EngineState.DEGRADED
        case Phase.STOPPING:
            return EngineState.STOPPING
        case Phase.FAILED:
            return EngineState.FAILED
        case Phase.SEEKING:
            there = facts.program or facts.driven
            return EngineState.STOPPED if there else EngineState.ABSENT


def _unwell(memory: Memory) -> bool:
    return bool(memory.missed) or memory.silent is not None


def usable(memory: Memory) -> bool:
    """Whether requests may be sent there."""
    return memory.phase in (Phase.RUNNING, Phase.ADOPTED)


def status_of(
    memory: Memory,
    facts: Facts,
    since: datetime,
    *,
    waiting: tuple[str, ...] = (),
    renewal: str | None = None,
) -> EngineStatus:
    """The status as the snapshot shows it; ``waiting``: settings that are not in force, and
    ``renewal`` what brings them into force where a restart does not."""
    return EngineStatus(
        state=state_of(memory, facts),
        reason=_reason(memory, facts),
        remedy=_remedy(memory, facts) or renewal,
        owner=_owner(memory, facts),
        url=facts.url if usable(memory) else None,
        pid=facts.pid,
        version=facts.version if usable(memory) else None,
        program=str(facts.program) if facts.program else None,
        since=since,
        restarts=max(memory.starts - 1, 0),
        settings_waiting=waiting,
    )


def _owner(memory: Memory, facts: Facts) -> str:
    kind = facts.owner.kind
    ours = memory.phase in (Phase.STARTING, Phase.RUNNING, Phase.STOPPING, Phase.BACKOFF)
    if ours and kind not in (OwnerKind.SYSTEMD, OwnerKind.DOCKER):
        return OwnerKind.OURS.value
    return OwnerKind.FOREIGN.value if kind is OwnerKind.ORPHAN else kind.value


def _reason(memory: Memory, facts: Facts) -> str:
    match memory.phase:
        case Phase.RUNNING | Phase.ADOPTED if memory.silent is not None:
            text = memory.silent
        case Phase.RUNNING if memory.missed:
            text = f"{facts.keeper} missed {memory.missed} of the last probes"
        case Phase.RUNNING:
            text = f"{facts.keeper} answers"
        case Phase.STARTING:
            text = f"{facts.keeper} is starting"
            if facts.progress:
                text = f"{text}: {facts.progress}"
        case Phase.ADOPTED if memory.missed:
            text = f"{facts.owner.words} missed {memory.missed} of the last probes"
        case Phase.ADOPTED:
            return f"adopted {facts.owner.words}; it is never stopped by us"
        case _:
            return memory.words
    return f"{text}; {facts.elsewhere}" if facts.elsewhere else text


def _remedy(memory: Memory, facts: Facts) -> str | None:
    match memory.phase:
        case Phase.RUNNING if memory.silent is not None:
            return "Restart the engine. If that does not help, restart the machine: its GPU hangs."
        case Phase.ADOPTED if memory.silent is not None:
            return f"Restart it the way it was started: {facts.owner.words}."
        case Phase.FAILED:
            return facts.remedy or remedy_for(memory.words, facts.log)
        case Phase.SEEKING if facts.adopt_only:
            return "Start Ollama yourself, or start the service without --adopt-only."
        case Phase.SEEKING if facts.driven:
            return 'Free the port, or install what is missing; or set engine.run = "child".'
        case Phase.SEEKING if facts.program is None:
            return INSTALL
        case Phase.SEEKING:
            return "Start Ollama there, or set OLLAMA_HOST to this machine."
        case Phase.IDLE:
            return "Start the engine."
        case Phase.LOST if facts.driven:
            return "What keeps it may bring it back; after a while we start it."
        case Phase.LOST:
            return "Bring it back the way it was started; after a while we start our own."
        case _:
            return None


def remedy_for(words: str, log: Path | None) -> str:
    """What to do about a failed start, from Ollama's own last words."""
    lowered = words.lower()
    for mark, remedy in _REMEDIES:
        if mark in lowered:
            return remedy
    where = f" Its last lines are in {log}." if log else ""
    return f"Run `ollama serve` in a terminal to see what it says, then start the engine.{where}"


def not_ready(status: EngineStatus) -> ZiggieError:
    """The error of somebody who needs the engine now."""
    return ZiggieError(
        "engine_not_ready",
        f"Ollama is {status.state.value}: {status.reason}.",
        status.remedy or "Wait a moment and try again.",
        status=503,
    )
