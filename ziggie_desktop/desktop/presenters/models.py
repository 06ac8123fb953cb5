"""Owns what the models page says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import msgspec

from ziggie_desktop.contract.library import (
    FitAnswer,
    RecommendationsDocument,
    UnusedDocument,
    UpdatesDocument,
)
from ziggie_desktop.contract.state import LastUse, Leaving, LoadedModel, Model, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.pulls import downloads_remark, pull_row
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.settings import SETTINGS
from ziggie_desktop.desktop.presenters.shelf import Ask, Missing, Shelf
from ziggie_desktop.desktop.presenters.status import UP
from ziggie_desktop.desktop.presenters.upkeep import (
    RECOMMENDED,
    UPDATES,
    CleanView,
    FitView,
    clean_view,
    fit_ask,
    fit_view,
    job_rows,
    recommended_remark,
    recommended_rows,
    unused_ask,
    update_of,
    update_words,
    updates_remark,
)
from ziggie_desktop.desktop.presenters.view import (
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
A_DAY = timedelta(days=1)
EXAMPLE = "llama3.2:3b"
CAPABILITIES = {
    "completion": mark("text"),
    "tools": mark("tools"),
    "vision": mark("pictures"),
    "embedding": mark("embeddings"),
    "thinking": mark("thinking"),
    "insert": mark("fills in"),
}
UNDER_WAY = (
    (Verb.LOAD, mark("Loading…")),
    (Verb.UNLOAD, mark("Unloading…")),
    (Verb.REMOVE, mark("Removing…")),
    (Verb.PIN, mark("Pinning…")),
    (Verb.UNPIN, mark("Releasing…")),
)


class Question(msgspec.Struct, frozen=True):
    """Asked once before something is lost."""

    title: str
    text: str
    go: ButtonView
    keep: str = ""  # the word for no; else that all is kept


class ModelsChoice(msgspec.Struct, frozen=True):
    """``name``: what is typed as the model to get. ``days``: a clean-up is being looked at."""

    name: str = ""
    days: int | None = None


class MemoryView(msgspec.Struct, frozen=True):
    """What lies in the memory of all cards."""

    words: str
    figure: str
    fraction: float | None


class ModelsView(msgspec.Struct, frozen=True):
    can_get: bool
    get_note: str
    fit: FitView | None
    recommended: tuple[RowView, ...]
    recommended_remark: str
    memory: MemoryView | None
    pulls: tuple[RowView, ...]
    pulls_remark: str
    jobs: tuple[RowView, ...]
    installed: tuple[RowView, ...]
    summary: str
    empty: NoticeView | None
    care: tuple[ButtonView, ...]
    care_remark: str
    clean: CleanView | None


NO_CHOICE = ModelsChoice()


def needs(choice: ModelsChoice) -> tuple[Ask, ...]:
    """Only what costs nothing: the registries are asked by hand."""
    days = () if choice.days is None else (unused_ask(choice.days),)
    return (SETTINGS, RECOMMENDED, *days)


def models(
    state: State,
    now: datetime,
    pending: frozenset[Do] = frozenset(),
    *,
    shelf: Shelf | None = None,
    choice: ModelsChoice = NO_CHOICE,
) -> ModelsView:
    """``pending``: what was asked for and is not answered yet; a cold load takes a while."""
    shelf = shelf or Shelf()
    loaded = {model.name: model for model in state.loaded}
    up = state.engine.state in UP
    updates = shelf.get(UPDATES, UpdatesDocument)
    found = shelf.get(RECOMMENDED, RecommendationsDocument)
    fetching = frozenset(pull.model for pull in state.pulls)
    remark, care_remark = recommended_remark(found), updates_remark(updates)
    return ModelsView(
        can_get=up,
        get_note=t("A name from ollama.com/library, for example {name}", name=EXAMPLE)
        if up
        else t("The engine must run before a model can be fetched"),
        fit=_fit(shelf, choice.name, pending) if up else None,
        recommended=recommended_rows(found, can_get=up, fetching=fetching),
        recommended_remark="" if remark == care_remark and state.models else remark,
        memory=memory(state),
        pulls=tuple(pull_row(pull) for pull in state.pulls),
        pulls_remark=downloads_remark(shelf.get(SETTINGS, dict)),
        jobs=job_rows(state.jobs),
        installed=tuple(
            model_row(
                m,
                loaded.get(m.name),
                up=up,
                now=now,
                pending=pending,
                update=update_words(update_of(updates, m.name), state),
            )
            for m in state.models
        ),
        summary=_summary(state),
        empty=None if state.models else _empty(up=up),
        care=_care(state, updates, pending, up=up),
        care_remark=care_remark,
        clean=None
        if choice.days is None
        else clean_view(shelf.get(unused_ask(choice.days), UnusedDocument), choice.days),
    )


def _empty(*, up: bool) -> NoticeView:
    if up:
        return NoticeView(
            t("No models yet"),
            t("Get one by its name, or one of those below. The cloud answers until then."),
        )
    return NoticeView(t("Models are unknown"), t("They can be listed while the engine runs."))


def _fit(shelf: Shelf, name: str, pending: frozenset[Do]) -> FitView | None:
    if not name or name_error(name):
        return None
    ask = fit_ask(name)
    return fit_view(shelf.get(ask, FitAnswer), asking=Do(Verb.LOOK, value=ask) in pending)


def _care(
    state: State, updates: UpdatesDocument | Missing, pending: frozenset[Do], *, up: bool
) -> tuple[ButtonView, ...]:
    """What can be done for all models at once."""
    if not state.models:
        return ()
    look = Do(Verb.LOOK, value=UPDATES)
    asking = look in pending
    newer = not isinstance(updates, Missing) and any(
        update_words(one, state)[1] for one in updates.updates
    )
    check = ButtonView(
        t("Asking…") if asking else t("Look for updates"), look, enabled=up and not asking
    )
    every = ButtonView(t("Update all"), Do(Verb.UPDATE), primary=True, enabled=up)
    return (
        every if newer else check,
        ButtonView(t("Verify all"), Do(Verb.VERIFY), enabled=up, says=t("Verify all models")),
    )


def memory(state: State) -> MemoryView | None:
    """All cards together; None where there is none or nothing is known of them."""
    cards = state.gpu.gpus
    totals = [card.memory_total_bytes for card in cards]
    used = [card.memory_used_bytes for card in cards]
    if not cards or None in totals or None in used:
        return None
    whole = sum(one for one in totals if one is not None)
    held = sum(one for one in used if one is not None)
    parts = [
        f"{model.name} {text.memory(model.size_vram_bytes)}"
        for model in state.loaded
        if model.size_vram_bytes
    ]
    ours = sum(model.size_vram_bytes or 0 for model in state.loaded)
    if held > ours:
        parts.append(t("everything else {memory}", memory=text.memory(held - ours)))
    parts.append(t("free {memory}", memory=text.memory(max(0, whole - held))))
    figure = t("{used} of {whole}", used=text.gib(held), whole=text.memory(whole))
    return MemoryView(" · ".join(parts), figure, held / whole if whole else None)


def name_error(name: str) -> str | None:
    """Why this cannot be the name of a model, None where it can."""
    if not name:
        return t("Write the name of a model first")
    if not NAME.fullmatch(name):
        return t("A model's name has letters, digits and . _ : / @ - only")
    return None


def _summary(state: State) -> str:
    models = state.models
    if not models:
        return ""
    sizes = [model.size_bytes for model in models]
    known = sum(size for size in sizes if size is not None)
    if state.disk_bytes is None and None in sizes:
        return t("%Ln model(s) · at least {size} on disk", "", len(models), size=text.size(known))
    disk = known if state.disk_bytes is None else state.disk_bytes
    return t("%Ln model(s) · {size} on disk", "", len(models), size=text.size(disk))


def model_row(
    model: Model,
    loaded: LoadedModel | None,
    *,
    up: bool,
    now: datetime,
    pending: frozenset[Do] = frozenset(),
    update: tuple[str, bool] = ("", False),
) -> RowView:
    name = model.name
    parts = [model.parameters, model.quantization, text.size(model.size_bytes)]
    if model.context_length:
        parts.append(t("{length} context", length=text.context(model.context_length)))
    under_way = next((words for verb, words in UNDER_WAY if Do(verb, name) in pending), None)
    use = ButtonView(
        t("Unload") if loaded else t("Load"),
        Do(Verb.UNLOAD if loaded else Verb.LOAD, name),
        enabled=up,
        says=t("Unload {model}", model=name) if loaded else t("Load {model}", model=name),
    )
    remove = ButtonView(
        t("Remove…"),
        Do(Verb.REMOVE, name),
        dangerous=True,
        enabled=up,
        says=t("Remove {model}", model=name),
    )
    return RowView(
        key=name,
        title=name,
        detail=" · ".join(part for part in parts if part),
        pill=PillView(t(under_way), Tone.ACCENT) if under_way else _pill(model, loaded),
        buttons=() if under_way else (use, remove),
        note=_note(model, loaded, now, update[0]),
        more=() if under_way else _more(model, up=up, newer=update[1]),
    )


def _more(model: Model, *, up: bool, newer: bool) -> tuple[ButtonView, ...]:
    name = model.name
    pin = (
        ButtonView(t("No longer keep it loaded"), Do(Verb.UNPIN, name), enabled=up)
        if model.pinned
        else ButtonView(t("Keep it loaded, after a restart too"), Do(Verb.PIN, name), enabled=up)
    )
    verify = ButtonView(t("Verify its files"), Do(Verb.VERIFY, name), enabled=up)
    copy = ButtonView(t("Copy to a second name…"), Do(Verb.COPY, name), enabled=up)
    update = ButtonView(t("Get the newer version"), Do(Verb.UPDATE, name), enabled=up)
    return (*((update,) if newer else ()), pin, verify, copy)


def _pill(model: Model, loaded: LoadedModel | None) -> PillView | None:
    if loaded is not None and loaded.leaving is not None:
        stuck = loaded.leaving is Leaving.STUCK
        return PillView(t("Does not leave"), Tone.WARN) if stuck else PillView(t("Leaving"))
    if loaded is not None:
        return PillView(t("Loaded"), Tone.GOOD)
    return PillView(t("Pinned"), Tone.ACCENT) if model.pinned else None


def _note(model: Model, loaded: LoadedModel | None, now: datetime, update: str) -> str:
    """The second line: in memory, used last, good for what, newer version; advice if it sticks."""
    parts = [*(_loaded_parts(loaded, now) if loaded else ()), used_words(model.last_used, now)]
    parts.append(", ".join(t(CAPABILITIES.get(one, one)) for one in model.capabilities))
    if model.pinned and loaded is not None:
        parts.append(t("pinned"))
    parts.append(update)
    words = text.sentence(" · ".join(part for part in parts if part))
    return f"{words}\n{said(loaded.advice)}" if loaded is not None and loaded.advice else words


def used_words(used: LastUse | None, now: datetime) -> str:
    if used is None:
        return t("not used through Ziggie")
    if used.month_only:
        return t("last used until {day} by {component}", day=text.day(used.at), component=used.by)
    if now - used.at > A_DAY:
        return t("last used {day} by {component}", day=text.day(used.at), component=used.by)
    ago = text.since(used.at, now)
    return t("last used {time} ago by {component}", time=ago or "", component=used.by)


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


def clean_question(state: State, names: tuple[str, ...]) -> Question:
    """Asked once before unused models are removed."""
    sizes = [model.size_bytes for model in state.models if model.name in names]
    held = None if None in sizes else sum(size for size in sizes if size is not None)
    lost = t(
        "This deletes {names} from this machine: {held} at most. To use one of them again it must"
        " be downloaded again. One that was used in the meantime stays.",
        names=", ".join(names),
        held=text.size(held) if held is not None else t("its files"),
    )
    return Question(
        title=t("Remove %Ln unused model(s)?", "", len(names)),
        text=lost,
        go=ButtonView(t("Remove"), Do(Verb.CLEAN_UP), dangerous=True),
    )
