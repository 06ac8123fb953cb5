"""Owns how an installation goes on, step by step, and what a start finds of one that was cut short.

Pure: no I/O, no clock. The journal is written before each step, so that it names the last step
that may have begun.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

MOST_TRIES = 3


class Step(StrEnum):
    FETCH = "fetch"  # ask for the release, download it, check it
    UNPACK = "unpack"
    WAIT = "wait"  # until nobody is being answered and nothing is pulled
    SWAP = "swap"  # stop the old one, choose the new one
    PROVE = "prove"  # start it, let it generate
    CLEAN = "clean"  # it is proved: delete what is older than the one before
    BACK = "back"  # it is not: choose the one before


_NEXT = {
    Step.FETCH: Step.UNPACK,
    Step.UNPACK: Step.WAIT,
    Step.WAIT: Step.SWAP,
    Step.SWAP: Step.PROVE,
    Step.PROVE: Step.CLEAN,
}
CANCELLABLE = (Step.FETCH, Step.UNPACK, Step.WAIT)


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """``version`` None until the release was asked for; ``previous`` None: nothing before it."""

    kind: Literal["install", "upgrade"]
    version: str | None
    previous: str | None
    step: Step = Step.FETCH
    tries: int = 1


def after(journal: Journal, *, proved: bool = True) -> Journal | None:
    """The next step; None when that was the last one. ``proved`` counts after swap and prove."""
    if journal.step in (Step.SWAP, Step.PROVE) and not proved:
        return msgspec.structs.replace(journal, step=Step.BACK)
    following = _NEXT.get(journal.step)
    return None if following is None else msgspec.structs.replace(journal, step=following)


class Resumption(msgspec.Struct, frozen=True, kw_only=True):
    """What a start does before anything else: ``go_back`` to ``journal.previous``; ``go_on`` with
    this journal. ``given_up`` says in words why not."""

    go_back: bool = False
    go_on: Journal | None = None
    given_up: str | None = None


def resumption(journal: Journal) -> Resumption:
    """An unproved version is never what a start begins with: back first, then on."""
    if journal.step is Step.CLEAN:
        return Resumption(go_on=journal)
    go_back = journal.step in (Step.SWAP, Step.PROVE, Step.BACK)
    name = f"Ollama {journal.version or ''}".strip()
    if journal.step is Step.BACK:
        return Resumption(go_back=True, given_up=f"{name} did not prove itself and was rolled back")
    if journal.tries >= MOST_TRIES:
        return Resumption(
            go_back=go_back, given_up=f"installing {name} was interrupted {MOST_TRIES} times"
        )
    step = Step.FETCH if not go_back else Step.WAIT
    again = msgspec.structs.replace(journal, step=step, tries=journal.tries + 1)
    return Resumption(go_back=go_back, go_on=again)
