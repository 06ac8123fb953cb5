"""Owns the commands about the books: imports, advice and reports. Asks the service; computes none
of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.api import Reconciliation
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError


async def import_usage(client: Client, options: argparse.Namespace) -> int:
    found = await client.import_usage(_read(Path(options.file)))
    head = f"{found.lines} lines of the {found.kind} export, {found.first_day} to {found.last_day}"
    return show(options, found, f"{head}\n\n{reconciliation(found.reconciliation)}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ZiggieError(
            "file_unreadable",
            f"{path} cannot be read.",
            "Give the path of the CSV file that Anthropic's console exported.",
        ) from error


def reconciliation(found: Reconciliation) -> str:
    rows = [
        (
            row.day,
            row.model,
            render.money(row.theirs_cost_pico),
            render.money(row.ours_cost_pico),
            render.money(row.difference_pico),
            row.explanation,
        )
        for row in found.rows
    ]
    header = ("DAY (UTC)", "MODEL", "ANTHROPIC", "ZIGGIE", "DIFFERENCE", "")
    sums = (
        f"Together Anthropic {render.money(found.theirs_pico)}, Ziggie"
        f" {render.money(found.ours_pico)}, difference {render.money(found.difference_pico)}"
    )
    return f"{render.table(header, rows)}\n{sums}"
