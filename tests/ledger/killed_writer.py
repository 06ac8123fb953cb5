"""A program that books rows until it is killed, round after round; see test_durability.

Each round is a fork, so that a hundred kills take seconds. Prints one line a round:
acknowledged rows, rows found, integrity.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

from tests.ledger.make import row
from ziggie_desktop.ledger.store import Ledger


async def write_for_ever(path: Path, first: int, acknowledge: int) -> None:
    ledger = await Ledger.open(path)
    number = first
    while True:
        for _ in range(random.randint(1, 20)):
            ledger.record(row(id=str(number)))
            number += 1
        if await ledger.flush():
            os.write(acknowledge, number.to_bytes(8, "big"))


def one_round(path: Path, first: int) -> tuple[int, int, str]:
    """Start a writer, kill it at some moment, and look what is there."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with contextlib.suppress(BaseException):
            asyncio.run(write_for_ever(path, first, writer))
        os._exit(1)
    os.close(writer)
    select.select([reader], [], [], 10)
    time.sleep(random.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = first
    while chunk := os.read(reader, 8):
        acknowledged = int.from_bytes(chunk, "big")
    os.close(reader)
    connection = sqlite3.connect(path)
    (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
    count, newest = connection.execute(
        "SELECT count(*), max(CAST(id AS INTEGER)) FROM requests"
    ).fetchone()
    connection.close()
    if count != newest + 1:
        integrity = "a row in between is missing"
    return acknowledged, count, integrity


def main() -> None:
    path, rounds = Path(sys.argv[1]), int(sys.argv[2])
    first = 0
    for _ in range(rounds):
        acknowledged, first, integrity = one_round(path, first)
        print(acknowledged, first, integrity, flush=True)


if __name__ == "__main__":
    main()
