"""What the desktop costs on a real desktop session: `python -m tests.benchmarks.desktop`.

First frame, memory in the tray, CPU at rest (in the tray, with the window open), and the longest
stall of the Qt thread while the real service answers requests over a ledger of 100,000 rows and
sends 20 events a second. The GPU is the fake driver, Ollama a stand-in. Prints, and judges nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from tests.ledger.make import row
from tests.parts.desktop_session import DesktopSession
from tests.parts.nvml import FakeNvml, build_library
from tests.service.parts import MODEL, Parts
from tests.service.running import ROOT, RunningService, until
from ziggie_desktop.contract.client import Client
from ziggie_desktop.ledger.store import Ledger

ROWS = 100_000
BATCH = 500
STARTS = 6
CALM_S = 6.0  # after a start, before anything is measured
END_TIMEOUT_S = 20.0
EVENTS_A_SECOND = 20.0
PROGRAM = """
import json, os, sys, time
home, port, hidden, watched = sys.argv[1:]
from PySide6.QtCore import QEvent, QObject, QTimer, Qt
from PySide6.QtWidgets import QApplication, QMainWindow
class First(QObject):
    def eventFilter(self, seen, event):
        if event.type() is QEvent.Type.Paint and isinstance(seen, QMainWindow):
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, say)
        return False
