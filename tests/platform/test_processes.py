"""Tests process groups on this system: asked to end, ended whole, seen as gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from ziggie_desktop.platform.current import current_system

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Job Objects need Windows")


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "the deadline passed"
        time.sleep(0.01)


def started(script: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sh", "-c", script], **current_system().child_options())


def test_leader_is_asked_and_its_child_ended_with_the_group() -> None:
    process = started("trap 'exit 7' TERM; sleep 100 & while :; do sleep 0.05; done")
    group = current_system().group(process.pid)
    assert group.alive()
    time.sleep(0.2)
    group.ask_to_end()
    assert process.wait(60) == 7
    assert group.alive(), "its sleep is left"
    group.kill()
    wait_for(lambda: not group.alive())
    group.kill()  # none left is no error
    group.ask_to_end()
    group.close()


def test_zombie_is_not_alive() -> None:
    process = started("exit 0")
    group = current_system().group(process.pid)
    wait_for(lambda: not group.alive())
    assert process.wait(60) == 0


def test_our_own_signals_do_not_reach_it() -> None:
    process = started("exec sleep 100")
    assert process.poll() is None
    group = current_system().group(process.pid)
    group.kill()
    assert process.wait(60) == -signal.SIGKILL
    group.close()


@pytest.mark.parametrize("pid", [-1, 0, 1])
def test_groups_that_cannot_be_ours_are_refused(pid: int) -> None:
    with pytest.raises(ValueError, match="no group of ours"):
        current_system().group(pid)
