"""Tests the lock: one holder, whatever the file says and however the last one ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.single_instance import SingleInstance

HOLDER = """
import sys, time
from pathlib import Path
from ziggie_desktop.platform.single_instance import SingleInstance
lock = SingleInstance(path=Path(sys.argv[1]))
print(lock.acquire("http://127.0.0.1:11444"), flush=True)
sys.stdin.readline()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)


def test_second_process_is_refused_and_reads_the_note(tmp_path: Path) -> None:
    path = tmp_path / "service.lock"
    first = holder(path)
    assert said(first) == "True"
    second = SingleInstance(path=path)
    assert not second.acquire("mine")
    assert second.read_note() == "http://127.0.0.1:11444"
    end(first)
    assert second.acquire("mine")
    assert second.acquire("again"), "its own lock is no obstacle"
    assert second.read_note() == "mine"
    assert path.stat().st_mode & 0o777 == 0o600
    second.release()


def test_killed_holder_locks_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "service.lock"
    first = holder(path)
    assert said(first) == "True"
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=60)
    lock = SingleInstance(path=path)
    assert lock.acquire()
    lock.release()


def test_stale_file_with_a_living_pid_locks_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "service.lock"
    path.write_text(str(os.getpid()))
    lock = SingleInstance(path=path)
    assert lock.acquire()
    lock.release()


def test_many_at_once_have_one_winner(tmp_path: Path) -> None:
    path = tmp_path / "service.lock"
    crowd = [holder(path) for _ in range(8)]
    assert sorted(said(process) for process in crowd) == ["False"] * 7 + ["True"]
    for process in crowd:
        end(process)


def test_child_of_the_holder_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "service.lock"
    lock = SingleInstance(path=path)
    assert lock.acquire()
    child = subprocess.Popen(["sleep", "60"])
    lock.release()
    try:
        other = SingleInstance(path=path)
        assert other.acquire()
        other.release()
    finally:
        child.kill()
        child.wait()


def test_unwritable_place_and_link_are_said_clearly(tmp_path: Path) -> None:
    link = tmp_path / "service.lock"
    link.symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path / "none" / "service.lock", link):
        with pytest.raises(ZiggieError) as caught:
            SingleInstance(path=path).acquire()
        assert caught.value.code == "home_unusable"
