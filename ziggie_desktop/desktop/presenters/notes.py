"""Owns what is worth a notification. Says nothing twice; many fallbacks become one note."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from ziggie_desktop.contract.state import (
    EngineState,
    EngineStatus,
    Fallback,
    Pull,
    PullState,
    State,
)
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import side
from ziggie_desktop.desktop.presenters.rules import NoteKind
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.presenters.words import t

BUNDLE_S = 60.0  # fallbacks that follow one another within this time share one note
SEEN_KEPT = 1000
MORNING_LINES = 6
HEALTHY = frozenset({EngineState.READY, EngineState.ADOPTED})


class Note(msgspec.Struct, frozen=True):
    """``tag``: a later note with the same tag replaces this one on the screen. ``urgent``: it comes
    in quiet hours too."""

    kind: NoteKind
    tag: str
    title: str
    body: str
    click: Do
    buttons: tuple[tuple[str, Do], ...] = ()
    urgent: bool = False


class Notes:
    """Turns changes into notes. ``now`` is a monotonic clock in seconds."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        self._now = now
        self._seen: dict[str, None] = {}
        self._bundle: list[Fallback] = []
        self._bundled_at = 0.0
        self._engine: EngineState | None = None
        self._failed = False
        self._pulls: dict[str, PullState] = {}

    def on(self, change: Struct) -> Note | None:
        match change:
            case State():
                return self._on_snapshot(change)
            case Fallback():
                return self._on_fallbacks([change])
            case EngineStatus():
                return self._on_engine(change)
            case Pull():
                return self._on_pull(change)
            case _:
                return None

    def _on_snapshot(self, state: State) -> Note | None:
        """The first one is how things stand; a later one may bring what was missed meanwhile."""
        first = self._engine is None
        self._pulls = {pull.id: pull.state for pull in state.pulls}
        if first:
            self._engine = state.engine.state
            self._failed = state.engine.state is EngineState.FAILED
            for fallback in state.fallbacks:
                self._remember(fallback.request_id)
            return None
        return self._on_engine(state.engine) or self._on_fallbacks(list(reversed(state.fallbacks)))

    def _on_fallbacks(self, fallbacks: list[Fallback]) -> Note | None:
        fresh = [f for f in fallbacks if self._remember(f.request_id)]
        if not fresh:
            return None
        now = self._now()
        if now - self._bundled_at > BUNDLE_S:
            self._bundle = []
        self._bundled_at = now
        self._bundle += fresh
        return (
            fallback_note(self._bundle[-1]) if len(self._bundle) == 1 else bundle_note(self._bundle)
        )

    def _remember(self, key: str) -> bool:
        if key in self._seen:
            return False
        self._seen[key] = None
        while len(self._seen) > SEEN_KEPT:
            del self._seen[next(iter(self._seen))]
        return True

    def _on_engine(self, engine: EngineStatus) -> Note | None:
        before, self._engine = self._engine, engine.state
        if engine.state is EngineState.FAILED and before is not EngineState.FAILED:
            self._failed = True
            words = text.sentences(said(engine.reason), said(engine.remedy or ""))
            retry = (t("Try again"), Do(Verb.ENGINE_START))
            click = Do(Verb.OPEN, Page.DASHBOARD)
            return Note(
                NoteKind.ENGINE,
                "engine",
                t("The engine failed"),
                words,
                click,
                (retry,),
                urgent=True,
            )
        if engine.state in HEALTHY and self._failed:
            self._failed = False
            words = t("Requests are answered locally again.")
            return Note(
                NoteKind.ENGINE,
                "engine",
                t("The engine is back"),
                words,
                Do(Verb.OPEN, Page.DASHBOARD),
            )
        return None

    def _on_pull(self, pull: Pull) -> Note | None:
        before = self._pulls.get(pull.id)
        self._pulls[pull.id] = pull.state
        if before is pull.state:
            return None
        click = Do(Verb.OPEN, Page.MODELS)
        if pull.state is PullState.DONE:
            body = t("{size} downloaded. It can be used now.", size=text.size(pull.total_bytes))
            return Note(
                NoteKind.PULL,
                f"pull.{pull.id}",
                t("{model} is here", model=pull.model),
                body,
                click,
            )
        if pull.state is PullState.FAILED:
            body = text.sentences(said(pull.error or ""), said(pull.remedy or ""))
            retry = (t("Try again"), Do(Verb.PULL_RESUME, pull.id))
            return Note(
                NoteKind.PULL,
                f"pull.{pull.id}",
                t("{model} was not downloaded", model=pull.model),
                body,
                click,
                (retry,),
            )
        return None


def fallback_note(fallback: Fallback) -> Note:
    if fallback.route is None:
        title = t("A request of {component} was not answered", component=fallback.component)
    else:
        title = t(
            "{component}: {route} answered instead of {first}",
            component=fallback.component,
            route=side(fallback.route),
            first=side(fallback.from_route),
        )
    click = explained(fallback)
    return Note(NoteKind.FALLBACK, "fallback", title, _fallback_words(fallback), click)


def explained(fallback: Fallback) -> Do:
    """To the page of requests, where this one is told of in full."""
    return Do(Verb.OPEN, Page.ACTIVITY, fallback.request_id)


def _fallback_words(fallback: Fallback) -> str:
    parts = [text.sentence(said(fallback.reason))]
    if fallback.delay_ms is not None:
        parts.append(t("{time} later", time=text.duration(fallback.delay_ms / 1000)))
    if fallback.route == "cloud" or fallback.cost_pico is not None:
        words = t("price {price}", price=text.price(fallback.cost_pico))
        parts.append(f"{words} ({t('simulated')})" if fallback.simulated else words)
    return " · ".join(part for part in parts if part)


def bundle_note(fallbacks: list[Fallback]) -> Note:
    """One note for many: how many, of whom, the last reason, and what is known of the price."""
    components = sorted({f.component for f in fallbacks})
    of = ", ".join(components[:3]) + (" " + t("and others") if len(components) > 3 else "")
    costs = [f.cost_pico for f in fallbacks if f.route == "cloud" or f.cost_pico is not None]
    known = sum(cost for cost in costs if cost is not None)
    price = text.price(known)
    body = " · ".join(
        (
            of,
            t("last reason: {reason}", reason=said(fallbacks[-1].reason)),
            t("price at least {price}", price=price)
            if None in costs
            else t("price {price}", price=price),
        )
    )
    if any(f.simulated for f in fallbacks):
        body += f" ({t('simulated')})"
    title = t("%Ln request(s) were not answered by their first choice", "", len(fallbacks))
    return Note(NoteKind.FALLBACK, "fallback", title, body, explained(fallbacks[-1]))


def morning_note(notes: list[Note]) -> Note:
    """What came in the quiet hours, as one; the click leads where most of it is explained."""
    if len(notes) == 1:
        return notes[0]
    clicks = [note.click for note in notes]
    click = max(clicks, key=clicks.count)
    titles = list(dict.fromkeys(note.title for note in notes))
    body = "\n".join(titles[:MORNING_LINES])
    if len(titles) > MORNING_LINES:
        body += "\n…"
    title = t("%Ln note(s) of the quiet hours", "", len(notes))
    return Note(notes[-1].kind, "morning", title, body, click)
