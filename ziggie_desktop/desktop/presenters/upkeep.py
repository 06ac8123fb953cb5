"""Owns what is said of the care of models: fit, advice, updates, long work, what is unused."""

from __future__ import annotations

import msgspec

from ziggie_desktop.contract.library import (
    FitAnswer,
    ModelUpdate,
    Recommendation,
    RecommendationsDocument,
    Source,
    UnusedDocument,
    UnusedModel,
    UpdatesDocument,
    UpdateState,
    Verdict,
)
from ziggie_desktop.contract.state import Finding, JobKind, LibraryJob, PullState, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing
from ziggie_desktop.desktop.presenters.view import (
    UNKNOWN_FRACTION,
    ButtonView,
    Do,
    PillView,
    RowView,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import mark, t

UPDATES = Ask(Doc.UPDATES)
RECOMMENDED = Ask(Doc.RECOMMENDED)
ENDED_SHOWN = 3

SOURCES = {Source.ESTIMATED: mark("estimated"), Source.MEASURED: mark("measured here")}
VERDICTS = {
    Verdict.FITS: (mark("Fits"), Tone.GOOD),
    Verdict.PARTLY: (mark("Fits in part"), Tone.WARN),
    Verdict.NOT: (mark("Does not fit"), Tone.BAD),
    Verdict.UNKNOWN: (mark("Fit unknown"), Tone.NEUTRAL),
}
NOW = {
    Verdict.FITS: "",
    Verdict.PARTLY: mark("right now in part only: other programs hold memory"),
    Verdict.NOT: mark("right now it does not: other programs hold the memory"),
    Verdict.UNKNOWN: "",
}


class FitView(msgspec.Struct, frozen=True):
    pill: PillView | None
    words: str


def fit_ask(model: str) -> Ask:
    return Ask(Doc.FIT, (("model", model),))


def unused_ask(days: int) -> Ask:
    return Ask(Doc.UNUSED, (("days", str(days)),))


def fit_view(found: FitAnswer | Missing, *, asking: bool) -> FitView | None:
    """Before anything is downloaded: would it work from this GPU's memory?"""
    if isinstance(found, Missing):
        if asking:
            return FitView(None, t("Asking the registry how large it is…"))
        words = found.words
        return FitView(PillView(t("Fit unknown")), words) if words else None
    verdict, tone = VERDICTS[found.verdict]
    parts = [t(SOURCES[found.source])]
    if found.needed_bytes is not None:
        needs = t("needs {memory}", memory=text.memory(found.needed_bytes))
        if found.vram_total_bytes:
            needs = t(
                "needs {memory} of {whole}",
                memory=text.memory(found.needed_bytes),
                whole=text.memory(found.vram_total_bytes),
            )
        parts.append(needs)
    if found.weights_bytes is not None:
        parts.append(t("{size} to download", size=text.size(found.weights_bytes)))
    parts.append(t("{length} context", length=text.context(found.num_ctx)))
    if found.verdict is not found.now and NOW[found.now]:
        parts.append(t(NOW[found.now]))
    words = text.sentence(" · ".join(parts)) + ". " + said(found.reason)
    return FitView(PillView(t(verdict), tone), words)


def recommended_rows(
    found: RecommendationsDocument | Missing, *, can_get: bool, fetching: frozenset[str]
) -> tuple[RowView, ...]:
    if isinstance(found, Missing):
        return ()
    return tuple(
        recommended_row(one, can_get=can_get, fetching=one.name in fetching) for one in found.models
    )


def recommended_row(one: Recommendation, *, can_get: bool, fetching: bool = False) -> RowView:
    size = text.size(one.size_bytes)
    needs = t(
        "{memory} of memory, {source}",
        memory=text.memory(one.needed_bytes),
        source=t(SOURCES[one.source]),
    )
    parts = [t("about {size}", size=size) if one.size_approx else size, needs]
    if one.measured is not None and one.measured.tokens_per_second is not None:
        speed = text.number(one.measured.tokens_per_second, 1)
        parts.append(t("{speed} tokens/s", speed=speed))
    get = ButtonView(
        t("Get"), Do(Verb.PULL, one.name), enabled=can_get, says=t("Get {model}", model=one.name)
    )
    pill = PillView(t("Installed"), Tone.GOOD) if one.installed else None
    return RowView(
        key=f"{one.task}/{one.name}",
        title=one.name,
        detail=" · ".join([said(one.task_words), *parts]),
        pill=PillView(t("Downloading"), Tone.ACCENT) if fetching else pill,
        buttons=() if one.installed or fetching else (get,),
        note=said(one.about),
    )


def recommended_remark(found: RecommendationsDocument | Missing) -> str:
    if isinstance(found, Missing):
        return found.words or t("Asking the service…")
    return said(found.reason)


def update_of(found: UpdatesDocument | Missing, model: str) -> ModelUpdate | None:
    if isinstance(found, Missing):
        return None
    return next((one for one in found.updates if one.model == model), None)


def merged(known: UpdatesDocument | Missing, queued: UpdatesDocument) -> UpdatesDocument:
    """What was known of the others, with what was queued just now."""
    if isinstance(known, Missing):
        return queued
    fresh = {one.model: one for one in queued.updates}
    return UpdatesDocument(tuple(fresh.get(one.model, one) for one in known.updates))


def update_words(update: ModelUpdate | None, state: State) -> tuple[str, bool]:
    """What the registry said of one model, and whether its new version can be fetched."""
    if update is None:
        return "", False
    match update.state:
        case UpdateState.CURRENT:
            return t("newest version"), False
        case UpdateState.AVAILABLE if update.pull is None:
            size = update.size_bytes
            what = t("newer version: {size}", size=text.size(size)) if size else t("newer version")
            return what, True
        case UpdateState.AVAILABLE:
            queued = update.pull.id if update.pull is not None else ""
            under_way = any(pull.id == queued for pull in state.pulls)
            return (t("newer version on its way") if under_way else t("newest version")), False
        case UpdateState.NOT_IN_REGISTRY:
            return t("not in a registry"), False
        case UpdateState.UNKNOWN:
            return t("the registry did not say: {reason}", reason=said(update.reason)), False


def updates_remark(found: UpdatesDocument | Missing) -> str:
    if isinstance(found, Missing):
        return found.words
    newer = sum(one.state is UpdateState.AVAILABLE and one.pull is None for one in found.updates)
    return t("%Ln newer version(s)", "", newer) if newer else t("all up to date")


def job_rows(jobs: tuple[LibraryJob, ...]) -> tuple[RowView, ...]:
    """What runs, and the last that ended."""
    running = [job for job in jobs if job.state in (PullState.RUNNING, PullState.QUEUED)]
    ended = [job for job in jobs if job not in running][-ENDED_SHOWN:]
    return tuple(job_row(job) for job in (*running, *reversed(ended)))


def job_row(job: LibraryJob) -> RowView:
    what = job.model or t("all models")
    title = (
        t("Verify {model}", model=what)
        if job.kind is JobKind.VERIFY
        else t("Make {model}", model=what)
    )
    pill, fraction, detail = None, None, said(job.status)
    buttons: tuple[ButtonView, ...] = ()
    match job.state:
        case PullState.RUNNING | PullState.QUEUED:
            cancel = ButtonView(
                t("Cancel"), Do(Verb.WORK_CANCEL, job.id), says=t("Cancel: {work}", work=title)
            )
            buttons, fraction = (cancel,), _job_fraction(job)
        case PullState.FAILED:
            pill = PillView(t("Failed"), Tone.BAD)
            detail = text.sentences(said(job.error or ""), said(job.remedy or ""))
        case PullState.CANCELLED:
            pill = PillView(t("Cancelled"))
        case _:
            pill = PillView(t("Done"), Tone.GOOD)
    damaged = [one for one in job.findings if not one.repair]
    if damaged:
        pill = PillView(t("Damaged"), Tone.BAD)
        whose = job.model or ""
        repair = ButtonView(
            t("Repair"), Do(Verb.VERIFY, whose, True), says=t("Repair {model}", model=what)
        )
        buttons = (*buttons, repair)
    notes = "\n".join(_finding(one) for one in job.findings)
    return RowView(
        key=job.id,
        title=title,
        detail=text.sentence(detail),
        pill=pill,
        fraction=fraction,
        buttons=buttons,
        note=notes,
    )


def _job_fraction(job: LibraryJob) -> float:
    if job.completed_bytes is None or not job.total_bytes:
        return UNKNOWN_FRACTION
    return min(1.0, job.completed_bytes / job.total_bytes)


def _finding(found: Finding) -> str:
    return f"{', '.join(found.models)}: {said(found.title)} {said(found.remedy)}".strip()


class CleanView(msgspec.Struct, frozen=True):
    """What a clean-up would remove, before anything is."""

    days: int
    remark: str
    rows: tuple[RowView, ...]
    go: ButtonView | None


def clean_view(found: UnusedDocument | Missing, days: int) -> CleanView:
    if isinstance(found, Missing):
        words = found.words
        return CleanView(days, words or t("Looking at who used what…"), (), None)
    goes = [one for one in found.models if one.kept is None]
    names = tuple(one.name for one in goes)
    rows = tuple(_unused_row(one) for one in (*goes, *(m for m in found.models if m.kept)))
    if not goes:
        return CleanView(days, t("Nothing would go"), rows, None)
    freed = found.freed_bytes
    remark = (
        t("%Ln model(s) would go; how much that frees is unknown", "", len(goes))
        if freed is None
        else t("%Ln model(s) would go and free {size}", "", len(goes), size=text.size(freed))
    )
    go = ButtonView(
        t("Remove %Ln model(s)…", "", len(goes)),
        Do(Verb.CLEAN_UP, value=(days, names)),
        dangerous=True,
    )
    return CleanView(days, remark, rows, go)


def _unused_row(one: UnusedModel) -> RowView:
    used = t("never used through Ziggie")
    if one.last_used is not None:
        used = t("last used {day}", day=text.day(one.last_used.at))
    kept = t("stays: {reason}", reason=said(one.kept)) if one.kept else ""
    return RowView(
        key=one.name,
        title=one.name,
        detail=" · ".join(part for part in (text.size(one.size_bytes), used, kept) if part),
        pill=PillView(t("Stays"), Tone.GOOD) if one.kept else PillView(t("Would go"), Tone.WARN),
    )
