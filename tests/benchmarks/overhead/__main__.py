"""python -m tests.benchmarks.overhead [--rounds N] [--calls N] [--litellm VENV] [--check|--record]

What the running service adds to a call. Ratios against direct calls of the same run; ``--litellm``
measures LiteLLM's proxy in the same rounds, installed into VENV if it is not there yet.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from tests.benchmarks.overhead.compare import ratios, regressions
from tests.benchmarks.overhead.measure import Rounds, one_round
from tests.benchmarks.overhead.table import tables
from tests.benchmarks.overhead.targets import litellm, mock, service

BASELINE = Path(__file__).with_name("baseline.json")
STARTS = 5
SETTLE_S = 3.0  # what is loaded after `ready` is loaded then
BARE = (sys.executable, "-c", "import asyncio; print('ready', flush=True)")
Document = dict[str, Any]


async def measure(*, rounds: int, calls: int, rival: Path | None) -> Document:
    starts, bares, healths, cpus = [], [], [], []
    found = Rounds()
    async with AsyncExitStack() as stack:
        direct = await stack.enter_async_context(mock())
        for _ in range(STARTS):
            bares.append(_bare_start_s())
            async with service(direct) as once:
                starts.append(once.start_s)
                healths.append(once.health_s)
                cpus.append(once.start_cpu_s)
        ours = await stack.enter_async_context(service(direct))
        gateways, memory = {"ziggie": ours}, {"ziggie": _memory(ours)}
        if rival is not None:
            theirs = await stack.enter_async_context(litellm(direct, rival))
            gateways["litellm"], memory["litellm"] = theirs, _memory(theirs)
        await asyncio.sleep(SETTLE_S)
        settled = {name: _memory(target) for name, target in gateways.items()}
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            await one_round(found, direct, gateways, calls=calls)
        after = {name: _memory(target) for name, target in gateways.items()}
        started = {name: target.start_s for name, target in gateways.items()}
    start = statistics.median(starts)
    process: Document = {
        "health_s": round(statistics.median(healths), 3),
        "start_s": round(start, 3),
        "start_cpu_s": round(statistics.median(cpus), 3),
        "start_ratio": round(start / statistics.median(bares), 3),
        "rss_growth": round(after["ziggie"]["rss_mb"] / memory["ziggie"]["rss_mb"], 3),
    }
    summary = {name: found.summary(name) for name in gateways}
    document: Document = {
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {sys.version.split()[0]}",
        "load": _load(),
        "process": process,
        "memory_ready": memory,
        "memory_settled": settled,
        "memory_after": after,
        **summary,
        "ratios": ratios(summary["ziggie"], process),
    }
    if rival is not None:
        process["litellm_start_s"] = round(started["litellm"], 3)
        document["ziggie_over_litellm"] = _against(summary["ziggie"], summary["litellm"])
    return document


def _bare_start_s() -> float:
    began = time.perf_counter()
    subprocess.run(BARE, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _load() -> str:
    """Of the machine: what the figures are worth hangs on it."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except (AttributeError, OSError):
        return "unknown"


def _memory(target: Any) -> dict[str, float]:
    return {"rss_mb": round(target.rss_mb(), 1), "uss_mb": round(target.uss_mb(), 1)}


def _against(
    ours: dict[str, dict[str, float]], theirs: dict[str, dict[str, float]]
) -> dict[str, dict[str, float]]:
    """Ours as a share of theirs; ``openai`` reaches Ollama here, so it stands beside both jobs."""
    out = {}
    for what, figures in theirs.items():
        mine = ours.get(what) or ours[what.replace("openai to ollama", "openai")]
        out[what] = {name: round(mine[name] / v, 4) for name, v in figures.items() if name in mine}
    return out


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.overhead")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=1024)
    parser.add_argument("--litellm", type=Path, metavar="VENV")
    parser.add_argument(
        "--check",
        action="store_true",
        help="exit 1 where a ratio is worse than the recorded one by more than a fifth",
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help="record this run's ratios, and print it as README.md has it",
    )
    options = parser.parse_args()
    work = measure(rounds=options.rounds, calls=options.calls, rival=options.litellm)
    document = asyncio.run(work)
    print(json.dumps(document, indent=1))
    if options.record:
        BASELINE.write_text(json.dumps(document["ratios"], indent=1) + "\n", encoding="utf-8")
        print(f"\nFor README.md:\n\n{tables(document)}")
    if options.check:
        worse = regressions(json.loads(BASELINE.read_text("utf-8")), document["ratios"])
        print("\n".join(worse) or "no ratio is worse than recorded by more than a fifth")
        return 1 if worse else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
