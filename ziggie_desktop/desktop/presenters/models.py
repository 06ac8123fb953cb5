"""Owns what the models page says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from ziggie_desktop.contract.state import LoadedModel, Model, Pull, PullState, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.status import UP
from ziggie_desktop.desktop.presenters.view import (
    UNKNOWN_FRACTION,
    ButtonView,
    Do,
    NoticeView,
    PillView,
    RowView,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import mark, t

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}")
EXAMPLE = "llama3.2:3b"
UNDER_WAY = (
    (Verb.LOAD, mark("Loading…")),
    (Verb.UNLOAD, mark("Unloading…")),
    (Verb.REMOVE, mark("Removing…")),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Asked once before something is lost."""

    title: str
    text: str
    go: ButtonView


@dataclass(frozen=True, slots=True)
class ModelsView:
    can_get: bool
    get_note: str
    pulls: tuple[RowView, ...]
    installed: tuple[RowView, ...]
    summary: str
    empty: NoticeView | None


def models(state: State, now: datetime, pending: frozenset[Do] = frozenset()) -> ModelsView:
    """``pending``: what was asked for and is not answered yet; a cold load takes a while."""
    loaded = {model.name: model for model in state.loaded}
    up = state.engine.state in UP
    empty = None
    if not state.models:
        empty = (
            NoticeView(
                t("No models yet"),
                t("Get one by its name above. Requests go to the cloud until then."),
            )
            if up
            else NoticeView(t("Models are unknown"), t("They can be listed while the engine runs."))
        )
    return ModelsView(
        can_get=up,
        get_note=t("A name from ollama.com/library, for example {name}", name=EXAMPLE)
        if up
        else t("The engine must run before a model can be fetched"),
        pulls=tuple(pull_row(pull) for pull in state.pulls),
        installed=tuple(
            model_row(m, loaded.get(m.name), up=up, now=now, pending=pending) for m in state.models
        ),
        summary=_summary(state.models),
        empty=empty,
    )


def name_error(name: str) -> str | None:
    """Why this cannot be the name of a model, None where it can."""
    if not name:
        return t("Write the name of a model first")
    if not NAME.fullmatch(name):
        return t("A model's name has letters, digits and . _ : / @ - only")
    return None


def _summary(models: tuple[Model, ...]) -> str:
    if not models:
        return ""
    sizes = [model.size_bytes for model in models]
    known = sum(size for size in sizes if size is not None)
    if None in sizes:
        return t("%Ln model(s) · at least {size} on disk", "", len(models), size=text.size(known))
    return t("%Ln model(s) · {size} on disk", "", len(models), size=text.size(known))


def model_row(
    model: Model,
    loaded: LoadedModel | None,
    *,
    up: bool,
    now: datetime,
    pending: frozenset[Do] = frozenset(),
) -> RowView:
    parts = [model.parameters, model.quantization, text.size(model.size_bytes)]
    if model.context_length:
        parts.append(t("{length} context", length=_context(model.context_length)))
    if loaded:
        parts.extend(_loaded_parts(loaded, now))
    use = (
        ButtonView(
            t("Unload"),
            Do(Verb.UNLOAD, model.name),
            enabled=up,
            says=t("Unload {model}", model=model.name),
        )
        if loaded
        else ButtonView(
            t("Load"),
            Do(Verb.LOAD, model.name),
            enabled=up,
            says=t("Load {model}", model=model.name),
        )
    )
    remove = ButtonView(
        t("Remove…"),
        Do(Verb.REMOVE, model.name),
        dangerous=True,
        enabled=up,
        says=t("Remove {model}", model=model.name),
    )
    under_way = next((words for verb, words in UNDER_WAY if Do(verb, model.name) in pending), None)
    state_pill = PillView(t("Loaded"), Tone.GOOD) if loaded else None
    return RowView(
        key=model.name,
        title=model.name,
        detail=" · ".join(part for part in parts if part),
        pill=PillView(t(under_way), Tone.ACCENT) if under_way else state_pill,
        buttons=() if under_way else (use, remove),
    )


def _context(length: int) -> str:
    return f"{length // 1024}k" if length >= 1024 else str(length)


def _loaded_parts(loaded: LoadedModel, now: datetime) -> list[str]:
    parts = []
    if loaded.size_vram_bytes is not None:
        on_gpu = loaded.size_vram_bytes
        if on_gpu == 0:
            parts.append(t("runs on the CPU"))
        elif loaded.size_bytes and on_gpu < loaded.size_bytes:
            parts.append(t("{share} on the GPU", share=text.percent(on_gpu / loaded.size_bytes)))
        else:
            parts.append(t("{memory} of VRAM", memory=text.memory(on_gpu)))
    if loaded.expires_at is None:
        parts.append(t("kept loaded"))
    else:
        parts.append(t("until {time}", time=text.clock(loaded.expires_at, now)))
    return parts


def remove_question(state: State, name: str) -> Question:
    found = next((model for model in state.models if model.name == name), None)
    held = text.size(found.size_bytes) if found and found.size_bytes is not None else t("its files")
    lost = t(
        "This deletes {held} from this machine. To use it again it must be downloaded again.",
        held=held,
    )
    if any(model.name == name for model in state.loaded):
        lost += " " + t("It is loaded now and will be unloaded.")
    return Question(
        title=t("Remove {model}?", model=name),
        text=lost,
        go=ButtonView(
            t("Remove"), Do(Verb.REMOVE, name), dangerous=True, says=t("Remove {model}", model=name)
        ),
    )


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
    retry = ButtonView(
        t("Try again"), Do(Verb.PULL_RESUME, pull.id), says=t("Try {model} again", model=pull.model)
    )
    detail, pill = "", None
    buttons: tuple[ButtonView, ...] = ()
    match pull.state:
        case PullState.RUNNING:
            detail, buttons = _running(pull), (pause, cancel)
        case PullState.PAUSED:
            detail, buttons = _amount(pull), (resume, cancel)
            pill = PillView(t("Paused"))
        case PullState.QUEUED:
            # For the hours, for room, for the engine: the service says which.
            detail = pull.status if pull.status.startswith("waits") else t("Waits for its turn")
            buttons, pill = (cancel,), PillView(t("Queued"))
        case PullState.FAILED:
            words = ". ".join(part for part in (pull.error, pull.remedy) if part)
            detail, buttons = words or t("The download failed"), (retry, cancel)
            pill = PillView(t("Failed"), Tone.BAD)
        case PullState.DONE:
            detail, pill = text.size(pull.total_bytes), PillView(t("Done"), Tone.GOOD)
        case PullState.CANCELLED:
            pill = PillView(t("Cancelled"))
    running = pull.state is PullState.RUNNING
    fraction = UNKNOWN_FRACTION if done is None and running else done
    return RowView(pull.id, pull.model, detail, pill=pill, fraction=fraction, buttons=buttons)


def _amount(pull: Pull) -> str:
    done = pull_fraction(pull)
    if done is None:
        return pull.status or t("Starting")
    part, whole = text.size(pull.completed_bytes), text.size(pull.total_bytes)
    return f"{text.percent(done)} · " + t("{part} of {whole}", part=part, whole=whole)


def _running(pull: Pull) -> str:
    parts = [_amount(pull)]
    if pull.bytes_per_s is not None:
        parts.append(text.speed(pull.bytes_per_s))
    if pull.seconds_left is not None:
        parts.append(t("{time} left", time=text.duration(max(1.0, pull.seconds_left))))
    return " · ".join(parts)
