"""The crash campaign: `python -m tests.benchmarks.crash_campaign [KILLS]`, 1,000 by default.

A writer is killed (SIGKILL) at a random moment, the file is looked at, the next writer goes on with
it. Says how many rows were acknowledged, how many of those were lost, how many rows stood beyond
the last acknowledgement, and whether any file was damaged. The suite runs a hundred of these.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.ledger.killed_writer import one_round

KILLS = 1_000


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    lost = damaged = beyond = 0
    found = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        for _ in range(kills):
            acknowledged, found, integrity = one_round(path, found)
            lost += max(0, acknowledged - found)
            beyond += max(0, found - acknowledged)
            damaged += integrity != "ok"
        size = path.stat().st_size
    print(
        f"{kills} kills in {time.monotonic() - began:.0f} s: {found:,} rows"
        f" ({size / 2**20:.0f} MiB), {lost} acknowledged rows lost, {damaged} damaged files,"
        f" {beyond:,} rows on disk that had not been acknowledged yet"
    )
    return 1 if lost or damaged else 0


if __name__ == "__main__":
    sys.exit(main())
