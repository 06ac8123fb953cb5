"""Owns what each client command asks of the service and prints."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from ziggie_desktop.cli import (
    books,
    calibrate,
    engine,
    feedback,
    gpu,
    ledger,
    library,
    pulls,
    render,
)
from ziggie_desktop.cli.output import DONE, show
from ziggie_desktop.cli.paint import RED, RESET, coloured
from ziggie_desktop.cli.watch import watch
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError

ERROR, NO_SERVICE = 1, 3

Command = Callable[[Client, argparse.Namespace], Awaitable[int]]


def run_client(options: argparse.Namespace, *, url: str, token: str) -> int:
    """Run one command; the exit status is the contract's."""
    try:
        return asyncio.run(_run(options, url, token))
    except ZiggieError as error:
        title = f"{RED}{error.title}{RESET}" if coloured(sys.stderr) else error.title
        print(f"{title}\n{error.remedy}", file=sys.stderr)
        return NO_SERVICE if error.code == "no_service" else ERROR
    except KeyboardInterrupt:
        return 130


async def _run(options: argparse.Namespace, url: str, token: str) -> int:
    async with Client(url=url, token=token) as client:
        return await COMMANDS[options.command](client, options)


async def _status(client: Client, options: argparse.Namespace) -> int:
    if options.watch:
        return await watch(client, options, render.status)
    state = await client.state()
    return show(options, state, render.status(state))


async def _remove(client: Client, options: argparse.Namespace) -> int:
    found = await client.model_action("remove", options.name)
    return show(options, found, f"{options.name} is removed.")


async def _load(client: Client, options: argparse.Namespace) -> int:
    found = await client.model_action("load", options.name, keep_alive=options.keep_alive)
    return show(options, found, f"{options.name} is loaded.")


async def _unload(client: Client, options: argparse.Namespace) -> int:
    found = await client.model_action("unload", options.name)
    return show(options, found, f"{options.name} is unloaded.")


async def _ask(client: Client, options: argparse.Namespace) -> int:
    reply = await client.query(options.question)
    return show(options, reply, reply.answer)


async def _usage(client: Client, options: argparse.Namespace) -> int:
    if options.file is not None:
        return await books.import_usage(client, options)
    found = await client.usage(since=options.since, until=options.until, by=options.by)
    own = (await client.state()).currency
    rows = [
        (
            row.key or render.UNKNOWN,
            str(row.totals.requests),
            str(row.totals.local),
            str(row.totals.cloud),
            str(row.totals.failed),
            str(render.hung_up(row.totals)),
            f"{row.totals.input_tokens:,}",
            f"{row.totals.output_tokens:,}",
            render.joules(
                row.totals.energy_mj,
                row.totals.energy_band_percent,
                row.totals.estimated_energy_mj,
            ),
            render.money(row.totals.cloud_cost_pico),
        )
        for row in found.rows
    ]
    header = (
        found.by.upper(),
        "REQUESTS",
        "LOCAL",
        "CLOUD",
        "FAILED",
        "HUNG UP",
        "IN",
        "OUT",
        "ENERGY",
    )
    parts = [
        render.table((*header, "CLOUD COST"), rows),
        render.energy(found.energy, by=found.by, own=own),
        render.reported(found.reported, by=found.by),
    ]
    return show(options, found, "\n\n".join(part for part in parts if part))


async def _savings(client: Client, options: argparse.Namespace) -> int:
    found = await client.savings(since=options.since, until=options.until, by=options.by)
    own = (await client.state()).currency
    lines = [(row.key or render.UNKNOWN, row.totals) for row in found.rows]
    rows = [
        (
            key,
            render.money(t.net_savings_pico, own),
            render.money(t.gross_savings_pico, own),
            render.money(t.counterfactual_cost_pico),
            render.money(t.cloud_cost_pico),
            render.electricity(t, own),
            render.money(t.standby_cost_pico, own),
            f"{t.unpriced} unpriced" if t.unpriced else "",
            "partly simulated" if t.simulated else "",
        )
        for key, t in [*lines, ("total", found.total)]
    ]
    header = [found.by.upper(), "NET SAVED", "BEFORE ELECTRICITY", "ALL CLOUD WOULD COST"]
    header += ["CLOUD COST", "ELECTRICITY", "KEPT LOADED", "", ""]
    beside = render.own_electricity(found.own_electricity)
    text = render.table(header, rows) + (f"\n\n{beside}" if beside else "")
    return show(options, found, text)


