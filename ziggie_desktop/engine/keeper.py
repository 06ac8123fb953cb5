"""Owns the seam between the supervisor and what keeps an Ollama running. Does nothing itself.

A keeper is our own child's (launch.py), a systemd unit's (systemd.py) or a container's (docker.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from ziggie_desktop.engine.host import Host
from ziggie_desktop.engine.owner import OwnerKind
from ziggie_desktop.engine.settings import KEEP_ALIVE
from ziggie_desktop.web import aiohttp

Say = Callable[[str], None]


class Ending(msgspec.Struct, frozen=True):
    """``killed``: by a SIGKILL, which only comes from outside."""

    words: str
    killed: bool = False


class Kept(Protocol):
    """One running Ollama that may be stopped by us."""

    @property
    def pid(self) -> int | None: ...

    @property
    def settings(self) -> Mapping[str, str]:
        """The environment that it runs with, as far as we know it."""

    @property
    def owned(self) -> frozenset[str]:
        """The names in it that come from our settings."""

    async def ending(self) -> Ending | None:
        """Wait for its end; None at once where its own manager brings it back."""

    async def stop(self, grace_s: float) -> bool:
        """Ask it to end, wait, then end it; True when nothing of it is left. ZiggieError when
        that is refused to us."""

    async def sweep(self) -> bool:
        """End what is left of it after its end; True when nothing is."""

    def tail(self) -> tuple[str, ...]:
        """Its last lines, where they are ours to read."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One that already runs, is healthy and may be stopped by us."""

    kept: Kept
    host: Host
    version: str


class Keeper(Protocol):
    """Starts an Ollama in one way, and knows it again. ``driven``: something else keeps it, so it
    outlives us and is not ended when the service ends."""

    kind: OwnerKind
    driven: bool

    @property
    def words(self) -> str:
        """What it keeps, for people."""

    @property
    def impossible(self) -> str | None:
        """Why it may not start one, None if it may."""

    @property
    def settings(self) -> Mapping[str, str]:
        """What the owner's settings say to the next one that is started."""

    async def wished(self) -> Host:
        """Where it is to listen."""

    async def find(self, http: aiohttp.ClientSession) -> Found | None: ...

    async def start(self, host: Host, *, keep_partials: bool, say: Say) -> Kept:
        """Start it at ``host``; ZiggieError says why not. ``say`` takes words of progress."""

    def renewal(self) -> str | None:
        """What the owner must do for settings that wait; None where our own restart does it."""

    def forget(self) -> None:
        """Nothing of it runs any more."""


def differing(keeper: Keeper, kept: Kept) -> tuple[str, ...]:
    """The variables that the next start will set in another way than ``kept`` has them."""
    wanted = keeper.settings
    names = (set(wanted) | kept.owned) - {KEEP_ALIVE}
    return tuple(sorted(name for name in names if wanted.get(name) != kept.settings.get(name)))
