"""Owns how a move of the models folder goes on, and what a start finds of one that was cut short.

Pure: no I/O, no clock. The journal is written before each step.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

MOST_TRIES = 3
MARGIN_BYTES = 64 * 1024 * 1024


class Step(StrEnum):
    COPY = "copy"
    VERIFY = "verify"
    WAIT = "wait"  # until nobody is being answered
    SWITCH = "switch"  # the engine stops, the settings name the new place
    PROVE = "prove"  # the engine starts there and lists the same models
    DELETE = "delete"  # the old files
    BACK = "back"  # the settings name the old place again, the copy goes


CANCELLABLE = (Step.COPY, Step.VERIFY, Step.WAIT)
SWITCHED = (Step.SWITCH, Step.PROVE, Step.BACK)


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """``setting``: what the settings said before, None for Ollama's own place. ``made``: the new
    folder was not there before. ``device``: the disk that it lies on, as the system numbers it."""

    source: str
    target: str
    setting: str | None
    made: bool
    device: int | None = None
    step: Step = Step.COPY
    tries: int = 1


class Resumption(msgspec.Struct, frozen=True, kw_only=True):
    """``restore``: the settings name the old place first. ``go_on`` with this journal; None: the
    copy is deleted and ``given_up`` says why."""

    restore: bool
    go_on: Journal | None = None
    given_up: str | None = None


def resumption(journal: Journal) -> Resumption:
    """What a start does with a move that was cut short: never a place that was not proved."""
    if journal.step is Step.DELETE:
        return Resumption(restore=False, go_on=journal)
    restore = journal.step in SWITCHED
    if journal.step is Step.BACK:
        words = f"the models stay in {journal.source}: the new place did not prove itself"
        return Resumption(restore=True, given_up=words)
    if journal.tries >= MOST_TRIES:
        words = f"moving the models to {journal.target} was interrupted {MOST_TRIES} times"
        return Resumption(restore=restore, given_up=words)
    again = msgspec.structs.replace(journal, step=Step.COPY, tries=journal.tries + 1)
    return Resumption(restore=restore, go_on=again)


def check_places(source: PurePath, target: PurePath) -> None:
    """Two folders apart from each other; both are given with their links followed."""
    if source == target:
        raise _refused(f"The models are in {target} already.", "Name another folder.")
    if target.is_relative_to(source) or source.is_relative_to(target):
        raise _refused(
            f"{target} and the models' present folder {source} lie in one another.",
            "Name a folder beside it, or on another disk.",
        )


def check_room(*, needed: int, free: int, folder: str) -> None:
    """All that is copied, and a little more, must fit."""
    if needed + MARGIN_BYTES > free:
        raise ZiggieError(
            "disk_full",
            f"The models need {needed / 1e9:.1f} GB more; {folder} has {free / 1e9:.1f} GB free.",
            "Free space there, name a folder on another disk, or remove models you do not use.",
            status=507,
        )


def lost(before: frozenset[str], after: frozenset[str]) -> str | None:
    """What is no longer listed, in words; None when all is there."""
    missing = sorted(before - after)
    if not missing:
        return None
    return f"from the new place the engine does not list {', '.join(missing[:3])}"


def _refused(title: str, remedy: str) -> ZiggieError:
    return ZiggieError("move_refused", title, remedy, status=409)