async def _fallbacks(client: Client, options: argparse.Namespace) -> int:
    found = await client.fallbacks(since=options.since, until=options.until)
    return show(options, found, render.fallbacks(found.fallbacks))


async def _mode(client: Client, options: argparse.Namespace) -> int:
    mode = (await client.state()).mode if options.mode is None else await client.mode(options.mode)
    return show(options, {"mode": mode}, mode.value)


async def _free_gpu(client: Client, options: argparse.Namespace) -> int:
    yielded = await client.free_gpu(None if options.end else options.minutes)
    return show(options, {"yielded": yielded}, render.yielded(yielded))


async def _key(client: Client, options: argparse.Namespace) -> int:
    """The key is typed without echo, or read from a pipe; never an argument, which others see."""
    key = None
    if not options.forget:
        typed = sys.stdin.isatty()
        key = getpass.getpass("Claude key: ") if typed else sys.stdin.readline()
    found = await client.cloud_key(key)
    return show(options, found, found.reason)


async def _uptime(client: Client, options: argparse.Namespace) -> int:
    found = await client.uptime(since=options.since, until=options.until)
    return show(options, found, render.incidents(found))


async def _token(client: Client, options: argparse.Namespace) -> int:
    match options.action:
        case "create":
            made = await client.token_create(options.name)
            return show(options, made, made.token)
        case "revoke":
            await client.token_revoke(options.name)
            return show(options, {"name": options.name}, f"The token of {options.name} is revoked.")
        case _:
            found = await client.tokens()
            rows = [(token.name, token.created_at) for token in found.tokens]
            text = render.table(("NAME", "CREATED"), rows) if rows else "No tokens yet."
            return show(options, found, text)


async def _doctor(client: Client, options: argparse.Namespace) -> int:
    if options.bundle is not None:
        await client.save_diagnostics(Path(options.bundle))
        words = f"{options.bundle} is written. Look through it before you send it to anybody."
        return show(options, {"file": options.bundle}, words)
    state = await client.state()
    owner = await client.engine_owner()
    text = "\n".join(render.problems(state.problems)) or "Nothing is wrong."
    found = {"problems": state.problems, "engine_owner": owner}
    return show(options, found, f"{text}\n{render.owner(owner)}")


async def _logs(client: Client, options: argparse.Namespace) -> int:
    found = await client.logs(options.lines, level=options.level, subject=options.subject)
    return show(options, found, "\n".join(found["lines"]))


async def _names(client: Client, options: argparse.Namespace) -> int:
    """For the shell, which shows no errors."""
    match options.what:
        case "models":
            found = [model.name for model in (await client.models()).models]
        case "pulls":
            found = [pull.model for pull in (await client.pulls()).pulls]
        case _:
            found = [token.name for token in (await client.tokens()).tokens]
    print(*found, sep="\n")
    return DONE


COMMANDS: dict[str, Command] = {
    "completion": _names,
    "status": _status,
    "models": library.models,
    "copy": library.copy,
    "create": library.create,
    "verify": library.verify,
    "jobs": library.jobs,
    "update": library.update,
    "cleanup": library.cleanup,
    "pin": library.pin,
    "unpin": library.unpin,
    "fit": library.fit,
    "recommend": library.recommend,
    "pull": pulls.pull,
    "pulls": pulls.pulls,
    "remove": _remove,
    "load": _load,
    "unload": _unload,
    "engine": engine.command,
    "ask": _ask,
    "usage": _usage,
    "savings": _savings,
    "advice": books.advice,
    "scorecard": books.scorecard,
    "whatif": books.what_if,
    "report": books.report,
    "export": books.export,
    "ledger": ledger.command,
    "feedback": feedback.command,
    "fallbacks": _fallbacks,
    "uptime": _uptime,
    "mode": _mode,
    "free-gpu": _free_gpu,
    "gpu": gpu.gpu,
    "calibrate": calibrate.calibrate,
    "key": _key,
    "token": _token,
    "doctor": _doctor,
    "logs": _logs,
}
