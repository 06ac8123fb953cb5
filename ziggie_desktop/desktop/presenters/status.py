"""Owns what the desktop says about the whole in one line: tray state, headline, tooltip."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from ziggie_desktop.contract.state import (
    EngineState,
    GpuState,
    Mode,
    Severity,
    State,
    Totals,
    Yielded,
)
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Link, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t


class Sign(StrEnum):
    """What the tray icon's shape says."""

    READY = "ready"
    WORKING = "working"
    STARTING = "starting"
    DEGRADED = "degraded"
    FAILED = "failed"
    CLOUD = "cloud"
    LENT = "lent"  # the GPU is somebody else's for a while
    PAUSED = "paused"
    OFFLINE = "offline"


class Headline(msgspec.Struct, frozen=True):
    sign: Sign
    word: str
    tone: Tone
    line: str  # the word and what belongs to it: version, model, address


WORDS = {
    EngineState.ABSENT: (Sign.FAILED, mark("Ollama not found"), Tone.BAD),
    EngineState.STOPPED: (Sign.PAUSED, mark("Engine stopped"), Tone.NEUTRAL),
    EngineState.STARTING: (Sign.STARTING, mark("Engine starting"), Tone.ACCENT),
    EngineState.READY: (Sign.READY, mark("Ready"), Tone.GOOD),
    EngineState.ADOPTED: (Sign.READY, mark("Ready"), Tone.GOOD),
    EngineState.DEGRADED: (Sign.DEGRADED, mark("Engine degraded"), Tone.WARN),
    EngineState.STOPPING: (Sign.STARTING, mark("Engine stopping"), Tone.ACCENT),
    EngineState.FAILED: (Sign.FAILED, mark("Engine failed"), Tone.BAD),
}
UP = frozenset({EngineState.READY, EngineState.ADOPTED, EngineState.DEGRADED})
MODE_WORDS = {
    Mode.AUTO: mark("Auto"),
    Mode.LOCAL: mark("Local only"),
    Mode.CLOUD: mark("Cloud only"),
}


def headline(state: State | None, link: Link, now: datetime) -> Headline:
    if link is not Link.UP or state is None:
        lost = link is Link.LOST
        word = t("No connection to the service") if lost else t("Connecting to the service")
        tone = Tone.BAD if lost else Tone.NEUTRAL
        return Headline(Sign.OFFLINE if lost else Sign.STARTING, word, tone, word)
    sign, word, tone = WORDS[state.engine.state]
    word = t(word)
    if sign is Sign.READY and state.active_requests:
        sign, word = Sign.WORKING, t("Answering %Ln request(s)", "", state.active_requests)
    if sign in (Sign.READY, Sign.PAUSED) and state.mode is Mode.CLOUD:
        sign, word, tone = Sign.CLOUD, t("Cloud only"), Tone.ACCENT
    elif sign is Sign.READY and state.yielded is not None:
        sign, word, tone = Sign.LENT, lent_words(state.yielded, now), Tone.ACCENT
    return Headline(sign, word, tone, " · ".join([word, *_engine_parts(state, now)]))


def lent_words(lent: Yielded, now: datetime) -> str:
    """To whom the GPU is lent, and for how long where that is known."""
    to = t("to you") if lent.to == "you" else t("to {program}", program=lent.to)
    if lent.until is None:
        return t("GPU lent {to}", to=to)
    return t("GPU lent {to} until {time}", to=to, time=text.clock(lent.until, now))


def _engine_parts(state: State, now: datetime) -> list[str]:
    engine = state.engine
    if engine.state not in UP:
        told = not engine.reason or engine.reason in [problem.title for problem in state.problems]
        return [] if told else [said(engine.reason)]
    parts = [_loaded_words(state)]
    if engine.version:
        parts.append(f"Ollama {engine.version}")
    if engine.url:
        parts.append(urlsplit(engine.url).netloc)
    up = text.since(engine.since, now)
    if up:
        parts.append(t("up {time}", time=up))
    if engine.state is EngineState.ADOPTED:
        parts.append(t("not started by us"))
    return parts


def _loaded_words(state: State) -> str:
    match len(state.loaded):
        case 0:
            return t("no model loaded")
        case 1:
            return t("{model} loaded", model=state.loaded[0].name)
        case several:
            return t("%Ln model(s) loaded", "", several)


def wants_a_look(state: State | None) -> bool:
    """Whether the icon carries a badge."""
    return state is not None and any(p.severity is not Severity.INFO for p in state.problems)


def tooltip(state: State | None, link: Link, now: datetime) -> str:
    top = headline(state, link, now)
    if link is not Link.UP or state is None:
        return f"Ziggie: {top.word}"
    lines = [
        f"Ziggie: {top.word}",
        text.sentence(_loaded_words(state))
        if not state.loaded
        else ", ".join(model.name for model in state.loaded),
    ]
    if state.gpu.state is GpuState.OK and state.gpu.gpus:
        gpu = state.gpu.gpus[0]
        lines.append(
            t(
                "VRAM {used} of {total}",
                used=text.gib(gpu.memory_used_bytes),
                total=text.memory(gpu.memory_total_bytes),
            )
            + f" · {text.watts(gpu.power_mw)}"
        )
    if state.yielded is not None and top.sign is not Sign.LENT:
        lines.append(lent_words(state.yielded, now))
    lines.append(
        t("Net savings today: unknown without an electricity price")
        if lacks_tariff(state.today)
        else t("Net savings today: {net}", net=saved_today(state))
    )
    return "\n".join(lines)


def saved_today(state: State) -> str:
    """A day without a request has saved nothing, and that is known."""
    return text.money(state.today.net_savings_pico if state.today.requests else 0)


def lacks_tariff(totals: Totals) -> bool:
    """Whether the net figure is unknown for nothing but what the owner can say of electricity."""
    known = totals.requests and not totals.unpriced and not totals.unmetered
    return bool(known) and totals.net_savings_pico is None and not totals.electricity_cost_pico


def engine_buttons(state: State) -> tuple[ButtonView, ...]:
    """What can be done with the engine now. Stopping is never the accent."""
    start = ButtonView(t("Start engine"), Do(Verb.ENGINE_START), primary=True)
    stop = ButtonView(t("Stop engine"), Do(Verb.ENGINE_STOP))
    restart = ButtonView(t("Restart engine"), Do(Verb.ENGINE_RESTART))
    match state.engine.state:
        case EngineState.READY | EngineState.DEGRADED:
            return (restart, stop)
        case EngineState.STOPPED | EngineState.FAILED:
            return (start,)
        case EngineState.STARTING:
            return (stop,)
        case _:
            return ()  # absent: nothing to start; adopted: not ours to stop; stopping: wait


def empty_handed(state: State) -> bool:
    """Nothing here can answer yet: no Ollama, or no model."""
    if state.mode is Mode.CLOUD:
        return False
    lacks = any(problem.code == "no_model" for problem in state.problems)
    return state.engine.state is EngineState.ABSENT or lacks