def born():
    # Since the machine started, in hundredths of a second: what psutil makes of it is off by the
    # fraction of the second in which the machine started.
    with open("/proc/self/stat") as file:
        return int(file.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
def say():
    took = time.clock_gettime(time.CLOCK_BOOTTIME) - born()
    print(json.dumps({"first_frame_s": took, "first_frame_cpu_s": time.process_time()}), flush=True)
TICK_S = 0.01
gaps, used = [], []
last = [time.perf_counter(), time.thread_time()]
def tick():
    now = [time.perf_counter(), time.thread_time()]
    gaps.append(now[0] - last[0] - TICK_S)
    used.append(now[1] - last[1])
    last[:] = now
def begin():
    last[:] = [time.perf_counter(), time.thread_time()]
    timer.start(int(TICK_S * 1000))
execute = QApplication.exec
def watched_exec():
    global first, timer
    first = First()
    if hidden != "hidden":
        QApplication.instance().installEventFilter(first)
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    if watched == "watched":
        QTimer.singleShot(4000, begin)
    code = execute()
    timer.stop()
    return code
QApplication.exec = staticmethod(watched_exec)
sys.argv[1:] = ["--home", home, "--port", port, *(["--hidden"] if hidden == "hidden" else [])]
from ziggie_desktop.__main__ import main
code = main()
def worst(found):
    ordered = sorted(found)
    return [round(ordered[int(len(ordered) * part)] * 1000, 1) for part in (0.99, 0.9999)] + [
        round(ordered[-1] * 1000, 1)]
if gaps:
    print(json.dumps({"stall_ms": worst(gaps), "cpu_ms": worst(used), "ticks": len(gaps)}))
sys.exit(code)
"""


async def fill(path: Path, rows: int) -> None:
    ledger = await Ledger.open(path, queue_limit=rows)
    for number in range(rows):
        ledger.record(row(id=f"old {number}", component=f"c{number % 9}", model=MODEL))
        if number % BATCH == 0:
            await asyncio.sleep(0)
    assert await ledger.flush(timeout_s=120)
    await ledger.close()


@contextmanager
def desktop(
    session: DesktopSession, service: RunningService, *, hidden: bool, watched: bool
) -> Iterator[subprocess.Popen[str]]:
    words = [str(service.home), service.url.rpartition(":")[2]]
    words += ["hidden" if hidden else "shown", "watched" if watched else "alone"]
    env = session.env | {"PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        env={name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        program.wait(END_TIMEOUT_S)


def ended(program: subprocess.Popen[str]) -> dict[str, Any]:
    """What it said of itself."""
    program.terminate()
    out, _ = program.communicate(timeout=END_TIMEOUT_S)
    said: dict[str, Any] = {}
    for line in out.splitlines():
        said |= json.loads(line)
    return said


def at_rest(program: subprocess.Popen[str], seconds: float) -> tuple[float, float]:
    """USS in MB, and the part of a core."""
    time.sleep(CALM_S)
    process = psutil.Process(program.pid)
    before = process.cpu_times()
    began = time.monotonic()
    time.sleep(seconds)
    after, took = process.cpu_times(), time.monotonic() - began
    used = after.user + after.system - before.user - before.system
    return process.memory_full_info().uss / 1e6, used / took


async def busy(service: RunningService, seconds: float) -> tuple[int, int]:
    """Requests at a pace that makes 20 events a second; how many of both there were."""
    events = requests = 0

    async def listen() -> None:
        nonlocal events
        async with Client(url=service.url, token=service.token) as client:
            async for _ in client.events():
                events += 1

    headers = {"Authorization": f"Bearer {service.token}"}
    body = {"model": MODEL, "stream": False, "messages": [{"role": "user", "content": "Hi"}]}
    began = time.monotonic()
    async with aiohttp.ClientSession(headers=headers) as session, asyncio.TaskGroup() as group:
        listening = group.create_task(listen())
        while (passed := time.monotonic() - began) < seconds:
            if events <= EVENTS_A_SECOND * passed:
                async with session.post(f"{service.url}/api/chat", json=body) as answer:
                    await answer.read()
                requests += 1
            else:
                await asyncio.sleep(0.01)
        listening.cancel()
    return events, requests


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.desktop")
    parser.add_argument("--seconds", type=float, default=60.0, help="under load; 3600 is an hour")
    parser.add_argument("--rest", type=float, default=30.0, help="at rest, each")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "home").mkdir()
        asyncio.run(fill(folder / "home" / "ledger.sqlite3", ROWS))
        fake = FakeNvml(library=build_library(), root=folder)
        parts = stack.enter_context(Parts())
        environ = {**parts.environ, **fake.env}
        service = stack.enter_context(RunningService(home=folder / "home", environ=environ))
        until(lambda: service.state()["engine"]["state"] == "adopted", "the engine is there")
        session = stack.enter_context(DesktopSession(keyring=False))
        measure(session, service, chosen)
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{'load of the machine (1, 5, 15 min)':40} {load}")


def measure(session: DesktopSession, service: RunningService, chosen: argparse.Namespace) -> None:
    frames = []
    for _ in range(STARTS):
        with desktop(session, service, hidden=False, watched=False) as program:
            session.wait_window("Ziggie Desktop")
            time.sleep(1.0)
            frames.append(ended(program))
    for name, key in (("first frame, s", "first_frame_s"), ("its CPU, s", "first_frame_cpu_s")):
        found = [frame[key] for frame in frames[1:]]  # the first fills the caches
        print(f"{name + ' (median, best)':40} {statistics.median(found):.2f} {min(found):.2f}")
    for name, hidden in (("tray only", True), ("window open", False)):
        with desktop(session, service, hidden=hidden, watched=False) as program:
            uss_mb, share = at_rest(program, chosen.rest)
            print(f"{name + ', USS MB, CPU at rest':40} {uss_mb:.1f} {share:.2%}")
            ended(program)
    with desktop(session, service, hidden=False, watched=True) as program:
        session.wait_window("Ziggie Desktop")
        time.sleep(CALM_S)
        events, requests = asyncio.run(busy(service, chosen.seconds))
        said = ended(program)
    pace = events / chosen.seconds
    print(f"{'under load: events/s, requests':40} {pace:.1f} {requests}, {ROWS} rows before")
    print(f"{'stall of the Qt thread, ms (p99, p99.99, longest)':40} {said['stall_ms']}")
    print(f"{'its CPU between two ticks, ms (same)':40} {said['cpu_ms']} of {said['ticks']} ticks")


if __name__ == "__main__":
    main()
