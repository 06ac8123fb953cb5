"""Owns the first steps: which there are, which are done, and what the next one asks for.

What is done follows from the service's picture alone, so that it goes on wherever it was left.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace

from ziggie_desktop.contract.api import TokenCreated, TokensDocument
from ziggie_desktop.contract.library import FitAnswer, Recommendation, RecommendationsDocument
from ziggie_desktop.contract.state import EngineState, GpuState, JobState, State
from ziggie_desktop.contract.trial import Trial
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.dashboard import side
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.models import name_error
from ziggie_desktop.desktop.presenters.pulls import pull_row
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.status import UP
from ziggie_desktop.desktop.presenters.upkeep import (
    RECOMMENDED,
    SOURCES,
    FitView,
    fit_ask,
    fit_view,
)
from ziggie_desktop.desktop.presenters.view import (
    UNKNOWN_FRACTION,
    ButtonView,
    Do,
    Page,
    PillView,
    RowView,
    Tone,
    Verb,
)
from ziggie_desktop.desktop.presenters.words import mark, t

TOKENS = Ask(Doc.TOKENS)
QUESTION = mark("In one sentence: what can you help me with?")
PROGRAM = "my-program"


class Step(StrEnum):
    OLLAMA = "ollama"
    GPU = "gpu"
    MODEL = "model"
    KEY = "key"
    QUESTION = "question"
    PROGRAM = "program"


TITLES = {
    Step.OLLAMA: mark("Ollama, which runs the models"),
    Step.GPU: mark("What this machine can do"),
    Step.MODEL: mark("A first model"),
    Step.KEY: mark("A Claude key, or none"),
    Step.QUESTION: mark("A test question"),
    Step.PROGRAM: mark("Your first program"),
}


class FirstChoice(msgspec.Struct, frozen=True):
    """``opened``: the step that was opened by hand. What was typed: a model's name to be weighed,
    the question that was asked, the program that got a token."""

    opened: Step | None = None
    model: str = ""
    question: str = ""
    program: str = ""


class StepView(msgspec.Struct, frozen=True):
    """One line of the page, with all that it shows while it is open."""

    step: Step
    title: str
    words: str  # how it stands
    pill: PillView | None
    done: bool
    text: str = ""
    work: RowView | None = None
    buttons: tuple[ButtonView, ...] = ()
    field: str = ""  # what stands in the field where nobody has typed yet
    enabled: bool = True
    fit: FitView | None = None
    answer: str = ""
    lines: tuple[tuple[str, str], ...] = ()  # a name and what to copy


class FirstView(msgspec.Struct, frozen=True):
    progress: str
    fraction: float
    opened: Step | None
    steps: tuple[StepView, ...]
    leave: ButtonView


def first_needs(choice: FirstChoice) -> tuple[Ask, ...]:
    return (RECOMMENDED, TOKENS)


def trial_ask(question: str) -> Ask:
    return Ask(Doc.TRIAL, (("question", question),))


def token_ask(name: str) -> Ask:
    return Ask(Doc.PROGRAM, (("name", name),))


def first(
    state: State,
    shelf: Shelf,
    here: Here,
    pending: frozenset[Do],
    choice: FirstChoice,
) -> FirstView:
    steps = (
        ollama_step(state),
        gpu_step(state, shelf),
        model_step(state, shelf, pending, choice),
        key_step(state, pending),
        question_step(state, shelf, pending, choice),
        program_step(state, shelf, pending, choice),
    )
    shown = tuple(
        _skipped(one) if one.step in here.skipped and not one.done else one for one in steps
    )
    behind = [one for one in steps if one.done or one.step in here.skipped]
    left = [one.step for one in steps if one not in behind]
    done = sum(one.done for one in steps)
    finish = Do(Verb.PREFER, "desktop.first", True)
    return FirstView(
        progress=t("{done} of {all} done", done=text.number(done), all=text.number(len(steps))),
        fraction=done / len(steps),
        opened=choice.opened or (left[0] if left else None),
        steps=shown,
        leave=ButtonView(t("Leave for later"), finish)
        if left
        else ButtonView(t("Done, to the dashboard"), finish, primary=True),
    )


def _skipped(view: StepView) -> StepView:
    return replace(view, pill=PillView(t("Skipped")))


def _pill(*, done: bool) -> PillView | None:
    return PillView(t("Done"), Tone.GOOD) if done else None


def ollama_step(state: State) -> StepView:
    engine, job = state.engine, state.engine.job
    done = engine.state in UP
    words, told, work = "", "", None
    buttons: tuple[ButtonView, ...] = ()
    if job is not None and job.kind == "install" and job.state is JobState.RUNNING:
        known = job.completed_bytes is not None and job.total_bytes
        share = (job.completed_bytes or 0) / (job.total_bytes or 1) if known else UNKNOWN_FRACTION
        cancel = ButtonView(t("Cancel"), Do(Verb.JOB_CANCEL), says=t("Cancel the installation"))
        work = RowView(
            "job", t("Installing Ollama"), said(job.words), fraction=share, buttons=(cancel,)
        )
    elif done:
        where = engine.url or ""
        words = t("Ollama {version} answers at {url}", version=engine.version or "", url=where)
    elif engine.state is EngineState.ABSENT:
        told = t(
            "There is no Ollama on this machine. Ziggie can install it for you alone: it is"
            " downloaded from its makers, checked, and can be removed again."
        )
        if job is not None and job.state is JobState.FAILED:
            told = text.sentences(said(job.error or ""), said(job.remedy or ""))
        buttons = (ButtonView(t("Install Ollama"), Do(Verb.ENGINE_INSTALL), primary=True),)
    elif engine.state in (EngineState.STOPPED, EngineState.FAILED):
        told = text.sentences(said(engine.reason), said(engine.remedy or ""))
        buttons = (ButtonView(t("Start engine"), Do(Verb.ENGINE_START), primary=True),)
    else:
        told = t("Ollama is starting. This takes a few seconds.")
    return StepView(
        step=Step.OLLAMA,
        title=t(TITLES[Step.OLLAMA]),
        words=words,
        pill=_pill(done=done),
        done=done,
        text=told,
        work=work,
        buttons=buttons,
    )


def gpu_step(state: State, shelf: Shelf) -> StepView:
    found = shelf.get(RECOMMENDED, RecommendationsDocument)
    advice = "" if isinstance(found, Missing) else said(found.reason)
    cards = [card.name or "NVIDIA GPU" for card in state.gpu.gpus]
    known = state.gpu.state is not GpuState.STARTING
    named = f"{', '.join(cards)}. " if cards else ""
    return StepView(
        step=Step.GPU,
        title=t(TITLES[Step.GPU]),
        words=f"{named}{advice}".strip() or text.sentence(said(state.gpu.reason)),
        pill=_pill(done=known),
        done=known,
        text="" if known else t("Looking for a GPU…"),
    )


def pick(found: RecommendationsDocument | Missing) -> Recommendation | None:
    """The one to begin with: the first that writes text."""
    if isinstance(found, Missing):
        return None
    return next((one for one in found.models if one.task != "embeddings"), None)


def model_step(state: State, shelf: Shelf, pending: frozenset[Do], choice: FirstChoice) -> StepView:
    best = pick(shelf.get(RECOMMENDED, RecommendationsDocument))
    up, done = state.engine.state in UP, bool(state.models)
    words = ", ".join(model.name for model in state.models[:3])
    told = t("The engine must run before a model can be fetched")
    if up and best is not None:
        told = t(
            "Recommended here: {model}, {size} to download, {memory} of memory ({source}).",
            model=best.name,
            size=text.size(best.size_bytes),
            memory=text.memory(best.needed_bytes),
            source=t(SOURCES[best.source]),
        )
        told = f"{told} {said(best.about)}."
    elif up:
        told = t("A name from ollama.com/library, for example {name}", name="llama3.2:3b")
    fit = None
    if choice.model and name_error(choice.model) is None and up:
        ask = fit_ask(choice.model)
        asking = Do(Verb.LOOK, value=ask) in pending
        fit = fit_view(shelf.get(ask, FitAnswer), asking=asking)
    return StepView(
        step=Step.MODEL,
        title=t(TITLES[Step.MODEL]),
        words=words,
        pill=_pill(done=done),
        done=done,
        text=told,
        work=pull_row(state.pulls[-1]) if state.pulls else None,
        buttons=(ButtonView(t("See all models"), Do(Verb.OPEN, Page.MODELS)),),
        field=best.name if best else "",
        enabled=up,
        fit=fit,
    )


def key_step(state: State, pending: frozenset[Do]) -> StepView:
    cloud = state.cloud
    storing = any(do.verb is Verb.KEY_STORE for do in pending)
    words = t("Claude is asked where a local model cannot answer") if cloud.configured else ""
    if cloud.configured and cloud.simulated:
        words = t("The cloud is simulated: {url}", url=cloud.url)
    return StepView(
        step=Step.KEY,
        title=t(TITLES[Step.KEY]),
        words=words,
        pill=_pill(done=cloud.configured),
        done=cloud.configured,
        text=t("The key is being kept…")
        if storing
        else t(
            "With a key Claude answers what no local model can, and takes over when one fails. It"
            " is kept in the system's keyring. Without one everything stays on this machine."
        ),
        enabled=not storing,
    )


def question_step(
    state: State, shelf: Shelf, pending: frozenset[Do], choice: FirstChoice
) -> StepView:
    ask = trial_ask(choice.question)
    found = shelf.get(ask, Trial) if choice.question else Missing()
    asking = Do(Verb.LOOK, value=ask) in pending
    able = bool(state.models) or state.cloud.configured
    answer = t("Asking…") if asking else ""
    words = t("Answered") if state.month.requests else ""
    if isinstance(found, Trial) and not asking:
        words = t(
            "Answered by {model}, {side}: {reason}",
            model=found.model,
            side=side(found.route),
            reason=said(found.reason),
        )
        answer = found.text
    elif isinstance(found, Missing) and not asking:
        answer = found.words
    done = bool(state.month.requests) or isinstance(found, Trial)
    return StepView(
        step=Step.QUESTION,
        title=t(TITLES[Step.QUESTION]),
        words=words,
        pill=_pill(done=done),
        done=done,
        text=t("It goes the way that a program's request goes; the first answer loads the model.")
        if able
        else t("It needs a model, or a Claude key."),
        field=t(QUESTION),
        enabled=able and not asking,
        answer=answer,
    )


def program_step(
    state: State, shelf: Shelf, pending: frozenset[Do], choice: FirstChoice
) -> StepView:
    tokens = shelf.get(TOKENS, TokensDocument)
    names = (
        [] if isinstance(tokens, Missing) else [one.name for one in tokens.tokens if not one.owner]
    )
    ask = token_ask(choice.program)
    made = shelf.get(ask, TokenCreated) if choice.program else Missing()
    token = made.token if isinstance(made, TokenCreated) else ""
    refused = made.words if isinstance(made, Missing) else ""
    told = t(
        "Give the program this address and a token of its own: its use is then booked under its"
        " name. The program itself stays as it is."
    )
    if token:
        told = t("Copy the token now: it is not shown again once you leave this page.")
    return StepView(
        step=Step.PROGRAM,
        title=t(TITLES[Step.PROGRAM]),
        words=t("Tokens: {names}", names=", ".join(names[:3])) if names else "",
        pill=_pill(done=bool(names) or bool(token)),
        done=bool(names) or bool(token),
        text=told,
        field=PROGRAM,
        enabled=Do(Verb.LOOK, value=ask) not in pending,
        answer=refused,
        lines=program_lines(state.url, token),
    )


def program_lines(url: str, token: str) -> tuple[tuple[str, str], ...]:
    """What the SDKs read from their environment."""
    keys = (("ANTHROPIC_API_KEY", token), ("OPENAI_API_KEY", token)) if token else ()
    by_name = {
        "ANTHROPIC_BASE_URL": url,
        "OPENAI_BASE_URL": f"{url}/v1",
        **dict(keys),
    }
    return tuple(sorted(by_name.items()))
