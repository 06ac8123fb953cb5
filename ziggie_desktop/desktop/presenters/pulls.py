"""Owns what is said of downloads: how far, in which order, and what can be done about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Missing
from ziggie_desktop.desktop.presenters.view import (
    UNKNOWN_FRACTION,
    ButtonView,
    Do,
    PillView,
    RowView,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import t


def pull_fraction(pull: Pull) -> float | None:
    if pull.completed_bytes is None or not pull.total_bytes:
        return None
    return min(1.0, pull.completed_bytes / pull.total_bytes)


def pull_row(pull: Pull) -> RowView:
    done = pull_fraction(pull)
    cancel = ButtonView(
        t("Cancel"), Do(Verb.PULL_CANCEL, pull.id), says=t("Cancel {model}", model=pull.model)
    )
    pause = ButtonView(
        t("Pause"), Do(Verb.PULL_PAUSE, pull.id), says=t("Pause {model}", model=pull.model)
    )
    resume = ButtonView(
        t("Resume"), Do(Verb.PULL_RESUME, pull.id), says=t("Resume {model}", model=pull.model)
    )
    now = ButtonView(
        t("Now"), Do(Verb.PULL_NOW, pull.id), says=t("Download {model} now", model=pull.model)
    )
    retry = ButtonView(
        t("Try again"), Do(Verb.PULL_RESUME, pull.id), says=t("Try {model} again", model=pull.model)
    )
    detail, pill, note = "", None, said(pull.note or "")
    buttons: tuple[ButtonView, ...] = ()
    more: tuple[ButtonView, ...] = ()
    match pull.state:
        case PullState.RUNNING:
            detail, buttons = _running(pull), (pause, cancel)
            pill = PillView(t("Now")) if pull.now else None
        case PullState.PAUSED:
            detail, buttons = _amount(pull), (resume, cancel)
            pill = PillView(t("Paused"))
        case PullState.QUEUED:
            # For the hours, for room, for the engine: the service says which.
            waits = pull.status.startswith("waits")
            detail = text.sentence(said(pull.status)) if waits else t("Waits for its turn")
            buttons, more, pill = (now, cancel), _moves(pull), PillView(_place(pull))
        case PullState.FAILED:
            note = text.sentences(said(pull.error or ""), said(pull.remedy or ""))
            detail, buttons = _amount(pull) if note else t("The download failed"), (retry, cancel)
            pill = PillView(t("Failed"), Tone.BAD)
        case PullState.DONE:
            detail, pill = text.size(pull.total_bytes), PillView(t("Done"), Tone.GOOD)
        case PullState.CANCELLED:
            pill = PillView(t("Cancelled"))
    running = pull.state is PullState.RUNNING
    fraction = UNKNOWN_FRACTION if done is None and running else done
    return RowView(
        key=pull.id,
        title=pull.model,
        detail=detail,
        pill=pill,
        fraction=fraction,
        buttons=buttons,
        note=note,
        more=more,
    )


def _place(pull: Pull) -> str:
    """Where it stands among those that wait."""
    if pull.position is None:
        return t("Queued")
    return t("Queued, place {place}", place=text.number(pull.position))


def _moves(pull: Pull) -> tuple[ButtonView, ...]:
    words = (
        ("first", t("To the front")),
        ("up", t("One forward")),
        ("down", t("One back")),
        ("last", t("To the end")),
    )
    ahead = pull.position is None or pull.position > 1
    return tuple(
        ButtonView(
            label,
            Do(Verb.PULL_MOVE, pull.id, where),
            enabled=ahead or where in ("down", "last"),
            says=f"{label}: {pull.model}",
        )
        for where, label in words
    )


def downloads_remark(settings: Mapping[str, Any] | Missing) -> str:
    """How many run at once, and when."""
    found = settings.get("pulls") if isinstance(settings, Mapping) else None
    if not isinstance(found, Mapping):
        return ""
    parts = []
    if isinstance(found.get("parallel"), int):
        parts.append(t("%Ln at once", "", found["parallel"]))
    if found.get("window"):
        parts.append(t("queued ones run {hours}", hours=found["window"]))
    return " · ".join(parts)


def _amount(pull: Pull) -> str:
    done = pull_fraction(pull)
    if done is None:
        return said(pull.status) or t("Starting")
    part, whole = text.size(pull.completed_bytes), text.size(pull.total_bytes)
    return f"{text.percent(done)} · " + t("{part} of {whole}", part=part, whole=whole)


def _running(pull: Pull) -> str:
    parts = [_amount(pull)]
    if pull.bytes_per_s is not None:
        parts.append(text.speed(pull.bytes_per_s))
    if pull.seconds_left is not None:
        parts.append(t("{time} left", time=text.duration(max(1.0, pull.seconds_left))))
    return " · ".join(parts)
