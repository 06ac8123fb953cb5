"""Owns what the commands about models ask of the service and print, beside load and pull."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from ziggie_desktop.cli import render
from ziggie_desktop.cli import render_library as words
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.library import JobAction, UnusedDocument
from ziggie_desktop.contract.state import LibraryJob, PullState

POLL_S = 0.2


async def models(client: Client, options: argparse.Namespace) -> int:
    if options.updates:
        updates = await client.updates()
        return show(options, updates, words.updates(updates))
    if options.unused is not None:
        unused = await client.unused(options.unused)
        return show(options, unused, words.unused(unused))
    found = await client.models()
    coming = [] if options.json else render.open_pulls((await client.pulls()).pulls)
    return show(options, found, "\n".join([words.models(found), *coming]))


async def copy(client: Client, options: argparse.Namespace) -> int:
    found = await client.model_action("copy", options.name, destination=options.new)
    return show(options, found, f"{options.new} is a copy of {options.name}.")


async def pin(client: Client, options: argparse.Namespace) -> int:
    found = await client.model_action("pin", options.name)
    return show(options, found, f"{options.name} is loaded and stays so.")


async def unpin(client: Client, options: argparse.Namespace) -> int:
    found = await client.model_action("unpin", options.name)
    return show(options, found, f"{options.name} is no longer pinned.")


async def create(client: Client, options: argparse.Namespace) -> int:
    wish = JobAction(
        action="create",
        model=options.name,
        path=_whole_path(options.file),
        quantize=options.quantize,
    )
    return await _follow(client, options, await client.job(wish))


async def verify(client: Client, options: argparse.Namespace) -> int:
    wish = JobAction(action="verify", model=options.name, repair=options.repair)
    return await _follow(client, options, await client.job(wish))


async def jobs(client: Client, options: argparse.Namespace) -> int:
    if options.cancel is not None:
        job = await client.job(JobAction(action="cancel", id=options.cancel))
        return show(options, job, words.job(job))
    found = await client.jobs()
    lines = [f"{one.id}  {words.job(one)}" for one in found.jobs]
    return show(options, found, "\n".join(lines) or "No work on the models.")


async def update(client: Client, options: argparse.Namespace) -> int:
    found = await client.update(options.name)
    return show(options, found, words.updates(found))


async def fit(client: Client, options: argparse.Namespace) -> int:
    found = await client.fit(options.name, num_ctx=options.context)
    return show(options, found, words.fit(found))


async def recommend(client: Client, options: argparse.Namespace) -> int:
    found = await client.recommended()
    return show(options, found, words.recommended(found))


async def cleanup(client: Client, options: argparse.Namespace) -> int:
    """The list first; what is in it is removed once its owner has agreed."""
    found = await client.unused(options.days)
    gone = tuple(one.name for one in found.models if one.kept is None)
    if options.dry_run or not gone or not _agreed(options, found):
        return show(options, found, words.unused(found))
    done = await client.clean_up(options.days, gone)
    return show(options, done, words.removed(done))


def _agreed(options: argparse.Namespace, found: UnusedDocument) -> bool:
    """Asked once, on a terminal; elsewhere --yes says it."""
    if options.yes:
        return True
    if options.json or not sys.stdin.isatty():
        raise ZiggieError(
            "not_agreed",
            "Nothing is removed without being asked.",
            "Say --yes to remove what the list shows, or --dry-run to see it.",
        )
    print(words.unused(found), file=sys.stderr)
    print("Remove these? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _whole_path(text: str) -> str:
    """The service has another working folder."""
    return str(Path(text).expanduser().absolute())


async def _follow(client: Client, options: argparse.Namespace, job: LibraryJob) -> int:
    """Wait for its end; Ctrl-C cancels it."""
    draw = not options.json and sys.stderr.isatty()
    try:
        while job.state is PullState.RUNNING:
            if draw:
                print(f"\r\x1b[K{words.job(job)}", end="", file=sys.stderr, flush=True)
            await asyncio.sleep(POLL_S)
            job = next((one for one in (await client.jobs()).jobs if one.id == job.id), job)
    except asyncio.CancelledError:
        await client.job(JobAction(action="cancel", id=job.id))
        raise
    if draw:
        print("\r\x1b[K", end="", file=sys.stderr)
    if job.state is PullState.FAILED:
        raise ZiggieError("job_failed", job.error or "It failed.", job.remedy or "")
    status = show(options, job, words.job(job))
    return 1 if any(not one.repair for one in job.findings) else status
