"""Owns what is undone when a version failed or a change of versions was cut short. Starts nothing.

Files only, so that it can come before anything is started.
"""

from __future__ import annotations

import logging

from ziggie_desktop.engine.install import steps
from ziggie_desktop.engine.install.steps import Journal, Step
from ziggie_desktop.engine.install.store import Current, Store

log = logging.getLogger("ziggie.engine")


def go_back(store: Store, journal: Journal) -> None:
    """Choose the version before; one that failed is deleted and not offered again."""
    assert journal.version is not None
    before = store.current()
    failed = journal.step is Step.BACK  # else it was only cut short
    if journal.previous is None:
        store.choose(None)
    else:
        known = before.rejected if before is not None else ()
        rejected = {*known, journal.version} if failed else set(known)
        store.choose(Current(version=journal.previous, rejected=tuple(sorted(rejected))))
    if failed:
        store.drop(journal.version)


def resume(store: Store) -> tuple[Journal | None, str | None]:
    """What an earlier run left unfinished, before anything is started: never an unproved version.
    The journal to go on with, and words if it was given up."""
    journal = store.journal()
    if journal is None:
        return None, None
    found = steps.resumption(journal)
    try:
        if found.go_back and journal.version is not None:
            go_back(store, journal)
        store.note(found.go_on)
    except OSError as error:
        log.warning("a change of Ollama's version cannot be undone: %s", error.strerror)
        return None, None
    return found.go_on, found.given_up
