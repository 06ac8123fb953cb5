"""Owns the commands about downloads: `pull` gets one model, `pulls` shows and orders the queue."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
from collections.abc import Iterable
from typing import Any

import msgspec

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineState, Pull, PullState

POLL_S = 0.2
ENDED = (PullState.DONE, PullState.FAILED, PullState.CANCELLED, PullState.PAUSED)
NOT_BY_ITSELF = (EngineState.ABSENT, EngineState.STOPPED, EngineState.FAILED)
DONE_WORDS = {
    "pause": "is paused",
    "resume": "goes on",
    "retry": "is tried again",
    "cancel": "is cancelled",
    "now": "runs as the next, whatever the hours are",
    "up": "is moved up",
    "down": "is moved down",
    "first": "is the next",
    "last": "is the last",
}
ANY_TIME = "any"
WAITING = "waiting for Ollama"  # as the service says it
HOW_LONG = "You may interrupt this (Ctrl-C): the download goes on by itself."


async def pull(client: Client, options: argparse.Namespace) -> int:
    """Get a model and, on a terminal, show how it goes on."""
    bar = not options.json and sys.stderr.isatty()
    told = options.json
    found = await client.pull(model=options.name, insecure=options.insecure, now=options.now)
    while not options.no_wait and found.state not in ENDED:
        if not told and found.state is PullState.QUEUED and found.status.startswith("waits"):
            told = True
            print(f"{found.model} {found.status}. {HOW_LONG}", file=sys.stderr)
        if found.status.startswith(WAITING):
            await _check_engine(client, found)
        if bar:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{line(found, width)}", end="", file=sys.stderr, flush=True)
        await asyncio.sleep(POLL_S)
        found = _same((await client.pulls()).pulls, found)
    if bar:
        print("\r\x1b[K", end="", file=sys.stderr)
    if found.state is PullState.FAILED:
        raise ZiggieError("pull_failed", found.error or "The download failed.", found.remedy or "")
    words = found.status if found.state is PullState.QUEUED else found.state.value
    return show(options, found, f"{found.model}: {words}")


async def _check_engine(client: Client, one: Pull) -> None:
    """A script must not wait for a person: one has to act before this download begins."""
    engine = (await client.state()).engine
    if engine.state in NOT_BY_ITSELF:
        remedy = engine.remedy or "Start it: `ziggie-desktop engine start`."
        raise ZiggieError(
            "engine_not_ready",
            f"{one.model} waits for Ollama: {engine.reason}",
            f"{remedy} The download begins by itself then.",
        )


def line(one: Pull, width: int) -> str:
    """What is most telling of it in so many columns."""
    whole = render.pull(one)
    if len(whole) > width:
        whole = render.pull(msgspec.structs.replace(one, model=one.model.rpartition("/")[2]))
    if len(whole) > width:
        whole = f"{render.amount(one)} {render.speed(one) or one.status}".strip()
    return whole[:width]


def _same(pulls: Iterable[Pull], one: Pull) -> Pull:
    return next((other for other in pulls if other.id == one.id), one)


async def pulls(client: Client, options: argparse.Namespace) -> int:
    """The queue, a change of one download in it, or of its rules."""
    match options.action:
        case None:
            found = await client.pulls()
            rules = (await client.settings()).get("pulls", {})
            return show(options, found, f"{table(found.pulls)}\n{rules_in_words(rules)}")
        case "limit":
            return await _rule(client, options, {"parallel": options.count})
        case "window":
            hours = None if options.hours == ANY_TIME else options.hours
            return await _rule(client, options, {"window": hours})
        case action:
            one = await client.pull(action, id=options.name)
            return show(options, one, f"{one.model} {DONE_WORDS[action]}.")


async def _rule(client: Client, options: argparse.Namespace, change: dict[str, Any]) -> int:
    settings = await client.change_settings({"pulls": change})
    rules = settings.get("pulls", {})
    return show(options, rules, rules_in_words(rules))


def rules_in_words(rules: dict[str, Any]) -> str:
    count = rules.get("parallel", 1)
    many = "One download runs" if count == 1 else f"Up to {count} downloads run"
    begin, _, end = rules.get("window", "").partition("-")
    when = f"between {begin} and {end}" if end else "at any hour"
    return f"{many} at a time, {when}."


def table(found: Iterable[Pull]) -> str:
    rows = [
        (
            str(one.position or ""),
            one.model,
            one.state.value,
            render.amount(one),
            render.speed(one) if one.state is PullState.RUNNING else "",
            one.error or (one.status if one.status != one.state.value else ""),
        )
        for one in found
    ]
    if not rows:
        return "No downloads. Get a model: ziggie-desktop pull llama3.2"
    return render.table(("#", "MODEL", "STATE", "SO FAR", "SPEED", ""), rows)
