"""Owns the command about Ollama itself: asks the service, and shows how far a job is."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineJob, EngineStatus, JobState

POLL_S = 0.2
JOBS = ("install", "upgrade", "move")


async def command(client: Client, options: argparse.Namespace) -> int:
    """One action; a job is waited for, unless that is not wished."""
    if options.action == "owner":
        owner = await client.engine_owner()
        return show(options, owner, render.owner(owner))
    if options.action == "status":
        status = await client.engine_status()
    elif options.action in JOBS:
        status = await _begin(client, options)
        if not options.no_wait:
            status = await _follow(client, options, status)
    else:
        status = await client.engine(options.action)
    return show(options, status, _words(status))


async def _begin(client: Client, options: argparse.Namespace) -> EngineStatus:
    if options.action == "move":
        return await client.engine("move", folder=_full(options.folder))
    beside = options.action == "install" and options.beside
    return await client.engine(options.action, version=options.version, beside=beside)


def _full(folder: str) -> str:
    """The service does not stand where this command does."""
    return str(Path(folder).expanduser().absolute())


async def _follow(
    client: Client, options: argparse.Namespace, status: EngineStatus
) -> EngineStatus:
    """Wait for the end of the job; what made it fail is this command's error too."""
    shown = not options.json and sys.stderr.isatty()
    while status.job is not None and status.job.state is JobState.RUNNING:
        if shown:
            print(f"\r\x1b[K{_line(status.job)}", end="", file=sys.stderr, flush=True)
        await asyncio.sleep(POLL_S)
        status = await client.engine_status()
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr)
    job = status.job
    if job is not None and job.state is JobState.FAILED:
        raise ZiggieError("engine_job_failed", job.error or "It failed.", job.remedy or "")
    return status


def _words(status: EngineStatus) -> str:
    """The engine in a few lines, without what is not known."""
    version = f"Ollama {status.version}" if status.version else "Ollama"
    lines = [f"{version}: {status.state.value} – {status.reason}"]
    if status.remedy:
        lines.append(f"  {status.remedy}")
    if status.installed:
        lines.append(f"installed by Ziggie: {status.installed}")
    if status.latest:
        lines.append(f"newest release: {status.latest}")
    if status.job is not None:
        lines.append(_line(status.job))
    return "\n".join(lines)


def _line(job: EngineJob) -> str:
    """One line that can be drawn over and over."""
    if job.error:
        return f"{job.kind}: {job.error}"
    parts = [f"{job.kind}: {job.words}"]
    if job.completed_bytes is not None and job.total_bytes:
        done, total = job.completed_bytes, job.total_bytes
        parts.append(f"{render.bar(done / total)} {done / total:.0%} of {render.size(total)}")
    if job.bytes_per_s:
        parts.append(f"{render.size(job.bytes_per_s)}/s")
    if job.seconds_left is not None:
        parts.append(f"{job.seconds_left:.0f} s left")
    return ", ".join(parts)
