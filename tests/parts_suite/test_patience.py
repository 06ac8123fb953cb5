"""The clocks of the tests: what a machine stands still moves neither, what is waited moves both."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.parts.patient_loop import new_loop
from tests.parts.stopwatch import Stopwatch

STILL_S = 1.0
WAITED_S = 0.5


def stand_still() -> None:
    """Until somebody lets this process go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def by_the_loop() -> tuple[float, float]:
    """How long a wait took by the loop's clock, and really."""

    async def wait() -> tuple[float, float]:
        loop = asyncio.get_running_loop()
        began, really = loop.time(), time.monotonic()
        loop.call_later(WAITED_S / 2, stand_still)
        await asyncio.sleep(WAITED_S)
        return loop.time() - began, time.monotonic() - really

    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(wait())


def by_the_stopwatch() -> tuple[float, float]:
    really = time.monotonic()
    with Stopwatch() as watch:
        stand_still()
        while watch.seconds < WAITED_S:
            time.sleep(0.01)
    return watch.seconds, time.monotonic() - really


@pytest.mark.skipif(sys.platform == "win32", reason="nothing stops a process there")
@pytest.mark.parametrize("clock", [by_the_loop, by_the_stopwatch])
def test_a_clock_does_not_go_on_while_the_machine_stands_still(clock: object) -> None:
    name = getattr(clock, "__name__", "")
    code = f"from tests.parts_suite.test_patience import {name}; print(*{name}())"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        time.sleep(STILL_S)
        process.send_signal(signal.SIGCONT)
        assert process.stdout is not None
        counted, really = map(float, process.stdout.read().split())
    assert counted >= WAITED_S
    assert really - counted > STILL_S / 2


async def test_what_is_waited_and_what_is_computed_counts() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(asyncio.sleep(0.2) for _ in range(5)))
    assert 0.2 <= loop.time() - began < 0.9, "side by side"
    began, computed = loop.time(), time.thread_time()
    while time.thread_time() - computed < 0.3:
        pass
    assert loop.time() - began >= 0.29
