"""What booking costs: `python -m tests.benchmarks.ledger_write`.

Per request: the price, handing the row to the writer (all that the event loop pays), until it is
on disk one at a time and in a crowd, and the sums over many rows. In turn with each row a bare
write is brought to the same disk: what that takes is the disk's and the other programs' part.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.ledger.make import NOON, row
from ziggie_desktop.cloud.prices import price, warm
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.ledger.store import Ledger

SINGLE = 300
CROWD = 20_000
BATCH = 500


def report(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    p99 = ordered[int(len(ordered) * 0.99)]
    print(f"{name:34} p50 {statistics.median(ordered) * 1e3:8.3f} ms   p99 {p99 * 1e3:8.3f} ms")


def timed(call: Callable[[], object], times: int) -> list[float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return took


def bare_write(file: Path) -> float:
    """4 KiB, as a page of the database is, brought to the disk."""
    began = time.perf_counter()
    with file.open("ab") as out:
        out.write(b"x" * 4096)
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - began


async def main() -> None:
    warm()
    usage = Usage(input_tokens=1_000, output_tokens=200, cache_read_input_tokens=100)
    report("price of a call", timed(lambda: price("claude-haiku-5-5", usage, NOON), 2_000))
    with tempfile.TemporaryDirectory() as folder:
        ledger = await Ledger.open(Path(folder) / "ledger.db", queue_limit=CROWD)
        handed, durable, bare, busy = [], [], [], []
        for number in range(SINGLE):
            bare.append(bare_write(Path(folder) / "bare"))
            began, worked = time.perf_counter(), time.process_time()
            cost = price("claude-haiku-5-5", usage, NOON).cost_pico
            ledger.record(row(id=f"single {number}", list_cost_pico=cost))
            handed.append(time.perf_counter() - began)
            assert await ledger.flush()
            durable.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
        report("price and record() on the loop", handed)
        report("until on disk (FULL), one by one", durable)
        report("processor of that, all threads", busy)
        report("a bare write and fsync in turn", bare)
        began = time.perf_counter()
        for number in range(CROWD):
            ledger.record(row(id=f"crowd {number}"))
            if number % BATCH == 0:
                await asyncio.sleep(0)
        assert await ledger.flush(timeout_s=60)
        print(f"{'rows a second, all on disk':34} {CROWD / (time.perf_counter() - began):10,.0f}")
        for name, call in (("totals", ledger.totals), ("usage by month", ledger.usage)):
            began = time.perf_counter()
            await call()
            took = (time.perf_counter() - began) * 1e3
            print(f"{name + f' over {CROWD + SINGLE} rows':34} {took:10.1f} ms")
        await ledger.close()


if __name__ == "__main__":
    asyncio.run(main())
