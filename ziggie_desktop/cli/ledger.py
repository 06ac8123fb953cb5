"""Owns the command about the ledger's place: where it lies, its move, PostgreSQL's password."""

from __future__ import annotations

import argparse
import getpass
import sys

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.client import Client

HOME = "home"


async def command(client: Client, options: argparse.Namespace) -> int:
    match options.action:
        case "move":
            return await _move(client, options)
        case "password":
            return await _password(client, options)
        case _:
            found = await client.ledger()
            words = f"{found.place}\n{found.reason}"
            waiting = f" {found.queued} entries wait." if found.queued else ""
            return show(options, found, words + waiting)


async def _move(client: Client, options: argparse.Namespace) -> int:
    found = await client.move_ledger(None if options.to == HOME else options.to)
    rows = [(name, f"{count:,}") for name, count in found.rows.items() if count]
    said = (
        f"The ledger lies in {found.place} now: all rows were read back and are the same.",
        f"The old one is still as it was: {found.kept}",
    )
    table = f"{render.table(('TABLE', 'ROWS'), rows)}\n\n" if rows else ""
    return show(options, found, table + "\n".join(said))


async def _password(client: Client, options: argparse.Namespace) -> int:
    """Typed without echo, or read from a pipe; never an argument, which others see."""
    said = None
    if not options.forget:
        typed = sys.stdin.isatty()
        said = getpass.getpass("PostgreSQL password: ") if typed else sys.stdin.readline()
        said = said.rstrip("\r\n")
    found = await client.keep_ledger_password(said)
    words = "It is out of the OS keyring." if said is None else "It is in the OS keyring."
    return show(options, found, words)
