"""Owns which problems are worth a note, and that none is told twice, over restarts too.

A problem is known by its code. The same one, gone and back soon, is no news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ziggie_desktop.contract.state import Problem, ProblemsDocument, Severity, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.notes import Note
from ziggie_desktop.desktop.presenters.rules import NoteKind
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.presenters.words import mark, t

FLICKER = timedelta(minutes=10)  # gone for less: it was never gone
UNSEEN = timedelta(hours=24)  # the same while this program did not run
UPDATE_UNSEEN = timedelta(days=30)
KEPT = timedelta(days=60)

# By code: the kind, the title, and the page that explains it.
CODES = {
    "budget_warning": (NoteKind.BUDGET, mark("A cloud budget is nearly used up"), Page.ROUTING),
    "budget_spent": (NoteKind.BUDGET, mark("A cloud budget is used up"), Page.ROUTING),
    "gpu_hot": (NoteKind.GPU_HOT, mark("The GPU is too hot"), Page.GPU),
    "gpu_lost": (NoteKind.GPU_LOST, mark("The GPU no longer answers"), Page.GPU),
    "silent_cpu": (
        NoteKind.SILENT_CPU,
        mark("A model runs on the processor instead"),
        Page.DASHBOARD,
    ),
    "engine_update": (NoteKind.UPDATE, mark("An update is there"), Page.DASHBOARD),
}
URGENT = frozenset({"budget_spent", "gpu_hot", "gpu_lost"})


class ProblemNotes:
    """``told``: what was told before, and when it was last seen; to be kept by ``told()``."""

    def __init__(self, *, told: Mapping[str, datetime], now: Callable[[], datetime]) -> None:
        self._told = dict(told)
        self._now = now
        self._here: frozenset[str] = frozenset()
        self._before = frozenset(told)  # not yet looked for by this program

    def on(self, change: Struct) -> tuple[Note, ...]:
        match change:
            case State(problems=problems) | ProblemsDocument(problems=problems):
                return self._look(problems)
            case _:
                return ()

    def told(self) -> dict[str, datetime]:
        """To be handed in again after a restart."""
        now = self._now()
        self._told |= dict.fromkeys(self._here, now)
        return {key: seen for key, seen in self._told.items() if now - seen < KEPT}

    def _look(self, problems: tuple[Problem, ...]) -> tuple[Note, ...]:
        now = self._now()
        self._told |= dict.fromkeys(self._here, now)  # until this moment it was there
        found = {_key(problem): problem for problem in problems if _counts(problem)}
        news = [problem for key, problem in found.items() if self._is_news(key, problem, now)]
        self._told |= dict.fromkeys(found, now)
        self._here = frozenset(found)
        self._before = frozenset()
        return tuple(_note(problem) for problem in news)

    def _is_news(self, key: str, problem: Problem, now: datetime) -> bool:
        last = self._told.get(key)
        if last is None:
            return True
        if key not in self._before:
            return now - last > FLICKER
        is_update = CODES[problem.code][0] is NoteKind.UPDATE
        return now - last > (UPDATE_UNSEEN if is_update else UNSEEN)


def _counts(problem: Problem) -> bool:
    """A hint (a model that is partly on the processor) is shown, but disturbs nobody."""
    if problem.code not in CODES:
        return False
    is_update = CODES[problem.code][0] is NoteKind.UPDATE
    return is_update or problem.severity is not Severity.INFO


def _key(problem: Problem) -> str:
    """An update to another version is another update."""
    is_update = CODES.get(problem.code, (None,))[0] is NoteKind.UPDATE
    return f"{problem.code} {problem.title}" if is_update else problem.code


def _note(problem: Problem) -> Note:
    kind, title, page = CODES[problem.code]
    words = text.sentences(said(problem.title), said(problem.remedy))
    click = Do(Verb.OPEN, page)
    return Note(kind, f"problem.{kind}", t(title), words, click, urgent=problem.code in URGENT)
