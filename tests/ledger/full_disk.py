"""A program whose disk is full for a while; see test_durability. Prints what it saw as JSON."""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path

import msgspec

from tests.ledger.make import row
from ziggie_desktop.ledger.store import Ledger

QUEUE = 100
FULL_BYTES = 64 * 1024  # no file may grow beyond; a row of twice that cannot be written


async def healthy(ledger: Ledger, wanted: bool) -> None:
    deadline = time.monotonic() + 60
    while ledger.health.ok is not wanted:
        assert time.monotonic() < deadline, ledger.health
        await asyncio.sleep(0.01)


async def main() -> None:
    path = Path(sys.argv[1])
    ledger = await Ledger.open(path, queue_limit=QUEUE)
    ledger.record(row(id="before"))
    assert await ledger.flush()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_BYTES, hard))
    ledger.record(row(id="while full", reason="x" * 2 * FULL_BYTES))
    await healthy(ledger, False)
    flushed = await ledger.flush(timeout_s=0.3)
    reason = ledger.health.reason
    began = time.monotonic()
    ledger.record(row(id="while full 2"))
    blocked_s = time.monotonic() - began
    readable = len(await ledger.requests())
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await healthy(ledger, True)
    assert await ledger.flush()
    ids = sorted(r.id for r in await ledger.requests())
    await ledger.close()
    seen = {
        "flushed_while_full": flushed,
        "reason": reason,
        "blocked_s": blocked_s,
        "readable_while_full": readable,
        "ids": ids,
        "dropped": ledger.health.dropped,
    }
    sys.stdout.write(msgspec.json.encode(seen).decode())


if __name__ == "__main__":
    asyncio.run(main())
