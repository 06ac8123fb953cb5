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

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}")
EXAMPLE = "llama3.2:3b"
UNDER_WAY = (
    (Verb.LOAD, "Loading…"),
    (Verb.UNLOAD, "Unloading…"),
    (Verb.REMOVE, "Removing…"),
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
                "No models yet", "Get one by its name above. Requests go to the cloud until then."
            )
            if up
            else NoticeView("Models are unknown", "They can be listed while the engine runs.")
        )
    return ModelsView(
        can_get=up,
        get_note=f"A name from ollama.com/library, for example {EXAMPLE}"
        if up
        else "The engine must run before a model can be fetched",
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
        return "Write the name of a model first"
    if not NAME.fullmatch(name):
        return "A model's name has letters, digits and . _ : / @ - only"
    return None


def _summary(models: tuple[Model, ...]) -> str:
    if not models:
        return ""
    sizes = [model.size_bytes for model in models]
    known = sum(size for size in sizes if size is not None)
    about = "at least " if None in sizes else ""
    return f"{text.count(len(models), 'model')} · {about}{text.size(known)} on disk"


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
        parts.append(f"{_context(model.context_length)} context")
    if loaded:
        parts.extend(_loaded_parts(loaded, now))
    use = (
        ButtonView("Unload", Do(Verb.UNLOAD, model.name), enabled=up, says=f"Unload {model.name}")
        if loaded
        else ButtonView("Load", Do(Verb.LOAD, model.name), enabled=up, says=f"Load {model.name}")
    )
    remove = ButtonView(
        "Remove…",
        Do(Verb.REMOVE, model.name),
        dangerous=True,
        enabled=up,
        says=f"Remove {model.name}",
    )
    under_way = next((words for verb, words in UNDER_WAY if Do(verb, model.name) in pending), None)
    state_pill = PillView("Loaded", Tone.GOOD) if loaded else None
    return RowView(
        key=model.name,
        title=model.name,
        detail=" · ".join(part for part in parts if part),
        pill=PillView(under_way, Tone.ACCENT) if under_way else state_pill,
        buttons=() if under_way else (use, remove),
    )


def _context(length: int) -> str:
    return f"{length // 1024}k" if length >= 1024 else str(length)


def _loaded_parts(loaded: LoadedModel, now: datetime) -> list[str]:
    parts = []
    if loaded.size_vram_bytes is not None:
        on_gpu = loaded.size_vram_bytes
        if on_gpu == 0:
            parts.append("runs on the CPU")
        elif loaded.size_bytes and on_gpu < loaded.size_bytes:
            parts.append(f"{text.percent(on_gpu / loaded.size_bytes)} on the GPU")
        else:
            parts.append(f"{text.memory(on_gpu)} of VRAM")
    if loaded.expires_at is None:
        parts.append("kept loaded")
    else:
        parts.append(f"until {text.clock(loaded.expires_at, now)}")
    return parts


def remove_question(state: State, name: str) -> Question:
    found = next((model for model in state.models if model.name == name), None)
    held = text.size(found.size_bytes) if found and found.size_bytes is not None else "its files"
    lost = f"This deletes {held} from this machine. To use it again it must be downloaded again."
    if any(model.name == name for model in state.loaded):
        lost += " It is loaded now and will be unloaded."
    return Question(
        title=f"Remove {name}?",
        text=lost,
        go=ButtonView("Remove", Do(Verb.REMOVE, name), dangerous=True, says=f"Remove {name}"),
    )


def pull_fraction(pull: Pull) -> float | None:
    if pull.completed_bytes is None or not pull.total_bytes:
        return None
    return min(1.0, pull.completed_bytes / pull.total_bytes)


def pull_row(pull: Pull) -> RowView:
    done = pull_fraction(pull)
    cancel = ButtonView("Cancel", Do(Verb.PULL_CANCEL, pull.id), says=f"Cancel {pull.model}")
    pause = ButtonView("Pause", Do(Verb.PULL_PAUSE, pull.id), says=f"Pause {pull.model}")
    resume = ButtonView("Resume", Do(Verb.PULL_RESUME, pull.id), says=f"Resume {pull.model}")
    retry = ButtonView("Try again", Do(Verb.PULL_RESUME, pull.id), says=f"Try {pull.model} again")
    detail, pill = "", None
    buttons: tuple[ButtonView, ...] = ()
    match pull.state:
        case PullState.RUNNING:
            detail, buttons = _running(pull), (pause, cancel)
        case PullState.PAUSED:
            detail, buttons = _amount(pull), (resume, cancel)
            pill = PillView("Paused")
        case PullState.QUEUED:
            detail, buttons, pill = "Waits for its turn", (cancel,), PillView("Queued")
        case PullState.FAILED:
            words = ". ".join(part for part in (pull.error, pull.remedy) if part)
            detail, buttons = words or "The download failed", (retry, cancel)
            pill = PillView("Failed", Tone.BAD)
        case PullState.DONE:
            detail, pill = text.size(pull.total_bytes), PillView("Done", Tone.GOOD)
        case PullState.CANCELLED:
            pill = PillView("Cancelled")
    running = pull.state is PullState.RUNNING
    fraction = UNKNOWN_FRACTION if done is None and running else done
    return RowView(pull.id, pull.model, detail, pill=pill, fraction=fraction, buttons=buttons)


def _amount(pull: Pull) -> str:
    done = pull_fraction(pull)
    if done is None:
        return pull.status or "Starting"
    return (
        f"{text.percent(done)} · {text.size(pull.completed_bytes)} of {text.size(pull.total_bytes)}"
    )


def _running(pull: Pull) -> str:
    parts = [_amount(pull)]
    if pull.bytes_per_s is not None:
        parts.append(text.speed(pull.bytes_per_s))
    if pull.seconds_left is not None:
        parts.append(f"{text.duration(max(1.0, pull.seconds_left))} left")
    return " · ".join(parts)
