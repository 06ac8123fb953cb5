"""Owns the command about verdicts on answers: give one, and see how local ones compare."""

from __future__ import annotations

import argparse

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract.api import Feedback, FeedbackDocument
from ziggie_desktop.contract.client import Client


async def command(client: Client, options: argparse.Namespace) -> int:
    if options.action == "say":
        good = options.verdict == "good"
        said = Feedback(request_id=options.id, good=good, score=options.score)
        done = await client.judge(said)
        return show(options, done, f"{options.verdict} is booked for {done.request_id}.")
    found = await client.feedback(since=options.since, until=options.until, by=options.by)
    return show(options, found, _words(found))


def _words(found: FeedbackDocument) -> str:
    rows = [
        (
            one.key or "(none)",
            one.route,
            str(one.judged),
            f"{one.good / one.judged:.0%}",
            "" if one.mean_score is None else f"{one.mean_score:.2f}",
        )
        for one in found.rows
    ]
    parity = (
        f"unknown until {found.fewest} answers of each side were judged"
        if found.parity_percent is None
        else f"{found.parity_percent:.1f} % of Claude's"
    )
    header = (found.by.upper(), "ANSWERED BY", "JUDGED", "GOOD", "MEAN SCORE")
    table = f"{render.table(header, rows)}\n\n" if rows else "No answer was judged yet.\n"
    return f"{table}Good local answers: {parity}"
