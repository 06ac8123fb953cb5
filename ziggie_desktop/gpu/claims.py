"""Owns the question "does another program want the GPU?". Pure: no I/O, no clock.

A program claims it by its name, if the owner listed it, or by how much of the memory it holds. What
belongs to Ollama claims nothing, and neither do programs that the owner took the GPU back from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Set
from fnmatch import fnmatchcase
from typing import Any

import msgspec
from msgspec.structs import replace

from ziggie_desktop.contract.state import Gpu, GpuProcess, GpuStatus

FAMILY = ("ollama*", "llama-server*", "llama_server*")  # a runner's pid is known only after a while
MIB = 1024 * 1024


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    pid: int
    why: str


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """``programs``: names that claim it at once; ``memory_percent`` of a card: so much claims it
    whatever the name. ``after_s``: so long before it counts; ``back_s``: so long free again."""

    programs: tuple[str, ...] = ()
    memory_percent: int = 25
    after_s: float = 10.0
    back_s: float = 60.0


Names = Callable[[GpuProcess], Iterable[str]]


def find_claim(
    status: GpuStatus, rules: Rules, names: Names, spared: Set[int] = frozenset()
) -> Claim | None:
    """The first program on any card that wants it; ``names`` are all that a process is known by.
    Where the driver does not tell a program's memory (Windows), its name alone counts."""
    for card in status.gpus:
        for process in card.processes:
            if process.is_engine or process.pid in spared:
                continue
            claim = _claim_of(process, card, rules, names)
            if claim is not None:
                return claim
    return None


def _claim_of(process: GpuProcess, card: Gpu, rules: Rules, names: Names) -> Claim | None:
    known = {plain(name) for name in names(process)}
    if _any(known, FAMILY):
        return None
    name = process.name or min(known, default=f"process {process.pid}")
    listed = next((one for one in rules.programs if _any(known, (plain(one),))), None)
    if listed is not None:
        return Claim(
            name=name, pid=process.pid, why="it is on the list of programs that come first"
        )
    held, total = process.memory_bytes, card.memory_total_bytes
    if held is None or not total or held * 100 < rules.memory_percent * total:
        return None
    why = f"it holds {held // MIB} of {total // MIB} MiB of the GPU's memory"
    return Claim(name=name, pid=process.pid, why=why)


def plain(name: str) -> str:
    """Without case and Windows' ending, so that one list serves all systems."""
    return name.lower().removesuffix(".exe")


def _any(names: Collection[str], patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in names)


class Lending(msgspec.Struct, frozen=True, kw_only=True):
    """To whom the GPU is lent. Times are seconds since 1970, as they outlive a restart.

    ``owner_until``: the owner said so. ``claim``: a program wants it, since ``claimed_at``, and it
    counts once ``counts``; ``free_since``: the program is gone, but may be back at once.
    """

    owner_since: float | None = None
    owner_until: float | None = None
    claim: Claim | None = None
    claimed_at: float = 0.0
    counts: bool = False
    free_since: float | None = None
    spared: frozenset[int] = msgspec.field(default_factory=frozenset)

    @property
    def lent(self) -> bool:
        return self.owner_until is not None or self.counts


def lend(now: float, seconds: float, lending: Lending) -> Lending:
    """The owner wants it for so long, from now on."""
    since = lending.owner_since if lending.owner_since is not None else now
    return replace(lending, owner_since=since, owner_until=now + seconds)


def take_back(lending: Lending) -> Lending:
    """The owner wants the models back; the program that had it claims nothing until it is gone."""
    had = frozenset() if lending.claim is None else frozenset((lending.claim.pid,))
    return Lending(spared=lending.spared | had)


def step(
    lending: Lending, claim: Claim | None, now: float, rules: Rules, *, pids: Set[int] | None
) -> Lending:
    """One look. ``pids`` are all that are on the GPU now; None: that cannot be told yet."""
    if lending.owner_until is not None and now >= lending.owner_until:
        lending = replace(lending, owner_since=None, owner_until=None)
    if pids is None:
        return lending
    lending = replace(lending, spared=lending.spared & pids)
    changes: dict[str, Any]
    if claim is not None:
        at = now if lending.claim is None else lending.claimed_at
        counts = lending.counts or now - at >= rules.after_s
        changes = {"claim": claim, "claimed_at": at, "counts": counts, "free_since": None}
    elif lending.claim is None:
        return lending
    elif not lending.counts:  # it came and went
        changes = {"claim": None}
    else:
        free = lending.free_since if lending.free_since is not None else now
        over = now - free >= rules.back_s
        changes = {"claim": None, "counts": False} if over else {"free_since": free}
        if over:
            changes["free_since"] = None
    return replace(lending, **changes)
