"""Owns the guided comparison with a wall meter: asks owner and service, computes nothing."""

from __future__ import annotations

import argparse
import sys

from ziggie_desktop.cli import render
from ziggie_desktop.cli.output import show
from ziggie_desktop.contract import power
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError

TRIES = 3
STEPS = (
    "Step 1 of 2: let the computer rest, with no model answering. Press Enter when the wall meter"
    " stands still.",
    "Step 2 of 2: give the card one steady, high load, such as a long answer of a large model."
    " Press Enter while it works.",
)


async def calibrate(client: Client, options: argparse.Namespace) -> int:
    """Questions go to stderr, so that --json stays one document."""
    points, uuid = [], options.gpu
    for step in STEPS:
        _ask(step)
        found = await _steady(client, uuid, options.seconds)
        uuid = found.uuid
        wall = _watts(
            f"{found.name or uuid} reads {render.watts(found.power_mw)}. What did the wall meter"
            " show meanwhile, in W?"
        )
        points.append(
            power.WallPoint(
                reading_mw=found.power_mw,
                wall_mw=round(wall * 1000),
                processor_mw=found.processor_mw,
            )
        )
    rest = None if options.rest_w is None else round(options.rest_w * 1000)
    answer = await client.calibrate(
        power.CalibrationWish(
            uuid=uuid,
            low=points[0],
            high=points[1],
            psu_efficiency=options.psu_efficiency,
            rest_mw=rest,
        )
    )
    return show(
        options,
        answer,
        f"Calibrated: reading = {answer.gain:.3f} x truth {answer.offset_mw / 1000:+.1f} W, with"
        f" {answer.psu_efficiency:.0%} efficiency and {answer.rest_mw / 1000:g} W for the rest."
        " It is in settings.toml, and in force.",
    )


async def _steady(client: Client, uuid: str | None, seconds: float) -> power.CardReading:
    for _ in range(TRIES):
        print(f"Reading the card for {seconds:g} s ...", file=sys.stderr, flush=True)
        found = await client.gpu_reading(uuid, seconds=seconds)
        if found.steady:
            return found
        print("The load moved by more than 10 %: once more.", file=sys.stderr, flush=True)
    raise ZiggieError(
        "load_unsteady",
        "The card's load does not stand still.",
        "Take a load that lasts, end what else uses the card, and try again.",
    )


def _ask(question: str) -> str:
    print(question, file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise ZiggieError(
            "no_answer", "There is nobody to ask.", "Run it in a terminal; it asks two questions."
        )
    return answer.strip()


def _watts(question: str) -> float:
    while True:
        try:
            watts = float(_ask(question).removesuffix("W").replace(",", "."))
        except ValueError:
            watts = -1.0
        if 0 < watts < 100_000:
            return watts
        print("Give a number of watts, such as 412.5.", file=sys.stderr, flush=True)
