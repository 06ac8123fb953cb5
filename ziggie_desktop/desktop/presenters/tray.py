"""Owns what the tray's menu says. Items keep their keys while only their words change."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ziggie_desktop.contract.state import Fallback, Mode, Pull, PullState, State, Totals
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.notes import explained
from ziggie_desktop.desktop.presenters.pulls import pull_fraction
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.status import (
    MODE_WORDS,
    UP,
    Sign,
    engine_buttons,
    headline,
    lacks_tariff,
    tooltip,
    wants_a_look,
)
from ziggie_desktop.desktop.presenters.view import Do, Link, Page, Verb
from ziggie_desktop.desktop.presenters.words import mark, t

FALLBACKS_SHOWN = 3
LOADS_SHOWN = 12
LENT_MINUTES = 60
PULL_WORDS = {
    PullState.QUEUED: mark("queued"),
    PullState.RUNNING: mark("running"),
    PullState.PAUSED: mark("paused"),
    PullState.DONE: mark("done"),
    PullState.FAILED: mark("failed"),
    PullState.CANCELLED: mark("cancelled"),
}


class Item(msgspec.Struct, frozen=True):
    """A line of the menu. Without ``do`` it only tells; an empty ``text`` is a separator."""

    key: str
    text: str = ""
    do: Do | None = None
    checked: bool | None = None
    children: tuple[Item, ...] = ()


class TrayView(msgspec.Struct, frozen=True):
    sign: Sign
    badge: bool
    tooltip: str
    items: tuple[Item, ...]


def tray(state: State | None, link: Link, now: datetime, *, can_stop_all: bool) -> TrayView:
    top = headline(state, link, now)
    items = [Item("state", top.word)]
    if state is not None and link is Link.UP:
        items += _live_items(state, now)
    elif link is Link.LOST:
        items.append(Item("service.start", t("Start the service"), Do(Verb.SERVICE_START)))
    items += [
        Item("line.open"),
        Item("open", t("Open Ziggie"), Do(Verb.OPEN, Page.DASHBOARD)),
        Item("settings", t("Settings"), Do(Verb.OPEN, Page.SETTINGS)),
        Item("logs", t("Logs"), Do(Verb.OPEN, Page.LOGS)),
        Item("quit", t("Quit"), children=_quit_items(can_stop_all and link is Link.UP)),
    ]
    badge = link is Link.UP and wants_a_look(state)
    return TrayView(top.sign, badge, tooltip(state, link, now), tuple(items))


def _live_items(state: State, now: datetime) -> list[Item]:
    items = [Item("line.engine")]
    items += [Item(b.do.verb.value, b.label, b.do) for b in engine_buttons(state)]
    items.append(
        Item(
            "mode",
            t("Mode: {mode}", mode=t(MODE_WORDS[state.mode])),
            children=_mode_items(state.mode),
        )
    )
    items.append(_lending_item(state))
    loads = _load_items(state)
    if state.loaded or state.pulls or loads:
        items.append(Item("line.models"))
    for model in state.loaded:
        items.append(
            Item(
                f"unload.{model.name}",
                t("Unload {model}", model=model.name),
                Do(Verb.UNLOAD, model.name),
            )
        )
    if loads:
        items.append(Item("load", t("Load"), children=loads))
    items += [_pull_item(pull) for pull in state.pulls]
    items += [
        Item("line.totals"),
        Item("today", _totals_words(t("Today"), state.today), Do(Verb.OPEN, Page.SAVINGS)),
        Item("month", _totals_words(t("This month"), state.month), Do(Verb.OPEN, Page.SAVINGS)),
    ]
    if lacks_tariff(state.month) or lacks_tariff(state.today):
        items.append(Item("tariff", t("Set the electricity price…"), Do(Verb.OPEN, Page.SETTINGS)))
    if state.fallbacks:
        children = tuple(_fallback_item(f, now) for f in state.fallbacks[:FALLBACKS_SHOWN])
        items.append(Item("fallbacks", t("Last fallbacks"), children=children))
    return items


def _lending_item(state: State) -> Item:
    if state.yielded is not None:
        return Item("gpu.take", t("Take the GPU back"), Do(Verb.GPU_TAKE))
    return Item("gpu.free", t("Free the GPU for 1 h"), Do(Verb.GPU_FREE, str(LENT_MINUTES)))


def _load_items(state: State) -> tuple[Item, ...]:
    """The models that can be loaded now, as many as a menu can show."""
    warm = {model.name for model in state.loaded}
    cold = [model.name for model in state.models if model.name not in warm]
    if not cold or state.engine.state not in UP or state.yielded is not None:
        return ()
    items = [Item(f"load.{name}", name, Do(Verb.LOAD, name)) for name in cold[:LOADS_SHOWN]]
    if len(cold) > LOADS_SHOWN:
        items.append(Item("load.more", t("All models…"), Do(Verb.OPEN, Page.MODELS)))
    return tuple(items)


def _mode_items(current: Mode) -> tuple[Item, ...]:
    return tuple(
        Item(f"mode.{mode}", t(words), Do(Verb.MODE, mode), checked=mode is current)
        for mode, words in MODE_WORDS.items()
    )


def _pull_item(pull: Pull) -> Item:
    done = pull_fraction(pull)
    part = f" {text.percent(done)}" if done is not None else ""
    match pull.state:
        case PullState.RUNNING:
            words, do = f"{pull.model}{part} · " + t("Pause"), Do(Verb.PULL_PAUSE, pull.id)
        case PullState.PAUSED:
            words, do = f"{pull.model}{part} · " + t("Resume"), Do(Verb.PULL_RESUME, pull.id)
        case PullState.FAILED:
            words, do = (
                t("{model} failed · Try again", model=pull.model),
                Do(Verb.PULL_RESUME, pull.id),
            )
        case _:
            words, do = f"{pull.model} · {t(PULL_WORDS[pull.state])}", Do(Verb.OPEN, Page.MODELS)
    return Item(f"pull.{pull.id}", words, do)


def _totals_words(title: str, totals: Totals) -> str:
    if not totals.requests:
        return t("{period}: no requests", period=title)
    words = t(
        "{period}: {share} local · cloud {cost} · net savings {net}",
        period=title,
        cost=text.usd(totals.cloud_cost_pico),
        share=text.percent(totals.local_share),
        net=text.money(totals.net_savings_pico),
    )
    return f"{words} ({t('simulated')})" if totals.simulated else words


def _fallback_item(fallback: Fallback, now: datetime) -> Item:
    words = f"{text.clock(fallback.at, now)} · {fallback.component} · {said(fallback.reason)}"
    return Item(f"fallback.{fallback.request_id}", words, explained(fallback))


def _quit_items(can_stop_all: bool) -> tuple[Item, ...]:
    keep = Item("quit.keep", t("Quit, leave the service running"), Do(Verb.QUIT))
    every = Item("quit.all", t("Quit and stop everything"), Do(Verb.QUIT_ALL))
    return (keep, every) if can_stop_all else (keep,)
